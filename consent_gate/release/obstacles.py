"""Everything that forbids publishing a draft as it stands, told at once.

Warnings that forbid nothing are told in `lint`.
"""

from collections.abc import Iterable
from datetime import datetime

from consent_gate.ledger.versions import of_both_kinds
from consent_gate.release.approval import why_unapproved
from consent_gate.release.drafts import Standing, last_scheduled
from consent_gate.release.flags import Flag
from consent_gate.release.parity import mismatch
from consent_gate.release.ties import why_refused
from policy_versions.errors import EffectiveTimeError, NoVersionInForceError
from policy_versions.timeline import check_effective, in_force

NO_SUMMARY = "policy.yaml has no `summary` of what changed"
NO_EFFECTIVE = "policy.yaml has no `effective` time"
NOTICE_PERIOD = "notice_period"
"""The rule that a notice period promised in the version in force is kept; it may be set aside with a reason."""


def obstacles(standing: Standing, *, now: datetime, one_person: bool) -> tuple[str, ...]:
    """Why the draft may not be published, one line each; empty where it may."""
    return (
        *wrong_base(standing),
        *_incomplete(standing),
        *_wrong_time(standing, now),
        *_undecided(standing),
        *_unapproved(standing, one_person=one_person),
    )


def wrong_base(standing: Standing) -> Iterable[str]:
    """What to say of a draft that was begun before the newest version."""
    last = last_scheduled(standing.versions)
    base = standing.base
    if last is not None and (base is None or base.number != last.number):
        start = f"`{base.name}`" if base else "no version"
        yield f"the draft starts from {start} and `{last.name}` was published since: rebase it"


def _incomplete(standing: Standing) -> Iterable[str]:
    draft, base = standing.draft, standing.base
    if draft.policy.summary is None or not str(draft.policy.summary).strip():
        yield NO_SUMMARY
    prevailing = draft.policy.language
    if prevailing not in draft.texts:
        yield f"the text in the language that prevails, `{prevailing}.md`, is missing"
    missing = sorted(set(base.texts) - set(draft.texts)) if base else []
    yield from (f"`{language}.md` is missing: `{base.name}` has it" for language in missing if base)
    empty = sorted(language for language, text in draft.texts.items() if not text.strip())
    yield from (f"`{language}.md` is empty" for language in empty)
    if prevailing in draft.texts:
        for language in sorted(set(draft.texts) - {prevailing} - set(empty)):
            where = mismatch(draft.texts[prevailing], draft.texts[language])
            if where:
                yield f"`{language}.md` does not match `{prevailing}.md`: {where}"
    for clash in of_both_kinds([*(version.policy for version in standing.versions), draft.policy]):
        yield f"`{clash}` is a permission's id and a promise's, here or in an earlier version: give the new one another id"
    if base and draft.policy == base.policy and draft.texts == base.texts:
        yield f"the draft says nothing else than `{base.name}`"


def _wrong_time(standing: Standing, now: datetime) -> Iterable[str]:
    effective = standing.draft.policy.effective
    if effective is None:
        yield NO_EFFECTIVE
        return
    try:
        check_effective(effective, now=now, earlier=standing.versions)
    except EffectiveTimeError as error:
        yield f"{error} ({error.hint})"
        return
    yield from short_notice(standing, now)


def short_notice(standing: Standing, now: datetime) -> Iterable[str]:
    """Which promised notice periods the draft would not keep; nothing where a reason for it was given."""
    effective = standing.draft.policy.effective
    if effective is None or standing.review.exempted(NOTICE_PERIOD, standing.identity):
        return
    try:
        current = in_force(standing.versions, now)
    except NoVersionInForceError:
        return
    for promise in current.policy.promises:
        if promise.period is not None and effective - now < promise.period.notice_delta:
            first = now + promise.period.notice_delta
            yield (
                f"`{current.name}` promises {promise.period} notice of changes (`{promise.id}`): "
                f"take effect from {first.isoformat(timespec='minutes')} on, or give a reason for the short notice"
            )


def _undecided(standing: Standing) -> Iterable[str]:
    yield from (f"the change `{flag.id}` needs a decision: {_brief(flag)}" for flag in standing.open_flags())
    if standing.base is None:
        return
    decided = standing.review.standing(flag.id for flag in standing.flags.flags)
    still_open = {flag.id for flag in standing.open_flags()}
    for flag in standing.flags.flags:
        if flag.id in still_open:
            continue
        refusal = why_refused(decided[flag.id], flag, standing.base.policy, standing.draft.policy)
        if refusal:
            yield refusal


def _brief(flag: Flag) -> str:
    words = " ".join(flag.about.split())
    return words if len(words) <= 90 else words[:89] + "…"


def _unapproved(standing: Standing, *, one_person: bool) -> Iterable[str]:
    missing = why_unapproved(standing.review, standing.stakes(one_person=one_person), one_person=one_person)
    if missing:
        yield missing
