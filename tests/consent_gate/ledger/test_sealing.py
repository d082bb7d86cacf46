"""Entries get one place each in a tree that only grows, on both databases, and every alteration of it is found and named."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consent_gate.errors import ConsentGateError
from consent_gate.evidence import merkle
from consent_gate.evidence.checkpoint import open_note, public_keys
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.audit import Fault, audit
from consent_gate.ledger.entries import append, leaf_of
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.sealing import Tree, origin_of, seal, seal_all, unsealed
from consent_gate.ledger.ticks import to_ticks

AT = to_ticks(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/ledger.db"
    else:
        from consent_gate.ledger import schema
        from consent_gate.ledger.database import Database

        url = request.getfixturevalue("postgres_url")
        database = Database(url)
        schema.migrate(database)
        database.close()
    opened = Ledger.open(url, keys=Keys.create(tmp_path / "keys"))
    yield opened
    opened.close()


def fill(ledger: Ledger, count: int, first: int = 1) -> None:
    """Entries of the simplest kind."""
    with ledger.database.write() as transaction:
        for number in range(first, first + count):
            append(transaction, "closures", (number, "deleted", None, AT))


def sealed(ledger: Ledger, *batches: int) -> None:
    first = 1
    for count in batches:
        fill(ledger, count, first)
        seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1], batch=700)
        first += count


def faults(ledger: Ledger, anchors: tuple[str, ...] = ()) -> list[Fault]:
    keys = public_keys(origin_of(ledger.database), ledger.keys.signing)
    return list(audit(ledger.database, keys, anchors=anchors, cipher=ledger.cipher))


def notes(ledger: Ledger) -> list[str]:
    return [row[0] for row in ledger.database.read("SELECT note FROM checkpoints ORDER BY size")]


def test_sealed_entries_have_places_without_gap_and_every_proof_leads_to_a_signed_root(ledger: Ledger) -> None:
    sealed(ledger, 3, 1, 300, 40)
    positions = [row[0] for row in ledger.database.read("SELECT position FROM leaves ORDER BY position")]
    assert positions == list(range(344))
    assert unsealed(ledger.database) == 0
    keys = public_keys(origin_of(ledger.database), ledger.keys.signing)
    checkpoints = [open_note(note, keys) for note in notes(ledger)]
    assert [c.size for c in checkpoints] == [3, 4, 304, 344]
    tree = Tree(ledger.database.read)
    leaves = [bytes(row[0]) for row in ledger.database.read("SELECT leaf FROM leaves ORDER BY position")]
    last = checkpoints[-1]
    for place in (0, 1, 15, 16, 255, 256, 303, 343):
        assert merkle.verify_inclusion(leaves[place], place, last.size, tree.inclusion(place, last.size), last.root)
    for old in checkpoints[:-1]:
        assert merkle.verify_consistency(old.size, last.size, tree.consistency(old.size, last.size), old.root, last.root)
    assert faults(ledger, tuple(notes(ledger))) == []


@pytest.mark.parametrize("reason", ['"seq":0', '\\"seq":0,', "%s %% ?", "\\x00", "Ünïcødé \u2028 \U0001f426", "'; --", "\x01\x1f"])
def test_the_place_is_hashed_into_the_leaf_whatever_an_entry_says(ledger: Ledger, reason: str) -> None:
    values = ("privacy", 1, reason, '{"id": "ada"}', AT)
    with ledger.database.write() as transaction:
        seq = append(transaction, "version_withdrawals", values)
    ((placed, leaf, kept),) = ledger.database.read("SELECT seq, leaf, reason FROM version_withdrawals")
    assert (placed, bytes(leaf), kept) == (seq, leaf_of("version_withdrawals", seq, values), reason)


def test_nothing_that_waits_makes_no_checkpoint(ledger: Ledger) -> None:
    assert seal(ledger.database, "reconsent/x", ledger.keys.signing[-1]) is None


def _delete_checked(connection: sqlite3.Connection) -> None:
    """What somebody with the file can do, and no trigger of ours can stop."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


TAMPERING = {
    "a changed value": ("UPDATE closures SET record = 9999 WHERE seq = 20", "closures 20: was altered"),
    "a changed value with its own leaf made to fit": (
        "UPDATE closures SET record = 9999, leaf = x'00' WHERE seq = 20",
        "closures 20: was altered",
    ),
    "a deleted entry": ("DELETE FROM closures WHERE seq = 20", "closures 20: was deleted"),
    "a deleted entry with its leaf": ("DELETE FROM closures WHERE seq = 20; DELETE FROM leaves WHERE seq = 20", "leaf 19: is not there"),
    "the end cut off": ("DELETE FROM closures WHERE seq > 290; DELETE FROM leaves WHERE seq > 290", "the end is cut off"),
    "the end cut off with its checkpoints": (
        """DELETE FROM closures WHERE seq > 103; DELETE FROM leaves WHERE seq > 103; DELETE FROM checkpoints WHERE size > 103;
        DELETE FROM nodes WHERE level = 8; DELETE FROM nodes WHERE position > 5""",
        "a checkpoint in the archive signed 303",
    ),
    "two entries swapped": (
        "UPDATE leaves SET seq = -1 WHERE seq = 20; UPDATE leaves SET seq = 20 WHERE seq = 21; UPDATE leaves SET seq = 21 WHERE seq = -1",
        "closures 20: was altered",
    ),
    "an entry put in": (
        "INSERT INTO closures SELECT 5000, 5000, reason, successor, recorded_at, x'00' FROM closures WHERE seq = 1",
        "closures 5000",
    ),
    "an altered leaf": ("UPDATE leaves SET leaf = x'00' WHERE position = 19", "closures 20: was altered"),
    "an altered node": ("UPDATE nodes SET hash = x'00' WHERE level = 4 AND position = 2", "node 4/2"),
    "a replaced checkpoint": (
        "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 3) WHERE size = 103",
        "checkpoint 103: holds the checkpoint at 3",
    ),
    "the last checkpoint deleted": ("DELETE FROM checkpoints WHERE size = 303", "checkpoint 303: is not there"),
    "a leaf of another table": ("UPDATE leaves SET source = 'gaps' WHERE seq = 20", "gaps 20: was deleted"),
    "a leaf of no table": ("UPDATE leaves SET source = 'nothing' WHERE seq = 20", "leaf 19: names the table `nothing`"),
    "a leaf moved out of sight": ("UPDATE leaves SET position = -5 WHERE seq = 20", "leaf 19: is not there"),
    "its own leaf altered": ("UPDATE closures SET leaf = x'00' WHERE seq = 20", "closures 20: was altered"),
    "an entry put in between sealed ones": (
        "INSERT INTO closures SELECT 0, 5000, reason, successor, recorded_at, leaf FROM closures WHERE seq = 1",
        "closures 0: is neither in the tree nor waiting for it",
    ),
    "an entry of another table put in the place of one": (
        "INSERT INTO version_withdrawals VALUES (20, 'privacy', 1, 'why', 'who', 0, x'00')",
        "version_withdrawals 20: is neither in the tree nor waiting for it",
    ),
    "what waits said to be sealed": (
        """UPDATE checkpoints SET settled = 5000 WHERE size = 303;
        INSERT INTO closures SELECT 304, 5000, reason, successor, recorded_at, leaf FROM closures WHERE seq = 1""",
        "closures 304: is neither in the tree nor waiting for it",
    ),
    "a value of another kind": ("UPDATE closures SET record = 20.5 WHERE seq = 20", "closures 20: was altered"),
    "a time outside of the calendar": ("UPDATE closures SET recorded_at = 9223372036854775807 WHERE seq = 20", "closures 20: was altered"),
    "an answer that nobody gave": (
        "INSERT INTO consent_state VALUES ('ab', 'privacy', 'ads', 1, 'given', 0, 1, 20)",
        "consent_state ab privacy/ads@1: is not what its event says",
    ),
    "an altered checkpoint": ("UPDATE checkpoints SET note = replace(note, 'sealed 2', 'sealed 1') WHERE size = 103", "checkpoint 103"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_and_named(tmp_path: Path, how: str) -> None:
    statements, named = TAMPERING[how]
    with_keys = Keys.create(tmp_path / "keys")
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db", keys=with_keys)
    sealed(ledger, 3, 100, 200)
    anchors = tuple(notes(ledger))
    assert faults(ledger, anchors) == []
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        _delete_checked(connection)
        connection.executescript(statements)
    connection.close()
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db", keys=with_keys)
    found = [str(fault) for fault in faults(ledger, anchors)]
    ledger.close()
    assert any(named in fault for fault in found), found
    assert len(found) <= 3, found


def twice(table: str) -> str:
    """One row of a table more, altered, in the place of another; the table has no key any more that would keep it from it."""
    return f"""CREATE TABLE copied AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE copied RENAME TO {table};
    INSERT INTO {table} SELECT * FROM {table} WHERE seq = 20"""


ROOTS = {
    "a leaf": (
        "DELETE FROM leaves WHERE position = 19",
        ["leaf 19: is not there: no checkpoint above", "closures 20: is neither"],
    ),
    "many leaves": (
        "DELETE FROM leaves WHERE position BETWEEN 19 AND 120",
        ["leaves 19 to 120: are not there: no checkpoint above", "closures 20 to 121: 102 of these: each is neither"],
    ),
    "a leaf and its entry rewritten": (
        "UPDATE closures SET leaf = zeroblob(32) WHERE seq = 20; UPDATE leaves SET leaf = zeroblob(32) WHERE seq = 20",
        ["closures 20: was altered", "leaves 3 to 102: are not what checkpoints signed: 2 in the ledger, 2 in the archive"],
    ),
    "all nodes of a kind": ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 4 AND position = 2", ["node 4/2: is not what its leaves"]),
    "many entries": ("DELETE FROM closures WHERE seq BETWEEN 20 AND 120", ["closures 20 to 120: 101 of these: each was deleted"]),
    "the tree": (
        "DELETE FROM leaves",
        [
            "node 4/0: belongs to no leaves, nor do 18 more",
            "leaves: there are 0, and a checkpoint in the ledger signed 303",
            "leaves: there are 0, and a checkpoint in the archive signed 303",
            "closures 1 to 303: 303 of these: each is neither in the tree",
        ],
    ),
    "the ledger's name": (
        "UPDATE meta SET value = 'reconsent/0' WHERE name = 'origin'",
        ["checkpoint 3 to 303: none of all 3 can be opened", "anchor 1 to 3: none of all 3"],
    ),
    "an entry": (twice("closures"), ["closures 20: is there twice"]),
    "a leaf's place": (twice("leaves"), ["leaf 19: is there twice"]),
}


@pytest.mark.parametrize("what", ROOTS)
def test_what_follows_from_one_fault_is_not_told_again(tmp_path: Path, what: str) -> None:
    statements, expected = ROOTS[what]
    with_keys = Keys.create(tmp_path / "keys")
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db", keys=with_keys)
    sealed(ledger, 3, 100, 200)
    anchors = tuple(notes(ledger))
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        _delete_checked(connection)
        connection.executescript(statements)
    connection.close()
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db", keys=with_keys)
    found = [str(fault) for fault in faults(ledger, anchors)]
    ledger.close()
    assert len(found) == len(expected), found
    for said, begins in zip(found, expected, strict=True):
        assert said.startswith(begins), found


SEALER = """
import sys
from pathlib import Path
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.sealing import origin_of, seal
ledger = Ledger.open(sys.argv[1], keys=Keys.load(Path(sys.argv[2])))
print("ready", flush=True)
while seal(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1], batch=3):
    print("sealed", flush=True)
"""


@pytest.mark.soak
def test_a_sealer_killed_at_any_moment_leaves_no_gap_and_no_double(ledger: Ledger, tmp_path: Path, scale: Callable[[int], int]) -> None:
    url = ledger.database.url.render_as_string(hide_password=False)
    fill(ledger, 3000)
    rng = random.Random(5)
    for _ in range(scale(50)):
        child = subprocess.Popen(
            [sys.executable, "-c", SEALER, url, str(tmp_path / "keys")],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": "."},
        )
        assert child.stdout is not None
        for _ in range(rng.randint(1, 8)):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        child.communicate()
    until = time.monotonic() + 20
    while unsealed(ledger.database) and time.monotonic() < until:  # PostgreSQL may still hold the lock of the one killed last
        seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1])
    assert [row[0] for row in ledger.database.read("SELECT position FROM leaves ORDER BY position")] == list(range(3000))
    assert faults(ledger) == []


def test_two_sealers_at_once_seal_each_entry_once(ledger: Ledger) -> None:
    import threading

    fill(ledger, 400)
    origin = origin_of(ledger.database)
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(40):
                seal(ledger.database, origin, ledger.keys.signing[-1], batch=7)
        except ConsentGateError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_all(ledger.database, origin, ledger.keys.signing[-1])
    assert errors == []
    assert [row[0] for row in ledger.database.read("SELECT position FROM leaves ORDER BY position")] == list(range(400))
    assert faults(ledger) == []


def test_an_audit_beside_writers_and_a_sealer_gives_no_alarm(ledger: Ledger) -> None:
    import threading

    sealed(ledger, 50)
    keys = public_keys(origin_of(ledger.database), ledger.keys.signing)
    stop = threading.Event()
    errors: list[ConsentGateError] = []

    def write(first: int) -> None:
        number = first
        try:
            while not stop.wait(0.02):  # a file database lets readers in between
                fill(ledger, 20, number)
                number += 20
                if first > 10_000_000:
                    seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1], batch=33)
        except ConsentGateError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(start,)) for start in (1_000_000, 20_000_000)]
    for thread in threads:
        thread.start()
    found = [str(fault) for _ in range(5) for fault in audit(ledger.database, keys, cipher=ledger.cipher)]
    stop.set()
    for thread in threads:
        thread.join()
    assert found == []
    assert errors == []
    seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1])
    assert faults(ledger) == []
