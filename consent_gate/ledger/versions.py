"""Versions in the ledger: published once, in one transaction, and read once a process.

`Catalogue` is what a process knows of all policies, with the marks by which it sees that another process published or
withdrew one. Publishing takes turns, so that the marks only grow.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from consent_gate.errors import ArgumentError, LedgerConflictError, LedgerTamperedError, UnknownVersionError
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import append
from consent_gate.ledger.policy_json import policy_from_json, policy_to_json
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.ticks import from_ticks, to_ticks
from consent_gate.rule import History
from policy_versions.model import Actor, ActorSource, Policy, Version
from policy_versions.timeline import check_effective, scheduled

HEAD = "SELECT coalesce((SELECT max(seq) FROM versions), 0), coalesce((SELECT max(seq) FROM version_withdrawals), 0)"
PUBLISH_LOCK = "SELECT pg_advisory_xact_lock(7266001)"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions of all policies, as of the marks `head`."""

    head: tuple[int, int] = (0, 0)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=lambda: MappingProxyType({}))
    histories: Mapping[str, History] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn_at: Mapping[tuple[str, int], datetime] = field(default_factory=lambda: MappingProxyType({}))
    only: str | None = None  # the only policy, where there is exactly one

    def in_force(self, policy: str, at: datetime) -> Version | None:
        """The version in force at `at`, if there is one."""
        return self.histories[policy].in_force(at)

    def known_at(self, policy: str, at: datetime) -> tuple[Version, ...]:
        """The versions of a policy as the ledger had been told of them by `at`."""
        return tuple(
            replace(version, withdrawn=version.withdrawn and self.withdrawn_at[policy, version.number] <= at)
            for version in self.versions[policy]
            if version.published_at is not None and version.published_at <= at
        )


class Texts(Mapping[str, str]):
    """The texts of a version by language, read from the ledger when they are asked for."""

    __slots__ = ("_database", "_found", "_number", "_policy")

    def __init__(self, database: Database, policy: str, number: int) -> None:
        """Texts of one version."""
        self._database, self._policy, self._number = database, policy, number
        self._found: dict[str, str] | None = None

    def _read(self) -> dict[str, str]:
        if self._found is None:
            files = files_of(self._database, self._policy, self._number)
            self._found = {path.removesuffix(".md"): data.decode() for path, data in files.items() if path.endswith(".md")}
        return self._found

    def __getitem__(self, language: str) -> str:
        return self._read()[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


@dataclass(frozen=True, slots=True)
class VersionWithdrawal:
    """That a version was taken back before its effect."""

    reason: str
    actor: Actor
    at: datetime  # aware, UTC


def withdrawal_of(database: Database, policy: str, number: int) -> VersionWithdrawal | None:
    """Who took a version back, when and why; nothing where nobody did."""
    rows = database.read("SELECT reason, actor, recorded_at FROM version_withdrawals WHERE policy = ? AND number = ?", (policy, number))
    if not rows:
        return None
    reason, said, at = rows[0]
    who = json.loads(said)
    return VersionWithdrawal(reason, Actor(who["id"], ActorSource(who["source"])), from_ticks(at))


def files_of(database: Database, policy: str, number: int) -> dict[str, bytes]:
    """The exact bytes of a version's files."""
    rows = database.read("SELECT path, data FROM version_files WHERE policy = ? AND number = ? ORDER BY path", (policy, number))
    return {path: bytes(data) for path, data in rows}


def actors_from_json(text: str) -> Mapping[str, tuple[Actor, ...]]:
    """Who did what, by role."""
    return {role: tuple(Actor(one["id"], ActorSource(one["source"])) for one in found) for role, found in json.loads(text).items()}


def load(database: Database, known: Catalogue, transaction: Transaction | None = None) -> Catalogue:
    """What the ledger holds now; `known` itself where nothing was added."""
    read = transaction.rows if transaction else database.read
    head = tuple(read(HEAD)[0])
    if head == known.head:
        return known
    withdrawals = read("SELECT policy, number, recorded_at, seq FROM version_withdrawals")
    gone = {(policy, number): from_ticks(at) for policy, number, at, _ in withdrawals}
    every = {policy: list(versions) for policy, versions in known.versions.items()}
    columns = "policy, number, identity, effective, recorded_at, commit_id, imported, content"
    rows = read(f"SELECT {columns}, seq FROM versions WHERE seq > ? ORDER BY seq", (known.head[0],))  # noqa: S608
    for *row, _ in rows:
        every.setdefault(row[0], []).append(_version(database, row))
    versions = {policy: tuple(_marked(v, gone) for v in found) for policy, found in sorted(every.items())}
    histories = {policy: History(found) for policy, found in versions.items()}
    seen = (max((row[-1] for row in rows), default=known.head[0]), max((row[-1] for row in withdrawals), default=0))
    only = next(iter(versions)) if len(versions) == 1 else None
    return Catalogue(seen, MappingProxyType(versions), MappingProxyType(histories), MappingProxyType(gone), only)


def _marked(version: Version, gone: Mapping[tuple[str, int], datetime]) -> Version:
    if version.withdrawn or (version.slug, version.number) not in gone:
        return version
    return replace(version, withdrawn=True)


def _version(database: Database, row: Sequence[Any]) -> Version:
    policy, number, identity, effective, recorded_at, commit, imported, content = row
    try:
        values = policy_from_json(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "it was altered: stop, keep the database as it is, and restore a backup"
        raise LedgerTamperedError(f"the row of version `{policy}@{number}` cannot be read", hint=hint) from error
    return Version(
        slug=policy,
        number=number,
        policy=values,
        texts=Texts(database, policy, number),
        identity=identity,
        effective=from_ticks(effective),
        commit=commit,
        published_at=from_ticks(recorded_at),
        imported=bool(imported),
    )


def add(
    transaction: Transaction,
    version: Version,
    *,
    files: Mapping[str, bytes],
    review: bytes | None,
    actors: Mapping[str, Sequence[Actor]],
    one_person: bool,
    now: datetime,
    lead: timedelta,
    earlier: Sequence[Version],
) -> int:
    """Append a version and its files; see `Ledger.add_version`."""
    _check_new(version, earlier, now, lead)
    said = {role: [{"id": actor.id, "source": actor.source.value} for actor in found] for role, found in sorted(actors.items())}
    values = (
        version.slug,
        version.number,
        version.identity,
        to_ticks(version.effective),
        to_ticks(now),
        version.commit,
        int(version.imported),
        int(one_person),
        policy_to_json(version.policy),
        json.dumps(said, ensure_ascii=False, sort_keys=True),
        review,
    )
    seq = append(transaction, "versions", values)
    transaction.many(
        "INSERT INTO version_files (policy, number, path, data) VALUES (?, ?, ?, ?)",
        [(version.slug, version.number, path, data) for path, data in sorted(files.items())],
    )
    return seq


def _check_new(version: Version, earlier: Sequence[Version], now: datetime, lead: timedelta) -> None:
    following = max((v.number for v in earlier), default=0) + 1
    if version.number < following:
        raise LedgerConflictError(f"`{version.name}` is published already", hint=f"the next number is {following}")
    if version.number > following:
        raise ArgumentError(f"`{version.name}` would leave a gap", hint=f"the next number is {following}")
    if clash := of_both_kinds([v.policy for v in (*earlier, version)]):
        raise ArgumentError(
            f"`{clash[0]}` is a permission's id and a promise's", hint="give the new one an id of its own: answers are kept by these ids"
        )
    if not version.imported:
        check_effective(version.effective, now=now, earlier=earlier, lead=lead)
        return
    if any(not v.imported for v in earlier):
        raise ArgumentError(f"`{version.name}` is history, and this policy has a version of its own", hint="import history first")
    last = max((v.effective for v in scheduled(earlier)), default=None)
    if last is not None and version.effective <= last:
        raise ArgumentError(f"`{version.name}` does not take effect after the version before it", hint="import the versions in their order")


def of_both_kinds(policies: Iterable[Policy]) -> tuple[str, ...]:
    """The ids that stand for a permission and for a promise in versions of a policy: an answer to one would count for the other."""
    permissions: set[str] = set()
    promises: set[str] = set()
    for policy in policies:
        permissions.update(permission.id for permission in policy.permissions)
        promises.update(promise.id for promise in policy.promises)
        promises.update(weakened.id for weakened in policy.weakened)
    return tuple(sorted(permissions & promises))


def check_withdrawal(versions: Sequence[Version], policy: str, number: int, now: datetime) -> Version:
    """The version that may be withdrawn."""
    version = next((v for v in versions if v.number == number), None)
    if version is None:
        raise UnknownVersionError(f"there is no version `{policy}@{number}`", hint="`reconsent versions` lists them")
    if version.withdrawn:
        raise LedgerConflictError(f"`{version.name}` was withdrawn already", hint="nothing is left to do")
    if version.effective <= now:
        raise LedgerConflictError(f"`{version.name}` has taken effect", hint="publish a version that follows it")
    if any(v.number > number for v in scheduled(versions)):
        raise LedgerConflictError(f"a version is scheduled after `{version.name}`", hint="withdraw that one first")
    return version
