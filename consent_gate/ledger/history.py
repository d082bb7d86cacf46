"""Reading back a subject's events and the pages they were shown."""

import json

from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.statements import Row, Transaction
from consent_gate.ledger.subjects import Subject, find
from consent_gate.ledger.ticks import from_ticks
from consent_gate.model import ConsentEvent, EventKind, Page
from policy_versions.model import Actor, ActorSource

_COLUMNS = "seq, kind, policy, permission, edition, version, recorded_at, method, page, actor_hidden, cause"


def events_of(transaction: Transaction, cipher: Cipher, subject: str) -> tuple[ConsentEvent, ...]:
    """All events of a subject in ledger order."""
    who = find(transaction.rows, cipher, subject)
    if who is None:
        return ()
    rows = transaction.rows(f"SELECT {_COLUMNS} FROM events WHERE subject = ? ORDER BY seq", (who.pseudonym,))  # noqa: S608
    return tuple(_event(row, who, cipher) for row in rows)


def _event(row: Row, who: Subject, cipher: Cipher) -> ConsentEvent:
    seq, kind, policy, permission, edition, version, recorded_at, method, page, hidden, cause = row
    actor = None
    if hidden is not None:
        said = json.loads(cipher.show(who.secret, bytes(hidden)))
        actor = Actor(said["id"], ActorSource(said["source"]))
    return ConsentEvent(
        sequence=seq,
        kind=EventKind(kind),
        subject=who.id,
        policy=policy,
        subject_of=permission,
        edition=edition,
        version=version,
        recorded_at=from_ticks(recorded_at),
        method=method,
        page=page,
        actor=actor,
        cause=cause,
    )


def page_of(transaction: Transaction, cipher: Cipher, subject: str, digest: str) -> Page | None:
    """The exact bytes of a page as it was shown."""
    who = find(transaction.rows, cipher, subject)
    if who is None:
        return None
    row = transaction.row(
        "SELECT content_hidden, language, media_type FROM pages WHERE subject = ? AND digest = ?", (who.pseudonym, digest)
    )
    if row is None:
        return None
    return Page(digest=digest, content=cipher.show(who.secret, bytes(row[0])), language=row[1], media_type=row[2])
