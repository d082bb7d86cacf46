"""What recording many cannot do without on SQLite: the person's row, the item's digest and cipher, the leaf, the place and the row.

All else is given: who is new, that nothing was recorded before, that each row is well; and no key is kept.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from consent_gate import Gate
from consent_gate.intake import BATCH
from consent_gate.ledger import Ledger
from consent_gate.ledger.bulk import room
from consent_gate.ledger.cipher import item_digest
from consent_gate.ledger.entries import COLUMNS, leaves_of
from consent_gate.ledger.places import draw
from consent_gate.ledger.subjects import Subject

Batch = tuple[list[Subject], list[tuple[Any, ...]]]  # people whom the ledger does not know; person, item, and the columns of each record

_PEOPLE = "INSERT INTO subjects (pseudonym, subject, person, salt, secret, bond) VALUES (?, ?, ?, ?, ?, ?)"
_COLUMNS = ("seq", *COLUMNS["records"], "leaf")
_RECORDS = f"INSERT INTO records ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608


def least(recorded: Gate, empty: Ledger) -> float:
    """Records a second, where those of one ledger, whose keys are the other's too, are written to it batch by batch."""
    batches = list(_batches(recorded))
    begun = time.perf_counter()
    for people, records in batches:
        with empty.database.write() as transaction, room(transaction):
            transaction.many(_PEOPLE, [(*one, empty.cipher.bond(*one)) for one in people])
            who, items, policies, data, versions, collected, at = zip(*records, strict=True)
            pseudonyms, _, _, salts, secrets = zip(*who, strict=True)
            digests = list(map(item_digest, salts, map(empty.cipher.item, items)))
            hidden = empty.cipher.hide_all([(secret, json.dumps(item).encode()) for secret, item in zip(secrets, items, strict=True)])
            seqs = draw(transaction, len(records))
            columns = [seqs, pseudonyms, policies, data, digests, hidden, versions, collected, at, [None] * len(records)]
            transaction.many(_RECORDS, list(zip(*columns, leaves_of("records", columns), strict=True)))
    return sum(len(records) for _, records in batches) / (time.perf_counter() - begun)


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
