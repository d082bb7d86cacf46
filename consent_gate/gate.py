"""The gate: every question about data of people, and everything that changes the answers, in one object.

A facade: it checks arguments, finds the policy meant, and hands on. What a check comes to is told in `checking` and
`decision`; what is pending in `asking`; what is kept in `ledger`; prompts, releases and evidence have packages of their own.
It is long because the words for every question that a product may ask stand here, in one place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from consent_gate import anchoring, answers, asking, checking, intake, promises, records, sweeping
from consent_gate.arguments import check_actor, check_arguments, check_request, is_number, numbered, require_text, require_time
from consent_gate.asking import LAST, Standing
from consent_gate.editions import knows
from consent_gate.errors import ArgumentError, LedgerError, LedgerUnavailableError, PolicyUnclearError, UnknownVersionError
from consent_gate.evidence.keys import Keys
from consent_gate.intake import Batch, Recorded, Row
from consent_gate.ledger import Ledger
from consent_gate.ledger.facts import FactsReader
from consent_gate.ledger.holdings import Holdings, facts_at
from consent_gate.ledger.lateness import Lateness
from consent_gate.ledger.selection import Constants
from consent_gate.ledger.versions import Catalogue
from consent_gate.model import (
    Answered,
    Ask,
    BoundWording,
    Change,
    Choice,
    CollectionRecord,
    Decision,
    NoticeOwed,
    Reason,
    Request,
    Selected,
    Shown,
    Unknown,
    Verdict,
)
from consent_gate.prompts.addresses import checked_public_url
from consent_gate.prompts.shown_by import shown_by
from consent_gate.prompts.tokens import LIFETIME, PUBLIC_URL, Kind
from consent_gate.release.impact import Impact, impact
from consent_gate.rule import History
from consent_gate.rules import Rules
from policy_versions.archive import Archive
from policy_versions.drafts import Draft
from policy_versions.errors import ArchiveError
from policy_versions.model import SELF, Actor
from policy_versions.taxonomy import KeyKind

if TYPE_CHECKING:
    from consent_gate.prompts.make import Prompt
    from consent_gate.settings import Settings
    from consent_gate.warehouse.statement import Tables


class Gate:
    """One gate over one ledger. Threads may share it; close it, or use it in a `with` block."""

    def __init__(
        self, ledger: Ledger, archive: str | Path = ".", *, public_url: str = PUBLIC_URL, return_hosts: tuple[str, ...] = ()
    ) -> None:
        """Use `open` or `from_settings` instead."""
        self.ledger = ledger
        self.blocked: str | None = None  # why every check is `unavailable`, where evidence says the ledger is too old
        self.archive_path = Path(archive)
        self.public_url, self.return_hosts = public_url, return_hosts  # of prompts for which `prompt` is told nothing else
        self.allowed_signers: Path | None = None  # whose SSH keys sign approvals; where it is not set they are only claimed
        self._archive: Archive | None = None
        self.facts = FactsReader(ledger.database, ledger.cipher)
        self._lateness = Lateness(ledger.database)
        self._replays: dict[tuple[str, tuple[tuple[int, bool], ...]], Rules] = {}
        self._rules: tuple[Catalogue, dict[str, Rules]] = (ledger.catalogue, {})

    @classmethod
    def from_settings(cls, settings: "Settings | str | Path | None" = None, *, clock: Callable[[], datetime] | None = None) -> "Gate":
        """Open the gate that the settings describe, as every command does: its ledger, archive and keys, and where prompts lead.

        Args:
            settings: RECONSENT_… in the environment go first, then a file: this one, else that which RECONSENT_CONFIG names, else
                reconsent.toml in the working folder. Or settings as `load` in `consent_gate.settings` gave them.
            clock: as for `open`.

        Raises:
            SettingsError: with every fault of every source.
            ArgumentError: the ledger is a file that is not there; `reconsent init` makes one.
            ConsentGateError: as from `open`.
        """
        from consent_gate.settings import Settings, load, require_ledger  # noqa: PLC0415 - pydantic, which `open` needs not

        told = require_ledger(settings if isinstance(settings, Settings) else load(None if settings is None else Path(settings)))
        gate = cls.open(
            told.database_url, told.archive, clock=clock, keys=told.keys, public_url=told.public_url, return_hosts=told.return_hosts
        )
        gate.allowed_signers = told.allowed_signers
        return gate

    @classmethod
    def open(
        cls,
        url: str,
        archive: str | Path = ".",
        *,
        clock: Callable[[], datetime] | None = None,
        keys: Keys | str | Path | None = None,
        public_url: str = PUBLIC_URL,
        return_hosts: tuple[str, ...] = (),
    ) -> "Gate":
        """Open a gate by its ledger's URL; no setting is read.

        Args:
            url: `sqlite:///ledger.db` (made where there is none), `sqlite://` in memory, or `postgresql://host/name`.
            archive: the git repository that holds policies/; opened only when something needs it.
            clock: says what time it is instead of the database, for tests and demonstrations.
            keys: the folder of the keys; `$XDG_CONFIG_HOME/reconsent/keys` where none is named.
            public_url: what browsers call the prompt pages; links begin with it. Without it they lead to this machine.
            return_hosts: the hosts that a prompt may lead back to.

        Raises:
            ArgumentError: `public_url` is no https address.
            LedgerOutdatedError: the tables must be migrated first; the hint names the command.
            KeysError: the keys are missing, or another ledger's.
            LedgerUnavailableError: the database cannot be reached.
        """
        pages = checked_public_url(public_url)
        ledger = Ledger.open(url, clock=clock, keys=Path(keys) if isinstance(keys, str) else keys)
        gate = cls(ledger, archive, public_url=pages, return_hosts=return_hosts)
        try:
            gate.look_back()
        except BaseException:
            gate.close()
            raise
        return gate

    def look_back(self) -> None:
        """See whether an older copy of the ledger was restored.

        Who had been erased is erased again, and every check is blocked until an operator records the gap. Done at opening;
        an archive that is absent or cannot be read is passed over here.
        """
        self.ledger.erase_again()
        self.blocked = None
        if (self.archive_path / ".git").exists() or (self.archive_path / "HEAD").exists():
            with suppress(ArchiveError):
                self.blocked = anchoring.rolled_back(self.ledger, self.archive)

    def close(self) -> None:
        """Seal what waits, and close the ledger's connections and the archive."""
        try:
            with suppress(LedgerError):
                anchoring.seal(self.ledger)
        finally:
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

    def erase(self, subject: str, *, key: str | None = None) -> int:
        """Erase a person and all ids linked to it; how many ids there were, 0 where the ledger knows nobody of that id.

        What leads back to them goes for good. Their entries stay as they were hashed, under a random pseudonym, and proofs
        still verify; a restored backup is erased again when it is opened.

        Args:
            subject: the person.
            key: an idempotency key: sent again late, it does not erase whoever has that id by then.
        """
        check_arguments(None, None, None, key)
        return self.ledger.erase(require_text("subject", subject), key)

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
            require_text("subject", subject),
            data=require_text("data", data),
            item=item,
            policy=policy,
            collected_at=collected_at,
            version=version,
            fresh=fresh,
            key=key,
        )

    def record_many(self, rows: Iterable[Row], *, key: str | None = None, each: Callable[[Batch], object] | None = None) -> Recorded:
        """Record many data; each row is checked as `record` checks its arguments, and set aside where it cannot be recorded.

        The rows are kept in batches of 5,000, each wholly or not at all. Given the same rows and key again, whoever was stopped
        half-way doubles nothing. Without a key an open record made again is still only one; `fresh` ones are made anew.

        Args:
            rows: mappings with `subject` and `data`, and where wanted `item`, `policy`, `collected_at`, `version`, `fresh`, each as
                `record` takes it, or an ArgumentError in the place of a row that could not be read; taken as they are needed, so an
                iterator of millions may be given.
            key: an idempotency key for all of them, in their order.
            each: called with every batch once it is kept, for progress or for the records themselves.

        Raises:
            ArgumentError: the key is no string.
            LedgerConflictError: the key came before with other rows.
            LedgerUnavailableError: the ledger did not acknowledge a batch; those before it are kept.
        """
        return intake.record_many(self.ledger, self.rules, rows, key=key, each=each)

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
        return records.derive(self.ledger, self.rules, tuple(origins), data=require_text("data", data), item=item, fresh=fresh, key=key)

    def delete(self, subject: str, item: str | None, policy: str | None = None, *, key: str | None = None) -> tuple[int, ...]:
        """Close an item's open records, which the product deleted: they are no longer judged nor asked about. Their ids.

        With None for the item, those that were recorded without one.
        """
        return records.delete(self.ledger, require_text("subject", subject), item=item, policy=policy, key=key)

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
        check_request(request)
        if self.blocked:
            return checking.unavailable(request, request.policy, None, Reason.LEDGER_BLOCKED)
        try:
            return self._replay(request, request.at) if request.at is not None else self._judge(request)
        except LedgerError as error:
            return checking.unavailable(request, request.policy, None, checking.why(error))
        except PolicyUnclearError as error:
            if error.policies:
                raise
            return checking.no_policy(request)
        except UnicodeEncodeError as error:
            raise ArgumentError("an id holds half a character", hint="write it in UTF-8") from error

    def _judge(self, request: Request) -> Decision:
        catalogue = self.ledger.catalogue
        policy = request.policy or catalogue.only or self.policy()
        facts = self.facts.read(request.subject or "", policy, request.item)
        if facts.head != catalogue.head:
            catalogue = self.ledger.refresh()
            if request.policy is None and self.policy() != policy:
                return self._judge(request)
        at = facts.now or self.ledger.database.now()
        if self._lateness.behind(at):
            return checking.unavailable(request, policy, at, Reason.CLOCK_BEHIND)
        if policy not in catalogue.histories:
            return checking.no_such_policy(request, policy, at, catalogue.histories)
        return checking.conclude(request, policy, self.rules(policy), facts, at)

    def _replay(self, request: Request, at: datetime) -> Decision:
        self._not_future(at)
        policy = request.policy or self.policy()
        catalogue = self.ledger.refresh()
        if policy not in catalogue.versions:
            return checking.no_such_policy(request, policy, at, catalogue.versions)
        facts = facts_at(self.ledger.database, self.ledger.cipher, request.subject or "", policy, request.item, at)
        return checking.conclude(request, policy, self._rules_at(policy, at), facts, at)

    def _not_future(self, at: datetime) -> None:
        now = self.ledger.now()
        if at > now:
            raise ArgumentError(f"`at` is {at.isoformat()}, which lies in the future", hint=f"ask for a time up to now, {now.isoformat()}")

    def _rules_at(self, policy: str, at: datetime) -> Rules:
        """The rules of the versions as the ledger had been told of them by `at`."""
        catalogue = self.ledger.catalogue
        known = catalogue.known_at(policy, at)
        if known == catalogue.versions[policy]:
            return self.rules(policy)
        key = (policy, tuple((version.number, version.withdrawn) for version in known))
        if key not in self._replays:
            self._replays[key] = Rules(History(known))
        return self._replays[key]

    def check_many(self, requests: Iterable[Request | Mapping[str, Any]]) -> tuple[Decision, ...]:
        """The decisions for many requests, in their order; each with its correlation id, its place where it brought none."""
        return tuple(self.ask(numbered(request, place)) for place, request in enumerate(requests))

    def select(self, request: Request, *, all: bool = False) -> Iterator[Selected]:  # noqa: A002 - the word of the interface
        """Each open record that the request is about and that is judged `allowed`; with `all`, every one with its verdict.

        One statement in the ledger's own database, for now; only `check` replays.

        Raises:
            ArgumentError: an argument is wrong, or neither the taxonomy nor the policy knows the category or the use.
            LedgerUnavailableError: the database cannot be reached.
        """
        for what in ("use", "data", "recipient"):
            require_text(what, getattr(request, what))
        policy = self._known(request.policy)
        rules = self.rules(policy)
        at = self._usable_at(rules)
        for kind, key in ((KeyKind.DATA, request.data), (KeyKind.USE, request.use)):
            rules.require(kind, key)
        return sweeping.select(self.ledger, policy, rules, rules.history.in_force(at), request, at, every=all)

    def _usable_at(self, rules: Rules) -> datetime:
        """Now, where data may be used at all.

        Raises:
            LedgerUnavailableError: a check would be `unavailable`: the ledger is blocked, or the clock behind.
        """
        if self.blocked:
            raise LedgerUnavailableError(self.blocked, hint="`reconsent verify` tells more, and how to go on")
        at = self.ledger.now()
        if self._lateness.behind(at) or checking.is_behind(at, rules):
            raise LedgerUnavailableError(f"the clock says {at.isoformat()}, which is behind the ledger", hint="set the clock right")
        return at

    def sql(self, request: Request, dialect: str = "postgres", *, tables: "Tables | None" = None) -> str:
        """The same as one statement for tables where the data lies, in the SQL of their engine, for now.

        It needs the ledger's latest answers beside them: `write_states` in `consent_gate.warehouse.states` exports them.

        Args:
            request: what is asked; of `check_many`'s fields none counts.
            dialect: the engine, as sqlglot calls it; tests run sqlite, postgres, duckdb and spark.
            tables: what tables and columns are called.

        Raises:
            ArgumentError: an argument is wrong, or the engine is not known.
        """
        from consent_gate.warehouse.statement import statement  # noqa: PLC0415 - sqlglot is an extra

        found, at = self._constants(request)
        return statement(found, at, dialect=dialect, tables=tables)

    def mask(self, columns: Mapping[str, Any], request: Request, *, all: bool = False) -> Any:  # noqa: A002 - the word of the interface
        """The same over columns in memory: for each row whether it may be used, or with `all` its verdict.

        Args:
            columns: `subject`, `version`, `category`, `collected_at`: Arrow, pandas, Polars or numpy.
            request: what is asked.
            all: give every verdict as a string instead of booleans.

        Returns:
            A numpy array, one value a row.

        Raises:
            ArgumentError: an argument is wrong, or a column is not as it must be.
        """
        import numpy as np  # noqa: PLC0415 - numpy and pyarrow are an extra

        from consent_gate.warehouse.mask import mask  # noqa: PLC0415 - as above
        from consent_gate.warehouse.states import states  # noqa: PLC0415 - as above

        found, at = self._constants(request)
        ranks = mask(columns, found, states(self.ledger, self._known(request.policy)), at)
        return np.array([verdict.value for verdict in Verdict])[ranks] if all else ranks == Verdict.ALLOWED.rank

    def _constants(self, request: Request) -> tuple[Constants, datetime]:
        """The rule of a request as rows, as of now."""
        for what in ("use", "data", "recipient"):
            require_text(what, getattr(request, what))
        policy = self._known(request.policy)
        rules = self.rules(policy)
        at = self._usable_at(rules)
        for kind, key in ((KeyKind.DATA, request.data), (KeyKind.USE, request.use)):
            rules.require(kind, key)
        return sweeping.constants_of(rules, rules.history.in_force(at), request), at

    # -- what to ask ------------------------------------------------------------------------------------------------------

    def pending(self, subject: str) -> tuple[Ask, ...]:
        """What to ask the person: each permission in force or upcoming, and each weakened promise, that a yes would free data for."""
        return tuple(ask for standing in self._standings(subject) for ask in asking.pending(standing))

    def notices(self, subject: str) -> tuple[NoticeOwed, ...]:
        """What the person is to be told of and need not answer."""
        return tuple(notice for standing in self._standings(subject) for notice in asking.notices(standing))

    def choices(self, subject: str) -> tuple[Choice, ...]:
        """Every answer of the person so far, in ledger order, and whether it stands."""
        holdings, rules, now = self._held(subject)
        return tuple(asking.choices(holdings, rules, now))

    def bound(self, subject: str, promise: str, item: str | None = None, policy: str | None = None) -> tuple[BoundWording, ...]:
        """Every wording of a promise that binds toward the person's data, or one item of it: the one in force first.

        Raises:
            ArgumentError: no version has a promise of that id.
        """
        slug, promise_id = self._qualified(promise, policy)
        standing = next((one for one in self._standings(subject, item) if one.policy == slug), None)
        if standing is None or not knows(self.ledger.catalogue.versions[slug], promise_id):
            raise ArgumentError(f"no version of `{slug}` has a promise `{promise_id}`", hint="policy.yaml lists the promises")
        return tuple(promises.bound(standing, promise_id))

    def impact(self, draft: Draft | str) -> Impact:
        """Whom publishing a draft would touch: what each relaxation holds back, how many people would be asked, cohort by cohort.

        Args:
            draft: a draft of the archive, or its policy and name as `privacy/spring-terms`.

        Raises:
            PolicyNotFoundError: there is no such draft.
        """
        return impact(self, draft)

    def due(self, policy: str | None, at: datetime) -> Iterator[CollectionRecord]:
        """The open records to delete: some permission of their data is expired at `at`, and none allows any use to anyone.

        Args:
            policy: None: the only one there is.
            at: may be later than now; the version in force then, as scheduled now, is taken.
        """
        require_time("at", at)
        slug = self._known(policy)
        rules = self.rules(slug)
        return sweeping.due(self.ledger, slug, rules, rules.history.in_force(at), at)

    def due_part(self, policy: str | None, at: datetime, since: int = 0) -> tuple[tuple[CollectionRecord, ...], int | None]:
        """The same among the next few thousand open records after the place `since`, for who cannot wait for all of them at once.

        Returns:
            Those to delete, and the `since` of the next part; None: that was all.
        """
        require_time("at", at)
        slug = self._known(policy)
        rules = self.rules(slug)
        return sweeping.due_part(self.ledger, slug, rules, rules.history.in_force(at), at, since)

    def changes(self, since: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """What the ledger took in after the place `since`, at most `limit` entries: a feed for products that keep their own copy.

        Begin with 0 and go on from the last one's `sequence`; every entry comes exactly once.
        """
        if not (is_number(since) and 0 <= since <= LAST and is_number(limit) and 1 <= limit <= LAST):
            raise ArgumentError("`since` is a place of the ledger", hint="begin with 0, then give the last change's `sequence`")
        return self.ledger.changes(since, limit)

    def prompt(
        self,
        subject: str,
        language: str | None = None,
        return_to: str | None = None,
        *,
        public_url: str | None = None,
        return_hosts: tuple[str, ...] | None = None,
        lifetime: timedelta = LIFETIME[Kind.PROMPT],
        key: str | None = None,
        answered_by: str | None = None,
    ) -> "Prompt":
        """Make the prompt for all that is pending for the person, a link, JSON, HTML and a message, and write down that they were asked.

        Args:
            subject: the product's id; only its pseudonym goes into the link.
            language: the one the person reads, a BCP 47 tag; else the page follows the browser, and the rest is English.
            return_to: where the page leads back to when they are done, at one of `return_hosts`.
            public_url: what browsers call the prompt pages; the link begins with it. None: what the gate was opened with.
            return_hosts: the hosts that `return_to` may name. None: what the gate was opened with.
            lifetime: how long the link opens, at most 30 days.
            key: an idempotency key: made again under it, the prompt is no second asking, and as due as it was.
            answered_by: the product's id for somebody else who gets the link and answers for the person, as a parent for a child;
                the pages say so, and the ledger holds their pseudonym as who answered. Whether they may is not judged here.

        Raises:
            ArgumentError: `public_url` is no https address.
            ReturnAddressError: `return_to` is no https address at one of `return_hosts`.
            LedgerConflictError: the key came before for somebody else, or something else is pending by now.
        """
        from consent_gate.prompts.make import make_prompt  # noqa: PLC0415 - pages, and the differ for what changed

        return make_prompt(
            self,
            require_text("subject", subject),
            wanted=language,
            return_to=return_to,
            lifetime=lifetime,
            public_url=public_url or self.public_url,
            return_hosts=self.return_hosts if return_hosts is None else return_hosts,
            key=key,
            answered_by=None if answered_by is None else require_text("answered_by", answered_by),
        )

    def _held(self, subject: str, item: str | None = None) -> tuple[Holdings, Mapping[str, Rules], datetime]:
        holdings = self.ledger.holdings(require_text("subject", subject), item)
        return holdings, {policy: self.rules(policy) for policy in self.ledger.policies()}, self.ledger.now()

    def _standings(self, subject: str, item: str | None = None) -> Iterator[Standing]:
        return asking.standings(*self._held(subject, item))

    # -- answers ----------------------------------------------------------------------------------------------------------

    def answer(
        self,
        subject: str,
        answers_by_ask: Mapping[str, str],
        prompt: Shown | str | None = None,
        method: str = "web",
        actor: Actor | None = None,
        *,
        key: str | None = None,
    ) -> Answered:
        """Record a person's answers, all in one transaction.

        Args:
            subject: the person.
            answers_by_ask: ask id to `given`, `refused` or `deferred`.
            prompt: the token of the page that was shown, or what it says; None: shown now.
            method: how it was said, as `web`, `phone`, `paper`.
            actor: who entered it; None: the person.
            key: an idempotency key.

        Returns:
            For each ask `recorded`, `stale` (the edition ended, or a withdrawal came after the page was rendered) or `not_pending`.

        Raises:
            ArgumentError: the subject is no id, an answer is none of the three, or the token is no good.
        """
        require_text("subject", subject)
        check_actor(actor)
        shown = shown_by(self.ledger, subject, prompt) if isinstance(prompt, str) else prompt
        return answers.answer(self.ledger, subject, answers_by_ask, shown=shown, method=method, actor=actor, key=key)

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
        """Take back all consent to a permission (or to the weakening of a promise), or object to it. Its place in the ledger."""
        slug, permission_id = self._qualified(permission, policy)
        check_actor(actor)
        return answers.withdraw(self.ledger, require_text("subject", subject), slug, permission_id, method=method, actor=actor, key=key)

    def told(
        self, subject: str, version: int, method: str, policy: str | None = None, actor: Actor | None = None, *, key: str | None = None
    ) -> int:
        """Record that the person was told of what changed; settles every notice owed for versions up to this one."""
        if not is_number(version):
            raise ArgumentError("`version` is no number", hint="give the number of the version that they were told of")
        check_actor(actor)
        return answers.told(
            self.ledger, require_text("subject", subject), policy or self.policy(), version, method=method, actor=actor, key=key
        )

    def link(self, one: str, other: str, *, key: str | None = None) -> None:
        """Two ids are one person's: the stricter latest answers become both's, and later answers under either count for both."""
        check_arguments(None, None, None, key)
        answers.link(self.ledger, require_text("subject", one), require_text("subject", other), key=key)

    # -- policies and rules -----------------------------------------------------------------------------------------------

    def policy(self) -> str:
        """The only policy there is.

        Raises:
            PolicyUnclearError: there is none, or more than one.
        """
        only = self.ledger.catalogue.only
        if only is not None:
            return only
        found = self.ledger.policies()
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

    def _known(self, policy: str | None) -> str:
        """The policy named, or the only one there is; it must have a version."""
        slug = policy or self.policy()
        if slug not in self.ledger.catalogue.histories and slug not in self.ledger.policies():
            raise UnknownVersionError(f"the ledger has no version of a policy `{slug}`", hint="publish one, or check the name")
        self.ledger.refresh()
        return slug

    def _qualified(self, permission: str, policy: str | None) -> tuple[str, str]:
        """The policy and the permission's id within it, from `partner-ads` or `privacy/partner-ads`."""
        slug, slash, rest = require_text("permission", permission).partition("/")
        if slash and (policy is None or policy == slug):
            return slug, rest
        return policy or self.policy(), permission
