"""Killed at random moments, the ledger holds every acknowledged entry once, none twice and none in part."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from consent_gate import Gate
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS, leaf_of
from tests.consent_gate.policies import EMAIL, Clock, permission, publish
from tests.postgres import server_binaries, system_server

pytestmark = pytest.mark.soak
KEYS = Keys.throwaway()


def opened(url: str, folder: Path) -> Gate:
    return Gate.open(url, archive=folder / "nowhere", keys=KEYS)


def write_until_killed(url: str, folder: Path, run: int, acknowledge: int) -> None:
    """Record, answer and withdraw without end; a line for each that was acknowledged."""
    gate = opened(url, folder)
    number = 0
    while True:
        key = f"{run}.{number}"
        do(gate, key, number)
        os.write(acknowledge, f"{key}\n".encode())
        number += 1


def do(gate: Gate, key: str, number: int) -> None:
    subject = f"s{number % 3}"
    if number % 3 == 0:
        gate.record(subject, data=EMAIL, item=key, key=key)
    elif number % 3 == 1:
        gate.answer(subject, {"privacy/letters@1": random.choice(("given", "refused"))}, key=key, method=key)
    else:
        gate.withdraw(subject, "letters", key=key, method=key)


def killed(url: str, folder: Path, run: int, after: float, kill: Callable[[int], None]) -> list[str]:
    """The keys that a writer acknowledged before `kill` ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            write_until_killed(url, folder, run, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as lines:
        first = lines.readline()  # it runs
        time.sleep(after)
        kill(child)
        os.waitpid(child, 0)
        return [line.strip() for line in (first, *lines) if line.endswith("\n")]


def keys_in(gate: Gate) -> list[str]:
    """The key of every entry that there is."""
    found: list[str] = []
    since = 0
    while page := gate.changes(since):
        since = page[-1].sequence
        for change in page:
            if change.kind == "record":
                record = gate.ledger.record(change.sequence)
                assert record is not None
                found.append(record.item or "")
            elif change.kind != "version":
                found.append(str(change.detail["method"]))
    return found


def hold_to_account(gate: Gate, acknowledged: list[str]) -> None:
    found = keys_in(gate)
    assert len(found) == len(set(found)), "an entry twice"
    assert set(acknowledged) <= set(found), "an acknowledged entry is lost"
    assert len(found) - len(acknowledged) <= 400, "entries nobody asked for"
    with gate.ledger.reading() as transaction:
        for source, columns in COLUMNS.items():
            for seq, leaf, *values in transaction.rows(f"SELECT seq, leaf, {', '.join(columns)} FROM {source}"):
                assert leaf_of(source, seq, tuple(values)) == bytes(leaf), "an entry in part"
    for subject in ("s0", "s1", "s2"):
        answers = gate.ledger.answers(subject, "privacy")
        last: dict[tuple[str, int], int] = {}
        for event in gate.ledger.events(subject):
            last[event.subject_of, event.edition] = event.sequence
        assert {key: answer.sequence for key, answer in answers.items()} == last, "an event without its state"


def test_killed_writers_lose_and_double_nothing_on_sqlite(tmp_path: Path, scale: Callable[[int], int]):
    url = f"sqlite:///{tmp_path}/ledger.db"
    clock = Clock()
    with Gate.open(url, clock=clock, keys=KEYS, archive=tmp_path / "nowhere") as gate:
        publish(gate, clock, permission())
    acknowledged: list[str] = []
    rng = random.Random(1)
    for run in range(scale(200)):
        acknowledged += killed(url, tmp_path, run, rng.uniform(0, 0.12), lambda child: os.kill(child, signal.SIGKILL))
    with opened(url, tmp_path) as gate:
        hold_to_account(gate, acknowledged)
        again = acknowledged[-1]
        do(gate, again, int(again.partition(".")[2])) if int(again.partition(".")[2]) % 3 != 1 else None
        hold_to_account(gate, acknowledged)
        assert gate.ledger.database.read("PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def server() -> Iterator[URL]:
    binaries = server_binaries()
    if binaries is None or not shutil.which("psql"):
        pytest.skip("no PostgreSQL of the system's to stop and start")
    with system_server(binaries) as url:
        yield url


def control(server: URL, *args: str) -> None:
    """Start or stop the server, as its owner."""
    folder = Path(str(server.query["host"]))
    binaries = server_binaries()
    assert binaries is not None
    who = {"user": folder.stat().st_uid, "group": folder.stat().st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w", "-t", "60", *args]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **who)


def test_an_immediate_stop_loses_and_doubles_nothing_on_postgresql(server: URL, tmp_path: Path, scale: Callable[[int], int]):
    url = server.render_as_string(hide_password=False)
    durable = [
        "-l",
        f"{server.query['host']}/log",
        "-o",
        f"-k {server.query['host']} -c listen_addresses='' -c fsync=on -c synchronous_commit=on",
    ]
    control(server, "-m", "fast", "stop")
    control(server, *durable, "start")
    database = Database(url)
    schema.migrate(database)
    database.close()
    clock = Clock()
    with Gate.open(url, clock=clock, keys=KEYS, archive=tmp_path / "nowhere") as gate:
        publish(gate, clock, permission())
    acknowledged: list[str] = []
    rng = random.Random(2)
    for run in range(scale(20)):

        def stop(child: int) -> None:
            control(server, "-m", "immediate", "stop")
            os.kill(child, signal.SIGKILL)

        acknowledged += killed(url, tmp_path, run, rng.uniform(0.05, 0.3), stop)
        control(server, *durable, "start")
    with opened(url, tmp_path) as gate:
        hold_to_account(gate, acknowledged)
