"""Which editions of a permission, and which weakenings of a promise, can be answered for.

Pure. An edition belongs to a permission and a request, so one permission can have several in force at once; the requests
that tell them apart are made of the keys that its versions name.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product

from consent_gate.rule import History, PermissionRule, below
from policy_versions.model import Consequence, Dimension, Permission, Request, Version, Weakened


def requests_of(permission: Permission, history: Sequence[Permission]) -> Iterator[Request]:
    """Requests that stand for all that `permission` covers, as far as its earlier versions in `history` treat them differently."""
    data = below(permission.data, [key for old in history for key in old.data])
    uses = below(permission.use, [key for old in history for key in old.use])
    recipients = below(permission.recipients, [key for old in history for key in old.recipients])
    for one, use, recipient in product(data, uses, recipients):
        yield Request(data=one, use=use, recipient=recipient)


def editions_at(history: History, permission_id: str, number: int) -> frozenset[int]:
    """The editions of a permission while version `number` is in force."""
    permission = history.version(number).policy.permission(permission_id)
    if permission is None:
        return frozenset()
    runs = (history.run(permission_id, request, number) for request in requests_of(permission, history.named(permission_id, number)))
    return frozenset(run[0][0] for run in runs if run)


def run_of(history: History, permission_id: str, edition: int, now: datetime) -> PermissionRule | None:
    """The rule of one edition of a permission, as of the version in force, or of the edition's own where it is upcoming."""
    number = max((v.number for v in history.versions if v.effective <= now), default=0)
    number = max(number, edition)
    permission = history.version(number).policy.permission(permission_id) if number in history else None
    if permission is None:
        return None
    for request in requests_of(permission, history.named(permission_id, number)):
        for rule in history.rule(request, number).permissions:
            if (rule.permission, rule.edition) == (permission_id, edition):
                return rule
    return None


def answerable(history: History, subject_of: str, now: datetime) -> frozenset[int]:
    """The editions in force or upcoming of a permission, or the weakenings of a promise, that an answer may be for."""
    found: set[int] = set()
    last = None
    for version in history.versions:
        if version.effective <= now:
            last = version
        elif version.number in editions_at(history, subject_of, version.number):
            found.add(version.number)
    if last is not None:
        found |= editions_at(history, subject_of, last.number)
    return frozenset(found | {v.number for v in history.versions if any(w.id == subject_of for w in v.policy.weakened)})


def was_answerable(history: History, versions: Sequence[Version], subject_of: str, edition: int) -> bool:
    """Whether `edition` once began with that version, even if it ended or was withdrawn before its effect."""
    version = next((v for v in versions if v.number == edition), None)
    if version is None:
        return False
    if version.withdrawn:
        return version.policy.permission(subject_of) is not None or any(w.id == subject_of for w in version.policy.weakened)
    return edition in editions_at(history, subject_of, edition)


def weakenings(history: History, *, consequence: Consequence | None = None) -> Iterator[tuple[Version, Weakened]]:
    """Every weakening of a promise, the oldest first; only those with that consequence where one is named."""
    for version in history.versions:
        for weakened in version.policy.weakened:
            if consequence is None or consequence_of(history, version, weakened) is consequence:
                yield version, weakened


def consequence_of(history: History, version: Version, weakened: Weakened) -> Consequence:
    """What that weakening leads to, as the weakening version says for the promise's dimension."""
    dimension = dimension_of(history, version, weakened)
    return Consequence.ASK if dimension is None else version.policy.consequences.get(dimension, Consequence.ASK)


def dimension_of(history: History, version: Version, weakened: Weakened) -> Dimension | None:
    """The dimension of a weakened promise: its own, or that of the promise before."""
    if weakened.dimension is not None:
        return weakened.dimension
    before = history.before(version.number)
    promise = (before.policy.promise(weakened.id) if before else None) or version.policy.promise(weakened.id)
    return promise.dimension if promise else None


def knows(versions: Sequence[Version], subject_of: str) -> bool:
    """Whether any version names that permission or promise."""
    return any(
        v.policy.permission(subject_of) or v.policy.promise(subject_of) or any(w.id == subject_of for w in v.policy.weakened)
        for v in versions
    )
