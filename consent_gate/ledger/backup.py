"""A copy of an SQLite ledger while it is in use. PostgreSQL has its own tools, which know how to follow a running server."""

import sqlite3
from pathlib import Path

from consent_gate.errors import ArgumentError, LedgerError
from consent_gate.ledger.database import Database


def backup(database: Database, target: Path) -> int:
    """Copy the whole ledger to a new file, consistent as of one moment; its size in bytes.

    Raises:
        ArgumentError: the ledger is on PostgreSQL, or the file is there already.
        LedgerError: the copy failed; nothing is left of it.
    """
    if database.postgres:
        raise ArgumentError("a ledger on PostgreSQL is backed up by PostgreSQL", hint="use pg_basebackup with WAL archiving, or pg_dump")
    if target.exists():
        raise ArgumentError(f"`{target}` is there already", hint="name a new file")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        copy = sqlite3.connect(unfinished)
        try:
            database.copy_to(copy)
            copy.execute("PRAGMA synchronous=FULL")
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise LedgerError("the copy is not whole", hint="check the disk and the ledger's file")
        finally:
            copy.close()
        unfinished.rename(target)
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(
            f"the ledger cannot be copied to `{target}`: {error}", hint="check the folder and the space on the disk"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size
