"""What a program can get wrong in calling the gate: refused in one line, with what to give instead, before anything is written."""

from collections.abc import Callable
from typing import Any

import pytest

from consent_gate import Actor, Gate, Request
from consent_gate.errors import ArgumentError
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

ASK = {"privacy/letters@1": "given"}

WRONG: dict[str, tuple[Callable[[Any], object], str]] = {
    "an actor that is only a name": (lambda gate: gate.answer("s", ASK, actor="clerk-7"), "`actor` is no Actor"),
    "an actor without a name": (lambda gate: gate.withdraw("s", "letters", actor=Actor("")), "`actor` must be a string"),
    "an actor of half a character": (lambda gate: gate.told("s", 1, "mail", actor=Actor("\ud800")), "half a character"),
    "a version in words": (lambda gate: gate.told("s", "1", "mail"), "`version` is no number"),
    "a version that is a truth": (lambda gate: gate.told("s", True, "mail"), "`version` is no number"),
    "a request that is none": (lambda gate: gate.check_many([None]), "request 0 is not one"),
    "requests that are letters": (lambda gate: gate.check_many("ab"), "request 0 is not one"),
    "a request with a part too many": (lambda gate: gate.check_many([Request(EMAIL, ADS, subject="s"), {"colour": 1}]), "request 1 is not"),
    "a place in words": (lambda gate: gate.changes("1"), "is a place of the ledger"),
    "a place past any ledger": (lambda gate: gate.changes(10**30), "is a place of the ledger"),
    "a limit past any ledger": (lambda gate: gate.changes(0, 10**30), "is a place of the ledger"),
    "no use": (lambda gate: gate.check("s", None, EMAIL), "`use` must be a string"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_call_is_refused_and_writes_nothing(small_gate: Gate, clock: Clock, what: str) -> None:
    publish(small_gate, clock, permission())
    small_gate.record("s", EMAIL)
    before = small_gate.changes()
    call, words = WRONG[what]
    with pytest.raises(ArgumentError, match=words) as caught:
        call(small_gate)
    assert caught.value.hint
    assert small_gate.changes() == before
