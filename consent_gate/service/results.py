"""What the product API gives, as models: the schemas of the description, which tests hold every answer to."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RecordOut(_Out):
    """A collection record."""

    id: int
    subject: str
    policy: str
    data: str
    item: str | None
    version: int | None
    collected_at: datetime | None
    recorded_at: datetime


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    hint: str = ""
    errors: list[dict[str, Any]] = []


class RecordManyOut(_Out):
    """What became of each row, in their order."""

    class Row(_Out):
        """One row."""

        record: RecordOut | None
        problem: Problem | None

    results: list[Row]
    recorded: int
    refused: int


class ClosedOut(_Out):
    """The records that are closed now: neither judged nor asked about."""

    closed: list[int]


class DueOut(_Out):
    """What is to be deleted among the records that were looked at."""

    records: list[RecordOut]
    next: int | None = Field(description="the `since` of the next call; null: that was all")


class AskOut(BaseModel):
    """One thing a person has to answer for."""

    model_config = ConfigDict(extra="allow")
    id: str
    policy: str
    kind: Literal["permission", "promise"]
    editions: list[int]
    effective: datetime | None
    basis: str | None
    compare_from: int | None
    data: list[str]
    records: list[int]


class NoticeOut(BaseModel):
    """Something a person is to be told of."""

    model_config = ConfigDict(extra="allow")
    policy: str
    version: int
    kind: Literal["permission", "promise"]


class UnknownNameOut(_Out):
    """A name in a request that is not known here, mistyped as a rule."""

    field: Literal["data", "use", "recipient", "policy"]
    name: str
    message: str
    nearest: list[str] = Field(description="known names that are written like it")


class DecisionOut(_Out):
    """The answer to a check, with all it rests on."""

    verdict: Literal["allowed", "consent_required", "declined", "expired", "not_permitted"]
    allowed: bool
    reasons: list[str]
    request: dict[str, str]
    policy: str | None
    version: int | None
    permission: str | None
    clause: str | None
    at: datetime | None
    asks: list[AskOut]
    notices: list[NoticeOut]
    events: list[int]
    id: str | None
    unknown: list[UnknownNameOut] = Field(description="names in the request that are not known here: look at these first")


class DecisionsOut(_Out):
    """The answers, in the order of the questions."""

    decisions: list[DecisionOut]


class PendingOut(_Out):
    """What is pending."""

    asks: list[AskOut]
    notices: list[NoticeOut]


class PromptOut(_Out):
    """A prompt: its link, and all that a product needs to draw it itself."""

    class MessageOut(_Out):
        """What the product's mailer sends."""

        subject: str
        text: str
        html: str

    token: str
    url: str
    expires: datetime
    due: bool = Field(description="whether it is time to ask: a week after the last time, three times at most")
    asks: list[AskOut]
    content: dict[str, Any] = Field(description="the words to show, with `digest` and `page` to send back")
    message: MessageOut


class AnsweredOut(_Out):
    """What became of each answer."""

    outcomes: dict[str, Literal["recorded", "stale", "not_pending"]]
    events: list[int]


class EventOut(_Out):
    """The event's place in the ledger; of a withdrawal its receipt's number."""

    event: int


class ChoiceOut(BaseModel):
    """One answer of a person."""

    model_config = ConfigDict(extra="allow")
    policy: str
    kind: Literal["permission", "promise"]
    edition: int | None = Field(description="null: all of it")
    answer: Literal["given", "refused", "withdrawn"]
    at: datetime
    version: int
    sequence: int
    stands: bool
    lapses_at: datetime | None


class ChoicesOut(_Out):
    """Every answer of a person so far, in ledger order."""

    choices: list[ChoiceOut]


class WordingOut(_Out):
    """A wording of a promise that binds toward a person's data."""

    policy: str
    promise: str
    version: int
    text: str
    clause: str | None
    in_force: bool
    weakened_by: int | None


class BoundOut(_Out):
    """All of them, the one in force first."""

    wordings: list[WordingOut]


class LinkedOut(_Out):
    """The two ids are one person's."""

    linked: Literal[True]


class ErasedOut(_Out):
    """How many ids the person had; 0: the ledger knows nobody of that id."""

    erased: int


class ChangeOut(_Out):
    """One entry of the feed."""

    sequence: int
    kind: str
    subject: str | None
    policy: str
    detail: dict[str, str | int | None]
    recorded_at: datetime


class ChangesOut(_Out):
    """The entries after `since`, in order."""

    changes: list[ChangeOut]
    next: int = Field(description="the `since` of the next call")
