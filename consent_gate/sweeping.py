"""Going through all open records of a policy: those allowed for a request, and those due for deletion."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache

from consent_gate.decision import Answers, judge, latest
from consent_gate.ledger import Ledger, recording
from consent_gate.ledger.selection import Constants, constants, judged
from consent_gate.ledger.statements import Row
from consent_gate.ledger.ticks import from_ticks
from consent_gate.model import CollectionRecord, Request, Selected, Verdict
from consent_gate.rule import Rule
from consent_gate.rules import Rules, narrower
from policy_versions.model import Request as PolicyRequest
from policy_versions.model import Version


def select(
    ledger: Ledger, policy: str, rules: Rules, version: Version | None, request: Request, at: datetime, *, every: bool
) -> Iterator[Selected]:
    """See `Gate.select`."""
    for row, verdict in judged(ledger.database, policy, constants_of(rules, version, request), at, every=every):
        yield Selected(record=_record(ledger, policy, row), verdict=verdict)


def constants_of(rules: Rules, version: Version | None, request: Request) -> Constants:
    """The rule of a request as rows; without a version in force it allows nothing."""
    versions = [v.number for v in rules.history.up_to(version.number)] if version else []
    return constants(_cells(rules, version, request), versions)


def _cells(rules: Rules, version: Version | None, request: Request) -> Mapping[str, Rule]:
    """For each category that records of the request can have, the rule they are judged by."""
    found = {}
    for data in sorted(rules.data):
        asked = narrower(data, request.data)
        if asked is not None:
            wanted = PolicyRequest(data=asked, use=request.use, recipient=request.recipient)
            nothing = Rule(version=0, request=wanted, permissions=())
            found[data] = rules.rule(version, asked, request.use, request.recipient) if version else nothing
    return found


def _record(ledger: Ledger, policy: str, row: Row) -> CollectionRecord:
    seq, subject, data, hidden, version, collected_at, recorded_at, _, secret = row
    return CollectionRecord(
        id=seq,
        subject=subject,
        policy=policy,
        data=data,
        item=json.loads(ledger.cipher.show(bytes(secret), bytes(hidden))),
        version=version or None,
        collected_at=None if collected_at is None else from_ticks(collected_at),
        recorded_at=from_ticks(recorded_at),
    )


def due(ledger: Ledger, policy: str, rules: Rules, version: Version | None, at: datetime) -> Iterator[CollectionRecord]:
    """See `Gate.due`."""
    if version is None:
        return
    answers_of = _remembered(lambda subject: ledger.answers(subject, policy))
    for record in ledger.open_records(policy):
        if _is_due(rules, version, record, answers_of, at):
            yield record


PART = 5_000
"""Open records that `due_part` looks at."""


def due_part(
    ledger: Ledger, policy: str, rules: Rules, version: Version | None, at: datetime, since: int
) -> tuple[tuple[CollectionRecord, ...], int | None]:
    """See `Gate.due_part`."""
    if version is None:
        return (), None
    looked_at = [recording.shown(ledger.cipher, row) for row in ledger.database.read(*recording.part_of(policy, since, PART))]
    answers_of = cache(lambda subject: ledger.answers(subject, policy))
    found = tuple(record for record in looked_at if _is_due(rules, version, record, answers_of, at))
    return found, looked_at[-1].id if len(looked_at) == PART else None


def _is_due(rules: Rules, version: Version, record: CollectionRecord, answers_of: Callable[[str], Answers], at: datetime) -> bool:
    """Whether some permission of its data is expired and none allows any use to anyone."""
    number = record.version or 0
    if number > version.number:
        return False  # collected later than the time asked about
    every = [permission for rule in rules.cells(version, record.data) for permission in rule.permissions]
    if not any(judge(p, None, number, record.collected_at, 0, at).verdict is Verdict.EXPIRED for p in every):
        return False
    answers = answers_of(record.subject)
    return not any(judge(p, latest(answers, p), number, record.collected_at, 0, at).verdict is Verdict.ALLOWED for p in every)


def _remembered(read: Callable[[str], Answers]) -> Callable[[str], Answers]:
    """The answers of the subject last asked for; records come subject by subject."""
    last: dict[str, Answers] = {}

    def answers_of(subject: str) -> Answers:
        if subject not in last:
            last.clear()
            last[subject] = read(subject)
        return last[subject]

    return answers_of
