"""Places: the number that each entry of the ledger gets, whatever its table, and up to which of them all is settled.

SQLite has one writer at a time, which counts on. PostgreSQL hands numbers out before it commits what they were drawn for, so
that a later one can be seen before an earlier one: there every writer holds a lock from its beginning, whose name says which
number was the last by then. All that it draws come after.
"""

from consent_gate.errors import LedgerTamperedError
from consent_gate.ledger.database import Database
from consent_gate.ledger.statements import Row, Transaction

NEXT = "nextval('places_last_seq')"
"""Draws one on PostgreSQL."""

_LAST = "SELECT last_value FROM places_last_seq"
_HELD = """SELECT min(((classid::bigint << 32) | objid::bigint) & ((1::bigint << 48) - 1)) FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = 7266
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


def draw(transaction: Transaction, count: int) -> list[int]:
    """The numbers of so many entries, in order; on PostgreSQL others may get some in between."""
    if transaction.postgres:
        drawn = transaction.rows(f"SELECT string_agg({NEXT}::text, ',') FROM generate_series(1, ?)", (count,))  # noqa: S608
        return sorted(map(int, drawn[0][0].split(",")))
    last = _only(transaction.rows("UPDATE places SET last = last + ? RETURNING last", (count,)))
    return list(range(last - count + 1, last + 1))


def settled(database: Database) -> int:
    """A number up to which every entry is there, for whoever looks from now on, or never will be.

    What was drawn up to the first statement was drawn by a writer that is over, and then its entries are there, or that the
    second statement sees: its lock was taken before it drew, and is given back after its entries can be seen.
    """
    if not database.postgres:
        return _only(database.read("SELECT last FROM places"))
    last = int(database.read(_LAST)[0][0])
    held = database.read(_HELD)[0][0]
    return last if held is None else min(last, int(held))


def _only(rows: list[Row]) -> int:
    if len(rows) != 1:
        raise LedgerTamperedError(f"`places` has {len(rows)} rows, and should have one", hint="run `reconsent verify`")
    return int(rows[0][0])
