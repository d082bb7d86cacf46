"""A real policy's promises, as permissions and promises in our own words, answer what a product would ask as the text does."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consent_gate import UNKNOWN, Gate
from consent_gate.release import import_versions

HERE = Path(__file__).parent
COLLECTED = {"1": datetime(2018, 6, 1, tzinfo=UTC), "2": datetime(2026, 6, 15, tzinfo=UTC)}
ASKED = {"1": datetime(2019, 1, 1, tzinfo=UTC), "2": datetime(2026, 7, 1, tzinfo=UTC)}


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table that follows the heading."""
    lines = iter((HERE / "questions.md").read_text(encoding="utf-8").splitlines())
    next(line for line in lines if line == heading)
    table = []
    for line in lines:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
        elif table:
            break
    return table[2:]


QUESTIONS = rows("# What the promises answer")
PROMISES = rows("## What binds as a promise")


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2018, 5, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger and its keys with both versions, as they were just after the first took effect."""
    folder = tmp_path_factory.mktemp("seed")
    clock = Clock()
    clock.now = datetime(2018, 5, 13, tzinfo=UTC)
    with Gate.open(f"sqlite:///{folder}/ledger.db", archive=folder / "archive", clock=clock, keys=folder / "keys") as gate:
        import_versions(gate, "privacy", HERE / "versions")
    return folder


@pytest.fixture
def gate(imported: Path, tmp_path: Path, clock: Clock) -> Iterator[Gate]:
    shutil.copy(imported / "ledger.db", tmp_path)
    with Gate.open(f"sqlite:///{tmp_path}/ledger.db", archive=tmp_path, clock=clock, keys=imported / "keys") as gate:
        yield gate


def test_there_are_at_least_thirty_questions() -> None:
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("row", QUESTIONS, ids=[f"{row[0]}" for row in QUESTIONS])
def test_the_gate_answers_as_the_text_does(gate: Gate, clock: Clock, row: list[str]) -> None:
    _, data, use, recipient, under, before, when, expected = row
    _collect(gate, clock, data, under)
    clock.now = ASKED[when]
    if before:
        permission, said = before.split(": ")
        _say(gate, permission, said)
    decision = gate.check("s-1", data=data, use=use, recipient=recipient, item="datum")
    assert decision.verdict == expected, decision.to_dict()


@pytest.mark.parametrize("row", PROMISES, ids=[f"{row[0]} {row[1]} {row[2]}" for row in PROMISES])
def test_the_promises_bind_in_the_words_they_were_given_in(gate: Gate, clock: Clock, row: list[str]) -> None:
    promise, under, before, version, _ = row
    _collect(gate, clock, "user.contact.email", under)
    clock.now = ASKED["2"]
    if before == "told":
        gate.told("s-1", version=2, method="mail")
    elif before:
        _say(gate, promise, before)
    bound = gate.bound("s-1", promise=promise, item="datum")
    assert [str(wording.version) for wording in bound] == version.split()


def _collect(gate: Gate, clock: Clock, data: str, under: str) -> None:
    if under == "?":
        clock.now = COLLECTED["2"]
        gate.record("s-1", data=data, item="datum", version=UNKNOWN, collected_at=COLLECTED["2"])
    else:
        clock.now = COLLECTED[under]
        gate.record("s-1", data=data, item="datum")


def _say(gate: Gate, subject_of: str, said: str) -> None:
    if said == "withdrew":
        gate.withdraw("s-1", permission=subject_of)
        return
    asks = [ask.id for ask in gate.pending("s-1") if ask.subject_of == subject_of]
    outcome = gate.answer("s-1", {ask: {"yes": "given", "no": "refused"}[said] for ask in asks})
    assert asks
    assert set(outcome.values()) == {"recorded"}
