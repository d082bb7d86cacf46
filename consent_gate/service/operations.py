"""The calls of the product API, one table: the application serves it, the description is written from it, metrics count by it.

What each does with the gate stands in `data_calls` and `person_calls`; HTTP is `product`'s business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from consent_gate.service import bodies, data_calls, person_calls, results
from consent_gate.service.call import Call, written
from consent_gate.service.keyring import Scope

if TYPE_CHECKING:
    from consent_gate.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call of the API."""

    path: str
    name: str
    scope: Scope
    summary: str
    body: type[BaseModel]
    reply: type[BaseModel]
    run: Callable[[Call, Any], Mapping[str, Any]]
    writes: bool = False  # whether an idempotency key means anything
    quick: bool = False  # a single read, which on SQLite takes less time than handing it to a thread


def changes(gate: "Gate", since: int, limit: int) -> Mapping[str, Any]:
    """The feed after a place."""
    found = gate.changes(since, limit)
    told = [
        {
            "sequence": one.sequence,
            "kind": one.kind,
            "subject": one.subject,
            "policy": one.policy,
            "detail": dict(one.detail),
            "recorded_at": written(one.recorded_at),
        }
        for one in found
    ]
    return {"changes": told, "next": found[-1].sequence if found else since}


OPERATIONS = (
    Operation(
        path="/v1/records",
        name="record",
        scope=Scope.RECORD,
        summary="Record that a datum was collected",
        body=bodies.RecordBody,
        reply=results.RecordOut,
        run=data_calls.record,
        writes=True,
    ),
    Operation(
        path="/v1/records/many",
        name="recordMany",
        scope=Scope.RECORD,
        summary="Record up to a thousand data; rows that cannot be recorded are told and set aside",
        body=bodies.RecordManyBody,
        reply=results.RecordManyOut,
        run=data_calls.record_many,
        writes=True,
    ),
    Operation(
        path="/v1/records/derived",
        name="derive",
        scope=Scope.RECORD,
        summary="Record that a datum was made from others, whose oldest version and time it takes",
        body=bodies.DerivedBody,
        reply=results.RecordOut,
        run=data_calls.derive,
        writes=True,
    ),
    Operation(
        path="/v1/deletions",
        name="delete",
        scope=Scope.DELETE,
        summary="Say that an item was deleted: it is neither judged nor asked about any more",
        body=bodies.DeletionBody,
        reply=results.ClosedOut,
        run=data_calls.delete,
        writes=True,
    ),
    Operation(
        path="/v1/due",
        name="due",
        scope=Scope.DUE,
        summary="What is past its time and nothing allows any more, of all people, part by part",
        body=bodies.DueBody,
        reply=results.DueOut,
        run=data_calls.due,
    ),
    Operation(
        path="/v1/check",
        name="check",
        scope=Scope.CHECK,
        summary="May this datum be used for this purpose, now?",
        body=bodies.CheckBody,
        reply=results.DecisionOut,
        run=data_calls.check,
        quick=True,
    ),
    Operation(
        path="/v1/check/many",
        name="checkMany",
        scope=Scope.CHECK,
        summary="The same for up to a thousand requests",
        body=bodies.CheckManyBody,
        reply=results.DecisionsOut,
        run=data_calls.check_many,
    ),
    Operation(
        path="/v1/bound",
        name="bound",
        scope=Scope.CHECK,
        summary="Every wording of a promise that binds toward a person's data",
        body=bodies.BoundBody,
        reply=results.BoundOut,
        run=data_calls.bound,
    ),
    Operation(
        path="/v1/pending",
        name="pending",
        scope=Scope.ASK,
        summary="What a person has to answer for, and is to be told of",
        body=bodies.PersonBody,
        reply=results.PendingOut,
        run=person_calls.pending,
    ),
    Operation(
        path="/v1/prompts",
        name="prompt",
        scope=Scope.ASK,
        summary="Make a prompt: a link, a message to send, and the words for a product that draws it itself",
        body=bodies.PromptBody,
        reply=results.PromptOut,
        run=person_calls.prompts,
        writes=True,
    ),
    Operation(
        path="/v1/prompts/answers",
        name="answerPrompt",
        scope=Scope.ANSWER,
        summary="Answers to a prompt that the product drew itself",
        body=bodies.PageAnswersBody,
        reply=results.AnsweredOut,
        run=person_calls.page_answers,
        writes=True,
    ),
    Operation(
        path="/v1/answers",
        name="answer",
        scope=Scope.ANSWER,
        summary="Answers that came another way, as by telephone",
        body=bodies.AnswersBody,
        reply=results.AnsweredOut,
        run=person_calls.answers,
        writes=True,
    ),
    Operation(
        path="/v1/withdrawals",
        name="withdraw",
        scope=Scope.ANSWER,
        summary="Take consent back, or object",
        body=bodies.WithdrawalBody,
        reply=results.EventOut,
        run=person_calls.withdrawals,
        writes=True,
    ),
    Operation(
        path="/v1/told",
        name="told",
        scope=Scope.ANSWER,
        summary="Say that a person was told of what changed and need not be asked",
        body=bodies.ToldBody,
        reply=results.EventOut,
        run=person_calls.told,
        writes=True,
    ),
    Operation(
        path="/v1/choices",
        name="choices",
        scope=Scope.ASK,
        summary="Every answer of a person so far, and whether it stands",
        body=bodies.PersonBody,
        reply=results.ChoicesOut,
        run=person_calls.choices,
    ),
    Operation(
        path="/v1/links",
        name="link",
        scope=Scope.LINK,
        summary="Two ids are one person's: the stricter answers become both's, for good",
        body=bodies.LinkBody,
        reply=results.LinkedOut,
        run=person_calls.link,
        writes=True,
    ),
    Operation(
        path="/v1/erasures",
        name="erase",
        scope=Scope.ERASE,
        summary="Erase a person and all ids linked to it, for good",
        body=bodies.PersonBody,
        reply=results.ErasedOut,
        run=person_calls.erase,
        writes=True,
    ),
)
