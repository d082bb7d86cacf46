"""What evidence adds to an acknowledged event on PostgreSQL, where 32 clients write at once and the disk is waited for.

Both write an answer in a transaction of the ledger's own: the person locked, the event, the latest answer. One hashes what it
writes, while a sealer works; the other writes the same rows to a table like that of events, where no sealer looks. They take
turns, so that whatever else the machine does meets both.
"""

import multiprocessing
import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench import Figure, Run
from bench.postgres import empty_ledger
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.answering import How, Said, write
from consent_gate.ledger.entries import COLUMNS
from consent_gate.ledger.ledger import Ledger, Work
from consent_gate.ledger.sealing import origin_of, seal_all
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import EventKind

CLIENTS = 32
TURN = 3.0  # seconds; a third of it passes before each, until what was begun in the turn before is done
SAID = Said(kind=EventKind.GIVEN, policy="privacy", subject_of="letters", edition=1, version=1)
HOW = How(method="web")

_BARE = "CREATE TABLE bare_events (LIKE events INCLUDING ALL)"
_EVENT = (
    f"INSERT INTO bare_events (seq, {', '.join(COLUMNS['events'])}, leaf) "  # noqa: S608
    f"VALUES (nextval('places_last_seq'), {', '.join('?' * len(COLUMNS['events']))}, '') RETURNING seq"
)
_STATE = """INSERT INTO consent_state (subject, policy, permission, edition, answer, at, version, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (subject, policy, permission, edition)
DO UPDATE SET answer = excluded.answer, at = excluded.at, version = excluded.version, seq = excluded.seq"""


def cost_of_evidence(run: Run) -> Iterator[Figure]:
    """The time of an event with evidence against that of one without; nothing where there is no PostgreSQL."""
    with empty_ledger("-c listen_addresses='' -c max_connections=60") as url:
        if url is None:
            return
        keys = Keys.create(run.folder / "keys-postgres")
        with_evidence, without = _turns(url, keys, 12 if run.full else 4)
    yield Figure(
        name=f"an answer acknowledged, PostgreSQL, {CLIENTS} clients, fsync",
        value=1000 * CLIENTS / with_evidence,
        unit="ms",
        limit=1000 * CLIENTS / without,
        limit_name="ms without evidence",
        at_most=1.15,
    )


def _turns(url: str, keys: Keys, turns: int) -> tuple[float, float]:
    """Answers a second, with evidence and without: medians over so many turns of each."""
    mode, stop = multiprocessing.Value("i", 0), multiprocessing.Event()
    counts: Any = multiprocessing.Array("q", 2 * CLIENTS)
    ledger = Ledger.open(url, keys=keys)
    with ledger.database.write() as transaction:
        transaction.run(_BARE)
    ledger.close()
    clients = [multiprocessing.Process(target=_client, args=(url, keys, number, mode, stop, counts)) for number in range(CLIENTS)]
    sealer = multiprocessing.Process(target=_sealer, args=(url, keys, mode, stop))
    for process in (*clients, sealer):
        process.start()
    rates: dict[int, list[float]] = {1: [], 2: []}
    while not all(counts[number] or counts[CLIENTS + number] for number in range(CLIENTS)):  # all are connected
        mode.value = 1
        time.sleep(0.2)
    for turn in range(2 * turns):
        mode.value = 1 + (turn + turn // 2) % 2
        time.sleep(TURN / 3)
        before, begun = list(counts), time.perf_counter()
        time.sleep(TURN)
        done, taken = list(counts), time.perf_counter() - begun
        first = (mode.value - 1) * CLIENTS
        rates[mode.value].append((sum(done[first : first + CLIENTS]) - sum(before[first : first + CLIENTS])) / taken)
    stop.set()
    for process in (*clients, sealer):
        process.join()
    return statistics.median(rates[1]), statistics.median(rates[2])


def _client(url: str, keys: Keys, number: int, mode: Any, stop: Any, counts: Any) -> None:
    ledger = Ledger.open(url, keys=keys)
    while not stop.is_set():
        chosen = mode.value
        if chosen == 0:
            time.sleep(0.01)
            continue
        with ledger.writing(f"client {number}") as work:
            if chosen == 1:
                write(work.transaction, ledger.cipher, work.group, SAID, HOW, work.now)
            else:
                _plainly(work)
        counts[(chosen - 1) * CLIENTS + number] += 1
    ledger.close()


def _plainly(work: Work) -> None:
    """The same rows without a leaf, sealed by nobody."""
    subject, at = work.subject.pseudonym, to_ticks(work.now)
    event = (SAID.kind.value, subject, SAID.policy, SAID.subject_of, SAID.edition, SAID.version, at, None, HOW.method, None, None, None)
    (seq,) = work.transaction.rows(_EVENT, event)[0]
    work.transaction.run(_STATE, (subject, SAID.policy, SAID.subject_of, SAID.edition, "given", at, SAID.version, seq))


def _sealer(url: str, keys: Keys, mode: Any, stop: Any) -> None:
    ledger = Ledger.open(url, keys=keys)
    while not stop.wait(1.0):
        if mode.value == 1:
            seal_all(ledger.database, origin_of(ledger.database), keys.signing[-1])
    ledger.close()
