"""Subjects: the product's id, the pseudonym that entries hold, and the secrets that are gone when the row is.

Writers about one person take turns: `lock` holds the rows of all ids that were linked until the transaction ends.
"""

import secrets
from dataclasses import dataclass

from consent_gate.ledger.database import Transaction


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of `subjects`."""

    pseudonym: str
    id: str
    person: str
    salt: bytes
    secret: bytes


_COLUMNS = "pseudonym, subject, person, salt, secret"


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
    """The subject of that id and then those linked to it, all locked; a new one where there is none."""
    while True:
        group = _group(transaction, subject, postgres=postgres)
        own = [one for one in group if one.id == subject]
        if own:
            return (own[0], *(one for one in group if one.id != subject))
        if not group:
            _insert(transaction, subject)


def _group(transaction: Transaction, subject: str, *, postgres: bool) -> list[Subject]:
    lock = " FOR UPDATE" if postgres else ""
    rows = transaction.rows(
        f"SELECT {_COLUMNS} FROM subjects WHERE person = (SELECT person FROM subjects WHERE subject = ?) ORDER BY pseudonym{lock}",  # noqa: S608
        (subject,),
    )
    return [Subject(*row) for row in rows]


def _insert(transaction: Transaction, subject: str) -> None:
    pseudonym = secrets.token_hex(16)
    transaction.run(
        "INSERT INTO subjects (pseudonym, subject, person, salt, secret) VALUES (?, ?, ?, ?, ?) ON CONFLICT (subject) DO NOTHING",
        (pseudonym, subject, secrets.token_hex(16), secrets.token_bytes(32), secrets.token_bytes(32)),
    )


def join(transaction: Transaction, kept: str, joined: str) -> None:
    """Make all ids of the person `joined` ids of the person `kept`."""
    transaction.run("UPDATE subjects SET person = ? WHERE person = ?", (kept, joined))
