"""Whether it can be shown now, and not only read in review.yaml, who approved a draft.

Whoever can write a draft can write its review.yaml. So an approval by somebody who had signed in carries the signature of
the installation that saw them, one by an SSH key that key's; each is verified again wherever it counts. What cannot be
shown is only claimed, and is told apart by what it says.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from consent_gate.anchoring import verifying_keys
from consent_gate.evidence.statements import is_vouched, vouch
from consent_gate.release.errors import ApprovalRefusedError
from consent_gate.release.review import Approval, Review
from consent_gate.release.signatures import signer
from policy_versions.errors import ArchiveError
from policy_versions.model import Actor, ActorSource

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def vouched_for(gate: "Gate", policy: str, approval: Approval) -> Approval:
    """The approval with this installation's signature that it was given by somebody who had signed in."""
    return replace(approval, signature=vouch(_statement(policy, approval), gate.ledger.keys.signing[-1]))


def rechecked(gate: "Gate", policy: str, review: Review, identity: str) -> Review:
    """The review with each approval of these bytes by an actor known as well as can be shown now."""
    return replace(review, approvals=tuple(_known(gate, policy, a) if a.identity == identity else a for a in review.approvals))


def _known(gate: "Gate", policy: str, approval: Approval) -> Approval:
    if approval.actor.source is ActorSource.CLAIMED or _is_shown(gate, policy, approval):
        return approval
    return replace(approval, actor=Actor(approval.actor.id), unshown=approval.actor.source)


def _is_shown(gate: "Gate", policy: str, approval: Approval) -> bool:
    if not approval.signature:
        return False
    if approval.actor.source is ActorSource.OIDC:
        return is_vouched(_statement(policy, approval), approval.signature, verifying_keys(gate.ledger))
    allowed = gate.allowed_signers
    if allowed is None or not allowed.is_file():
        return False
    status = allowed.stat()
    try:
        _require_signed(policy, approval.identity, approval.signature, approval.actor.id, allowed, (status.st_mtime_ns, status.st_size))
    except (ApprovalRefusedError, ArchiveError):
        return False
    return True


def _statement(policy: str, approval: Approval) -> bytes:
    """What the installation signs of an approval by somebody who had signed in."""
    lines = (
        "An approval was given here by somebody who had signed in.",
        f"policy: {policy}",
        f"identity: {approval.identity}",
        f"actor: {approval.actor.id}",
        f"time: {approval.time.isoformat()}",
        f"one person: {'yes' if approval.one_person else 'no'}",
    )
    return "\n".join(lines).encode()


@lru_cache(maxsize=1024)
def _require_signed(policy: str, identity: str, signature: str, who: str, allowed: Path, _written: tuple[int, int]) -> None:
    """Verify once for each state of the file of allowed signers; what fails is raised, and so is tried again."""
    signer(policy, identity, signature, who, allowed)
