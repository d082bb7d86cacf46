"""Many records at once leave what single ones leave: the same entries, evidence and answers, whoever stops in the middle."""

import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from consent_gate import UNKNOWN, Gate, anchoring, intake
from consent_gate.errors import ArgumentError, LedgerConflictError, LedgerError
from consent_gate.evidence.keys import Keys
from consent_gate.intake import BATCH, Batch
from consent_gate.ledger import schema
from consent_gate.ledger.audit import audit
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS, leaf_of
from consent_gate.ledger.sealing import unsealed
from consent_gate.ledger.subjects import obtain_many
from consent_gate.model import CollectionRecord
from tests.consent_gate.policies import EMAIL, START, Clock, permission, publish

KEYS = Keys.throwaway()
PHONE = "user.contact.phone_number"


def rows_of(gate: Gate, source: str) -> list[tuple[Any, ...]]:
    with gate.ledger.reading() as transaction:
        return transaction.rows(f"SELECT seq, leaf, {', '.join(COLUMNS[source])} FROM {source} ORDER BY seq")


def passes_the_audit(gate: Gate) -> None:
    anchoring.seal(gate.ledger)
    assert unsealed(gate.ledger.database) == 0
    found = audit(gate.ledger.database, anchoring.verifying_keys(gate.ledger), cipher=gate.ledger.cipher)
    assert [fault for fault in found if not fault.where.startswith("version ")] == []  # the versions' identities are made up


def counted(gate: Gate) -> dict[str, int]:
    return {source: len(rows_of(gate, source)) for source in ("records", "closures")}


def at_random(rng: random.Random, clock: Clock) -> dict[str, Any]:
    row: dict[str, Any] = {"subject": f"s{rng.randrange(12)}", "data": rng.choice((EMAIL, PHONE))}
    for name, values in {
        "item": ("a", "b", "ü\n\t\\", None),
        "collected_at": (clock.now - timedelta(days=40), clock.now - timedelta(days=rng.randrange(9)), UNKNOWN, None),
        "version": (1, 2, UNKNOWN, None),
        "fresh": (True, False),
        "policy": ("privacy", None),
    }.items():
        if rng.random() < 0.6:
            row[name] = rng.choice(values)
    return row


def singly(gate: Gate, rows: list[dict[str, Any]]) -> list[CollectionRecord | None]:
    made: list[CollectionRecord | None] = []
    for row in rows:
        try:
            made.append(gate.record(row["subject"], **{name: value for name, value in row.items() if name != "subject"}))
        except ArgumentError:
            made.append(None)
    return made


def known_as(record: CollectionRecord | None) -> object:
    return record and (record.subject, record.policy, record.data, record.item, record.version, record.collected_at, record.recorded_at)


@pytest.mark.parametrize("seed", range(4))
def test_many_at_once_are_what_they_are_one_by_one(open_gate: Callable[..., Gate], clock: Clock, seed: int, tmp_path: Path):
    gate = open_gate()
    with Gate.open("sqlite://", archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as twin:
        for uses in (("marketing",), ("marketing", "analytics")):
            effective = clock.now + timedelta(hours=1)
            for one in (gate, twin):
                publish(one, clock, permission(use=uses), at=effective, wait=one is twin)
            clock.advance(days=20)
        rng = random.Random(seed)
        for _ in range(3):
            wanted = [at_random(rng, clock) for _ in range(60)]
            found: list[CollectionRecord | None] = []
            done = gate.record_many(wanted, each=lambda batch, found=found: found.extend(batch.records()))
            expected = singly(twin, wanted)
            assert [known_as(one) for one in found] == [known_as(one) for one in expected]
            assert done.recorded == sum(one is not None for one in expected)
            assert [one.place for one in done.set_aside] == [place for place, one in enumerate(expected) if one is None]
            clock.advance(days=1)
        shapes = [[(source, *(len(rows_of(one, source)),)) for source in ("records", "closures")] for one in (gate, twin)]
        assert shapes[0] == shapes[1]
        assert [row[3] for row in rows_of(gate, "closures")] == [row[3] for row in rows_of(twin, "closures")]


def test_their_entries_wait_are_sealed_and_pass_the_audit(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    wanted = [{"subject": f"s{n % 40}", "data": EMAIL, "item": f"i{n % 150}", "fresh": n % 3 == 0} for n in range(400)]
    assert gate.record_many(wanted).recorded == 400
    gate.record("s1", EMAIL, item="by itself")
    for source in ("records", "closures"):
        for seq, leaf, *values in rows_of(gate, source):
            assert leaf_of(source, seq, tuple(values)) == bytes(leaf)
    database = gate.ledger.database
    entries = {row[0] for source in COLUMNS for row in database.read(f"SELECT seq FROM {source}")}
    assert unsealed(database) == len(entries)
    passes_the_audit(gate)


def test_bad_rows_are_told_by_their_place_and_set_aside(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    good = {"subject": "s", "data": EMAIL}
    bad: list[tuple[Any, str]] = [
        ({"data": EMAIL}, "`subject`"),
        ({**good, "subject": ""}, "`subject`"),
        ({**good, "subject": 7}, "`subject`"),
        ({**good, "subject": "half \ud800"}, "half a character"),
        ({**good, "data": None}, "`data`"),
        ({**good, "data": "user.nonsense"}, "user.nonsense"),
        ({**good, "item": 7}, "`item`"),
        ({**good, "item": "nul\0"}, "`item`"),
        ({**good, "collected_at": datetime(2026, 1, 1)}, "offset"),  # noqa: DTZ001 - that is the fault
        ({**good, "collected_at": "2026-01-01"}, "`collected_at`"),
        ({**good, "collected_at": clock.now + timedelta(days=1)}, "future"),
        ({**good, "version": "1"}, "`version`"),
        ({**good, "version": 9}, "privacy@9"),
        ({**good, "version": True}, "`version`"),
        ({**good, "policy": "terms"}, "`terms`"),
        ({**good, "policy": ["privacy"]}, "`policy`"),
        ({**good, "fresh": "yes"}, "`fresh`"),
        ({**good, "colour": "red"}, "`colour`"),
        ("a line", "no mapping"),
    ]
    rows = [row for wrong, _ in bad for row in (wrong, {**good, "item": f"after {wrong!r}"})]
    done = gate.record_many(rows)
    assert done.recorded == len(bad)
    assert [one.place for one in done.set_aside] == list(range(0, len(rows), 2))
    for one, (_, words) in zip(done.set_aside, bad, strict=True):
        assert words in str(one)
        assert "\n" not in str(one)


def test_the_same_key_and_rows_come_to_the_first_answer(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    rows = [{"subject": f"s{n % 7}", "data": EMAIL if n % 5 else "user.nonsense", "item": f"i{n % 11}", "fresh": True} for n in range(60)]
    seen: list[Batch] = []
    first = gate.record_many(rows, key="night", each=seen.append)
    before = counted(gate)
    clock.advance(days=1)
    again = gate.record_many(rows, key="night", each=seen.append)
    assert counted(gate) == before
    assert [(one.place, str(one)) for one in again.set_aside] == [(one.place, str(one)) for one in first.set_aside]
    assert list(seen[0].records()) == list(seen[1].records())
    with pytest.raises(LedgerConflictError):
        gate.record_many([*rows[:-1], {**rows[-1], "item": "another"}], key="night")
    assert counted(gate) == before
    gate.record_many(rows, key="the next night")
    assert counted(gate)["records"] == 2 * before["records"]


def test_one_moment_in_two_offsets_is_the_same_row(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    row = {"subject": "s", "data": EMAIL, "collected_at": START + timedelta(minutes=30)}
    gate.record_many([row], key="k")
    there = row["collected_at"].astimezone(timezone(timedelta(hours=5)))  # type: ignore[attr-defined]
    assert gate.record_many([{**row, "collected_at": there}], key="k").recorded == 1
    assert counted(gate)["records"] == 1


def test_what_was_set_aside_once_is_not_recorded_under_the_same_key_later(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    row = {"subject": "s", "data": EMAIL, "collected_at": clock.now + timedelta(hours=1)}
    assert gate.record_many([row], key="k").recorded == 0
    clock.advance(hours=2)
    (aside,) = gate.record_many([row], key="k").set_aside
    assert "another key" in str(aside)
    assert gate.record_many([row], key="another").recorded == 1


def test_what_an_erased_person_had_is_not_shown_again(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    rows = [{"subject": name, "data": EMAIL} for name in ("ann", "bob")]
    gate.record_many(rows, key="k")
    gate.erase("ann")
    seen: list[CollectionRecord | None] = []
    done = gate.record_many(rows, key="k", each=lambda batch: seen.extend(batch.records()))
    assert done.recorded == 2
    assert [one and one.subject for one in seen] == [None, "bob"]
    assert gate.ledger.pseudonym("ann") is None


def test_nothing_to_record_is_no_error(gate: Gate, clock: Clock):
    done = gate.record_many(iter(()), key="k")
    assert (done.recorded, done.set_aside) == (0, ())
    (aside,) = gate.record_many([{"subject": "s", "data": EMAIL}]).set_aside
    assert "no policy was named" in str(aside)


def rows_from(number: int) -> list[dict[str, Any]]:
    return [{"subject": f"s{n * 7919 % (number // 5)}", "data": EMAIL, "item": f"i{n}", "fresh": n % 4 == 0} for n in range(number)]


def load_in_a_child(url: str, folder: Path, clock: Clock, wanted: int) -> tuple[int, int]:
    """Its process, and a pipe with a byte for each batch that was kept."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with Gate.open(url, archive=folder / "nowhere", clock=clock, keys=KEYS) as gate:
                gate.record_many(rows_from(wanted), key="load", each=lambda _: os.write(writing, b"."))
        finally:
            os._exit(1)
    os.close(writing)
    return child, reading


@pytest.mark.soak
def test_a_loader_killed_in_the_middle_and_begun_anew_loses_and_doubles_nothing(
    url: str, tmp_path: Path, clock: Clock, scale: Callable[[int], int], monkeypatch: pytest.MonkeyPatch
):
    """Killed ten times, each time some batches further on and at a random moment within one."""
    wanted = scale(100_000)
    monkeypatch.setattr(intake, "BATCH", wanted // 20)
    with Gate.open(url, archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as gate:
        publish(gate, clock, permission())
    rng = random.Random(1)
    for run in range(10):
        child, progress = load_in_a_child(url, tmp_path, clock, wanted)
        for _ in range(run + 1):
            assert os.read(progress, 1) == b"."
        time.sleep(rng.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(progress)
    with Gate.open(url, archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as gate:
        assert wanted > counted(gate)["records"] >= wanted // 2
        assert gate.record_many(rows_from(wanted), key="load").recorded == wanted
        assert counted(gate) == {"records": wanted, "closures": 0}
        items = sorted(str(record.item) for record in gate.ledger.open_records("privacy"))
        assert items == sorted(f"i{n}" for n in range(wanted))
        passes_the_audit(gate)


def test_loaders_of_the_same_people_do_not_wait_for_each_other_for_ever(open_gate: Callable[..., Gate], clock: Clock):
    gate = open_gate()
    publish(gate, clock, permission())

    def load(loader: int) -> int:
        rng = random.Random(loader)
        people = [f"s{n}" for n in range(300)]
        rng.shuffle(people)
        return gate.record_many([{"subject": person, "data": EMAIL, "item": f"{loader}"} for person in people]).recorded

    def link(pair: int) -> None:
        gate.link(f"s{pair}", f"s{pair + 100}")

    with ThreadPoolExecutor(8) as threads:
        loads = [threads.submit(load, number) for number in range(5)]
        links = [threads.submit(link, number) for number in range(20)]
        assert [one.result() for one in loads] == [300] * 5
        for one in links:
            one.result()
    assert counted(gate)["records"] == 1500


def test_whoever_writes_about_a_linked_id_waits_for_a_batch(postgres_url: str, tmp_path: Path, clock: Clock):
    with Gate.open(migrated(postgres_url), archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as gate, ThreadPoolExecutor(1) as other:
        publish(gate, clock, permission())
        gate.record("ann", EMAIL)
        gate.record("ann's phone", EMAIL)
        gate.link("ann", "ann's phone")
        with gate.ledger.loading() as work:
            obtain_many(work.transaction, gate.ledger.cipher, {"ann"}, postgres=True)
            waiting = other.submit(gate.record, "ann's phone", EMAIL, item="after")
            waits_for_a_lock(postgres_url)
            assert not waiting.done()
        assert waiting.result().item == "after"


def test_a_batch_whose_new_people_somebody_else_made_meanwhile_takes_theirs(postgres_url: str, tmp_path: Path, clock: Clock):
    rows = [{"subject": f"s{n}", "data": EMAIL} for n in range(20)]
    with Gate.open(migrated(postgres_url), archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as gate, ThreadPoolExecutor(2) as others:
        publish(gate, clock, permission())
        gate.record_many(rows[::4])
        with gate.ledger.writing("s7") as work:  # makes s7, which nobody else sees yet
            loading = others.submit(gate.record_many, rows)
            waits_for_a_lock(postgres_url)
            theirs = work.subject.pseudonym
        assert loading.result().set_aside == ()
        assert gate.ledger.pseudonym("s7") == theirs
        assert counted(gate) == {"records": 20, "closures": 0}
        assert {record.subject for record in gate.ledger.open_records("privacy")} == {f"s{n}" for n in range(20)}
        passes_the_audit(gate)


def test_a_person_whom_the_database_refuses_is_not_tried_for_ever(postgres_url: str, tmp_path: Path, clock: Clock):
    with Gate.open(migrated(postgres_url), archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as gate:
        publish(gate, clock, permission())
        with gate.ledger.database.write() as transaction:
            transaction.run("ALTER TABLE subjects ADD CHECK (subject <> 'somebody')")
        with pytest.raises(LedgerConflictError):
            gate.record_many([{"subject": "somebody", "data": EMAIL}])
        assert gate.record_many([{"subject": "somebody else", "data": EMAIL}]).recorded == 1


def migrated(url: str) -> str:
    database = Database(url)
    schema.migrate(database)
    database.close()
    return url


def waits_for_a_lock(url: str) -> None:
    """Return once somebody does; asked on a connection of its own, since a transaction sees the same all along."""
    database, begun = Database(url), time.monotonic()
    while not database.read("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"):
        assert time.monotonic() - begun < 10
        time.sleep(0.01)
    database.close()


def test_a_batch_that_fails_leaves_those_before_it(gate: Gate, clock: Clock):
    publish(gate, clock, permission())

    def rows():
        for n in range(BATCH + 10):
            if n == BATCH + 5:
                raise LedgerError("the source ran dry")
            yield {"subject": "s", "data": EMAIL, "item": f"i{n}"}

    with pytest.raises(LedgerError):
        gate.record_many(rows(), key="k")
    assert counted(gate)["records"] == BATCH


def test_people_of_one_batch_stand_side_by_side_in_the_indexes(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    for batch in ("a", "b"):
        gate.record_many([{"subject": f"{batch}{n}", "data": EMAIL} for n in range(100)])
    with gate.ledger.reading() as transaction:
        for name in ("pseudonym", "person"):
            drawn = [row[0] for row in transaction.rows(f"SELECT {name} FROM subjects ORDER BY subject")]
            assert {len(one) for one in drawn} == {32}
            assert len(set(drawn)) == len({one[8:] for one in drawn}) == 200
            assert [len({one[:8] for one in part}) for part in (drawn, drawn[:100], drawn[100:])] == [2, 1, 1]


def scans_of(table: str, database: Database, more_than: int) -> tuple[int, int]:
    """How often a table was gone through, and looked into by an index; a connection tells when it is over."""
    begun = time.monotonic()
    while True:
        whole, by_index = database.read("SELECT seq_scan, idx_scan FROM pg_stat_user_tables WHERE relname = ?", (table,))[0]
        if by_index > more_than or time.monotonic() - begun > 30:
            return whole, by_index
        time.sleep(0.05)


@pytest.mark.parametrize("table", ["subjects", "records"])
def test_a_batch_looks_up_by_index_though_nobody_counted_the_tables(postgres_url: str, tmp_path: Path, clock: Clock, table: str):
    odd = ['o\'Hara, "Jo"', "ü\t\\x", "{a,b}", "[1]", "%s ?"]
    rows = [{"subject": subject, "data": EMAIL} for subject in (*odd, *(f"s{n}" for n in range(20_000)))]
    database = Database(postgres_url)
    schema.migrate(database)
    with database.connected() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    scans = [(0, 0)]
    for batch in range(2):  # of an empty table, then of a filled one
        with Gate.open(postgres_url, archive=tmp_path / "nowhere", clock=clock, keys=KEYS) as gate:
            if batch == 0:
                publish(gate, clock, permission())
            assert gate.record_many(rows if batch == 0 else rows[:500]).set_aside == ()
        scans.append(scans_of(table, database, scans[-1][1]))
    (_, (whole, by_index), (whole_after, by_index_after)) = scans
    assert by_index_after > by_index
    assert whole_after == whole
    assert database.read("SELECT count(*) FROM records")[0][0] == len(rows)
    database.close()
