"""Who may approve a draft, and whether it is approved.

An approval is bound to the draft's identity: a byte of policy.yaml or of a text changed, and it is void. Outside
one-person mode the approver is no author of the draft, and a material relaxation takes an actor known by more than
their own claim. Storing approvals is left to `deciding`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from consent_gate.release.flags import Flag, FlagKind
from consent_gate.release.review import Approval, Review, ReviewVerdict
from policy_versions.model import Actor, ActorSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What an approval of a draft stands for."""

    identity: str
    authors: Collection[str]  # ids of the actors who wrote any of it, case folded
    material: bool  # it relaxes something a person would want to know
    approvers: int  # how many people it takes

    @classmethod
    def of(cls, identity: str, authors: Collection[Actor], flags: Collection[Flag], review: Review, *, one_person: bool) -> "Stakes":
        """The stakes of a draft whose `flags` were decided as `review` says."""
        standing = review.standing(flag.id for flag in flags)
        confirmed = [flag for flag in flags if flag.id in standing and standing[flag.id].verdict is ReviewVerdict.CONFIRMED]
        by_law = any(flag.kind is FlagKind.BY_LAW for flag in confirmed)
        return cls(
            identity=identity,
            authors=frozenset(actor.id.casefold() for actor in authors),
            material=any(flag.material for flag in confirmed),
            approvers=2 if by_law and not one_person else 1,
        )


def why_not(actor: Actor, stakes: Stakes, *, one_person: bool) -> str | None:
    """Why `actor` may not approve; None where they may."""
    if one_person:
        return None
    if actor.id.casefold() in stakes.authors:
        return f"`{actor.id}` wrote part of this draft and may not approve it"
    if stakes.material and actor.source is ActorSource.CLAIMED:
        return f"`{actor.id}` is only claimed, and this draft relaxes something material"
    return None


def standing_approvals(review: Review, stakes: Stakes, *, one_person: bool) -> tuple[Approval, ...]:
    """The approvals that count for the draft as it is, one a person."""
    return tuple(a for a in review.approved_by(stakes.identity) if why_not(a.actor, stakes, one_person=one_person) is None)


def why_unapproved(review: Review, stakes: Stakes, *, one_person: bool) -> str | None:
    """What is missing for the draft to be approved; None where nothing is."""
    have = standing_approvals(review, stakes, one_person=one_person)
    if len(have) >= stakes.approvers:
        return None
    if stakes.approvers > 1:
        return f"{len(have)} of {stakes.approvers} people have approved the draft as it is; a basis lowered to the law takes two"
    given = review.approvals
    if given and not have and all(a.identity != stakes.identity for a in given):
        return "the draft was changed after it was approved"
    refused = next((_why_not_counted(a, stakes, one_person=one_person) for a in given if a.identity == stakes.identity), None)
    return refused or "nobody has approved the draft as it is"


def _why_not_counted(approval: Approval, stakes: Stakes, *, one_person: bool) -> str | None:
    refusal = why_not(approval.actor, stakes, one_person=one_person)
    if refusal and approval.unshown:
        return f"{refusal}; review.yaml says {approval.unshown.value}, but no signature here shows that"
    return refusal
