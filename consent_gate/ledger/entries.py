"""Appending to the ledger: every entry gets its place, its canonical bytes and its leaf in one go.

What the fields mean is told in `tables`; sealing the leaves into the tree is the work of `consent_gate.evidence`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from consent_gate.evidence.canonical import FORMAT
from consent_gate.evidence.merkle import leaf_hash
from consent_gate.ledger.filling import Writers, filled
from consent_gate.ledger.places import NEXT, draw
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.ticks import EPOCH

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
_PLACE_AND_INSERT = {
    source: f"WITH placed AS MATERIALIZED (SELECT {NEXT} AS seq) "  # noqa: S608
    f"INSERT INTO {source} (seq, {', '.join(columns)}, leaf) "
    f"SELECT seq, {', '.join('?' * len(columns))}, sha256('\\x00'::bytea || ? || convert_to(seq::text, 'UTF8') || ?) "
    "FROM placed RETURNING seq"
    for source, columns in COLUMNS.items()
}
"""For PostgreSQL, where every statement more is a message more: it puts the place into the bytes that are hashed itself."""


def append(transaction: Transaction, source: str, values: tuple[Any, ...]) -> int:
    """Append an entry, its values in the order of `COLUMNS`; its place in the ledger."""
    if transaction.postgres:
        return int(transaction.rows(_PLACE_AND_INSERT[source], (*values, *_around_the_place(source, values)))[0][0])
    (seq,) = draw(transaction, 1)
    transaction.run(_INSERT[source], (seq, *values, leaf_of(source, seq, values)))
    return seq


def _around_the_place(source: str, values: tuple[Any, ...]) -> tuple[bytes, bytes]:
    """What is hashed for an entry's leaf, before its place and after. A quote within a text is escaped: the name is met once."""
    before, after = canonical_entry(source, 0, values).split(b'"seq":0')
    return before + b'"seq":', after


def leaf_of(source: str, seq: int, values: tuple[Any, ...]) -> bytes:
    """The leaf hash of an entry.

    Raises:
        TypeError: a value is of no kind that entries hold.
        ValueError: a text holds half a surrogate pair.
        OverflowError: a time lies outside of the calendar.
    """
    return leaf_hash(canonical_entry(source, seq, values))


def canonical_entry(source: str, seq: int, values: tuple[Any, ...]) -> bytes:
    """The canonical bytes of an entry: its table, its place and its columns; bytes in hex, times as text.

    They are those of `evidence.canonical`, filled into a form that is made once a table: a ledger is hashed three times as fast.
    """
    form = _FORMS[source]
    row = (seq, *values)
    if len(row) != len(form.order):
        raise ValueError(f"an entry of {source} has {len(form.order) - 1} columns, not {len(values)}")
    try:
        shown = [write[type(value)](value) for write, value in zip(form.writers, form.order_of(row), strict=True)]
    except KeyError as error:
        raise TypeError(f"a {error.args[0].__name__} has no canonical bytes") from error
    return (form.text % tuple(shown)).encode()


def leaves_of(source: str, columns: Sequence[Sequence[Any]]) -> list[bytes]:
    """The leaf hashes of many entries of one table, given by column: their places, then `COLUMNS`; of one at least."""
    form = _FORMS[source]
    return list(map(leaf_hash, map(str.encode, filled(form.text, form.order_of(columns), form.writers))))


@lru_cache(maxsize=1 << 14)
def _minute(minutes: int) -> str:
    return (EPOCH + timedelta(minutes=minutes)).isoformat()[:17]


def _time(ticks: int) -> str:
    minutes, rest = divmod(ticks, 60_000_000)
    seconds, micro = divmod(rest, 1_000_000)
    return f'"{_minute(minutes)}{seconds:02}.{micro:06}Z"'


def _bytes(value: bytes | memoryview) -> str:
    return f'"{value.hex()}"'


def _null(_: None) -> str:
    return "null"


_PLAIN: Writers = {str: encode_basestring, int: str, bytes: _bytes, memoryview: _bytes, type(None): _null}
_TIME: Writers = {**_PLAIN, int: _time}


class _Form:
    """The canonical text of one table's entries with places for the values, and who writes each."""

    def __init__(self, source: str, columns: tuple[str, ...]) -> None:
        fixed = {"entry": f'"{source}"', "format": str(FORMAT)}
        names = sorted((*columns, "seq", *fixed))
        self.text = "{" + ",".join(f'"{name}":{fixed.get(name, "%s")}' for name in names) + "}"
        self.order = [("seq", *columns).index(name) for name in names if name not in fixed]
        self.order_of = itemgetter(*self.order)
        self.writers = [_TIME if name in _TIMES else _PLAIN for name in names if name not in fixed]


_FORMS = {source: _Form(source, columns) for source, columns in COLUMNS.items()}
