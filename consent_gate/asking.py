"""What one person has to be asked, is to be told, and has answered.

Pure but for reading what is held about the person. Something is pending where `given` would better a verdict on one of
their open records, now or when an upcoming version takes effect; what would be verdicts is told by `decision`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from consent_gate.decision import BY_LAW, Answers, decide, judge, lapses_at, latest
from consent_gate.editions import answerable, run_of, weakenings
from consent_gate.ledger.facts import Held
from consent_gate.ledger.holdings import Holdings
from consent_gate.model import Answer, AnswerKind, Ask, Choice, NoticeOwed, Verdict, ask_id
from consent_gate.rule import ALL, NOT_KNOWN, PermissionRule
from consent_gate.rules import Rules
from policy_versions.model import Basis, Consequence, Version

LAST = 2**62
"""Later than every entry of a ledger."""


@dataclass(slots=True)
class _Touched:
    """What an ask would free, while records go by."""

    editions: set[int] = field(default_factory=set)
    records: dict[int, Held] = field(default_factory=dict)

    def add(self, edition: int, record: Held) -> None:
        self.editions.add(edition)
        self.records[record.seq] = record


@dataclass(frozen=True, slots=True)
class Standing:
    """One person under one policy, at one time."""

    policy: str
    rules: Rules
    records: Sequence[Held]
    answers: Answers
    told: int
    now: datetime

    @property
    def in_force(self) -> int:
        """The number of the version in force; 0 where none is yet."""
        found = self.rules.history.in_force(self.now)
        return found.number if found else 0

    def scenes(self) -> Iterator[tuple[Version, datetime]]:
        """The version in force now, and each upcoming one at its effect."""
        in_force = self.in_force
        for version in self.rules.history.versions:
            if version.number >= in_force:
                yield version, max(version.effective, self.now)

    def upcoming(self, version: Version) -> bool:
        """Whether a version has not taken effect."""
        return version.effective > self.now


def standings(holdings: Holdings, rules: Mapping[str, Rules], now: datetime) -> Iterator[Standing]:
    """The person under each policy that has a version."""
    for policy, made in rules.items():
        yield Standing(policy, made, holdings.records.get(policy, ()), holdings.answers.get(policy, {}), holdings.told.get(policy, 0), now)


def pending(standing: Standing) -> Iterator[Ask]:
    """The asks under one policy: those in force first, then those of each upcoming version."""
    if not standing.records:
        return
    for version, at in standing.scenes():
        later = standing.upcoming(version)
        yield from _permission_asks(standing, version, at, later=later)
        yield from _promise_asks(standing, version, later=later)


def _permission_asks(standing: Standing, version: Version, at: datetime, *, later: bool) -> Iterator[Ask]:
    touched: dict[str, _Touched] = {}
    for record in standing.records:
        for waiting in _waiting(standing, version, record, at):
            if not later or waiting.edition == version.number:
                touched.setdefault(waiting.permission, _Touched()).add(waiting.edition, record)
    effective = version.effective if later else None
    for permission in version.policy.permissions:
        if permission.id in touched:
            yield _ask(standing.policy, "permission", permission.id, touched[permission.id], effective, permission.basis)


def _waiting(standing: Standing, version: Version, record: Held, at: datetime) -> Iterator[PermissionRule]:
    """The permissions of which a `given`, said now, would better a verdict on the record at `at`."""
    given = Answer(kind=AnswerKind.GIVEN, at=standing.now, version=standing.in_force, sequence=LAST)
    for rule in standing.rules.cells(version, record.data):
        findings = [
            (permission, judge(permission, latest(standing.answers, permission), record.version, record.collected_at, standing.told, at))
            for permission in rule.permissions
        ]
        best = min(finding.verdict.rank for _, finding in findings)
        for permission, finding in findings:
            if finding.answerable:
                would = judge(permission, given, record.version, record.collected_at, standing.told, at)
                if would.verdict.rank < best:
                    yield permission


def _promise_asks(standing: Standing, version: Version, *, later: bool) -> Iterator[Ask]:
    touched: dict[str, _Touched] = {}
    for weakening, weakened in weakenings(standing.rules.history, consequence=Consequence.ASK):
        if weakening.number != version.number and (later or weakening.number > version.number):
            continue
        if _answered(standing.answers, weakened.id, weakening.number):
            continue
        for record in standing.records:
            if record.version < weakening.number:
                touched.setdefault(weakened.id, _Touched()).add(weakening.number, record)
    for promise_id, found in touched.items():
        yield _ask(standing.policy, "promise", promise_id, found, version.effective if later else None, None)


def _answered(answers: Answers, promise_id: str, weakening: int) -> bool:
    return standing_answer(answers, promise_id, weakening) is not None


def standing_answer(answers: Answers, subject_of: str, edition: int) -> AnswerKind | None:
    """The latest answer on an edition or weakening, or on all of it; None where none stands."""
    found = [answer for key in (edition, ALL) if (answer := answers.get((subject_of, key)))]
    newest = max(found, key=lambda answer: answer.sequence, default=None)
    return newest.kind if newest else None


def _ask(policy: str, kind: str, subject_of: str, touched: _Touched, effective: datetime | None, basis: Basis | None) -> Ask:
    editions = tuple(sorted(touched.editions))
    oldest = min(record.version for record in touched.records.values())
    return Ask(
        id=ask_id(policy, subject_of, editions),
        policy=policy,
        kind=kind,
        subject_of=subject_of,
        editions=editions,
        effective=effective,
        basis=basis,
        compare_from=None if oldest == NOT_KNOWN else oldest,
        data=tuple(sorted({record.data for record in touched.records.values()})),
        records=tuple(sorted(touched.records)),
    )


def notices(standing: Standing) -> Iterator[NoticeOwed]:
    """What the person is to be told of under one policy: uses by law of data collected before, and weakened promises."""
    owed: set[tuple[int, str, str]] = set()
    for version, at in standing.scenes():
        by_law = {permission.id for permission in version.policy.permissions if permission.basis in BY_LAW}
        for record in standing.records:
            for rule in standing.rules.cells(version, record.data):
                if by_law.isdisjoint(one.permission for one in rule.permissions):
                    continue  # older terms are by law only where the version's own are
                finding = decide(rule, standing.answers, record.version, record.collected_at, standing.told, at)
                if finding.notice and finding.rule and finding.verdict is Verdict.ALLOWED:
                    owed.add((finding.rule.edition, "permission", finding.rule.permission))
    for weakening, weakened in weakenings(standing.rules.history, consequence=Consequence.NOTICE):
        if standing.told < weakening.number and any(record.version < weakening.number for record in standing.records):
            owed.add((weakening.number, "promise", weakened.id))
    for number, kind, subject_of in sorted(owed):
        yield NoticeOwed(policy=standing.policy, version=number, kind=kind, subject_of=subject_of)


def choices(holdings: Holdings, rules: Mapping[str, Rules], now: datetime) -> Iterator[Choice]:
    """Every answer of the person, in ledger order, and whether it stands."""
    for given in holdings.given:
        if given.answer.kind is None or given.policy not in rules:
            continue
        history = rules[given.policy].history
        editions = answerable(history, given.subject_of, now)
        answers = holdings.answers[given.policy]
        ends = _ends(rules[given.policy], given.subject_of, given.edition, given.answer, now) if given.edition in editions else None
        yield Choice(
            policy=given.policy,
            kind="permission" if _is_permission(history.versions, given.subject_of) else "promise",
            subject_of=given.subject_of,
            edition=given.edition or None,
            answer=given.answer.kind,
            at=given.answer.at,
            version=given.answer.version,
            sequence=given.answer.sequence,
            stands=_stands(answers, given.subject_of, given.edition, given.answer, editions) and (ends is None or now < ends),
            lapses_at=ends,
        )


def _stands(answers: Answers, subject_of: str, edition: int, answer: Answer, editions: frozenset[int]) -> bool:
    """Whether it is the latest answer for an edition that can still be answered for."""
    for one in editions if edition == ALL else editions & {edition}:
        found = [found for key in (one, ALL) if (found := answers.get((subject_of, key)))]
        if max(found, key=lambda one: one.sequence).sequence == answer.sequence if found else False:
            return True
    return edition == ALL and not editions and answers[subject_of, ALL].sequence == answer.sequence


def _ends(rules: Rules, subject_of: str, edition: int, answer: Answer, now: datetime) -> datetime | None:
    """When a consent lapses, by the terms as they are now (or will be, for an upcoming edition)."""
    run = run_of(rules.history, subject_of, edition, now)
    return lapses_at(run, answer) if run else None


def _is_permission(versions: Sequence[Version], subject_of: str) -> bool:
    return any(version.policy.permission(subject_of) for version in versions)
