"""What keeps entries from being altered by accident, as the migrations made it: triggers, and the places that are handed out.

Who owns the tables can take a trigger away, or put one in that alters what will be written; an audit says so before it was.
"""

from collections.abc import Iterator

from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS
from consent_gate.ledger.fault import Fault

APPEND_ONLY = (
    "versions",
    "version_files",
    "version_withdrawals",
    "records",
    "closures",
    "events",
    "pages",
    "idempotency",
    "meta",
    "leaves",
    "checkpoints",
    "gaps",
)
"""Tables whose rows may never be altered or removed."""

TABLES = (*APPEND_ONLY, "subjects", "consent_state", "nodes", "places")

_REFUSAL = "the ledger is append-only"
_BODY = f"BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
_CHANGE, _TRUNCATE = 27, 34  # pg_trigger.tgtype: before update or delete of each row, before truncate of all
_POSTGRES = """SELECT c.relname, t.tgname, t.tgtype || ' ' || t.tgenabled::text || ' ' || btrim(p.prosrc)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND pg_table_is_visible(c.oid)
UNION ALL SELECT tablename, rulename, definition FROM pg_rules WHERE schemaname = ANY(current_schemas(false))"""
_SQLITE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"


def guards(database: Database) -> Iterator[Fault]:
    """Every table of the ledger is guarded as it was made, and has no trigger that is not ours."""
    expected = dict(_made_on_postgres() if database.postgres else _made_on_sqlite())
    for table, name, what in database.read(_POSTGRES if database.postgres else _SQLITE):
        if table not in TABLES:
            continue
        if (table, name) not in expected:
            yield Fault(f"trigger {name} on {table}", "is none of the ledger's: it can alter what is written")
        elif expected.pop((table, name)) != what:
            yield Fault(f"trigger {name} on {table}", "is not as it was made")
    if expected:
        (table, name), more = min(expected), len(expected) - 1
        what = (
            "is not there: nothing refuses an alteration" if not more else f"is not there, nor are {more} more: nothing refuses alterations"
        )
        yield Fault(f"trigger {name} on {table}", what)


def _made_on_sqlite() -> Iterator[tuple[tuple[str, str], str]]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for table in APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            name = f"{table}_no_{action.lower()}"
            yield (table, name), f"CREATE TRIGGER {name} BEFORE {action} ON {table} {refuse}"
    for table in COLUMNS:
        there = f"EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)"  # noqa: S608
        yield (table, f"{table}_no_replace"), f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refuse}"


def _made_on_postgres() -> Iterator[tuple[tuple[str, str], str]]:
    for table in APPEND_ONLY:
        yield (table, f"{table}_no_change"), f"{_CHANGE} O {_BODY}"
        yield (table, f"{table}_no_truncate"), f"{_TRUNCATE} O {_BODY}"


def places(database: Database) -> Iterator[Fault]:
    """What will be written comes after all that is there, and will be sealed."""
    highest = max(int(database.read(f"SELECT coalesce(max(seq), 0) FROM {source}")[0][0]) for source in COLUMNS)  # noqa: S608
    settled = int(database.read("SELECT coalesce(max(settled), 0) FROM checkpoints")[0][0])
    said = database.read("SELECT last_value FROM places_last_seq" if database.postgres else "SELECT last FROM places")
    last = int(said[0][0]) if len(said) == 1 else -1
    if last < highest:
        yield Fault("places", f"says that {last} is the last place, and an entry is at {highest}: the next ones would fall among them")
    if last < settled:
        yield Fault("checkpoints", f"say that all is sealed up to place {settled}, which is not handed out yet: the next ones would not be")
