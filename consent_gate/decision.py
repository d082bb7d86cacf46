"""The decision: what a record, a rule and an answer come to. Pure, and the same as docs/decision_table.md.

What the rule is, `rule` tells; where records and answers come from, `gate`. Reads no clock: `at` is an argument.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from consent_gate.model import Answer, AnswerKind, Reason, Verdict
from consent_gate.rule import NOT_KNOWN, PermissionRule, Rule
from policy_versions.model import Basis

Answers = Mapping[tuple[str, int], Answer]
"""The latest answer by permission and edition; edition 0 stands for all of the permission."""


BY_LAW = (Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS)
"""The law or a life at stake, not the person, lets the data be used."""


class Finding(NamedTuple):
    """What one permission comes to for one record."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    rule: PermissionRule | None = None  # None: nothing covers the request
    answer: Answer | None = None  # the one it rests on
    notice: bool = False  # the person is to be told

    @property
    def answerable(self) -> bool:
        """Whether a `given` would better it, and the person has not said no."""
        return self.verdict is Verdict.CONSENT_REQUIRED


_UNDER = Reason.COLLECTED_UNDER_THESE_TERMS
NOTHING_COVERS = Finding(Verdict.NOT_PERMITTED, (Reason.NOTHING_COVERS,))


def decide(rule: Rule, answers: Answers, version: int, collected_at: datetime | None, told: int, at: datetime) -> Finding:
    """The best that a permission of the rule comes to, for a record collected under `version` at `collected_at`.

    Args:
        rule: the permissions of the version in force that cover the request.
        answers: the subject's latest answers.
        version: 0 where it is not known.
        collected_at: None where it is not known.
        told: the latest version that the subject was told of.
        at: the time of the use.
    """
    best = NOTHING_COVERS
    for permission in rule.permissions:
        found = judge(permission, latest(answers, permission), version, collected_at, told, at)
        if found.verdict.rank < best.verdict.rank or (found.verdict is best.verdict and best.notice and not found.notice):
            best = found
    return best


def latest(answers: Answers, rule: PermissionRule) -> Answer | None:
    """The latest answer in ledger order, on the edition or on all of the permission."""
    if not answers:
        return None
    one, every = answers.get((rule.permission, rule.edition)), answers.get((rule.permission, 0))
    if one is None or every is None:
        return one or every
    return one if one.sequence > every.sequence else every


def judge(rule: PermissionRule, answer: Answer | None, version: int, collected_at: datetime | None, told: int, at: datetime) -> Finding:
    """What one permission comes to."""
    terms = rule.terms_of(version)
    if terms.days_kept is not None and over(terms.days_kept, collected_at, at):
        return Finding(Verdict.EXPIRED, (Reason.TIME_UNKNOWN if collected_at is None else Reason.RETENTION_OVER,), rule)
    kind, silence = None, Reason.NEVER_ANSWERED
    if answer is not None:
        kind = answer.kind
        if kind is AnswerKind.GIVEN and has_lapsed(rule, answer, at):
            kind, silence = None, Reason.CONSENT_LAPSED
    under_edition = version >= rule.edition
    age = _UNDER if under_edition else Reason.VERSION_UNKNOWN if version == NOT_KNOWN else Reason.COLLECTED_BEFORE
    verdict, reasons = comes_to(terms.basis, age, kind, silence)
    notice = not under_edition and told < rule.edition and terms.basis in BY_LAW
    return Finding(verdict, reasons, rule, answer, notice)


@cache
def comes_to(basis: Basis, age: Reason, answer: AnswerKind | None, silence: Reason) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict, and why; the same for everybody, so found once for each row of the table.

    Args:
        basis: that of the terms.
        age: whether the data was collected under the edition, before it, or nobody knows.
        answer: the one that stands.
        silence: why none does, where none does.
    """
    under_edition = age is _UNDER
    verdict = verdict_of(basis, under_edition=under_edition, answer=answer)
    if basis in BY_LAW:
        return verdict, (Reason.BY_LAW, age)
    if verdict is Verdict.DECLINED:
        return verdict, (Reason.REFUSED if answer is AnswerKind.REFUSED else Reason.WITHDRAWN,)
    if verdict is Verdict.CONSENT_REQUIRED:
        return verdict, (silence, age)
    by_consent = answer is AnswerKind.GIVEN and (basis is Basis.CONSENT or not under_edition)
    return verdict, (Reason.CONSENT_GIVEN if by_consent else age,)


def verdict_of(basis: Basis, *, under_edition: bool, answer: AnswerKind | None) -> Verdict:
    """The decision table: the basis of the terms, whether the data was collected under the edition, the answer that stands."""
    if basis in BY_LAW:
        return Verdict.ALLOWED
    if answer is AnswerKind.REFUSED or answer is AnswerKind.WITHDRAWN:
        return Verdict.ALLOWED if basis is Basis.CONTRACT and under_edition else Verdict.DECLINED
    if answer is AnswerKind.GIVEN or (under_edition and basis is not Basis.CONSENT):
        return Verdict.ALLOWED
    return Verdict.CONSENT_REQUIRED


def over(days: int, since: datetime | None, at: datetime) -> bool:
    """Whether so many days since then have passed; since a time not known, any have."""
    return since is None or at - since >= timedelta(days=days)


def has_lapsed(rule: PermissionRule, consent: Answer, at: datetime) -> bool:
    """Whether a consent's time is over: then it counts as no answer at all."""
    days = rule.terms_of(consent.version).consent_days
    return days is not None and over(days, consent.at, at)


def lapses_at(rule: PermissionRule, answer: Answer) -> datetime | None:
    """From when on a consent counts as no answer; None where it has no end, or is no consent."""
    if answer.kind is not AnswerKind.GIVEN:
        return None
    days = rule.terms_of(answer.version).consent_days
    try:
        return None if days is None else answer.at + timedelta(days=days)
    except OverflowError:
        return None  # later than any time there is
