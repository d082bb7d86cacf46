"""What only those with the right to it may see: the ledger's entries, and what it holds of single people.

Each asks whether the actor may; what is found comes from the parts that hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consent_gate.anchoring import anchors
from consent_gate.errors import ArgumentError
from consent_gate.explaining import Link, chain
from consent_gate.ledger.audit import Progress
from consent_gate.ledger.facts import Held
from consent_gate.ledger.turnout import Waiting, waiting
from consent_gate.model import Ask, Change, ConsentEvent, Decision, Request
from consent_gate.prompts.preview import Preview, preview
from consent_gate.proving import evidence_of_subject
from consent_gate.release.verify import Discrepancy, verify_archive, verify_ledger
from policy_versions.errors import ArchiveError
from policy_versions.model import Actor, Version
from policy_versions.roles import Right, require

if TYPE_CHECKING:
    from consent_gate.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of one person."""

    records: Mapping[str, tuple[Held, ...]]  # what is kept of them, by policy
    events: tuple[ConsentEvent, ...]  # what they were asked and answered, oldest first
    pending: tuple[Ask, ...]  # what they would be asked now


def person(gate: "Gate", subject: str, *, actor: Actor) -> Person:
    """What the ledger holds of one person.

    Raises:
        NoRightError: the actor may not see it.
        ArgumentError: the ledger knows nobody of that id.
    """
    require(actor, Right.AUDIT)
    if gate.ledger.pseudonym(subject) is None:
        raise ArgumentError("the ledger knows nobody of that id", hint="check the id; who was erased cannot be named any more")
    return Person(
        records=gate.ledger.holdings(subject).records, events=tuple(gate.ledger.events(subject)), pending=tuple(gate.pending(subject))
    )


def why(gate: "Gate", request: Request, *, actor: Actor) -> tuple[Decision, tuple[Link, ...]]:
    """The gate's answer about one person's data, and all it rests on; NoRightError where the actor may not see it."""
    require(actor, Right.AUDIT)
    return chain(gate, request)


def shown_to(gate: "Gate", draft: Version, subject: str, *, actor: Actor, review: bytes | None = None, language: str = "en") -> Preview:
    """The page that one person would be asked on, of a draft; NoRightError for who neither reviews, approves nor audits."""
    require(actor, Right.REVIEW, Right.APPROVE, Right.AUDIT)
    return preview(gate, draft, subject, review=review, wanted=language)


def unanswered(gate: "Gate", policy: str, *, actor: Actor) -> tuple[Waiting, ...]:
    """Who was asked and has not answered, to mail them; NoRightError where the actor may not see it."""
    require(actor, Right.AUDIT)
    return tuple(waiting(gate.ledger.database, policy))


def entries(gate: "Gate", since: int, limit: int, *, actor: Actor) -> tuple[Change, ...]:
    """The ledger's entries after the place `since`; NoRightError where the actor may not see them."""
    require(actor, Right.AUDIT)
    return gate.changes(since, limit)


def evidence(gate: "Gate", subject: str, *, actor: Actor, policy_url: str = "") -> bytes:
    """The evidence about one person as a zip, with what the archive holds of it where that can be read.

    Raises:
        NoRightError: the actor may not see it.
        ArgumentError: the ledger knows nobody of that id.
    """
    require(actor, Right.AUDIT)
    try:
        kept = anchors(gate.ledger, gate.archive)
    except ArchiveError:
        kept = ()
    return evidence_of_subject(gate.ledger, subject, anchors=kept, policy_url=policy_url, now=gate.clock())


def archive_faults(gate: "Gate", *, actor: Actor) -> tuple[Discrepancy, ...]:
    """What of the archive is not as it was published; NoRightError where the actor may not audit."""
    require(actor, Right.AUDIT)
    return verify_archive(gate)


def ledger_faults(gate: "Gate", *, actor: Actor, progress: Progress | None = None) -> tuple[Discrepancy, ...]:
    """What of the ledger is not as it was written, `progress` told on the way; NoRightError where the actor may not audit."""
    require(actor, Right.AUDIT)
    return verify_ledger(gate, progress=progress)
