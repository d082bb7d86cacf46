"""Whatever fails is `not_permitted` with its reason, and nothing is acknowledged that was not kept."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest

from consent_gate import Decision, Gate, Request
from consent_gate.errors import (
    ArgumentError,
    KeysError,
    LedgerConflictError,
    LedgerOutdatedError,
    LedgerUnavailableError,
    PolicyUnclearError,
)
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import opening, schema
from consent_gate.ledger.database import Database
from policy_versions.errors import EffectiveTimeError
from tests.consent_gate.policies import ADS, EMAIL, START, Clock, permission, promise, publish


def asked(gate: Gate, **other: object) -> Decision:
    return gate.check("s", **{"use": ADS, "data": EMAIL, "item": "x", **other})  # type: ignore[arg-type]


def raw(url: str) -> "sqlite3.Connection | psycopg.Connection":
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    return psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True)


def without_guards(url: str, table: str, statement: str) -> None:
    """Alter what is guarded, as somebody with the database's own rights can."""
    with raw(url) as connection:
        if url.startswith("sqlite"):
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
        else:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        connection.execute(statement)


@pytest.fixture
def filled(gate: Gate, clock: Clock) -> Gate:
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    assert asked(gate).allowed
    return gate


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"policy": "nowhere"}, "unknown_policy"),
        ({"use": "marketing.nonsense"}, "unknown_key"),
        ({"data": "user.nonsense"}, "unknown_key"),
        ({"policy": "nowhere", "at": START}, "unknown_policy"),
    ],
)
def test_what_is_not_known_is_unavailable(filled: Gate, other: dict[str, object], why: str):
    decision = asked(filled, **other)
    assert (decision.verdict, decision.reasons, decision.allowed) == ("not_permitted", ("unavailable", why), False)


def test_an_unknown_recipient_is_simply_not_permitted(filled: Gate):
    assert asked(filled, recipient="strangers").reasons == ("nothing_covers",)


def test_a_clock_behind_the_ledger_is_unavailable(filled: Gate, clock: Clock):
    clock.advance(days=1)
    filled.record("s", data=EMAIL, item="y")
    clock.advance(seconds=-0.5)
    assert asked(filled, item="y").allowed
    clock.advance(hours=-1)
    assert asked(filled, item="y").reasons == ("unavailable", "clock_behind")
    clock.advance(days=-2)
    assert filled.check("nobody", use=ADS, data=EMAIL).reasons == ("unavailable", "clock_behind")


def test_a_clock_behind_what_others_recorded_is_unavailable(filled: Gate, open_gate: Callable[..., Gate], clock: Clock):
    publish(filled, clock, permission(basis="consent"), at=clock.now + timedelta(days=20))
    filled.record("somebody else", data=EMAIL, item="y")
    assert asked(filled).verdict == "consent_required"
    clock.advance(days=-1)  # the version before was in force then, and allowed it
    for gate in (filled, open_gate()):
        assert asked(gate).reasons == ("unavailable", "clock_behind")
        with pytest.raises(LedgerUnavailableError, match="behind"):
            list(gate.select(Request(use=ADS, data=EMAIL)))
    clock.advance(days=1)
    assert asked(filled).verdict == "consent_required"


def test_an_entry_of_a_clock_that_went_astray_holds_up_nobody_for_good(gate: Gate, open_gate: Callable[..., Gate], clock: Clock):
    publish(gate, clock, permission(basis="contract"))
    now = clock.now
    clock.advance(days=4000)
    gate.record("one", data=EMAIL, item="x")
    assert asked(gate).verdict == "consent_required"
    clock.now = now
    assert asked(gate).reasons == ("unavailable", "clock_behind")
    gate.record("s", data=EMAIL, item="x")  # an entry of the right time follows
    assert asked(open_gate()).allowed


@pytest.mark.parametrize("damage", ["UPDATE records SET version = 9", "UPDATE records SET version = 3"])
def test_a_record_that_cannot_be_is_unavailable(filled: Gate, url: str, damage: str):
    without_guards(url, "records", damage)
    assert asked(filled).reasons == ("unavailable", "corrupt_row")


@pytest.mark.parametrize("change", ["version = 'no'", "collected_at = 'no'", "data = x'00'", "recorded_at = 'no'"])
def test_a_value_of_another_kind_than_was_written_is_unavailable(tmp_path: Path, clock: Clock, change: str):
    url = f"sqlite:///{tmp_path}/ledger.db"
    with Gate.open(url, clock=clock, keys=Keys.throwaway(), archive=tmp_path / "nowhere") as gate:
        publish(gate, clock, permission(basis="contract", retention="P1Y"))
        gate.record("s", data=EMAIL, item="x")
        without_guards(url, "records", f"UPDATE records SET {change}")
        assert asked(gate).reasons == ("unavailable", "corrupt_row")
        if "recorded" not in change:  # a replay asks the database for what had been recorded by then
            assert asked(gate, at=clock.now).reasons == ("unavailable", "corrupt_row")


@pytest.mark.parametrize("change", ["version = 'no'", "version = 77", "at = 'no'", "seq = 'no'", "edition = 'no'"])
def test_an_answer_of_another_kind_than_was_written_is_not_allowed(tmp_path: Path, clock: Clock, change: str):
    url = f"sqlite:///{tmp_path}/ledger.db"
    with Gate.open(url, clock=clock, keys=Keys.throwaway(), archive=tmp_path / "nowhere") as gate:
        publish(gate, clock, permission(valid_for="P1Y"))
        gate.record("s", data=EMAIL, item="x")
        gate.withdraw("s", "letters")
        gate.answer("s", {"privacy/letters@1": "given"})
        without_guards(url, "consent_state", f"UPDATE consent_state SET {change} WHERE edition = 1")
        assert asked(gate).verdict == ("declined" if "edition" in change else "not_permitted")


def test_an_answer_that_cannot_be_is_unavailable(filled: Gate, url: str):
    filled.answer("s", {"privacy/letters@1": "given"})
    if url.startswith("sqlite"):
        without_guards(url, "consent_state", "PRAGMA ignore_check_constraints = ON")
        with raw(url) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("UPDATE consent_state SET answer = 'maybe'")
    else:
        with raw(url) as connection:
            connection.execute("ALTER TABLE consent_state DROP CONSTRAINT consent_state_answer_check")
            connection.execute("UPDATE consent_state SET answer = 'maybe'")
    assert asked(filled).reasons == ("unavailable", "corrupt_row")


def test_a_version_row_that_cannot_be_read_is_unavailable(filled: Gate, url: str, open_gate: Callable[..., Gate], clock: Clock):
    publish(filled, clock, permission())
    without_guards(url, "versions", "UPDATE versions SET content = '{}' WHERE number = 2")
    with pytest.raises(Exception, match="privacy@2"):
        open_gate()


def test_a_database_that_went_away_is_unavailable_and_comes_back(filled: Gate, url: str):
    table = "ALTER TABLE records RENAME TO {}"
    with raw(url) as connection:
        connection.execute(table.format("hidden"))
    assert asked(filled).reasons == ("unavailable", "database_away")
    assert asked(filled, at=START).reasons[0] == "unavailable"
    with pytest.raises(LedgerUnavailableError, match="lacks a table") as error:
        filled.record("s", data=EMAIL, item="y")
    assert "reconsent migrate" in error.value.hint
    with raw(url) as connection:
        connection.execute(table.format("records").replace("records RENAME", "hidden RENAME"))
    assert asked(filled).allowed


def test_a_broken_connection_is_opened_anew(postgres_url: str, clock: Clock, tmp_path: Path):
    database = Database(postgres_url)
    schema.migrate(database)
    database.close()
    with Gate.open(postgres_url, archive=tmp_path / "nowhere", clock=clock, keys=Keys.throwaway()) as gate:
        publish(gate, clock, permission(basis="contract"))
        gate.record("s", data=EMAIL, item="x")
        _break_connections(postgres_url)
        assert asked(gate).allowed
        _break_connections(postgres_url)
        with pytest.raises(LedgerUnavailableError):
            gate.withdraw("s", "letters")
        gate.withdraw("s", "letters")
        assert len(gate.ledger.events("s")) == 1


def _break_connections(url: str) -> None:
    with raw(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_locked_database_is_unavailable(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("consent_gate.ledger.database.BUSY_SECONDS", 0.05)
    with Gate.open(f"sqlite:///{tmp_path}/l.db", clock=clock, keys=tmp_path / "keys", archive=tmp_path) as gate:
        publish(gate, clock, permission(basis="contract"))
        with sqlite3.connect(tmp_path / "l.db", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert asked(gate).reasons == ("unavailable", "database_away")
            with pytest.raises(LedgerUnavailableError):
                gate.withdraw("s", "letters")
            other.execute("ROLLBACK")
        assert asked(gate).reasons != ("unavailable", "database_away")


def test_a_closed_gate_is_unavailable(filled: Gate):
    filled.close()
    assert asked(filled).reasons == ("unavailable", "database_away")
    with pytest.raises(LedgerUnavailableError):
        filled.withdraw("s", "letters")
    filled.close()


def test_a_blocked_gate_is_unavailable(filled: Gate):
    filled.blocked = "the ledger is older than its last anchor"
    assert asked(filled).reasons == ("unavailable", "ledger_blocked")
    for select in (filled.select, filled.sql):
        with pytest.raises(LedgerUnavailableError, match="older than its last anchor"):
            select(Request(use=ADS, data=EMAIL))


@pytest.mark.parametrize(
    "wrong",
    [
        {"use": ""},
        {"data": None},
        {"recipient": 3},
        {"item": ""},
        {"item": "half a letter \ud800"},
        {"item": "a\0b"},
        {"policy": ""},
        {"policy": "\udfff"},
        {"at": "now"},
        {"at": START.replace(tzinfo=None)},
        {"at": datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))},
        {"at": datetime.max.replace(tzinfo=timezone(timedelta(hours=-14)))},
    ],
)
def test_only_wrong_arguments_raise(filled: Gate, wrong: dict[str, object]):
    with pytest.raises(ArgumentError):
        asked(filled, **wrong)


def test_a_time_outside_of_the_calendar_is_a_wrong_argument(filled: Gate):
    for odd in (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), datetime.max.replace(tzinfo=timezone(timedelta(hours=-14)))):
        with pytest.raises(ArgumentError, match="calendar"):
            filled.record("s", data=EMAIL, item="x", collected_at=odd)
        with pytest.raises(ArgumentError, match="calendar"):
            filled.due(None, odd)


def test_permissions_and_promises_share_no_id_in_any_version(filled: Gate, clock: Clock):
    with pytest.raises(ArgumentError, match="`letters`"):
        publish(filled, clock, permission("post"), promises=(promise("letters"),))
    publish(filled, clock, permission("post"), promises=(promise("no-sale"),))
    with pytest.raises(ArgumentError, match="`no-sale`"):
        publish(filled, clock, permission("no-sale"), weakened=("no-sale",))
    assert [version.number for version in filled.ledger.versions("privacy")] == [1, 2]


def test_an_empty_ledger_knows_no_policy(gate: Gate):
    for policy in (None, "privacy"):
        assert asked(gate, policy=policy).reasons == ("unavailable", "unknown_policy")
        assert asked(gate, policy=policy, at=START).reasons == ("unavailable", "unknown_policy")
    with pytest.raises(PolicyUnclearError):
        gate.record("s", data=EMAIL, item="x")


def test_an_unmigrated_postgresql_is_refused_with_the_command(postgres_url: str, tmp_path: Path):
    with pytest.raises(LedgerOutdatedError) as refused:
        Gate.open(postgres_url, keys=tmp_path / "keys")
    assert "reconsent migrate" in refused.value.hint
    assert not (tmp_path / "keys").exists()


def test_a_database_that_cannot_be_reached_is_told_at_opening(tmp_path: Path):
    with pytest.raises(LedgerUnavailableError):
        Gate.open("postgresql://nobody@127.0.0.1:9/nowhere", keys=tmp_path)
    with pytest.raises(LedgerUnavailableError):
        Gate.open(f"sqlite:///{tmp_path}/no/such/folder/l.db", keys=tmp_path)
    for url in ("mysql://x/y", "nonsense"):
        with pytest.raises(ArgumentError):
            Gate.open(url, keys=tmp_path)
    (tmp_path / "text.db").write_text("this is no database, however long it may be " * 100)
    with pytest.raises(Exception, match="database"):
        Gate.open(f"sqlite:///{tmp_path}/text.db", keys=tmp_path)


def test_a_ledger_is_opened_with_its_own_keys_only(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/l.db"
    Gate.open(url, keys=tmp_path / "keys", archive=tmp_path).close()
    Gate.open(url, keys=tmp_path / "keys", archive=tmp_path).close()
    with pytest.raises(KeysError, match="no key file"):
        Gate.open(url, keys=tmp_path / "others", archive=tmp_path)
    with pytest.raises(KeysError, match="another ledger"):
        Gate.open(url, keys=Keys.throwaway(), archive=tmp_path)


def test_of_two_publishers_one_is_first(filled: Gate, open_gate: Callable[..., Gate], clock: Clock):
    other = open_gate()
    version = publish(filled, clock, permission(), wait=False)
    with pytest.raises(LedgerConflictError):
        other.ledger.add_version(version, files={})
    assert len(other.ledger.versions("privacy")) == 2


def test_a_version_may_not_be_back_dated_nor_come_too_soon(filled: Gate, clock: Clock):
    for at in (clock.now - timedelta(days=1), clock.now + timedelta(minutes=4)):
        with pytest.raises(EffectiveTimeError):
            publish(filled, clock, permission(), at=at)
    publish(filled, clock, permission(), at=clock.now + timedelta(days=2), wait=False)
    with pytest.raises(EffectiveTimeError):
        publish(filled, clock, permission(), at=clock.now + timedelta(days=1))
    assert [v.number for v in filled.ledger.versions("privacy")] == [1, 2]


def test_what_another_process_publishes_is_seen_at_once(filled: Gate, open_gate: Callable[..., Gate], clock: Clock):
    other = open_gate()
    publish(other, clock, permission(basis="consent"))
    assert asked(filled).verdict == "consent_required"
    other.answer("s", {"privacy/letters@1": "given"})
    assert asked(filled).allowed
    publish(other, clock, permission(), policy="club")
    with pytest.raises(PolicyUnclearError):
        asked(filled)


def test_an_outdated_sqlite_ledger_is_refused(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/l.db"
    Gate.open(url, keys=tmp_path / "keys", archive=tmp_path).close()
    with sqlite3.connect(tmp_path / "l.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff'")
    with pytest.raises(LedgerOutdatedError, match="not those of this release"):
        Gate.open(url, keys=tmp_path / "keys", archive=tmp_path)


def test_migrations_have_one_head_and_go_back_and_forth(url: str):
    from alembic import command
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlmodel import SQLModel

    database = Database(url)
    assert len(ScriptDirectory.from_config(schema.config()).get_heads()) == 1
    schema.migrate(database)
    with database.connected() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), SQLModel.metadata) == []
    command.downgrade(schema.config(database), "base")
    assert schema.revision(database) is None
    assert schema.migrate(database) == schema.known()[0] == opening.REVISION == schema.revision(database)
    database.close()
