"""From a draft to a published version on real git and SQLite: what stands in the way, and what does not."""

from datetime import timedelta

import pytest

from consent_gate.release import (
    DraftName,
    How,
    ReviewVerdict,
    Tie,
    approve,
    claim_editorial,
    decide,
    publish,
    standing_of,
    withdraw_version,
)
from consent_gate.release.errors import (
    ApprovalRefusedError,
    DecisionRefusedError,
    PublishRefusedError,
    WithdrawRefusedError,
)
from consent_gate.release.publishing import Step
from policy_versions.errors import PolicyNotFoundError
from policy_versions.model import Actor, ActorSource
from tests.consent_gate.release.build import ADS, LOOSER, TEXT, policy_file
from tests.consent_gate.release.house import ADA, BEN, CLEO, WHERE, House

NOTICE = "  - {id: notice, text: We tell you thirty days before changes., dimension: notice, period: P30D}"
TYPO = TEXT.replace("receipts.", "receipts")


def faults_of(house: House, **how) -> str:
    with pytest.raises(PublishRefusedError) as caught:
        publish(house.gate, "privacy", "next", actor=ADA, **how)
    return "\n".join(caught.value.faults)


def test_a_draft_decided_and_approved_by_a_second_person_is_published(house: House) -> None:
    house.first()
    standing = house.draft(LOOSER)
    (flag,) = standing.open_flags()
    decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN, ties=(Tie("no-sale", How.WEAKENS),))
    approve(house.gate, WHERE, actor=BEN)
    done = publish(house.gate, "privacy", "next", actor=ADA)
    version = house.gate.ledger.version("privacy", 2)
    assert done.version == version
    assert version.identity == house.gate.archive.frozen("privacy")[1].identity
    assert [weak.id for weak in version.policy.weakened] == ["no-sale"]
    assert version.texts["en"] == LOOSER
    assert house.gate.archive.drafts("privacy") == ()
    assert b"no-sale" in (house.gate.ledger.version_review("privacy", 2) or b"")
    said = house.gate.ledger.version_actors("privacy", 2)
    assert [actor.id for actor in said["approvers"]] == [BEN.id]
    assert [actor.id for actor in said["authors"]] == [ADA.id]


def test_confirming_writes_the_list_leaves_the_rest_alone_and_makes_nobody_an_author(house: House) -> None:
    house.first()
    standing = house.draft(LOOSER)
    before = standing.draft.files["policy.yaml"].decode()
    decide(house.gate, WHERE, standing.open_flags()[0].id, ReviewVerdict.CONFIRMED, actor=BEN, ties=(Tie("receipts", How.REOPENS),))
    after = standing_of(house.gate, "privacy", "next")
    assert after.draft.policy.reopens == ("receipts",)
    kept = [line for line in after.draft.files["policy.yaml"].decode().splitlines() if "reopens" not in line]
    assert [line for line in before.splitlines() if line] == [line for line in kept if line]
    assert [author.id for author in after.draft.authors] == [ADA.id]
    approve(house.gate, WHERE, actor=BEN)


def test_everything_that_stands_in_the_way_is_told_at_once(house: House) -> None:
    house.first()
    house.draft(LOOSER, days=-3, summary="", permissions=ADS)
    said = faults_of(house)
    for part in ("no `summary`", "in the past", "needs a decision: We do not sell", "`ads` is new", "nobody has approved"):
        assert part in said, part


def test_an_undecided_draft_cannot_be_approved(house: House) -> None:
    house.first()
    house.draft(LOOSER)
    with pytest.raises(ApprovalRefusedError, match="1 change needs a decision first"):
        approve(house.gate, WHERE, actor=BEN)


def test_an_author_cannot_approve_except_in_one_person_mode_which_is_recorded(house: House) -> None:
    house.first()
    house.draft(LOOSER)
    house.settle()
    with pytest.raises(ApprovalRefusedError, match="wrote part of this draft"):
        approve(house.gate, WHERE, actor=ADA)
    approve(house.gate, WHERE, actor=Actor(ADA.id, ActorSource.CLAIMED), one_person=True)
    assert "wrote part of this draft" in faults_of(house)
    publish(house.gate, "privacy", "next", actor=ADA, one_person=True)
    assert house.gate.archive.frozen("privacy")[1].fields["One-Person"] == "yes"
    assert house.gate.ledger.database.read("SELECT number, one_person FROM versions ORDER BY number") == [(1, 0), (2, 1)]


def test_a_second_author_cannot_approve_either(house: House) -> None:
    house.first()
    house.draft(LOOSER)
    house.edit("en.md", LOOSER + "\nMore words.\n", actor=BEN)
    house.settle(actor=CLEO)
    with pytest.raises(ApprovalRefusedError, match=r"ben@brewery\.example"):
        approve(house.gate, WHERE, actor=BEN)
    approve(house.gate, WHERE, actor=CLEO)


def test_a_claimed_actor_approves_a_rewording_but_no_material_relaxation(house: House) -> None:
    claimed = Actor(BEN.id, ActorSource.CLAIMED)
    house.first()
    house.draft(TYPO, permissions=ADS)
    for flag in standing_of(house.gate, "privacy", "next").open_flags():
        decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN)
    with pytest.raises(ApprovalRefusedError, match="only claimed"):
        approve(house.gate, WHERE, actor=claimed)
    house.gate.archive.delete_draft("privacy", "next", expected=house.gate.archive.draft("privacy", "next").commit)
    house.draft(TYPO)
    house.settle()
    approve(house.gate, WHERE, actor=claimed)
    publish(house.gate, "privacy", "next", actor=ADA)


@pytest.mark.parametrize("path", ["policy.yaml", "en.md"])
def test_one_byte_changed_after_approval_voids_it(house: House, path: str) -> None:
    house.first()
    house.draft(TYPO)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    data = house.gate.archive.draft("privacy", "next").files[path]
    house.edit(path, data + b"\n")
    assert "changed after it was approved" in faults_of(house)
    approve(house.gate, WHERE, actor=BEN)
    publish(house.gate, "privacy", "next", actor=ADA)


def test_a_tie_to_a_permission_that_does_nothing_is_refused_and_nothing_is_written(house: House) -> None:
    house.first()
    standing = house.draft(LOOSER)
    flag = standing.open_flags()[0]
    for ties in ((), (Tie("receipts", How.WIDENS),), (Tie("ads", How.ADDS),), (Tie("unheard-of", How.REOPENS),)):
        with pytest.raises(DecisionRefusedError):
            decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN, ties=ties)
    assert standing_of(house.gate, "privacy", "next").draft.commit == standing.draft.commit


def test_a_tie_that_no_longer_holds_blocks_publishing(house: House) -> None:
    house.first()
    flag = next(f for f in house.draft(LOOSER, permissions=ADS).flags.flags if f.change)
    decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN, ties=(Tie("ads", How.ADDS),))
    house.edit("policy.yaml", policy_file(effective=(house.clock() + timedelta(days=60)).isoformat()))
    assert "does not add `ads`" in faults_of(house)


def test_an_editorial_claim_does_not_settle_what_the_differ_flags(house: House) -> None:
    house.first()
    flag = house.draft(LOOSER).open_flags()[0]
    claim_editorial(house.gate, WHERE, flag.id, actor=ADA)
    assert [f.claimed_editorial for f in standing_of(house.gate, "privacy", "next").open_flags()] == [True]
    with pytest.raises(DecisionRefusedError, match="has no change"):
        claim_editorial(house.gate, WHERE, "0000000000", actor=ADA)


def test_a_promised_notice_is_kept_unless_there_is_a_reason(house: House) -> None:
    house.first(promises=NOTICE)
    house.draft(TYPO, promises=NOTICE, days=29)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    assert "promises P30D notice of changes" in faults_of(house)
    publish(house.gate, "privacy", "next", actor=ADA, short_notice="The regulator set the date.")
    assert b"The regulator set the date." in (house.gate.ledger.version_review("privacy", 2) or b"")


def test_the_reason_for_a_short_notice_is_bound_to_the_bytes(house: House) -> None:
    house.first(promises=NOTICE)
    house.draft(LOOSER, promises=NOTICE, days=10)
    assert "promises P30D" not in faults_of(house, short_notice="The regulator set the date.")
    house.edit("en.md", LOOSER + "\nMore words.\n")
    assert "promises P30D" in faults_of(house)


def test_a_draft_from_an_older_version_must_be_rebased(house: House) -> None:
    house.first()
    house.draft(TEXT.replace("one year", "one month"), name="slow")
    house.release(TYPO)
    with pytest.raises(PublishRefusedError, match="rebase it"):
        publish(house.gate, "privacy", "slow", actor=ADA)
    merged = house.gate.archive.rebase("privacy", "slow", 2, actor=ADA)
    assert not merged.conflicts
    assert standing_of(house.gate, "privacy", "slow").base == house.gate.ledger.version("privacy", 2)


def test_a_language_must_not_go_missing_and_must_match_clause_by_clause(house: House) -> None:
    house.first()
    house.draft(TYPO, texts={"de": "# Datenschutz\n\nNur ein Satz.\n"})
    assert "`de.md` does not match `en.md`: clause 3 is missing" in faults_of(house)
    german = "# Datenschutz\n\nWir nutzen Ihre Adresse.\n\nWir verkaufen nichts.\n\nWir behalten Bestellungen ein Jahr.\n"
    house.edit("de.md", german)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    publish(house.gate, "privacy", "next", actor=ADA)
    house.draft(TEXT, days=120)
    draft = house.gate.archive.draft("privacy", "next")
    house.gate.archive.save("privacy", "next", {"de.md": None}, expected=draft.commit, actor=ADA, message="Drop German")
    assert "`de.md` is missing: `privacy@2` has it" in faults_of(house)


def test_an_effective_time_must_lie_ahead_and_after_the_last(house: House) -> None:
    house.first()
    house.release(TYPO, days=60)
    house.draft(TEXT, days=50)
    assert "is not after that of `privacy@2`" in faults_of(house)


def test_the_effective_time_given_must_be_the_one_approved(house: House) -> None:
    house.first()
    house.draft(TYPO)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    assert "not at" in faults_of(house, effective=house.clock() + timedelta(days=90))


def test_a_first_version_needs_approval_and_no_decision(house: House) -> None:
    house.draft(TEXT)
    approve(house.gate, WHERE, actor=BEN)
    assert publish(house.gate, "privacy", "next", actor=ADA).version.name == "privacy@1"


def test_the_steps_are_passed_in_their_order(house: House) -> None:
    house.first()
    house.draft(TYPO)
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    seen: list[Step] = []
    publish(house.gate, "privacy", "next", actor=ADA, at_step=seen.append)
    assert seen == list(Step)


def test_warnings_are_told_and_stop_nothing(house: House) -> None:
    house.first(permissions=ADS)
    renamed = ADS.replace("id: ads", "id: banners")
    house.draft(TYPO, permissions=renamed + ADS.replace("id: ads", "id: own").replace("consent", "contract"))
    house.settle()
    approve(house.gate, WHERE, actor=BEN)
    rules = {warning.rule for warning in publish(house.gate, "privacy", "next", actor=ADA).warnings}
    assert {"same_use_new_id", "consent_and_other_basis"} <= rules


def test_a_version_is_withdrawn_only_before_its_effect_and_from_the_end(house: House) -> None:
    house.first()
    house.release(TYPO, days=60)
    house.release(TEXT, days=90)
    with pytest.raises(WithdrawRefusedError, match=r"`privacy@3` is scheduled after"):
        withdraw_version(house.gate, "privacy", 2, actor=BEN, reason="Wrong date.")
    with pytest.raises(WithdrawRefusedError, match="needs a reason"):
        withdraw_version(house.gate, "privacy", 3, actor=BEN, reason=" ")
    assert withdraw_version(house.gate, "privacy", 3, actor=BEN, reason="Wrong date.").withdrawn
    with pytest.raises(WithdrawRefusedError, match="withdrawn already"):
        withdraw_version(house.gate, "privacy", 3, actor=BEN, reason="Again.")
    withdraw_version(house.gate, "privacy", 2, actor=BEN, reason="Wrong date.")
    with pytest.raises(WithdrawRefusedError, match="has been in force"):
        withdraw_version(house.gate, "privacy", 1, actor=BEN, reason="Too late.")
    with pytest.raises(PolicyNotFoundError):
        withdraw_version(house.gate, "privacy", 9, actor=BEN, reason="Nothing.")


def test_a_number_withdrawn_is_never_used_again(house: House) -> None:
    house.first()
    house.release(TYPO)
    withdraw_version(house.gate, "privacy", 2, actor=BEN, reason="Wrong date.")
    house.gate.archive.start_draft("privacy", "again", base=1, actor=ADA, files={
        "policy.yaml": policy_file(effective=(house.clock() + timedelta(days=70)).isoformat()), "en.md": TYPO.encode(),
    })  # fmt: skip
    house.settle(name="again")
    approve(house.gate, DraftName("privacy", "again"), actor=BEN)
    assert publish(house.gate, "privacy", "again", actor=ADA).version.number == 3


def test_a_draft_from_a_version_withdrawn_since_is_compared_with_the_one_before(house: House) -> None:
    house.first()
    house.release(LOOSER)
    withdraw_version(house.gate, "privacy", 2, actor=BEN, reason="Wrong date.")
    effective = (house.clock() + timedelta(days=70)).isoformat()
    house.gate.archive.start_draft("privacy", "again", base=2, actor=CLEO, files={"policy.yaml": policy_file(effective=effective)})
    standing = standing_of(house.gate, "privacy", "again")
    assert standing.base == house.gate.ledger.version("privacy", 1)
    assert [flag.about for flag in standing.open_flags()] == ["We do not sell your data."]
    assert {author.id for author in standing.draft.authors} == {ADA.id, CLEO.id}, "who wrote the withdrawn version wrote this too"
    house.settle(name="again")
    with pytest.raises(ApprovalRefusedError, match="wrote part"):
        approve(house.gate, DraftName("privacy", "again"), actor=ADA)
    approve(house.gate, DraftName("privacy", "again"), actor=BEN)
    assert publish(house.gate, "privacy", "again", actor=ADA).version.number == 3
