"""From where people stand, counted by version, on both databases."""

from consent_gate import Gate
from consent_gate.ledger.cohorts import Cohort, cohorts
from consent_gate.model import UNKNOWN
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

PHONE = "user.contact.phone_number"


def found(gate: Gate) -> list[tuple[int | None, int, int]]:
    return [(one.version, one.holding, one.accepted) for one in cohorts(gate.ledger.database, "privacy")]


def test_each_person_counts_once_under_their_oldest_data(gate: Gate, clock: Clock) -> None:
    publish(gate, clock, permission())
    gate.record("ann", data=EMAIL, item="x")
    gate.record("ben", data=EMAIL, item="x")
    publish(gate, clock, permission())
    gate.record("ann", data=PHONE, item="y")
    gate.record("cay", data=EMAIL, item="x")
    gate.record("dov", data=EMAIL, item="x", version=UNKNOWN, collected_at=UNKNOWN)
    assert found(gate) == [(None, 1, 0), (1, 2, 0), (2, 1, 0)]
    assert cohorts(gate.ledger.database, "other") == ()


def test_who_accepted_counts_under_the_newest_they_accepted_and_not_once_they_took_it_back(gate: Gate, clock: Clock) -> None:
    publish(gate, clock, permission())
    for who in ("ann", "ben", "cay"):
        gate.record(who, data=EMAIL, item="x")
        gate.answer(who, {"privacy/letters@1": "given"})
    publish(gate, clock, permission(use=(ADS, "analytics")))
    gate.answer("ann", {"privacy/letters@2": "given"})
    gate.answer("ben", {"privacy/letters@2": "refused"})
    assert found(gate) == [(1, 3, 2), (2, 0, 1)]
    gate.answer("ann", {"privacy/letters@2": "refused"})
    assert found(gate) == [(1, 3, 3)]
    gate.withdraw("cay", "privacy/letters")
    assert found(gate) == [(1, 3, 2)]
    gate.answer("cay", {"privacy/letters@2": "given"})
    assert found(gate) == [(1, 3, 2), (2, 0, 1)]


def test_an_upcoming_version_that_was_accepted_already_counts_as_accepted(gate: Gate, clock: Clock) -> None:
    publish(gate, clock, permission())
    gate.record("ann", data=EMAIL, item="x")
    publish(gate, clock, permission(use=(ADS, "analytics")), wait=False)
    gate.answer("ann", {"privacy/letters@2": "given"})
    assert found(gate) == [(1, 1, 0), (2, 0, 1)]


def test_linked_ids_are_one_person_and_who_was_erased_is_in_no_count(gate: Gate, clock: Clock) -> None:
    publish(gate, clock, permission())
    gate.record("phone-1", data=EMAIL, item="x")
    publish(gate, clock, permission())
    gate.record("web-1", data=EMAIL, item="x")
    gate.record("ben", data=EMAIL, item="x")
    gate.link("phone-1", "web-1")
    assert found(gate) == [(1, 1, 0), (2, 1, 0)]
    gate.erase("ben")
    assert cohorts(gate.ledger.database, "privacy") == (Cohort(version=1, holding=1, accepted=0),)
