"""Recording many data: every row checked as `record` checks one, bad ones set aside, the others kept batch by batch.

A batch is one transaction. Under a key each batch comes to its first answer when it is sent again, so that whoever was
stopped half-way begins anew and doubles nothing. How the entries reach the database is told in `ledger.bulk`.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from consent_gate.errors import ArgumentError, LedgerTamperedError
from consent_gate.evidence.canonical import canonical_time
from consent_gate.ledger import Ledger, recording
from consent_gate.ledger.bulk import Wanted, put_many
from consent_gate.ledger.idempotency import Once
from consent_gate.ledger.ledger import Work
from consent_gate.ledger.recording import Standing
from consent_gate.ledger.tables import from_ticks, to_ticks
from consent_gate.model import UNKNOWN, CollectionRecord
from consent_gate.records import check_arguments, datum_of, require_text
from consent_gate.rules import Rules
from policy_versions.errors import PolicyVersionsError

BATCH = 5_000
"""Rows of one transaction."""

FIELDS = ("subject", "data", "item", "policy", "collected_at", "version", "fresh")
"""What a row may hold: arguments of `Gate.record`, by their names."""

RulesOf = Callable[[str], Rules]

Row: TypeAlias = Mapping[str, Any] | ArgumentError
"""A row, or why there is none: what could not be read, say, and is to be set aside as such."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not recorded, and why."""

    place: int  # among all rows, from 0
    error: ArgumentError | PolicyVersionsError

    def __str__(self) -> str:
        return f"{self.error} ({self.error.hint})" if self.error.hint else str(self.error)


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
    body = {} if key is None else {"do": "record_many", "rows": [_plain(row) for row in rows]}
    with _no_search_for_cycles(), ledger.loading() as work:
        once = Once(ledger.cipher, key, body)
        if (kept := once.answer(work.transaction)) is not None:
            return _again(ledger, rules, work, first, rows, kept["records"])
        wanted, aside = _checked(work, rules, first, rows)
        standing = put_many(work.transaction, ledger.cipher, wanted, now=work.now, postgres=ledger.database.postgres)
        places = iter(standing)
        bad = {one.place for one in aside}
        found = [None if place in bad else next(places) for place in range(first, first + len(rows))]
        once.keep(work.transaction, {"records": [one and one.seq for one in found]}, to_ticks(work.now))
    return Batch(first, rows, tuple(aside), lambda: _made(wanted, standing, found))


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


def _checked(work: Work, rules: RulesOf, first: int, rows: Sequence[object]) -> tuple[list[Wanted], list[SetAside]]:
    wanted: list[Wanted] = []
    aside: list[SetAside] = []
    for place, row in enumerate(rows, first):
        try:
            wanted.append(_wanted(work, rules, row))
        except (ArgumentError, PolicyVersionsError) as error:
            aside.append(SetAside(place, error))
    return wanted, aside


def _wanted(work: Work, rules: RulesOf, row: object) -> Wanted:
    if isinstance(row, ArgumentError):
        raise row
    if not isinstance(row, Mapping):
        raise ArgumentError("the row is no mapping", hint=f"give {', '.join(FIELDS)} by name")
    if not row.keys() <= _KNOWN:
        stranger = next(str(name) for name in row if name not in _KNOWN)
        raise ArgumentError(f"a row has no field `{stranger}`", hint=f"it may have {', '.join(FIELDS)}")
    subject, data, item, policy, collected_at, version, fresh = map(row.get, FIELDS)
    if fresh is not None and type(fresh) is not bool:
        raise ArgumentError("`fresh` is neither true nor false", hint="leave `fresh` out, or say true")
    if policy is not None and type(policy) is not str:
        raise ArgumentError("`policy` is no string", hint="leave `policy` out where there is only one")
    check_arguments(item, collected_at, version, None)
    who, category = require_text("subject", subject), require_text("data", data)
    datum = datum_of(work, rules, data=category, item=item, policy=policy, collected_at=collected_at, version=version)
    return Wanted(who, datum, bool(fresh))


_KNOWN = frozenset(FIELDS)


def _made(wanted: Sequence[Wanted], standing: Sequence[Standing], found: Sequence[Standing | None]) -> list[CollectionRecord | None]:
    """The rows' records; of those set aside, nothing."""
    made = iter(zip(wanted, standing, strict=True))
    return [None if one is None else _shown(*next(made)) for one in found]


def _shown(row: Wanted, standing: Standing) -> CollectionRecord:
    return CollectionRecord(
        id=standing.seq,
        subject=row.subject,
        policy=row.datum.policy,
        data=row.datum.data,
        item=row.datum.item,
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
            _, why = _checked(work, rules, place, [row])
            aside += why or [SetAside(place, _OTHER_KEY)]

    def standing() -> list[CollectionRecord | None]:
        with ledger.reading() as transaction:
            return [None if seq is None else recording.fetch(transaction, ledger.cipher, seq) for seq in kept]

    return Batch(first, rows, tuple(aside), standing)


_OTHER_KEY = ArgumentError("the row was set aside when it first came under this key", hint="send it again under another key")


def _plain(row: object) -> list[Any]:
    """A row as plain values, for the digest that tells it from another."""
    if not isinstance(row, Mapping):
        return [type(row).__name__, str(row) if isinstance(row, ArgumentError) else ""]
    values = list(map(row.get, FIELDS))
    if row.keys() <= _KNOWN and _SIMPLE.issuperset(map(type, values)):
        return values
    return [*map(_value, values), *sorted(str(name) for name in row if name not in _KNOWN)]


_SIMPLE = frozenset({str, int, bool, type(None)})


def _value(value: object) -> Any:
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if value is UNKNOWN:
        return ["unknown"]
    if isinstance(value, datetime) and value.tzinfo is not None:
        return [canonical_time(value)]
    return [kind.__name__, str(value)] if isinstance(value, datetime | float) else [kind.__name__]
