"""The partitions that docs/scale.md describes: the ledger does on them what it does without."""

import re
from pathlib import Path

import psycopg

from consent_gate import Gate, Request, anchoring
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.audit import audit
from consent_gate.ledger.database import Database
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

PAGE = Path(__file__).parents[3] / "docs" / "scale.md"


def test_the_ledger_goes_on_in_partitions(postgres_url: str, tmp_path: Path, clock: Clock) -> None:
    database = Database(postgres_url)
    schema.migrate(database)
    database.close()
    keys = Keys.throwaway()
    (block,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    with Gate.open(postgres_url, archive=tmp_path / "nowhere", clock=clock, keys=keys) as gate:
        publish(gate, clock, permission())
        gate.record_many([{"subject": f"s{n}", "data": EMAIL, "item": "before"} for n in range(50)])
    with psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute(block.encode())
    with Gate.open(postgres_url, archive=tmp_path / "nowhere", clock=clock, keys=keys) as gate:
        gate.record("s1", EMAIL, item="before")
        gate.record_many([{"subject": f"s{n}", "data": EMAIL, "item": "after"} for n in range(25, 75)])
        gate.answer("s30", {"privacy/letters@1": "given"})
        assert gate.check("s30", use=ADS, data=EMAIL, item="before").allowed
        assert gate.check("s31", use=ADS, data=EMAIL, item="after").verdict == "consent_required"
        found = list(gate.select(Request(data=EMAIL, use=ADS), all=True))
        assert len(found) == 100
        assert sum(one.verdict == "allowed" for one in found) == 2
        anchoring.seal(gate.ledger)
        faults = audit(gate.ledger.database, anchoring.verifying_keys(gate.ledger), cipher=gate.ledger.cipher)
        assert [fault for fault in faults if not fault.where.startswith("version ")] == []  # the versions' identities are made up
