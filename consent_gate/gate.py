"""The gate: every question about data of people, and everything that changes the answers, in one object.

A facade: it checks arguments, finds the policy meant, and hands on. What a check comes to is told in `checking` and
`decision`; what is pending in `asking`; what is kept in `ledger`; prompts, releases and evidence have packages of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from consent_gate import answers, checking, records
from consent_gate.errors import ArgumentError, LedgerError, PolicyUnclearError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import Ledger
from consent_gate.ledger.facts import FactsReader
from consent_gate.ledger.versions import Catalogue
from consent_gate.model import Answered, CollectionRecord, Decision, Reason, Request, Shown, Unknown
from consent_gate.rules import Rules
from policy_versions.archive import Archive
from policy_versions.model import SELF, Actor


class Gate:
    """One gate over one ledger. Threads may share it; close it, or use it in a `with` block."""

    def __init__(self, ledger: Ledger, archive: str | Path = ".") -> None:
        """Use `open` instead."""
        self.ledger = ledger
        self.blocked: str | None = None  # why every check is `unavailable`, where evidence says the ledger is too old
        self.archive_path = Path(archive)
        self._archive: Archive | None = None
        self._facts = FactsReader(ledger.database, ledger.cipher)
        self._rules: tuple[Catalogue, dict[str, Rules]] = (ledger.catalogue, {})

    @classmethod
    def open(
        cls, url: str, archive: str | Path = ".", *, clock: Callable[[], datetime] | None = None, keys: Keys | str | Path | None = None
    ) -> "Gate":
        """Open a gate.

        Args:
            url: `sqlite:///ledger.db` (made where there is none), `sqlite://` in memory, or `postgresql://host/name`.
            archive: the git repository that holds policies/; opened only when something needs it.
            clock: says what time it is instead of the database, for tests and demonstrations.
            keys: the folder of the keys; `$XDG_CONFIG_HOME/reconsent/keys` where none is named.

        Raises:
            LedgerOutdatedError: the tables must be migrated first; the hint names the command.
            KeysError: the keys are missing, or another ledger's.
            LedgerUnavailableError: the database cannot be reached.
        """
        return cls(Ledger.open(url, clock=clock, keys=Path(keys) if isinstance(keys, str) else keys), archive)

    def close(self) -> None:
        """Close the ledger's connections, and the archive."""
        if self._archive is not None:
            self._archive.close()
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def archive(self) -> Archive:
        """The archive of policies, opened when first asked for."""
        if self._archive is None:
            self._archive = Archive.open(self.archive_path, clock=self.clock)
        return self._archive

    def clock(self) -> datetime:
        """The time that decides: the database's, or the given clock's."""
        return self.ledger.now()

    # -- what is collected ------------------------------------------------------------------------------------------------

    def record(
        self,
        subject: str,
        data: str,
        item: str | None = None,
        policy: str | None = None,
        collected_at: datetime | Unknown | None = None,
        version: int | Unknown | None = None,
        *,
        fresh: bool = False,
        key: str | None = None,
    ) -> CollectionRecord:
        """Record that a datum was collected.

        An open record made again keeps its oldest version and time.

        Args:
            subject: the product's own id for the person.
            data: its category, a key of the taxonomy.
            item: the product's own id for the datum.
            policy: the policy it was collected under; None: the only one there is.
            collected_at: None: now; `UNKNOWN`: not known.
            version: None: the one in force then, or not known where the time is not; never later than that one.
            fresh: the person gave it anew; the older record is closed.
            key: an idempotency key.

        Raises:
            ArgumentError: an argument is wrong: an unknown category, a time in the future, a version later than the one in force.
            PolicyUnclearError: no policy was named and there is not exactly one.
            LedgerConflictError: the key came before with another request.
            LedgerUnavailableError: the ledger did not acknowledge it.
        """
        return records.record(
            self.ledger,
            self.rules,
            _name("subject", subject),
            data=data,
            item=item,
            policy=policy,
            collected_at=collected_at,
            version=version,
            fresh=fresh,
            key=key,
        )

    def derive(
        self, origins: Iterable[CollectionRecord], data: str, item: str | None = None, *, fresh: bool = False, key: str | None = None
    ) -> CollectionRecord:
        """Record a datum made from others: it takes the earliest version and time of its origins; one unknown makes it unknown.

        Args:
            origins: records as `record` returned them, of one subject and one policy.
            data: the category of what was made.
            item: the product's own id for it.
            fresh: it was made anew; the older record is closed.
            key: an idempotency key.

        Raises:
            ArgumentError: there is no origin, or they are of several subjects or policies.
        """
        return records.derive(self.ledger, self.rules, tuple(origins), data=data, item=item, fresh=fresh, key=key)

    def delete(self, subject: str, item: str, policy: str | None = None, *, key: str | None = None) -> tuple[int, ...]:
        """Close an item's open records, which the product deleted: they are no longer judged nor asked about. Their ids."""
        return records.delete(self.ledger, _name("subject", subject), item=item, policy=policy, key=key)

    # -- the question -----------------------------------------------------------------------------------------------------

    def check(
        self,
        subject: str,
        use: str,
        data: str,
        recipient: str = SELF,
        item: str | None = None,
        policy: str | None = None,
        at: datetime | None = None,
    ) -> Decision:
        """May this datum be used for this purpose, now?

        Args:
            subject: the product's own id for the person.
            use: what for, a key of the taxonomy.
            data: the category asked for.
            recipient: who gets it; `self` is the organisation.
            item: one datum; None: all the subject's open records of that category.
            policy: None: the only one there is.
            at: None: now; earlier: replayed as the ledger knew it then.

        Raises:
            ArgumentError: an argument is wrong. Whatever else fails is `not_permitted` with the reason `unavailable`.
        """
        return self.ask(Request(subject=subject, use=use, data=data, recipient=recipient, item=item, policy=policy, at=at))

    def ask(self, request: Request) -> Decision:
        """As `check`, of a request."""
        _check_request(request)
        policy = request.policy
        if self.blocked:
            return checking.unavailable(request, policy, None, Reason.LEDGER_BLOCKED)
        try:
            if request.at is not None:
                return self._replay(request)
            policy = policy or self.policy()
            facts = self._facts.read(request.subject or "", policy, request.item)
            if facts.head != self.ledger.catalogue.head:
                self.ledger.refresh()
                if request.policy is None and self.policy() != policy:
                    return self.ask(request)
            at = facts.now or self.ledger.now()
            catalogue = self.ledger.catalogue
            if policy not in catalogue.histories:
                return checking.unavailable(request, policy, at, Reason.UNKNOWN_POLICY)
            return checking.conclude(request, policy, catalogue, self.rules(policy), facts, at)
        except LedgerError as error:
            return checking.unavailable(request, policy, None, checking.why(error))

    def _replay(self, request: Request) -> Decision:
        raise NotImplementedError

    def check_many(self, requests: Iterable[Request | Mapping[str, Any]]) -> tuple[Decision, ...]:
        """The decisions for many requests, in their order; each with its correlation id, its place where it brought none."""
        return tuple(self.ask(_numbered(request, place)) for place, request in enumerate(requests))

    # -- answers ----------------------------------------------------------------------------------------------------------

    def answer(
        self,
        subject: str,
        answers_by_ask: Mapping[str, str],
        prompt: Shown | None = None,
        method: str = "web",
        actor: Actor | None = None,
        *,
        key: str | None = None,
    ) -> Answered:
        """Record a person's answers, all in one transaction.

        Args:
            subject: the person.
            answers_by_ask: ask id to `given`, `refused` or `deferred`.
            prompt: what was shown; None: shown now.
            method: how it was said, as `web`, `phone`, `paper`.
            actor: who entered it; None: the person.
            key: an idempotency key.

        Returns:
            For each ask `recorded`, `stale` (the edition ended, or a withdrawal came after the page was rendered) or `not_pending`.

        Raises:
            ArgumentError: an answer is none of the three.
        """
        return answers.answer(self.ledger, _name("subject", subject), answers_by_ask, shown=prompt, method=method, actor=actor, key=key)

    def withdraw(
        self,
        subject: str,
        permission: str,
        policy: str | None = None,
        method: str = "web",
        actor: Actor | None = None,
        *,
        key: str | None = None,
    ) -> int:
        """Take back all consent to a permission (or to the weakening of a promise), or object to it, from now on. Its place in the ledger."""
        slug, permission_id = self._qualified(permission, policy)
        return answers.withdraw(self.ledger, _name("subject", subject), slug, permission_id, method=method, actor=actor, key=key)

    def told(
        self, subject: str, version: int, method: str, policy: str | None = None, actor: Actor | None = None, *, key: str | None = None
    ) -> int:
        """Record that the person was told of what changed; settles every notice owed for versions up to this one."""
        return answers.told(self.ledger, _name("subject", subject), policy or self.policy(), version, method=method, actor=actor, key=key)

    def link(self, one: str, other: str) -> None:
        """Two ids are one person's: the stricter latest answers become both's, and later answers under either count for both."""
        answers.link(self.ledger, _name("subject", one), _name("subject", other))

    # -- policies and rules -----------------------------------------------------------------------------------------------

    def policy(self) -> str:
        """The only policy there is.

        Raises:
            PolicyUnclearError: there is none, or more than one.
        """
        found = tuple(self.ledger.catalogue.versions) or self.ledger.policies()
        if len(found) != 1:
            raise PolicyUnclearError(found)
        return found[0]

    def rules(self, policy: str) -> Rules:
        """The rules of a policy's versions, as of the catalogue last seen."""
        catalogue, made = self._rules
        if catalogue is not self.ledger.catalogue:
            catalogue, made = self._rules = (self.ledger.catalogue, {})
        found = made.get(policy)
        if found is None:
            found = made[policy] = Rules(catalogue.histories[policy])
        return found

    def _qualified(self, permission: str, policy: str | None) -> tuple[str, str]:
        """The policy and the permission's id within it, from `partner-ads` or `privacy/partner-ads`."""
        slug, slash, rest = _name("permission", permission).partition("/")
        if slash and (policy is None or policy == slug):
            return slug, rest
        return policy or self.policy(), permission


def _name(what: str, value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise ArgumentError(f"`{what}` must be a string that is not empty", hint=f"give the {what}'s own id")
    return value


def _check_request(request: Request) -> None:
    for what in ("subject", "use", "data", "recipient"):
        _name(what, getattr(request, what))
    for what in ("item", "policy"):
        if getattr(request, what) is not None:
            _name(what, getattr(request, what))
    if request.at is not None and (not isinstance(request.at, datetime) or request.at.tzinfo is None):
        raise ArgumentError("`at` must be a time with an offset", hint="write datetime(…, tzinfo=UTC)")


def _numbered(request: Request | Mapping[str, Any], place: int) -> Request:
    if isinstance(request, Mapping):
        try:
            request = Request(**request)
        except TypeError as error:
            raise ArgumentError(
                f"request {place} is not one: {error}", hint="give subject, use, data and, where wanted, recipient, item, policy, at, id"
            ) from error
    if request.id is not None:
        return request
    from dataclasses import replace

    return replace(request, id=str(place))


__all__ = ["UTC", "Gate", "Iterator", "Sequence"]
