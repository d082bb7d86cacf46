"""The decorator, the ASGI middleware and the gate for asyncio."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from consent_gate import Gate, Request
from consent_gate.asgi import DECISION, GateMiddleware
from consent_gate.asynchronous import AsyncGate
from consent_gate.errors import ArgumentError
from consent_gate.guard import NotAllowedError, guarded, problem
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish


@pytest.fixture
def gate(small_gate: Gate, clock: Clock) -> Gate:
    publish(small_gate, clock, permission())
    small_gate.record("s", data=EMAIL, item="x")
    return small_gate


def test_a_guarded_function_runs_only_where_the_use_is_allowed(gate: Gate):
    sent: list[str] = []

    @guarded(gate, use=ADS, data=EMAIL, subject="person", item=lambda given: given["item"])
    def send(person: str, item: str = "x") -> str:
        sent.append(person)
        return "sent"

    with pytest.raises(NotAllowedError) as refused:
        send("s")
    assert (refused.value.decision.verdict, sent) == ("consent_required", [])
    gate.answer("s", {"privacy/letters@1": "given"})
    assert (send("s"), send(person="s"), sent) == ("sent", "sent", ["s", "s"])
    with pytest.raises(ArgumentError):
        guarded(gate, use=ADS, data=EMAIL, subject="nobody")(lambda person: person)("s")


def test_a_guarded_coroutine_is_checked_too(gate: Gate):
    @guarded(gate, use=ADS, data=EMAIL)
    async def send(subject: str) -> str:
        return f"sent to {subject}"

    with pytest.raises(NotAllowedError):
        asyncio.run(send("s"))
    gate.answer("s", {"privacy/letters@1": "given"})
    assert asyncio.run(send("s")) == "sent to s"


def served(gate: Gate, app: Any, **wanted: Any) -> Callable[[str], httpx.Response]:
    def get(path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=GateMiddleware(app, gate, **wanted))
            async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
                return await client.get(path)

        return asyncio.run(ask())

    return get


def wanted(scope: Any) -> Request | None:
    return Request(subject="s", use=scope["path"].strip("/"), data=EMAIL) if scope["path"] != "/open" else None


async def product(scope: Any, receive: Any, send: Any) -> None:
    verdict = scope[DECISION].verdict if DECISION in scope else "not asked"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(verdict).encode()})


def test_the_middleware_refuses_with_problem_details(gate: Gate):
    get = served(gate, product, requires=wanted, answer_at=lambda _: "https://shop.example.org/privacy")
    assert get("/open").text == "not asked"
    refusal = get(f"/{ADS}")
    assert (refusal.status_code, refusal.headers["content-type"]) == (409, "application/problem+json")
    body = refusal.json()
    assert body["type"] == "urn:reconsent:consent_required"
    assert body["status"] == 409
    assert [ask["id"] for ask in body["asks"]] == ["privacy/letters@1"]
    assert body["answer_at"] == "https://shop.example.org/privacy"
    assert get("/analytics").status_code == 403
    unavailable = get("/nothing")
    assert (unavailable.status_code, unavailable.json()["reasons"]) == (503, ["unavailable", "unknown_key"])
    gate.answer("s", {"privacy/letters@1": "given"})
    assert get(f"/{ADS}").text == "allowed"
    gate.withdraw("s", "letters")
    declined = get(f"/{ADS}")
    assert (declined.status_code, "asks" in declined.json()) == (403, False)


@pytest.mark.parametrize("subject", ["", "a\0b", "x" * 513, "\ud800"])
def test_an_id_that_nobody_can_have_is_the_clients_fault_and_not_the_servers(gate: Gate, subject: str):
    refused = served(gate, product, requires=lambda _: Request(subject=subject, use=ADS, data=EMAIL))("/")
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
    assert " id " in refused.json()["detail"] or "`subject`" in refused.json()["detail"]
    assert "retry-after" not in refused.headers


def test_a_refusal_from_inside_the_application_becomes_problem_details(gate: Gate):
    async def inside(scope: Any, receive: Any, send: Any) -> None:
        guarded(gate, use=ADS, data=EMAIL)(lambda subject: subject)("s")

    refusal = served(gate, inside)("/")
    assert refusal.status_code == 409
    assert refusal.json()["answer_at"].startswith("http")


def test_a_refusal_from_inside_a_whole_framework_becomes_problem_details_and_other_faults_stay_its_own(gate: Gate):
    @guarded(gate, use=ADS, data=EMAIL, subject="person")
    def send(person: str) -> str:
        return person

    async def letter(request: Any) -> PlainTextResponse:
        return PlainTextResponse(send(request.path_params["person"]))

    async def fault(_: Any) -> PlainTextResponse:
        raise ZeroDivisionError

    app = Starlette(routes=[Route("/letter/{person}", letter), Route("/fault", fault)])
    refused = served(gate, app)("/letter/s")
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    with pytest.raises(ZeroDivisionError):
        served(gate, app)("/fault")

    async def answered() -> httpx.Response:
        transport = httpx.ASGITransport(app=GateMiddleware(app, gate), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
            return await client.get("/fault")

    faulty = asyncio.run(answered())
    assert (faulty.status_code, faulty.text) == (500, "Internal Server Error")


def test_a_websocket_is_refused_before_it_opens(gate: Gate):
    said: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    async def send(message: Any) -> None:
        said.append(f"{message['type']} {message.get('code', '')}".strip())

    opened = GateMiddleware(app, gate, requires=wanted)
    for path in (f"/{ADS}", "/open"):
        asyncio.run(opened({"type": "websocket", "path": path}, None, send))  # type: ignore[arg-type]
    assert said == ["websocket.close 1008", "websocket.accept"]


def test_what_is_no_request_goes_through(gate: Gate):
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(GateMiddleware(app, gate, requires=wanted)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


def test_problem_details_are_plain_json(gate: Gate):
    assert json.loads(json.dumps(problem(gate.check("s", use=ADS, data=EMAIL)).body))["verdict"] == "consent_required"


def test_the_gate_for_asyncio_says_the_same(tmp_path: Path, clock: Clock):
    async def walk() -> list[str]:
        async with await AsyncGate.open(
            f"sqlite:///{tmp_path / 'ledger.db'}", archive=tmp_path, clock=clock, keys=tmp_path / "keys"
        ) as gate:
            publish(gate.gate, clock, permission())
            await gate.record("s", data=EMAIL, item="x")
            said = [str((await gate.check("s", use=ADS, data=EMAIL)).verdict)]
            await gate.answer("s", {ask.id: "given" for ask in await gate.pending("s")})
            decisions = await asyncio.gather(*(gate.check("s", use=ADS, data=EMAIL) for _ in range(20)))
            said += {str(decision.verdict) for decision in decisions}
            said += [found.record.item or "" async for found in gate.select(Request(use=ADS, data=EMAIL))]
            return said

    assert asyncio.run(walk()) == ["consent_required", "allowed", "x"]
