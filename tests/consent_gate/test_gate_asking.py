"""What is pending, what becomes of answers, what is owed, chosen and bound; on both databases."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest

from consent_gate import Actor, Gate
from consent_gate.errors import ArgumentError, UnknownVersionError
from consent_gate.model import Shown
from policy_versions import ActorSource, LocalText, Weakened
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, promise, publish


def verdict(gate: Gate, use: str = ADS, item: str | None = None, subject: str = "s") -> str:
    return str(gate.check(subject, use=use, data=EMAIL, item=item).verdict)


def ids(gate: Gate, subject: str = "s") -> list[str]:
    return [ask.id for ask in gate.pending(subject)]


def test_nothing_is_pending_for_who_has_no_data(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    assert ids(gate) == []
    gate.record("s", data="user.behavior", item="x")
    assert ids(gate) == []
    assert verdict(gate) == "consent_required"


def test_an_ask_is_pending_until_it_is_answered(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    record = gate.record("s", data=EMAIL, item="x")
    (ask,) = gate.pending("s")
    assert (ask.id, ask.kind, ask.editions, ask.effective, ask.compare_from) == ("privacy/letters@1", "permission", (1,), None, 1)
    assert (ask.data, ask.records) == ((EMAIL,), (record.id,))
    assert [a.id for a in gate.check("s", use=ADS, data=EMAIL).asks] == [ask.id]
    assert gate.answer("s", {ask.id: "deferred"}) == {ask.id: "recorded"}
    assert (ids(gate), verdict(gate)) == ([ask.id], "consent_required")
    assert gate.answer("s", {ask.id: "refused"}) == {ask.id: "recorded"}
    assert (ids(gate), verdict(gate)) == ([], "declined")
    assert gate.answer("s", {ask.id: "given"}) == {ask.id: "recorded"}
    assert (ids(gate), verdict(gate)) == ([], "allowed")
    gate.withdraw("s", "letters")
    assert (ids(gate), verdict(gate)) == ([], "declined")


def test_deleted_data_is_not_asked_about(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    gate.delete("s", item="x")
    assert ids(gate) == []


def test_an_upcoming_edition_is_an_ask_of_its_own_and_can_be_answered_before_it_begins(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    later = publish(gate, clock, permission(basis="contract", use=(ADS, "analytics")), wait=False)
    (ask,) = gate.pending("s")
    assert (ask.id, ask.effective, ask.compare_from) == ("privacy/letters@2", later.effective, 1)
    assert verdict(gate, "analytics") == "not_permitted"
    assert gate.answer("s", {ask.id: "given"}) == {ask.id: "recorded"}
    assert verdict(gate, "analytics") == "not_permitted"
    clock.now = later.effective
    assert (verdict(gate, "analytics"), verdict(gate, ADS), ids(gate)) == ("allowed", "allowed", [])


def test_refusing_a_widening_keeps_the_old_terms(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(basis="contract", use=(ADS, "analytics")))
    assert gate.answer("s", {"privacy/letters@2": "refused"})["privacy/letters@2"] == "recorded"
    assert (verdict(gate, ADS), verdict(gate, "analytics")) == ("allowed", "declined")


def test_one_ask_holds_all_editions_in_force_and_answered_ones_are_left_out(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(use=(ADS, "analytics")))
    assert ids(gate) == ["privacy/letters@1+2"]
    assert gate.answer("s", {"privacy/letters@1": "given"}) == {"privacy/letters@1": "recorded"}
    assert ids(gate) == ["privacy/letters@2"]
    assert gate.answer("s", {"privacy/letters@1+2": "given"}) == {"privacy/letters@1+2": "recorded"}
    assert [c.edition for c in gate.choices("s")] == [1, 1, 2]
    assert [c.stands for c in gate.choices("s")] == [False, True, True]


def test_an_answer_for_an_ended_edition_is_stale_and_one_for_none_is_not_pending(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(), reopens=("letters",))
    outcomes = gate.answer("s", dict.fromkeys(("privacy/letters@1", "privacy/letters@7", "privacy/else@1", "club/letters@1", "x"), "given"))
    assert list(outcomes.values()) == ["stale", "not_pending", "not_pending", "not_pending", "not_pending"]
    assert verdict(gate) == "consent_required"
    assert gate.choices("s") == ()


def test_an_edition_that_was_taken_back_before_its_effect_is_stale(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(basis="contract", use=(ADS, "analytics")), wait=False)
    gate.ledger.withdraw_version("privacy", 2, actor=Actor("ada@example.org"), reason="not wanted")
    assert ids(gate) == []
    assert gate.answer("s", {"privacy/letters@2": "given"}) == {"privacy/letters@2": "stale"}


def test_an_answer_from_a_page_older_than_a_withdrawal_is_stale(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    page = Shown(sequence=gate.ledger.sequence("s"))
    gate.withdraw("s", "letters")
    assert gate.answer("s", {"privacy/letters@1": "given"}, prompt=page) == {"privacy/letters@1": "stale"}
    assert verdict(gate) == "declined"
    newer = Shown(sequence=gate.ledger.sequence("s"))
    assert gate.answer("s", {"privacy/letters@1": "given"}, prompt=newer) == {"privacy/letters@1": "recorded"}
    assert verdict(gate) == "allowed"


def test_a_withdrawal_reaches_every_edition_also_later_ones(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "given"})
    gate.withdraw("s", "privacy/letters")
    publish(gate, clock, permission(use=(ADS, "analytics")))
    assert (verdict(gate, "analytics"), verdict(gate), ids(gate)) == ("declined", "declined", [])


def test_dropping_and_restoring_forgets_refusals_and_not_withdrawals(gate: Gate, clock: Clock):
    publish(gate, clock, permission(), permission("calls"))
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "refused"})
    gate.withdraw("s", "calls")
    publish(gate, clock)
    assert verdict(gate) == "not_permitted"
    publish(gate, clock, permission())
    assert (verdict(gate), ids(gate)) == ("consent_required", ["privacy/letters@3"])
    publish(gate, clock, permission("calls"))
    assert verdict(gate) == "declined"


def test_a_consent_lapses_and_an_earlier_refusal_does_not_come_back(gate: Gate, clock: Clock):
    publish(gate, clock, permission(valid_for="P30D"))
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "refused"})
    gate.answer("s", {"privacy/letters@1": "given"})
    given_at = clock.now
    clock.now = given_at + timedelta(days=30, microseconds=-1)
    assert (verdict(gate), ids(gate)) == ("allowed", [])
    assert [c.lapses_at for c in gate.choices("s") if c.stands] == [given_at + timedelta(days=30)]
    clock.now = given_at + timedelta(days=30)
    assert (verdict(gate), ids(gate)) == ("consent_required", ["privacy/letters@1"])
    assert "consent_lapsed" in gate.check("s", use=ADS, data=EMAIL).reasons
    assert [c.stands for c in gate.choices("s")] == [False, False]


def test_another_controller_asks_everything_anew(gate: Gate, clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(basis="contract"), controller="millers")
    assert (verdict(gate), ids(gate)) == ("consent_required", ["privacy/letters@2"])


def test_use_by_law_is_allowed_and_owes_a_notice_until_told(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    publish(gate, clock, permission(), permission("audit", "legal_obligation", use=("essential.legal_obligation",)))
    decision = gate.check("s", use="essential.legal_obligation", data=EMAIL)
    assert (decision.verdict, [(n.version, n.subject_of) for n in decision.notices]) == ("allowed", [(2, "audit")])
    assert gate.notices("s") == decision.notices
    with pytest.raises(UnknownVersionError):
        gate.told("s", version=9, method="mail")
    gate.told("s", version=1, method="mail")
    assert gate.notices("s") == decision.notices
    gate.told("s", version=2, method="mail")
    gate.told("s", version=1, method="mail")
    assert (gate.notices("s"), gate.check("s", use="essential.legal_obligation", data=EMAIL).notices) == ((), ())


def test_a_weakened_promise_is_asked_about_or_told_of(gate: Gate, clock: Clock):
    publish(gate, clock, permission(), promises=(promise(), promise("answers", "rights", "We answer within a week.")))
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "given"})
    publish(
        gate, clock, permission(), promises=(promise("answers", "rights", "We answer within a month."),), weakened=("no-sale", "answers")
    )
    gate.record("t", data=EMAIL, item="x")
    gate.answer("t", {"privacy/letters@1": "given"})
    assert (ids(gate), ids(gate, "t")) == (["privacy/no-sale@2"], [])
    assert [(n.kind, n.subject_of, n.version) for n in gate.notices("s")] == [("promise", "answers", 2)]
    assert gate.notices("t") == ()
    assert [(b.text, b.in_force, b.weakened_by) for b in gate.bound("s", promise="no-sale")] == [("We sell no data.", False, 2)]
    assert gate.bound("t", promise="no-sale") == ()
    assert [b.text for b in gate.bound("s", promise="answers")] == ["We answer within a month.", "We answer within a week."]
    assert [b.text for b in gate.bound("t", promise="answers")] == ["We answer within a month."]
    gate.told("s", version=2, method="web")
    assert [b.text for b in gate.bound("s", promise="answers")] == ["We answer within a month."]
    gate.answer("s", {"privacy/no-sale@2": "refused"})
    assert (ids(gate), len(gate.bound("s", promise="no-sale"))) == ([], 1)
    gate.answer("s", {"privacy/no-sale@2": "given"})
    assert (ids(gate), gate.bound("s", promise="no-sale")) == ([], ())
    gate.withdraw("s", permission="no-sale")
    assert len(gate.bound("s", promise="no-sale")) == 1
    with pytest.raises(ArgumentError):
        gate.bound("s", promise="nothing of ours")


def test_a_promise_held_in_prose_binds_with_the_words_of_its_weakening(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    weakened = Weakened(id="ours-alone", text=LocalText.of("We keep it to ourselves."), dimension=promise().dimension)
    publish(gate, clock, permission(), weakened=(weakened,))
    assert [(b.text, b.version) for b in gate.bound("s", promise="ours-alone", item="x")] == [("We keep it to ourselves.", 1)]
    assert "privacy/ours-alone@2" in ids(gate)


def test_two_ids_of_one_person_take_the_stricter_answers(gate: Gate, clock: Clock):
    publish(gate, clock, permission(), permission("calls"), permission("maps"))
    for subject in ("anonymous", "s"):
        gate.record(subject, data=EMAIL, item="x")
    gate.answer("anonymous", {"privacy/letters@1": "given", "privacy/calls@1": "given", "privacy/maps@1": "given"})
    gate.answer("s", {"privacy/letters@1": "given", "privacy/calls@1": "refused"})
    gate.withdraw("anonymous", "letters")
    gate.link("anonymous", "s")
    for subject in ("anonymous", "s"):
        assert ids(gate, subject) == ["privacy/maps@1"]
        stands = {(c.subject_of, str(c.answer)) for c in gate.choices(subject) if c.stands}
        assert stands == {("letters", "withdrawn"), ("calls", "refused")}
    gate.answer("anonymous", {"privacy/maps@1": "given"})
    assert (verdict(gate), verdict(gate, subject="anonymous")) == ("allowed", "allowed")
    gate.withdraw("s", "maps")
    assert (verdict(gate), verdict(gate, subject="anonymous")) == ("declined", "declined")
    gate.link("s", "anonymous")
    with pytest.raises(ArgumentError):
        gate.link("s", "s")


def test_three_ids_of_one_person_count_for_each_other(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    for subject in ("a", "b", "c"):
        gate.record(subject, data=EMAIL, item="x")
    gate.link("a", "b")
    gate.link("c", "b")
    gate.answer("a", {"privacy/letters@1": "given"})
    assert [verdict(gate, subject=s) for s in "abc"] == ["allowed"] * 3


@pytest.mark.parametrize("said", ["yes", "withdrawn", "", None, 1])
def test_only_three_answers_are_answers(gate: Gate, clock: Clock, said: str):
    publish(gate, clock, permission())
    with pytest.raises(ArgumentError):
        gate.answer("s", {"privacy/letters@1": said})
    with pytest.raises(ArgumentError):
        gate.withdraw("s", "postcards")


@pytest.mark.parametrize("subject", ["", None, "half \ud800", 7])
def test_nobody_answers_without_an_id(gate: Gate, clock: Clock, subject: Any):
    publish(gate, clock, permission())
    with pytest.raises(ArgumentError, match="`subject`"):
        gate.answer(subject, {"privacy/letters@1": "given"})


def test_answers_that_are_no_mapping_are_a_wrong_argument(gate: Gate, clock: Clock):
    wrong: Any = "given"
    with pytest.raises(ArgumentError, match="no mapping"):
        gate.answer("s", wrong)


def test_events_remember_who_said_it_and_how(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.answer("s", {"privacy/letters@1": "given"}, method="phone", actor=Actor("ada@example.org", ActorSource.OIDC))
    (event,) = gate.ledger.events("s")
    assert (event.kind, event.method, event.actor, event.version) == ("given", "phone", Actor("ada@example.org", ActorSource.OIDC), 1)
    assert gate.ledger.events("nobody") == ()


def test_a_prompts_token_says_what_was_shown_and_when(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    prompt = gate.prompt("s")
    for token in (prompt.token, prompt.json["page"]):
        assert gate.answer("s", {"privacy/letters@1": "given"}, prompt=token) == {"privacy/letters@1": "recorded"}
    assert gate.ledger.events("s")[-1].page == prompt.json["digest"]
    gate.withdraw("s", "letters")
    for token in (prompt.token, prompt.json["page"]):
        assert gate.answer("s", {"privacy/letters@1": "given"}, prompt=token) == {"privacy/letters@1": "stale"}
    gate.record("t", data=EMAIL, item="x")
    for wrong in (prompt.token[:-1], "x", gate.prompt("t").token):
        with pytest.raises(ArgumentError):
            gate.answer("s", {"privacy/letters@1": "given"}, prompt=wrong)
    clock.advance(days=40)
    with pytest.raises(ArgumentError, match="too old"):
        gate.answer("s", {"privacy/letters@1": "given"}, prompt=prompt.token)


class Channel(StrEnum):
    PHONE = "phone"


def test_how_a_person_was_reached_may_be_a_member_of_an_enumeration_and_must_be_text(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "given"}, method=Channel.PHONE)
    gate.told("s", version=1, method=Channel.PHONE)
    gate.withdraw("s", permission="privacy/letters", method=Channel.PHONE)
    assert [(event.method, type(event.method)) for event in gate.ledger.events("s")] == [("phone", str)] * 3
    for wrong in ("", "nul\0", "half \ud83d", None):
        with pytest.raises(ArgumentError, match="`method`"):
            gate.withdraw("s", permission="privacy/letters", method=wrong)  # type: ignore[arg-type]
