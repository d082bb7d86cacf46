"""What the calls about a person do: what to ask them, what they answered, which ids are theirs, and that they go."""

from collections.abc import Mapping
from typing import Any

from consent_gate.model import Answered, Choice, ask_to_dict, notice_to_dict
from consent_gate.prompts.own_ui import answer_own_ui
from consent_gate.service import bodies
from consent_gate.service.call import Call, actor_of, written


def pending(call: Call, body: bodies.PersonBody) -> Mapping[str, Any]:
    """Tell what is pending for one person."""
    return {
        "asks": [ask_to_dict(ask) for ask in call.gate.pending(body.subject)],
        "notices": [notice_to_dict(notice) for notice in call.gate.notices(body.subject)],
    }


def prompts(call: Call, body: bodies.PromptBody) -> Mapping[str, Any]:
    """Make a prompt."""
    made = call.gate.prompt(
        body.subject,
        language=body.language,
        return_to=body.return_to,
        answered_by=body.answered_by,
        public_url=call.public_url,
        return_hosts=call.return_hosts,
        key=call.key,
    )
    message = made.message()
    return {
        "token": made.token,
        "url": made.url,
        "expires": written(made.expires),
        "due": made.reminder.due,
        "asks": [ask_to_dict(ask) for ask in made.asks],
        "content": dict(made.json),
        "message": {"subject": message.subject, "text": message.text, "html": message.html},
    }


def page_answers(call: Call, body: bodies.PageAnswersBody) -> Mapping[str, Any]:
    """Take answers to a prompt that the product drew."""
    return _answered(answer_own_ui(call.gate, body.page, dict(body.answers), digest=body.digest, actor=actor_of(body.actor), key=call.key))


def answers(call: Call, body: bodies.AnswersBody) -> Mapping[str, Any]:
    """Take answers that came another way."""
    return _answered(call.gate.answer(body.subject, dict(body.answers), method=body.method, actor=actor_of(body.actor), key=call.key))


def _answered(done: Answered) -> Mapping[str, Any]:
    return {"outcomes": {ask: outcome.value for ask, outcome in done.items()}, "events": list(done.events)}


def withdrawals(call: Call, body: bodies.WithdrawalBody) -> Mapping[str, Any]:
    """Take consent back."""
    event = call.gate.withdraw(
        body.subject, body.permission, policy=body.policy, method=body.method, actor=actor_of(body.actor), key=call.key
    )
    return {"event": event}


def told(call: Call, body: bodies.ToldBody) -> Mapping[str, Any]:
    """Settle the notices that a person was told of."""
    event = call.gate.told(body.subject, body.version, body.method, policy=body.policy, actor=actor_of(body.actor), key=call.key)
    return {"event": event}


def choices(call: Call, body: bodies.PersonBody) -> Mapping[str, Any]:
    """Tell every answer of a person so far."""
    return {"choices": [_choice(one) for one in call.gate.choices(body.subject)]}


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "policy": choice.policy,
        "kind": choice.kind,
        choice.kind: choice.subject_of,
        "edition": choice.edition,
        "answer": choice.answer.value,
        "at": written(choice.at),
        "version": choice.version,
        "sequence": choice.sequence,
        "stands": choice.stands,
        "lapses_at": None if choice.lapses_at is None else written(choice.lapses_at),
    }


def link(call: Call, body: bodies.LinkBody) -> Mapping[str, Any]:
    """Make two ids one person's."""
    call.gate.link(body.subject, body.other, key=call.key)
    return {"linked": True}


def erase(call: Call, body: bodies.PersonBody) -> Mapping[str, Any]:
    """Erase a person."""
    return {"erased": call.gate.erase(body.subject, key=call.key)}
