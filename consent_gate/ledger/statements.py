"""Statements on one connection, written with `?` for both databases, and the driver's errors in our words."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from consent_gate.errors import LedgerConflictError, LedgerTamperedError, LedgerUnavailableError
from consent_gate.ledger.copying import HEAD, TAIL

Row = tuple[Any, ...]


@lru_cache(maxsize=4096)
def dollar(sql: str) -> bytes:
    """The statement as psycopg wants it, encoded once: the driver looks it up by its bytes every time."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


class Transaction:
    """Runs statements on one connection."""

    __slots__ = ("_errors", "_raw", "postgres")

    def __init__(self, raw: Any, errors: "Errors", *, postgres: bool) -> None:
        self._raw = raw
        self._errors = errors
        self.postgres = postgres

    def run(self, sql: str, params: Sequence[object] = ()) -> Any:
        """Run one statement; its cursor."""
        try:
            if self.postgres:
                return self._raw.execute(dollar(sql), params, prepare=True, binary=True)
            return self._raw.execute(sql, params)
        except self._errors.all as error:
            raise self._errors.named(error) from error

    def begin(self, sql: str) -> None:
        """Begin; on PostgreSQL with what every such transaction does first."""
        try:
            self._raw.execute(sql)
        except self._errors.all as error:
            raise self._errors.named(error) from error

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[Row]:
        """Run one statement; all its rows."""
        cursor = self.run(sql, params)
        try:
            found: list[Row] = cursor.fetchall()
        except self._errors.all as error:
            raise self._errors.named(error) from error
        return found

    def row(self, sql: str, params: Sequence[object] = ()) -> Row | None:
        """Run one statement; its first row."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def many(self, sql: str, params: Sequence[Sequence[object]]) -> None:
        """Run one statement for each of `params`."""
        try:
            if self.postgres:
                with self._raw.cursor() as cursor:
                    cursor.executemany(dollar(sql), params)
            else:
                self._raw.executemany(sql, params)
        except self._errors.all as error:
            raise self._errors.named(error) from error

    def copy(self, table: str, blocks: Iterable[bytes]) -> None:
        """Append rows, as `copying` packs them, to a table and those of its columns that are named; on PostgreSQL only."""
        try:
            with self._raw.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                for block in chain((HEAD,), blocks, (TAIL,)):
                    copy.write(block)
        except self._errors.all as error:
            raise self._errors.named(error) from error


_LACKS = ("42P01", "42703")
"""PostgreSQL's codes for a table, and a column, that is not there; SQLite has only words for them."""


class Errors:
    """The driver's errors, and ours in their place."""

    def __init__(self, driver: Any) -> None:
        self.all: tuple[type[Exception], ...] = (driver.Error, OverflowError)
        self._integrity: type[Exception] = driver.IntegrityError
        self._away: tuple[type[Exception], ...] = (driver.OperationalError, driver.InterfaceError, driver.ProgrammingError)

    def named(self, error: Exception) -> LedgerConflictError | LedgerUnavailableError | LedgerTamperedError:
        """Ours for theirs."""
        said = str(error).strip().split("\n", 1)[0]
        if isinstance(error, self._integrity):
            return LedgerConflictError(f"the ledger refused an entry: {said}", hint="somebody else was first; look again and retry")
        if getattr(error, "sqlstate", "") in _LACKS or said.startswith(("no such table", "no such column")):
            return LedgerUnavailableError(
                f"the database lacks a table of the ledger: {said}", hint="run `reconsent migrate`; what was there before is in a backup"
            )
        if isinstance(error, self._away):
            return LedgerUnavailableError(f"the ledger's database does not answer: {said}", hint="check that it runs and can be reached")
        return LedgerTamperedError(f"the ledger's database cannot be read: {said}", hint="stop, keep the file, and restore a backup")
