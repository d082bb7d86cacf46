"""Replay, many at once, selection, what is due, the feed, and that an earlier version is never looser; on both databases."""

import random
from datetime import timedelta

import pytest

from consent_gate import UNKNOWN, Actor, Gate, Request
from consent_gate.errors import ArgumentError, UnknownVersionError
from policy_versions import Basis
from tests.consent_gate.policies import ADS, EMAIL, START, Clock, permission, publish


def verdict(gate: Gate, at: object = None, item: str | None = "x", subject: str = "s") -> str:
    return str(gate.check(subject, use=ADS, data=EMAIL, item=item, at=at).verdict)  # type: ignore[arg-type]


def test_a_replay_sees_what_the_ledger_had_been_told_by_then(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    begun = clock.now
    clock.advance(days=1)
    gate.record("s", data=EMAIL, item="x", collected_at=begun)
    recorded = clock.now
    clock.advance(days=1)
    gate.answer("s", {"privacy/letters@1": "given"})
    given = clock.now
    clock.advance(days=1)
    gate.withdraw("s", "letters")
    withdrawn = clock.now
    clock.advance(days=1)
    gate.delete("s", item="x")
    deleted = clock.now
    clock.advance(days=1)
    moments = [recorded, given - timedelta(microseconds=1), given, withdrawn - timedelta(microseconds=1), withdrawn, deleted, clock.now]
    assert [verdict(gate, at) for at in moments] == [
        "consent_required",
        "consent_required",
        "allowed",
        "allowed",
        "declined",
        "not_permitted",
        "not_permitted",
    ]
    before = gate.check("s", use=ADS, data=EMAIL, item="x", at=recorded - timedelta(microseconds=1))
    assert "nothing_recorded" in before.reasons
    with pytest.raises(ArgumentError, match="future"):
        verdict(gate, clock.now + timedelta(microseconds=1))
    with pytest.raises(ArgumentError, match="offset"):
        verdict(gate, clock.now.replace(tzinfo=None))


def test_a_replay_knows_the_versions_of_then(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    first = clock.now
    clock.advance(days=10)
    publish(gate, clock, permission(basis="consent"))
    assert [verdict(gate, at) for at in (first, clock.now - timedelta(microseconds=1), clock.now)] == [
        "allowed",
        "allowed",
        "consent_required",
    ]
    assert gate.check("s", use=ADS, data=EMAIL, item="x", at=START).reasons == ("no_version_in_force",)


def test_history_taken_in_later_was_not_known_earlier(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"), at=START - timedelta(days=900), imported=True)
    told = clock.now
    clock.advance(days=1)
    gate.record("s", data=EMAIL, item="x", collected_at=START - timedelta(days=100))
    assert (verdict(gate), verdict(gate, told - timedelta(days=1))) == ("allowed", "not_permitted")


def test_a_version_taken_back_was_upcoming_until_then(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(basis="consent"), at=clock.now + timedelta(days=2), wait=False)
    clock.advance(days=1)
    gate.ledger.withdraw_version("privacy", 2, actor=Actor("ada@example.org"), reason="too strict")
    clock.advance(days=2)
    assert (verdict(gate), gate.check("s", use=ADS, data=EMAIL).version) == ("allowed", 1)
    publish(gate, clock, permission(basis="consent"))
    assert gate.check("s", use=ADS, data=EMAIL).version == 3


def test_many_at_once_come_back_in_order_with_their_ids(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    requests = [
        Request(subject="s", use=ADS, data=EMAIL, item="x", id="first"),
        {"subject": "s", "use": "analytics", "data": EMAIL},
        Request(subject="t", use=ADS, data=EMAIL),
    ]
    found = gate.check_many(requests)
    assert [(d.id, str(d.verdict)) for d in found] == [("first", "allowed"), ("1", "not_permitted"), ("2", "consent_required")]
    assert gate.check_many([]) == ()
    with pytest.raises(ArgumentError):
        gate.check_many([{"who": "s"}])
    with pytest.raises(ArgumentError):
        gate.check_many([Request(use=ADS, data=EMAIL)])


def test_selection_says_of_each_open_record_what_a_check_would(gate: Gate, clock: Clock):
    rng = random.Random(7)
    for bases in (("contract", "consent"), ("legitimate_interests", "consent"), ("contract", "legal_obligation")):
        publish(
            gate,
            clock,
            permission("letters", bases[0], data=("user.contact",), retention="P200D"),
            permission("calls", bases[1], data=(EMAIL,), use=("marketing",), valid_for="P20D"),
        )
        for subject in range(12):
            item, data = str(rng.randint(0, 2)), rng.choice((EMAIL, "user.contact", "user.contact.phone_number", "user.behavior"))
            gate.record(f"s{subject}", data=data, item=item, version=rng.choice((None, None, UNKNOWN)), fresh=rng.random() < 0.2)
            asks = gate.pending(f"s{subject}")
            gate.answer(f"s{subject}", {ask.id: rng.choice(("given", "refused")) for ask in asks if rng.random() < 0.7})
            if rng.random() < 0.2:
                gate.withdraw(f"s{subject}", rng.choice(("letters", "calls")))
            if rng.random() < 0.2:
                gate.delete(f"s{subject}", item=item)
        clock.advance(days=rng.choice((1, 15, 120)))
    for data in (EMAIL, "user.contact", "user", "user.behavior"):
        for use in (ADS, "marketing", "analytics"):
            request = Request(use=use, data=data)
            every = list(gate.select(request, all=True))
            assert len({one.record.id for one in every}) == len(every) > 0
            allowed = [one.record.id for one in every if one.verdict == "allowed"]
            assert sorted(allowed) == sorted(one.record.id for one in gate.select(request))
            for subject in {one.record.subject for one in every}:
                worst = max((one.verdict for one in every if one.record.subject == subject), key=lambda verdict: verdict.rank)
                assert gate.check(subject, use=use, data=data).verdict == worst
    with pytest.raises(ArgumentError):
        gate.select(Request(use="nonsense", data=EMAIL))


def test_due_are_records_past_their_time_that_nothing_allows(gate: Gate, clock: Clock):
    law = permission("books", "legal_obligation", retention="P10Y", data=("user.contact",), use=("essential.legal_obligation",))
    publish(gate, clock, permission(basis="contract", retention="P30D"), permission("calls", "consent", use=("analytics",)))
    record = gate.record("s", data=EMAIL, item="x")
    end = clock.now + timedelta(days=30)
    assert list(gate.due(None, end - timedelta(microseconds=1))) == []
    assert list(gate.due("privacy", end)) == [record]
    gate.answer("s", {"privacy/calls@1": "given"})
    assert list(gate.due("privacy", end)) == []
    gate.withdraw("s", "calls")
    assert list(gate.due("privacy", end)) == [record]
    publish(gate, clock, permission(basis="contract", retention="P30D"), law)
    assert list(gate.due("privacy", end)) == []
    gate.record("t", data="user.behavior", item="x")
    assert list(gate.due("privacy", end + timedelta(days=9000))) == [record]
    gate.delete("s", item="x")
    assert list(gate.due("privacy", end + timedelta(days=9000))) == []
    late = gate.record("u", data=EMAIL, item="x")
    assert late.version == 2
    assert list(gate.due("privacy", START + timedelta(hours=1))) == list(gate.due("privacy", START)) == []
    with pytest.raises(UnknownVersionError):
        gate.due("nowhere", end)


def test_the_feed_brings_every_entry_once_and_in_order(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "given"})
    gate.record("s", data=EMAIL, item="x", fresh=True)
    gate.withdraw("s", "letters")
    gate.told("s", version=1, method="mail")
    every = gate.changes()
    assert [change.kind for change in every] == ["version", "record", "given", "record", "close", "withdrawn", "told"]
    found, since = [], 0
    while page := gate.changes(since, limit=2):
        found += page
        since = page[-1].sequence
    assert tuple(found) == every
    assert [change.subject for change in every] == [None, *["s"] * 6]
    assert every[2].detail == {"permission": "letters", "edition": 1, "version": 1, "method": "web"}
    with pytest.raises(ArgumentError):
        gate.changes(-1)


@pytest.mark.parametrize("seed", range(12))
def test_an_earlier_version_is_never_looser(small_gate: Gate, clock: Clock, seed: int):
    rng = random.Random(seed)
    gate = small_gate
    for _ in range(5):
        many = [
            permission(
                f"p{number}",
                rng.choice(list(Basis)).value,
                use=tuple(rng.sample((ADS, "analytics", "marketing"), rng.randint(1, 2))),
                retention=rng.choice((None, "P40D", "P90D")),
            )
            for number in range(rng.randint(1, 2))
        ]
        publish(gate, clock, *many)
    for version in range(6):
        gate.record("s", data=EMAIL, item=str(version), collected_at=clock.now, version=version or UNKNOWN)
    for _ in range(4):
        for use in (ADS, "analytics", "marketing"):
            ranks = [gate.check("s", use=use, data=EMAIL, item=str(version)).verdict.rank for version in range(6)]
            assert ranks == sorted(ranks, reverse=True), (use, ranks)
        asks = gate.pending("s")
        if asks:
            gate.answer("s", {rng.choice(asks).id: rng.choice(("given", "refused"))})
        clock.advance(days=30)


def test_what_is_selected_is_a_record_with_its_verdict_and_reads_as_the_record(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    made = gate.record("s", data=EMAIL, item="x")
    ((record, verdict),) = gate.select(Request(use=ADS, data=EMAIL), all=True)
    assert (record, verdict) == (made, "consent_required")
    gate.answer("s", {ask.id: "given" for ask in gate.pending("s") if ask.permission == "letters" and ask.promise is None})
    (selected,) = gate.select(Request(use=ADS, data=EMAIL))
    assert (selected.id, selected.subject, selected.data, selected.item, selected.verdict) == (made.id, "s", EMAIL, "x", "allowed")


def test_a_selection_half_way_holds_nobody_up(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    for number in range(20):
        gate.record(f"s{number}", data=EMAIL, item="x")
    for number, found in enumerate(gate.select(Request(use=ADS, data=EMAIL))):
        gate.record(found.record.subject, data=EMAIL, item="y")
        gate.delete(found.record.subject, item="x")
        assert number < 20
    assert [found.record.item for found in gate.select(Request(use=ADS, data=EMAIL))] == ["y"] * 20
    for record in gate.ledger.open_records("privacy"):
        gate.delete(record.subject, item=record.item or "")
    assert list(gate.select(Request(use=ADS, data=EMAIL), all=True)) == []
