"""What the product API takes and gives, as models: checked on the way in, the description's schemas on the way out.

People are named in bodies only, never in addresses: those end up in logs.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MOST = 1_000
"""Entries of one body that takes many."""

Id = Annotated[str, Field(min_length=1, max_length=512, pattern=r"^[^\x00]+$")]
Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*$")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Number = Annotated[int, Field(ge=1, le=1_000_000)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Actor(_In):
    """Who entered an answer for the person."""

    id: Name


class RecordBody(_In):
    """A datum that was collected."""

    subject: Id
    data: Key
    item: Id | None = None
    policy: Name | None = None
    collected_at: AwareDatetime | Literal["unknown"] | None = Field(default=None, description="left out: now")
    version: Number | Literal["unknown"] | None = Field(default=None, description="left out: the one in force then")
    fresh: bool = False


class RecordManyBody(_In):
    """Data that were collected."""

    records: Annotated[list[RecordBody], Field(min_length=1, max_length=MOST)]


class CheckBody(_In):
    """May this datum be used for this purpose?"""

    subject: Id
    use: Key
    data: Key
    recipient: Name = "self"
    item: Id | None = None
    policy: Name | None = None
    at: AwareDatetime | None = Field(default=None, description="left out: now; earlier: replayed as the ledger knew it then")
    id: Name | None = Field(default=None, description="the caller's own correlation id")


class CheckManyBody(_In):
    """Many such questions."""

    requests: Annotated[list[CheckBody], Field(min_length=1, max_length=MOST)]


class PendingBody(_In):
    """Whose asks."""

    subject: Id


class PromptBody(_In):
    """Whom to ask, in which language, and where the page leads back to."""

    subject: Id
    language: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None = None
    return_to: Annotated[str, Field(max_length=500)] | None = None


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
    method: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="as phone, paper, mail")]
    actor: Actor | None = None


class WithdrawalBody(_In):
    """Consent taken back, or an objection."""

    subject: Id
    permission: Name = Field(description="as partner-ads or privacy/partner-ads; a promise's id takes back agreement to its weakening")
    policy: Name | None = None
    method: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    actor: Actor | None = None


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


class WithdrawnOut(_Out):
    """The withdrawal's place in the ledger, its receipt's number."""

    event: int


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
