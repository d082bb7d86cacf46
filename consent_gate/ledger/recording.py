"""Recording what was collected: once per subject, policy, item and data, at its oldest version and time.

An open record made again keeps the older version and time; where that makes it older, a new entry follows the closed
one. Given anew, the older one is closed and the new one stands for itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from consent_gate.errors import ArgumentError, UnknownVersionError
from consent_gate.ledger.cipher import Cipher, item_digest
from consent_gate.ledger.entries import append
from consent_gate.ledger.statements import Row, Transaction
from consent_gate.ledger.subjects import Subject, by_pseudonym
from consent_gate.ledger.ticks import from_ticks, to_ticks
from consent_gate.ledger.versions import Catalogue
from consent_gate.model import UNKNOWN, CollectionRecord, Unknown
from consent_gate.rule import NOT_KNOWN

COLUMNS = "r.seq, r.subject, r.policy, r.data, r.item_hidden, r.version, r.collected_at, r.recorded_at"
_SAME = "r.subject = ? AND r.policy = ? AND r.item = ? AND r.data = ?"
OPEN = "NOT EXISTS (SELECT 1 FROM closures c WHERE c.record = r.seq)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """What makes a record the same record, and its oldest version and time."""

    policy: str
    data: str
    item: str | None
    version: int  # 0: not known
    collected_at: datetime | None  # None: not known


class Standing(NamedTuple):
    """The open record of a datum, as far as it counts when the datum is recorded again; times in ticks."""

    seq: int
    version: int
    collected: int | None
    recorded_at: int


def merged(old: Standing | None, version: int, collected: int | None, *, fresh: bool) -> tuple[int, int | None] | None:
    """The version and time that a datum recorded now stands with; None where the open record stands as it is."""
    if old is None or fresh:
        return version, collected
    version = min(version, old.version)
    collected = None if collected is None or old.collected is None else min(collected, old.collected)
    return None if (version, collected) == (old.version, old.collected) else (version, collected)


def collected_under(catalogue: Catalogue, policy: str, version: int | Unknown | None, collected_at: datetime | None, now: datetime) -> int:
    """The version a datum was collected under; 0 where it is not known, or none was in force.

    Args:
        catalogue: the versions.
        policy: the policy.
        version: what the caller claims.
        collected_at: None where it is not known.
        now: no collection lies later.

    Raises:
        ArgumentError: the time lies in the future, or the version is later than the one in force then.
        UnknownVersionError: there is no such version, or it was withdrawn.
    """
    if collected_at is not None and collected_at > now:
        raise ArgumentError(
            f"collected at {collected_at.isoformat()}, which is in the future", hint="give a time up to now, with its offset"
        )
    if version is UNKNOWN or (version is None and collected_at is None):
        return NOT_KNOWN
    then = catalogue.in_force(policy, collected_at or now)
    if version is None:
        return then.number if then else NOT_KNOWN
    if version not in catalogue.histories[policy]:
        raise UnknownVersionError(
            f"there is no version `{policy}@{version}` to have collected under", hint="`reconsent versions` lists them"
        )
    if then is None or version > then.number:
        raise ArgumentError(
            f"`{policy}@{version}` was not in force at {(collected_at or now).isoformat()}",
            hint="claim the version in force then, or an earlier one",
        )
    return version


def put(
    transaction: Transaction, cipher: Cipher, subject: Subject, datum: Datum, *, now: datetime, fresh: bool, origins: Sequence[int] = ()
) -> CollectionRecord:
    """Record a datum; the open record that stands for it from now on."""
    digest = cipher_digest(cipher, subject, datum.item)
    row = transaction.row(
        f"SELECT {COLUMNS} FROM records r WHERE {_SAME} AND {OPEN} ORDER BY r.seq DESC",  # noqa: S608
        (subject.pseudonym, datum.policy, digest, datum.data),
    )
    collected = None if datum.collected_at is None else to_ticks(datum.collected_at)
    terms = merged(Standing(row[0], *row[5:8]) if row else None, datum.version, collected, fresh=fresh)
    if terms is None:
        assert row is not None  # noqa: S101 - only a record that is there can stand as it is
        return _record(row, subject.id, datum.item)
    version, collected = terms
    recorded_at = to_ticks(now)
    hidden = cipher.hide(subject.secret, json.dumps(datum.item).encode())
    values = (
        subject.pseudonym,
        datum.policy,
        datum.data,
        digest,
        hidden,
        version,
        collected,
        recorded_at,
        json.dumps(list(origins)) if origins else None,
    )
    seq = append(transaction, "records", values)
    if row is not None:
        append(transaction, "closures", (row[0], "fresh" if fresh else "merged", seq, recorded_at))
    return _record((seq, subject.pseudonym, datum.policy, datum.data, hidden, version, collected, recorded_at), subject.id, datum.item)


def close(
    transaction: Transaction, cipher: Cipher, subject: Subject, item: str | None, policy: str | None, *, now: datetime
) -> tuple[int, ...]:
    """Close the open records of an item; their ids."""
    rows = transaction.rows(
        f"SELECT r.seq, r.policy FROM records r WHERE r.subject = ? AND r.item = ? AND {OPEN} ORDER BY r.seq",  # noqa: S608
        (subject.pseudonym, cipher_digest(cipher, subject, item)),
    )
    closed = tuple(seq for seq, slug in rows if policy is None or slug == policy)
    for seq in closed:
        append(transaction, "closures", (seq, "deleted", None, to_ticks(now)))
    return closed


def fetch(transaction: Transaction, cipher: Cipher, seq: int) -> CollectionRecord | None:
    """The record at that place of the ledger, if its subject was not erased."""
    row = transaction.row(f"SELECT {COLUMNS} FROM records r WHERE r.seq = ?", (seq,))  # noqa: S608
    subject = by_pseudonym(transaction.rows, cipher, row[1]) if row else None
    if row is None or subject is None:
        return None
    return _record(row, subject.id, json.loads(cipher.show(subject.secret, bytes(row[4]))))


def open_of(policy: str) -> tuple[str, tuple[str, ...]]:
    """The statement for every open record of a policy, subject by subject."""
    statement = (
        f"SELECT {COLUMNS}, s.subject, s.secret FROM records r JOIN subjects s ON s.pseudonym = r.subject"  # noqa: S608
        f" WHERE r.policy = ? AND {OPEN} ORDER BY r.subject, r.seq"
    )
    return statement, (policy,)


def part_of(policy: str, since: int, most: int) -> tuple[str, tuple[str | int, ...]]:
    """The statement for the next open records of a policy after a place, at most so many, in the order of their places."""
    statement = (
        f"SELECT {COLUMNS}, s.subject, s.secret FROM records r JOIN subjects s ON s.pseudonym = r.subject"  # noqa: S608
        f" WHERE r.policy = ? AND r.seq > ? AND {OPEN} ORDER BY r.seq LIMIT ?"
    )
    return statement, (policy, since, most)


def shown(cipher: Cipher, row: Row) -> CollectionRecord:
    """A row of `open_of` or `part_of` as a record."""
    *record, subject, secret = row
    return _record(tuple(record), subject, json.loads(cipher.show(bytes(secret), bytes(record[4]))))


def follow(transaction: Transaction, seq: int) -> int:
    """The record that stands for this one where it was made again as older."""
    while row := transaction.row("SELECT successor FROM closures WHERE record = ? AND reason = 'merged'", (seq,)):
        seq = row[0]
    return seq


def cipher_digest(cipher: Cipher, subject: Subject, item: str | None) -> bytes:
    """The digest that finds an item of a subject."""
    return item_digest(subject.salt, cipher.item(item))


def _record(row: Row, subject: str, item: str | None) -> CollectionRecord:
    seq, _, policy, data, _, version, collected_at, recorded_at = row
    return CollectionRecord(
        id=seq,
        subject=subject,
        policy=policy,
        data=data,
        item=item,
        version=version or None,
        collected_at=None if collected_at is None else from_ticks(collected_at),
        recorded_at=from_ticks(recorded_at),
    )
