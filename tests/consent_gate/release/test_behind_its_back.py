"""With the database in hand and no keys: what is altered there is told by a verification, before it does harm where that can be."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from consent_gate import Gate
from consent_gate.anchoring import anchor, seal
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import append, leaf_of
from consent_gate.ledger.guards import guards, places
from consent_gate.ledger.ledger import Ledger
from consent_gate.release.verify import verify_ledger
from tests.consent_gate.policies import EMAIL
from tests.consent_gate.release.house import House


@pytest.fixture
def lived_in(house: House) -> House:
    """Two anchors, and a copy of the ledger between them."""
    house.first()
    for number in range(20):
        house.gate.record(f"s-{number}", EMAIL)
    _anchored(house.gate)
    shutil.copy(house.folder / "ledger.db", house.folder / "older.db")
    for number in range(20):
        house.gate.record(f"t-{number}", EMAIL)
    _anchored(house.gate)
    return house


def _anchored(gate: Gate) -> None:
    seal(gate.ledger)
    anchor(gate.ledger, gate.archive)


def behind(house: House, act: Callable[[sqlite3.Connection], object]) -> tuple[list[str], list[str]]:
    """Faults and remarks after somebody has acted on the file and put every trigger back."""
    house.gate.close()
    with closing(sqlite3.connect(house.folder / "ledger.db", isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        act(connection)
        for _, made in triggers:
            connection.execute(made)
    return verified(house)


def verified(house: House) -> tuple[list[str], list[str]]:
    remarks: list[str] = []
    url = f"sqlite:///{house.folder / 'ledger.db'}"
    with Gate.open(url, house.folder / "archive", clock=house.clock, keys=house.folder / "keys") as gate:
        house.gate = gate
        return [f"{one.name}: {one.detail}" for one in verify_ledger(gate, remark=remarks.append)], remarks


def test_nothing_is_said_of_one_that_was_left_alone(lived_in: House):
    assert behind(lived_in, lambda _: None) == ([], [])


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (
            "CREATE TRIGGER t BEFORE INSERT ON events WHEN NEW.kind = 'withdrawn' BEGIN SELECT RAISE(IGNORE); END",
            "trigger t on events: is none of the ledger's",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON consent_state BEGIN UPDATE consent_state SET answer = 'given'; END",
            "trigger t on consent_state: is none of the ledger's",
        ),
        ("UPDATE places SET last = 7", "places: says that 7 is the last place"),
        ("DELETE FROM places", "places: says that -1 is the last place"),
        ("UPDATE checkpoints SET settled = 1000", "checkpoints: say that all is sealed up to place 1000"),
    ],
)
def test_what_will_alter_or_hide_the_next_entries_is_found_before(lived_in: House, statement: str, name: str):
    faults, _ = behind(lived_in, lambda connection: connection.execute(statement))
    assert faults[0].startswith(name), faults


@pytest.mark.parametrize("position", [38, 5])
def test_a_ledger_whose_tree_is_not_whole_opens_to_be_verified_and_answers_nothing(lived_in: House, position: int):
    act = "DELETE FROM leaves WHERE position >= 38 AND position < 40" if position == 38 else "DELETE FROM nodes WHERE position = 0"
    faults, _ = behind(lived_in, lambda connection: connection.execute(act))
    assert faults[0].startswith("leaves 38 to 39: are not there" if position == 38 else "node 4/0: is not what"), faults
    assert lived_in.gate.blocked
    assert "the sealed tree lacks nodes" in lived_in.gate.blocked


def gap(connection: sqlite3.Connection, actor: str, reason: str = "a drill") -> None:
    """Put on record that what was lost is lost, with a hash that fits."""
    (last,) = connection.execute("UPDATE places SET last = last + 1 RETURNING last").fetchone()
    (at,) = connection.execute("SELECT max(recorded_at) FROM records").fetchone()
    values = (1, 1000, reason, actor, at)
    connection.execute("INSERT INTO gaps VALUES (?, ?, ?, ?, ?, ?, ?)", (last, *values, leaf_of("gaps", last, values)))


@pytest.mark.parametrize(
    "actor", ['{"id": "ops", "source": "oidc"}', '{"id": "ops", "source": "oidc", "bond": "00"}', "[]", "no json", "null"]
)
def test_who_restores_an_older_copy_cannot_put_its_gap_on_record_without_the_keys(lived_in: House, actor: str):
    def act(connection: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(lived_in.folder / "older.db")) as older:
            older.backup(connection)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        gap(connection, actor)

    faults, remarks = behind(lived_in, act)
    assert lived_in.gate.blocked
    assert any("the end is cut off or an old copy was restored" in fault for fault in faults)
    assert [one.partition(" that ")[0] for one in remarks] == ["to explain: who has the keys did not put on record"]


def test_another_ledger_in_the_place_of_this_one_is_told_by_the_anchors_of_this_one(lived_in: House):
    def act(connection: sqlite3.Connection) -> None:
        for table in ("leaves", "nodes", "checkpoints", "records", "subjects", "places"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO places VALUES (1000)")
        connection.execute("DELETE FROM meta WHERE name = 'origin'")

    (fault,), _ = behind(lived_in, act)
    assert "which the same keys signed, and none of this one" in fault
    with Gate.open(f"sqlite:///{lived_in.folder / 'ledger.db'}", lived_in.folder / "archive", keys=lived_in.folder / "keys") as gate:
        _anchored(gate)
    faults, remarks = verified(lived_in)
    assert faults == []
    assert ["unless both are yours" in one for one in remarks] == [True]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DROP TRIGGER records_no_change ON records", "trigger records_no_change on records: is not there"),
        ("ALTER TABLE events DISABLE TRIGGER events_no_change", "trigger events_no_change on events: is not as it was made"),
        ("CREATE RULE r AS ON INSERT TO events DO INSTEAD NOTHING", "trigger r on events: is none of the ledger's"),
        (
            """CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.answer = ''given''; RETURN NEW; END';
            CREATE TRIGGER t BEFORE INSERT ON consent_state FOR EACH ROW EXECUTE FUNCTION f()""",
            "trigger t on consent_state: is none of the ledger's",
        ),
        (
            "CREATE OR REPLACE FUNCTION reconsent_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "is not as it was made",
        ),
        ("SELECT setval('places_last_seq', 1)", "places: says that 1 is the last place"),
    ],
)
def test_on_postgresql_too(statement: str, what: str, postgres_url: str):
    database = Database(postgres_url)
    schema.migrate(database)
    database.close()
    ledger = Ledger.open(postgres_url, keys=Keys.throwaway())
    for number in range(5):
        with ledger.database.write() as transaction:
            append(transaction, "closures", (number, "deleted", None, 0))
    assert [*guards(ledger.database), *places(ledger.database)] == []
    with psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute(statement)
    found = [str(one) for one in (*guards(ledger.database), *places(ledger.database))]
    assert what in found[0], found
    ledger.close()
