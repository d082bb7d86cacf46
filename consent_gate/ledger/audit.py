"""Auditing: what the ledger holds against its own tree, its signatures, and checkpoints kept elsewhere.

Every fault names the row, the leaf or the checkpoint. Entries and their tree are held together in `audit_tree`, what is
derived from them in `audit_state`; what lies outside the ledger, as the archive, is checked there. Others may write and
seal meanwhile: what they add is left to the next audit. Anchors of a time that an operator recorded as lost (`gaps`)
are not held against the ledger: that it was lost is on record.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from consent_gate.errors import EvidenceError
from consent_gate.evidence.checkpoint import Checkpoint, PublicKey, open_note
from consent_gate.ledger.audit_people import people
from consent_gate.ledger.audit_state import pages, states, version_files
from consent_gate.ledger.audit_tree import Held, Progress, look, put_in, tree, waiting
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.fault import Fault
from consent_gate.ledger.ticks import to_ticks
from consent_gate.ledger.verified import Verified

__all__ = ["Fault", "Progress", "audit"]


def audit(
    database: Database,
    keys: Sequence[PublicKey],
    *,
    anchors: Iterable[str] = (),
    cipher: Cipher | None = None,
    erased: Callable[[], Collection[str] | None] = lambda: None,
    progress: Progress | None = None,
    last: Verified | None = None,
    only_new: bool = False,
    sound: Callable[[Verified], None] | None = None,
) -> Iterator[Fault]:
    """Check everything, or everything since the last time.

    Args:
        database: the ledger's.
        keys: the public halves of all signing keys.
        anchors: signed checkpoints that were kept outside of the ledger.
        cipher: opens the pages that people were shown, and knows whether their rows are as written; without it neither is checked.
        erased: the pseudonyms of all who were erased; None where nobody keeps account of them.
        progress: told every few thousand entries.
        last: what an earlier audit reached; the ledger must still hold it.
        only_new: read only what came after `last`; entries before it are not read again.
        sound: told what this audit reached, where it found no fault.

    Yields:
        Each fault once; nothing where all is as it was written.
    """
    gaps = [Gap(*row) for row in database.read("SELECT kept, lost, recorded_at FROM gaps ORDER BY seq")]
    if last is not None and _told(last.checkpoint, gaps):
        last = None
    held = look(database, last if only_new else None)
    signed, faults = _checkpoints(held.notes, keys)
    outside, more = _anchors(anchors, keys)
    found = False
    for fault in chain(
        faults,
        more,
        _unsigned(held),
        tree(database, held, {c.size for c in (*signed, *outside, *([last.checkpoint] if last else []))}, progress),
        _roots(signed, held, "the ledger"),
        _roots([c for c in outside if not any(gap.kept < c.size <= gap.lost for gap in gaps)], held, "the archive"),
        _roots([last.checkpoint] if last else [], held, "the last verification"),
        put_in(database, held),
        waiting(database, held),
        version_files(database),
        states(database, held.after),
        people(database, cipher, held.after, erased) if cipher is not None else (),
        pages(database, cipher, held.after) if cipher is not None else (),
    ):
        found = True
        yield fault
    if sound is not None and signed and not found:
        sound(Verified(checkpoint=signed[-1], note=held.notes[-1][1], blocks=held.reached, seq=held.highest))


class Gap(NamedTuple):
    """Leaves that are lost and on record."""

    kept: int
    lost: int
    recorded_at: int


def _checkpoints(notes: Iterable[tuple[int, str]], keys: Sequence[PublicKey]) -> tuple[list[Checkpoint], list[Fault]]:
    found, faults = [], []
    for size, note in notes:
        try:
            checkpoint = open_note(note, keys)
        except EvidenceError as error:
            faults.append(Fault(f"checkpoint {size}", str(error)))
            continue
        if checkpoint.size != size:
            faults.append(Fault(f"checkpoint {size}", f"holds the checkpoint at {checkpoint.size}"))
        found.append(checkpoint)
    return found, faults


def _anchors(anchors: Iterable[str], keys: Sequence[PublicKey]) -> tuple[list[Checkpoint], list[Fault]]:
    found, faults = [], []
    for number, note in enumerate(anchors, 1):
        try:
            found.append(open_note(note, keys))
        except EvidenceError as error:
            faults.append(Fault(f"anchor {number}", str(error)))
    return found, faults


def _unsigned(held: Held) -> Iterator[Fault]:
    """Leaves and the checkpoint over them are written in one transaction."""
    newest = max((size for size, _ in held.notes), default=held.start)
    if newest < held.end:
        yield Fault(f"checkpoint {held.end}", f"is not there: nothing signs the leaves {newest} to {held.end - 1}")


def _roots(checkpoints: Iterable[Checkpoint], held: Held, kept_in: str) -> Iterator[Fault]:
    grown = max(held.roots)
    for checkpoint in checkpoints:
        if checkpoint.size > grown:
            signed = f"there are {grown}, and a checkpoint in {kept_in} signed {checkpoint.size}"
            yield Fault("leaves", f"{signed}: the end is cut off or an old copy was restored")
        elif held.roots.get(checkpoint.size, checkpoint.root) != checkpoint.root:
            yield Fault(f"leaves 0 to {checkpoint.size - 1}", f"are not what the checkpoint in {kept_in} signed")


def _told(last: Checkpoint, gaps: Iterable[Gap]) -> bool:
    """Whether an operator has put on record, since the last audit, that something it read was lost."""
    return any(gap.kept < last.size and gap.recorded_at > to_ticks(last.sealed_at) for gap in gaps)
