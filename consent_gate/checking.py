"""A check, from the request to the decision: the facts in one statement, the rule from memory, the verdict by `decision`.

Nothing that fails here raises: it is `not_permitted` with the reason. Only wrong arguments do, and those are found first.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from consent_gate.decision import Finding, decide
from consent_gate.errors import LedgerError, LedgerTamperedError
from consent_gate.ledger.facts import NO_TIME, Facts, Held
from consent_gate.model import Answer, Ask, Decision, NoticeOwed, Reason, Request, UnknownName, Verdict, ask_id
from consent_gate.rule import NOT_KNOWN, Rule
from consent_gate.rules import Rules, unknown_name
from policy_versions.model import Version
from policy_versions.taxonomy import nearest

SKEW = 1.0
"""How far the clock may lie behind what the ledger has recorded, in seconds."""

NOTHING_RECORDED = Held(0, "", NOT_KNOWN, None, closed=False)


class Judged(NamedTuple):
    """One record and what it comes to."""

    record: Held
    rule: Rule
    finding: Finding


def unavailable(
    request: Request,
    policy: str | None,
    at: datetime | None,
    why: Reason,
    version: int | None = None,
    unknown: tuple[UnknownName, ...] = (),
) -> Decision:
    """The decision where the answer could not be found."""
    return Decision(
        verdict=Verdict.NOT_PERMITTED,
        reasons=(Reason.UNAVAILABLE, why),
        request=request,
        policy=policy,
        at=at,
        version=version,
        id=request.id,
        unknown=unknown,
    )


def no_such_policy(request: Request, policy: str, at: datetime | None, known: Iterable[str]) -> Decision:
    """The decision where the policy named is none of those that the ledger knows."""
    near = nearest(policy, tuple(sorted(known)))
    name = unknown_name("policy", policy, f"the ledger has no version of a policy `{policy}`", near)
    return unavailable(request, policy, at, Reason.UNKNOWN_POLICY, unknown=(name,))


def no_policy(request: Request) -> Decision:
    """The decision where the ledger knows no policy at all, and none was named."""
    name = unknown_name("policy", "", "the ledger has no policy yet", (), hint="publish or import one first")
    return unavailable(request, None, None, Reason.UNKNOWN_POLICY, unknown=(name,))


def why(error: LedgerError) -> Reason:
    """The reason for an error of the ledger's."""
    return Reason.CORRUPT_ROW if isinstance(error, LedgerTamperedError) else Reason.DATABASE_AWAY


def conclude(request: Request, policy: str, rules: Rules, facts: Facts, at: datetime) -> Decision:
    """What the facts come to at `at`."""
    if is_behind(at, rules, facts.latest):
        return unavailable(request, policy, at, Reason.CLOCK_BEHIND)
    version = rules.history.in_force(at)
    if version is None:
        return _refused(request, policy, at, None, Reason.NO_VERSION_IN_FORCE)
    if request.data not in rules.data or request.use not in rules.uses:
        return unavailable(request, policy, at, Reason.UNKNOWN_KEY, version.number, rules.unknown(request.data, request.use))
    try:
        judged = judge(request, version, rules, facts, at)
    except (KeyError, TypeError):  # a version that cannot be, or a value of another kind than was written
        return unavailable(request, policy, at, Reason.CORRUPT_ROW, version.number)
    if not judged:
        return _refused(request, policy, at, version, Reason.ITEM_CLOSED)
    decision = _decision(request, policy, version, judged, at)
    if decision.verdict is Verdict.NOT_PERMITTED and (strange := rules.unknown_recipient(request.recipient)):
        return decision._replace(unknown=strange)  # nothing covers what nobody knows
    return decision


def is_behind(at: datetime, rules: Rules, latest: int = NO_TIME) -> bool:
    """Whether a clock that says `at` is behind the latest entry (in ticks), or the policy's last version."""
    seconds = at.timestamp() + SKEW
    return seconds * 1_000_000 < latest or seconds < rules.published


def judge(request: Request, version: Version, rules: Rules, facts: Facts, at: datetime) -> list[Judged]:
    """The open records that the request is about, and what each comes to; none where the item was recorded and none is open and related."""
    found = []
    for record in facts.records:
        rule = None if record.closed else rules.rule_of(record.data, version, request.data, request.use, request.recipient)
        if rule is not None:
            found.append(Judged(record, rule, decide(rule, facts.answers, record.version, record.collected_at, facts.told, at)))
    if len(found) > 1:
        found.sort(key=_place)  # which of equally bad ones is named must not vary
    elif not found and (request.item is None or not facts.records):
        rule = rules.rule(version, request.data, request.use, request.recipient)
        found.append(Judged(NOTHING_RECORDED, rule, decide(rule, facts.answers, NOT_KNOWN, None, facts.told, at)))
    return found


def _place(one: Judged) -> int:
    return one.record.seq


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
    record, _, finding = judged[0] if len(judged) == 1 else max(judged, key=_badness)  # of equally bad ones the first
    verdict, reasons, rule, answer, _ = finding
    return Decision(
        verdict,
        reasons if record is not NOTHING_RECORDED else (*reasons, Reason.NOTHING_RECORDED),
        request,
        policy,
        at,
        version.number,
        rule.permission if rule else None,
        rule.clause if rule else None,
        _asks(policy, version, judged) if verdict is Verdict.CONSENT_REQUIRED else (),
        _notices(policy, judged),
        _events(record, answer),
        request.id,
    )


def _badness(one: Judged) -> int:
    return one.finding.verdict.rank


def _events(record: Held, answer: Answer | None) -> tuple[int, ...]:
    if answer is None:
        return (record.seq,) if record.seq else ()
    return (record.seq, answer.sequence) if record.seq else (answer.sequence,)


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
    owed = [(one.finding.rule.edition, one.finding.rule.permission) for one in judged if one.finding.notice and one.finding.rule]
    if not owed:
        return ()
    return tuple(
        NoticeOwed(policy=policy, version=edition, kind="permission", subject_of=permission) for edition, permission in sorted(set(owed))
    )
