"""What each call of the product API does with the gate: a checked body in, plain values out.

One table names them all; the application serves it and the description is written from it. HTTP is `product`'s business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from consent_gate.model import UNKNOWN, Answered, CollectionRecord, Request, Unknown, ask_to_dict, notice_to_dict
from consent_gate.prompts.own_ui import answer_own_ui
from consent_gate.service import bodies
from consent_gate.service.keyring import Scope
from consent_gate.service.replies import problem_of
from policy_versions.model import Actor

if TYPE_CHECKING:
    from consent_gate.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as the functions below get it."""

    gate: "Gate"
    key: str | None  # idempotency key, already the caller's own
    public_url: str
    return_hosts: tuple[str, ...]


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
    status: int = 200
    writes: bool = False  # whether an idempotency key means anything
    quick: bool = False  # a single read, which on SQLite takes less time than handing it to a thread


def record(call: Call, body: bodies.RecordBody) -> Mapping[str, Any]:
    """Record one datum."""
    return _record_to_dict(call.gate.record(**_row(body), key=call.key))


def record_many(call: Call, body: bodies.RecordManyBody) -> Mapping[str, Any]:
    """Record many; a row that cannot be recorded is set aside and told, the others are recorded."""
    made: list[CollectionRecord | None] = []
    done = call.gate.record_many((_row(one) for one in body.records), key=call.key, each=lambda batch: made.extend(batch.records()))
    results: list[dict[str, Any]] = [{"record": one and _record_to_dict(one), "problem": None} for one in made]
    for row in done.set_aside:
        results[row.place]["problem"] = problem_of(row.error)
    return {"results": results, "recorded": done.recorded, "refused": len(done.set_aside)}


def check(call: Call, body: bodies.CheckBody) -> Mapping[str, Any]:
    """Decide one request."""
    return call.gate.ask(_request(body)).to_dict()


def check_many(call: Call, body: bodies.CheckManyBody) -> Mapping[str, Any]:
    """Decide many requests."""
    return {"decisions": [decision.to_dict() for decision in call.gate.check_many([_request(one) for one in body.requests])]}


def pending(call: Call, body: bodies.PendingBody) -> Mapping[str, Any]:
    """Tell what is pending for one person."""
    return {
        "asks": [ask_to_dict(ask) for ask in call.gate.pending(body.subject)],
        "notices": [notice_to_dict(notice) for notice in call.gate.notices(body.subject)],
    }


def prompts(call: Call, body: bodies.PromptBody) -> Mapping[str, Any]:
    """Make a prompt."""
    made = call.gate.prompt(
        body.subject, language=body.language, return_to=body.return_to, public_url=call.public_url, return_hosts=call.return_hosts
    )
    message = made.message()
    return {
        "token": made.token,
        "url": made.url,
        "expires": _time(made.expires),
        "due": made.reminder.due,
        "asks": [ask_to_dict(ask) for ask in made.asks],
        "content": dict(made.json),
        "message": {"subject": message.subject, "text": message.text, "html": message.html},
    }


def page_answers(call: Call, body: bodies.PageAnswersBody) -> Mapping[str, Any]:
    """Take answers to a prompt that the product drew."""
    return _answered(answer_own_ui(call.gate, body.page, dict(body.answers), digest=body.digest, actor=_actor(body.actor), key=call.key))


def answers(call: Call, body: bodies.AnswersBody) -> Mapping[str, Any]:
    """Take answers that came another way."""
    return _answered(call.gate.answer(body.subject, dict(body.answers), method=body.method, actor=_actor(body.actor), key=call.key))


def withdrawals(call: Call, body: bodies.WithdrawalBody) -> Mapping[str, Any]:
    """Take consent back."""
    event = call.gate.withdraw(
        body.subject, body.permission, policy=body.policy, method=body.method, actor=_actor(body.actor), key=call.key
    )
    return {"event": event}


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
            "recorded_at": _time(one.recorded_at),
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
        reply=bodies.RecordOut,
        run=record,
        writes=True,
    ),
    Operation(
        path="/v1/records/many",
        name="recordMany",
        scope=Scope.RECORD,
        summary="Record up to a thousand data; rows that cannot be recorded are told and set aside",
        body=bodies.RecordManyBody,
        reply=bodies.RecordManyOut,
        run=record_many,
        writes=True,
    ),
    Operation(
        path="/v1/check",
        name="check",
        scope=Scope.CHECK,
        summary="May this datum be used for this purpose, now?",
        body=bodies.CheckBody,
        reply=bodies.DecisionOut,
        run=check,
        quick=True,
    ),
    Operation(
        path="/v1/check/many",
        name="checkMany",
        scope=Scope.CHECK,
        summary="The same for up to a thousand requests",
        body=bodies.CheckManyBody,
        reply=bodies.DecisionsOut,
        run=check_many,
    ),
    Operation(
        path="/v1/pending",
        name="pending",
        scope=Scope.ASK,
        summary="What a person has to answer for, and is to be told of",
        body=bodies.PendingBody,
        reply=bodies.PendingOut,
        run=pending,
    ),
    Operation(
        path="/v1/prompts",
        name="prompt",
        scope=Scope.ASK,
        summary="Make a prompt: a link, a message to send, and the words for a product that draws it itself",
        body=bodies.PromptBody,
        reply=bodies.PromptOut,
        run=prompts,
    ),
    Operation(
        path="/v1/prompts/answers",
        name="answerPrompt",
        scope=Scope.ANSWER,
        summary="Answers to a prompt that the product drew itself",
        body=bodies.PageAnswersBody,
        reply=bodies.AnsweredOut,
        run=page_answers,
        writes=True,
    ),
    Operation(
        path="/v1/answers",
        name="answer",
        scope=Scope.ANSWER,
        summary="Answers that came another way, as by telephone",
        body=bodies.AnswersBody,
        reply=bodies.AnsweredOut,
        run=answers,
        writes=True,
    ),
    Operation(
        path="/v1/withdrawals",
        name="withdraw",
        scope=Scope.ANSWER,
        summary="Take consent back, or object",
        body=bodies.WithdrawalBody,
        reply=bodies.WithdrawnOut,
        run=withdrawals,
        writes=True,
    ),
)


def _row(body: bodies.RecordBody) -> dict[str, Any]:
    """The arguments of `Gate.record`, which are a row of `Gate.record_many` too."""
    return {name: _known(value) for name, value in body}


def _known(value: Any) -> Any:
    """`unknown` as the gate says it."""
    said: Unknown = UNKNOWN
    return said if value == "unknown" else value


def _record_to_dict(made: CollectionRecord) -> dict[str, Any]:
    return {
        "id": made.id,
        "subject": made.subject,
        "policy": made.policy,
        "data": made.data,
        "item": made.item,
        "version": made.version,
        "collected_at": None if made.collected_at is None else _time(made.collected_at),
        "recorded_at": _time(made.recorded_at),
    }


def _request(body: bodies.CheckBody) -> Request:
    return Request(
        subject=body.subject,
        use=body.use,
        data=body.data,
        recipient=body.recipient,
        item=body.item,
        policy=body.policy,
        at=body.at,
        id=body.id,
    )


def _answered(done: Answered) -> Mapping[str, Any]:
    return {"outcomes": {ask: outcome.value for ask, outcome in done.items()}, "events": list(done.events)}


def _actor(actor: bodies.Actor | None) -> Actor | None:
    return None if actor is None else Actor(actor.id)


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
