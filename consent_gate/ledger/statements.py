"""Statements on one connection, written with `?` for both databases."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from consent_gate.ledger.copying import HEAD, TAIL
from consent_gate.ledger.driver_errors import Errors

Row = tuple[Any, ...]


@lru_cache(maxsize=4096)
def dollar(sql: str) -> bytes:
    """The statement as psycopg wants it, encoded once: the driver looks it up by its bytes every time."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


class Transaction:
    """Runs statements on one connection."""

    __slots__ = ("_errors", "_raw", "postgres")

    def __init__(self, raw: Any, errors: Errors, *, postgres: bool) -> None:
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
