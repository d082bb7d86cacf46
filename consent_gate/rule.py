"""What the versions of a policy mean for a request: for each permission its edition and, per version, its terms.

Pure: versions in, a table of constants out. A `Rule` holds for one request and one version in force. What it comes to
for a record and an answer is told in `decision`; time plays no part here beyond the order of the versions.

- The edition of a permission is the first version of the latest unbroken run, up to the version in force, in each of
  which the permission is present and covers the request. A version that reopens it, or has another controller id than
  the one before, begins a new run. Versions withdrawn before their effect are in no run.
- The terms of data collected under a version are the tightest from that version, or from the edition if it is later.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from policy_versions.durations import Duration
from policy_versions.model import Basis, Permission, Request, Version, covers_key
from policy_versions.timeline import scheduled

NOT_KNOWN = 0
"""Stands for the version of data of which it is not known under which version it was collected."""


ALL = 0
"""The edition that stands for all of a permission."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds data collected under a version, and how long a consent given under it lasts."""

    basis: Basis
    days_kept: int | None  # from collection; None: no limit
    consent_days: int | None  # from the answer; None: no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionRule:
    """One permission that covers the request, in the version in force."""

    permission: str
    clause: str | None
    edition: int
    terms: Mapping[int, Terms]  # by the version, of those in the run

    def under_edition(self, version: int) -> bool:
        """Whether data of that version was collected under this edition."""
        return version >= self.edition

    def terms_of(self, version: int) -> Terms:
        """The terms of data collected under `version`, and of a consent given while `version` was in force.

        Raises:
            KeyError: the version lies after the edition's beginning and is no version up to the one in force.
        """
        return self.terms[max(version, self.edition)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """All permissions of the version in force that cover one request, in the policy's order."""

    version: int
    request: Request
    permissions: tuple[PermissionRule, ...]


class History:
    """The scheduled versions of one policy, ready to be walked backwards."""

    __slots__ = ("_by_id", "_effective", "_fresh", "_index", "versions")

    def __init__(self, versions: Iterable[Version]) -> None:
        """Take the versions of one policy, in any order; withdrawn ones are left out."""
        self.versions = scheduled(versions)
        self._effective = [version.effective for version in self.versions]
        self._index = {version.number: place for place, version in enumerate(self.versions)}
        self._by_id = [{permission.id: permission for permission in version.policy.permissions} for version in self.versions]
        self._fresh = [_reopened(old, new) for old, new in zip((None, *self.versions), self.versions, strict=False)]

    def __contains__(self, number: int) -> bool:
        return number in self._index

    def version(self, number: int) -> Version:
        """The version of that number; a KeyError where there is none or it was withdrawn."""
        return self.versions[self._index[number]]

    def in_force(self, at: datetime) -> Version | None:
        """The version in force at `at`, if there is one."""
        place = bisect_right(self._effective, at)
        return self.versions[place - 1] if place else None

    def before(self, number: int) -> Version | None:
        """The version that came before it; None for the first."""
        place = self._index[number]
        return self.versions[place - 1] if place else None

    def up_to(self, number: int) -> tuple[Version, ...]:
        """The versions up to and with that one."""
        return self.versions[: self._index[number] + 1]

    def named(self, permission_id: str, number: int) -> tuple[Permission, ...]:
        """The permission of that id in each version up to and with that one in which it is present."""
        return tuple(found for held in self._by_id[: self._index[number] + 1] if (found := held.get(permission_id)))

    def run(self, permission_id: str, request: Request, number: int) -> tuple[tuple[int, Permission], ...]:
        """The latest unbroken run up to `number`, oldest first; empty where the permission does not cover the request there."""
        found: list[tuple[int, Permission]] = []
        for place in range(self._index[number], -1, -1):
            permission = self._by_id[place].get(permission_id)
            if permission is None or not permission.covers(request):
                break
            found.append((self.versions[place].number, permission))
            fresh = self._fresh[place]
            if fresh is None or permission_id in fresh:
                break
        return tuple(reversed(found))

    def rule(self, request: Request, number: int) -> Rule:
        """The rule for a request while version `number` is in force."""
        found: list[PermissionRule] = []
        for permission in self.version(number).policy.permissions:
            run = self.run(permission.id, request, number)
            if run:
                found.append(PermissionRule(permission=permission.id, clause=permission.clause, edition=run[0][0], terms=_terms(run)))
        return Rule(version=number, request=request, permissions=tuple(found))


def below(parents: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
    """Those of `keys` that one of `parents` covers, and the parents themselves; each once, in order."""
    return tuple(dict.fromkeys((*parents, *(key for key in keys if any(covers_key(parent, key) for parent in parents)))))


def _reopened(old: Version | None, new: Version) -> frozenset[str] | None:
    """The permissions that begin a new run in `new`; None: all of them."""
    if old is not None and old.policy.controller.id != new.policy.controller.id:
        return None
    return frozenset(new.policy.reopens)


def _terms(run: Sequence[tuple[int, Permission]]) -> Mapping[int, Terms]:
    """The tightest terms from each version of the run to its last; the last one's own where the law decides there."""
    last = run[-1][1]
    terms: dict[int, Terms] = {}
    tightest: Terms | None = None
    for number, permission in reversed(run):
        own = Terms(permission.basis, _days(permission.retention), _days(permission.valid_for))
        tightest = own if tightest is None else tighter(tightest, own)
        if last.basis.by_law:
            tightest = Terms(last.basis, _days(last.retention), tightest.consent_days)
        terms[number] = tightest
    return MappingProxyType(terms)


def tighter(one: Terms, other: Terms) -> Terms:
    """The basis that asks most, the shortest time kept, the shortest consent.

    >>> tighter(Terms(Basis.CONTRACT, None, 30), Terms(Basis.CONSENT, 365, None))
    Terms(basis=<Basis.CONSENT: 'consent'>, days_kept=365, consent_days=30)
    """
    return Terms(
        one.basis if one.basis.strictness >= other.basis.strictness else other.basis,
        _least(one.days_kept, other.days_kept),
        _least(one.consent_days, other.consent_days),
    )


def _days(duration: Duration | None) -> int | None:
    return None if duration is None else duration.days


def _least(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
