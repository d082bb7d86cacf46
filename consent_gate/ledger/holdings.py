"""All that the ledger holds about one subject and that a question about asks needs, as of one moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from consent_gate.ledger.answering import ANSWERS
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.facts import AS_WRITTEN, NO_TIME, Facts, Held
from consent_gate.ledger.recording import OPEN, cipher_digest
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.subjects import Subject, find
from consent_gate.ledger.ticks import from_ticks, to_ticks
from consent_gate.model import Answer, AnswerKind, EventKind

Answers = dict[tuple[str, int], Answer]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: for which policy, permission and edition."""

    policy: str
    subject_of: str
    edition: int
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is held about one subject, by policy."""

    records: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)  # open ones
    answers: Mapping[str, Answers] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)
    given: tuple[Given, ...] = ()  # every answer, in ledger order
    sequence: int = 0  # the place of the subject's latest event, of whatever kind


def holdings_of(transaction: Transaction, cipher: Cipher, subject: str, item: str | None = None) -> Holdings:
    """What is held about a subject, with only the records of one item where one is named.

    Raises:
        LedgerTamperedError: a row cannot be what was written.
    """
    with AS_WRITTEN:
        return _holdings_of(transaction, cipher, subject, item)


def _holdings_of(transaction: Transaction, cipher: Cipher, subject: str, item: str | None) -> Holdings:
    who = find(transaction.rows, cipher, subject)
    if who is None:
        return Holdings()
    records: dict[str, list[Held]] = {}
    of_item, params = ("", ()) if item is None else (" AND r.item = ?", (cipher_digest(cipher, who, item),))
    statement = (
        f"SELECT r.policy, r.seq, r.data, r.version, r.collected_at FROM records r WHERE r.subject = ? AND {OPEN}{of_item} ORDER BY r.seq"  # noqa: S608
    )
    for policy, seq, data, version, collected in transaction.rows(statement, (who.pseudonym, *params)):
        records.setdefault(policy, []).append(Held(seq, data, version, None if collected is None else from_ticks(collected), closed=False))
    answers: dict[str, Answers] = {}
    told: dict[str, int] = {}
    given: list[Given] = []
    for policy, subject_of, edition, kind, answer in _events(transaction, who):
        if kind is EventKind.TOLD:
            told[policy] = max(told.get(policy, 0), edition)
        else:
            answers.setdefault(policy, {})[subject_of, edition] = answer
            given.append(Given(policy, subject_of, edition, answer))
    last = transaction.rows("SELECT coalesce(max(seq), 0) FROM events WHERE subject = ?", (who.pseudonym,))[0][0]
    return Holdings(
        records={p: tuple(found) for p, found in records.items()}, answers=answers, told=told, given=tuple(given), sequence=last
    )


def facts_at(database: Database, cipher: Cipher, subject: str, policy: str, item: str | None, at: datetime) -> Facts:
    """The facts of a check as the ledger had been told them by `at`."""
    with database.snapshot() as transaction, AS_WRITTEN:
        who = find(transaction.rows, cipher, subject)
        if who is None:
            return Facts((0, 0), None, (), {}, 0, NO_TIME)
        answers: Answers = {}
        told = 0
        for slug, subject_of, edition, kind, answer in _events(transaction, who, at):
            if slug != policy:
                continue
            if kind is EventKind.TOLD:
                told = max(told, edition)
            else:
                answers[subject_of, edition] = answer
        records = tuple(_records_at(transaction, cipher, who, policy, item, at))
    return Facts((0, 0), None, records, answers, told, NO_TIME)


def _records_at(transaction: Transaction, cipher: Cipher, who: Subject, policy: str, item: str | None, at: datetime) -> Iterator[Held]:
    of_item, params = ("", ()) if item is None else (" AND r.item = ?", (cipher_digest(cipher, who, item),))
    rows = transaction.rows(
        "SELECT r.seq, r.data, r.version, r.collected_at, c.recorded_at FROM records r LEFT JOIN closures c ON c.record = r.seq"  # noqa: S608 - constants only
        f" WHERE r.subject = ? AND r.policy = ? AND r.recorded_at <= ?{of_item} ORDER BY r.seq",
        (who.pseudonym, policy, to_ticks(at), *params),
    )
    for seq, data, version, collected, closed_at in rows:
        closed = closed_at is not None and closed_at <= to_ticks(at)
        if not closed or item is not None:
            yield Held(seq, data, version, None if collected is None else from_ticks(collected), closed)


_ANSWERS = ", ".join(repr(kind.value) for kind in (*ANSWERS, EventKind.TOLD))


def _events(transaction: Transaction, who: Subject, at: datetime | None = None) -> Iterator[tuple[str, str, int, EventKind, Answer]]:
    """Every answer and notice in ledger order, up to `at`."""
    until, params = ("", ()) if at is None else (" AND recorded_at <= ?", (to_ticks(at),))
    rows = transaction.rows(
        "SELECT policy, permission, edition, kind, version, recorded_at, since, seq FROM events"  # noqa: S608 - constants only
        f" WHERE subject = ? AND kind IN ({_ANSWERS}){until} ORDER BY seq",
        (who.pseudonym, *params),
    )
    for policy, permission, edition, kind, version, recorded_at, since, seq in rows:
        said = EventKind(kind)
        answered: AnswerKind | None = ANSWERS.get(said)
        answer = Answer(kind=answered, at=from_ticks(recorded_at if since is None else since), version=version, sequence=seq)
        yield policy, permission, edition, said, answer
