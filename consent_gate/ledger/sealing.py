"""Sealing: queued entries get their places in the tree, batch by batch, each batch and its checkpoint in one transaction.

The queue row of an entry is written in the entry's own transaction and removed in the one that seals it, so that none is
left out and none comes twice, whatever the order in which writers commit. One sealer works at a time.
"""

import secrets
from collections.abc import Callable, Sequence

from consent_gate.errors import LedgerTamperedError
from consent_gate.evidence.checkpoint import Checkpoint, sign
from consent_gate.evidence.merkle import consistency_proof, inclusion_proof, root_of
from consent_gate.ledger.database import Database
from consent_gate.ledger.statements import Row, Transaction
from consent_gate.ledger.tables import to_ticks

BATCH = 4096
STEP = 4
"""Nodes are kept on every fourth level: one row more for fifteen leaves, and sixteen hashes for what lies between."""

_LOCK = "SELECT pg_try_advisory_xact_lock(7266004)"
Rows = Callable[[str, Sequence[object]], list[Row]]


class Tree:
    """The sealed tree as the database holds it; reads what it needs through `rows`."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Rows) -> None:
        """Read through a transaction's or a database's rows."""
        self._rows = rows

    def size(self) -> int:
        """How many leaves there are."""
        return int(self._rows("SELECT coalesce(max(position) + 1, 0) FROM leaves", ())[0][0])

    def subtree(self, start: int, end: int) -> bytes:
        """The root over the leaves start..end-1."""
        width = end - start
        if width & (width - 1) == 0 and start % width == 0:
            return self._complete(width.bit_length() - 1, start // width)
        middle = start + (1 << ((width - 1).bit_length() - 1))
        return root_of((self.subtree(start, middle), self.subtree(middle, end)))

    def children(self, level: int, first: int, past: int) -> list[bytes]:
        """The roots of the subtrees first..past-1 of a level that is kept; level 0 are the leaves."""
        if level == 0:
            found = self._rows("SELECT leaf FROM leaves WHERE position >= ? AND position < ? ORDER BY position", (first, past))
        else:
            query = "SELECT hash FROM nodes WHERE level = ? AND position >= ? AND position < ? ORDER BY position"
            found = self._rows(query, (level, first, past))
        if len(found) != past - first:
            raise LedgerTamperedError(f"the sealed tree lacks nodes {first} to {past - 1} of level {level}", hint="run `reconsent verify`")
        return [bytes(row[0]) for row in found]

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The proof that the leaf at `position` is in the tree of `size` leaves."""
        return inclusion_proof(self.subtree, position, size)

    def consistency(self, old_size: int, size: int) -> list[bytes]:
        """The proof that the tree of `old_size` leaves is a prefix of the one of `size`."""
        return consistency_proof(self.subtree, old_size, size)

    def _complete(self, level: int, position: int) -> bytes:
        kept = level - level % STEP
        span = 1 << (level - kept)
        return root_of(self.children(kept, position * span, (position + 1) * span))


def origin_of(database: Database) -> str:
    """The name of this ledger in its checkpoints: random, drawn once, and kept in the ledger."""
    query = "SELECT value FROM meta WHERE name = 'origin'"
    found = database.read(query)
    if not found:
        with database.write() as transaction:
            drawn = f"reconsent/{secrets.token_hex(8)}"
            transaction.run("INSERT INTO meta (name, value) VALUES ('origin', ?) ON CONFLICT (name) DO NOTHING", (drawn,))
        found = database.read(query)
    return str(found[0][0])


def seal(database: Database, origin: str, seed: bytes, *, batch: int = BATCH) -> Checkpoint | None:
    """Seal up to `batch` queued entries and sign a checkpoint over them; None where there is nothing to seal.

    Also None while another process seals: it, or the next call, does what is left.

    Args:
        database: the ledger's.
        origin: names the ledger in its checkpoints.
        seed: the Ed25519 seed that signs.
        batch: most entries in one transaction.

    Raises:
        LedgerTamperedError: the queue names an entry that is not there.
    """
    with database.write() as transaction:
        if database.postgres and not transaction.rows(_LOCK)[0][0]:
            return None
        queued = transaction.rows("SELECT seq, source FROM unsealed ORDER BY seq LIMIT ?", (batch,))
        if not queued:
            return None
        tree = Tree(transaction.rows)
        size = tree.size()
        leaves = _leaves(transaction.rows, queued)
        _place(
            transaction,
            [(size + place, seq, source, leaves[seq]) for place, (seq, source) in enumerate(queued)],
            postgres=database.postgres,
        )
        new_size = size + len(queued)
        transaction.many("INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)", _new_nodes(tree, size, new_size))
        _unqueue(transaction, [seq for seq, _ in queued], postgres=database.postgres)
        sealed_at = database.now(transaction)
        checkpoint = Checkpoint(origin=origin, size=new_size, root=tree.subtree(0, new_size), sealed_at=sealed_at)
        transaction.run(
            "INSERT INTO checkpoints (size, note, recorded_at) VALUES (?, ?, ?)", (new_size, sign(checkpoint, seed), to_ticks(sealed_at))
        )
        return checkpoint


_ONE_LEAF = "INSERT INTO leaves (position, seq, source, leaf) VALUES (?, ?, ?, ?)"
_ALL_LEAVES = "INSERT INTO leaves (position, seq, source, leaf) SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bytea[])"


def _place(transaction: Transaction, leaves: Sequence[Row], *, postgres: bool) -> None:
    if postgres:  # one message for all instead of one each
        columns = [list(column) for column in zip(*leaves, strict=True)]
        transaction.run(_ALL_LEAVES, columns)
    else:
        transaction.many(_ONE_LEAF, leaves)


def _unqueue(transaction: Transaction, seqs: list[int], *, postgres: bool) -> None:
    if postgres:
        transaction.run("DELETE FROM unsealed WHERE seq = ANY(?)", (seqs,))
    else:
        transaction.many("DELETE FROM unsealed WHERE seq = ?", [(seq,) for seq in seqs])


def seal_all(database: Database, origin: str, seed: bytes, *, batch: int = BATCH) -> Checkpoint | None:
    """Seal until nothing is queued; the last checkpoint, None where nothing was."""
    last = None
    while (made := seal(database, origin, seed, batch=batch)) is not None:
        last = made
    return last


def _leaves(rows: Rows, queued: Sequence[Row]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for source in sorted({source for _, source in queued}):
        seqs = [seq for seq, named in queued if named == source]
        for start in range(0, len(seqs), 500):
            part = seqs[start : start + 500]
            marks = ", ".join("?" * len(part))
            found.update((seq, bytes(leaf)) for seq, leaf in rows(f"SELECT seq, leaf FROM {source} WHERE seq IN ({marks})", part))  # noqa: S608
    lost = [f"{source} {seq}" for seq, source in queued if seq not in found]
    if lost:
        raise LedgerTamperedError(f"queued entries are not there: {', '.join(lost[:5])}", hint="run `reconsent verify`")
    return found


def _new_nodes(tree: Tree, size: int, new_size: int) -> list[tuple[int, int, bytes]]:
    """The nodes of kept levels that the leaves size..new_size-1 complete, lower levels first."""
    made: list[tuple[int, int, bytes]] = []
    below: dict[int, bytes] = {}
    level = STEP
    while new_size >> level:
        here: dict[int, bytes] = {}
        for position in range(size >> level, new_size >> level):
            first, past = position << STEP, (position + 1) << STEP
            stored = [p for p in range(first, past) if p not in below]
            children = (
                {**dict(zip(stored, tree.children(level - STEP, stored[0], stored[-1] + 1), strict=True)), **below} if stored else below
            )
            here[position] = root_of(children[p] for p in range(first, past))
            made.append((level, position, here[position]))
        below, level = here, level + STEP
    return made
