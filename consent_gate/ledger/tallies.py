"""How much the ledger holds, in numbers that name nobody: for those who watch over a running installation."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consent_gate.ledger.database import Database
from consent_gate.ledger.sealing import unsealed
from consent_gate.ledger.ticks import from_ticks

_SETTLED = 10_000
"""Places behind the newest event that nobody is still writing to; those after it are counted anew each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What there is at one moment."""

    events: Mapping[str, int]  # consent events by kind
    unsealed: int  # entries that wait for the sealer
    sealed: int  # entries under the last checkpoint
    sealed_at: datetime | None  # of the last checkpoint
    now: datetime


class Tallies:
    """Counts again and again; of events only those that came since, after the first time."""

    def __init__(self, database: Database) -> None:
        """Count in this database."""
        self._database = database
        self._counted: Counter[str] = Counter()
        self._upto = 0
        self._one = threading.Lock()

    def read(self) -> Tally:
        """Count now.

        Raises:
            LedgerUnavailableError: the database does not answer.
        """
        read = self._database.read
        last = read("SELECT size, recorded_at FROM checkpoints ORDER BY size DESC LIMIT 1")
        return Tally(
            events=self._events(),
            unsealed=unsealed(self._database),
            sealed=last[0][0] if last else 0,
            sealed_at=from_ticks(last[0][1]) if last else None,
            now=self._database.now(),
        )

    def _events(self) -> Mapping[str, int]:
        query = "SELECT kind, count(*) FROM events WHERE seq > ? AND seq <= ? GROUP BY kind"
        with self._one:
            newest = int(self._database.read("SELECT coalesce(max(seq), 0) FROM events")[0][0])
            settled = max(self._upto, newest - _SETTLED)
            self._counted.update(dict(self._database.read(query, (self._upto, settled))))
            self._upto = settled
            return self._counted + Counter(dict(self._database.read(query, (settled, newest))))
