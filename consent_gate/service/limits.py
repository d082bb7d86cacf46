"""Bounds on what one client may send: bytes in a body, and requests a second.

Counted in each process; the same client gets through `workers` times as much at most. Behind a proxy, uvicorn must be
told whom to trust for the client's address (`--forwarded-allow-ips`).
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MOST_CLIENTS = 50_000

Refuse = Callable[[Request, int], Awaitable[Response]]
"""Makes the answer to a request that is refused, with a status of 413 or 429."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A steady rate with room for bursts."""

    per_second: float
    burst: int


class _TooLargeError(Exception):
    """A body went past the cap while it was read."""


class Limits:
    """Refuses bodies past a size (413) and clients past a rate (429)."""

    def __init__(self, app: ASGIApp, *, body: int, rate: Rate | None, refuse: Refuse, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.body = body
        self.rate = rate
        self.refuse = refuse
        self.clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it is over a bound."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if not self._may(request):
            response = await self.refuse(request, 429)
            response.headers["retry-after"] = "60"
            await response(scope, receive, send)
            return
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.body:
            await (await self.refuse(request, 413))(scope, receive, send)
            return
        await self._bounded(request, receive, send)

    async def _bounded(self, request: Request, receive: Receive, send: Send) -> None:
        read = 0
        started = False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.body:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(request.scope, counted, noted)
        except _TooLargeError:
            if not started:
                await (await self.refuse(request, 413))(request.scope, receive, send)

    def _may(self, request: Request) -> bool:
        """Whether the client has a request left; takes it."""
        if self.rate is None:
            return True
        client = request.client.host if request.client else ""
        now = self.clock()
        if len(self._left) > _MOST_CLIENTS:
            self._left.clear()
        left, at = self._left.get(client, (float(self.rate.burst), now))
        left = min(float(self.rate.burst), left + (now - at) * self.rate.per_second)
        self._left[client] = (max(left - 1, 0.0), now)
        return left >= 1
