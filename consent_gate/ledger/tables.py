"""The ledger's tables. Rows are never the domain: the modules beside this one map them to frozen values.

Only migrations read this module: the statements of a running ledger are text, and load neither SQLModel nor an ORM.
One sequence, `places`, numbers every entry, whatever its table. Times are `ticks`. Closed sets are CHECK constraints. What
may not be altered is guarded by triggers, written in the migration beside the tables.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

from consent_gate.ledger.ticks import from_ticks, to_ticks
from consent_gate.model import AnswerKind, EventKind


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, kept as microseconds since 1970; a time without offset is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the database."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without offset cannot be stored")
        return None if value is None else to_ticks(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else from_ticks(int(value))


Key = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""A name that is compared byte by byte on both databases."""

Seq = BigInteger().with_variant(Integer, "sqlite")
"""An entry's place in the ledger; INTEGER in SQLite, where only that may number itself."""


def _one_of(column: str, values: type[AnswerKind] | type[EventKind]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Meta(SQLModel, table=True):
    """Facts about this ledger, as the fingerprint of its keys."""

    name: str = Field(sa_type=Key, primary_key=True)
    value: str = Field(sa_type=Text)


class Places(SQLModel, table=True):
    """The last place that an entry got: in its one row on SQLite, in the column's sequence on PostgreSQL, where nobody waits for it."""

    last: int | None = Field(default=None, sa_type=Seq, primary_key=True)


class Subjects(SQLModel, table=True):
    """Who is behind a pseudonym; erasing a person deletes the row, and with it all that leads back to them."""

    pseudonym: str = Field(sa_type=Key, primary_key=True)
    subject: str = Field(sa_type=Key, unique=True)  # the product's id
    person: str = Field(sa_type=Key, index=True)  # the same for ids that were linked
    salt: bytes = Field(sa_type=LargeBinary)  # in the digests of item ids
    secret: bytes = Field(sa_type=LargeBinary)  # half of the key that hides item ids and pages
    bond: bytes = Field(sa_type=LargeBinary)  # keyed digest of the others: who has no key cannot make two rows change places


class Versions(SQLModel, table=True):
    """Published versions; the row is what makes a version live."""

    __table_args__ = (UniqueConstraint("policy", "number"), CheckConstraint("number > 0"))
    seq: int = Field(sa_type=Seq, primary_key=True)
    policy: str = Field(sa_type=Key)
    number: int = Field(sa_type=Integer)
    identity: str = Field(sa_type=Key)
    effective: datetime = Field(sa_type=UtcTime)
    recorded_at: datetime = Field(sa_type=UtcTime)
    commit_id: str | None = Field(default=None, sa_type=Text)
    imported: int = Field(sa_type=Integer)
    one_person: int = Field(sa_type=Integer)
    content: str = Field(sa_type=Text)  # the policy's values as JSON
    actors: str = Field(sa_type=Text)  # JSON
    review: bytes | None = Field(default=None, sa_type=LargeBinary)  # review.yaml
    leaf: bytes = Field(sa_type=LargeBinary)


class VersionFiles(SQLModel, table=True):
    """The exact bytes of policy.yaml and every language file of a version."""

    __tablename__ = "version_files"
    policy: str = Field(sa_type=Key, primary_key=True)
    number: int = Field(sa_type=Integer, primary_key=True)
    path: str = Field(sa_type=Key, primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class VersionWithdrawals(SQLModel, table=True):
    """Versions taken back before their effect."""

    __tablename__ = "version_withdrawals"
    __table_args__ = (UniqueConstraint("policy", "number"),)
    seq: int = Field(sa_type=Seq, primary_key=True)
    policy: str = Field(sa_type=Key)
    number: int = Field(sa_type=Integer)
    reason: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)  # JSON
    recorded_at: datetime = Field(sa_type=UtcTime)
    leaf: bytes = Field(sa_type=LargeBinary)


class Records(SQLModel, table=True):
    """That a datum was collected; open as long as no row of `closures` names it."""

    __table_args__ = (
        Index("records_of_subject", "subject", "policy", "item", "data"),
        CheckConstraint("version >= 0"),
    )
    seq: int = Field(sa_type=Seq, primary_key=True)
    subject: str = Field(sa_type=Key)  # pseudonym
    policy: str = Field(sa_type=Key)
    data: str = Field(sa_type=Key)
    item: bytes = Field(sa_type=LargeBinary)  # keyed digest, to find it by
    item_hidden: bytes = Field(sa_type=LargeBinary)  # encrypted, to show it
    version: int = Field(sa_type=Integer)  # 0: not known
    collected_at: datetime | None = Field(default=None, sa_type=UtcTime)  # null: not known
    recorded_at: datetime = Field(sa_type=UtcTime)
    origins: str | None = Field(default=None, sa_type=Text)  # JSON list of the records it was derived from
    leaf: bytes = Field(sa_type=LargeBinary)


class Closures(SQLModel, table=True):
    """Records that are no longer open: deleted, given anew, or made again with an older version or time."""

    __table_args__ = (UniqueConstraint("record"), CheckConstraint("reason IN ('deleted', 'fresh', 'merged')"))
    seq: int = Field(sa_type=Seq, primary_key=True)
    record: int = Field(sa_type=BigInteger)
    reason: str = Field(sa_type=Key)
    successor: int | None = Field(default=None, sa_type=BigInteger)
    recorded_at: datetime = Field(sa_type=UtcTime)
    leaf: bytes = Field(sa_type=LargeBinary)


class Events(SQLModel, table=True):
    """Consent events: answers, and what was requested, deferred or told."""

    __table_args__ = (
        Index("events_of_subject", "subject", "seq"),
        CheckConstraint(_one_of("kind", EventKind)),
        CheckConstraint("edition >= 0 AND version >= 0"),
    )
    seq: int = Field(sa_type=Seq, primary_key=True)
    kind: str = Field(sa_type=Key)
    subject: str = Field(sa_type=Key)  # pseudonym
    policy: str = Field(sa_type=Key)
    permission: str = Field(sa_type=Key)  # or promise; empty for `told`
    edition: int = Field(sa_type=Integer)  # 0: all of it; for `told` the version told of
    version: int = Field(sa_type=Integer)  # in force; 0: none
    recorded_at: datetime = Field(sa_type=UtcTime)
    since: datetime | None = Field(default=None, sa_type=UtcTime)  # of a copied answer: when it was given
    method: str = Field(sa_type=Text)
    page: str | None = Field(default=None, sa_type=Key)  # digest
    actor_hidden: bytes | None = Field(default=None, sa_type=LargeBinary)  # encrypted; null: the subject
    cause: int | None = Field(default=None, sa_type=BigInteger)
    leaf: bytes = Field(sa_type=LargeBinary)


class Gaps(SQLModel, table=True):
    """Entries known to be lost: an older copy of the database was restored, and an operator said so."""

    __table_args__ = (CheckConstraint("kept < lost"),)
    seq: int = Field(sa_type=Seq, primary_key=True)
    kept: int = Field(sa_type=BigInteger)  # leaves that the restored copy had
    lost: int = Field(sa_type=BigInteger)  # leaves that the last anchor had signed
    reason: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)  # JSON
    recorded_at: datetime = Field(sa_type=UtcTime)
    leaf: bytes = Field(sa_type=LargeBinary)


class ConsentState(SQLModel, table=True):
    """The latest answer per permission and edition, kept in the event's own transaction; permission '' is `told`."""

    __tablename__ = "consent_state"
    __table_args__ = (CheckConstraint("answer IS NULL OR " + _one_of("answer", AnswerKind)),)
    subject: str = Field(sa_type=Key, primary_key=True)
    policy: str = Field(sa_type=Key, primary_key=True)
    permission: str = Field(sa_type=Key, primary_key=True)
    edition: int = Field(sa_type=Integer, primary_key=True)
    answer: str | None = Field(default=None, sa_type=Key)  # null: cleared at a link
    at: datetime = Field(sa_type=UtcTime)
    version: int = Field(sa_type=Integer)
    seq: int = Field(sa_type=BigInteger)


class Pages(SQLModel, table=True):
    """The exact bytes of each distinct page a subject was shown, encrypted under their key."""

    subject: str = Field(sa_type=Key, primary_key=True)
    digest: str = Field(sa_type=Key, primary_key=True)
    language: str = Field(sa_type=Text)
    media_type: str = Field(sa_type=Text)
    content_hidden: bytes = Field(sa_type=LargeBinary)
    recorded_at: datetime = Field(sa_type=UtcTime)


class Idempotency(SQLModel, table=True):
    """Keys that requests came with: the same key and body get the same answer."""

    key: bytes = Field(sa_type=LargeBinary, primary_key=True)  # keyed digest
    body: bytes = Field(sa_type=LargeBinary)  # keyed digest
    answer: str = Field(sa_type=Text)  # JSON: sequence numbers and outcomes
    recorded_at: datetime = Field(sa_type=UtcTime)


class Leaves(SQLModel, table=True):
    """The sealed entries in the order of the tree; written by `consent_gate.evidence`."""

    position: int = Field(sa_type=Seq, primary_key=True)
    seq: int = Field(sa_type=BigInteger, unique=True)
    source: str = Field(sa_type=Key)
    leaf: bytes = Field(sa_type=LargeBinary)


class Nodes(SQLModel, table=True):
    """Roots of complete subtrees of the tree, on every fourth level above the leaves, so that proofs are short work."""

    level: int = Field(sa_type=Integer, primary_key=True)  # 4, 8, 12 …: a subtree of 2 ** level leaves
    position: int = Field(sa_type=BigInteger, primary_key=True)  # among the subtrees of that level
    hash: bytes = Field(sa_type=LargeBinary)


class Checkpoints(SQLModel, table=True):
    """Signed checkpoints over the tree; written by `consent_gate.evidence`."""

    size: int = Field(sa_type=Seq, primary_key=True)
    note: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcTime)
    settled: int = Field(sa_type=BigInteger)  # every entry up to this place was sealed by then
