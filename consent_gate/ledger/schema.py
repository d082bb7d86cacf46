"""Bringing a database to this release's tables, by Alembic's migrations, which lie in `migrations` beside this module."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from consent_gate.errors import ArgumentError, LedgerOutdatedError
from consent_gate.ledger.database import Database

_FOLDER = Path(__file__).parent / "migrations"
MIGRATE = "run `reconsent migrate`"


def config(database: Database | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    made.set_main_option("path_separator", "os")
    if database is not None:
        made.attributes["database"] = database
    return made


def head() -> str:
    """The newest revision of the tables."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None  # noqa: S101 - the first migration is part of the package
    return found


def revision(database: Database) -> str | None:
    """The revision that the database is at; None where it has no tables of ours."""
    try:
        with database.connected() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise database.named(error) from error


def migrate(database: Database) -> str:
    """Bring the database to the newest revision, which it returns; nothing is done where it is there."""
    try:
        command.upgrade(config(database), "head")
    except DBAPIError as error:
        raise database.named(error) from error
    return head()


def take_back(database: Database, to: str) -> str:
    """Take the database back to an earlier revision, which it returns; no entry is lost by that.

    Raises:
        ArgumentError: there is no such revision, or the database is before it.
    """
    there, known = revision(database), [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()]  # the newest first
    if there not in known or to not in known[known.index(there) :]:
        raise ArgumentError(f"the tables cannot go back to `{to}`", hint=f"they are at {there}" if there else "there is no ledger yet")
    try:
        command.downgrade(config(database), to)
    except DBAPIError as error:
        raise database.named(error) from error
    return to


def prepare(database: Database) -> bool:
    """Make sure of the tables: a new SQLite ledger gets them, anything else must have them. Whether it was new.

    Raises:
        LedgerOutdatedError: the tables are not there or not those of this release.
    """
    if not database.postgres and _is_empty(database):
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
    if found == {head()}:
        return
    if not found:
        raise LedgerOutdatedError("the database has no ledger in it yet", hint=MIGRATE)
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    hint = MIGRATE if found <= known else "a newer release made it: install that one"
    raise LedgerOutdatedError("the ledger's tables are not those of this release", hint=hint)
