"""The product API: what a product in any language asks of the gate, as JSON over HTTP, on a bind of its own.

Every call shows a bearer key with the scope it needs. People are named in bodies, never in addresses. What is wrong is
told as a problem (RFC 9457). Calls that write take an `Idempotency-Key`: sent again, they come to the first answer.
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from consent_gate.errors import ConsentGateError, KeysError
from consent_gate.prompts.tokens import PUBLIC_URL
from consent_gate.service.call import Call
from consent_gate.service.headers import Headers
from consent_gate.service.health import livez, readyz
from consent_gate.service.keyring import Caller, Keyring, Scope
from consent_gate.service.limits import Limits, Rate
from consent_gate.service.metrics import Metrics
from consent_gate.service.openapi import DESCRIPTION
from consent_gate.service.operations import OPERATIONS, Operation, changes
from consent_gate.service.replies import problem, problem_body, problem_of, reply
from policy_versions.errors import PolicyVersionsError

if TYPE_CHECKING:
    from consent_gate.gate import Gate

BODY = 4_194_304
"""Most bytes of a body: a thousand of the longest records."""

RATE = Rate(per_second=500, burst=2_000)
"""What one address may ask of one process."""

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
}

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def product_app(
    gate: "Gate",
    keyring: Keyring,
    *,
    public_url: str = PUBLIC_URL,
    return_hosts: tuple[str, ...] = (),
    rate: Rate | None = RATE,
    metrics: Metrics | None = None,
) -> ASGIApp:
    """The ASGI application of the product API."""
    api = _Api(gate, keyring, public_url, return_hosts, metrics or Metrics())
    in_turn = sorted(OPERATIONS, key=lambda one: not one.quick)  # routes are tried one by one, and a check is asked most
    routes = [
        *(Route(one.path, api.endpoint(one), methods=["POST"]) for one in in_turn),
        Route("/v1/changes", api.changes, methods=["GET"]),
        Route("/v1/openapi.json", _description),
        Route("/livez", livez),
        Route("/readyz", readyz(gate, lambda: gate.blocked)),
    ]

    async def refuse(_request: Request, status: int) -> Response:
        words = "the body is larger than is read" if status == 413 else "too many requests; wait and send it again with the same key"
        return problem(problem_body(status, "too-large" if status == 413 else "too-many", words))

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Limits, body=BODY, rate=rate, refuse=refuse)],
        exception_handlers={
            HTTPException: _http_problem,
            ConsentGateError: _own_problem,
            PolicyVersionsError: _own_problem,
            Exception: _fault,
        },
    )
    app.router.redirect_slashes = False  # an address led elsewhere would be answered without a look at the key
    return Headers(app, HEADERS)


class _Api:
    """The calls, with the gate behind them."""

    def __init__(self, gate: "Gate", keyring: Keyring, public_url: str, return_hosts: tuple[str, ...], metrics: Metrics) -> None:
        self.gate = gate
        self.keyring = keyring
        self.public_url = public_url
        self.return_hosts = return_hosts
        self.metrics = metrics

    def endpoint(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of one operation."""

        async def call(request: Request) -> Response:
            caller = self._caller(request, operation.scope)
            if isinstance(caller, Response):
                return caller
            key = request.headers.get("idempotency-key")
            if key is not None and not _KEY.fullmatch(key):
                words = "an Idempotency-Key is 1 to 200 printable ASCII characters without spaces"
                return problem(problem_body(400, "idempotency-key", words))
            body = _read(operation.body, request, await request.body())
            if isinstance(body, Response):
                return body
            made = Call(
                gate=self.gate,
                key=None if key is None or not operation.writes else f"api/{caller.name}/{operation.name}/{key}",
                public_url=self.public_url,
                return_hosts=self.return_hosts,
            )
            if operation.quick and not self.gate.ledger.database.postgres:
                done = operation.run(made, body)
            else:
                done = await run_in_threadpool(operation.run, made, body)
            self.metrics.decided(done)
            return reply(done)

        return call

    async def changes(self, request: Request) -> Response:
        """The feed."""
        caller = self._caller(request, Scope.FEED)
        if isinstance(caller, Response):
            return caller
        since, limit = (_number(request.query_params.get(name, default)) for name, default in (("since", "0"), ("limit", "1000")))
        unknown = set(request.query_params) - {"since", "limit"}
        twice = len(request.query_params.multi_items()) > len(request.query_params)
        if since is None or limit is None or not 1 <= limit <= 10_000 or unknown or twice:
            return problem(problem_body(422, "argument", "`since` is a place of the ledger, `limit` a number from 1 to 10000"))
        return reply(await run_in_threadpool(changes, self.gate, since, limit))

    def _caller(self, request: Request, scope: Scope) -> Caller | Response:
        """Whose call it is, or why it may not be made."""
        try:
            caller = self.keyring.caller(request.headers.get("authorization", ""))
        except KeysError:
            body = problem_body(503, "not-ready", "the keys cannot be read", hint="`reconsent api-key list` on the server tells why")
            return problem(body, {"retry-after": "5"})
        if caller is None:
            body = problem_body(
                401, "no-key", "no key of ours was shown", hint="send `Authorization: Bearer rc_…`; `reconsent api-key add` makes keys"
            )
            return problem(body, {"www-authenticate": "Bearer"})
        if scope not in caller.scopes:
            return problem(
                problem_body(403, "scope", f"the key `{caller.name}` has not the scope `{scope}`", hint="make a key that has it")
            )
        return caller


def _read(model: type[BaseModel], request: Request, raw: bytes) -> Any:
    """The body, checked, or the problem with it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return problem(problem_body(415, "media-type", "the body must be application/json"))
    try:
        body = model.model_validate_json(raw)
        json.loads(raw, object_pairs_hook=_named_once)
    except _NamedTwiceError as error:
        return problem(
            problem_body(422, "body", f"the body names `{_place(error.args)}` twice", hint="which of the two is meant cannot be told")
        )
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)[:20]
        faults = [{"at": _place(one["loc"]), "fault": one["msg"]} for one in found]
        malformed = found[0]["type"] == "json_invalid"
        words = "the body is not JSON" if malformed else "the body is not as it must be"
        at = f" at `{faults[0]['at']}`" if faults[0]["at"] else ""
        return problem(problem_body(400 if malformed else 422, "body", f"{words}{at}: {faults[0]['fault']}", errors=faults))
    return body


class _NamedTwiceError(ValueError):
    """A field stands twice in one object; readers of JSON differ on which counts, and one may be a yes and the other a no."""


def _named_once(pairs: list[tuple[str, Any]]) -> None:
    names = set[str]()
    for name, _ in pairs:
        if name in names:
            raise _NamedTwiceError(name)
        names.add(name)


def _place(within: Iterable[int | str]) -> str:
    """Where in a body, on one short line whatever the fields are called."""
    return " ".join(".".join(map(str, within)).split())[:200]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def _description(_request: Request) -> Response:
    return Response(DESCRIPTION, media_type="application/json")


async def _own_problem(_request: Request, error: Exception) -> Response:
    body = problem_of(error)
    return problem(body, {"retry-after": "5"} if body["status"] == 503 else None)


async def _http_problem(_request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    return problem(problem_body(status, "http", "there is no such call" if status == 404 else "this call cannot be made so"), headers)


async def _fault(_request: Request, _error: Exception) -> Response:
    return problem(problem_body(500, "fault", "something went wrong on our side; send it again with the same key"))
