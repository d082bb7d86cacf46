"""Writing consent events: the event and what it makes the latest answer, in one transaction.

An event about one of several linked ids is written for each of them, so that every id stands for itself afterwards and
erasing one leaves the others whole.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.entries import append
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.subjects import Subject
from consent_gate.ledger.ticks import from_ticks, to_ticks
from consent_gate.model import Answer, AnswerKind, EventKind, Page
from consent_gate.rule import ALL
from policy_versions.model import Actor

States = dict[tuple[str, str, int], Answer]
"""The latest answers by policy, permission and edition."""

ANSWERS: Mapping[EventKind, AnswerKind | None] = {
    EventKind.GIVEN: AnswerKind.GIVEN,
    EventKind.REFUSED: AnswerKind.REFUSED,
    EventKind.WITHDRAWN: AnswerKind.WITHDRAWN,
    EventKind.CLEARED: None,
}
"""The kinds of event that are a latest answer, and which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One event to write."""

    kind: EventKind
    policy: str
    subject_of: str  # permission or promise; empty for `told`
    edition: int
    version: int  # in force; for `told` the version told of
    since: datetime | None = None  # of a copied answer: when it was given


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How an event came about."""

    method: str
    page: str | None = None  # digest
    actor: Actor | None = None  # None: the subject


def write(transaction: Transaction, cipher: Cipher, group: Sequence[Subject], said: Said, how: How, now: datetime) -> int:
    """Write an event for the first of the group, and after it for each id linked to it; the first one's place."""
    cause = None
    for subject in group:
        seq = _write_one(transaction, cipher, subject, said, how, now, cause)
        cause = seq if cause is None else cause
    assert cause is not None  # noqa: S101 - a group is never empty
    return cause


def _write_one(transaction: Transaction, cipher: Cipher, subject: Subject, said: Said, how: How, now: datetime, cause: int | None) -> int:
    actor = None
    if how.actor is not None:
        actor = cipher.hide(subject.secret, json.dumps({"id": how.actor.id, "source": how.actor.source.value}).encode())
    since = None if said.since is None else to_ticks(said.since)
    page = how.page if cause is None else None
    values = (
        said.kind.value,
        subject.pseudonym,
        said.policy,
        said.subject_of,
        said.edition,
        said.version,
        to_ticks(now),
        since,
        how.method,
        page,
        actor,
        cause,
    )
    seq = append(transaction, "events", values)
    if said.kind in ANSWERS:
        answer = ANSWERS[said.kind]
        _set(transaction, subject, said, None if answer is None else answer.value, to_ticks(now) if since is None else since, seq)
    elif said.kind is EventKind.TOLD:
        _set_told(transaction, subject, said, to_ticks(now), seq)
    return seq


_UPSERT = """
INSERT INTO consent_state (subject, policy, permission, edition, answer, at, version, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (subject, policy, permission, edition)
DO UPDATE SET answer = excluded.answer, at = excluded.at, version = excluded.version, seq = excluded.seq"""


def _set(transaction: Transaction, subject: Subject, said: Said, answer: str | None, at: int, seq: int) -> None:
    transaction.run(_UPSERT, (subject.pseudonym, said.policy, said.subject_of, said.edition, answer, at, said.version, seq))


def _set_told(transaction: Transaction, subject: Subject, said: Said, at: int, seq: int) -> None:
    later = " WHERE excluded.version > consent_state.version"
    transaction.run(_UPSERT + later, (subject.pseudonym, said.policy, "", ALL, None, at, said.edition, seq))


def keep_page(transaction: Transaction, cipher: Cipher, subject: Subject, page: Page, now: datetime) -> None:
    """Keep the exact bytes of a page, once."""
    transaction.run(
        "INSERT INTO pages (subject, digest, language, media_type, content_hidden, recorded_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (subject, digest) DO NOTHING",
        (subject.pseudonym, page.digest, page.language, page.media_type, cipher.hide(subject.secret, page.content), to_ticks(now)),
    )


def withdrawn_after(transaction: Transaction, subject: Subject, policy: str, subject_of: str, sequence: int) -> bool:
    """Whether a withdrawal of all of a permission came after that place of the ledger."""
    row = transaction.row(
        "SELECT 1 FROM events WHERE subject = ? AND seq > ? AND policy = ? AND permission = ? AND kind = 'withdrawn' LIMIT 1",
        (subject.pseudonym, sequence, policy, subject_of),
    )
    return row is not None


def states_of(transaction: Transaction, pseudonym: str) -> States:
    """The latest answers of a subject; `told` is not among them."""
    rows = transaction.rows(
        "SELECT policy, permission, edition, answer, at, version, seq FROM consent_state WHERE subject = ? AND permission <> ''",
        (pseudonym,),
    )
    return {
        (policy, permission, edition): Answer(kind=AnswerKind(kind) if kind else None, at=from_ticks(at), version=version, sequence=seq)
        for policy, permission, edition, kind, at, version, seq in rows
    }


def merge(transaction: Transaction, cipher: Cipher, one: Sequence[Subject], other: Sequence[Subject], now: datetime) -> None:
    """At a link, make the stricter latest answer of two persons both's, for each edition and for all of each permission."""
    left, right = states_of(transaction, one[0].pseudonym), states_of(transaction, other[0].pseudonym)
    for policy, permission in sorted({key[:2] for key in (*left, *right)}):
        slots = sorted({key for key in (*left, *right) if key[:2] == (policy, permission)})
        wanted = {key: stricter(_standing(left.get(key)), _standing(right.get(key))) for key in slots}
        for group, states in ((one, left), (other, right)):
            if all(_standing(states.get(key)) == wanted[key] for key in slots):
                continue
            for key, answer in sorted(wanted.items(), key=lambda found: found[1].sequence if found[1] else 0):
                for subject in group:
                    _write_one(transaction, cipher, subject, _copy(*key, answer), How(method="link"), now, None)


def stricter(one: Answer | None, other: Answer | None) -> Answer | None:
    """The stricter of two latest answers: withdrawn, refused, none, given; of two refusals the later.

    Of two consents, the one given earlier, which lapses first; in the place of the one that was written earlier, so that no
    withdrawal which came after either is passed. (A copy made at another link is written later than it was given.)
    """
    if one is not None and other is not None and one.kind is other.kind:
        if one.kind is AnswerKind.GIVEN:
            return min(one, other, key=lambda answer: answer.at)._replace(sequence=min(one.sequence, other.sequence))
        return max(one, other, key=lambda answer: answer.sequence)
    return min(one, other, key=_strictness)


def _strictness(answer: Answer | None) -> int:
    kind = None if answer is None else answer.kind
    return (AnswerKind.WITHDRAWN, AnswerKind.REFUSED, None, AnswerKind.GIVEN).index(kind)


def _standing(answer: Answer | None) -> Answer | None:
    return None if answer is None or answer.kind is None else answer


def _copy(policy: str, permission: str, edition: int, answer: Answer | None) -> Said:
    if answer is None or answer.kind is None:
        return Said(kind=EventKind.CLEARED, policy=policy, subject_of=permission, edition=edition, version=0)
    return Said(
        kind=EventKind(answer.kind.value), policy=policy, subject_of=permission, edition=edition, version=answer.version, since=answer.at
    )
