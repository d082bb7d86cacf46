"""The values of the gate: records, answers, asks, notices and decisions.

Frozen and free of libraries. What they lead to is told in `rule` and `decision`; how they are kept, in `ledger`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final, NamedTuple, Self

from policy_versions.model import SELF, Actor, Basis


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
"""Said to `Gate.record` for a version or a time that is not known; `None` there means: now, or the one in force then."""


class Verdict(StrEnum):
    """What a check comes to, best first."""

    ALLOWED = "allowed"
    CONSENT_REQUIRED = "consent_required"  # the person may be asked
    DECLINED = "declined"  # the person said no
    EXPIRED = "expired"  # kept longer than its terms let it be
    NOT_PERMITTED = "not_permitted"  # nothing lets it be used so, or the answer could not be found

    rank: int  # 0 is best

    def __new__(cls, value: str) -> Self:
        """Number the members as they come: a plain attribute, since every check compares some."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.rank = len(cls.__members__)
        return member


class Reason(StrEnum):
    """Why a verdict is what it is."""

    COLLECTED_UNDER_THESE_TERMS = "collected_under_these_terms"  # under this edition of the permission
    CONSENT_GIVEN = "consent_given"
    BY_LAW = "by_law"  # a legal obligation or vital interests
    NEVER_ANSWERED = "never_answered"
    CONSENT_LAPSED = "consent_lapsed"  # it was given, and its time is over
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    COLLECTED_BEFORE = "collected_before"  # before this edition of the permission began
    VERSION_UNKNOWN = "version_unknown"  # it is not known under which version the data was collected
    TIME_UNKNOWN = "time_unknown"  # it is not known when; past any limit
    RETENTION_OVER = "retention_over"
    NOTHING_COVERS = "nothing_covers"  # no permission of the version in force covers the request
    NOTHING_RECORDED = "nothing_recorded"  # judged as data of unknown version and time
    ITEM_CLOSED = "item_closed"  # the item's records are closed, or of unrelated data
    NO_VERSION_IN_FORCE = "no_version_in_force"
    UNAVAILABLE = "unavailable"  # the answer could not be found; the next reason says why
    DATABASE_AWAY = "database_away"
    UNKNOWN_POLICY = "unknown_policy"
    UNKNOWN_KEY = "unknown_key"  # a data category or use that neither the taxonomy nor the policy knows
    CORRUPT_ROW = "corrupt_row"
    CLOCK_BEHIND = "clock_behind"  # the clock is earlier than what the ledger has recorded
    LEDGER_BLOCKED = "ledger_blocked"  # the ledger is older than its last anchor; an operator must record the gap


class AnswerKind(StrEnum):
    """What a person can answer, strictest last."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    """What a consent event records."""

    REQUESTED = "requested"  # shown an ask
    GIVEN = "given"
    REFUSED = "refused"
    DEFERRED = "deferred"  # decide later: no answer
    WITHDRAWN = "withdrawn"
    TOLD = "told"  # informed of what needs no answer
    CLEARED = "cleared"  # at a link of two ids: no answer stands


class Outcome(StrEnum):
    """What became of an answer to one ask."""

    RECORDED = "recorded"
    STALE = "stale"  # void: the edition ended, or a withdrawal came after its page was rendered
    NOT_PENDING = "not_pending"  # it names no edition or weakening in force or upcoming


class Request(NamedTuple):
    """What is asked of the gate; for `check_many` with the subject, and the item and the time where wanted.

    A named tuple, as are `Answer` and `Decision`: every check makes some, and tuples are made in a third of the time.
    """

    data: str
    use: str
    recipient: str = SELF
    policy: str | None = None  # None: the only policy there is
    subject: str | None = None
    item: str | None = None  # None: all the subject's open records
    at: datetime | None = None  # None: now; earlier: as the ledger knew it then
    id: str | None = None  # the caller's own correlation id


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRecord:
    """That a datum was collected from a subject under a version of a policy."""

    id: int  # its place in the ledger
    subject: str
    policy: str
    data: str
    item: str | None
    version: int | None  # None: not known
    collected_at: datetime | None  # None: not known
    recorded_at: datetime


class Answer(NamedTuple):
    """The latest answer to one edition of a permission (or weakening of a promise), or to all of it (edition 0)."""

    kind: AnswerKind | None  # None: cleared when two ids were linked
    at: datetime
    version: int  # in force when it was given
    sequence: int  # its event's place in the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a prompt's token says of the page that was shown."""

    sequence: int  # `Ledger.sequence(subject)` when it was rendered
    digest: str | None = None  # SHA-256 of the exact bytes, hex; None: none was stored
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The exact bytes of a page as shown."""

    digest: str  # SHA-256 of `content`, hex
    content: bytes
    language: str
    media_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEvent:
    """One event about one subject, as the ledger keeps it."""

    sequence: int
    kind: EventKind
    subject: str
    policy: str
    subject_of: str  # the permission's or promise's id; "" for `told`
    edition: int  # 0: all of it; for `told` the version told of
    version: int  # in force when it was recorded; 0: none
    recorded_at: datetime
    method: str  # as `web`, `mail`, `api`
    page: str | None  # digest of the page shown
    actor: Actor | None  # None: the subject
    cause: int | None  # the event of a linked id that this one follows


class _About:
    """Names what something is about, a permission or a promise, as the JSON does."""

    __slots__ = ()
    kind: str
    subject_of: str

    @property
    def permission(self) -> str | None:
        """The permission's id; None where it is a promise."""
        return self.subject_of if self.kind == "permission" else None

    @property
    def promise(self) -> str | None:
        """The promise's id; None where it is a permission."""
        return self.subject_of if self.kind == "promise" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(_About):
    """One permission, or one weakened promise, that one subject has to answer for.

    `id` is stable: the same permission and editions have the same id in every process and at every time.
    """

    id: str  # `privacy/partner-ads@2` or `privacy/partner-ads@2+3`
    policy: str
    kind: str  # `permission` or `promise`
    subject_of: str  # the permission's or promise's id
    editions: tuple[int, ...]  # ascending; for a promise the weakening versions
    effective: datetime | None  # when the upcoming version takes effect; None: in force
    basis: Basis | None  # of the permission in the version asked about; None for a promise
    compare_from: int | None  # the oldest version that data of this person was collected under; None: not known
    data: tuple[str, ...]  # the categories of the open records it touches
    records: tuple[int, ...]  # those records' ids


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOwed(_About):
    """Something that the person is to be told of and need not answer."""

    policy: str
    version: int  # settled by `told` with this version or a later one
    kind: str  # `permission` (used by law) or `promise` (weakened)
    subject_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(_About):
    """One answer of a person, and whether it still stands."""

    policy: str
    kind: str  # `permission` or `promise`
    subject_of: str
    edition: int | None  # None: all of it
    answer: AnswerKind
    at: datetime
    version: int
    sequence: int
    stands: bool  # no later answer replaced it, its edition is in force or upcoming, and it has not lapsed
    lapses_at: datetime | None = None  # of a consent given: from here on it counts as no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundWording:
    """A wording of a promise that binds toward a person's data."""

    policy: str
    promise: str
    version: int  # the version whose wording it is
    text: str  # in the prevailing language
    clause: str | None
    in_force: bool
    weakened_by: int | None  # the version that weakened it, without effect toward this data


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the feed for products that keep their own copy."""

    sequence: int
    kind: str  # `record`, `close`, `version`, `version_withdrawn`, or an EventKind
    subject: str | None  # None: of a version, or the subject was erased
    policy: str
    detail: Mapping[str, str | int | None]
    recorded_at: datetime


class Selected(NamedTuple):
    """One open record and what a request for it comes to; what tells the record from others is read of it at once."""

    record: CollectionRecord
    verdict: Verdict

    @property
    def id(self) -> int:
        """The record's place in the ledger."""
        return self.record.id

    @property
    def subject(self) -> str:
        """Whose it is."""
        return self.record.subject

    @property
    def data(self) -> str:
        """Its category."""
        return self.record.data

    @property
    def item(self) -> str | None:
        """The product's own id for it."""
        return self.record.item


class UnknownName(NamedTuple):
    """A name in a request that is not known here, mistyped as a rule: the answer is about nothing that there is."""

    field: str  # the request's: `data`, `use`, `recipient` or `policy`
    name: str
    message: str  # one line that says so, with what may have been meant
    nearest: tuple[str, ...]  # known names that are written like it

    def to_dict(self) -> dict[str, object]:
        """As plain JSON values."""
        return {"field": self.field, "name": self.name, "message": self.message, "nearest": list(self.nearest)}


class Decision(NamedTuple):
    """The gate's answer, with all it rests on."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    request: Request
    policy: str | None
    at: datetime | None  # None where not even the time could be had
    version: int | None = None  # the version in force
    permission: str | None = None  # id within the policy
    clause: str | None = None
    asks: tuple[Ask, ...] = ()  # which a `given` would unblock it
    notices: tuple[NoticeOwed, ...] = ()
    events: tuple[int, ...] = ()  # the entries of the ledger it rests on
    id: str | None = None  # the request's correlation id
    unknown: tuple[UnknownName, ...] = ()  # names in the request that are not known here; never of what is allowed

    @property
    def allowed(self) -> bool:
        """Whether the data may be used so."""
        return self.verdict is Verdict.ALLOWED

    def __bool__(self) -> bool:
        """As `allowed`, so that `if gate.check(…):` means what it says."""
        return self.verdict is Verdict.ALLOWED

    def to_dict(self) -> dict[str, object]:
        """The decision as plain JSON values."""
        return {
            "verdict": self.verdict.value,
            "allowed": self.allowed,
            "reasons": [reason.value for reason in self.reasons],
            "request": {"data": self.request.data, "use": self.request.use, "recipient": self.request.recipient},
            "policy": self.policy,
            "version": self.version,
            "permission": self.permission,
            "clause": self.clause,
            "at": None if self.at is None else self.at.isoformat(),
            "asks": [ask_to_dict(ask) for ask in self.asks],
            "notices": [notice_to_dict(notice) for notice in self.notices],
            "events": list(self.events),
            "id": self.id,
            "unknown": [one.to_dict() for one in self.unknown],
        }


class Answered(dict[str, Outcome]):
    """For each ask what became of its answer; `events` are the ledger's entries."""

    def __init__(self, outcomes: Mapping[str, Outcome], events: tuple[int, ...] = ()) -> None:
        super().__init__(outcomes)
        self.events = events


def ask_id(policy: str, subject_of: str, editions: Sequence[int]) -> str:
    """The id of an ask: the same for the same permission and editions, everywhere and always."""
    return f"{policy}/{subject_of}@{'+'.join(map(str, editions))}"


def ask_to_dict(ask: Ask) -> dict[str, object]:
    """An ask as plain JSON values."""
    return {
        "id": ask.id,
        "policy": ask.policy,
        "kind": ask.kind,
        ask.kind: ask.subject_of,
        "editions": list(ask.editions),
        "effective": None if ask.effective is None else ask.effective.isoformat(),
        "basis": None if ask.basis is None else ask.basis.value,
        "compare_from": ask.compare_from,
        "data": list(ask.data),
        "records": list(ask.records),
    }


def notice_to_dict(notice: NoticeOwed) -> dict[str, object]:
    """A notice as plain JSON values."""
    return {"policy": notice.policy, "version": notice.version, "kind": notice.kind, notice.kind: notice.subject_of}


__all__ = [
    "SELF",
    "UNKNOWN",
    "Answer",
    "AnswerKind",
    "Answered",
    "Ask",
    "BoundWording",
    "Change",
    "Choice",
    "CollectionRecord",
    "ConsentEvent",
    "Decision",
    "EventKind",
    "NoticeOwed",
    "Outcome",
    "Page",
    "Reason",
    "Request",
    "Selected",
    "Shown",
    "Unknown",
    "UnknownName",
    "Verdict",
    "ask_id",
    "ask_to_dict",
    "notice_to_dict",
]
