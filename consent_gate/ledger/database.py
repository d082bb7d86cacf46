"""Connections to the ledger's database: one a thread, plain DB-API cursors under an engine of SQLAlchemy's.

Hides what differs between SQLite and PostgreSQL: connecting, transactions and clocks; how statements run is told in `statements`,
what their errors are called in `driver_errors`. Reads are single statements outside of transactions; writes run in `write()`,
one at a time a process on SQLite.
"""

import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, StaticPool, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError as BadUrlError
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from consent_gate.errors import ArgumentError, LedgerUnavailableError
from consent_gate.ledger.driver_errors import Errors
from consent_gate.ledger.statements import Row, Transaction, dollar
from consent_gate.ledger.ticks import from_ticks

WAL_FIXED_IN = (3, 51, 3)
"""Before this SQLite, two connections that write and checkpoint at once can corrupt a database in WAL mode."""

BUSY_SECONDS = 30.0
PG_TIMEOUTS = {"connect_timeout": 5, "options": "-c statement_timeout=20000 -c lock_timeout=10000 -c timezone=UTC"}

_BEGIN = "BEGIN; SELECT pg_advisory_xact_lock_shared((7266::bigint << 48) + last_value) FROM places_last_seq"
"""With the lock that tells, as long as it is held, from which place on this writer may still add entries; `places` looks for it."""

_log = logging.getLogger(__name__)


def _sha256(salt: bytes, keyed: bytes) -> bytes:
    return sha256(salt + keyed).digest()


class Kept:
    """A connection for as long as its thread lives."""

    __slots__ = ("__weakref__", "cursor", "process", "raw")

    def __init__(self, raw: Any, *, postgres: bool) -> None:
        self.raw = raw
        self.cursor = raw.cursor(binary=True) if postgres else raw
        self.process = os.getpid()

    def close(self) -> None:
        """Close it, unless it belongs to the process that this one was forked from."""
        if self.process == os.getpid():
            self.raw.close()

    def __del__(self) -> None:
        self.close()


class Database:
    """One database, opened by its URL."""

    def __init__(self, url: str, *, clock: Callable[[], datetime] | None = None) -> None:
        """Make ready to connect; nothing is opened yet.

        Raises:
            ArgumentError: the URL is none of SQLite or PostgreSQL, or the driver is not installed.
        """
        self.url = _url(url)
        self.postgres = self.url.get_backend_name() == "postgresql"
        self.in_memory = not self.postgres and self.url.database in (None, "", ":memory:")
        self._clock = clock
        try:
            self.engine: Engine = create_engine(
                self.url, poolclass=NullPool, connect_args=PG_TIMEOUTS if self.postgres else self._sqlite_args()
            )
            self.errors = Errors(self.engine.dialect.dbapi)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise ArgumentError(f"there is no driver for `{self.url.drivername}`", hint="install reconsent[postgres]") from error
        self._local = threading.local()
        self._opened: weakref.WeakSet[Kept] = weakref.WeakSet()
        self._closed = False
        self._guard = threading.Lock()
        self._one_writer = threading.RLock()
        self.journal = "" if self.postgres else self._journal()
        self._shared = self._connect() if self.in_memory else None

    def _sqlite_args(self) -> dict[str, Any]:
        return {"check_same_thread": False, "timeout": BUSY_SECONDS, "cached_statements": 1024, "isolation_level": None}

    def _journal(self) -> str:
        if self.in_memory:
            return "memory"
        if sqlite3.sqlite_version_info >= WAL_FIXED_IN:
            return "wal"
        _log.info("SQLite %s is older than 3.51.3, so the ledger keeps a rollback journal instead of a WAL", sqlite3.sqlite_version)
        return "truncate"

    def _connect(self) -> Any:
        if self._closed:
            raise LedgerUnavailableError("the ledger was closed", hint="open it again")
        try:
            pooled = self.engine.raw_connection()
            raw: Any = pooled.driver_connection
            pooled.detach()
            if self.postgres:
                raw.autocommit = True
            else:
                raw.create_function("sha256", 2, _sha256, deterministic=True)
                for pragma in (f"journal_mode={self.journal}", "synchronous=FULL", "secure_delete=ON"):
                    raw.execute(f"PRAGMA {pragma}").fetchall()
        except DBAPIError as error:
            raise self.named(error) from error
        except self.errors.all as error:
            raise self.errors.named(error) from error
        return raw

    def _kept(self) -> Kept:
        """This thread's connection; a new one where there is none, it broke, or the process was forked."""
        kept: Kept | None = getattr(self._local, "kept", None)
        if kept is not None and kept.process == os.getpid() and not (self.postgres and kept.raw.closed):
            return kept
        made = Kept(self._connect(), postgres=self.postgres)
        with self._guard:
            self._opened.add(made)
        self._local.kept = made
        return made

    def _raw(self) -> Any:
        return self._shared if self._shared is not None else self._kept().raw

    def read(self, sql: str, params: Sequence[object] = ()) -> list[Row]:
        """All rows of one statement, as committed; on PostgreSQL tried once more where a kept connection had broken."""
        if self._shared is not None:
            with self._one_writer:
                return Transaction(self._shared, self.errors, postgres=False).rows(sql, params)
        kept = getattr(self._local, "kept", None)
        if kept is None or kept.process != os.getpid():
            kept = self._kept()
        cursor, raw = kept.cursor, kept.raw
        try:
            rows = cursor.execute(dollar(sql), params, prepare=True) if self.postgres else cursor.execute(sql, params)
            found: list[Row] = rows.fetchall()
        except self.errors.all as error:
            if self.postgres and raw.closed:
                return Transaction(self._raw(), self.errors, postgres=True).rows(sql, params)
            raise self.errors.named(error) from error
        return found

    def stream(self, sql: str, params: Sequence[object] = (), *, batch: int = 5000) -> Iterator[list[Row]]:
        """The rows of one statement in batches, as of one moment, on a connection of its own; nobody is held up however long it takes.

        SQLite's rows are put aside in a temporary table first: a reader half-way would keep writers from committing.
        PostgreSQL is kept from looking rows up one by one: whoever streams goes through whole tables, of which its estimates fall short.
        Nor does it compile the statement first, which takes one to two seconds and wins none back, on two rows or on 200,000.
        """
        if self._shared is not None:
            yield self.read(sql, params)
            return
        raw = self._connect()
        try:
            if self.postgres:
                raw.execute("SET statement_timeout = 0; SET enable_nestloop = off; SET jit = off; SET work_mem = '64MB'")
                raw.autocommit = False
                cursor = raw.cursor(name="reconsent", binary=True)
                cursor.execute(dollar(sql), params)
            else:
                raw.execute(f"CREATE TEMP TABLE streamed AS {sql}", params)
                cursor = raw.execute("SELECT * FROM temp.streamed ORDER BY rowid")
            with closing(cursor):
                while rows := cursor.fetchmany(batch):
                    yield rows
        except self.errors.all as error:
            raise self.errors.named(error) from error
        finally:
            self._close(raw)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction; committed and durable when the block ends, and nothing of it is left where it fails."""
        with self._one_writer if not self.postgres else nullcontext():
            raw = self._raw()
            transaction = Transaction(raw, self.errors, postgres=self.postgres)
            try:
                transaction.begin(_BEGIN if self.postgres else "BEGIN IMMEDIATE")
                yield transaction
                transaction.run("COMMIT")
            except BaseException:
                self._roll_back(raw)
                raise

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """A transaction that only reads, all of it as of one moment."""
        with self._one_writer if self._shared is not None else nullcontext():
            raw = self._raw()
            transaction = Transaction(raw, self.errors, postgres=self.postgres)
            try:
                transaction.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.postgres else "BEGIN")
                yield transaction
            finally:
                self._roll_back(raw)

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """A block in which this thread's reads do not wait for a writer of SQLite, but fail (LedgerUnavailableError)."""
        if self.postgres or self.in_memory:
            yield
            return
        patience = Transaction(self._raw(), self.errors, postgres=False)
        patience.run("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            patience.run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")

    def _roll_back(self, raw: Any) -> None:
        try:
            if self.postgres or raw.in_transaction:
                raw.execute("ROLLBACK")
        except self.errors.all:
            self._close(raw)
            self._local.kept = None

    def now(self, transaction: Transaction | None = None) -> datetime:
        """The time: the given clock's, or the database's own (for SQLite, this machine's)."""
        if self._clock is not None:
            at = self._clock()
            if at.tzinfo is None:
                raise ArgumentError("the clock gave a time without offset", hint="give one that returns aware times")
            return at.astimezone(UTC)
        if not self.postgres:
            return datetime.now(UTC)
        rows = transaction.rows(PG_NOW) if transaction else self.read(PG_NOW)
        return from_ticks(rows[0][0])

    @property
    def own_clock(self) -> bool:
        """Whether the database itself says what time it is."""
        return self._clock is None and self.postgres

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection of SQLAlchemy's in a transaction, for migrations."""
        engine = self.engine if self._shared is None else self._over(self._shared)
        with self._one_writer, engine.connect() as connection, connection.begin():
            if not self.postgres:
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @staticmethod
    def _over(raw: Any) -> Engine:
        return create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)

    def copy_to(self, other: sqlite3.Connection) -> None:
        """Copy an SQLite database, page by page, while others may go on using it."""
        self._raw().backup(other, pages=1024)

    def named(self, error: DBAPIError) -> Exception:
        """Our error for one of SQLAlchemy's."""
        return self.errors.named(error.orig if isinstance(error.orig, Exception) else error)

    def _close(self, raw: Any) -> None:
        with suppress(*self.errors.all):
            raw.close()

    def close(self) -> None:
        """Close every thread's connection; nothing can be asked of it afterwards."""
        self._closed = True
        for kept in list(self._opened):
            with suppress(*self.errors.all):
                kept.close()
        if self._shared is not None:
            self._close(self._shared)
        self._local = threading.local()
        self.engine.dispose()


PG_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


def _url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except BadUrlError as error:
        raise ArgumentError(f"`{url}` is no database URL", hint="write sqlite:///ledger.db or postgresql://host/name") from error
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        raise ArgumentError(f"the ledger cannot be kept in `{parsed.drivername}`", hint="use sqlite or postgresql")
    return parsed
