"""Sealing: entries get their positions in the tree, batch by batch, each batch and its checkpoint in one transaction.

What waits is looked for, not queued: the entries that have no leaf, after the place up to which the last checkpoint says that
all have one. That place never passes one that a writer may still fill, so that no entry is left out, whatever the order in which
writers commit; and none comes twice, since leaves are there or not with their checkpoint. One sealer works at a time.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

from consent_gate.errors import LedgerTamperedError
from consent_gate.evidence.checkpoint import Checkpoint, sign
from consent_gate.evidence.merkle import complete_root, consistency_proof, inclusion_proof, root_of
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS
from consent_gate.ledger.places import settled
from consent_gate.ledger.statements import Row, Transaction
from consent_gate.ledger.ticks import to_ticks

BATCH = 4096
STEP = 4
"""Nodes are kept on every fourth level: one row more for fifteen leaves, and sixteen hashes for what lies between."""

_LOCK = "SELECT pg_try_advisory_xact_lock(7266004), set_config('enable_seqscan', 'off', true)"
"""What waits is at the end of large tables, which PostgreSQL does not know of a table that it has no statistics of yet."""

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


SETTLED = "SELECT coalesce((SELECT settled FROM checkpoints ORDER BY size DESC LIMIT 1), 0)"
"""The place up to which every entry has its leaf."""

WAITS = "e.seq > ? AND NOT EXISTS (SELECT 1 FROM leaves l WHERE l.seq = e.seq AND l.seq > ?)"
"""Whether an entry `e` after a place, given twice, waits to be sealed."""

_PLACE = f"""INSERT INTO leaves (position, seq, source, leaf)
SELECT CAST(? AS BIGINT) + row_number() OVER (ORDER BY seq), seq, source, leaf FROM (
{" UNION ALL ".join(f"SELECT e.seq, '{source}' AS source, e.leaf FROM {source} e WHERE {WAITS}" for source in COLUMNS)}
ORDER BY seq LIMIT ?) AS waiting RETURNING position, seq, leaf"""  # noqa: S608

_UNSEALED = "SELECT " + " + ".join(f"(SELECT count(*) FROM {source} e WHERE {WAITS})" for source in COLUMNS)  # noqa: S608


def unsealed(database: Database) -> int:
    """How many entries wait to be sealed."""
    after = database.read(SETTLED)[0][0]
    return int(database.read(_UNSEALED, [after] * (2 * len(COLUMNS)))[0][0])


class Sealed(NamedTuple):
    """What one transaction sealed."""

    checkpoint: Checkpoint
    entries: int


def seal(database: Database, origin: str, seed: bytes, *, batch: int = BATCH) -> Sealed | None:
    """Seal up to `batch` entries that wait, and sign a checkpoint over them; None where there is nothing to seal.

    Also None while another process seals: it, or the next call, does what is left.

    Args:
        database: the ledger's.
        origin: names the ledger in its checkpoints.
        seed: the Ed25519 seed that signs.
        batch: most entries in one transaction.
    """
    certain = settled(database)
    with database.write() as transaction:
        if database.postgres and not transaction.rows(_LOCK)[0][0]:
            return None
        tree = Tree(transaction.rows)
        size = tree.size()
        after = transaction.rows(SETTLED)[0][0]
        placed = sorted(transaction.rows(_PLACE, (size - 1, *[after] * (2 * len(COLUMNS)), batch)))
        if not placed:
            return None
        new_size, last = size + len(placed), placed[-1][1]
        _keep(transaction, _new_nodes(tree, size, [bytes(leaf) for _, _, leaf in placed]))
        sealed_at = database.now(transaction)
        checkpoint = Checkpoint(origin=origin, size=new_size, root=tree.subtree(0, new_size), sealed_at=sealed_at)
        upto = certain if len(placed) < batch else min(certain, last)
        transaction.run(
            "INSERT INTO checkpoints (size, note, recorded_at, settled) VALUES (?, ?, ?, ?)",
            (new_size, sign(checkpoint, seed), to_ticks(sealed_at), max(after, upto)),
        )
        return Sealed(checkpoint, len(placed))


def seal_all(database: Database, origin: str, seed: bytes, *, batch: int = BATCH) -> Checkpoint | None:
    """Seal all that waits; the last checkpoint, None where nothing did. What is written meanwhile may be left to the next call."""
    last = None
    while (made := seal(database, origin, seed, batch=batch)) is not None:
        last = made.checkpoint
        if made.entries < batch:
            break
    return last


def _new_nodes(tree: Tree, size: int, leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
    """The nodes of kept levels that these leaves after the first `size` complete, lower levels first."""
    made: list[tuple[int, int, bytes]] = []
    below, begin, level = leaves, size, 0  # the nodes of a level from `begin` on
    while True:
        first, past = begin >> STEP, (begin + len(below)) >> STEP
        level += STEP
        if first == past:
            return made
        below = [*tree.children(level - STEP, first << STEP, begin), *below] if begin > first << STEP else below
        here = [complete_root(below[at : at + (1 << STEP)]) for at in range(0, (past - first) << STEP, 1 << STEP)]
        made += [(level, position, node) for position, node in enumerate(here, first)]
        below, begin = here, first


def _keep(transaction: Transaction, nodes: Sequence[tuple[int, int, bytes]]) -> None:
    if nodes and transaction.postgres:  # one message for all instead of one each
        columns = [list(column) for column in zip(*nodes, strict=True)]
        transaction.run("INSERT INTO nodes (level, position, hash) SELECT * FROM unnest(?::int[], ?::bigint[], ?::bytea[])", columns)
    else:
        transaction.many("INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)", nodes)
