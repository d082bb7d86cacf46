"""Measures every answer of an application, and serves the figures beside it where it is asked to.

What a request is counted under comes from a list of the application's own calls, never from the request.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consent_gate.errors import LedgerError
from consent_gate.ledger.tallies import Tallies
from consent_gate.service.metrics import MEDIA_TYPE, Metrics
from consent_gate.service.operations import OPERATIONS

if TYPE_CHECKING:
    from consent_gate.gate import Gate

PAGES: Mapping[str, str] = {"p": "prompt", "choices": "choices", "receipt": "receipt", "shown": "shown", "policy": "policy"}
"""What a public page is counted under, by the first part of its path."""

_CALLS: Mapping[str, str] = {**{one.path: one.name for one in OPERATIONS}, "/v1/changes": "changes"}
_OTHER = "other"


def page_called(path: str) -> str:
    """What a request for a public page is counted under."""
    return PAGES.get(path.split("/", 2)[1] if path.startswith("/") else "", _OTHER)


def api_called(path: str) -> str:
    """What a call of the product API is counted under."""
    return _CALLS.get(path, _OTHER)


class Measured:
    """An application whose answers are counted; `/metrics` is answered here where a gate is given."""

    def __init__(self, app: ASGIApp, metrics: Metrics, service: str, called: Callable[[str], str], gate: "Gate | None" = None) -> None:
        self.app = app
        self.metrics = metrics
        self.service = service
        self.called = called
        self.gate = gate
        self._tallies = Tallies(gate.ledger.database) if gate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._tallies is not None and scope["path"] == "/metrics" and scope["method"] in ("GET", "HEAD"):
            text = await run_in_threadpool(self._text)
            await Response(text, media_type=None, headers={"content-type": MEDIA_TYPE, "cache-control": "no-store"})(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self.metrics.responded(self.service, self.called(scope["path"]), status, time.perf_counter() - begun)

    def _text(self) -> str:
        assert self._tallies is not None  # noqa: S101 - asked for above
        assert self.gate is not None  # noqa: S101 - as above
        try:
            tally = self._tallies.read()
        except LedgerError:
            tally = None
        return self.metrics.text(tally, blocked=self.gate.blocked is not None)
