"""Repairs what a crash between git and the ledger left: finishes what may still be published, takes back what may not.

A second run changes nothing. What was altered after publishing is not repaired here but found by `verify`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from consent_gate.release.drafts import Standing, flags_of
from consent_gate.release.obstacles import obstacles
from consent_gate.release.publish import record
from consent_gate.release.review_yaml import parse_review
from policy_versions.archive import Draft, Frozen
from policy_versions.model import Actor, ActorSource, Version
from policy_versions.names import REVIEW_FILE

if TYPE_CHECKING:
    from consent_gate.gate import Gate


class Repair(StrEnum):
    """What was done."""

    FINISHED = "finished"  # the tag was there and the draft may be published: the row was written
    UNDONE = "undone"  # the tag was there and the draft may not be published any more: the tag was taken back
    CLEARED = "cleared"  # the version is published and its draft was still there


@dataclass(frozen=True, slots=True)
class Repaired:
    """One thing that was put right."""

    what: Repair
    name: str  # the tag, or the draft
    why: str = ""


def reconcile(gate: "Gate") -> tuple[Repaired, ...]:
    """Put right every half-done publish of every policy."""
    done: list[Repaired] = []
    for slug in sorted(gate.archive.policies()):
        versions = tuple(sorted(gate.ledger.versions(slug), key=lambda version: version.number))
        done += _half_published(gate, slug, versions)
        done += _left_over(gate, slug)
    return tuple(done)
