"""Whether a clock is behind: a time earlier than one that is known to have passed cannot be now.

Known are the time of the ledger's last entry, read once, and the times that this process has since been told.
"""

from datetime import datetime, timedelta

from consent_gate.ledger.database import Database
from consent_gate.ledger.ticks import from_ticks

SKEW = timedelta(seconds=1)
"""How far a clock may lie behind the ledger's last entry."""
PATIENCE = timedelta(seconds=30)
"""How far it may lie behind what this process was told; a thread may be held up between being told and asking."""

_LAST_OF_EACH = " UNION ALL ".join(
    f"SELECT * FROM (SELECT seq, recorded_at FROM {table} ORDER BY seq DESC LIMIT 1) AS {table}"  # noqa: S608 - constants only
    for table in ("versions", "version_withdrawals", "records", "closures", "events")
)
_LAST = f"SELECT seq, recorded_at FROM ({_LAST_OF_EACH}) AS entries ORDER BY seq DESC LIMIT 1"  # noqa: S608 - as above


class Lateness:
    """Remembers the latest time known. Threads may share it."""

    __slots__ = ("_floor", "_next")

    def __init__(self, database: Database) -> None:
        """Read the time of the ledger's last entry."""
        found = database.read(_LAST)
        self._floor = from_ticks(found[0][1]) - SKEW if found else None
        self._next = self._floor

    def behind(self, at: datetime) -> bool:
        """Whether a clock that says `at` is behind; if it is not, `at` is known from now on."""
        if self._floor is None or self._next is None or at > self._next:
            self._next = at + SKEW  # moves once a second, so that most questions only compare
            self._floor = at - PATIENCE if self._floor is None else max(self._floor, at - PATIENCE)
            return False
        return at < self._floor
