"""Whether a database that is opened has this release's tables; a new SQLite ledger gets them.

Every opening asks this and few migrate, so that Alembic is loaded only where it is needed, by way of `schema`.
"""

from consent_gate.errors import LedgerOutdatedError
from consent_gate.ledger.database import Database

REVISION = "0003"
"""The newest of `migrations`, whose tables this release works on."""

_MIGRATE = "run `reconsent migrate`"


def prepare(database: Database) -> bool:
    """Make sure of the tables: a new SQLite ledger gets them, anything else must have them. Whether it was new.

    Raises:
        LedgerOutdatedError: the tables are not there or not those of this release.
    """
    if not database.postgres and _is_empty(database):
        from consent_gate.ledger.schema import migrate  # noqa: PLC0415 - Alembic

        migrate(database)
        return True
    _check(database)
    return False


def _is_empty(database: Database) -> bool:
    return not database.read("SELECT 1 FROM sqlite_master LIMIT 1")


def _check(database: Database) -> None:
    if database.postgres:
        there = bool(database.read("SELECT to_regclass('alembic_version') IS NOT NULL")[0][0])
    else:
        there = bool(database.read("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"))
    found = {row[0] for row in database.read("SELECT version_num FROM alembic_version")} if there else set()
    if found == {REVISION}:
        return
    if not found:
        raise LedgerOutdatedError("the database has no ledger in it yet", hint=_MIGRATE)
    from consent_gate.ledger.schema import known  # noqa: PLC0415 - Alembic

    hint = _MIGRATE if found <= set(known()) else "a newer release made it: install that one"
    raise LedgerOutdatedError("the ledger's tables are not those of this release", hint=hint)
