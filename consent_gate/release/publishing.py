"""Publishing a draft: wholly or not at all.

In this order, each step named so that a crash at any of them can be tried: everything is checked; the commit is frozen
under a tag by compare-and-set; the ledger's version row with its full text makes it live (the commit point); the branch
main is brought to it; the draft is cleared away and the ledger anchored. A crash before the row leaves at most a tag,
which `reconciling` finishes or takes back; after it, `reconciling` does what is left. What may stand in the way is told
in `obstacles`.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from consent_gate.anchoring import anchor, seal
from consent_gate.errors import LedgerConflictError
from consent_gate.release.approval import standing_approvals
from consent_gate.release.deciding import exempt
from consent_gate.release.drafts import Standing, standing_of
from consent_gate.release.errors import AlreadyPublishedError, PublishRefusedError
from consent_gate.release.lint import LintWarning, lint
from consent_gate.release.obstacles import NOTICE_PERIOD, obstacles
from consent_gate.release.showing import show_newest, told
from policy_versions.errors import ArchiveConflictError, ArchiveError, EffectiveTimeError
from policy_versions.identity import identified
from policy_versions.model import Actor, Version
from policy_versions.names import REVIEW_FILE
from policy_versions.roles import Right, require
from policy_versions.version_tags import Frozen

if TYPE_CHECKING:
    from consent_gate.gate import Gate


class Step(StrEnum):
    """The points at which publishing may be cut off."""

    CHECKED = "checked"  # nothing is written yet
    FROZEN = "frozen"  # the tag is there, the ledger knows nothing
    RECORDED = "recorded"  # the row is there: the version is published
    MOVED = "moved"  # the branch main holds it; a work tree that stands on main does not show it yet
    SHOWN = "shown"  # a clone shows the version
    CLEARED = "cleared"  # the draft is gone
    ANCHORED = "anchored"  # the archive holds a signed checkpoint of the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version just published, and what should be looked at."""

    version: Version
    warnings: tuple[LintWarning, ...]


def _pass(_step: Step) -> None:
    """Do nothing at a step; tests put a crash here."""


def publish(
    gate: "Gate",
    slug: str,
    draft: str,
    *,
    actor: Actor,
    effective: datetime | None = None,
    one_person: bool = False,
    short_notice: str = "",
    at_step: Callable[[Step], None] = _pass,
) -> Published:
    """Publish a draft as the next version of its policy.

    Args:
        gate: the gate whose archive and ledger hold the policy.
        slug: the policy.
        draft: the draft's name.
        actor: who publishes.
        effective: when it takes effect, as a check: it must be what the draft's policy.yaml says, which was approved.
        one_person: whether one-person mode is switched on; it is recorded on the version.
        short_notice: the reason why a promised notice period is not kept, where it is not.
        at_step: called at each step; for tests that cut publishing off.

    Raises:
        NoRightError: the actor may not publish.
        PublishRefusedError: something stands in the way; all of it is told, and nothing was changed.
        AlreadyPublishedError: another publisher was first, or this number is taken.
    """
    require(actor, Right.PUBLISH)
    standing = standing_of(gate, slug, draft)
    if short_notice.strip():
        exempt(gate, standing, NOTICE_PERIOD, reason=short_notice, actor=actor)
        standing = standing_of(gate, slug, draft)
    faults = obstacles(standing, now=gate.clock(), one_person=one_person)
    if effective is not None and effective != standing.draft.policy.effective:
        faults = (*faults, f"the draft takes effect at {_said(standing.draft.policy.effective)}, not at {effective.isoformat()}")
    if faults:
        raise PublishRefusedError(faults)
    at_step(Step.CHECKED)
    frozen = _freeze(gate, standing, actor, one_person=one_person)
    at_step(Step.FROZEN)
    version = _record_or_undo(gate, standing, frozen, actor, one_person=one_person)
    at_step(Step.RECORDED)
    left = show_newest(gate, slug, lambda: at_step(Step.MOVED)).left
    at_step(Step.SHOWN)
    _clear(gate, standing)
    at_step(Step.CLEARED)
    _anchor(gate)
    at_step(Step.ANCHORED)
    behind = (LintWarning("main", told(left)),) if left else ()
    return Published(version=version, warnings=(*warnings_of(standing), *behind))


def warnings_of(standing: Standing) -> tuple[LintWarning, ...]:
    """What should be looked at before the draft is published, though it may be."""
    policy = standing.draft.policy
    return lint(standing.base.policy if standing.base else None, policy, standing.draft.texts.get(policy.language))


def _clear(gate: "Gate", standing: Standing) -> None:
    """Remove the draft, unless somebody has it checked out or went on writing: the version is published either way."""
    with suppress(ArchiveError):
        gate.archive.delete_draft(standing.draft.slug, standing.draft.name, expected=standing.draft.commit)


def _anchor(gate: "Gate") -> None:
    """Seal the ledger and keep the checkpoint in the archive; where that fails the daily one makes up for it."""
    seal(gate.ledger)
    with suppress(ArchiveError):
        anchor(gate.ledger, gate.archive)


def _said(effective: datetime | None) -> str:
    return effective.isoformat() if effective else "no time yet"


def _freeze(gate: "Gate", standing: Standing, actor: Actor, *, one_person: bool) -> Frozen:
    """Put the tag up, or say who was first."""
    slug, number = standing.draft.slug, standing.number
    fields = {
        "Draft": standing.draft.name,
        "Published-By": actor.id,
        "Published-By-Source": actor.source.value,
        "One-Person": "yes" if one_person else "no",
    }
    try:
        return gate.archive.freeze(slug, number, standing.draft.commit, message_fields=fields, actor=actor)
    except ArchiveConflictError as conflict:
        raise AlreadyPublishedError(
            f"`{slug}@{number}` is published already, or being published now",
            hint="look at `reconsent versions`; `reconsent reconcile` finishes or undoes what a crash left",
        ) from conflict


def _record_or_undo(gate: "Gate", standing: Standing, frozen: Frozen, actor: Actor, *, one_person: bool) -> Version:
    """Write the row, or take the tag back where the ledger refuses: another archive's publisher was first, or time ran out meanwhile."""
    try:
        return record(gate, standing, frozen, actor=actor, one_person=one_person)
    except (LedgerConflictError, EffectiveTimeError) as refusal:
        there = next((v for v in gate.ledger.versions(frozen.slug) if v.number == frozen.number), None)
        if there is not None and (there.identity, there.commit) == (standing.identity, frozen.commit):
            return there  # `reconcile` was quicker
        gate.archive.undo_freeze(frozen.slug, frozen.number, tag_id=frozen.tag_id)
        if there is None:
            raise PublishRefusedError((str(refusal),)) from refusal
        raise AlreadyPublishedError(
            f"`{there.name}` was published meanwhile", hint="rest the draft on it with `reconsent draft rebase`, and have it approved again"
        ) from refusal


def record(gate: "Gate", standing: Standing, frozen: Frozen, *, actor: Actor, one_person: bool) -> Version:
    """Write the ledger's row, which makes the version live."""
    draft = standing.draft
    assert draft.policy.effective is not None  # noqa: S101 - an obstacle otherwise
    version = Version(
        slug=draft.slug,
        number=standing.number,
        policy=draft.policy,
        texts=draft.texts,
        identity=standing.identity,
        effective=draft.policy.effective,
        commit=frozen.commit,
        published_at=gate.clock(),
    )
    stakes = standing.stakes(one_person=one_person)
    approvers = tuple(approval.actor for approval in standing_approvals(standing.review, stakes, one_person=one_person))
    return gate.ledger.add_version(
        version,
        files=identified(draft.files),
        review=draft.files.get(REVIEW_FILE),
        actors={"publisher": (actor,), "approvers": approvers, "authors": tuple(draft.authors)},
        one_person=one_person,
    )
