"""A check, from the request to the decision: the facts in one statement, the rule from memory, the verdict by `decision`.

Nothing that fails here raises: it is `not_permitted` with the reason. Only wrong arguments do, and those are found first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from consent_gate.decision import Finding, decide
from consent_gate.errors import LedgerError, LedgerTamperedError
from consent_gate.ledger.facts import Facts, Held
from consent_gate.model import Ask, Decision, NoticeOwed, Reason, Request, Verdict, ask_id
from consent_gate.rule import NOT_KNOWN, Rule
from consent_gate.rules import Rules
from policy_versions.model import Version, covers_key
from policy_versions.taxonomy import KeyKind

SKEW = timedelta(seconds=1)
"""How far the clock may lie behind what the ledger has recorded."""

NOTHING_RECORDED = Held(0, "", NOT_KNOWN, None, closed=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """One record and what it comes to."""

    record: Held
    rule: Rule
    finding: Finding


def unavailable(request: Request, policy: str | None, at: datetime | None, why: Reason, version: int | None = None) -> Decision:
    """The decision where the answer could not be found."""
    return Decision(
        verdict=Verdict.NOT_PERMITTED,
        reasons=(Reason.UNAVAILABLE, why),
        request=request,
        policy=policy,
        at=at,
        version=version,
        id=request.id,
    )


def why(error: LedgerError) -> Reason:
    """The reason for an error of the ledger's."""
    return Reason.CORRUPT_ROW if isinstance(error, LedgerTamperedError) else Reason.DATABASE_AWAY


def conclude(request: Request, policy: str, rules: Rules, facts: Facts, at: datetime) -> Decision:
    """What the facts come to at `at`."""
    if facts.latest is not None and at + SKEW < facts.latest:
        return unavailable(request, policy, at, Reason.CLOCK_BEHIND)
    version = rules.history.in_force(at)
    if version is None:
        return _refused(request, policy, at, None, Reason.NO_VERSION_IN_FORCE)
    if not rules.knows(KeyKind.DATA, request.data) or not rules.knows(KeyKind.USE, request.use):
        return unavailable(request, policy, at, Reason.UNKNOWN_KEY, version.number)
    records = related(facts.records, request)
    if records is None:
        return _refused(request, policy, at, version, Reason.ITEM_CLOSED)
    try:
        judged = [judge(record, request, version, rules, facts, at) for record in records]
    except KeyError:
        return unavailable(request, policy, at, Reason.CORRUPT_ROW, version.number)
    return _decision(request, policy, version, judged, at)


def related(records: Sequence[Held], request: Request) -> Sequence[Held] | None:
    """The open records that the request is about; None: the item was recorded, and none of it is open and related."""
    found = [record for record in records if not record.closed and narrower(record.data, request.data) is not None]
    if found:
        return found
    return None if request.item is not None and records else (NOTHING_RECORDED,)


def narrower(one: str, other: str) -> str | None:
    """The narrower of two categories of which one covers the other; None where neither does."""
    if covers_key(one, other):
        return other
    return one if covers_key(other, one) else None


def judge(record: Held, request: Request, version: Version, rules: Rules, facts: Facts, at: datetime) -> Judged:
    """What one record comes to under the version in force."""
    data = request.data if record is NOTHING_RECORDED else narrower(record.data, request.data)
    assert data is not None  # noqa: S101 - only related records are judged
    rule = rules.rule(version, data, request.use, request.recipient)
    return Judged(record, rule, decide(rule, facts.answers, record.version, record.collected_at, facts.told, at))


def _refused(request: Request, policy: str, at: datetime, version: Version | None, reason: Reason) -> Decision:
    return Decision(
        verdict=Verdict.NOT_PERMITTED,
        reasons=(reason,),
        request=request,
        policy=policy,
        at=at,
        version=version.number if version else None,
        id=request.id,
    )


def _decision(request: Request, policy: str, version: Version, judged: Sequence[Judged], at: datetime) -> Decision:
    """The worst over the records."""
    worst = judged[0]
    for one in judged[1:]:
        if one.finding.verdict.rank > worst.finding.verdict.rank:
            worst = one
    finding = worst.finding
    rule = finding.rule
    reasons = finding.reasons if worst.record is not NOTHING_RECORDED else (*finding.reasons, Reason.NOTHING_RECORDED)
    events = [worst.record.seq] if worst.record.seq else []
    if finding.answer is not None:
        events.append(finding.answer.sequence)
    return Decision(
        verdict=finding.verdict,
        reasons=reasons,
        request=request,
        policy=policy,
        at=at,
        version=version.number,
        permission=rule.permission if rule else None,
        clause=rule.clause if rule else None,
        asks=() if finding.verdict is not Verdict.CONSENT_REQUIRED else _asks(policy, version, judged),
        notices=_notices(policy, judged),
        events=tuple(events),
        id=request.id,
    )


def _asks(policy: str, version: Version, judged: Sequence[Judged]) -> tuple[Ask, ...]:
    """For each permission that records wait for, the ask that would free them; where several could, the first in the policy."""
    waiting: dict[str, list[Judged]] = {}
    for one in judged:
        if one.finding.answerable and one.finding.rule is not None:
            waiting.setdefault(one.finding.rule.permission, []).append(one)
    return tuple(_ask(policy, version, permission, found) for permission, found in waiting.items())


def _ask(policy: str, version: Version, permission_id: str, judged: Sequence[Judged]) -> Ask:
    editions = tuple(sorted({one.finding.rule.edition for one in judged if one.finding.rule}))
    permission = version.policy.permission(permission_id)
    oldest = min(one.record.version for one in judged)
    return Ask(
        id=ask_id(policy, permission_id, editions),
        policy=policy,
        kind="permission",
        subject_of=permission_id,
        editions=editions,
        effective=None,
        basis=permission.basis if permission else None,
        compare_from=oldest or None,
        data=tuple(sorted({one.record.data or one.rule.request.data for one in judged})),
        records=tuple(one.record.seq for one in judged if one.record.seq),
    )


def _notices(policy: str, judged: Sequence[Judged]) -> tuple[NoticeOwed, ...]:
    owed = {
        (one.finding.rule.edition, one.finding.rule.permission): None
        for one in judged
        if one.finding.notice and one.finding.rule and one.finding.verdict is Verdict.ALLOWED
    }
    return tuple(
        NoticeOwed(policy=policy, version=edition, kind="permission", subject_of=permission) for edition, permission in sorted(owed)
    )
