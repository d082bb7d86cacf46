"""The drivers' errors in our words: what is wrong with the database, and what to do about it."""

from collections.abc import Mapping
from typing import Any

from consent_gate.errors import LedgerConflictError, LedgerTamperedError, LedgerUnavailableError

_FULL = ("has no room left", "free some room on its disk; what was not acknowledged was not kept")
_READ_ONLY = ("may only be read", "let this process write to it: a primary, no replica; a file, its folder and its disk")
_DISK = ("cannot read or write its disk", "look at the disk and its limits before anything else, and have a backup at hand")
_FORBIDDEN = ("refuses this process", "give its role the rights in docs/operate.md, or look whose file it is")
_BUSY = ("is held by somebody else", "look who keeps a transaction open, and try again")
_MEMORY = ("has no memory left", "give it more, or fewer to serve")
_TABLES = ("lacks a table or a column", "run `reconsent migrate`; what was there before is in a backup")
_AWAY = ("does not answer", "check that it runs and can be reached")

_SQLITE: Mapping[int, tuple[str, str]] = {  # by primary result code, https://www.sqlite.org/rescode.html
    3: _FORBIDDEN,  # PERM
    5: _BUSY,
    6: _BUSY,  # LOCKED
    7: _MEMORY,  # NOMEM
    8: _READ_ONLY,
    10: _DISK,  # IOERR
    13: _FULL,
    14: ("cannot be opened", "check that its folder is there, and whose it is"),  # CANTOPEN
    23: _FORBIDDEN,  # AUTH
}
_POSTGRES: Mapping[str, tuple[str, str]] = {  # by SQLSTATE, or its class
    "25006": _READ_ONLY,
    "28": _FORBIDDEN,
    "42501": _FORBIDDEN,
    "42703": _TABLES,  # undefined_column
    "42P01": _TABLES,  # undefined_table
    "53100": _FULL,
    "53200": _MEMORY,
    "53300": ("lets nobody else in", "raise its max_connections, or run fewer processes and threads"),
    "55P03": _BUSY,  # lock_timeout
    "58": _DISK,
}


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
        known = _known(error, said)
        if known is None and not isinstance(error, self._away):
            return LedgerTamperedError(f"the ledger's database cannot be read: {said}", hint="stop, keep the file, and restore a backup")
        what, hint = known or _AWAY
        return LedgerUnavailableError(f"the ledger's database {what}: {said}", hint=hint)


def _known(error: Exception, said: str) -> tuple[str, str] | None:
    if said.startswith(("no such table", "no such column")):  # SQLite has only words for it
        return _TABLES
    state = getattr(error, "sqlstate", None) or ""
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) or _POSTGRES.get(state) or _POSTGRES.get(state[:2])
