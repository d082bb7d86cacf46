"""The mask over columns beside the same rule by hand in numpy, and beside DuckDB with the generated statement."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bench import Figure, Run
from consent_gate import Gate, Request
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.ticks import to_ticks
from consent_gate.warehouse.mask import mask
from consent_gate.warehouse.states import SCHEMA
from policy_versions import Basis, Controller, Duration, LocalText, Permission, Policy, Version

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
NOW = BEGIN + timedelta(days=900)
REQUEST = Request(data="user.contact", use="analytics")
CATEGORIES = np.array(["user.contact.email", "user.contact.phone_number", "user.contact", "user.biometric", "user.location"])


def measure(run: Run) -> Iterator[Figure]:
    """Ten million rows, a million people, two million answers; a tenth of it unless in full."""
    rows, people = run.rows(10_000_000), run.rows(1_000_000)
    clock = _Clock()
    with Gate.open("sqlite://", archive=run.folder / "none", clock=clock, keys=Keys.throwaway()) as gate:
        _publish(gate, clock)
        found, at = gate._constants(REQUEST)  # noqa: SLF001 - what `gate.mask` begins with, without reading the ledger's answers
        columns, states = _columns(rows, people), _states(people)
        ours = run.best(lambda: mask(columns, found, states, at), of=3)
        by_hand = run.best(lambda: _by_hand(columns, states, people), of=3)
        sql = gate.sql(REQUEST, "duckdb")
    theirs = run.best(lambda: _by_duckdb(columns, states, sql), of=2)
    expected = np.array(["allowed", "consent_required", "declined", "expired", "not_permitted"])[mask(columns, found, states, at)]
    if not np.array_equal(expected == "allowed", _by_hand(columns, states, people)):
        raise RuntimeError("the mask and the rule by hand differ")
    name = f"mask over {rows:,} rows"
    yield Figure(name=name, value=rows / ours, unit="rows/s", limit=rows / by_hand, limit_name="numpy by hand", at_least=0.8)
    yield Figure(name=name, value=rows / ours, unit="rows/s", limit=rows / theirs, limit_name="DuckDB, the statement", at_least=1.5)
    yield from _growth(rows, people)


def _growth(rows: int, people: int) -> Iterator[Figure]:
    """From a tenth of the rows to all, each in a process of its own that holds the columns and the answers too.

    The more people there are, the less of them fits into the processor's cache: time grows by more than ten, less so where people
    are looked up in blocks than in the rule by hand.
    """
    small, large = (_alone(count, whose) for count, whose in ((rows // 10, people // 10), (rows, people)))
    ours, by_hand, memory = (after / before for after, before in zip(large, small, strict=True))
    yield Figure(name=f"mask over {rows:,} rows, peak of its process", value=large[2], unit="MB", at_most=1500)
    yield Figure(name="its memory for ten times the rows", value=memory, unit="times", at_most=10)
    yield Figure(name="its time for ten times the rows", value=ours, unit="times", limit=by_hand, limit_name="by hand", at_most=1.1)


def _alone(rows: int, people: int) -> tuple[float, ...]:
    """Processor seconds of ours and by hand, the best of three, and the most memory in MB until then."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.bench_warehouse", str(rows), str(people)], check=True, capture_output=True, text=True
    )
    return tuple(map(float, done.stdout.split()))


def _measured(rows: int, people: int) -> None:
    clock = _Clock()
    with Gate.open("sqlite://", archive="/nonexistent", clock=clock, keys=Keys.throwaway()) as gate:
        _publish(gate, clock)
        found, at = gate._constants(REQUEST)  # noqa: SLF001 - as above
        columns, states = _columns(rows, people), _states(people)
        ours = _processor_time(lambda: mask(columns, found, states, at))
        memory = _peak()
        print(ours, _processor_time(lambda: _by_hand(columns, states, people)), memory)


def _peak() -> float:
    """The most memory of this process so far, in MB; Linux's own word, which unlike `ru_maxrss` does not count who started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _processor_time(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


class _Clock:
    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


def _publish(gate: Gate, clock: _Clock) -> None:
    """Version 1 permits nothing; version 2 permits a study on legitimate interests, for two years after collection."""
    study = Permission(
        id="study",
        text=LocalText.of("We study this."),
        data=("user.contact",),
        use=("analytics",),
        basis=Basis.LEGITIMATE_INTERESTS,
        retention=Duration.parse("P2Y"),
        valid_for=Duration.parse("P1Y"),
    )
    for number, permissions in ((1, ()), (2, (study,))):
        policy = Policy(
            title=LocalText.of("Privacy"), controller=Controller(id="c", name=LocalText.of("C")), language="en", permissions=permissions
        )
        effective = clock.now + timedelta(days=1)
        version = Version(slug="privacy", number=number, policy=policy, texts={}, identity="0" * 64, effective=effective)
        gate.ledger.add_version(version, files={"policy.yaml": b"{}"})
        clock.now = effective
    clock.now = NOW


def _columns(rows: int, people: int) -> dict[str, pa.Array]:
    rng = np.random.default_rng(1)
    subjects = pa.array(np.char.add("s", np.arange(people).astype(str)))
    return {
        "subject": subjects.take(pa.array(rng.integers(0, people, rows))),
        "category": pa.array(CATEGORIES).take(pa.array(rng.integers(0, len(CATEGORIES), rows))),
        "version": pa.array(rng.integers(0, 3, rows)),
        "collected_at": pa.array(to_ticks(BEGIN) + rng.integers(0, 900 * 86_400_000_000, rows)),
    }


def _states(people: int) -> pa.Table:
    rng = np.random.default_rng(2)
    count = 2 * people
    return pa.table(
        {
            "subject": pa.array(np.char.add("s", np.tile(np.arange(people), 2).astype(str))),
            "permission": pa.array(["study"] * count),
            "edition": pa.array(np.repeat([2, 0], people)),
            "answer": pa.array(np.array(["given", "refused", "withdrawn"])[rng.integers(0, 3, count)]),
            "at": pa.array(to_ticks(BEGIN) + rng.integers(0, 900 * 86_400_000_000, count)),
            "version": pa.array(np.full(count, 2)),
            "seq": pa.array(rng.permutation(count)),
        },
        schema=SCHEMA,
    )


def _by_hand(columns: dict[str, pa.Array], states: pa.Table, people: int) -> npt.NDArray[np.bool_]:
    """The same rule as somebody would write it for this one policy: latest answer a person, then three masks."""
    person = pc.index_in(columns["subject"], value_set=pa.array(np.char.add("s", np.arange(people).astype(str))))
    person = np.asarray(person)
    whose = np.asarray(pc.index_in(states["subject"].combine_chunks(), value_set=pa.array(np.char.add("s", np.arange(people).astype(str)))))
    order = np.argsort(np.asarray(states["seq"]), kind="stable")
    answer = np.asarray(pc.index_in(states["answer"].combine_chunks(), value_set=pa.array(["given", "refused", "withdrawn"])))
    lasting = np.asarray(states["at"]) > to_ticks(NOW - timedelta(days=365))
    latest = np.zeros(people, np.int8)
    latest[whose[order]] = np.where(answer == 0, np.where(lasting, 1, 0), 2)[order]
    said = latest[person]
    kept = np.asarray(columns["collected_at"]) > to_ticks(NOW - timedelta(days=730))
    covered = np.asarray(pc.starts_with(columns["category"], "user.contact"))
    under = np.asarray(columns["version"]) >= 2
    allowed: npt.NDArray[np.bool_] = covered & kept & ((said == 1) | (under & (said == 0)))
    return allowed


def _by_duckdb(columns: dict[str, pa.Array], states: pa.Table, sql: str) -> object:
    with duckdb.connect() as connection:
        connection.register("records", pa.table(columns))
        connection.register("states", states)
        return connection.execute(f"SELECT count(*) FROM ({sql}) WHERE verdict = 'allowed'").fetchall()  # noqa: S608 - our own statement


if __name__ == "__main__":
    _measured(int(sys.argv[1]), int(sys.argv[2]))
