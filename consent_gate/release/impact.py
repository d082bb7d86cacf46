"""Whom a draft touches, before it is published: what each of its relaxations holds back, and who would be asked.

Versions, open records and answers in, numbers out. The rule is the gate's own, with the draft as if it were published and
in force; a record is held back from a use that new data may be put to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from consent_gate.decision import Answers, judge, latest
from consent_gate.editions import consequence_of, requests_of
from consent_gate.model import CollectionRecord, Verdict
from consent_gate.release.lint import LintWarning, lint
from consent_gate.release.widening import How, shown
from consent_gate.rule import NOT_KNOWN, History, PermissionRule
from policy_versions.drafts import Draft
from policy_versions.model import Consequence, Permission, Request, Version, covers_key

if TYPE_CHECKING:
    from consent_gate.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """What one id that the draft adds, widens, reopens or weakens comes to for the data there is."""

    id: str
    how: tuple[How, ...]
    subjects: int  # people with a record held back from it, or bound by the old wording of a promise
    records: int
    requests: int  # kinds of use (data, use, recipient) that some record is held back from
    asked: int  # people who would be asked for it

    def to_dict(self) -> dict[str, object]:
        """As plain values."""
        return {
            "id": self.id,
            "how": [how.value for how in self.how],
            "subjects": self.subjects,
            "records": self.records,
            "requests": self.requests,
            "asked": self.asked,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The people whose oldest data is of one version, and what they would be asked in sum, from that version on."""

    version: int | None  # None: not known
    subjects: int
    asks: Mapping[str, int]  # permission or promise -> people

    def to_dict(self) -> dict[str, object]:
        """As plain values."""
        return {"version": self.version, "subjects": self.subjects, "asks": dict(self.asks)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What publishing a draft would come to for the data there is."""

    policy: str
    number: int  # the number the draft would have
    relaxations: tuple[Relaxation, ...]
    asked: int  # people who would be asked anything for this draft
    cohorts: tuple[Cohort, ...]
    warnings: tuple[LintWarning, ...]

    def to_dict(self) -> dict[str, object]:
        """As plain values."""
        return {
            "policy": self.policy,
            "number": self.number,
            "relaxations": [relaxation.to_dict() for relaxation in self.relaxations],
            "asked": self.asked,
            "cohorts": [cohort.to_dict() for cohort in self.cohorts],
            "warnings": [{"rule": warning.rule, "message": warning.message} for warning in self.warnings],
        }


@dataclass(slots=True)
class _Touched:
    """Counts for one relaxation, while records go by."""

    subjects: set[str] = field(default_factory=set)
    records: set[int] = field(default_factory=set)
    requests: set[tuple[str, str, str]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


def impact_of(
    draft: Version,
    versions: Sequence[Version],
    records: Iterable[CollectionRecord],
    answers_of: Callable[[str], Answers],
) -> Impact:
    """What publishing `draft` would come to.

    Args:
        draft: the draft as the version it would be, with its number and effective time.
        versions: all versions there are of the policy.
        records: every open record under the policy, in any order.
        answers_of: a subject's latest answers under the policy.
    """
    history = History([*versions, draft])
    base = history.before(draft.number)
    done = shown(base.policy, draft.policy) if base else {p.id: frozenset({How.ADDS}) for p in draft.policy.permissions}
    by_subject: dict[str, list[CollectionRecord]] = defaultdict(list)
    for record in records:
        by_subject[record.subject].append(record)
    touched: dict[str, _Touched] = {name: _Touched() for name in done}
    cohorts: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    members: dict[int, set[str]] = defaultdict(set)
    judged = _Judged(history, draft, draft.effective)
    for subject, held in by_subject.items():
        oldest = min(record.version or NOT_KNOWN for record in held)
        members[oldest].add(subject)
        for name in judged.asks(held, answers_of(subject), touched, subject):
            cohorts[oldest][name].add(subject)
    return Impact(
        policy=draft.slug,
        number=draft.number,
        relaxations=tuple(_relaxation(name, tuple(sorted(hows)), touched[name]) for name, hows in sorted(done.items())),
        asked=len(set().union(*(one.asked for one in touched.values()))) if touched else 0,
        cohorts=tuple(
            Cohort(version=number or None, subjects=len(members[number]), asks={n: len(s) for n, s in sorted(cohorts[number].items())})
            for number in sorted(members)
        ),
        warnings=lint(base.policy if base else None, draft.policy),
    )


def _relaxation(name: str, hows: tuple[How, ...], touched: _Touched) -> Relaxation:
    return Relaxation(
        id=name,
        how=hows,
        subjects=len(touched.subjects),
        records=len(touched.records),
        requests=len(touched.requests),
        asked=len(touched.asked),
    )


class _Judged:
    """Judges records as at the draft's effective time, keeping what the rule says of each request."""

    def __init__(self, history: History, draft: Version, at: datetime) -> None:
        self._history, self._draft, self._at = history, draft, at
        self._rules: dict[tuple[str, Request], PermissionRule | None] = {}
        self._requests: dict[tuple[str, str], tuple[Request, ...]] = {}

    def asks(self, held: Sequence[CollectionRecord], answers: Answers, touched: Mapping[str, _Touched], subject: str) -> set[str]:
        """The permissions and promises this person would be asked for, from their own data's version on."""
        found: set[str] = set()
        for permission in self._draft.policy.permissions:
            for record in held:
                for request in self._requests_for(permission, record.data):
                    if self._touches(permission, request, record, answers, touched.get(permission.id), subject):
                        found.add(permission.id)
        found |= self._promises(held, answers, touched, subject)
        return found

    def _touches(
        self, permission: Permission, request: Request, record: CollectionRecord, answers: Answers, touched: _Touched | None, subject: str
    ) -> bool:
        """Count what the request comes to for the record; whether the person would be asked."""
        rule = self._rule(permission, request)
        if rule is None:
            return False
        answer = latest(answers, rule)
        mine = judge(rule, answer, record.version or NOT_KNOWN, record.collected_at, 0, self._at)
        if touched is not None and self._held_back(rule, record, mine.verdict):
            touched.subjects.add(subject)
            touched.records.add(record.id)
            touched.requests.add((request.data, request.use, request.recipient))
            if mine.answerable:
                touched.asked.add(subject)
        return mine.answerable

    def _held_back(self, rule: PermissionRule, record: CollectionRecord, verdict: Verdict) -> bool:
        """Whether new data may be used where this may not, or is kept longer than this."""
        if verdict is not Verdict.ALLOWED:
            return True
        mine, theirs = rule.terms_of(record.version or NOT_KNOWN), rule.terms_of(self._draft.number)
        return mine.days_kept is not None and (theirs.days_kept is None or theirs.days_kept > mine.days_kept)

    def _promises(self, held: Sequence[CollectionRecord], answers: Answers, touched: Mapping[str, _Touched], subject: str) -> set[str]:
        """The weakened promises this person would be asked for: those weakened after their oldest data, in any version up to the draft."""
        found: set[str] = set()
        for version in self._history.versions:
            for weak in version.policy.weakened:
                bound = [record for record in held if (record.version or NOT_KNOWN) < version.number]
                if not bound or _is_answered(answers, weak.id, version.number):
                    continue
                asks = consequence_of(self._history, version, weak) is Consequence.ASK
                found |= {weak.id} if asks else set()
                if version.number == self._draft.number and weak.id in touched:
                    touched[weak.id].subjects.add(subject)
                    touched[weak.id].records.update(record.id for record in bound)
                    touched[weak.id].asked.update({subject} if asks else ())
        return found

    def _requests_for(self, permission: Permission, data: str) -> tuple[Request, ...]:
        """The requests that stand for all that the permission covers of a record's category."""
        key = (permission.id, data)
        if key not in self._requests:
            earlier = [old for v in self._history.versions if (old := v.policy.permission(permission.id))]
            self._requests[key] = tuple(dict.fromkeys(_narrowed(requests_of(permission, earlier), data)))
        return self._requests[key]

    def _rule(self, permission: Permission, request: Request) -> PermissionRule | None:
        key = (permission.id, request)
        if key not in self._rules:
            rules = self._history.rule(request, self._draft.number).permissions
            self._rules[key] = next((rule for rule in rules if rule.permission == permission.id), None)
        return self._rules[key]


def _is_answered(answers: Answers, promise: str, weakening: int) -> bool:
    found = [one for key in ((promise, weakening), (promise, 0)) if (one := answers.get(key)) is not None]
    return bool(found) and max(found, key=lambda one: one.sequence).kind is not None


def _narrowed(requests: Iterable[Request], data: str) -> Iterator[Request]:
    """Each request about the record's own category, where either covers the other: the narrower is judged."""
    for request in requests:
        if covers_key(request.data, data):
            yield replace(request, data=data)
        elif covers_key(data, request.data):
            yield request


def impact(gate: "Gate", draft: Draft | str) -> Impact:
    """What publishing a draft would come to, by the data and the answers there are now.

    Args:
        gate: the gate whose ledger holds the data.
        draft: a draft of the archive, or its policy and name as `privacy/spring-terms`.

    Raises:
        PolicyNotFoundError: there is no such draft.
    """
    if isinstance(draft, str):
        slug, _, name = draft.partition("/")
        draft = gate.archive.draft(slug, name)
    ledger, versions = gate.ledger, gate.ledger.versions(draft.slug)
    proposed = Version(
        slug=draft.slug,
        number=max((version.number for version in versions), default=0) + 1,
        policy=draft.policy,
        texts=draft.texts,
        identity="",
        effective=draft.policy.effective or gate.clock(),
    )
    return impact_of(proposed, versions, ledger.open_records(draft.slug), lambda subject: ledger.answers(subject, draft.slug))
