"""What changed after a place of the ledger, for products that keep their own copy: every entry once, in order.

PostgreSQL hands out places before it commits them, so the feed ends before the oldest transaction that still writes.
"""

from collections.abc import Sequence

from consent_gate.ledger.database import Database
from consent_gate.ledger.places import settled
from consent_gate.ledger.statements import Row
from consent_gate.ledger.ticks import from_ticks
from consent_gate.model import Change

_ENTRIES = {
    "records": """SELECT r.seq, 'record', s.subject, r.policy, r.recorded_at, r.seq, r.data, r.version, r.collected_at
        FROM records r LEFT JOIN subjects s ON s.pseudonym = r.subject WHERE r.seq > ? AND r.seq <= ? ORDER BY r.seq LIMIT ?""",
    "closures": """SELECT c.seq, 'close', s.subject, r.policy, c.recorded_at, c.record, c.reason, c.successor, NULL
        FROM closures c JOIN records r ON r.seq = c.record LEFT JOIN subjects s ON s.pseudonym = r.subject
        WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?""",
    "events": """SELECT e.seq, e.kind, s.subject, e.policy, e.recorded_at, e.permission, e.edition, e.version, e.method
        FROM events e LEFT JOIN subjects s ON s.pseudonym = e.subject WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?""",
    "versions": """SELECT seq, 'version', NULL, policy, recorded_at, number, effective, NULL, NULL
        FROM versions WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?""",
    "version_withdrawals": """SELECT seq, 'version_withdrawn', NULL, policy, recorded_at, number, NULL, NULL, NULL
        FROM version_withdrawals WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?""",
}
_NAMES = {
    "record": ("record", "data", "version", "collected_at"),
    "close": ("record", "reason", "successor"),
    "version": ("number", "effective"),
    "version_withdrawn": ("number",),
}
_EVENT = ("permission", "edition", "version", "method")
_TIMES = frozenset({"collected_at", "effective"})


def changes_after(database: Database, since: int, limit: int) -> tuple[Change, ...]:
    """At most `limit` entries after `since`, in order."""
    until = settled(database)
    rows: list[Row] = []
    with database.snapshot() as transaction:
        for statement in _ENTRIES.values():
            rows += transaction.rows(statement, (since, until, limit))
    return tuple(_change(row) for row in sorted(rows, key=lambda row: row[0])[:limit])


def _change(row: Row) -> Change:
    seq, kind, subject, policy, recorded_at, *rest = row
    names: Sequence[str] = _NAMES.get(kind, _EVENT)
    detail = {name: _plain(name, value) for name, value in zip(names, rest, strict=False)}
    return Change(sequence=seq, kind=kind, subject=subject, policy=policy, detail=detail, recorded_at=from_ticks(recorded_at))


def _plain(name: str, value: str | int | None) -> str | int | None:
    return from_ticks(int(value)).isoformat() if name in _TIMES and value is not None else value
