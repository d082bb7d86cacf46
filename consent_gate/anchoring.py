"""Anchors: signed checkpoints of the ledger, kept in the archive, against which an older copy of the ledger shows.

The last one is written at each publish, and once a day while something seals. Whether the ledger is older than its last
anchor is looked at when a gate opens, and by `verify`; never within a check.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from consent_gate.errors import ArgumentError, EvidenceError, LedgerTamperedError
from consent_gate.evidence.checkpoint import Checkpoint, PublicKey, open_note, public_keys
from consent_gate.ledger import Ledger, gaps
from consent_gate.ledger.proofs import last_checkpoint
from consent_gate.ledger.sealing import Tree, origin_of, seal_all
from policy_versions.archive import Archive
from policy_versions.model import Actor

EVERY = timedelta(days=1)


def verifying_keys(ledger: Ledger) -> tuple[PublicKey, ...]:
    """The public halves of all keys that signed this ledger's checkpoints."""
    return public_keys(origin_of(ledger.database), ledger.keys.signing)


def seal(ledger: Ledger) -> Checkpoint | None:
    """Seal all that waits; the last checkpoint made, None where nothing did."""
    return seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1])


def anchor(ledger: Ledger, archive: Archive, *, due_only: bool = False) -> Checkpoint | None:
    """Keep the last checkpoint in the archive.

    Args:
        ledger: whose checkpoint it is.
        archive: where it is kept.
        due_only: only where a day has passed since the last one.

    Returns:
        What was kept; None where it was not due, or there is no checkpoint yet.
    """
    found = last_checkpoint(ledger.database)
    if found is None:
        return None
    checkpoint = open_note(found[1], verifying_keys(ledger))
    last = last_anchor(ledger, archive)
    if last is not None and (last.size == checkpoint.size or (due_only and checkpoint.sealed_at < last.sealed_at + EVERY)):
        return None
    archive.write_anchor(_name(checkpoint), found[1].encode())
    return checkpoint


def anchors(ledger: Ledger, archive: Archive) -> tuple[str, ...]:
    """The signed notes of this ledger in the archive, the smallest tree first."""
    mine = _prefix(origin_of(ledger.database))
    return tuple(data.decode("utf-8", "replace") for name, data in sorted(archive.anchors().items()) if name.startswith(mine))


def strangers(ledger: Ledger, archive: Archive) -> Mapping[str, int]:
    """How many anchors of other ledgers the archive holds that this one's keys signed, by the ledger's name.

    A ledger's name stands in the ledger: who puts another in its place can give it any, and its anchors are none of the new one's.
    """
    found: Counter[str] = Counter()
    mine = origin_of(ledger.database)
    for data in archive.anchors().values():
        note = data.decode("utf-8", "replace")
        origin = note.partition("\n")[0]
        with suppress(EvidenceError):
            if origin != mine:
                open_note(note, public_keys(origin, ledger.keys.signing))
                found[origin] += 1
    return found


def last_anchor(ledger: Ledger, archive: Archive) -> Checkpoint | None:
    """The largest tree of this ledger that the archive holds a signed checkpoint of; forged ones do not count."""
    found = []
    for note in anchors(ledger, archive):
        try:
            found.append(open_note(note, verifying_keys(ledger)))
        except EvidenceError:
            continue
    return max(found, key=lambda checkpoint: checkpoint.size, default=None)


def rolled_back(ledger: Ledger, archive: Archive) -> str | None:
    """Why nothing of the ledger may be believed, in one line: it is older than its last anchor, or whether it is cannot be told."""
    try:
        return older_than_anchor(ledger, archive)
    except LedgerTamperedError as error:
        return f"whether an older copy was restored cannot be told: {error}"


def older_than_anchor(ledger: Ledger, archive: Archive) -> str | None:
    """Why the ledger is older than its last anchor, in one line; None where it is not, or the gap is on record.

    Raises:
        LedgerTamperedError: the tree lacks what it takes to tell.
    """
    last = last_anchor(ledger, archive)
    if last is None or gaps.is_recorded(ledger.database, ledger.cipher, last.size):
        return None
    tree = Tree(ledger.database.read)
    size = tree.size()
    if size < last.size:
        return f"the ledger has {size} sealed entries, and the archive holds a checkpoint of {last.size}: an older copy was restored"
    if tree.subtree(0, last.size) != last.root:
        return (
            f"the first {last.size} sealed entries are not those the archive holds a checkpoint of: an older copy was restored and went on"
        )
    return None


def record_gap(ledger: Ledger, archive: Archive, *, actor: Actor, reason: str) -> int:
    """Put on record that entries were lost when an older copy was restored; how many leaves are missing.

    Raises:
        ArgumentError: nothing is lost, or no reason is given.
    """
    last = last_anchor(ledger, archive)
    if last is None or older_than_anchor(ledger, archive) is None:
        raise ArgumentError("the ledger is not older than its last anchor", hint="there is no gap to record")
    if not reason.strip():
        raise ArgumentError("a gap needs a reason", hint="say what was restored and why")
    kept = _common(ledger, archive, last.size)
    gaps.append_gap(ledger.database, ledger.cipher, kept, last.size, actor=actor, reason=reason.strip())
    return last.size - kept


def _common(ledger: Ledger, archive: Archive, lost: int) -> int:
    """The largest anchored tree that the ledger still has; 0 where none."""
    tree = Tree(ledger.database.read)
    size = tree.size()
    kept = 0
    for note in anchors(ledger, archive):
        try:
            checkpoint = open_note(note, verifying_keys(ledger))
        except EvidenceError:
            continue
        if checkpoint.size <= size and checkpoint.size < lost and tree.subtree(0, checkpoint.size) == checkpoint.root:
            kept = max(kept, checkpoint.size)
    return kept


def _prefix(origin: str) -> str:
    return origin.rpartition("/")[2] + "-"


def _name(checkpoint: Checkpoint) -> str:
    return f"{_prefix(checkpoint.origin)}{checkpoint.size:012d}"
