"""Recording many data in one transaction: what each row comes to is `recording.merged`'s word, as for a single record.

Entries, leaves and the queue are the same bytes that single records leave; only their way into the database is another:
a few statements for all of them, and COPY on PostgreSQL.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple, TypeAlias

from consent_gate.ledger.cipher import Cipher, item_digest
from consent_gate.ledger.entries import COLUMNS, leaf_of
from consent_gate.ledger.recording import OPEN, Datum, Standing, merged
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.subjects import Subject, obtain_many
from consent_gate.ledger.tables import to_ticks

Same: TypeAlias = tuple[str, str, bytes, str]
"""What makes a record the same record: pseudonym, policy, the item's digest, data."""

_PART = 200  # rows looked up by one statement on SQLite
_LINES = 500  # lines sent by one message of a COPY
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_SAME = "r.subject = w.subject AND r.policy = w.policy AND r.item = w.item AND r.data = w.data"
_COLUMNS = "r.seq, r.subject, r.policy, r.item, r.data, r.version, r.collected_at, r.recorded_at"
_FOUND = f"SELECT {_COLUMNS} FROM {{}} WHERE {OPEN} ORDER BY r.seq"  # noqa: S608
_POSTGRES = _FOUND.format(
    "unnest(?::text[], ?::text[], ?::bytea[], ?::text[]) AS w(subject, policy, item, data) JOIN records r"
    ' ON r.subject = w.subject COLLATE "C" AND r.policy = w.policy COLLATE "C" AND r.item = w.item AND r.data = w.data COLLATE "C"'
)


class Wanted(NamedTuple):
    """One row to record, checked."""

    subject: str
    datum: Datum
    fresh: bool


class _Plan(NamedTuple):
    """The entries to write in their order, and for each row the record that stands for it; places below 0 are entries planned."""

    entries: list[tuple[str, tuple[Any, ...]]]
    hidden: list[tuple[int, Wanted]]  # entries whose item is still to be hidden
    standing: list[Standing]


def put_many(transaction: Transaction, cipher: Cipher, rows: Sequence[Wanted], *, now: datetime, postgres: bool) -> list[Standing]:
    """Record all rows, in their order; for each the open record that stands for it from now on."""
    whose, new = obtain_many(transaction, {row.subject for row in rows}, postgres=postgres)
    keyed = _digests(cipher, whose, rows)
    known = list(dict.fromkeys(key for key, row in zip(keyed, rows, strict=True) if row.subject not in new))
    found = _standing(transaction, known, postgres=postgres) if known else {}
    plan = _plan(rows, keyed, found, to_ticks(now))
    _hide(cipher, whose, plan)
    seqs = _reserve(transaction, len(plan.entries), postgres=postgres)
    write = _copy if postgres else _insert
    write(transaction, plan, seqs)
    return [one if one.seq >= 0 else one._replace(seq=seqs[~one.seq]) for one in plan.standing]


def _digests(cipher: Cipher, whose: Mapping[str, Subject], rows: Sequence[Wanted]) -> list[Same]:
    keyed = []
    for subject, datum, _ in rows:
        who = whose[subject]
        keyed.append((who.pseudonym, datum.policy, item_digest(who.salt, cipher.item(datum.item)), datum.data))
    return keyed


def _standing(transaction: Transaction, keys: Sequence[Same], *, postgres: bool) -> dict[Same, Standing]:
    """The open records that there are."""
    if postgres:
        found = transaction.rows(_POSTGRES, [list(column) for column in zip(*keys, strict=True)])
    else:
        found = []
        for start in range(0, len(keys), _PART):
            part = keys[start : start + _PART]
            marks = ", ".join(["(?, ?, ?, ?)"] * len(part))
            values = f"(SELECT column1 AS subject, column2 AS policy, column3 AS item, column4 AS data FROM (VALUES {marks})) AS w"  # noqa: S608
            query = _FOUND.format(f"{values} CROSS JOIN records r ON {_SAME}")
            found += transaction.rows(query, [value for key in part for value in key])
    return {
        (subject, policy, bytes(item), data): Standing(seq, version, collected, recorded_at)
        for seq, subject, policy, item, data, version, collected, recorded_at in found
    }


def _plan(rows: Sequence[Wanted], keyed: Sequence[Same], standing: dict[Same, Standing], recorded_at: int) -> _Plan:
    """What is to be written; of two rows about the same datum the second meets the first."""
    plan = _Plan([], [], [])
    for row, key in zip(rows, keyed, strict=True):
        _, datum, fresh = row
        old = standing.get(key)
        terms = merged(old, datum, fresh=fresh)
        if terms is not None:
            version, collected = terms
            one = standing[key] = Standing(~len(plan.entries), version, collected, recorded_at)
            plan.hidden.append((len(plan.entries), row))
            plan.entries.append(("records", (*key, version, collected, recorded_at)))
            if old is not None:
                plan.entries.append(("closures", (old.seq, "fresh" if fresh else "merged", one.seq, recorded_at)))
        plan.standing.append(standing[key])
    return plan


def _hide(cipher: Cipher, whose: Mapping[str, Subject], plan: _Plan) -> None:
    """Complete the records with their items, hidden."""
    keys = {subject: cipher.key_of(whose[subject].secret) for subject in {row.subject for _, row in plan.hidden}}
    texts = [(keys[row.subject], _json(row.datum.item)) for _, row in plan.hidden]
    for (place, _), hidden in zip(plan.hidden, cipher.hide_all(texts), strict=True):
        subject, policy, item, data, version, collected, recorded_at = plan.entries[place][1]
        plan.entries[place] = ("records", (subject, policy, data, item, hidden, version, collected, recorded_at, None))


def _json(item: str | None) -> bytes:
    return b"null" if item is None else encode_basestring_ascii(item).encode()


def _reserve(transaction: Transaction, count: int, *, postgres: bool) -> list[int]:
    """Places in the ledger for so many entries."""
    if postgres:
        rows = transaction.rows("SELECT nextval('unsealed_seq_seq') FROM generate_series(1, ?)", (count,))
        return [row[0] for row in rows]
    last = transaction.row("SELECT seq FROM sqlite_sequence WHERE name = 'unsealed'")
    first = (last[0] if last else 0) + 1
    return list(range(first, first + count))


def _rows(plan: _Plan, seqs: Sequence[int]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table, with their places and leaves."""
    rows: dict[str, list[tuple[Any, ...]]] = {"records": [], "closures": []}
    for seq, (source, values) in zip(seqs, plan.entries, strict=True):
        if source == "records":
            rows[source].append((seq, *values, leaf_of(source, seq, values)))
        else:
            record, reason, successor, recorded_at = values
            placed = (record if record >= 0 else seqs[~record], reason, seqs[~successor], recorded_at)
            rows[source].append((seq, *placed, leaf_of(source, seq, placed)))
    return rows


def _insert(transaction: Transaction, plan: _Plan, seqs: Sequence[int]) -> None:
    queued = [(seq, source) for seq, (source, _) in zip(seqs, plan.entries, strict=True)]
    transaction.many("INSERT INTO unsealed (seq, source) VALUES (?, ?)", queued)
    for source, rows in _rows(plan, seqs).items():
        columns = COLUMNS[source]
        marks = ", ".join("?" * (len(columns) + 2))
        transaction.many(f"INSERT INTO {source} (seq, {', '.join(columns)}, leaf) VALUES ({marks})", rows)  # noqa: S608


def _copy(transaction: Transaction, plan: _Plan, seqs: Sequence[int]) -> None:
    lines = (f"{seq}\t{source}\n" for seq, (source, _) in zip(seqs, plan.entries, strict=True))
    transaction.copy("COPY unsealed (seq, source) FROM STDIN", _blocks(lines))
    for source, rows in _rows(plan, seqs).items():
        if rows:
            transaction.copy(f"COPY {source} (seq, {', '.join(COLUMNS[source])}, leaf) FROM STDIN", _blocks(map(_line, rows)))


def _blocks(lines: Iterator[str]) -> Iterator[str]:
    while block := "".join(islice(lines, _LINES)):
        yield block


def _line(values: Sequence[Any]) -> str:
    r"""A row as COPY reads it.

    >>> _line((7, "ab", b"\x01", None))
    '7\tab\t\\\\x01\t\\N\n'
    """
    return "\t".join(_field(value) for value in values) + "\n"


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    return str(value).translate(_ESCAPES) if isinstance(value, str) and not value.isalnum() else str(value)
