"""Which record a question is about, and what recording, deriving and deleting do to it; on both databases."""

from datetime import timedelta

import pytest

from consent_gate import UNKNOWN, Gate
from consent_gate.errors import ArgumentError, LedgerConflictError, PolicyUnclearError, UnknownVersionError
from tests.consent_gate.policies import ADS, EMAIL, START, Clock, permission, publish

CONTRACT = {"basis": "contract"}


def verdict(gate: Gate, item: str | None = "x", data: str = EMAIL, use: str = ADS, subject: str = "s") -> str:
    return str(gate.check(subject, use=use, data=data, item=item).verdict)


@pytest.fixture
def two(gate: Gate, clock: Clock) -> Gate:
    """Version 1 allows only the service; version 2 adds advertising under a contract."""
    publish(gate, clock, permission(use=("essential.service",), **CONTRACT))
    publish(gate, clock, permission(use=("essential.service", ADS), **CONTRACT), wait=False)
    return gate


def test_a_datum_is_recorded_under_the_version_in_force_at_its_time(two: Gate, clock: Clock):
    assert two.record("s", data=EMAIL, item="x").version == 1
    clock.advance(hours=2)
    assert two.record("s", data=EMAIL, item="y").version == 2
    assert two.record("s", data=EMAIL, item="z", collected_at=clock.now - timedelta(hours=1, microseconds=1)).version == 1
    assert two.record("s", data=EMAIL, item="w", collected_at=clock.now - timedelta(hours=1)).version == 2
    before_all = two.record("s", data=EMAIL, item="v", collected_at=START - timedelta(days=1))
    assert (before_all.version, before_all.collected_at) == (None, START - timedelta(days=1))


def test_unknown_times_and_versions_are_kept_as_such(two: Gate, clock: Clock):
    assert two.record("s", data=EMAIL, item="a", collected_at=UNKNOWN).version is None
    assert two.record("s", data=EMAIL, item="b", collected_at=UNKNOWN, version=1).version == 1
    unknown = two.record("s", data=EMAIL, item="c", version=UNKNOWN)
    assert (unknown.version, unknown.collected_at) == (None, clock.now)


def test_a_claimed_version_is_never_later_than_the_one_in_force_at_the_time(two: Gate, clock: Clock):
    with pytest.raises(ArgumentError, match="was not in force"):
        two.record("s", data=EMAIL, item="x", version=2)
    clock.advance(hours=2)
    assert two.record("s", data=EMAIL, item="x", version=1).version == 1
    with pytest.raises(ArgumentError, match="was not in force"):
        two.record("s", data=EMAIL, item="y", version=2, collected_at=START + timedelta(hours=1))
    with pytest.raises(UnknownVersionError):
        two.record("s", data=EMAIL, item="y", version=9)
    with pytest.raises(ArgumentError, match="future"):
        two.record("s", data=EMAIL, item="y", collected_at=clock.now + timedelta(seconds=1))


def test_an_open_record_made_again_keeps_its_oldest_version_and_time(two: Gate, clock: Clock):
    first = two.record("s", data=EMAIL, item="x")
    clock.advance(hours=2)
    again = two.record("s", data=EMAIL, item="x")
    assert again == first
    assert verdict(two) == "consent_required"
    older = two.record("s", data=EMAIL, item="x", collected_at=START + timedelta(hours=1), version=1)
    assert (older.version, older.collected_at, verdict(two)) == (1, START + timedelta(hours=1), "consent_required")
    assert two.record("s", data=EMAIL, item="x", collected_at=UNKNOWN).collected_at is None
    assert two.record("s", data=EMAIL, item="x").collected_at is None


def test_what_is_given_anew_stands_for_itself(two: Gate, clock: Clock):
    two.record("s", data=EMAIL, item="x")
    clock.advance(hours=2)
    assert two.record("s", data=EMAIL, item="x", fresh=True).version == 2
    assert verdict(two) == "allowed"


def test_a_derived_datum_takes_the_earliest_version_and_time(two: Gate, clock: Clock):
    old = two.record("s", data=EMAIL, item="x")
    clock.advance(hours=2)
    new = two.record("s", data=EMAIL, item="y")
    made = two.derive([new, old], data="user.behavior", item="p")
    assert (made.version, made.collected_at, made.data) == (1, old.collected_at, "user.behavior")
    unknown = two.record("s", data=EMAIL, item="z", version=UNKNOWN, collected_at=UNKNOWN)
    made = two.derive([new, unknown], data="user.behavior", item="q")
    assert (made.version, made.collected_at) == (None, None)


def test_an_origin_that_was_made_again_as_older_counts_as_older(two: Gate, clock: Clock):
    clock.advance(hours=2)
    held = two.record("s", data=EMAIL, item="x")
    two.record("s", data=EMAIL, item="x", version=1)
    assert two.derive([held], data="user.behavior", item="p").version == 1


def test_origins_are_of_one_subject_and_one_policy(two: Gate, clock: Clock):
    publish(two, clock, permission(), policy="club")
    mine = two.record("s", data=EMAIL, item="x", policy="privacy")
    for other in (two.record("t", data=EMAIL, item="x", policy="privacy"), two.record("s", data=EMAIL, item="x", policy="club")):
        with pytest.raises(ArgumentError, match="several"):
            two.derive([mine, other], data="user.behavior", item="p")
    with pytest.raises(ArgumentError, match="no origin"):
        two.derive([], data="user.behavior", item="p")


def test_a_deleted_datum_is_not_judged(two: Gate, clock: Clock):
    two.record("s", data=EMAIL, item="x")
    clock.advance(hours=2)
    two.record("s", data=EMAIL, item="y")
    assert verdict(two, None) == "consent_required"
    assert len(two.delete("s", item="x")) == 1
    assert verdict(two, None) == "allowed"
    assert verdict(two, "x") == "not_permitted"
    assert "item_closed" in two.check("s", use=ADS, data=EMAIL, item="x").reasons
    assert two.delete("s", item="x") == ()
    two.record("s", data=EMAIL, item="x")
    assert verdict(two, "x") == "allowed"


def test_the_narrower_of_two_categories_is_judged(gate: Gate, clock: Clock):
    publish(
        gate, clock, permission(data=("user.contact",), **CONTRACT), permission("mail", data=(EMAIL,), basis="contract", use=("analytics",))
    )
    gate.record("s", data="user.contact", item="x")
    gate.record("s", data=EMAIL, item="y")
    assert verdict(gate, "x", EMAIL, "analytics") == "allowed"
    assert verdict(gate, "y", "user.contact", "analytics") == "allowed"
    assert verdict(gate, "x", "user.contact", "analytics") == "not_permitted"
    assert verdict(gate, "y", "user") == "allowed"
    assert verdict(gate, "x", "user") == "allowed"


def test_an_item_with_only_unrelated_records_is_not_permitted(two: Gate, clock: Clock):
    two.record("s", data="user.behavior", item="x")
    clock.advance(hours=2)
    assert verdict(two, "x") == "not_permitted"
    assert verdict(two, "never recorded") == "consent_required"
    assert verdict(two, None) == "consent_required"
    assert "nothing_recorded" in two.check("nobody", use=ADS, data=EMAIL).reasons


def test_what_was_never_recorded_is_past_any_limit(gate: Gate, clock: Clock):
    publish(gate, clock, permission(retention="P30D", **CONTRACT))
    assert verdict(gate, "x") == "expired"
    gate.record("s", data=EMAIL, item="y", collected_at=UNKNOWN, version=1)
    assert verdict(gate, "y") == "expired"


def test_the_worst_over_the_records_decides(two: Gate, clock: Clock):
    two.record("s", data=EMAIL, item="x")
    clock.advance(hours=2)
    two.record("s", data=EMAIL, item="y")
    assert [verdict(two, "x"), verdict(two, "y"), verdict(two, None)] == ["consent_required", "allowed", "consent_required"]


def test_an_item_belongs_to_one_subject_and_one_policy(two: Gate, clock: Clock):
    publish(two, clock, permission(**CONTRACT), policy="club")
    two.record("s", data=EMAIL, item="x", policy="privacy")
    assert two.check("s", use=ADS, data=EMAIL, item="x", policy="club").reasons[-1] == "nothing_recorded"
    assert two.check("t", use=ADS, data=EMAIL, item="x", policy="privacy").reasons[-1] == "nothing_recorded"
    with pytest.raises(PolicyUnclearError):
        two.record("s", data=EMAIL, item="x")
    with pytest.raises(PolicyUnclearError):
        two.check("s", use=ADS, data=EMAIL)
    with pytest.raises(UnknownVersionError):
        two.record("s", data=EMAIL, item="x", policy="nowhere")


@pytest.mark.parametrize(
    "wrong", [{"data": ""}, {"data": 3}, {"item": ""}, {"collected_at": START.replace(tzinfo=None)}, {"version": "1"}, {"version": True}]
)
def test_wrong_arguments_raise_and_write_nothing(two: Gate, wrong: dict[str, object]):
    with pytest.raises(ArgumentError):
        two.record("s", **{"data": EMAIL, "item": "x", **wrong})  # type: ignore[arg-type]
    assert two.changes(since=max(change.sequence for change in two.changes() if change.kind == "version")) == ()


def test_a_category_that_nobody_knows_is_refused_with_a_hint(two: Gate):
    with pytest.raises(ArgumentError) as refused:
        two.record("s", data="user.contact.emial", item="x")
    assert EMAIL in refused.value.hint


def test_a_key_brings_the_same_answer_to_the_same_request_only(two: Gate, clock: Clock):
    first = two.record("s", data=EMAIL, item="x", key="k1")
    clock.advance(hours=2)
    assert two.record("s", data=EMAIL, item="x", key="k1") == first
    with pytest.raises(LedgerConflictError, match="idempotency key"):
        two.record("s", data=EMAIL, item="y", key="k1")
    with pytest.raises(LedgerConflictError):
        two.withdraw("s", "letters", key="k1")
    event = two.withdraw("s", "letters", key="k2")
    assert two.withdraw("s", "letters", key="k2") == event
    assert [change.kind for change in two.changes()].count("withdrawn") == 1
    made = two.derive([first], data="user.behavior", item="p", key="k3")
    assert two.derive([first], data="user.behavior", item="p", key="k3") == made
    assert two.delete("s", item="x", key="k4") == two.delete("s", item="x", key="k4") != ()


def test_a_request_sent_again_after_an_erasure_does_not_bring_the_person_back(two: Gate):
    def send() -> None:
        two.withdraw("s", "letters", key="k1")
        two.delete("s", item="x", key="k2")
        two.link("s", "t", key="k3")
        two.told("s", 1, "mail", key="k4")

    send()
    two.erase("s")
    send()
    assert two.ledger.pseudonym("s") is None
    assert two.ledger.pseudonym("t") is None


def test_who_asks_to_delete_what_nobody_holds_is_not_stored_for_it(two: Gate):
    assert two.delete("nobody", item="x", key="k") == two.delete("nobody", item="x", key="k") == two.delete("nobody", item="x") == ()
    assert two.ledger.pseudonym("nobody") is None
    two.record("nobody", data=EMAIL, item="x")
    assert two.delete("nobody", item="x", key="k") == ()
    assert len(two.delete("nobody", item="x")) == 1
