"""Every entry against its leaf, and every leaf against the tree: the part of an audit that reads the whole ledger once.

What is audited is fixed by one look at the beginning (`look`); leaves, nodes and checkpoints up to there never change, so
that they can be read page by page while others write. Each page of leaves is read with the entries it stands for.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consent_gate.evidence.merkle import EMPTY_ROOT, complete_root, node_hash, root_of
from consent_gate.ledger.audit_times import Times
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS, leaf_of
from consent_gate.ledger.fault import Fault, of_each
from consent_gate.ledger.sealing import SETTLED, STEP, WAITS
from consent_gate.ledger.statements import Row, Transaction
from consent_gate.ledger.verified import Verified

BLOCK = 1 << STEP
PAGE = 4096  # leaves; a multiple of a block
_FAR = 4 * PAGE  # entries further apart than this are asked for one by one
_PART = 500
_LOWEST = -(1 << 63)  # no entry of ours is before place 1, but one put in may be

Progress = Callable[[int, int], None]
"""Called with how many entries were checked, and how many there are."""

Remark = Callable[[str], None]
"""Called with what is no fault, and is to be explained."""

_COLUMNS = {source: f"e.seq, e.leaf, {', '.join(f'e.{column}' for column in columns)}" for source, columns in COLUMNS.items()}


@dataclass(slots=True, kw_only=True)
class Held:
    """What the ledger held at the look, and how far the audit has come."""

    start: int  # leaves that are not read again
    end: int
    after: int  # entries up to this place are not counted again
    notes: tuple[tuple[int, str], ...]  # signed checkpoints after `start`, by size
    nodes: dict[tuple[int, int], bytes]  # those that are kept over leaves after `start`
    settled: int  # entries up to this place are in the tree
    entries: Mapping[str, int]  # by table
    waiting: Mapping[str, int]
    blocks: list[bytes]  # roots of the complete subtrees of whole blocks read so far, largest first
    whole: bool = True  # whether every leaf read so far was there
    doubted: list[int] = field(default_factory=list)  # blocks that a fault was told of, in order
    times: Times = field(default_factory=Times)
    matched: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    highest: int = 0
    roots: dict[int, bytes] = field(default_factory=dict)  # of the trees asked for
    reached: tuple[bytes, ...] = ()  # the blocks of the newest checkpoint's tree


def look(database: Database, last: Verified | None) -> Held:
    """See what there is, as of one moment: all, or what came after `last`."""
    start, after = (last.whole, last.seq) if last else (0, _LOWEST)
    with database.snapshot() as transaction:
        if database.postgres:
            transaction.run("SET LOCAL statement_timeout = 0")
        settled = int(transaction.rows(SETTLED)[0][0])
        return Held(
            start=start,
            end=int(transaction.rows("SELECT coalesce(max(position) + 1, 0) FROM leaves")[0][0]),
            after=after,
            notes=tuple(
                (size, note) for size, note in transaction.rows("SELECT size, note FROM checkpoints WHERE size > ? ORDER BY size", (start,))
            ),
            nodes={
                (level, position): bytes(node)
                for level, position, node in transaction.rows(
                    "SELECT level, position, hash FROM nodes WHERE position >= (? >> level)", (start,)
                )
            },
            settled=settled,
            entries=_counted(transaction, "e.seq > ?", after),
            waiting=_counted(transaction, WAITS, max(after, settled), settled),
            blocks=list(last.blocks) if last else [],
            highest=after,
        )


def _counted(transaction: Transaction, where: str, *params: int) -> dict[str, int]:
    return {source: int(transaction.rows(f"SELECT count(*) FROM {source} e WHERE {where}", params)[0][0]) for source in COLUMNS}  # noqa: S608


def tree(database: Database, held: Held, asked: set[int], progress: Progress | None, remark: Remark) -> Iterator[Fault]:
    """Grow the tree leaf by leaf, filling `held.roots` at each size of `asked`; entries and kept nodes are compared on the way.

    From the first leaf that is not there nothing grows: that is told once, and what would follow from it is not.

    Args:
        database: the ledger's.
        held: what it held at the look.
        asked: sizes of trees whose roots are wanted.
        progress: told after each page.
        remark: told where the clock went back.
    """
    block: list[bytes] = []
    newest = max((size for size, _ in held.notes), default=0)
    size = due = held.start
    for page in _pages(database, held.start, held.end):
        yield from _entries(database, held, page, remark)
        for position, _, _, leaf in page:
            if position != due:
                yield _out_of_turn(position, due)
                held.whole = False
            due = position + 1
            if not held.whole:
                continue
            size += 1
            block.append(bytes(leaf))
            if len(block) == BLOCK:
                yield from _append(held, size >> STEP, complete_root(block))
                block.clear()
            if size in asked:
                held.roots[size] = _root(held.blocks, block)
                if size == newest:
                    held.reached = tuple(held.blocks)
        if progress is not None:
            progress(page[-1][0] + 1 - held.start, held.end - held.start)
    for said in held.times.end():
        remark(said)
    if held.end < held.start:
        held.roots[held.end] = EMPTY_ROOT  # not even what is not read again is there
        return
    held.roots[size] = _root(held.blocks, block)
    if held.whole and held.nodes:
        (level, position), more = min(held.nodes), len(held.nodes) - 1
        yield Fault(f"node {level}/{position}", "belongs to no leaves" + (f", nor do {more:,} more" if more else ""))


def _out_of_turn(position: int, due: int) -> Fault:
    """A leaf that comes where another was due."""
    if position < due:
        return Fault(f"leaf {position}", "is there twice: no checkpoint above can be compared")
    where, what = (f"leaf {due}", "is") if position == due + 1 else (f"leaves {due} to {position - 1}", "are")
    return Fault(where, f"{what} not there: no checkpoint above can be compared")


def _pages(database: Database, start: int, end: int) -> Iterator[list[Row]]:
    """The leaves in pages; where some are missing the next ones follow at once, however far away they are."""
    query = "SELECT position, seq, source, leaf FROM leaves WHERE position >= ? AND position < ? ORDER BY position LIMIT ?"
    while start < end and (page := database.read(query, (start, end, PAGE))):
        yield page
        start = page[-1][0] + 1


def _append(held: Held, blocks: int, node: bytes) -> Iterator[Fault]:
    """Add a whole block to the tree, and compare the kept nodes that it completes."""
    level = STEP
    while True:
        if level % STEP == 0 and held.nodes.pop((level, blocks - 1), None) != node and not _is_doubted(held, level, blocks - 1):
            insort(held.doubted, (blocks - 1) << (level - STEP))
            yield Fault(f"node {level}/{blocks - 1}", "is not what its leaves come to")
        if blocks & 1:
            break
        node = node_hash(held.blocks.pop(), node)
        level, blocks = level + 1, blocks >> 1
    held.blocks.append(node)


def _is_doubted(held: Held, level: int, position: int) -> bool:
    """Whether a fault was told of something under a node, from which that of the node follows."""
    first, past = position << (level - STEP), (position + 1) << (level - STEP)
    return bisect_left(held.doubted, first) < bisect_left(held.doubted, past)


def _root(blocks: Sequence[bytes], rest: Sequence[bytes]) -> bytes:
    """The root over whole blocks and the leaves that follow them."""
    roots = [*blocks, root_of(rest)] if rest else list(blocks)
    if not roots:
        return EMPTY_ROOT
    root = roots.pop()
    while roots:
        root = node_hash(roots.pop(), root)
    return root


def _entries(database: Database, held: Held, page: Sequence[Row], remark: Remark) -> Iterator[Fault]:
    """Every entry that a page of leaves stands for is there, once, and hashes to its leaf."""
    leaves: dict[str, dict[int, bytes]] = {}
    times: list[tuple[int, int]] = []
    doubted: set[int] = set()
    for _, seq, source, leaf in page:
        leaves.setdefault(source, {})[seq] = bytes(leaf)
    for source, sealed in leaves.items():
        if source not in COLUMNS:
            doubted |= sealed.keys()
            yield from of_each("leaf", [row[0] for row in page if row[2] == source], f"names the table `{source}`, which holds no entries")
            continue
        held.highest = max(held.highest, *sealed)
        here, said_at = frozenset(sealed), COLUMNS[source].index("recorded_at") + 2
        for row in _fetched(database, source, here):
            expected = sealed.pop(row[0], None)
            if expected is None:
                if row[0] in here:
                    yield Fault(f"{source} {row[0]}", "is there twice")
                continue  # another page's, or put in from outside: that shows in the count
            if row[0] > held.after:
                held.matched[source] += 1
            if bytes(row[1]) != expected or _leaf(source, row) != expected:
                doubted.add(row[0])
                yield Fault(f"{source} {row[0]}", "was altered")
            else:
                times.append((row[0], row[said_at]))
        doubted |= sealed.keys()
        yield from of_each(source, sorted(sealed), "was deleted")
    if doubted:
        held.doubted += sorted({position >> STEP for position, seq, *_ in page if seq in doubted}.difference(held.doubted[-1:]))
    for said in held.times.see(sorted(times)):
        remark(said)


def _fetched(database: Database, source: str, seqs: Collection[int]) -> Iterator[Row]:
    """The entries of a table at those places; on the way some of others, where that is quicker."""
    first, last = min(seqs), max(seqs)
    if last - first < _FAR:
        yield from database.read(f"SELECT {_COLUMNS[source]} FROM {source} e WHERE e.seq >= ? AND e.seq <= ?", (first, last))  # noqa: S608
        return
    wanted = sorted(seqs)
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        yield from database.read(f"SELECT {_COLUMNS[source]} FROM {source} e WHERE e.seq IN ({', '.join('?' * len(part))})", part)  # noqa: S608


def _leaf(source: str, row: Row) -> bytes:
    try:
        return leaf_of(source, row[0], row[2:])
    except (TypeError, ValueError, OverflowError):
        return b""


def waiting(database: Database, held: Held) -> Iterator[Fault]:
    """Every entry that waits to be sealed is as it was written."""
    for source in COLUMNS:
        query = f"SELECT {_COLUMNS[source]} FROM {source} e WHERE {WAITS} ORDER BY e.seq"  # noqa: S608
        for rows in database.stream(query, (held.settled, held.settled)):
            for row in rows:
                if _leaf(source, row) != bytes(row[1]):
                    yield Fault(f"{source} {row[0]}", "was altered before it was sealed")


def put_in(database: Database, held: Held) -> Iterator[Fault]:
    """Entries that are neither in the tree nor waiting for it; looked for where a table holds other than as many as it should."""
    for source, count in held.entries.items():
        if count == held.matched[source] + held.waiting[source]:
            continue
        query = (
            f"SELECT e.seq FROM {source} e WHERE e.seq > ? "  # noqa: S608
            "AND NOT EXISTS (SELECT 1 FROM leaves l WHERE l.seq = e.seq AND l.source = ? AND l.position >= 0) "
            f"AND NOT ({WAITS}) ORDER BY e.seq"
        )
        for rows in database.stream(query, (held.after, source, held.settled, held.settled)):
            what = "is neither in the tree nor waiting for it: it was put in from outside, or its leaf is gone"
            yield from of_each(source, [seq for (seq,) in rows], what)
