"""Bringing a database to this release's tables, by Alembic's migrations, which lie in `migrations` beside this module.

Whether it has them is `opening`'s question, which loads no Alembic.
"""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from consent_gate.errors import ArgumentError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.database import Database

_FOLDER = Path(__file__).parent / "migrations"


def config(database: Database | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    made.set_main_option("path_separator", "os")
    if database is not None:
        made.attributes["database"] = database
    return made


def known() -> tuple[str, ...]:
    """The revisions of the tables, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def revision(database: Database) -> str | None:
    """The revision that the database is at; None where it has no tables of ours."""
    try:
        with database.connected() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise database.named(error) from error


def migrate(database: Database, keys: Callable[[], Keys] | None = None) -> str:
    """Bring the database to the newest revision, which it returns; nothing is done where it is there.

    Args:
        database: the ledger's.
        keys: loads the ledger's keys; asked only where people are there whose rows were written before revision 0003.

    Raises:
        KeysError: the keys are needed, and are not there or another ledger's.
    """
    made = config(database)
    made.attributes["keys"] = keys
    try:
        command.upgrade(made, "head")
    except DBAPIError as error:
        raise database.named(error) from error
    return known()[0]


def take_back(database: Database, to: str) -> str:
    """Take the database back to an earlier revision, which it returns; no entry is lost by that.

    Raises:
        ArgumentError: there is no such revision, or the database is before it.
    """
    there, revisions = revision(database), known()
    if there not in revisions or to not in revisions[revisions.index(there) :]:
        raise ArgumentError(f"the tables cannot go back to `{to}`", hint=f"they are at {there}" if there else "there is no ledger yet")
    try:
        command.downgrade(config(database), to)
    except DBAPIError as error:
        raise database.named(error) from error
    return to
