"""Ids have one longest length, at every door of the gate, on both databases and on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.arguments import LONGEST
from consent_gate.cli.main import run
from consent_gate.errors import ArgumentError
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

LONG = "x" * (LONGEST + 1)
FITS = "\N{GRINNING FACE}" * LONGEST

DOORS: dict[str, Callable[[Gate], object]] = {
    "record a subject": lambda gate: gate.record(LONG, EMAIL),
    "record an item": lambda gate: gate.record("s", EMAIL, LONG),
    "record under a key": lambda gate: gate.record("s", EMAIL, key=LONG),
    "derive": lambda gate: gate.derive([gate.record("s", EMAIL, "i")], EMAIL, LONG),
    "delete": lambda gate: gate.delete("s", LONG),
    "check a subject": lambda gate: gate.check(LONG, ADS, EMAIL),
    "check an item": lambda gate: gate.check("s", ADS, EMAIL, item=LONG),
    "check a use": lambda gate: gate.check("s", LONG, EMAIL),
    "check a recipient": lambda gate: gate.check("s", ADS, EMAIL, recipient=LONG),
    "pending": lambda gate: gate.pending(LONG),
    "choices": lambda gate: gate.choices(LONG),
    "answer": lambda gate: gate.answer(LONG, {"privacy/letters@1": "given"}),
    "withdraw": lambda gate: gate.withdraw(LONG, "letters"),
    "withdraw by a method": lambda gate: gate.withdraw("s", "letters", method=LONG),
    "told": lambda gate: gate.told(LONG, 1, "mail"),
    "prompt": lambda gate: gate.prompt(LONG),
    "link": lambda gate: gate.link("s", LONG),
    "erase": lambda gate: gate.erase(LONG),
}


@pytest.fixture
def told(gate: Gate, clock: Clock) -> Gate:
    publish(gate, clock, permission())
    gate.record("s", EMAIL, "i")
    return gate


@pytest.mark.parametrize("door", DOORS)
def test_what_is_too_long_is_refused_in_one_line_and_nothing_is_written(small_gate: Gate, clock: Clock, door: str) -> None:
    publish(small_gate, clock, permission())
    small_gate.record("s", EMAIL, "i")
    before = small_gate.changes()
    with pytest.raises(ArgumentError, match=rf"has {LONGEST + 1} characters and at most {LONGEST} are taken") as caught:
        DOORS[door](small_gate)
    assert "\n" not in str(caught.value)
    assert LONG not in str(caught.value)
    assert small_gate.changes() == before
    assert small_gate.ledger.pseudonym(LONG) is None


def test_what_is_as_long_as_it_may_be_is_kept_and_found(told: Gate) -> None:
    told.record(FITS, EMAIL, FITS, key=FITS)
    told.answer(FITS, {"privacy/letters@1": "given"})
    assert told.check(FITS, ADS, EMAIL, item=FITS).allowed
    assert told.erase(FITS) == 1


def test_of_many_rows_the_long_ones_are_set_aside(told: Gate) -> None:
    rows = [{"subject": f"s{n}", "data": EMAIL, "item": f"i{n}"} for n in range(30)]
    rows[7]["subject"] = rows[21]["item"] = LONG
    done = told.record_many(rows)
    assert (done.recorded, [one.place for one in done.set_aside]) == (28, [7, 21])
    assert "513 characters" in str(done.set_aside[0])


def test_the_command_line_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Gate.open("sqlite:///reconsent.db") as gate:
        publish(gate, Clock(gate.clock()), permission(), wait=False)
        before = gate.changes()
    for command in (["record", LONG, "--data", EMAIL], ["check", "s", "--use", ADS, "--data", EMAIL, "--item", LONG], ["export", LONG]):
        capsys.readouterr()
        assert run(command) == 2
        told = capsys.readouterr().err
        assert "at most 512 are taken" in told
        assert told.count("\n") == 1
    with Gate.open("sqlite:///reconsent.db") as gate:
        assert gate.changes() == before
