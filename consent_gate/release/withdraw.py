"""Taking back a version before it takes effect: never after, and only the last one scheduled.

The version keeps its number and its tag; it is in no run and never in force. A second tag beside the first says so.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from consent_gate.release.errors import WithdrawRefusedError
from consent_gate.release.showing import show_newest
from policy_versions.errors import ArchiveError, PolicyNotFoundError
from policy_versions.model import Actor, Version
from policy_versions.roles import Right, require
from policy_versions.timeline import DEFAULT_LEAD, upcoming

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def withdraw_version(gate: "Gate", slug: str, number: int, *, actor: Actor, reason: str) -> Version:
    """Withdraw a version that has not taken effect.

    Raises:
        NoRightError: the actor may neither publish nor withdraw.
        PolicyNotFoundError: there is no such version.
        WithdrawRefusedError: it has taken effect or is about to, was withdrawn before, a later one is scheduled, or no reason is given.
    """
    require(actor, Right.PUBLISH)
    versions = gate.ledger.versions(slug)
    version = next((v for v in versions if v.number == number), None)
    if version is None:
        raise PolicyNotFoundError(f"there is no version `{slug}@{number}`", hint="`reconsent versions` lists them")
    now = gate.clock()
    if version.withdrawn:
        raise WithdrawRefusedError(f"`{version.name}` was withdrawn already", hint="nothing is left to do")
    if version.effective <= now:
        raise WithdrawRefusedError(
            f"`{version.name}` has been in force since {version.effective.isoformat()}", hint="publish a version that follows it instead"
        )
    if version.effective < now + DEFAULT_LEAD:
        raise WithdrawRefusedError(
            f"`{version.name}` takes effect at {version.effective.isoformat()}, too soon to withdraw it everywhere",
            hint="publish a version that follows it instead",
        )
    later = [v for v in upcoming(versions, now) if v.number > number]
    if later:
        raise WithdrawRefusedError(f"`{later[-1].name}` is scheduled after `{version.name}`", hint="withdraw that one first")
    if not reason.strip():
        raise WithdrawRefusedError(f"withdrawing `{version.name}` needs a reason", hint="give one; it is kept with the version")
    withdrawn = gate.ledger.withdraw_version(slug, number, actor=actor, reason=reason.strip())
    with suppress(ArchiveError):  # the ledger decides; `reconcile` makes up for the archive
        mark_withdrawn(gate, slug, number, actor=actor, reason=reason)
    show_newest(gate, slug)
    return withdrawn


def mark_withdrawn(gate: "Gate", slug: str, number: int, *, actor: Actor, reason: str) -> bool:
    """Let the archive say that a version was withdrawn, for who has no ledger; whether it did not say so yet."""
    fields = {"Reason": " ".join(reason.split())[:2000]} if reason.strip() else {}
    return gate.archive.mark_withdrawn(slug, number, message_fields=fields, actor=actor)
