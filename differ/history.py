"""Every step a policy went through: its revisions in order, each compared with the one before.

Texts in, values out: where the revisions come from (a git history, a folder of dated files) is the caller's matter.
Paragraphs that were read once are not read again, so two hundred versions cost little more than their changes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from differ.compare import compare_documents
from differ.errors import DifferError
from differ.model import Change, Direction, Document, Engine
from differ.parse import Cache, parse
from differ.verdict import engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text as it stood from some time on; the id is opaque."""

    id: str
    at: datetime  # aware
    author: str
    text: str

    def to_dict(self) -> dict[str, str]:
        """As plain values, without the text."""
        return {"id": self.id, "at": self.at.isoformat(), "author": self.author}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one revision to the next: what changed."""

    old: Revision
    new: Revision
    changes: tuple[Change, ...]
    fault: str = ""  # why the two could not be compared; then there are no changes

    def count(self, direction: Direction) -> int:
        """How many changes go this way."""
        return sum(change.direction is direction for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        counts = Counter(change.direction for change in self.changes)
        return {
            "old": self.old.to_dict(),
            "new": self.new.to_dict(),
            "counts": {direction.value: counts[direction] for direction in Direction},
            "changes": [change.to_dict() for change in self.changes],
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All steps of one document, oldest first."""

    name: str
    engine: Engine
    steps: tuple[Step, ...]

    def count(self, direction: Direction) -> int:
        """How many changes of all steps go this way."""
        return sum(step.count(direction) for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"name": self.name, "engine": self.engine.to_dict(), "steps": [step.to_dict() for step in self.steps]}


def trace(name: str, revisions: Sequence[Revision], *, language: str = "en", progress: Callable[[int, int], None] | None = None) -> History:
    """Compare each revision with the one before it; a revision with the same text as the one before makes no step.

    Args:
        name: of the document.
        revisions: oldest first.
        language: of all of them.
        progress: told after each step how many of how many are done.
    """
    steps = []
    for done, step in enumerate(_steps(revisions, language), 1):
        steps.append(step)
        if progress:
            progress(done, len(revisions) - 1)
    return History(name=name, engine=engine(), steps=tuple(step for step in steps if step is not None))


def _steps(revisions: Sequence[Revision], language: str) -> Iterator[Step | None]:
    cache: Cache = {}
    before: tuple[Revision, Document | None, str] | None = None
    for revision in revisions:
        if before is not None and before[0].text == revision.text:
            yield None
            continue
        document, fault = _read(revision, cache)
        if before is not None:
            old, old_document, old_fault = before
            changes: tuple[Change, ...] = ()
            if old_document is not None and document is not None:
                changes = compare_documents(old_document, document, language=language).changes
            yield Step(old=old, new=revision, changes=changes, fault=fault or old_fault)
        before = (revision, document, fault)


def _read(revision: Revision, cache: Cache) -> tuple[Document | None, str]:
    """A revision that cannot be read makes a step with a fault, and no end of the history."""
    try:
        return parse(revision.text, cache=cache), ""
    except DifferError as error:
        return None, str(error)
