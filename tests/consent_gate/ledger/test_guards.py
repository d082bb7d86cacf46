"""The databases themselves refuse to alter or remove entries, and hold nothing that leads back to a person but one row."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from consent_gate import Actor, Gate
from consent_gate.ledger.guards import APPEND_ONLY
from consent_gate.model import Page, Shown
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

CANARY = "canary-7f3a"


@pytest.fixture
def filled(gate: Gate, clock: Clock) -> Gate:
    """Something in every table."""
    publish(gate, clock, permission())
    publish(gate, clock, permission(), wait=False)
    gate.ledger.withdraw_version("privacy", 2, actor=Actor("ada@example.org"), reason="not wanted")
    gate.record(CANARY, data=EMAIL, item=f"item-{CANARY}", key=f"key-{CANARY}")
    gate.record(CANARY, data=EMAIL, item=f"item-{CANARY}", fresh=True)
    content = f"<p>Dear {CANARY}</p>".encode()
    page = Page(digest="d" * 64, content=content, language="en")
    gate.ledger.keep_page(CANARY, page)
    gate.answer(CANARY, {"privacy/letters@1": "given"}, prompt=Shown(sequence=0, digest=page.digest), actor=Actor(f"{CANARY}@example.org"))
    assert gate.ledger.page(CANARY, page.digest) == page
    return gate


@pytest.fixture
def connection(url: str, filled: Gate) -> Iterator[Any]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as opened:
            yield opened
    else:
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as opened:
            yield opened


REFUSED = (sqlite3.IntegrityError, psycopg.errors.IntegrityError)


@pytest.mark.parametrize("table", [table for table in APPEND_ONLY if table not in ("leaves", "checkpoints", "gaps")])
def test_entries_are_neither_altered_nor_removed(connection: Any, table: str):
    before = connection.execute(f"SELECT * FROM {table}").fetchall()
    assert before, f"nothing in {table}"
    column = connection.execute(f"SELECT * FROM {table}").description[0][0]
    statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if isinstance(connection, psycopg.Connection):
        statements.append(f"TRUNCATE {table}")
    elif table in ("records", "events", "closures", "versions", "version_withdrawals"):
        statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    for statement in statements:
        with pytest.raises(REFUSED):
            connection.execute(statement)
    assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_state SET answer = 'maybe'",
        "INSERT INTO closures (seq, record, reason, recorded_at, leaf) VALUES (900, 901, 'mislaid', 0, '')",
        "INSERT INTO version_withdrawals SELECT 900, policy, number, reason, actor, recorded_at, leaf FROM version_withdrawals",
    ],
)
def test_what_no_rule_allows_is_refused(connection: Any, statement: str):
    with pytest.raises(REFUSED):
        connection.execute(statement)


def everything(connection: Any) -> str:
    if isinstance(connection, psycopg.Connection):
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    else:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return repr([connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables])


def test_a_person_is_in_one_row_only(filled: Gate, connection: Any, url: str):
    assert everything(connection).count(CANARY) == 1
    connection.execute("DELETE FROM consent_state")
    connection.execute(f"DELETE FROM subjects WHERE subject = '{CANARY}'")
    assert CANARY not in everything(connection)
    assert filled.ledger.events(CANARY) == ()
    assert filled.ledger.page(CANARY, "d" * 64) is None
    assert filled.check(CANARY, use=ADS, data=EMAIL).reasons[-1] == "nothing_recorded"
    assert {change.subject for change in filled.changes()} == {None}
    if url.startswith("sqlite"):
        filled.close()
        assert CANARY.encode() not in Path(url.removeprefix("sqlite:///")).read_bytes()


def test_times_without_offset_are_no_times_of_the_ledger(open_gate: Callable[..., Gate], clock: Clock):
    from consent_gate.errors import ArgumentError
    from consent_gate.ledger.tables import UtcTime

    with pytest.raises(ArgumentError):
        open_gate(clock=lambda: clock.now.replace(tzinfo=None)).clock()
    with pytest.raises(ValueError, match="offset"):
        UtcTime().process_bind_param(clock.now.replace(tzinfo=None), None)  # type: ignore[arg-type]
    assert UtcTime().process_result_value(UtcTime().process_bind_param(clock.now, None), None) == clock.now  # type: ignore[arg-type]


def test_who_took_a_version_back_when_and_why_can_be_read_again(filled: Gate) -> None:
    back = filled.ledger.version_withdrawal("privacy", 2)
    assert back is not None
    assert (back.actor, back.reason) == (Actor("ada@example.org"), "not wanted")
    assert back.at.utcoffset() is not None
    assert back.at <= filled.clock()
    assert filled.ledger.version_withdrawal("privacy", 1) is None
