"""What needs a decision, which decisions stand, and who may approve."""

from datetime import timedelta

import pytest

from consent_gate.release.approval import Stakes, why_not, why_unapproved
from consent_gate.release.errors import DecisionRefusedError, ReviewFileError
from consent_gate.release.flags import FlagKind, flagged
from consent_gate.release.review import Approval, Claim, Exemption, Review, ReviewDecision, ReviewVerdict, Tie
from consent_gate.release.review_yaml import dump_review, parse_review
from consent_gate.release.ties import why_refused, with_ties
from consent_gate.release.widening import How
from policy_versions.model import Actor, ActorSource
from tests.consent_gate.release.build import ADS, LOOSER, NOON, TEXT, policy

ADA = Actor("ada@brewery.example", ActorSource.OIDC)
BEN = Actor("ben@brewery.example", ActorSource.OIDC)


def decision(change: str, verdict: ReviewVerdict = ReviewVerdict.CONFIRMED, *ties: Tie, reason: str = "") -> ReviewDecision:
    return ReviewDecision(change=change, verdict=verdict, ties=ties, reason=reason, actor=ADA, time=NOON, engine="1/x")


def one_flag(old, new, old_text: str = TEXT, new_text: str = TEXT, review: Review | None = None):
    flags = flagged(old, {"en": old_text}, new, {"en": new_text}, review).flags
    assert len(flags) == 1, flags
    return flags[0]


def test_a_first_version_needs_no_decision() -> None:
    assert flagged(None, {}, policy(permissions=ADS), {"en": TEXT}).flags == ()


def test_nothing_changed_needs_no_decision() -> None:
    assert flagged(policy(), {"en": TEXT}, policy(), {"en": TEXT}).flags == ()


def test_a_promise_taken_out_of_the_prose_is_flagged_and_tied_to_a_weakened_promise() -> None:
    flag = one_flag(policy(), policy(), new_text=LOOSER)
    assert flag.kind is FlagKind.PROSE
    untied = decision(flag.id)
    assert "ties it to no permission" in (why_refused(untied, flag, policy(), policy()) or "")
    tied = decision(flag.id, ReviewVerdict.CONFIRMED, Tie("no-sale", How.WEAKENS))
    assert (
        why_refused(tied, flag, policy(), policy()) == f"the draft does not list under `weakened` `no-sale`, to which `{flag.id}` is tied"
    )
    written = with_ties(tied.ties, flag, policy(), policy())
    assert [weak.id for weak in written.weakened] == ["no-sale"]
    assert why_refused(tied, flag, policy(), written) is None


def test_a_promise_that_stood_in_prose_only_is_written_down_with_its_words() -> None:
    flag = one_flag(policy(), policy(), new_text=TEXT.replace("We keep your orders for one year.\n", ""))
    written = with_ties((Tie("orders-one-year", How.WEAKENS),), flag, policy(), policy())
    weak = written.weakened[0]
    assert (weak.id, str(weak.text), weak.clause) == ("orders-one-year", "We keep your orders for one year.", "Privacy")
    assert weak.dimension is not None


def test_a_tie_to_a_permission_that_does_nothing_is_refused() -> None:
    flag = one_flag(policy(), policy(), new_text=LOOSER)
    for how in (How.WIDENS, How.ADDS):
        assert why_refused(decision(flag.id, ReviewVerdict.CONFIRMED, Tie("receipts", how)), flag, policy(), policy())
    with pytest.raises(DecisionRefusedError, match="cannot be reopened"):
        with_ties((Tie("nothing-of-that-name", How.REOPENS),), flag, policy(), policy())
    with pytest.raises(DecisionRefusedError, match="is a permission, no promise"):
        with_ties((Tie("receipts", How.WEAKENS),), flag, policy(), policy())


def test_confirming_as_reopening_writes_the_id_once() -> None:
    flag = one_flag(policy(), policy(), new_text=LOOSER)
    tie = Tie("receipts", How.REOPENS)
    written = with_ties((tie, tie), flag, policy(), policy())
    assert written.reopens == ("receipts",)
    assert why_refused(decision(flag.id, ReviewVerdict.CONFIRMED, tie), flag, policy(), written) is None


@pytest.mark.parametrize("verdict", [ReviewVerdict.OVERRIDDEN, ReviewVerdict.SENT_BACK])
def test_overriding_and_sending_back_take_a_reason(verdict: ReviewVerdict) -> None:
    flag = one_flag(policy(), policy(), new_text=LOOSER)
    assert "gives no reason" in (why_refused(decision(flag.id, verdict), flag, policy(), policy()) or "")
    assert why_refused(decision(flag.id, verdict, reason="It stands in clause 4 too."), flag, policy(), policy()) is None


def test_a_change_sent_back_stays_open() -> None:
    flags = flagged(policy(), {"en": TEXT}, policy(), {"en": LOOSER})
    sent = Review(decisions=(decision(flags.flags[0].id, ReviewVerdict.SENT_BACK, reason="Say it."),))
    assert flags.open(sent) == flags.flags
    again = sent.with_decision(decision(flags.flags[0].id, ReviewVerdict.OVERRIDDEN, reason="Fine."))
    assert flags.open(again) == ()


def test_editing_the_clause_voids_the_decision() -> None:
    flag = one_flag(policy(), policy(), new_text=LOOSER)
    review = Review(decisions=(decision(flag.id, ReviewVerdict.OVERRIDDEN, reason="Fine."),))
    edited = flagged(policy(), {"en": TEXT}, policy(), {"en": LOOSER.replace("for one year", "for two years")}, review)
    moved = [f for f in edited.flags if f.id != flag.id]
    assert moved
    assert set(moved) <= set(edited.open(review))


def test_a_permission_added_without_prose_needs_a_decision_until_a_change_is_tied_to_it() -> None:
    new = policy(permissions=ADS)
    flag = one_flag(policy(), new)
    assert (flag.kind, flag.ties) == (FlagKind.PERMISSION, (Tie("ads", How.ADDS),))
    assert why_refused(decision(flag.id, ReviewVerdict.CONFIRMED, *flag.ties), flag, policy(), new) is None
    text = TEXT + "\nWe show you advertisements.\n"
    prose = next(f for f in flagged(policy(), {"en": TEXT}, new, {"en": text}).flags if f.kind is FlagKind.PROSE)
    tied = Review(decisions=(decision(prose.id, ReviewVerdict.CONFIRMED, Tie("ads", How.ADDS)),))
    assert [f.kind for f in flagged(policy(), {"en": TEXT}, new, {"en": text}, tied).flags] == [FlagKind.PROSE]


def test_a_widening_edited_further_needs_a_new_decision() -> None:
    old = policy(permissions=ADS)
    once = one_flag(old, policy(permissions=ADS.replace("user.behavior", "user")))
    twice = one_flag(old, policy(permissions=ADS.replace("user.behavior", "user").replace("consent", "contract")))
    assert once.id != twice.id


def test_a_promise_dropped_from_the_list_alone_needs_a_decision() -> None:
    old = policy(promises="  - {id: quiet, text: We do not call you at night., dimension: purpose}")
    flag = one_flag(old, policy())
    assert (flag.kind, flag.about) == (FlagKind.PROMISE, "the promise `quiet` is dropped")
    assert flagged(old, {"en": TEXT}, policy(more="weakened: [quiet]"), {"en": TEXT}).flags == ()


def test_a_shorter_notice_is_flagged_though_the_words_stay() -> None:
    notice = "  - {{id: notice, text: We tell you before changes., dimension: notice, period: {}}}"
    assert one_flag(policy(promises=notice.format("P30D")), policy(promises=notice.format("P7D"))).about.endswith("has a shorter period")
    assert flagged(policy(promises=notice.format("P7D")), {"en": TEXT}, policy(promises=notice.format("P30D")), {"en": TEXT}).flags == ()


def test_another_controller_is_always_flagged_and_needs_no_tie() -> None:
    new = policy(controller="distillery")
    flag = one_flag(policy(), new)
    assert flag.kind is FlagKind.CONTROLLER
    assert flag.material
    assert why_refused(decision(flag.id), flag, policy(), new) is None


def test_an_editorial_claim_blocks_where_the_differ_says_otherwise() -> None:
    tighter = TEXT.replace("We keep your orders for one year.", "We keep your orders for one month.")
    changes = flagged(policy(), {"en": TEXT}, policy(), {"en": tighter}).comparison.changes  # type: ignore[union-attr]
    review = Review(claims=(Claim(change=changes[0].id, actor=BEN, time=NOON),))
    flags = flagged(policy(), {"en": TEXT}, policy(), {"en": tighter}, review)
    assert [flag.claimed_editorial for flag in flags.open(review)] == [True]


LAW = ADS.replace("basis: consent", "basis: legal_obligation")


def test_lowering_a_basis_to_the_law_takes_a_reason_and_two_people() -> None:
    old, new = policy(permissions=ADS), policy(permissions=LAW)
    flag = one_flag(old, new)
    assert flag.kind is FlagKind.BY_LAW
    assert "gives no reason" in (why_refused(decision(flag.id, ReviewVerdict.CONFIRMED, *flag.ties), flag, old, new) or "")
    review = Review(decisions=(decision(flag.id, ReviewVerdict.CONFIRMED, *flag.ties, reason="The tax act of 2026, s. 4."),))
    stakes = Stakes.of("i", [], [flag], review, one_person=False)
    assert stakes.approvers == 2
    one = review.with_approval(Approval(identity="i", actor=ADA, time=NOON))
    assert "1 of 2 people" in (why_unapproved(one, stakes, one_person=False) or "")
    twice = one.with_approval(Approval(identity="i", actor=ADA, time=NOON + timedelta(hours=1)))
    assert why_unapproved(twice, stakes, one_person=False), "one person twice is one person"
    assert why_unapproved(one.with_approval(Approval(identity="i", actor=BEN, time=NOON)), stakes, one_person=False) is None
    assert Stakes.of("i", [], [flag], review, one_person=True).approvers == 1


def test_an_author_approves_only_in_one_person_mode() -> None:
    stakes = Stakes(identity="i", authors=frozenset({"ada@brewery.example"}), material=False, approvers=1)
    assert "wrote part of this draft" in (why_not(Actor("Ada@Brewery.example", ActorSource.OIDC), stakes, one_person=False) or "")
    assert why_not(ADA, stakes, one_person=True) is None
    assert why_not(BEN, stakes, one_person=False) is None


def test_a_claimed_actor_approves_no_material_relaxation() -> None:
    claimed = Actor("cleo@brewery.example", ActorSource.CLAIMED)
    material = Stakes(identity="i", authors=frozenset(), material=True, approvers=1)
    assert "only claimed" in (why_not(claimed, material, one_person=False) or "")
    assert why_not(claimed, Stakes(identity="i", authors=frozenset(), material=False, approvers=1), one_person=False) is None
    assert why_not(claimed, material, one_person=True) is None


def test_an_approval_of_other_bytes_is_void() -> None:
    stakes = Stakes(identity="new", authors=frozenset(), material=False, approvers=1)
    review = Review(approvals=(Approval(identity="old", actor=ADA, time=NOON),))
    assert why_unapproved(review, stakes, one_person=False) == "the draft was changed after it was approved"


def full_review() -> Review:
    return Review(
        decisions=(
            decision("0123456789abcdef.1", ReviewVerdict.CONFIRMED, Tie("ads", How.ADDS), reason='It says "more": plainly.'),
            decision("fedcba9876543210.2", ReviewVerdict.OVERRIDDEN, reason="no # comment\nand a second line"),
        ),
        claims=(Claim(change="0123456789abcdef.1", actor=BEN, time=NOON),),
        approvals=(Approval(identity="i" * 64, actor=BEN, time=NOON, one_person=True), Approval(identity="j", actor=ADA, time=NOON)),
        exemptions=(Exemption(rule="notice_period", identity="j", reason="The regulator asked.", actor=ADA, time=NOON),),
    )


def test_review_yaml_reads_back_what_was_written() -> None:
    assert parse_review(dump_review(full_review())) == full_review()
    assert parse_review(None) == parse_review(b"\n") == Review()


def test_every_fault_of_review_yaml_is_told_with_its_line() -> None:
    data = b"decisions:\n  - change: abc\n    verdict: maybe\n    actor: {id: ada}\n    time: today\n    because: x\nnotes: []\n"
    with pytest.raises(ReviewFileError) as caught:
        parse_review(data)
    said = "\n".join(caught.value.faults)
    for word in (
        "review.yaml:3: `verdict`",
        "`source` is one of",
        "review.yaml:5: `time`",
        "review.yaml:6: `because`",
        "review.yaml:7: `notes`",
    ):
        assert word in said


def test_a_duplicate_key_in_review_yaml_is_refused() -> None:
    with pytest.raises(ReviewFileError, match="twice"):
        parse_review(b"decisions: []\ndecisions: []\n")
