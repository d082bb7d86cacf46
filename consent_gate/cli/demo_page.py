"""The person's side of the demo: opens the prompt's page and presses its buttons, in this process and without a network.

The page is the public service's own; only the transport is missing.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from consent_gate.gate import Gate
from consent_gate.prompts.make import make_prompt
from consent_gate.service.public import public_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of answering."""

    verdict: str  # for each button `recorded`, or the status that the page came back with
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    body: bytes
    headers: Mapping[str, str]


def answer_on_the_page(gate: Gate, subject: str, answers: Mapping[str, str]) -> Answered:
    """Open the prompt of `subject` and press a button for each of `answers`, permission or promise to `given` or `refused`."""
    prompt = make_prompt(gate, subject)
    app = public_app(gate, rate=None)
    path = urlsplit(prompt.url).path
    lines = [f"GET {path[:12]}… : {len(prompt.asks)} questions, a button to accept and one to decline each"]
    came: list[str] = []
    for name, wanted in answers.items():
        page = _Page()
        page.feed(_send(app, "GET", path).body.decode())
        button = next(value for value in page.buttons if value.startswith(f"{wanted}:") and f"/{name}@" in value)
        response = _send(app, "POST", path, {"page": page.token, "answer": button})
        came.append("recorded" if response.status == 303 else str(response.status))
        lines.append(f"POST {button} : {response.status}")
        path = _path(response.headers.get("location", ""), path)
    return Answered(", ".join(came), tuple(lines))


def _path(location: str, before: str) -> str:
    parts = urlsplit(location)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or before


class _Page(HTMLParser):
    """The token and the buttons of a prompt's page."""

    def __init__(self) -> None:
        super().__init__()
        self.token = ""
        self.buttons: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the hidden token and each button."""
        told = dict(attrs)
        if tag == "input" and told.get("name") == "page":
            self.token = told.get("value") or ""
        if tag == "button" and told.get("name") == "answer":
            self.buttons.append(told.get("value") or "")


def _send(app: "ASGIApp", method: str, path: str, form: Mapping[str, str] | None = None) -> _Response:
    """One request to the application, and its answer."""
    body = urlencode(form or {}).encode()
    sent: list[dict[str, Any]] = []
    bare, _, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": bare,
        "raw_path": bare.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"127.0.0.1:8410"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", str(len(body)).encode()),
        ],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8410),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # a coroutine, typed as awaitable
    start = next(message for message in sent if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return _Response(start["status"], content, {name.decode().lower(): value.decode() for name, value in start["headers"]})
