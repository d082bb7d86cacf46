"""The nightly job of a warehouse on DuckDB: of all rides, write those that the city's traffic planners may see.

Reads rides.parquet (customer, ride, place, version, collected_at) in the folder named, writes states.parquet and for-the-city.parquet.
"""

import sys
from pathlib import Path

import duckdb

from consent_gate import Gate, Request
from consent_gate.warehouse.states import write_states

REQUEST = Request(data="user.location", use="analytics", recipient="city")


def main(folder: Path) -> int:
    """How many rides may be seen."""
    with Gate.from_settings() as gate:
        write_states(gate.ledger, "privacy", folder / "states.parquet")  # the latest answers
        statement = gate.sql(REQUEST, "duckdb")  # the rule, as of now
    with duckdb.connect() as warehouse:
        warehouse.read_parquet(str(folder / "states.parquet")).create_view("states")
        warehouse.read_parquet(str(folder / "rides.parquet")).create_view("rides")
        warehouse.execute("""
            CREATE VIEW records AS
            SELECT customer AS subject, 'user.location' AS category, version, epoch_us(collected_at) AS collected_at, ride, place
            FROM rides
        """)
        allowed = warehouse.sql(statement).filter("verdict = 'allowed'").project("subject AS customer, ride, place").order("ride")
        allowed.write_parquet(str(folder / "for-the-city.parquet"))
        return len(allowed)


if __name__ == "__main__":
    print(f"{main(Path(sys.argv[1]))} rides for the city")
