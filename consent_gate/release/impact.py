"""Whom a draft touches, before it is published: what each of its relaxations holds back, and who would be asked.

Versions, open records and answers in, numbers out. The rule is the gate's own, with the draft as if it were published and
in force; a record is held back from a use that new data may be put to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consent_gate.asking import Standing, pending, standing_answer
from consent_gate.decision import Answers, decide
from consent_gate.ledger.facts import Held
from consent_gate.model import CollectionRecord, Verdict
from consent_gate.release.lint import LintWarning, lint
from consent_gate.release.widening import How, shown
from consent_gate.rule import NOT_KNOWN, History, PermissionRule
from consent_gate.rules import Rules
from policy_versions.drafts import Draft
from policy_versions.model import Version

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
    """Counts for one relaxation, while people go by."""

    subjects: set[str] = field(default_factory=set)
    records: set[int] = field(default_factory=set)
    requests: set[tuple[str, str, str]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


def impact_of(
    draft: Version, versions: Sequence[Version], records: Iterable[CollectionRecord], answers_of: Callable[[str], Answers]
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
    rules, touched = Rules(history), {name: _Touched() for name in done}
    people: dict[str, list[Held]] = defaultdict(list)
    for record in records:
        people[record.subject].append(Held(record.id, record.data, record.version or NOT_KNOWN, record.collected_at, closed=False))
    asks: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    members: dict[int, set[str]] = defaultdict(set)
    for subject, held in people.items():
        oldest = min(record.version for record in held)
        members[oldest].add(subject)
        standing = Standing(draft.slug, rules, held, answers_of(subject), 0, draft.effective)
        for ask in pending(standing):
            asks[oldest][ask.subject_of].add(subject)
            if draft.number in ask.editions and ask.subject_of in touched:
                touched[ask.subject_of].asked.add(subject)
        _hold_back(standing, draft, subject, touched)
    return Impact(
        policy=draft.slug,
        number=draft.number,
        relaxations=tuple(_relaxation(name, tuple(sorted(hows)), touched[name]) for name, hows in sorted(done.items())),
        asked=len({subject for one in touched.values() for subject in one.asked}),
        cohorts=tuple(
            Cohort(version=number or None, subjects=len(members[number]), asks={n: len(s) for n, s in sorted(asks[number].items())})
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


def _hold_back(standing: Standing, draft: Version, subject: str, touched: Mapping[str, _Touched]) -> None:
    """Count, for each relaxation, the records of one person that it does not reach, and what they are held back from."""
    for record in standing.records:
        for rule in standing.rules.cells(draft, record.data):
            best = decide(rule, standing.answers, record.version, record.collected_at, 0, draft.effective).verdict
            for permission in rule.permissions:
                counted = touched.get(permission.permission)
                if counted is not None and (best is not Verdict.ALLOWED or _kept_shorter(permission, record.version, draft.number)):
                    counted.subjects.add(subject)
                    counted.records.add(record.seq)
                    counted.requests.add((rule.request.data, rule.request.use, rule.request.recipient))
        for weak in draft.policy.weakened:
            counted = touched.get(weak.id)
            if counted is not None and record.version < draft.number and standing_answer(standing.answers, weak.id, draft.number) is None:
                counted.subjects.add(subject)
                counted.records.add(record.seq)


def _kept_shorter(permission: PermissionRule, version: int, number: int) -> bool:
    """Whether data of `version` is kept for a shorter time than data of the draft's own."""
    mine, theirs = permission.terms_of(version).days_kept, permission.terms_of(number).days_kept
    return mine is not None and (theirs is None or theirs > mine)


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
