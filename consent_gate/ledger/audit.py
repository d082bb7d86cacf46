"""Auditing: what the ledger holds against its own tree, its signatures, and checkpoints kept elsewhere.

Every fault names the row, the leaf or the checkpoint. What lies outside the ledger, as the archive, is checked there.
Anchors of a time that an operator recorded as lost (`gaps`) are not held against it: that it was lost is on record.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from consent_gate.errors import EvidenceError, LedgerTamperedError
from consent_gate.evidence.checkpoint import Checkpoint, PublicKey, open_note
from consent_gate.evidence.merkle import Frontier, complete_root, node_hash, root_of
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database, Row
from consent_gate.ledger.entries import COLUMNS, leaf_of
from consent_gate.ledger.sealing import STEP
from policy_versions.identity import identity_of

BLOCK = 1 << STEP
Progress = Callable[[int, int], None]
"""Called with how many entries were checked, and how many there are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was."""

    where: str  # as `records 17`
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def audit(
    database: Database,
    keys: Sequence[PublicKey],
    *,
    anchors: Iterable[str] = (),
    cipher: Cipher | None = None,
    progress: Progress | None = None,
) -> Iterator[Fault]:
    """Check everything, from the first entry on.

    Args:
        database: the ledger's.
        keys: the public halves of all signing keys.
        anchors: signed checkpoints that were kept outside of the ledger.
        cipher: opens the pages that people were shown; without it their bytes are not checked.
        progress: told every few thousand entries.

    Yields:
        Each fault once; nothing where all is as it was written.
    """
    roots: dict[int, bytes] = {}
    sizes, faults = _checkpoints(database, keys)
    yield from faults
    outside, faults = _anchors(anchors, keys)
    yield from faults
    yield from _tree(database, {c.size for c in (*sizes, *outside)}, roots)
    yield from _roots(sizes, roots, "the ledger")
    gaps = [(kept, lost) for kept, lost in database.read("SELECT kept, lost FROM gaps ORDER BY seq")]
    yield from _roots([c for c in outside if not any(kept < c.size <= lost for kept, lost in gaps)], roots, "the archive")
    yield from _entries(database, progress)
    yield from _version_files(database)
    yield from _state(database)
    if cipher is not None:
        yield from _pages(database, cipher)


def _checkpoints(database: Database, keys: Sequence[PublicKey]) -> tuple[list[Checkpoint], list[Fault]]:
    found, faults = [], []
    for size, note in database.read("SELECT size, note FROM checkpoints ORDER BY size"):
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


def _roots(checkpoints: Iterable[Checkpoint], roots: dict[int, bytes], kept_in: str) -> Iterator[Fault]:
    size = max(roots, default=0)
    for checkpoint in checkpoints:
        if checkpoint.size > size:
            yield Fault(
                "leaves",
                f"there are {size}, and a checkpoint in {kept_in} signed {checkpoint.size}: the end is cut off or an old copy was restored",
            )
        elif roots[checkpoint.size] != checkpoint.root:
            yield Fault(f"leaves 0 to {checkpoint.size - 1}", f"are not what the checkpoint in {kept_in} signed")


def _tree(database: Database, sizes: set[int], roots: dict[int, bytes]) -> Iterator[Fault]:
    """Grow the tree leaf by leaf, filling `roots` at each of `sizes` and at the end; kept nodes are compared on the way."""
    nodes = {(level, position): bytes(node) for level, position, node in database.read("SELECT level, position, hash FROM nodes")}
    blocks = Frontier()  # over the roots of whole blocks of leaves
    block: list[bytes] = []
    waiting: dict[int, list[bytes]] = {}
    size = 0
    for rows in database.stream("SELECT position, leaf FROM leaves ORDER BY position"):
        for position, leaf in rows:
            if position != size:
                yield Fault(f"leaf {size}", "is not there")
                return
            size += 1
            block.append(bytes(leaf))
            if len(block) == BLOCK:
                root = complete_root(block)
                blocks.append(root)
                yield from _complete_nodes(nodes, waiting, size, root)
                block.clear()
            if size in sizes:
                roots[size] = _root(blocks, block)
    roots[size] = _root(blocks, block)
    yield from (Fault(f"node {level}/{position}", "belongs to no leaves") for level, position in sorted(nodes))


def _root(blocks: Frontier, block: Sequence[bytes]) -> bytes:
    """The root over whole blocks and the leaves that follow them."""
    if not block:
        return blocks.root()
    root = root_of(block)
    for left in reversed(blocks.roots):
        root = node_hash(left, root)
    return root


def _complete_nodes(nodes: dict[tuple[int, int], bytes], waiting: dict[int, list[bytes]], size: int, node: bytes) -> Iterator[Fault]:
    """Compare the kept nodes that a whole block completes, lowest first."""
    level = STEP
    while True:
        if nodes.pop((level, (size >> level) - 1), None) != node:
            yield Fault(f"node {level}/{(size >> level) - 1}", "is not what its leaves come to")
        group = waiting.setdefault(level, [])
        group.append(node)
        if len(group) < BLOCK:
            return
        level, node = level + STEP, complete_root(group)
        group.clear()


def _entries(database: Database, progress: Progress | None) -> Iterator[Fault]:
    """Every entry hashes to its leaf, is in the tree or queued; every leaf and queue row has its entry."""
    total = sum(database.read(f"SELECT count(*) FROM {source}")[0][0] for source in COLUMNS)  # noqa: S608
    done = 0
    for source, columns in COLUMNS.items():
        named = ", ".join(f"e.{column}" for column in columns)
        query = (
            f"SELECT e.seq, e.leaf, l.leaf, l.source, u.source, {named} FROM {source} e "  # noqa: S608
            "LEFT JOIN leaves l ON l.seq = e.seq LEFT JOIN unsealed u ON u.seq = e.seq ORDER BY e.seq"
        )
        for rows in database.stream(query):
            for row in rows:
                yield from _entry(source, row)
            done += len(rows)
            if progress is not None:
                progress(done, total)
        for table in ("leaves", "unsealed"):
            query = f"SELECT t.seq FROM {table} t LEFT JOIN {source} e ON e.seq = t.seq WHERE t.source = ? AND e.seq IS NULL"  # noqa: S608
            for (seq,) in database.read(query, (source,)):
                yield Fault(f"{source} {seq}", "was deleted")


def _entry(source: str, row: Row) -> Iterator[Fault]:
    seq, own, sealed, sealed_source, queued, *values = row
    try:
        leaf = leaf_of(source, seq, tuple(values))
    except (TypeError, ValueError, OverflowError):
        leaf = b""
    if sealed is None:
        if queued != source:
            yield Fault(f"{source} {seq}", "is neither in the tree nor waiting for it: it was put in from outside")
        elif leaf != bytes(own):
            yield Fault(f"{source} {seq}", "was altered before it was sealed")
    elif leaf != bytes(sealed) or sealed_source != source:
        yield Fault(f"{source} {seq}", "was altered")


def _version_files(database: Database) -> Iterator[Fault]:
    """The files of each version come to its identity."""
    files: dict[tuple[str, int], dict[str, bytes]] = {}
    for policy, number, path, data in database.read("SELECT policy, number, path, data FROM version_files"):
        files.setdefault((policy, number), {})[path] = bytes(data)
    for policy, number, identity in database.read("SELECT policy, number, identity FROM versions ORDER BY seq"):
        if identity_of(files.pop((policy, number), {})) != identity:
            yield Fault(f"version {policy}@{number}", "its texts in the ledger are not the published ones")
    yield from (Fault(f"version {policy}@{number}", "its texts are there and its entry is not") for policy, number in sorted(files))


def _state(database: Database) -> Iterator[Fault]:
    """`consent_state` says what the latest event of each answer says."""
    latest: dict[tuple[str, str, str, int], tuple[int, str]] = {}
    query = "SELECT seq, kind, subject, policy, permission, edition FROM events WHERE kind NOT IN ('requested', 'deferred') ORDER BY seq"
    for rows in database.stream(query):
        for seq, kind, subject, policy, permission, edition in rows:
            key = (subject, policy, permission, 0 if kind == "told" else edition)
            latest[key] = (seq, kind)
    for subject, policy, permission, edition, answer, seq in database.read(
        "SELECT subject, policy, permission, edition, answer, seq FROM consent_state ORDER BY subject, policy, permission, edition"
    ):
        event = latest.pop((subject, policy, permission, edition if permission else 0), None)
        expected = {"cleared": None, "told": None}.get(event[1], event[1]) if event else None
        if event is None or (permission and (seq, answer) != (event[0], expected)):
            yield Fault(f"consent_state {subject} {policy}/{permission}@{edition}", "is not what the latest event says")
    yield from (
        Fault(f"consent_state {subject} {policy}/{permission}@{edition}", f"is not there, and event {seq} says `{kind}`")
        for (subject, policy, permission, edition), (seq, kind) in sorted(latest.items())
    )


def _pages(database: Database, cipher: Cipher) -> Iterator[Fault]:
    """The pages people were shown are the bytes their digests name; those of erased people cannot be opened."""
    secrets = {pseudonym: bytes(secret) for pseudonym, secret in database.read("SELECT pseudonym, secret FROM subjects")}
    held = set()
    for rows in database.stream("SELECT subject, digest, content_hidden FROM pages"):
        for subject, digest, hidden in rows:
            held.add((subject, digest))
            if subject in secrets:
                try:
                    shown = cipher.show(secrets[subject], bytes(hidden))
                except LedgerTamperedError:
                    shown = b""
                if sha256(shown).hexdigest() != digest:
                    yield Fault(f"page {digest[:16]} of {subject}", "was altered")
    for subject, digest, seq in database.read("SELECT subject, page, min(seq) FROM events WHERE page IS NOT NULL GROUP BY subject, page"):
        if subject in secrets and (subject, digest) not in held:
            yield Fault(f"page {digest[:16]} of {subject}", f"is not there, and event {seq} says it was shown")
