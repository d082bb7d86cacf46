"""Evidence: hashing entries, verifying a whole ledger, proving one entry in a large tree."""

from collections.abc import Callable, Iterator, Sequence
from time import process_time

from bench import Figure, Run
from consent_gate.evidence.checkpoint import PublicKey, public_keys
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.audit import audit
from consent_gate.ledger.entries import append
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.sealing import Tree, origin_of, seal_all

EVENT = ("given", "a" * 32, "privacy", "partner-ads", 4, 4, 1_767_225_600_000_000, None, "web", "b" * 64, None, None)


def measure(run: Run) -> Iterator[Figure]:
    """Figures on a ledger of a million events; a tenth of it unless in full."""
    count = run.rows(1_000_000)
    ledger = Ledger.open(f"sqlite:///{run.folder}/ledger.db", keys=Keys.create(run.folder / "keys"))
    for start in range(0, count, 20_000):
        with ledger.database.write() as transaction:
            for _ in range(start, min(start + 20_000, count)):
                append(transaction, "events", EVENT)
    sealing = _cpu(lambda: seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1]))
    yield Figure(name="sealing", value=count / sealing, unit="events/s")
    keys = public_keys(origin_of(ledger.database), ledger.keys.signing)
    verifying = _cpu(lambda: _require_sound(ledger, keys))
    yield Figure(name="full verification", value=count / verifying, unit="events/s and core", at_least=100_000)
    tree = Tree(ledger.database.read)
    proof = tree.inclusion(count // 3, count)
    yield Figure(name=f"proof of one in {count:,}", value=1000 * run.best(lambda: tree.inclusion(count // 3, count)), unit="ms", at_most=2)
    yield Figure(name="its size", value=sum(map(len, proof)), unit="bytes", at_most=1024)
    ledger.close()


def _require_sound(ledger: Ledger, keys: Sequence[PublicKey]) -> None:
    found = [fault for fault in audit(ledger.database, keys) if not fault.where.startswith("consent_state")]
    if found:
        raise RuntimeError(str(found[0]))


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start
