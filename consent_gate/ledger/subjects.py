"""Subjects: the product's id, the pseudonym that entries hold, and the secrets that are gone when the row is.

Writers about one person take turns: `lock` holds the rows of all ids that were linked until the transaction ends.
"""

import json
import secrets
from dataclasses import dataclass

from consent_gate.ledger.statements import Transaction


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of `subjects`."""

    pseudonym: str
    id: str
    person: str
    salt: bytes
    secret: bytes


_COLUMNS = "pseudonym, subject, person, salt, secret"
_INSERT = f"INSERT INTO subjects ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608
_FOUND = f"SELECT {_COLUMNS} FROM subjects WHERE subject IN (SELECT value FROM json_each(?))"  # noqa: S608
_INSERT_ALL = (
    f"INSERT INTO subjects ({_COLUMNS}) SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[])"  # noqa: S608
    " ON CONFLICT (subject) DO NOTHING RETURNING subject"
)
_LOCKED = (
    f"SELECT {_COLUMNS} FROM subjects WHERE person IN (SELECT person FROM subjects WHERE subject = ANY(?))"  # noqa: S608
    " ORDER BY pseudonym FOR UPDATE"
)
LINKING = "SELECT pg_advisory_xact_lock(7266003)"
LINKS_HELD_UP = "SELECT pg_advisory_xact_lock_shared(7266003)"
"""Two ids are linked while nobody records many, since that takes the locks of several people in another order."""


def find(transaction: Transaction, subject: str) -> Subject | None:
    """The subject of that id, if there is one."""
    row = transaction.row(f"SELECT {_COLUMNS} FROM subjects WHERE subject = ?", (subject,))  # noqa: S608
    return Subject(*row) if row else None


def by_pseudonym(transaction: Transaction, pseudonym: str) -> Subject | None:
    """The subject behind a pseudonym, if it was not erased."""
    row = transaction.row(f"SELECT {_COLUMNS} FROM subjects WHERE pseudonym = ?", (pseudonym,))  # noqa: S608
    return Subject(*row) if row else None


def obtain(transaction: Transaction, subject: str, *, postgres: bool) -> Subject:
    """The subject of that id, locked; a new one where there is none."""
    return locked_group(transaction, subject, postgres=postgres)[0]


def locked_group(transaction: Transaction, subject: str, *, postgres: bool) -> tuple[Subject, ...]:
    """The subject of that id and then those linked to it, all locked; a new one where there is none.

    On PostgreSQL they are looked up again once locked: a link that was made while we waited is not in what we saw before.
    """
    seen: list[Subject] = []
    while True:
        group = _group(transaction, subject, postgres=postgres)
        own = [one for one in group if one.id == subject]
        if own and (group == seen or not postgres):
            return (own[0], *(one for one in group if one.id != subject))
        if not group:
            _insert(transaction, subject)
        seen = group


def obtain_many(transaction: Transaction, wanted: set[str], *, postgres: bool) -> tuple[dict[str, Subject], set[str]]:
    """The subjects of those ids by id, all locked with those linked to them; and the ids of which new ones were made.

    New ones are made in the order of their ids, and locks taken in that of the pseudonyms, so that no two such
    transactions wait for each other.
    """
    ids = sorted(wanted)
    if postgres:
        return _obtain_on_postgres(transaction, ids)
    found = {row[1]: Subject(*row) for row in transaction.rows(_FOUND, (json.dumps(ids),))}
    made = [Subject(*_drawn(subject)) for subject in ids if subject not in found]
    transaction.many(_INSERT, [(one.pseudonym, one.id, one.person, one.salt, one.secret) for one in made])
    return {**found, **{one.id: one for one in made}}, {one.id for one in made}


def _obtain_on_postgres(transaction: Transaction, ids: list[str]) -> tuple[dict[str, Subject], set[str]]:
    transaction.run(LINKS_HELD_UP)
    new: set[str] = set()
    while True:
        known = {row[0] for row in transaction.rows("SELECT subject FROM subjects WHERE subject = ANY(?)", (ids,))}
        made = [_drawn(subject) for subject in ids if subject not in known]
        if made:
            new |= {row[0] for row in transaction.rows(_INSERT_ALL, [list(column) for column in zip(*made, strict=True)])}
        found = {row[1]: Subject(*row) for row in transaction.rows(_LOCKED, (ids,))}
        if found.keys() >= set(ids):
            return found, new


def _group(transaction: Transaction, subject: str, *, postgres: bool) -> list[Subject]:
    lock = " FOR UPDATE" if postgres else ""
    rows = transaction.rows(
        f"SELECT {_COLUMNS} FROM subjects WHERE person = (SELECT person FROM subjects WHERE subject = ?) ORDER BY pseudonym{lock}",  # noqa: S608
        (subject,),
    )
    return [Subject(*row) for row in rows]


def _insert(transaction: Transaction, subject: str) -> None:
    transaction.run(f"{_INSERT} ON CONFLICT (subject) DO NOTHING", _drawn(subject))


def _drawn(subject: str) -> tuple[str, str, str, bytes, bytes]:
    """The row of a new subject: pseudonym, id, person, salt, secret."""
    return secrets.token_hex(16), subject, secrets.token_hex(16), secrets.token_bytes(32), secrets.token_bytes(32)


def join(transaction: Transaction, kept: str, joined: str) -> None:
    """Make all ids of the person `joined` ids of the person `kept`."""
    transaction.run("UPDATE subjects SET person = ? WHERE person = ?", (kept, joined))
