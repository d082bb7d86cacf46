"""The gate: checks, records and opening, each beside the bare statement on the same database.

Ours and the limit take short turns, each as often first, so that whatever else the machine does meets both. Of a round's
turns the best counts, since other work on the machine is no property of either; of the rounds the median is told.
"""

import itertools
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from subprocess import run as run_program
from sys import executable

from bench import Figure, Run
from bench.postgres import empty_ledger
from consent_gate import Gate
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.cipher import item_digest
from policy_versions import Actor, Basis, Controller, LocalText, Permission, Policy, Version

EMAIL, ADS = "user.contact.email", "marketing.advertising"
PEOPLE = 200
TURN, TURNS, ROUNDS = 10, 50, 15
NOTHING = 1e9

RAW = """
SELECT r.seq, r.version, r.collected_at, u.permission, u.edition, u.silent, u.refused, u.days_kept, a.answer, a.at, b.answer, w.consent_days
FROM subjects s JOIN records r ON r.subject = s.pseudonym JOIN rule u ON u.data = r.data AND u.version = r.version
LEFT JOIN consent_state a ON a.subject = r.subject AND a.policy = r.policy AND a.permission = u.permission AND a.edition = u.edition
LEFT JOIN consent_state b ON b.subject = r.subject AND b.policy = r.policy AND b.permission = u.permission AND b.edition = 0
LEFT JOIN rule w ON w.data = u.data AND w.permission = u.permission AND w.version = a.version
WHERE s.subject = ? AND r.policy = ? AND r.item = ?"""


def measure(run: Run) -> Iterator[Figure]:
    """All figures."""
    yield _check_sqlite(run)
    yield _record_sqlite(run)
    postgres = _check_postgres()
    if postgres is not None:
        yield postgres
    yield from _opening(run)


def _check_sqlite(run: Run) -> Figure:
    url = f"sqlite:///{run.folder / 'check.db'}"
    with _filled(url, PEOPLE) as gate:
        raw = sqlite3.connect(run.folder / "check.db", isolation_level=None)
        raw.execute(
            "CREATE TEMP TABLE rule (data, version, permission, edition, silent, refused, days_kept, consent_days,"
            " PRIMARY KEY (data, version, permission)) WITHOUT ROWID"
        )
        raw.executemany("INSERT INTO rule VALUES (?, ?, 'letters', 1, 1, 2, NULL, NULL)", [(EMAIL, version) for version in range(21)])
        digests = _digests(gate, raw.execute("SELECT subject, salt FROM subjects").fetchall())

        turns = _slices(list(digests))

        def ours() -> None:
            for subject in next(turns):
                if not gate.check(subject, use=ADS, data=EMAIL, item="signup").allowed:
                    raise AssertionError(subject)

        def bare() -> None:
            for subject in next(turns):
                raw.execute(RAW, (subject, "privacy", digests[subject])).fetchall()

        mine, limit = _in_turns(ours, bare, clock=time.process_time)
        raw.close()
    return Figure(
        name="check, SQLite, full answer",
        value=mine / TURN * 1e6,
        unit="µs",
        limit=limit / TURN * 1e6,
        limit_name="sqlite3, one statement",
        at_most=2.0,
    )


def _record_sqlite(run: Run) -> Figure:
    each = run.rows(20)
    with _filled(f"sqlite:///{run.folder / 'record.db'}", 0) as gate:
        raw = sqlite3.connect(run.folder / "raw.db", isolation_level=None)
        raw.execute(f"PRAGMA journal_mode={gate.ledger.database.journal}")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("CREATE TABLE records (seq INTEGER PRIMARY KEY, subject, policy, data, item, version, collected_at, recorded_at)")
        raw.execute("CREATE INDEX of_subject ON records (subject, policy, item, data)")
        done = iter(range(10**9))

        def ours() -> None:
            for _ in range(each):
                gate.record(f"p{next(done)}", data=EMAIL, item="signup")

        def bare() -> None:
            for _ in range(each):
                row = (f"p{next(done)}", "privacy", EMAIL, "signup", 1, 0, 0)
                raw.execute(
                    "INSERT INTO records (subject, policy, data, item, version, collected_at, recorded_at) VALUES (?,?,?,?,?,?,?)", row
                )

        mine, limit = _in_turns(ours, bare, clock=time.perf_counter, turns=2)
        raw.close()
    return Figure(
        name="record, one a transaction, SQLite FULL",
        value=each / mine,
        unit="records/s",
        limit=each / limit,
        limit_name="sqlite3 insert, same journal",
        at_least=0.4,
    )


def _check_postgres() -> Figure | None:
    """None where there is no server to be had."""
    with empty_ledger() as url:
        if url is None:
            return None
        with _filled(url, PEOPLE) as gate:
            return _beside_psycopg(gate, url)


def _beside_psycopg(gate: Gate, url: str) -> Figure:
    import psycopg  # noqa: PLC0415 - only where a server is

    turns = _slices([f"s{number}" for number in range(PEOPLE)])
    statement = gate.facts.item_statement.replace("?", "%s")
    keyed = gate.ledger.cipher.item("signup")
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as raw:

        def ours() -> None:
            for subject in next(turns):
                if not gate.check(subject, use=ADS, data=EMAIL, item="signup").allowed:
                    raise AssertionError(subject)

        def bare() -> None:
            for subject in next(turns):
                raw.execute(statement, (subject, "privacy", keyed, subject, "privacy"), prepare=True).fetchall()

        with _on_one_core(gate.ledger.database.read(_BACKEND)[0][0], raw.info.backend_pid):
            mine, limit = _in_turns(ours, bare, clock=time.perf_counter)
    return Figure(
        name="check, PostgreSQL",
        value=mine / TURN * 1e6,
        unit="µs",
        limit=limit / TURN * 1e6,
        limit_name="psycopg, prepared, same statement",
        at_most=1.3,
    )


_BACKEND = "SELECT pg_backend_pid()"


@contextmanager
def _on_one_core(*backends: int) -> Iterator[None]:
    """Both connections' servers beside this process on one core: waking another costs as much as a query, and whom it hits is chance."""
    before = os.sched_getaffinity(0)
    core = {min(before)}
    try:
        for process in (0, *backends):
            os.sched_setaffinity(process, core)
        yield
    finally:
        os.sched_setaffinity(0, before)


_OPEN = """
import resource, sys, time
from consent_gate.gate import Gate
begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
gate = Gate.open(sys.argv[1], archive=sys.argv[2], keys=sys.argv[3])
decision = gate.check("s0", use="marketing.advertising", data="user.contact.email", item="signup")
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, decision.version)
"""


def _opening(run: Run) -> Iterator[Figure]:
    """A new process opens a ledger of 1,000 versions with 10,000 permissions in all, and checks once."""
    url = f"sqlite:///{run.folder / 'large.db'}"
    keys = run.folder / "keys"
    with Gate.open(url, archive=run.folder, keys=keys) as gate:
        versions = [(_version(number, permissions=10), {"en.md": b"# Privacy\n"}, None) for number in range(1, 1001)]
        gate.ledger.add_history(versions, actor=Actor("bench"))
        gate.record("s0", data=EMAIL, item="signup")
    best, memory = NOTHING, NOTHING
    for _ in range(3):
        done = run_program([executable, "-c", _OPEN, url, str(run.folder), str(keys)], check=True, capture_output=True, text=True)
        seconds, megabytes, version = done.stdout.split()
        if version != "1000":
            raise AssertionError(done.stdout)
        best, memory = min(best, float(seconds)), min(memory, float(megabytes))
    yield Figure(name="open, 1,000 versions and 10,000 permissions, and check", value=best, unit="s", at_most=1.0)
    yield Figure(name="the same: memory of the whole process", value=memory, unit="MB", at_most=200)


def _slices(subjects: list[str]) -> Iterator[list[str]]:
    """So many subjects a turn, without end."""
    for start in itertools.cycle(range(0, len(subjects), TURN)):
        yield subjects[start : start + TURN]


def _in_turns(ours: Callable[[], None], bare: Callable[[], None], *, clock: Callable[[], float], turns: int = TURNS) -> tuple[float, float]:
    """Seconds of a turn of each: the median of the rounds' best."""
    for work in (ours, bare):
        work()
    best: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(turns):
            for place in (0, 1) if turn % 2 else (1, 0):
                begun = clock()
                (ours, bare)[place]()
                taken[place].append(clock() - begun)
        for place in (0, 1):
            best[place].append(min(taken[place]))
    return median(best[0]), median(best[1])


def _filled(url: str, people: int) -> Gate:
    """A ledger of 20 versions, with one record and one answer a person."""
    gate = Gate.open(url, archive="/nonexistent", keys=Keys.throwaway())
    for number in range(1, 21):
        gate.ledger.add_version(_version(number, permissions=8), files={"en.md": b"# Privacy\n"})
    for number in range(people):
        gate.record(f"s{number}", data=EMAIL, item="signup")
        gate.answer(f"s{number}", {"privacy/letters@1": "given"})
    return gate


def _version(number: int, *, permissions: int) -> Version:
    letters = Permission(id="letters", text=LocalText.of("Letters."), data=(EMAIL,), use=(ADS,), basis=Basis.CONSENT)
    others = [
        Permission(id=f"p{place}", text=LocalText.of(f"Use {place}."), data=("user.behavior",), use=("analytics",), basis=Basis.CONTRACT)
        for place in range(1, permissions)
    ]
    policy = Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id="mill", name=LocalText.of("The Mill")),
        language="en",
        permissions=(letters, *others),
    )
    effective = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=number)
    return Version(slug="privacy", number=number, policy=policy, texts={}, identity=f"{number:064x}", effective=effective, imported=True)


def _digests(gate: Gate, salts: list[tuple[str, bytes]]) -> dict[str, bytes]:
    keyed = gate.ledger.cipher.item("signup")
    return {subject: item_digest(salt, keyed) for subject, salt in salts}
