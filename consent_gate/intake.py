"""Recording many data: every row checked as `record` checks one, bad ones set aside, the others kept batch by batch.

A batch is one transaction. Under a key each batch comes to its first answer when it is sent again, so that whoever was
stopped half-way begins anew and doubles nothing. How the entries reach the database is told in `ledger.bulk`.
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from consent_gate.arguments import check_arguments
from consent_gate.errors import ArgumentError, LedgerTamperedError
from consent_gate.evidence.canonical import canonical_time
from consent_gate.ledger import Ledger, recording
from consent_gate.ledger.bulk import Placed, Wanted, put_many
from consent_gate.ledger.idempotency import Once
from consent_gate.ledger.ledger import Work
from consent_gate.ledger.recording import Standing
from consent_gate.ledger.ticks import from_ticks, to_ticks
from consent_gate.model import UNKNOWN, CollectionRecord
from consent_gate.row_checks import FIELDS, KNOWN, Columns, RulesOf, SetAside, by_column, check_rows

BATCH = 5_000
"""Rows of one transaction."""

T = TypeVar("T")
Row: TypeAlias = Mapping[str, Any] | ArgumentError
"""A row, or why there is none: what could not be read, say, and is to be set aside as such."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the rows of one transaction, once it is committed."""

    first: int  # the place of its first row among all rows
    rows: Sequence[object]
    set_aside: tuple[SetAside, ...]
    standing: Callable[[], Sequence[CollectionRecord | None]]

    def records(self) -> Sequence[CollectionRecord | None]:
        """For each row the record that stands for it; None where it was set aside, or its person has been erased since."""
        return self.standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What `Gate.record_many` comes to."""

    recorded: int  # rows that a record stands for, new or not
    set_aside: tuple[SetAside, ...]


def record_many(
    ledger: Ledger,
    rules: RulesOf,
    rows: Iterable[Row],
    *,
    key: str | None,
    each: Callable[[Batch], object] | None,
) -> Recorded:
    """See `Gate.record_many`."""
    check_arguments(None, None, None, key)
    recorded, aside = 0, list[SetAside]()
    for first, batch in _batches(rows):
        with _no_search_for_cycles():
            done = _record(ledger, rules, first, batch, None if key is None else f"{key}#{BATCH}/{first}")
        recorded += len(batch) - len(done.set_aside)
        aside += done.set_aside
        if each is not None:
            each(done)
    return Recorded(recorded=recorded, set_aside=tuple(aside))


def _batches(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    left, first = iter(rows), 0
    while batch := list(islice(left, BATCH)):
        yield first, batch
        first += len(batch)


def _record(ledger: Ledger, rules: RulesOf, first: int, rows: Sequence[Row], key: str | None) -> Batch:
    columns = by_column(rows)
    once = Once(ledger.cipher, key, {} if key is None else {"do": "record_many", "rows": _body(rows, columns)})
    with ledger.loading() as work:
        if (kept := once.answer(work.transaction)) is not None:
            return _again(ledger, rules, work, first, rows, kept["records"])
        wanted, aside = check_rows(work, rules, first, rows, columns)
        placed = put_many(work.transaction, ledger.cipher, wanted, now=work.now, postgres=ledger.database.postgres)
        bad = {one.place - first for one in aside}
        once.keep(work.transaction, {"records": _among(placed.seqs, bad)}, to_ticks(work.now))
    return Batch(first, rows, tuple(aside), lambda: _among(_made(wanted, placed), bad))


def _among(found: Iterable[T], bad: Collection[int]) -> list[T | None]:
    """What was found for the rows that were not set aside, and None in the places of those that were."""
    placed = list[T | None](found)
    for place in sorted(bad):
        placed.insert(place, None)
    return placed


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A batch makes ten thousands of small values and no cycles; to look for some among them takes a fifth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _made(wanted: Wanted, placed: Placed) -> Iterator[CollectionRecord]:
    """The records that stand for the rows that were not set aside."""
    return map(_shown, placed.standing(), wanted.subjects, wanted.policies, wanted.data, wanted.items)


def _shown(standing: Standing, subject: str, policy: str, data: str, item: str | None) -> CollectionRecord:
    return CollectionRecord(
        id=standing.seq,
        subject=subject,
        policy=policy,
        data=data,
        item=item,
        version=standing.version or None,
        collected_at=None if standing.collected is None else from_ticks(standing.collected),
        recorded_at=from_ticks(standing.recorded_at),
    )


def _again(ledger: Ledger, rules: RulesOf, work: Work, first: int, rows: Sequence[object], kept: Sequence[int | None]) -> Batch:
    """The first answer to a batch; what was set aside then is told why, and stays so."""
    if len(kept) != len(rows):
        raise LedgerTamperedError("a kept answer is not the one to these rows", hint="run `reconsent verify`")
    aside = []
    for place, (row, seq) in enumerate(zip(rows, kept, strict=True), first):
        if seq is None:
            _, why = check_rows(work, rules, place, [row], by_column([row]))
            aside += why or [SetAside(place, _OTHER_KEY)]

    def standing() -> list[CollectionRecord | None]:
        with ledger.reading() as transaction:
            return [None if seq is None else recording.fetch(transaction, ledger.cipher, seq) for seq in kept]

    return Batch(first, rows, tuple(aside), standing)


_OTHER_KEY = ArgumentError("the row was set aside when it first came under this key", hint="send it again under another key")


def _body(rows: Sequence[object], columns: Columns | None) -> list[Any]:
    """The rows as plain values, for the digest that tells them from others."""
    if columns is None:
        return [_plain(row) for row in rows]
    plain = [column if _SIMPLE.issuperset(map(type, column)) else map(_value, column) for column in columns]
    return list(zip(*plain, strict=True))


def _plain(row: object) -> list[Any]:
    if not isinstance(row, Mapping):
        return [type(row).__name__, str(row) if isinstance(row, ArgumentError) else ""]
    return [*(_value(row.get(name)) for name in FIELDS), *sorted(str(name) for name in row if name not in KNOWN)]


_SIMPLE = frozenset({str, int, bool, type(None)})


def _value(value: object) -> Any:
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if value is UNKNOWN:
        return ["unknown"]
    if isinstance(value, datetime):
        with suppress(ValueError, OverflowError):  # it has no offset, or lies outside of the calendar
            return [canonical_time(value)]
    return [kind.__name__, str(value)] if isinstance(value, str | int | float | datetime) else [kind.__name__]
