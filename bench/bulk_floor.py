"""What recording many cannot do without: the person's row, the item's digest and cipher, the leaf, the place and the row.

All else is given: who they are, that nothing was recorded before, that each row is well; and no key is kept. `sought` gives less:
those whom the ledger knows are found in it and locked, without which nothing can be hidden, and two writers meet.
"""

import gc
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

from consent_gate import Gate
from consent_gate.intake import BATCH
from consent_gate.ledger import Ledger
from consent_gate.ledger.bulk import PART, Columns, append_many, room
from consent_gate.ledger.cipher import Cipher, item_digest
from consent_gate.ledger.places import draw
from consent_gate.ledger.subjects import Subject, add, obtain_many

Record = tuple[Any, ...]  # person, item, policy, data, version, when collected and recorded
Batch = tuple[list[Subject], list[Record]]  # people whom the ledger does not know; records


def least(recorded: Gate, empty: Ledger, *, sought: bool = False) -> float:
    """Records a second, where those of one ledger, whose keys are the other's too, are written to it batch by batch."""
    batches = list(_batches(recorded))
    gc.disable()
    begun = time.perf_counter()
    for people, records in batches:
        with empty.database.write() as transaction, room(transaction):
            if sought:
                known = {one[0].id for one in records} - {one.id for one in people}
                obtain_many(transaction, empty.cipher, known, postgres=transaction.postgres)
            add(transaction, empty.cipher, people)
            seqs = draw(transaction, len(records))
            append_many(transaction, "records", seqs, _parts(empty.cipher, records), postgres=transaction.postgres)
    taken = time.perf_counter() - begun
    gc.enable()
    return sum(len(records) for _, records in batches) / taken


def _parts(cipher: Cipher, records: Sequence[Record]) -> Iterator[Columns]:
    for start in range(0, len(records), PART):
        who, items, policies, data, versions, collected, at = zip(*records[start : start + PART], strict=True)
        pseudonyms, _, _, salts, secrets = zip(*who, strict=True)
        digests = list(map(item_digest, salts, map(cipher.item, items)))
        hidden = cipher.hide_all([(secret, json.dumps(item).encode()) for secret, item in zip(secrets, items, strict=True)])
        yield [pseudonyms, policies, data, digests, hidden, versions, collected, at, [None] * len(who)]


def _batches(gate: Gate) -> Iterator[Batch]:
    cipher = gate.ledger.cipher
    with gate.ledger.reading() as transaction:
        people = {row[0]: Subject(*row) for row in transaction.rows("SELECT pseudonym, subject, person, salt, secret FROM subjects")}
        rows = transaction.rows("SELECT subject, item_hidden, policy, data, version, collected_at, recorded_at FROM records ORDER BY seq")
    strangers = dict(people)
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        new = [strangers.pop(subject) for subject in sorted({row[0] for row in part}) if subject in strangers]
        yield new, [(people[row[0]], json.loads(cipher.show(people[row[0]].secret, row[1])), *row[2:]) for row in part]
