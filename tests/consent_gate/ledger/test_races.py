"""Many at once: retries come to one entry, a withdrawal is seen at once and never revived, boundaries are exact."""

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.errors import LedgerConflictError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from consent_gate.model import Shown
from tests.consent_gate.policies import ADS, EMAIL, START, Clock, permission, publish

pytestmark = pytest.mark.soak


@pytest.fixture(params=["sqlite", "postgresql"])
def gates(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Gate]]:
    """Opens gates on one ledger that does not wait for a disk: these tests are about order, not about durability."""
    if request.param == "sqlite":
        memory = Path("/dev/shm")
        folder = memory / f"reconsent-{tmp_path.parent.name}-{tmp_path.name}" if memory.is_dir() else tmp_path
        folder.mkdir(exist_ok=True)
        url = f"sqlite:///{folder}/ledger.db"
    else:
        url, folder = request.getfixturevalue("postgres_url"), tmp_path
        database = Database(url)
        schema.migrate(database)
        database.close()
    keys, opened = Keys.throwaway(), []

    def open_gate(clock: Callable[[], datetime] | None = None) -> Gate:
        opened.append(Gate.open(url, archive=tmp_path / "nowhere", clock=clock, keys=keys))
        return opened[-1]

    yield open_gate
    for gate in opened:
        gate.close()
    for left in folder.glob("ledger.db*"):
        left.unlink()
    if folder != tmp_path:
        folder.rmdir()


def test_fifty_identical_requests_at_once_come_to_one_entry(gates: Callable[..., Gate], scale: Callable[[int], int]):
    clock = Clock()
    pair = [gates(clock), gates(clock)]
    publish(pair[0], clock, permission())
    rounds, many = scale(500), 50
    with ThreadPoolExecutor(many // 2) as pool:  # a thread has a connection to each gate, and the server grants sixty
        for number in range(rounds):
            do = (_record, _answer, _withdraw)[number % 3]
            said = list(pool.map(lambda place, do=do, number=number: do(pair[place % 2], f"s{number}", f"k{number}"), range(many)))
            assert len(set(map(repr, said))) == 1
    kinds = [change.kind for change in pair[0].changes(limit=10 * rounds)]
    assert len(kinds) == rounds + 1
    with pytest.raises(LedgerConflictError):
        _withdraw(pair[0], "s0", "k0")


def _record(gate: Gate, subject: str, key: str) -> object:
    return gate.record(subject, data=EMAIL, item="x", key=key)


def _answer(gate: Gate, subject: str, key: str) -> object:
    answered = gate.answer(subject, {"privacy/letters@1": "given"}, key=key)
    return dict(answered), answered.events


def _withdraw(gate: Gate, subject: str, key: str) -> object:
    return gate.withdraw(subject, "letters", key=key)


def test_no_check_that_begins_after_a_withdrawal_allows(gates: Callable[..., Gate], scale: Callable[[int], int]):
    clock = Clock()
    asking, telling = gates(clock), gates(clock)
    publish(asking, clock, permission())
    races, stale, checks = scale(10_000), 0, 0
    pool = ThreadPoolExecutor(1)
    for number in range(races):
        subject = f"s{number % 20}"
        telling.answer(subject, {"privacy/letters@1": "given"})
        withdrawn, begun = threading.Event(), threading.Event()

        def ask(subject: str = subject, withdrawn: threading.Event = withdrawn, begun: threading.Event = begun) -> tuple[int, int]:
            wrong = done = 0
            while True:
                after = withdrawn.is_set()
                allowed = asking.check(subject, use=ADS, data=EMAIL).allowed
                begun.set()
                done += 1
                wrong += after and allowed
                if after:
                    return wrong, done

        found = pool.submit(ask)
        begun.wait(10)
        telling.withdraw(subject, "letters")
        withdrawn.set()
        wrong, done = found.result(30)
        stale, checks = stale + wrong, checks + done
    pool.shutdown()
    assert stale == 0
    assert checks > races


def test_an_answer_from_an_old_page_never_revives_a_consent(gates: Callable[..., Gate], scale: Callable[[int], int]):
    clock = Clock()
    one, other = gates(clock), gates(clock)
    publish(one, clock, permission())
    both = threading.Barrier(2)

    def withdraw(subject: str) -> None:
        both.wait(10)
        one.withdraw(subject, "letters")

    def answer(subject: str, page: Shown) -> str:
        both.wait(10)
        return str(other.answer(subject, {"privacy/letters@1": "given"}, prompt=page)["privacy/letters@1"])

    outcomes = set()
    with ThreadPoolExecutor(2) as pool:
        for number in range(scale(10_000)):
            subject = f"s{number % 20}"
            page = Shown(sequence=one.ledger.sequence(subject))
            found = [pool.submit(withdraw, subject), pool.submit(answer, subject, page)]
            outcomes.add(found[1].result(30))
            found[0].result(30)
            assert one.check(subject, use=ADS, data=EMAIL).verdict == "declined"
    assert outcomes == {"recorded", "stale"}


class Running:
    """A clock that every look at moves on, in leaps of its own."""

    def __init__(self, now: datetime, leap: timedelta) -> None:
        self.now, self.leap, self._lock = now, leap, threading.Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self.now += self.leap
            return self.now


def test_every_record_has_the_version_in_force_at_its_time(gates: Callable[..., Gate], scale: Callable[[int], int]):
    boundaries, writers = scale(1000), 16
    clock = Clock()
    setting = gates(clock)
    times = [START + timedelta(hours=1, minutes=10 * number) for number in range(boundaries)]
    for time in times:
        publish(setting, clock, permission(), at=time, wait=False)
    running = Running(times[0], timedelta(minutes=10) / 7)
    gate, end = gates(running), times[-1] + timedelta(minutes=10)

    def work(writer: int) -> int:
        done = 0
        while running.now < end:
            record = gate.record(f"s{writer}", data=EMAIL, item=f"{writer}/{done}")
            assert record.collected_at is not None
            assert record.version == bisect_right(times, record.collected_at)
            done += 1
        return done

    with ThreadPoolExecutor(writers) as pool:
        made = sum(pool.map(work, range(writers)))
    assert made > boundaries


def test_a_thread_that_ends_leaves_no_connection_open(gates: Callable[..., Gate]):
    clock = Clock()
    gate = gates(clock)
    publish(gate, clock, permission())
    for _ in range(100):
        thread = threading.Thread(target=gate.check, args=("s", ADS, EMAIL))
        thread.start()
        thread.join()
    assert len(gate.ledger.database._opened) < 5
