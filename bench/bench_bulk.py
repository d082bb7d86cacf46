"""Recording many: `gate.record_many` beside bare executemany on SQLite and bare COPY on PostgreSQL, each in batches of one size.

The bare tables have the same index and the columns that a record means something by; they keep no evidence, hide nothing
and look nothing up. Both take turns on fresh rows, and the best turn of each counts.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from typing import Any

from bench import Figure, Run
from bench.bench_gate import EMAIL, _version
from bench.bulk_floor import least
from bench.postgres import empty_ledger
from consent_gate import Gate
from consent_gate.evidence.keys import Keys
from consent_gate.intake import BATCH
from consent_gate.ledger import Ledger

TURNS = 5
TABLE = (
    "CREATE TABLE bare (seq {seq} PRIMARY KEY, subject {text}, policy {text}, data {text}, item {text}, version int, collected_at bigint,"
    " recorded_at bigint)"
)
INDEX = "CREATE INDEX of_subject ON bare (subject, policy, item, data)"
Rows = Sequence[dict[str, Any]]


def measure(run: Run) -> Iterator[Figure]:
    """Both databases; a hundred thousand rows a turn, of a fifth as many people, a fifth of whom the ledger knows already."""
    rows = run.rows(100_000)
    yield from _sqlite(run, rows)
    yield from _postgres(run, rows)


def _sqlite(run: Run, rows: int) -> Iterator[Figure]:
    with _gate(f"sqlite:///{run.folder / 'ledger.db'}") as gate:
        raw = sqlite3.connect(run.folder / "bare.db", isolation_level=None)
        for pragma in (f"journal_mode={gate.ledger.database.journal}", "synchronous=FULL"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute(TABLE.format(seq="INTEGER", text="TEXT"))
        raw.execute(INDEX)

        def bare(batch: Sequence[tuple[Any, ...]]) -> None:
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?)", batch)
            raw.execute("COMMIT")

        ours, limit = _in_turns(gate, rows, bare)
        raw.close()
    yield Figure(
        name=f"record_many on SQLite, {rows:,} rows", value=ours, unit="rows/s", limit=limit, limit_name="bare executemany", at_least=0.3
    )
    yield _no_more("hashing, hiding and writing them", max(_floor(run, rows, turn) for turn in range(2)), limit, "bare executemany")


def _floor(run: Run, rows: int, turn: int) -> float:
    with _recorded(run, rows, f"full-{turn}.db") as gate, _empty(gate, f"sqlite:///{run.folder / f'empty-{turn}.db'}") as ledger:
        return least(gate, ledger)


def _postgres(run: Run, rows: int) -> Iterator[Figure]:
    """Nothing where there is no server to be had."""
    with empty_ledger() as url:
        if url is None:
            return
        import psycopg  # noqa: PLC0415 - only where a server is

        with _gate(url) as gate, psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as raw:
            raw.execute(TABLE.format(seq="bigint", text='text COLLATE "C"'))
            raw.execute(INDEX)

            def bare(batch: Sequence[tuple[Any, ...]]) -> None:
                with raw.transaction(), raw.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)

            ours, limit = _in_turns(gate, rows, bare)
    yield Figure(
        name=f"record_many on PostgreSQL, {rows:,} rows", value=ours, unit="rows/s", limit=limit, limit_name="bare COPY", at_least=0.4
    )
    with _recorded(run, rows, "copied.db") as gate:
        for what, sought in (("hashing, hiding and writing them", False), ("that, and finding and locking whose they are", True)):
            yield _no_more(what, max(_floor_on_postgres(gate, sought=sought) for _ in range(2)), limit, "bare COPY")


def _floor_on_postgres(gate: Gate, *, sought: bool) -> float:
    with empty_ledger() as url:
        if url is None:
            raise RuntimeError("there is no server any more")
        with _empty(gate, url) as ledger:
            return least(gate, ledger, sought=sought)


def _no_more(what: str, value: float, limit: float, limit_name: str) -> Figure:
    return Figure(name=f"no more than {what}", value=value, unit="rows/s", limit=limit, limit_name=limit_name)


@contextmanager
def _recorded(run: Run, rows: int, name: str) -> Iterator[Gate]:
    with _gate(f"sqlite:///{run.folder / name}") as gate:
        gate.record_many(_rows(0, rows))
        yield gate


def _empty(gate: Gate, url: str) -> closing[Ledger]:
    return closing(Ledger.open(url, keys=gate.ledger.keys))


def _in_turns(gate: Gate, rows: int, bare: Callable[[Sequence[tuple[Any, ...]]], None]) -> tuple[float, float]:
    """Rows a second of both."""
    best, seq = [1e9, 1e9], count(1)
    for turn in range(TURNS):
        wanted = _rows(turn, rows)
        begun = time.perf_counter()
        done = gate.record_many(wanted, key=f"turn-{turn}")
        best[0] = min(best[0], time.perf_counter() - begun)
        if (done.recorded, done.set_aside) != (rows, ()):
            raise RuntimeError("rows were set aside")
        ready = [(next(seq), row["subject"], "privacy", row["data"], row["item"], 20, 0, 0) for row in wanted]
        begun = time.perf_counter()
        for start in range(0, rows, BATCH):
            bare(ready[start : start + BATCH])
        best[1] = min(best[1], time.perf_counter() - begun)
    return rows / best[0], rows / best[1]


def _rows(turn: int, rows: int) -> Rows:
    people = rows // 5
    first = turn * people * 4 // 5
    return [{"subject": f"customer-{first + n * 7919 % people}", "data": EMAIL, "item": f"order-{turn}-{n}"} for n in range(rows)]


def _gate(url: str) -> Gate:
    gate = Gate.open(url, archive="/nonexistent", keys=Keys.throwaway())
    for number in range(1, 21):
        gate.ledger.add_version(_version(number, permissions=8), files={"en.md": b"# Privacy\n"})
    return gate
