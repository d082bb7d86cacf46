"""Repairs what a crash between git and the ledger left: finishes what may still be published, takes back what may not.

A tag alone proves nothing: whatever is finished passes every check of publishing again. A second run changes nothing.
What was altered after publishing is not repaired here but found by `verify`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from consent_gate.release.drafts import last_scheduled, stand
from consent_gate.release.errors import ReleaseError
from consent_gate.release.obstacles import obstacles
from consent_gate.release.publishing import record
from consent_gate.release.showing import show_newest
from consent_gate.release.withdraw import mark_withdrawn
from policy_versions import drafts
from policy_versions.errors import ArchiveError, PolicyVersionsError
from policy_versions.model import Actor, Version
from policy_versions.version_tags import Frozen

if TYPE_CHECKING:
    from consent_gate.gate import Gate

_RECONCILER = Actor("reconcile")


class Repair(StrEnum):
    """What was done."""

    FINISHED = "finished"  # the tag was there and the draft may be published: the row was written
    UNDONE = "undone"  # the tag was there and the draft may not be published any more: the tag was taken back
    SHOWN = "shown"  # the newest version is published and the branch main did not show it
    MARKED = "marked"  # the version was withdrawn and the archive did not say so
    CLEARED = "cleared"  # the version is published and its draft was still there


@dataclass(frozen=True, slots=True)
class Repaired:
    """One thing that was put right."""

    what: Repair
    name: str  # the version, as `privacy@3`, or the draft's branch
    why: str = ""

    def to_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"repair": self.what.value, "name": self.name, "why": self.why}


def reconcile(gate: "Gate", *, one_person: bool = False) -> tuple[Repaired, ...]:
    """Put right every half-done publish of every policy; what was done, in order.

    Args:
        gate: the gate.
        one_person: whether one-person mode is switched on; without it what was begun in that mode is taken back.
    """
    done: list[Repaired] = []
    for slug in gate.archive.policies():
        done += _tags(gate, slug, one_person=one_person)
        versions = gate.ledger.versions(slug)
        done += _withdrawn(gate, slug, versions)
        done += _main(gate, slug, versions)
        done += _drafts(gate, slug, versions)
    return tuple(done)


def _tags(gate: "Gate", slug: str, *, one_person: bool) -> Iterator[Repaired]:
    published = {version.number for version in gate.ledger.versions(slug)}
    for tag in gate.archive.frozen(slug):
        if tag.number not in published:
            yield _repair(gate, tag, one_person=one_person)


def _repair(gate: "Gate", tag: Frozen, *, one_person: bool) -> Repaired:
    name = f"{tag.slug}@{tag.number}"
    why = _finish(gate, tag, one_person=one_person)
    if why is None:
        return Repaired(Repair.FINISHED, name)
    gate.archive.undo_freeze(tag.slug, tag.number, tag_id=tag.tag_id)
    return Repaired(Repair.UNDONE, name, why)


def _finish(gate: "Gate", tag: Frozen, *, one_person: bool) -> str | None:
    """Write the row that is missing; why not, where the version may not be published any more."""
    one_person = one_person and tag.fields.get("One-Person") == "yes"
    if "Published-By" not in tag.fields:
        return "the tag does not say who published it"
    actor = Actor(tag.fields["Published-By"])  # only claimed: anybody can put up a tag
    try:
        draft = drafts.read(gate.archive.repository, tag.slug, tag.fields.get("Draft", ""), tag.commit, below=tag.number)
        standing = stand(gate, draft)
        faults = obstacles(standing, now=gate.clock(), one_person=one_person)
    except (PolicyVersionsError, ReleaseError) as error:
        return str(error)
    if standing.number != tag.number:
        faults = (*faults, f"the next number is {standing.number}")
    if standing.identity != tag.identity:
        faults = (*faults, "the tag says another identity than its files have")
    if not faults:
        record(gate, standing, tag, actor=actor, one_person=one_person)
    return "; ".join(faults) or None


def _withdrawn(gate: "Gate", slug: str, versions: Sequence[Version]) -> Iterator[Repaired]:
    unmarked = {tag.number for tag in gate.archive.frozen(slug) if not tag.withdrawn}
    for version in versions:
        if version.withdrawn and version.number in unmarked and mark_withdrawn(gate, slug, version.number, actor=_RECONCILER, reason=""):
            yield Repaired(Repair.MARKED, version.name)


def _main(gate: "Gate", slug: str, versions: Sequence[Version]) -> Iterator[Repaired]:
    newest = last_scheduled(versions)
    if versions and show_newest(gate, slug).moved:
        yield Repaired(Repair.SHOWN, newest.name if newest else slug)


def _drafts(gate: "Gate", slug: str, versions: Sequence[Version]) -> Iterator[Repaired]:
    published = {version.number: version.commit for version in versions}
    names = {(tag.commit, tag.fields.get("Draft")) for tag in gate.archive.frozen(slug) if published.get(tag.number) == tag.commit}
    for draft in gate.archive.drafts(slug):
        if (draft.commit, draft.name) in names:
            try:
                gate.archive.delete_draft(slug, draft.name, expected=draft.commit)
            except ArchiveError:
                continue  # checked out somewhere, or edited since: it is somebody's work now
            yield Repaired(Repair.CLEARED, draft.branch)
