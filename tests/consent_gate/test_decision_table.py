"""The table in docs/decision_table.md, read row by row and asked of the gate."""

import re
from pathlib import Path

import pytest

from consent_gate import Gate
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

TABLE = Path(__file__).parents[2] / "docs" / "decision_table.md"
ANSWERS = ("no answer", "given", "refused", "withdrawn")


def rows() -> list[tuple[str, str, str, str]]:
    """(basis, collected, answer, verdict) for every cell of the table."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"\|.*\|", line) and cells[1:2] in (["under the edition"], ["before"]):
            found += [(cells[0], cells[1], answer, verdict) for answer, verdict in zip(ANSWERS, cells[2:], strict=True)]
    return found


def test_the_table_has_every_basis_both_ages_and_every_answer():
    assert len(rows()) == 6 * 2 * 4 == len({row[:3] for row in rows()})


@pytest.mark.parametrize(("basis", "collected", "answer", "verdict"), rows())
def test_the_gate_says_what_the_table_says(basis: str, collected: str, answer: str, verdict: str, small_gate: Gate, clock: Clock):
    gate = small_gate
    publish(gate, clock, permission(basis=basis, use=("essential.service",)))
    if collected == "before":
        gate.record("s", data=EMAIL, item="x")
        clock.advance(minutes=1)
    publish(gate, clock, permission(basis=basis, use=("essential.service", ADS)))
    if collected != "before":
        gate.record("s", data=EMAIL, item="x")
    if answer == "withdrawn":
        gate.withdraw("s", "letters")
    elif answer != "no answer":
        assert gate.answer("s", {"privacy/letters@2": answer}) == {"privacy/letters@2": "recorded"}
    for item in ("x", None):
        decision = gate.check("s", use=ADS, data=EMAIL, item=item)
        owed = ", notice owed" if decision.notices else ""
        assert decision.verdict + owed == verdict
        assert (decision.version, decision.permission) == (2, "letters")
