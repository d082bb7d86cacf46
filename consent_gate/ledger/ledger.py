"""The ledger as the rest of the program sees it: frozen values in, frozen values out.

What an entry means is decided above, in `consent_gate.gate` and its neighbours; here it is kept, in one transaction each,
and found again.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from consent_gate.errors import KeysError, UnknownVersionError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import answering, bulk, erasing, opening, recording, subjects
from consent_gate.ledger import versions as catalogue_of
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import append
from consent_gate.ledger.feed import changes_after
from consent_gate.ledger.history import events_of, page_of
from consent_gate.ledger.holdings import Holdings, holdings_of
from consent_gate.ledger.idempotency import Once
from consent_gate.ledger.sealing import origin_of
from consent_gate.ledger.statements import Transaction
from consent_gate.ledger.subjects import Subject
from consent_gate.ledger.ticks import to_ticks
from consent_gate.ledger.versions import Catalogue
from consent_gate.model import Answer, Change, CollectionRecord, ConsentEvent, Page
from policy_versions.model import Actor, Version
from policy_versions.timeline import DEFAULT_LEAD

REGISTER = "erased"
"""The file beside the keys that lists who was erased: kept, and backed up, apart from the database."""


@dataclass(frozen=True, slots=True)
class Work:
    """A transaction about one subject, who is locked while it lasts."""

    transaction: Transaction
    now: datetime
    catalogue: Catalogue
    group: tuple[Subject, ...]  # the subject, then the ids linked to it; none where it was answered before, or nobody is to be made
    kept: Any = None  # the answer given before under the same idempotency key

    @property
    def subject(self) -> Subject:
        """The subject itself."""
        return self.group[0]


class Ledger:
    """One ledger, open. Threads may share it; close it when done."""

    def __init__(self, database: Database, keys: Keys, register: Path | None = None) -> None:
        """Use `open` instead; `register` lists who was erased, outside of the database."""
        self.database = database
        self.keys = keys
        self._register = register
        self.cipher = Cipher(keys.subject, origin_of(database))
        self._catalogue = Catalogue()

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime] | None = None, keys: Keys | Path | None = None) -> "Ledger":
        """Open a ledger by its URL.

        Args:
            url: `sqlite:///ledger.db`, `sqlite://` (in memory) or `postgresql://host/name`.
            clock: says what time it is instead of the database.
            keys: the keys, or the folder they lie in. A new SQLite ledger makes those missing; a ledger in memory needs none.

        Raises:
            LedgerOutdatedError: a PostgreSQL database, or an older SQLite ledger, that must be migrated first.
            KeysError: the keys of an existing ledger are not there, or are another ledger's.
            LedgerUnavailableError: the database cannot be reached.
        """
        database = Database(url, clock=clock)
        try:
            new = opening.prepare(database)
            if keys is None and database.in_memory:
                keys = Keys.throwaway()
            register = None
            if not isinstance(keys, Keys):
                folder = keys or default_keys()
                keys = Keys.create(folder) if new else Keys.load(folder)
                register = folder / REGISTER
            _check_keys(database, keys)
            ledger = cls(database, keys, register)
            ledger.refresh()
        except BaseException:
            database.close()
            raise
        return ledger

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    # -- time and versions ------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The time that decides: the database's, or the given clock's."""
        return self.database.now()

    @property
    def catalogue(self) -> Catalogue:
        """The versions as this process last saw them; `refresh` looks again."""
        return self._catalogue

    def refresh(self, transaction: Transaction | None = None) -> Catalogue:
        """The versions as the ledger holds them now."""
        self._catalogue = catalogue_of.load(self.database, self._catalogue, transaction)
        return self._catalogue

    def policies(self) -> tuple[str, ...]:
        """The policies that have a version."""
        return tuple(self.refresh().versions)

    def versions(self, policy: str) -> tuple[Version, ...]:
        """Every version of a policy by number, withdrawn ones marked; none where the policy has none."""
        return self.refresh().versions.get(policy, ())

    def version(self, policy: str, number: int) -> Version:
        """One version.

        Raises:
            UnknownVersionError: there is none of that number.
        """
        for version in self.versions(policy):
            if version.number == number:
                return version
        raise UnknownVersionError(f"there is no version `{policy}@{number}`", hint="`reconsent versions` lists them")

    def version_files(self, policy: str, number: int) -> Mapping[str, bytes]:
        """The exact bytes of policy.yaml and every language file, as published."""
        return catalogue_of.files_of(self.database, policy, number)

    def version_review(self, policy: str, number: int) -> bytes | None:
        """The exact bytes of review.yaml, as published."""
        rows = self.database.read("SELECT review FROM versions WHERE policy = ? AND number = ?", (policy, number))
        return bytes(rows[0][0]) if rows and rows[0][0] is not None else None

    def version_actors(self, policy: str, number: int) -> Mapping[str, tuple[Actor, ...]]:
        """Who wrote, approved and published it, by role."""
        rows = self.database.read("SELECT actors FROM versions WHERE policy = ? AND number = ?", (policy, number))
        return catalogue_of.actors_from_json(rows[0][0]) if rows else {}

    def version_withdrawal(self, policy: str, number: int) -> catalogue_of.VersionWithdrawal | None:
        """Who took it back before its effect, when and why; nothing where nobody did."""
        return catalogue_of.withdrawal_of(self.database, policy, number)

    def add_version(
        self,
        version: Version,
        *,
        files: Mapping[str, bytes],
        review: bytes | None = None,
        actors: Mapping[str, Sequence[Actor]] | None = None,
        one_person: bool = False,
        lead: timedelta = DEFAULT_LEAD,
    ) -> Version:
        """Make a version live: its row and all its files, in one transaction.

        Args:
            version: number must be the next of its policy, whatever became of the earlier ones; `imported` marks history.
            files: path to the exact bytes of policy.yaml and every language file.
            review: the exact bytes of review.yaml.
            actors: who did what, by role (`publisher`, `approvers`, `authors`).
            one_person: whether one-person mode was switched on.
            lead: least time from now to its effect; history may lie in the past.

        Returns:
            The version as the ledger holds it, with the time it was published.

        Raises:
            LedgerConflictError: that number is taken; nothing was changed.
            ArgumentError: the number leaves a gap, or history comes out of order.
            EffectiveTimeError: it would take effect in the past, too soon, or not after the versions before it.
        """
        with self._publishing() as (transaction, now):
            earlier = self.refresh(transaction).versions.get(version.slug, ())
            catalogue_of.add(
                transaction,
                version,
                files=files,
                review=review,
                actors=actors or {},
                one_person=one_person,
                now=now,
                lead=lead,
                earlier=earlier,
            )
        return self.version(version.slug, version.number)

    def add_history(self, versions: Sequence[tuple[Version, Mapping[str, bytes], bytes | None]], *, actor: Actor) -> tuple[Version, ...]:
        """Make versions from before the ledger live, all or none: each with its files and its review.yaml, in their order.

        Raises:
            LedgerConflictError: a number is taken; nothing was changed.
            ArgumentError: a number leaves a gap, history comes out of order, or the policy has a version of its own.
        """
        with self._publishing() as (transaction, now):
            earlier = list(self.refresh(transaction).versions.get(versions[0][0].slug, ()) if versions else ())
            for version, files, review in versions:
                catalogue_of.add(
                    transaction,
                    version,
                    files=files,
                    review=review,
                    actors={"importer": (actor,)},
                    one_person=False,
                    now=now,
                    lead=DEFAULT_LEAD,
                    earlier=earlier,
                )
                earlier.append(version)
        return tuple(self.version(version.slug, version.number) for version, _, _ in versions)

    def withdraw_version(self, policy: str, number: int, *, actor: Actor, reason: str) -> Version:
        """Take a version back before its effect; it keeps its number and is in no run.

        Raises:
            UnknownVersionError: there is no such version.
            LedgerConflictError: it took effect, was withdrawn before, or a later one is scheduled.
        """
        with self._publishing() as (transaction, now):
            versions = self.refresh(transaction).versions.get(policy, ())
            catalogue_of.check_withdrawal(versions, policy, number, now)
            said = json.dumps({"id": actor.id, "source": actor.source.value}, ensure_ascii=False, sort_keys=True)
            append(transaction, "version_withdrawals", (policy, number, reason, said, to_ticks(now)))
        return self.version(policy, number)

    @contextmanager
    def _publishing(self) -> Iterator[tuple[Transaction, datetime]]:
        with self.database.write() as transaction:
            if self.database.postgres:
                transaction.run(catalogue_of.PUBLISH_LOCK)
            yield transaction, self.database.now(transaction)

    # -- subjects ---------------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, subject: str, once: Once | None = None, *, make: bool = True) -> Iterator[Work]:
        """A transaction about one subject, who is locked while it lasts and, unless `make` is false, made where there is none.

        Nobody is made for a request that was answered before: its subject may have been erased since.
        """
        with self.database.write() as transaction:
            kept = once.answer(transaction) if once else None
            group: tuple[Subject, ...] = ()
            if kept is None:
                group = self._locked(transaction, subject, make=make)
                kept = once.answer(transaction) if once and self.database.postgres else None  # whom we waited for may have answered it
            yield Work(transaction, self.database.now(transaction), self.refresh(transaction), group, kept)

    @contextmanager
    def loading(self) -> Iterator[Work]:
        """A transaction about many subjects, whom `bulk.put_many` locks."""
        with self.database.write() as transaction, bulk.room(transaction):
            yield Work(transaction, self.database.now(transaction), self.refresh(transaction), ())

    @contextmanager
    def linking(self, one: str, other: str, once: Once | None = None) -> Iterator[tuple[Work, tuple[Subject, ...]]]:
        """A transaction about two subjects; the second one's group beside the work."""
        with self.database.write() as transaction:
            if self.database.postgres:
                transaction.run(subjects.LINKING)  # one at a time: whoever asked the same before us has been answered
            kept = once.answer(transaction) if once else None
            first, second = ((), ()) if kept is not None else (self._locked(transaction, one), self._locked(transaction, other))
            yield Work(transaction, self.database.now(transaction), self.refresh(transaction), first, kept), second

    def _locked(self, transaction: Transaction, subject: str, *, make: bool = True) -> tuple[Subject, ...]:
        return subjects.locked_group(transaction, self.cipher, subject, postgres=self.database.postgres, make=make)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Statements that see one and the same state of the ledger."""
        with self.database.snapshot() as transaction:
            yield transaction

    def pseudonym(self, subject: str) -> str | None:
        """What entries and tokens hold in the subject's place; None where the ledger knows nobody of that id."""
        found = subjects.find(self.database.read, self.cipher, subject)
        return found.pseudonym if found else None

    def subject_of(self, pseudonym: str) -> str | None:
        """The subject behind a pseudonym; None where there is none, or no more."""
        found = subjects.by_pseudonym(self.database.read, self.cipher, pseudonym)
        return found.id if found else None

    def ensure_subject(self, subject: str) -> str:
        """The subject's pseudonym; the subject is made where there is none."""
        found = self.pseudonym(subject)
        if found is not None:
            return found
        with self.writing(subject) as work:
            return work.subject.pseudonym

    def erase(self, subject: str, key: str | None = None) -> int:
        """Erase a subject and all ids linked to it; how many there were. The key is an idempotency key."""
        once = Once(self.cipher, key, {"do": "erase", "subject": subject})
        return erasing.erase(self.database, self.cipher, subject, self._register, once)

    def erase_again(self) -> int:
        """Erase whom a restored backup brought back; how many there were."""
        return erasing.erase_again(self.database, self._register) if self._register is not None else 0

    def erased(self) -> frozenset[str] | None:
        """The pseudonyms of all who were erased; None where no register is kept."""
        return None if self._register is None else erasing.registered(self._register)

    def sequence(self, subject: str) -> int:
        """The place of the subject's latest event; a page remembers it, so that a later withdrawal makes the page's answers void."""
        rows = self.database.read(
            "SELECT coalesce(max(e.seq), 0) FROM subjects s JOIN events e ON e.subject = s.pseudonym WHERE s.subject = ?", (subject,)
        )
        return int(rows[0][0])

    # -- entries ----------------------------------------------------------------------------------------------------------

    def record(self, seq: int) -> CollectionRecord | None:
        """The record at that place, if its subject was not erased."""
        with self.reading() as transaction:
            return recording.fetch(transaction, self.cipher, seq)

    def open_records(self, policy: str) -> Iterator[CollectionRecord]:
        """Every open record under a policy, subject by subject, as of one moment."""
        for batch in self.database.stream(*recording.open_of(policy)):
            yield from (recording.shown(self.cipher, row) for row in batch)

    def holdings(self, subject: str, item: str | None = None) -> Holdings:
        """All that is held about a subject, as of one moment; with only the records of one item where one is named."""
        with self.reading() as transaction:
            return holdings_of(transaction, self.cipher, subject, item)

    def answers(self, subject: str, policy: str) -> Mapping[tuple[str, int], Answer]:
        """The latest answers of a subject under a policy, by permission and edition; edition 0 stands for all of it."""
        with self.reading() as transaction:
            who = subjects.find(transaction.rows, self.cipher, subject)
            found = answering.states_of(transaction, who.pseudonym) if who else {}
        return {(permission, edition): answer for (slug, permission, edition), answer in found.items() if slug == policy}

    def states(self, policy: str) -> Iterator[list[tuple[str, str, int, str | None, int, int, int]]]:
        """Every latest answer under a policy, in batches: subject, permission, edition, answer, time in ticks, version, sequence."""
        return self.database.stream(
            "SELECT s.subject, c.permission, c.edition, c.answer, c.at, c.version, c.seq FROM consent_state c "
            "JOIN subjects s ON s.pseudonym = c.subject WHERE c.policy = ? AND c.permission <> ''",
            (policy,),
        )

    def changes(self, since: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """At most `limit` entries after that place, in order; each exactly once for who goes on from the last one's `sequence`."""
        return changes_after(self.database, since, limit)

    def events(self, subject: str) -> tuple[ConsentEvent, ...]:
        """All events of a subject in ledger order; none where the ledger knows nobody of that id."""
        with self.reading() as transaction:
            return events_of(transaction, self.cipher, subject)

    def page(self, subject: str, digest: str) -> Page | None:
        """The exact bytes of a page as it was shown to the subject."""
        with self.reading() as transaction:
            return page_of(transaction, self.cipher, subject, digest)

    def keep_page(self, subject: str, page: Page) -> None:
        """Keep the exact bytes of a page, once."""
        with self.writing(subject) as work:
            answering.keep_page(work.transaction, self.cipher, work.subject, page, work.now)


def _check_keys(database: Database, keys: Keys) -> None:
    """Refuse keys that are not those the ledger was begun with; a new ledger remembers their fingerprint."""
    said, query = Cipher(keys.subject).fingerprint, "SELECT value FROM meta WHERE name = 'keys'"
    found = database.read(query)
    if not found:
        with database.write() as transaction:
            transaction.run("INSERT INTO meta (name, value) VALUES ('keys', ?) ON CONFLICT (name) DO NOTHING", (said,))
        found = database.read(query)
    if found[0][0] != said:
        raise KeysError(
            "these keys are another ledger's", hint="name the folder of this ledger's keys: RECONSENT_KEYS, in a program `keys=`"
        )


def default_keys() -> Path:
    """The folder of the keys where none is named: the same as the settings' own."""
    configuration = os.environ.get("XDG_CONFIG_HOME")
    return (Path(configuration) if configuration else Path.home() / ".config") / "reconsent" / "keys"


__all__ = ["Ledger", "Work"]
