"""Which version is in force when: pure rules over versions and times.

Intervals are half-open and in UTC: a version is in force from its effective time up to the next one's. Versions
withdrawn before their effect are in force never.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from policy_versions.errors import EffectiveTimeError, NoVersionInForceError
from policy_versions.model import Version

DEFAULT_LEAD = timedelta(minutes=5)
"""Least time from publishing to effect: longer than any cache of versions lives."""


def scheduled(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions that have been or will be in force, in the order of their numbers."""
    return tuple(sorted((v for v in versions if not v.withdrawn), key=lambda v: v.number))


class Timeline:
    """The versions of one policy, sorted once, for asking often which was in force when."""

    __slots__ = ("_times", "_versions")

    def __init__(self, versions: Iterable[Version]) -> None:
        """Take the versions in any order; those withdrawn are in force never."""
        self._versions = scheduled(versions)
        self._times = [version.effective for version in self._versions]

    def in_force(self, at: datetime) -> Version:
        """The version in force at `at`.

        Raises:
            NoVersionInForceError: `at` lies before the first effective time.
        """
        _require_aware(at)
        position = bisect_right(self._times, at)
        if position == 0:
            raise NoVersionInForceError(
                f"no version was in force at {at.isoformat()}", hint="ask for a time after the first version's effect"
            )
        return self._versions[position - 1]

    def upcoming(self, at: datetime) -> tuple[Version, ...]:
        """The versions that take effect after `at`, the next one first."""
        _require_aware(at)
        return self._versions[bisect_right(self._times, at) :]

    def history(self, at: datetime) -> tuple[Version, ...]:
        """The versions that took effect up to `at`, the first one first and the one in force then last."""
        _require_aware(at)
        return self._versions[: bisect_right(self._times, at)]


def in_force(versions: Iterable[Version], at: datetime) -> Version:
    """The version in force at `at`; a `Timeline` answers many times faster where many times are asked about.

    Raises:
        NoVersionInForceError: `at` lies before the first effective time.
    """
    return Timeline(versions).in_force(at)


def upcoming(versions: Iterable[Version], at: datetime) -> tuple[Version, ...]:
    """The versions that take effect after `at`, the next one first."""
    return Timeline(versions).upcoming(at)


def history(versions: Iterable[Version], at: datetime) -> tuple[Version, ...]:
    """The versions that took effect up to `at`, the first one first and the one in force then last."""
    return Timeline(versions).history(at)


def check_effective(effective: datetime, *, now: datetime, earlier: Sequence[Version], lead: timedelta = DEFAULT_LEAD) -> None:
    """Refuse an effective time that is back-dated, too near, or not after every earlier version's.

    Raises:
        EffectiveTimeError: the time may not be used; the message says which rule it breaks.
    """
    _require_aware(effective)
    _require_aware(now)
    if effective < now:
        raise EffectiveTimeError(
            f"the effective time {effective.isoformat()} is in the past", hint=f"choose one from {(now + lead).isoformat()} on"
        )
    if effective < now + lead:
        raise EffectiveTimeError(
            f"the effective time {effective.isoformat()} is too near", hint=f"choose one from {(now + lead).isoformat()} on"
        )
    last = max(scheduled(earlier), key=lambda v: v.effective, default=None)
    if last is not None and effective <= last.effective:
        raise EffectiveTimeError(
            f"the effective time {effective.isoformat()} is not after that of `{last.name}`, {last.effective.isoformat()}",
            hint="choose a later time, or withdraw that version first if it has not taken effect",
        )


def _require_aware(at: datetime) -> None:
    if at.tzinfo is None:
        raise EffectiveTimeError(f"the time {at.isoformat()} has no offset", hint="write the offset, as 2026-12-01T00:00:00+01:00")
