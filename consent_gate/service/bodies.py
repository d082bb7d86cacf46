"""What the product API takes, as models: checked on the way in, the schemas of the description. What it gives stands in `results`.

People are named in bodies only, never in addresses: those end up in logs. Nothing is guessed: a number is no text, and a
time is written out with its offset, since a number could be seconds, milliseconds or a date.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from consent_gate.arguments import LONGEST
from consent_gate.model import UNKNOWN, Unknown

MOST = 1_000
"""Entries of one body that takes many."""

MOST_VERSIONS = 1_000_000

Id = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]+$")]
Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*$")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Place = Annotated[int, Field(ge=0, lt=10**18)]
Number = Annotated[int, Field(ge=1, le=MOST_VERSIONS)]
Method = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="as phone, paper, mail")]


def _moment(said: object) -> datetime:
    if isinstance(said, str):
        with suppress(ValueError, OverflowError):  # it is no time, or lies outside of the calendar
            moment = datetime.fromisoformat(said.upper())
            if moment.tzinfo is not None:
                moment.astimezone(UTC)  # which not every time has
                return moment
    raise PydanticCustomError("time", "a time is written out with its offset, as 2027-03-01T09:00:00Z")


def _moment_or_unknown(said: object) -> datetime | Unknown:
    return UNKNOWN if said == "unknown" else _moment(said)


def _number_or_unknown(said: object) -> int | Unknown:
    if said == "unknown":
        return UNKNOWN
    if type(said) is not int or not 1 <= said <= MOST_VERSIONS:
        raise PydanticCustomError("version", "a version is its number, or `unknown`")
    return said


Time = Annotated[datetime, PlainValidator(_moment, json_schema_input_type=AwareDatetime)]
CollectedAt = Annotated[datetime | Unknown, PlainValidator(_moment_or_unknown, json_schema_input_type=AwareDatetime | Literal["unknown"])]
CollectedUnder = Annotated[int | Unknown, PlainValidator(_number_or_unknown, json_schema_input_type=Number | Literal["unknown"])]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Actor(_In):
    """Who entered an answer for the person."""

    id: Name


class RecordBody(_In):
    """A datum that was collected."""

    subject: Id
    data: Key
    item: Id | None = None
    policy: Name | None = None
    collected_at: CollectedAt | None = Field(default=None, description="left out: now")
    version: CollectedUnder | None = Field(default=None, description="left out: the one in force then")
    fresh: bool = False


class RecordManyBody(_In):
    """Data that were collected."""

    records: Annotated[list[RecordBody], Field(min_length=1, max_length=MOST)]


class DerivedBody(_In):
    """A datum that was made from others of the same person."""

    subject: Id
    origins: Annotated[list[Place], Field(min_length=1, max_length=100, description="the `id` of each record it was made from")]
    data: Key
    item: Id | None = None
    fresh: bool = False


class DeletionBody(_In):
    """A datum that the product deleted."""

    subject: Id
    item: Id | None = Field(description="null: what was recorded without an item")
    policy: Name | None = None


class DueBody(_In):
    """What is to be deleted by when."""

    policy: Name | None = None
    at: Time | None = Field(default=None, description="left out: now; may be later")
    since: Place = Field(default=0, description="the `next` of the call before")


class CheckBody(_In):
    """May this datum be used for this purpose?"""

    subject: Id
    use: Key
    data: Key
    recipient: Name = "self"
    item: Id | None = None
    policy: Name | None = None
    at: Time | None = Field(default=None, description="left out: now; earlier: replayed as the ledger knew it then")
    id: Name | None = Field(default=None, description="the caller's own correlation id")


class CheckManyBody(_In):
    """Many such questions."""

    requests: Annotated[list[CheckBody], Field(min_length=1, max_length=MOST)]


class BoundBody(_In):
    """Which promise, toward whom."""

    subject: Id
    promise: Name = Field(description="as no-insurers or privacy/no-insurers")
    item: Id | None = Field(default=None, description="left out: all that is recorded of the person")
    policy: Name | None = None


class PersonBody(_In):
    """Whom it is about."""

    subject: Id


class PromptBody(_In):
    """Whom to ask, in which language, and where the page leads back to."""

    subject: Id
    language: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None = None
    return_to: Annotated[str, Field(max_length=500)] | None = None
    answered_by: Id | None = Field(default=None, description="who gets the link and answers for the person, as a parent for a child")


class PageAnswersBody(_In):
    """Answers to a prompt that the product drew itself."""

    page: Annotated[str, Field(min_length=1, max_length=4_000)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    answers: Annotated[dict[Name, Literal["given", "refused", "deferred"]], Field(min_length=1, max_length=100)]
    actor: Actor | None = None


class AnswersBody(_In):
    """Answers that came another way: by telephone, on paper."""

    subject: Id
    answers: Annotated[dict[Name, Literal["given", "refused", "deferred"]], Field(min_length=1, max_length=100)]
    method: Method
    actor: Actor | None = None


class WithdrawalBody(_In):
    """Consent taken back, or an objection."""

    subject: Id
    permission: Name = Field(description="as partner-ads or privacy/partner-ads; a promise's id takes back agreement to its weakening")
    policy: Name | None = None
    method: Method
    actor: Actor | None = None


class ToldBody(_In):
    """That a person was told of what changed."""

    subject: Id
    version: Number = Field(description="settles the notices owed for it and for those before")
    method: Method
    policy: Name | None = None
    actor: Actor | None = None


class LinkBody(_In):
    """Two ids of one person."""

    subject: Id
    other: Id
