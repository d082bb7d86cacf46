"""Appending to the ledger: every entry gets its place, its canonical bytes and its leaf in one go.

What the fields mean is told in `tables`; sealing the leaves into the tree is the work of `consent_gate.evidence`.
"""

from collections.abc import Mapping
from typing import Any

from consent_gate.evidence.canonical import Plain, canonical_time, encode
from consent_gate.evidence.merkle import leaf_hash
from consent_gate.ledger.database import Transaction
from consent_gate.ledger.tables import from_ticks

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "versions": (
        "policy",
        "number",
        "identity",
        "effective",
        "recorded_at",
        "commit_id",
        "imported",
        "one_person",
        "content",
        "actors",
        "review",
    ),
    "version_withdrawals": ("policy", "number", "reason", "actor", "recorded_at"),
    "records": ("subject", "policy", "data", "item", "item_hidden", "version", "collected_at", "recorded_at", "origins"),
    "closures": ("record", "reason", "successor", "recorded_at"),
    "gaps": ("kept", "lost", "reason", "actor", "recorded_at"),
    "events": (
        "kind",
        "subject",
        "policy",
        "permission",
        "edition",
        "version",
        "recorded_at",
        "since",
        "method",
        "page",
        "actor_hidden",
        "cause",
    ),
}
"""The columns of each table of entries that are hashed, besides `seq`."""

_TIMES = frozenset({"effective", "recorded_at", "collected_at", "since"})
_INSERT = {
    source: f"INSERT INTO {source} (seq, {', '.join(columns)}, leaf) VALUES ({', '.join('?' * (len(columns) + 2))})"  # noqa: S608
    for source, columns in COLUMNS.items()
}


def append(transaction: Transaction, source: str, values: tuple[Any, ...]) -> int:
    """Append an entry, its values in the order of `COLUMNS`; its place in the ledger."""
    seq = int(transaction.rows("INSERT INTO unsealed (source) VALUES (?) RETURNING seq", (source,))[0][0])
    transaction.run(_INSERT[source], (seq, *values, leaf_of(source, seq, values)))
    return seq


def leaf_of(source: str, seq: int, values: tuple[Any, ...]) -> bytes:
    """The leaf hash of an entry."""
    return leaf_hash(canonical_entry(source, seq, values))


def canonical_entry(source: str, seq: int, values: tuple[Any, ...]) -> bytes:
    """The canonical bytes of an entry: its table, its place and its columns; bytes in hex, times as text."""
    plain: dict[str, Plain] = {"entry": source, "seq": seq}
    for column, value in zip(COLUMNS[source], values, strict=True):
        kind = type(value)
        if kind is bytes or kind is memoryview:
            plain[column] = bytes(value).hex()
        elif kind is int and column in _TIMES:
            plain[column] = canonical_time(from_ticks(value))
        else:
            plain[column] = value
    return encode(plain)
