"""Evidence: hashing entries, verifying a whole ledger, proving one entry in a large tree, and what it costs those who write."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from time import process_time

from bench import Figure, Run
from bench.evidence_cost import cost_of_evidence
from consent_gate.evidence.checkpoint import PublicKey, public_keys
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.audit import audit
from consent_gate.ledger.audit_people import people
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.entries import append
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.sealing import Tree, origin_of, seal_all
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.subjects import COLUMNS

BEGIN = 1_767_225_600_000_000
STATE = "INSERT INTO consent_state (subject, policy, permission, edition, answer, at, version, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def measure(run: Run) -> Iterator[Figure]:
    """Figures on a ledger of a million entries about 250,000 people; a tenth of it unless in full."""
    count = run.rows(1_000_000)
    ledger = Ledger.open(f"sqlite:///{run.folder}/ledger.db", keys=Keys.create(run.folder / "keys"))
    for start in range(0, count // 4, 5_000):
        with ledger.database.write() as transaction:
            for person in range(start, min(start + 5_000, count // 4)):
                _live(transaction, ledger.cipher, person)
    sealing = _cpu(lambda: seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1]))
    yield Figure(name="sealing", value=count / sealing, unit="events/s")
    keys = public_keys(origin_of(ledger.database), ledger.keys.signing)
    verifying = min(_cpu(lambda: _require_sound(ledger, keys)) for _ in range(3))
    yield Figure(name="full verification", value=count / verifying, unit="events/s and core", at_least=100_000)
    tree = Tree(ledger.database.read)
    proof = tree.inclusion(count // 3, count)
    yield Figure(name=f"proof of one in {count:,}", value=1000 * run.best(lambda: tree.inclusion(count // 3, count)), unit="ms", at_most=2)
    yield Figure(name="its size", value=sum(map(len, proof)), unit="bytes", at_most=1024)
    ledger.close()
    yield from cost_of_evidence(run)


def _live(transaction: Transaction, cipher: Cipher, person: int) -> None:
    """Somebody with one datum, who gave two permissions and withdrew one of them."""
    subject, at = f"{person:032x}", BEGIN + person * 7_654_321
    item = person.to_bytes(32)
    row = (subject, f"customer-{person}", subject, item, item)
    transaction.run(f"INSERT INTO subjects ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", (*row, cipher.bond(*row)))  # noqa: S608
    append(transaction, "records", (subject, "privacy", "user.contact.email", item, item + item[:28], 3, at, at, None))
    for number, (kind, permission) in enumerate((("given", "partner-ads"), ("given", "newsletter"), ("withdrawn", "newsletter"))):
        values = (kind, subject, "privacy", permission, 3, 3, at + number, None, "web", f"{person:064x}", None, None)
        seq = append(transaction, "events", values)
        if number != 1:
            transaction.run(STATE, (subject, "privacy", permission, 3, kind, at + number, 3, seq))


def _require_sound(ledger: Ledger, keys: Sequence[PublicKey]) -> None:
    found = next(chain(audit(ledger.database, keys), people(ledger.database, ledger.cipher, None, frozenset)), None)
    if found:
        raise RuntimeError(str(found))


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start
