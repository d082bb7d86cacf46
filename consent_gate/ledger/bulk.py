"""Recording many data in one transaction: what each row comes to is `recording.merged`'s word, as for a single record.

Entries and leaves are the same bytes that single records leave; only their way into the database is another:
by column rather than by row, a few statements for all of them, and COPY on PostgreSQL. The records of a batch take their places
in the order of the index that finds them, which is then written page by page instead of all over; its closures follow them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple, TypeAlias

from consent_gate.ledger.cipher import Cipher, item_digest
from consent_gate.ledger.copying import packed
from consent_gate.ledger.entries import COLUMNS, leaves_of
from consent_gate.ledger.places import draw
from consent_gate.ledger.recording import OPEN, Standing, merged
from consent_gate.ledger.statements import Row, Transaction
from consent_gate.ledger.subjects import Subject, obtain_many
from consent_gate.ledger.ticks import to_ticks

Same: TypeAlias = tuple[str, str, bytes, str]
"""What makes a record the same record: pseudonym, policy, the item's digest, data."""

PART = 512
"""Rows looked up, or made ready and sent, at once."""

_ROOM = 32_768  # KiB
_FOUND = "SELECT r.subject, r.item, r.seq, r.version, r.collected_at, r.recorded_at FROM {} ORDER BY r.seq"
_OF = f"r.policy = ? AND r.data = ? AND {OPEN}"
_POSTGRES = _FOUND.format(
    "unnest(string_to_array(?, ','), string_to_array(?, ',')) AS w (subject, item) CROSS JOIN LATERAL"  # noqa: S608
    f" (SELECT * FROM records r WHERE r.subject = w.subject AND r.item = decode(w.item, 'hex') AND {_OF} OFFSET 0) AS r"
)
"""OFFSET 0 has PostgreSQL look each of them up: as long as it has not counted the table, it would go through all of it for each."""

_SQLITE = _FOUND.format(
    "(SELECT column1 AS subject, column2 AS item FROM (VALUES {})) AS w CROSS"  # noqa: S608
    f" JOIN records r ON r.subject = w.subject AND r.item = w.item WHERE {_OF}"
)

Columns: TypeAlias = Sequence[Sequence[Any]]


class Wanted(NamedTuple):
    """Rows to record, checked, column by column."""

    subjects: Sequence[str]
    policies: Sequence[str]
    data: Sequence[str]
    items: Sequence[str | None]
    versions: Sequence[int]  # 0: not known
    collected: Sequence[int | None]  # in ticks; None: not known
    fresh: Sequence[bool]


class Placed(NamedTuple):
    """For each row the record that stands for it."""

    seqs: Sequence[int]
    versions: Sequence[int]
    collected: Sequence[int | None]
    recorded_at: Sequence[int]

    def standing(self) -> Iterator[Standing]:
        """The records."""
        return map(Standing, *self)


class _Plan(NamedTuple):
    """What is to be written, and for each row the record that stands for it; a place below 0 is that of a row's own record: ~row."""

    rows: list[int]  # those that records are made of, and by column what they say
    versions: list[int]
    collected: list[int | None]
    closures: list[tuple[int, int, str]]  # row, the place of the record that its own follows, why
    standing: Placed


@contextmanager
def room(transaction: Transaction) -> Iterator[None]:
    """Let SQLite keep in memory what a batch alters: what does not fit it writes, and waits for the disk, before its time."""
    if transaction.postgres:
        yield
        return
    (usual,) = transaction.rows("PRAGMA cache_size")[0]
    transaction.run(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        transaction.run(f"PRAGMA cache_size = {usual}")


def put_many(transaction: Transaction, cipher: Cipher, rows: Wanted, *, now: datetime, postgres: bool) -> Placed:
    """Record all rows, in their order; for each the open record that stands for it from now on."""
    if not rows.subjects:
        return Placed((), (), (), ())
    whose, new = obtain_many(transaction, cipher, set(rows.subjects), postgres=postgres)
    people = list(map(whose.__getitem__, rows.subjects))
    pseudonyms, _, _, salts, _ = zip(*people, strict=True)
    items = map(item_digest, salts, map(cipher.item, rows.items))
    keys: list[Same] = list(zip(pseudonyms, rows.policies, items, rows.data, strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)  # rows about one datum stay in theirs
    drawn = {whose[subject].pseudonym for subject in new}
    known = dict.fromkeys([keys[row] for row in order if pseudonyms[row] not in drawn])
    at = to_ticks(now)
    plan = _plan(rows, keys, order, _standing(transaction, known, postgres=postgres), at)
    made: dict[int, int] = {}
    if plan.rows:
        seqs = draw(transaction, len(plan.rows))
        made = {~row: seq for row, seq in zip(plan.rows, seqs, strict=True)}
        append_many(transaction, "records", seqs, _parts(cipher, rows, people, keys, plan, at), postgres=postgres)
    if plan.closures:
        closed = [(made.get(old, old), reason, made[~row], at) for row, old, reason in sorted(plan.closures)]
        seqs = draw(transaction, len(closed))
        append_many(transaction, "closures", seqs, [list(zip(*closed, strict=True))], postgres=postgres)
    return plan.standing._replace(seqs=[made.get(place, place) for place in plan.standing.seqs])


def _standing(transaction: Transaction, keys: Iterable[Same], *, postgres: bool) -> dict[Same, Standing]:
    """The open records that there are."""
    asked = defaultdict[tuple[str, str], list[tuple[str, bytes]]](list)
    for subject, policy, item, data in keys:
        asked[policy, data].append((subject, item))
    look_up = _found_on_postgres if postgres else _found_on_sqlite
    return {
        (subject, policy, bytes(item), data): Standing(*standing)
        for (policy, data), wanted in asked.items()
        for subject, item, *standing in look_up(transaction, wanted, policy, data)
    }


def _found_on_postgres(transaction: Transaction, wanted: Sequence[tuple[str, bytes]], *of: str) -> list[Row]:
    """One string for each column: the driver takes far longer over an array."""
    subjects, items = zip(*wanted, strict=True)
    return transaction.rows(_POSTGRES, (",".join(subjects), ",".join(map(bytes.hex, items)), *of))


def _found_on_sqlite(transaction: Transaction, wanted: Sequence[tuple[str, bytes]], *of: str) -> Iterator[Row]:
    """The last one is asked for again until they are a power of two: a statement of each length would have to be made ready and kept."""
    for start in range(0, len(wanted), PART):
        part = list(wanted[start : start + PART])
        part += part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))
        yield from transaction.rows(_SQLITE.format(", ".join(["(?, ?)"] * len(part))), (*chain.from_iterable(part), *of))


def _plan(rows: Wanted, keys: Sequence[Same], order: list[int], standing: dict[Same, Standing], recorded_at: int) -> _Plan:
    """What is to be written; of two rows about the same datum the second meets the first."""
    versions, collected, fresh = rows[-3:]
    if not standing and len(set(keys)) == len(keys):
        said = [versions[row] for row in order], [collected[row] for row in order]
        return _Plan(order, *said, [], Placed(range(-1, ~len(keys), -1), versions, collected, [recorded_at] * len(keys)))
    plan = _Plan([], [], [], [], Placed((), (), (), ()))
    placed = dict[int, Standing]()
    for row in order:
        key = keys[row]
        old = standing.get(key)
        terms = merged(old, versions[row], collected[row], fresh=fresh[row])
        if terms is not None:
            version, at = terms
            standing[key] = Standing(~row, version, at, recorded_at)
            plan.rows.append(row)
            plan.versions.append(version)
            plan.collected.append(at)
            if old is not None:
                plan.closures.append((row, old.seq, "fresh" if fresh[row] else "merged"))
        placed[row] = standing[key]
    return plan._replace(standing=Placed(*zip(*map(placed.__getitem__, range(len(keys))), strict=True)))


def _parts(cipher: Cipher, rows: Wanted, people: Sequence[Subject], keys: Sequence[Same], plan: _Plan, at: int) -> Iterator[Columns]:
    """The columns of the records planned, part by part, so that a database that takes one in has not to wait for all."""
    for start in range(0, len(plan.rows), PART):
        part = slice(start, start + PART)
        of = plan.rows[part]
        pseudonyms, policies, items, data = zip(*[keys[row] for row in of], strict=True)
        hidden = cipher.hide_all([(people[row].secret, _json(rows.items[row])) for row in of])
        yield [pseudonyms, policies, data, items, hidden, plan.versions[part], plan.collected[part], [at] * len(of), [None] * len(of)]


def _json(item: str | None) -> bytes:
    return b"null" if item is None else encode_basestring_ascii(item).encode()


def append_many(transaction: Transaction, source: str, seqs: Sequence[int], parts: Iterable[Columns], *, postgres: bool) -> None:
    """Append entries to a table at those places; they are given by column, part by part."""
    written = _written(source, iter(seqs), parts)
    names = f"{source} (seq, {', '.join(COLUMNS[source])}, leaf)"
    width = len(COLUMNS[source]) + 2
    if postgres:
        short = [place for place, name in enumerate(COLUMNS[source], 1) if name == "version"]
        transaction.copy(names, (b"".join(packed(columns, short)) for columns in written))
        return
    for columns in written:
        transaction.many(f"INSERT INTO {names} VALUES ({', '.join('?' * width)})", list(zip(*columns, strict=True)))  # noqa: S608


def _written(source: str, seqs: Iterator[int], parts: Iterable[Columns]) -> Iterator[Columns]:
    """The columns with the entries' places before and their leaves behind."""
    for columns in parts:
        placed = [list(islice(seqs, len(columns[0]))), *columns]
        yield [*placed, leaves_of(source, placed)]
