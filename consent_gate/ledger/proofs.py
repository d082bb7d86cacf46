"""Entries with their proofs, read from the sealed tree: what evidence bundles and receipts are made of."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from consent_gate.errors import ArgumentError
from consent_gate.evidence.bundle import ProvenCheckpoint, ProvenEntry
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS, canonical_entry
from consent_gate.ledger.sealing import Tree
from consent_gate.ledger.ticks import to_ticks

Place = tuple[str, int]
"""An entry: its table and its number in the ledger."""

_OF_SUBJECT = {
    "records": "SELECT seq FROM records WHERE subject = ?",
    "closures": "SELECT c.seq FROM closures c JOIN records r ON r.seq = c.record WHERE r.subject = ?",
    "events": "SELECT seq FROM events WHERE subject = ?",
}


def of_subject(database: Database, pseudonym: str) -> list[Place]:
    """All entries about one subject, oldest first."""
    found = [(source, seq) for source, query in _OF_SUBJECT.items() for (seq,) in database.read(query, (pseudonym,))]
    return sorted(found, key=lambda place: place[1])


def of_versions(database: Database, policies: Iterable[str] | None = None) -> list[Place]:
    """The entries that published or withdrew versions of `policies`, or of all."""
    wanted = None if policies is None else set(policies)
    found = []
    for source in ("versions", "version_withdrawals"):
        rows = database.read(f"SELECT seq, policy FROM {source}")  # noqa: S608
        found += [(source, seq) for seq, policy in rows if wanted is None or policy in wanted]
    return sorted(found, key=lambda place: place[1])


def of_gaps(database: Database) -> list[Place]:
    """The entries that put a loss on record."""
    return [("gaps", seq) for (seq,) in database.read("SELECT seq FROM gaps ORDER BY seq")]


def of_period(database: Database, since: datetime, until: datetime) -> list[Place]:
    """All entries recorded from `since` up to but not at `until`, oldest first."""
    span = (to_ticks(since), to_ticks(until))
    query = "SELECT seq FROM {} WHERE recorded_at >= ? AND recorded_at < ?"
    found = [(source, seq) for source in COLUMNS for (seq,) in database.read(query.format(source), span)]
    return sorted(found, key=lambda place: place[1])


def last_checkpoint(database: Database) -> tuple[int, str] | None:
    """The size and the signed note of the newest checkpoint."""
    found = database.read("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1")
    return (found[0][0], found[0][1]) if found else None


def proven(database: Database, places: Sequence[Place], size: int) -> list[ProvenEntry]:
    """The entries with proofs that lead to the tree of `size` leaves.

    Raises:
        ArgumentError: one is not sealed yet.
    """
    tree = Tree(database.read)
    made = []
    for source, seq in places:
        row = database.read(f"SELECT {', '.join(COLUMNS[source])} FROM {source} WHERE seq = ?", (seq,))[0]  # noqa: S608
        at = database.read("SELECT position FROM leaves WHERE seq = ?", (seq,))
        if not at or at[0][0] >= size:
            raise ArgumentError(f"the entry {seq} of {source} is not sealed yet", hint="run `reconsent seal` first")
        position = at[0][0]
        made.append(
            ProvenEntry(canonical=canonical_entry(source, seq, row), position=position, size=size, proof=tree.inclusion(position, size))
        )
    return made


def checkpoints(database: Database, sizes: Iterable[int]) -> list[ProvenCheckpoint]:
    """The signed checkpoints of `sizes`, each with the proof that it continues the one before; unknown sizes are passed over."""
    wanted = sorted(set(sizes))
    notes = {size: note for size, note in database.read("SELECT size, note FROM checkpoints") if size in wanted}
    tree = Tree(database.read)
    made: list[ProvenCheckpoint] = []
    for size in sorted(notes):
        proof = tree.consistency(made[-1].size, size) if made else []
        made.append(ProvenCheckpoint(size=size, note=notes[size], consistency=proof))
    return made
