"""What is decided about a draft: the values of review.yaml.

Frozen and free of libraries. How they are written is told in `review_yaml`, what needs a decision in `flags`, when a
decision may stand in `ties`, who may approve in `approval`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from consent_gate.release.widening import How
from policy_versions.model import Actor, ActorSource

_BEST_FIRST = tuple(ActorSource)


class ReviewVerdict(StrEnum):
    """What a reviewer says of a flagged change."""

    CONFIRMED = "confirmed"  # it relaxes, and here is the permission or promise that says so
    OVERRIDDEN = "overridden"  # it does not relax, for this reason
    SENT_BACK = "sent_back"  # the drafter must write it anew; blocks until the clause is edited or it is decided again


@dataclass(frozen=True, slots=True)
class Tie:
    """The permission or promise that carries a confirmed change to the people it touches."""

    id: str
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision:
    """One decision on one flagged change. Bound to the change's id: editing the clause afterwards voids it."""

    change: str
    verdict: ReviewVerdict
    reason: str = ""
    ties: tuple[Tie, ...] = ()
    actor: Actor
    time: datetime  # aware, UTC
    engine: str  # what flagged it, as `0.1.0/4f1c…`


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The drafter's word that a change is editorial. Where the differ says otherwise it blocks until decided."""

    change: str
    actor: Actor
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One person's approval of exactly these bytes: any other identity, and it is void."""

    identity: str
    actor: Actor
    time: datetime
    one_person: bool = False  # given in one-person mode, where an author or a claimed actor may approve
    signature: str = ""  # what shows how we know the actor: by their SSH key, or by the installation where they had signed in
    unshown: ActorSource | None = None  # what review.yaml says of an actor who is only claimed, since nothing shows it; never written


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A rule of publishing set aside for these bytes, with the reason."""

    rule: str  # `notice_period`
    identity: str
    reason: str
    actor: Actor
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that was said about a draft, oldest first; of several decisions on one change the last one stands."""

    decisions: tuple[ReviewDecision, ...] = ()
    claims: tuple[Claim, ...] = ()
    approvals: tuple[Approval, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    def standing(self, changes: Iterable[str]) -> Mapping[str, ReviewDecision]:
        """The last decision on each of `changes` that has one; decisions on other changes are void."""
        wanted = frozenset(changes)
        return {d.change: d for d in self.decisions if d.change in wanted}

    def approved_by(self, identity: str) -> tuple[Approval, ...]:
        """The approvals that hold for these bytes, one a person: the one that tells best who it was, of several the last."""
        best_last = sorted((a for a in self.approvals if a.identity == identity), key=lambda a: -_BEST_FIRST.index(a.actor.source))
        return tuple({a.actor.id.casefold(): a for a in best_last}.values())

    def exempted(self, rule: str, identity: str) -> Exemption | None:
        """The exemption from `rule` that holds for these bytes."""
        return next((e for e in self.exemptions if e.rule == rule and e.identity == identity), None)

    def with_decision(self, decision: ReviewDecision) -> "Review":
        """This review with one decision more."""
        return replace(self, decisions=(*self.decisions, decision))

    def with_claim(self, claim: Claim) -> "Review":
        """This review with one claim more."""
        return replace(self, claims=(*self.claims, claim))

    def with_approval(self, approval: Approval) -> "Review":
        """This review with one approval more."""
        return replace(self, approvals=(*self.approvals, approval))

    def with_exemption(self, exemption: Exemption) -> "Review":
        """This review with one exemption more."""
        return replace(self, exemptions=(*self.exemptions, exemption))
