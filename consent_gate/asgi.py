"""An ASGI middleware that refuses with problem details; plain ASGI, so that it fits any framework.

Before a request goes on, `requires` says what the gate must allow for it. Besides, a `NotAllowedError` that the
application lets out (see `guard`) becomes the same answer, as long as nothing was sent yet.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from consent_gate.errors import ArgumentError, ConsentGateError, PolicyUnclearError
from consent_gate.gate import Gate
from consent_gate.guard import MEDIA_TYPE, UNAVAILABLE, NotAllowedError, Problem, problem
from consent_gate.model import Decision, Request, Verdict
from consent_gate.prompts.tokens import Kind, Tokens

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
POLICY_VIOLATION = 1008
"""The code that a WebSocket is closed with (RFC 6455)."""
BAD_REQUEST, SERVER_ERROR = 400, 500
DECISION = "reconsent.decision"
"""Where the scope holds the decision that let a request through."""


class GateMiddleware:
    """Wraps an ASGI application."""

    def __init__(
        self,
        app: App,
        gate: Gate,
        *,
        requires: Callable[[Scope], Request | None] | None = None,
        answer_at: Callable[[Request], str | None] | None = None,
        public_url: str | None = None,
    ) -> None:
        """Wrap `app`.

        Args:
            app: the application.
            gate: the gate.
            requires: what the gate must allow for a request or a WebSocket (with its subject); None: nothing.
            answer_at: the address where the person can answer; by default a prompt's link.
            public_url: what browsers call the prompt pages; None: what the gate was opened with.
        """
        self.app, self.gate = app, gate
        self._requires = requires
        self._public_url = (public_url or gate.public_url).rstrip("/")
        self._answer_at = answer_at or self._prompt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it; a WebSocket is asked about as a request is, and refused before it opens."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        wanted = self._requires(scope) if self._requires else None
        if wanted is not None:
            try:
                decision = await asyncio.to_thread(self.gate.ask, wanted)
            except PolicyUnclearError:
                raise
            except ArgumentError as error:  # whoever sent the request chose an id that none can have
                await self._sent(_no_request(error), scope, send)
                return
            if not decision.allowed:
                await self._refuse(decision, scope, send)
                return
            scope[DECISION] = decision
        await self._watched(scope, receive, send)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False
        held: list[MutableMapping[str, Any]] = []  # frameworks answer 500 to what an endpoint raises, and only then let it out

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            if held or (message["type"] == "http.response.start" and message["status"] == SERVER_ERROR):
                held.append(message)
                return
            begun = begun or message["type"] in ("http.response.start", "websocket.accept")
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except NotAllowedError as refused:
            if begun:
                raise
            held.clear()
            await self._refuse(refused.decision, scope, send)
        finally:
            for message in held:
                await send(message)

    async def _refuse(self, decision: Decision, scope: Scope, send: Send) -> None:
        asking = decision.verdict is Verdict.CONSENT_REQUIRED and scope["type"] == "http"
        where = await asyncio.to_thread(self._where, decision) if asking else None
        await self._sent(problem(decision, where), scope, send)

    @staticmethod
    async def _sent(refusal: Problem, scope: Scope, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})  # before it is accepted: the server answers 403
        else:
            await _send(refusal, send)

    def _where(self, decision: Decision) -> str | None:
        try:
            return self._answer_at(decision.request)
        except ConsentGateError:
            return None  # the refusal stands without it

    def _prompt(self, request: Request) -> str | None:
        """A link that opens what is pending for the person; unlike `Gate.prompt`, it does not count as having asked them."""
        if not request.subject:
            return None
        ledger = self.gate.ledger
        token = Tokens(ledger.keys.token).issue(Kind.PROMPT, ledger.ensure_subject(request.subject), now=ledger.now())
        return f"{self._public_url}/p/{token}"


def _no_request(error: ArgumentError) -> Problem:
    """What is asked about cannot be."""
    return Problem(
        BAD_REQUEST, {"type": "urn:reconsent:argument", "title": "The request names what cannot be", "status": 400, "detail": str(error)}
    )


async def _send(refusal: Problem, send: Send) -> None:
    body = json.dumps(refusal.body, ensure_ascii=False).encode()
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    if refusal.status == UNAVAILABLE:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
