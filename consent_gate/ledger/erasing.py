"""Erasing a person: the rows that lead back to them go, the entries stay as they were hashed, and proofs still verify.

What remains names a random pseudonym; item ids and pages remain as ciphertext whose key is gone. A register outside of
the database lists erased pseudonyms, so that a restored backup is erased again before it is used.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from consent_gate.errors import LedgerTamperedError
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.idempotency import Once
from consent_gate.ledger.subjects import COLUMNS, LINKING, believed
from consent_gate.ledger.ticks import to_ticks


def erase(database: Database, cipher: Cipher, subject: str, register: Path | None, once: Once) -> int:
    """Erase a subject and all ids linked to it; how many there were, none where the ledger knows nobody of that id.

    The register is written before the rows are deleted: after a crash between the two, the next opening erases again.

    Raises:
        LedgerTamperedError: somebody else would be erased: their row, or which ids are linked, was altered.
    """
    query = f"SELECT {COLUMNS} FROM subjects WHERE person = (SELECT person FROM subjects WHERE subject = ?)"  # noqa: S608
    with database.write() as transaction:
        if database.postgres:
            transaction.run(LINKING)  # one at a time: no id is linked meanwhile, and a retry waits for the first answer
        if (kept := once.answer(transaction)) is not None:
            return int(kept["erased"])
        pseudonyms = sorted(believed(cipher, row).pseudonym for row in transaction.rows(query, (subject,)))
        if pseudonyms and register is not None:
            _enter(register, pseudonyms)
        transaction.many("DELETE FROM subjects WHERE pseudonym = ?", [(pseudonym,) for pseudonym in pseudonyms])
        once.keep(transaction, {"erased": len(pseudonyms)}, to_ticks(database.now(transaction)))
    return len(pseudonyms)


def erase_again(database: Database, register: Path) -> int:
    """Erase whoever the register names and a restored backup brought back; how many there were.

    Raises:
        LedgerTamperedError: the register holds something that is no pseudonym.
    """
    back = [one for part in _parts(sorted(registered(register))) for one in _present(database, part)]
    if back:
        with database.write() as transaction:
            transaction.many("DELETE FROM subjects WHERE pseudonym = ?", [(pseudonym,) for pseudonym in back])
    return len(back)


def registered(register: Path) -> frozenset[str]:
    """The pseudonyms that a register holds; none where it was not begun.

    Raises:
        LedgerTamperedError: it holds something that is no pseudonym.
    """
    named = frozenset(register.read_text(encoding="ascii").split()) if register.exists() else frozenset()
    if any(len(one) != 32 or not set(one) <= set("0123456789abcdef") for one in named):
        raise LedgerTamperedError(f"`{register}` is no register of erasures", hint="restore it from its backup")
    return named


def _enter(register: Path, pseudonyms: Iterable[str]) -> None:
    descriptor = os.open(register, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{pseudonym}\n" for pseudonym in pseudonyms))
        file.flush()
        os.fsync(file.fileno())


def _parts(named: list[str], size: int = 500) -> Iterable[list[str]]:
    return (named[start : start + size] for start in range(0, len(named), size))


def _present(database: Database, pseudonyms: list[str]) -> list[str]:
    marks = ", ".join("?" * len(pseudonyms))
    return [row[0] for row in database.read(f"SELECT pseudonym FROM subjects WHERE pseudonym IN ({marks})", pseudonyms)]  # noqa: S608
