"""What people do to a draft besides writing it: decide on its changes, claim one editorial, approve it.

Each writes review.yaml by compare-and-set as a commit of the actor's own. Confirming a change as reopening or weakening
something also writes the id into policy.yaml, and makes nobody an author.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consent_gate.release.approval import why_not
from consent_gate.release.drafts import Standing, standing_of
from consent_gate.release.errors import ApprovalRefusedError, DecisionRefusedError
from consent_gate.release.flags import Flag
from consent_gate.release.recheck import vouched_for
from consent_gate.release.review import Approval, Claim, Exemption, Review, ReviewDecision, ReviewVerdict, Tie
from consent_gate.release.review_yaml import dump_review
from consent_gate.release.ties import why_refused, with_ties
from policy_versions.model import Actor, ActorSource
from policy_versions.names import POLICY_FILE, REVIEW_FILE
from policy_versions.policy_edit import edit_policy, plain_policy
from policy_versions.roles import Right, require

if TYPE_CHECKING:
    from consent_gate.gate import Gate

_TIE_HINT = "tie it to a permission that the draft adds, widens or reopens, or to a promise that it weakens, or override it with a reason"


@dataclass(frozen=True, slots=True)
class DraftName:
    """Which draft of which policy."""

    policy: str
    draft: str


def decide(
    gate: "Gate",
    where: DraftName,
    change: str,
    verdict: ReviewVerdict,
    *,
    actor: Actor,
    reason: str = "",
    ties: tuple[Tie, ...] = (),
) -> ReviewDecision:
    """Decide on one flagged change of a draft.

    Args:
        gate: the gate whose archive and ledger hold the draft and its base.
        where: the draft.
        change: the flag's id, or a unique beginning of it.
        verdict: what the reviewer says.
        actor: who says so.
        reason: needed to override, to send back, and where a basis is lowered to the law.
        ties: what a confirmed change concerns; where it is plain (a permission's own widening) it may be left out.

    Raises:
        NoRightError: the actor may not decide on changes.
        DecisionRefusedError: nothing of that id needs a decision, or the decision may not stand.
        ArchiveConflictError: the draft was changed meanwhile; nothing was written.
    """
    require(actor, Right.REVIEW)
    standing = standing_of(gate, where.policy, where.draft)
    flag = standing.flags.of(change)
    if flag is None or standing.base is None:
        raise DecisionRefusedError(
            f"no change `{change}` of the draft needs a decision",
            hint="`reconsent review` lists those that do, name one by at least six characters; editing a clause gives it a new id",
        )
    confirmed = verdict is ReviewVerdict.CONFIRMED
    decision = ReviewDecision(
        change=flag.id,
        verdict=verdict,
        reason=reason.strip(),
        ties=(ties or flag.ties) if confirmed else (),
        actor=actor,
        time=gate.clock(),
        engine=standing.flags.engine,
    )
    policy = with_ties(decision.ties, flag, standing.base.policy, standing.draft.policy)
    refusal = why_refused(decision, flag, standing.base.policy, policy)
    if refusal:
        raise DecisionRefusedError(refusal, hint=_TIE_HINT if confirmed else "say why, with a reason")
    files: dict[str, bytes] = {}
    if policy != standing.draft.policy:
        lists = plain_policy(policy)
        changes = {"reopens": lists.get("reopens"), "weakened": lists.get("weakened")}
        files[POLICY_FILE] = edit_policy(standing.draft.files[POLICY_FILE], changes, path=POLICY_FILE)
    _save(gate, standing, standing.written.with_decision(decision), files, actor=actor, message=_told(decision, flag))
    return decision


def _told(decision: ReviewDecision, flag: Flag) -> str:
    tied = ", ".join(f"{tie.how.value} {tie.id}" for tie in decision.ties)
    line = f"Review {flag.id}: {decision.verdict.value}" + (f" ({tied})" if tied else "")
    return f"{line}\n\n{decision.reason}" if decision.reason else line


def claim_editorial(gate: "Gate", where: DraftName, change: str, *, actor: Actor) -> Claim:
    """Say of one change of the prose that it changes nothing; where the differ says otherwise this blocks until decided.

    Raises:
        NoRightError: the actor may not write drafts.
        DecisionRefusedError: the draft has no such change.
    """
    require(actor, Right.DRAFT)
    standing = standing_of(gate, where.policy, where.draft)
    changes = standing.flags.comparison.changes if standing.flags.comparison else ()
    found = [c for c in changes if c.id == change or (len(change) >= 6 and c.id.startswith(change))]
    if len(found) != 1:
        raise DecisionRefusedError(f"the draft has no change `{change}`", hint="`reconsent review` lists all changes with their ids")
    claim = Claim(change=found[0].id, actor=actor, time=gate.clock())
    _save(gate, standing, standing.written.with_claim(claim), {}, actor=actor, message=f"Claim {claim.change} to be editorial")
    return claim


def approve(gate: "Gate", where: DraftName, *, actor: Actor, one_person: bool = False, signature: str = "") -> Approval:
    """Approve the draft exactly as it is; every flagged change must be decided before.

    Args:
        gate: the gate whose archive and ledger hold the draft and its base.
        where: the draft.
        actor: who approves: no author of the draft, and for a material relaxation known by more than a claim.
        one_person: whether one-person mode is switched on, where these two rules do not hold.
        signature: what showed who the actor is, where that was a key's signature; kept with the approval and verified again at
            publishing. For somebody who had signed in, the installation signs instead.

    Raises:
        NoRightError: the actor may not approve drafts.
        ApprovalRefusedError: a change is undecided, or this actor may not.
    """
    require(actor, Right.APPROVE)
    standing = standing_of(gate, where.policy, where.draft)
    open_flags = standing.open_flags()
    if open_flags:
        raise ApprovalRefusedError(
            f"{len(open_flags)} change{'s need' if len(open_flags) > 1 else ' needs'} a decision first, as `{open_flags[0].id}`",
            hint="`reconsent review` lists them",
        )
    refusal = why_not(actor, standing.stakes(one_person=one_person), one_person=one_person)
    if refusal:
        raise ApprovalRefusedError(
            refusal, hint="a second person, signed in, approves; or switch on one_person, which is recorded on the version"
        )
    approval = Approval(identity=standing.identity, actor=actor, time=gate.clock(), one_person=one_person, signature=signature)
    if actor.source is ActorSource.OIDC:
        approval = vouched_for(gate, where.policy, approval)
    _save(gate, standing, standing.written.with_approval(approval), {}, actor=actor, message=f"Approve {standing.identity[:12]}")
    return approval


def exempt(gate: "Gate", standing: Standing, rule: str, *, reason: str, actor: Actor) -> None:
    """Set a rule of publishing aside for the draft exactly as it is.

    Raises:
        NoRightError: the actor may not publish.
        DecisionRefusedError: no reason is given.
    """
    require(actor, Right.PUBLISH)
    if not reason.strip():
        raise DecisionRefusedError(f"setting `{rule}` aside needs a reason", hint="give one; it is kept with the version for good")
    exemption = Exemption(rule=rule, identity=standing.identity, reason=reason.strip(), actor=actor, time=gate.clock())
    _save(gate, standing, standing.written.with_exemption(exemption), {}, actor=actor, message=f"Set {rule} aside\n\n{exemption.reason}")


def _save(gate: "Gate", standing: Standing, review: Review, files: Mapping[str, bytes], *, actor: Actor, message: str) -> None:
    draft = standing.draft
    gate.archive.save(
        draft.slug,
        draft.name,
        {**files, REVIEW_FILE: dump_review(review)},
        expected=draft.commit,
        actor=actor,
        message=message,
        review=True,
    )
