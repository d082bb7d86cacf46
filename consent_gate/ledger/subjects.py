"""Subjects: the product's id, the pseudonym that entries hold, and the secrets that are gone when the row is.

Writers about one person take turns: `locked_group` holds the rows of all ids that were linked until the transaction ends.
Every row carries a bond over its fields (`Cipher.bond`), without which nobody is believed to be who the row says.
"""

import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from itertools import starmap
from typing import NamedTuple

from consent_gate.errors import LedgerConflictError, LedgerTamperedError
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.copying import packed
from consent_gate.ledger.statements import Row, Transaction


class Subject(NamedTuple):
    """A row of `subjects` but for its bond; a tuple, since a batch of `bulk` makes thousands."""

    pseudonym: str
    id: str
    person: str
    salt: bytes
    secret: bytes


Rows = Callable[[str, Sequence[object]], list[Row]]

COLUMNS = "pseudonym, subject, person, salt, secret, bond"
"""In the order of a `Subject`, and its bond."""

_INSERT = f"INSERT INTO subjects ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
_FOUND = f"SELECT {COLUMNS} FROM subjects WHERE subject IN (SELECT value FROM json_each(?))"  # noqa: S608
_LOCKED = (
    f"SELECT {COLUMNS} FROM subjects WHERE subject = ANY(ARRAY(SELECT json_array_elements_text(?::json)))"  # noqa: S608
    " ORDER BY pseudonym FOR UPDATE"
)
"""One string for all: the driver takes far longer over an array. Were they joined, or known when it plans, PostgreSQL would
go through the whole table as long as it has not counted it."""

LINKING = "SELECT pg_advisory_xact_lock(7266003)"
LINKS_HELD_UP = "SELECT pg_advisory_xact_lock_shared(7266003)"
"""Two ids are linked while nobody records many, since that takes the locks of several people in another order."""


def believed(cipher: Cipher, row: Row) -> Subject:
    """The subject of a row, its columns in the order of `COLUMNS`.

    Raises:
        LedgerTamperedError: they were not written together.
    """
    if not is_bound(cipher, row):
        raise LedgerTamperedError("a row of `subjects` is not as it was written", hint="run `reconsent verify`, which names it")
    return Subject._make(row[:-1])


def believed_all(cipher: Cipher, rows: Sequence[Row]) -> list[Subject]:
    """`believed` of many rows, in half the time."""
    people = [Subject._make(row[:-1]) for row in rows]
    with suppress(TypeError):
        if list(starmap(cipher.bond, people)) == [row[-1] for row in rows]:
            return people
    return [believed(cipher, row) for row in rows]


def is_bound(cipher: Cipher, row: Row) -> bool:
    """Whether the fields of a row stand together as they were written."""
    *fields, bond = row
    try:
        return bool(cipher.bond(*fields) == bond)
    except TypeError:  # SQLite holds anything in any column
        return False


def find(rows: Rows, cipher: Cipher, subject: str) -> Subject | None:
    """The subject of that id, if there is one."""
    found = rows(f"SELECT {COLUMNS} FROM subjects WHERE subject = ?", (subject,))  # noqa: S608
    return believed(cipher, found[0]) if found else None


def by_pseudonym(rows: Rows, cipher: Cipher, pseudonym: str) -> Subject | None:
    """The subject behind a pseudonym, if it was not erased."""
    found = rows(f"SELECT {COLUMNS} FROM subjects WHERE pseudonym = ?", (pseudonym,))  # noqa: S608
    return believed(cipher, found[0]) if found else None


def locked_group(transaction: Transaction, cipher: Cipher, subject: str, *, postgres: bool, make: bool = True) -> tuple[Subject, ...]:
    """The subject of that id and then those linked to it, all locked; where there is none a new one, or none if none is to be made.

    On PostgreSQL they are looked up again once locked: a link that was made while we waited is not in what we saw before.
    """
    seen: list[Subject] = []
    while True:
        group = _group(transaction, cipher, subject, postgres=postgres)
        own = [one for one in group if one.id == subject]
        if own and (group == seen or not postgres):
            return (own[0], *(one for one in group if one.id != subject))
        if not group and not make:
            return ()
        if not group:
            _insert(transaction, cipher, subject)
        seen = group


def obtain_many(transaction: Transaction, cipher: Cipher, wanted: set[str], *, postgres: bool) -> tuple[dict[str, Subject], set[str]]:
    """The subjects of those ids by id, all locked; and the ids of which new ones were made.

    Locks are taken in the order of the pseudonyms, then new ones made in that of their ids, so that no two such transactions
    wait for each other. Ids linked to them are not locked: who writes about one locks all that are linked to it.
    """
    ids = sorted(wanted)
    if postgres:
        return _obtain_on_postgres(transaction, cipher, ids)
    found = {one.id: one for one in believed_all(cipher, transaction.rows(_FOUND, (json.dumps(ids),)))}
    made = {one.id: one for one in _drawn([subject for subject in ids if subject not in found])}
    add(transaction, cipher, made.values())
    return found | made, set(made)


def _obtain_on_postgres(transaction: Transaction, cipher: Cipher, ids: Sequence[str]) -> tuple[dict[str, Subject], set[str]]:
    """Where somebody else made one of them meanwhile, all is given back and begun anew: to lock that one now would be out of turn."""
    transaction.run(LINKS_HELD_UP)
    transaction.run("SAVEPOINT people")
    asked, unknown = json.dumps(ids), len(ids) + 1
    while True:
        found = {one.id: one for one in believed_all(cipher, transaction.rows(_LOCKED, (asked,)))}
        made = {one.id: one for one in _drawn([subject for subject in ids if subject not in found])}
        try:
            add(transaction, cipher, made.values())
            return found | made, set(made)
        except LedgerConflictError:
            if len(made) >= unknown:
                raise
            unknown = len(made)
            transaction.run("ROLLBACK TO people")


def add(transaction: Transaction, cipher: Cipher, people: Collection[Subject]) -> None:
    """Write the rows of new subjects.

    Raises:
        LedgerConflictError: there is one of that id already.
    """
    rows = [(*one, cipher.bond(*one)) for one in people]
    if not transaction.postgres:
        transaction.many(_INSERT, rows)
    elif rows:
        transaction.copy(f"subjects ({COLUMNS})", [b"".join(packed(list(zip(*rows, strict=True))))])


def _group(transaction: Transaction, cipher: Cipher, subject: str, *, postgres: bool) -> list[Subject]:
    lock = " FOR UPDATE" if postgres else ""
    rows = transaction.rows(
        f"SELECT {COLUMNS} FROM subjects WHERE person = (SELECT person FROM subjects WHERE subject = ?) ORDER BY pseudonym{lock}",  # noqa: S608
        (subject,),
    )
    return [believed(cipher, row) for row in rows]


def _insert(transaction: Transaction, cipher: Cipher, subject: str) -> None:
    drawn = next(_drawn([subject]))
    transaction.run(f"{_INSERT} ON CONFLICT (subject) DO NOTHING", (*drawn, cipher.bond(*drawn)))


def _drawn(subjects: Sequence[str]) -> Iterator[Subject]:
    """New subjects of those ids, everything about them drawn.

    The names of those drawn together begin alike: who comes in one batch then stands side by side in every index, which is
    what a batch mostly costs. That they came together their entries say anyway.
    """
    pseudonyms, persons = os.urandom(_ALIKE).hex(), os.urandom(_ALIKE).hex()
    random = os.urandom(_DRAWN * len(subjects))
    for start, subject in zip(range(0, len(random), _DRAWN), subjects, strict=True):
        own = random[start : start + _DRAWN]
        yield Subject(pseudonyms + own[:12].hex(), subject, persons + own[12:24].hex(), own[24:56], own[56:])


_ALIKE = 4  # bytes
_DRAWN = 88  # bytes: the rest of pseudonym and person; salt, secret


def join(transaction: Transaction, cipher: Cipher, kept: str, joined: Sequence[Subject]) -> None:
    """Make all ids of a person, which are locked, ids of the person `kept`."""
    for one in joined:
        bond = cipher.bond(*one._replace(person=kept))
        transaction.run("UPDATE subjects SET person = ?, bond = ? WHERE pseudonym = ?", (kept, bond, one.pseudonym))
