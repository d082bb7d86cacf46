"""Entries get their places and their leaves whatever the order in which writers begin, draw, commit and die."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command

from consent_gate.errors import LedgerError
from consent_gate.evidence.checkpoint import public_keys
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.audit import Fault, audit
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS, append, leaf_of
from consent_gate.ledger.feed import changes_after
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.places import draw, settled
from consent_gate.ledger.sealing import origin_of, seal, seal_all, unsealed
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.ticks import to_ticks

AT = to_ticks(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ledger.db" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[Ledger]:
    yield from opened(url, tmp_path)


@pytest.fixture
def postgres(postgres_url: str, tmp_path: Path) -> Iterator[Ledger]:
    yield from opened(postgres_url, tmp_path)


def opened(url: str, folder: Path) -> Iterator[Ledger]:
    database = Database(url)
    schema.migrate(database)
    database.close()
    ledger = Ledger.open(url, keys=Keys.create(folder / "keys"))
    yield ledger
    ledger.close()


def withdraw(transaction: Transaction, number: int) -> int:
    """An entry of the simplest kind."""
    return append(transaction, "version_withdrawals", ("privacy", number, "a drill", "{}", AT))


def seal_it(ledger: Ledger, batch: int = 4096) -> None:
    seal(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1], batch=batch)


def sealed(ledger: Ledger) -> list[int]:
    return [row[0] for row in ledger.database.read("SELECT seq FROM leaves ORDER BY position")]


def written(ledger: Ledger) -> list[int]:
    return sorted(row[0] for source in COLUMNS for row in ledger.database.read(f"SELECT seq FROM {source}"))


def faults(ledger: Ledger) -> list[Fault]:
    return list(audit(ledger.database, public_keys(origin_of(ledger.database), ledger.keys.signing), cipher=ledger.cipher))


class Writer:
    """A transaction of another connection, stopped where the test wants it."""

    def __init__(self, ledger: Ledger) -> None:
        self.database = Database(ledger.database.url.render_as_string(hide_password=False))
        self.block = self.database.write()
        self.transaction = self.block.__enter__()

    def commit(self) -> None:
        self.block.__exit__(None, None, None)
        self.database.close()

    def abort(self) -> None:
        with suppress(KeyError):
            self.block.__exit__(KeyError, KeyError(), None)
        self.database.close()


def test_places_rise_and_none_is_given_twice(ledger: Ledger) -> None:
    with ledger.database.write() as transaction:
        places = [*draw(transaction, 1), *draw(transaction, 500), *draw(transaction, 1)]
    with ledger.database.write() as transaction:
        places += draw(transaction, 3)
    assert places == sorted(set(places))
    assert settled(ledger.database) == places[-1]


def test_a_new_ledger_begins_with_one(ledger: Ledger) -> None:
    assert settled(ledger.database) == 0
    with ledger.database.write() as transaction:
        assert draw(transaction, 2) == [1, 2]


def test_nothing_is_settled_after_the_place_where_a_writer_began(postgres: Ledger) -> None:
    with postgres.database.write() as transaction:
        first = withdraw(transaction, 1)
    slow = Writer(postgres)
    with postgres.database.write() as transaction:
        withdraw(transaction, 2)
    assert settled(postgres.database) == first
    late = withdraw(slow.transaction, 3)
    assert settled(postgres.database) == first
    slow.commit()
    assert settled(postgres.database) == late


def test_who_writes_elsewhere_on_the_server_holds_nothing_up(postgres: Ledger) -> None:
    other = Database(postgres.database.url.set(database="postgres").render_as_string(hide_password=False))
    with postgres.database.write() as transaction:
        last = withdraw(transaction, 1)
    elsewhere = other._connect()
    elsewhere.execute(f"BEGIN; SELECT pg_advisory_xact_lock_shared({7266 << 48})")
    product = Database(postgres.database.url.render_as_string(hide_password=False))._connect()
    product.execute("BEGIN; SELECT pg_advisory_xact_lock_shared(17); SELECT pg_advisory_xact_lock(3, 4)")
    assert settled(postgres.database) == last
    elsewhere.close()
    product.close()


def test_an_entry_committed_after_later_ones_were_sealed_is_sealed_next(postgres: Ledger) -> None:
    slow, dead = Writer(postgres), Writer(postgres)
    early, lost = withdraw(slow.transaction, 1), withdraw(dead.transaction, 2)
    with postgres.database.write() as transaction:
        late = withdraw(transaction, 3)
    assert early < lost < late
    seal_it(postgres)
    assert sealed(postgres) == [late]
    assert faults(postgres) == []
    dead.abort()
    seal_it(postgres)  # nothing new
    slow.commit()
    assert unsealed(postgres.database) == 1
    assert faults(postgres) == []
    seal_it(postgres)
    assert sealed(postgres) == [late, early]
    assert faults(postgres) == []
    with postgres.database.write() as transaction:
        last = withdraw(transaction, 4)
    seal_it(postgres)
    assert sealed(postgres) == [late, early, last]
    assert postgres.database.read("SELECT settled FROM checkpoints ORDER BY size") == [(0,), (late,), (last,)]


def test_a_batch_that_is_full_settles_no_more_than_it_holds(ledger: Ledger) -> None:
    with ledger.database.write() as transaction:
        places = [withdraw(transaction, number) for number in range(1, 8)]
    for _ in range(3):
        seal_it(ledger, batch=3)
    assert sealed(ledger) == places
    assert [row[0] for row in ledger.database.read("SELECT settled FROM checkpoints ORDER BY size")] == [places[2], places[5], places[6]]


def test_changes_neither_wait_for_a_writer_nor_pass_it(postgres: Ledger) -> None:
    with postgres.database.write() as transaction:
        first = withdraw(transaction, 1)
    slow = Writer(postgres)
    withdraw(slow.transaction, 2)
    with postgres.database.write() as transaction:
        withdraw(transaction, 3)
    assert [change.sequence for change in changes_after(postgres.database, 0, 10)] == [first]
    slow.commit()
    assert [change.sequence for change in changes_after(postgres.database, 0, 10)] == written(postgres)


WRITER = """
import random, sys, time
from pathlib import Path
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.entries import append
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.places import draw
ledger = Ledger.open(sys.argv[1], keys=Keys.load(Path(sys.argv[2])))
rng = random.Random(int(sys.argv[3]))
print("ready", flush=True)
number = int(sys.argv[3]) * 1_000_000
while True:
    try:
        with ledger.database.write() as transaction:
            time.sleep(rng.choice((0, 0, 0.002, 0.02)))
            for _ in range(rng.choice((1, 1, 2, 30))):
                number += 1
                append(transaction, "closures", (number, "deleted", None, 0))
                time.sleep(rng.choice((0, 0, 0, 0.005)))
            if rng.random() < 0.2:
                draw(transaction, 3)
                raise KeyError
    except KeyError:
        pass
    print(number, flush=True)
"""


@pytest.mark.soak
def test_writers_that_overtake_fail_and_are_killed_leave_no_gap_and_no_double(
    postgres: Ledger, tmp_path: Path, scale: Callable[[int], int]
) -> None:
    url = postgres.database.url.render_as_string(hide_password=False)
    rng = random.Random(11)
    stop = threading.Event()
    broken: list[str] = []

    def chore() -> None:
        try:
            while not stop.wait(rng.random() / 20):
                seal_it(postgres, batch=rng.choice((5, 60, 4096)))
        except LedgerError as error:
            broken.append(str(error))

    def start(number: int) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", WRITER, url, str(tmp_path / "keys"), str(number)]
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."})

    writers = [start(number) for number in range(1, 5)]
    sealers = [threading.Thread(target=chore) for _ in range(2)]
    for sealer in sealers:
        sealer.start()
    for number in range(5, 5 + scale(60)):
        time.sleep(rng.random() / 2)
        victim = writers.pop(0)
        assert victim.stdout is not None
        victim.stdout.readline()
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        writers.append(start(number))
        if number % 10 == 0:
            assert faults(postgres) == []
    for writer in writers:
        writer.kill()
        writer.communicate()
    stop.set()
    for sealer in sealers:
        sealer.join()
    while settled(postgres.database) < postgres.database.read("SELECT last_value FROM places_last_seq")[0][0]:  # until the killed are gone
        time.sleep(0.05)
    seal_all(postgres.database, origin_of(postgres.database), postgres.keys.signing[-1])
    assert broken == []
    entries = written(postgres)
    assert sorted(sealed(postgres)) == entries
    assert len(entries) > scale(60)
    assert [row[0] for row in postgres.database.read("SELECT position FROM leaves ORDER BY position")] == list(range(len(entries)))
    assert faults(postgres) == []


def test_what_waited_in_the_queue_of_an_older_ledger_is_sealed(url: str, tmp_path: Path) -> None:
    database = Database(url)
    command.upgrade(schema.config(database), "0001")
    with database.connected() as connection:
        for seq in (1, 2, 3, 4, 5):
            leaf = leaf_of("version_withdrawals", seq, ("privacy", seq, "a drill", "{}", AT)).hex()
            blob = f"decode('{leaf}', 'hex')" if database.postgres else f"x'{leaf}'"
            connection.exec_driver_sql("INSERT INTO unsealed (source) VALUES ('version_withdrawals')")
            connection.exec_driver_sql(f"INSERT INTO version_withdrawals VALUES ({seq}, 'privacy', {seq}, 'a drill', '{{}}', {AT}, {blob})")
    schema.migrate(database)
    database.close()
    ledger = Ledger.open(url, keys=Keys.create(tmp_path / "keys"))
    assert unsealed(ledger.database) == 5
    seal_it(ledger, batch=3)
    assert sealed(ledger) == [1, 2, 3]
    command.downgrade(schema.config(ledger.database), "0001")
    assert ledger.database.read("SELECT seq, source FROM unsealed ORDER BY seq") == [(n, "version_withdrawals") for n in (4, 5)]
    schema.migrate(ledger.database)
    with ledger.database.write() as transaction:
        assert withdraw(transaction, 6) == 6
    seal_it(ledger)
    assert sealed(ledger) == [1, 2, 3, 4, 5, 6]
    assert faults(ledger) == []
    ledger.close()
