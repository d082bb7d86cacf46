"""Auditing: what the ledger holds against its own tree, its signatures, and checkpoints kept elsewhere.

Every fault names the row, the leaf or the checkpoint. Entries and their tree are held together in `audit_tree`, what is
derived from them in `audit_state`; what lies outside the ledger, as the archive, is checked there. Others may write and
seal meanwhile: what they add is left to the next audit. Anchors of a time that an operator recorded as lost (`gaps`)
are not held against the ledger: that it was lost is on record.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from consent_gate.errors import EvidenceError
from consent_gate.evidence.checkpoint import Checkpoint, PublicKey, open_note
from consent_gate.ledger.audit_people import people
from consent_gate.ledger.audit_state import pages, states, version_files
from consent_gate.ledger.audit_tree import Held, Progress, Remark, look, put_in, tree, waiting
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.fault import Fault
from consent_gate.ledger.gaps import Gap, is_believed, on_record
from consent_gate.ledger.ticks import to_ticks
from consent_gate.ledger.verified import Verified

__all__ = ["Fault", "Progress", "Remark", "audit"]


def audit(
    database: Database,
    keys: Sequence[PublicKey],
    *,
    anchors: Iterable[str] = (),
    cipher: Cipher | None = None,
    erased: Callable[[], Collection[str] | None] = lambda: None,
    progress: Progress | None = None,
    remark: Remark = lambda _: None,
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
        remark: told what is no fault, and is to be explained: where the clock went back, and what is on record as lost.
        last: what an earlier audit reached; the ledger must still hold it.
        only_new: read only what came after `last`; entries before it are not read again.
        sound: told what this audit reached, where it found no fault.

    Yields:
        Each fault once, and what follows from one not again; nothing where all is as it was written.
    """
    gaps = _gaps(database, cipher, remark)
    if last is not None and _told(last.checkpoint, gaps):
        last = None
    held = look(database, last if only_new else None)
    signed, faults = _checkpoints(held.notes, keys)
    outside, more = _anchors(anchors, keys)
    checkpoints = {
        "the ledger": signed,
        "the archive": [c for c in outside if not any(gap.covers(c.size) for gap in gaps)],
        "the last verification": [last.checkpoint] if last else [],
    }
    found = False
    for fault in chain(
        faults,
        more,
        _unsigned(held),
        tree(database, held, {c.size for kept in checkpoints.values() for c in kept}, progress, remark),
        _roots(checkpoints, held),
        put_in(database, held),
        waiting(database, held),
        version_files(database),
        states(database, held.after),
        people(database, cipher, held.after if only_new and last else None, erased) if cipher is not None else (),
        pages(database, cipher, held.after) if cipher is not None else (),
    ):
        found = True
        yield fault
    if sound is not None and signed and not found:
        sound(Verified(checkpoint=signed[-1], note=held.notes[-1][1], blocks=held.reached, seq=held.highest))


def _gaps(database: Database, cipher: Cipher | None, remark: Remark) -> list[Gap]:
    """The gaps that excuse something; all are told."""
    believed = []
    for gap in on_record(database):
        if cipher is None or is_believed(cipher, gap):
            believed.append(gap)
            remark(f"on record: {gap}")
        else:
            remark(f"to explain: who has the keys did not put on record that {gap}")
    return believed


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
    return found, _all_at_once(faults) if not found else faults


def _anchors(anchors: Iterable[str], keys: Sequence[PublicKey]) -> tuple[list[Checkpoint], list[Fault]]:
    found, faults = [], []
    for number, note in enumerate(anchors, 1):
        try:
            found.append(open_note(note, keys))
        except EvidenceError as error:
            faults.append(Fault(f"anchor {number}", str(error)))
    return found, _all_at_once(faults) if not found else faults


def _all_at_once(unopened: list[Fault]) -> list[Fault]:
    """What to tell where not one of several signed notes can be opened."""
    if not unopened[1:]:
        return unopened
    where = f"{unopened[0].where} to {unopened[-1].where.rpartition(' ')[2]}"
    return [Fault(where, f"none of all {len(unopened):,} can be opened: they, the ledger's name or its keys were exchanged")]


def _unsigned(held: Held) -> Iterator[Fault]:
    """Leaves and the checkpoint over them are written in one transaction."""
    newest = max((size for size, _ in held.notes), default=held.start)
    if newest < held.end:
        yield Fault(f"checkpoint {held.end}", f"is not there: nothing signs the leaves {newest} to {held.end - 1}")


def _roots(checkpoints: Mapping[str, Sequence[Checkpoint]], held: Held) -> Iterator[Fault]:
    """The leaves are those that were signed: for each place where checkpoints are kept the first that does not fit, and the last beyond."""
    differ: dict[str, list[str]] = {}
    for kept_in, signed in checkpoints.items():
        fits = {c.size: held.roots.get(c.size, c.root) == c.root for c in signed if c.size <= held.end}
        wrong = sorted(size for size, fit in fits.items() if not fit)
        if wrong:
            before = max((size for size, fit in fits.items() if fit and size < wrong[0]), default=0)
            differ.setdefault(f"leaves {before} to {wrong[0] - 1}", []).append(f"{len(wrong):,} in {kept_in}")
        if most := max((c.size for c in signed if c.size > held.end), default=0):
            cut = f"there are {held.end}, and a checkpoint in {kept_in} signed {most}"
            yield Fault("leaves", f"{cut}: the end is cut off or an old copy was restored")
    yield from (Fault(where, f"are not what checkpoints signed: {', '.join(which)}") for where, which in differ.items())


def _told(last: Checkpoint, gaps: Iterable[Gap]) -> bool:
    """Whether an operator has put on record, since the last audit, that something it read was lost."""
    return any(gap.kept < last.size and gap.recorded_at > to_ticks(last.sealed_at) for gap in gaps)
