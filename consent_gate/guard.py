"""Refusing in a product: a decorator that checks before a function runs, and the refusal as RFC 9457 problem details.

The refusal says what would unblock it. How it is sent over HTTP is told in `asgi`.
"""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from consent_gate.errors import ArgumentError, ConsentGateError
from consent_gate.gate import Gate
from consent_gate.model import Decision, Reason, Request, Verdict, ask_to_dict
from policy_versions.model import SELF

P = ParamSpec("P")
R = TypeVar("R")
Chosen = str | Callable[[Mapping[str, Any]], str | None] | None
"""The name of the argument that holds it, or a function of all arguments by name."""

CONFLICT, FORBIDDEN, UNAVAILABLE = 409, 403, 503
MEDIA_TYPE = "application/problem+json"

_TITLES = {
    Verdict.CONSENT_REQUIRED: "The person must be asked first",
    Verdict.DECLINED: "The person has declined",
    Verdict.EXPIRED: "The data has been kept past its time",
    Verdict.NOT_PERMITTED: "The policy does not permit this use",
}


class NotAllowedError(ConsentGateError):
    """The gate did not allow the use; `decision` says why."""

    def __init__(self, decision: Decision) -> None:
        told = [one.message for one in decision.unknown]
        super().__init__(f"the use is not allowed: {decision.verdict}", hint="; ".join([", ".join(decision.reasons), *told]))
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal as RFC 9457 problem details."""

    status: int
    body: Mapping[str, Any]


def problem(decision: Decision, answer_at: str | None = None) -> Problem:
    """The problem details of a decision that is not `allowed`.

    409 where the person may be asked, with the asks and where to answer; 503 where the answer could not be found; else 403.

    Args:
        decision: what the gate said.
        answer_at: the address of the page where the person can answer.
    """
    failed = Reason.UNAVAILABLE in decision.reasons
    status = UNAVAILABLE if failed else CONFLICT if decision.verdict is Verdict.CONSENT_REQUIRED else FORBIDDEN
    told = [one.message for one in decision.unknown]
    body: dict[str, Any] = {
        "type": f"urn:reconsent:{'unavailable' if failed else decision.verdict.value}",
        "title": "The gate cannot answer now" if failed else _TITLES[decision.verdict],
        "status": status,
        "detail": "; ".join([", ".join(reason.value.replace("_", " ") for reason in decision.reasons), *told]),
        "verdict": decision.verdict.value,
        "reasons": [reason.value for reason in decision.reasons],
        "policy": decision.policy,
        "version": decision.version,
        "permission": decision.permission,
    }
    if status == CONFLICT:
        body["asks"] = [ask_to_dict(ask) for ask in decision.asks]
        if answer_at is not None:
            body["answer_at"] = answer_at
    return Problem(status, body)


def guarded(
    gate: Gate,
    *,
    use: str,
    data: str,
    subject: Chosen = "subject",
    item: Chosen = None,
    recipient: str = SELF,
    policy: str | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check before the function runs, each time; works for plain functions and coroutines.

    Args:
        gate: the gate.
        use: what the function uses the data for.
        data: the category it uses.
        subject: the argument that holds the person's id, or a function of the arguments by name.
        item: the same for the datum; None: all of the person's data.
        recipient: who gets it.
        policy: None: the only one there is.

    Raises:
        NotAllowedError: raised by the function instead of running, where the use is not allowed.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        def request(*args: P.args, **kwargs: P.kwargs) -> Request:
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            named = given.arguments
            return Request(
                subject=_chosen("subject", subject, named),
                use=use,
                data=data,
                recipient=recipient,
                item=_chosen("item", item, named),
                policy=policy,
            )

        if inspect.iscoroutinefunction(function):
            awaited: Callable[P, Awaitable[Any]] = function

            @functools.wraps(function)
            async def later(*args: P.args, **kwargs: P.kwargs) -> Any:
                require(await asyncio.to_thread(gate.ask, request(*args, **kwargs)))
                return await awaited(*args, **kwargs)

            return later  # type: ignore[return-value]

        @functools.wraps(function)
        def now(*args: P.args, **kwargs: P.kwargs) -> R:
            require(gate.ask(request(*args, **kwargs)))
            return function(*args, **kwargs)

        return now

    return decorate


def require(decision: Decision) -> Decision:
    """The decision, if it allows.

    Raises:
        NotAllowedError: it does not.
    """
    if not decision.allowed:
        raise NotAllowedError(decision)
    return decision


def _chosen(what: str, chosen: Chosen, arguments: Mapping[str, Any]) -> str | None:
    if chosen is None or callable(chosen):
        return chosen(arguments) if callable(chosen) else None
    if chosen not in arguments:
        raise ArgumentError(f"the function has no argument `{chosen}`", hint=f"name the one that holds the {what}, or give a function")
    found = arguments[chosen]
    return None if found is None else str(found)
