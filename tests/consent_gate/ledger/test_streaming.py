"""How the rows of whole tables are read."""

from consent_gate.ledger.database import Database


def test_postgresql_compiles_no_statement_before_it_streams_its_rows(postgres_url: str) -> None:
    database = Database(postgres_url)
    assert list(database.stream("SELECT current_setting('jit')")) == [[("off",)]]
    database.close()
