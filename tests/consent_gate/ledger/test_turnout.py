"""How people responded, counted, on both databases."""

from datetime import timedelta

from consent_gate import Gate
from consent_gate.answers import request
from consent_gate.ledger.turnout import Response, by_day, turnout, waiting
from consent_gate.model import EventKind
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

ASK = "privacy/letters@1"
PEOPLE = ("ann", "ben", "cay", "dov", "eli")


def asked(gate: Gate, clock: Clock) -> None:
    """Five people are asked on one day; on the next, four of them do something."""
    publish(gate, clock, permission())
    for who in PEOPLE:
        gate.record(who, data=EMAIL, item="x")
        request(gate.ledger, who, [ASK], method="prompt")
    clock.advance(days=1)
    for who, answer in zip(PEOPLE, ("given", "refused", "deferred", "given"), strict=False):
        gate.answer(who, {ASK: answer})
    gate.withdraw("dov", "letters")


def test_everyone_asked_is_counted_once_under_how_they_stand_now(gate: Gate, clock: Clock) -> None:
    asked(gate, clock)
    (found,) = turnout(gate.ledger.database, "privacy")
    assert (found.subject_of, found.edition, found.asked) == ("letters", 1, 5)
    assert found.people == dict.fromkeys(Response, 1)


def test_who_has_not_answered_is_listed_with_the_day_they_were_first_asked(gate: Gate, clock: Clock) -> None:
    asked(gate, clock)
    request(gate.ledger, "eli", [ASK], method="prompt")
    found = list(waiting(gate.ledger.database, "privacy"))
    assert [(one.subject, one.deferred) for one in found] == [("cay", True), ("eli", False)]
    assert all(clock.now - one.since >= timedelta(days=1) for one in found)
    gate.erase("cay")
    assert [one.subject for one in waiting(gate.ledger.database, "privacy")] == ["eli"]


def test_an_answer_after_a_withdrawal_counts_again_and_a_new_edition_counts_apart(gate: Gate, clock: Clock) -> None:
    asked(gate, clock)
    gate.answer("dov", {ASK: "given"})
    publish(gate, clock, permission(use=(ADS, "analytics")))
    gate.answer("dov", {"privacy/letters@2": "refused"})
    first, second = turnout(gate.ledger.database, "privacy")
    assert (first.people[Response.GIVEN], first.people[Response.WITHDRAWN]) == (2, 0)
    assert (second.edition, second.asked, second.people[Response.REFUSED]) == (2, 1, 1)


def test_events_are_counted_by_the_day_they_came(gate: Gate, clock: Clock) -> None:
    asked(gate, clock)
    found = {(one.day.day, one.kind): one.events for one in by_day(gate.ledger.database, "privacy")}
    assert found[1, EventKind.REQUESTED] == 5
    assert found[2, EventKind.GIVEN] == 2
    assert found[2, EventKind.WITHDRAWN] == 1
