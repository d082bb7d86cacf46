"""The product API and the prompt page beside an empty Starlette route, over loopback, each in a process of its own.

Checks are sent by 16 threads of http.client, as products do. For the first byte of a page with 200 in flight that will not
do: 200 threads take longer to send and read than an empty route to answer, so that its time, by which the page's is judged,
would be theirs. One thread watches all 200 connections instead; it takes a fifth of the time an empty route does. Both
sides meet the same connections, opened before the clock runs and kept, by turns, warm. The people's data was collected on
different days, so that no two of their pages are alike.
"""

import http.client
import json
import re
import selectors
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bench import Figure, Run
from consent_gate.gate import Gate
from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.product import product_app
from consent_gate.service.public import public_app
from policy_versions.identity import identity_of
from policy_versions.model import Version
from policy_versions.policy_yaml import parse_policy

CLIENTS = 16
ROUNDS = 15  # each meets the empty route right after ours, so that what else the machine does meets both
IN_FLIGHT = 200
PAGES = 10  # asked for on each connection in a round
PEOPLE = 200
CHECK = {"use": "marketing.advertising.third_party", "data": "user.contact.email", "recipient": "advertising-partners"}


def measure(run: Run) -> Iterator[Figure]:
    """Checks a second with 16 clients; the time to the page's first byte with 200 requests in flight."""
    key = _prepare(run.folder)
    with ExitStack() as stack:
        empty, public, api = (stack.enter_context(_server(kind, run.folder)) for kind in ("empty", "public", "api"))
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        calls = [(json.dumps({"subject": f"shop-{n}", **CHECK}), "/v1/check") for n in range(PEOPLE)]
        pages = [(None, path) for path in _prompts(run.folder)]
        for port, some, how in ((empty, calls, headers), (api, calls, headers), (public, pages, {})):
            _load(port, [(body, "/" if port == empty else path) for body, path in some], how, times=1, clients=4)
        times = run.rows(50_000) // CLIENTS // ROUNDS
        bare_calls = [(body, "/") for body, _ in calls]
        rounds = [
            (_load(api, calls, headers, times=times, clients=CLIENTS), _load(empty, bare_calls, headers, times=times, clients=CLIENTS))
            for _ in range(ROUNDS)
        ]
        ours, bare = sorted(rounds, key=lambda pair: pair[0].rate / pair[1].rate)[ROUNDS // 2]
        yield Figure(
            name=f"check over HTTP, {CLIENTS} clients, median of {ROUNDS} rounds",
            value=ours.rate,
            unit="requests/s",
            limit=bare.rate,
            limit_name="an empty route",
            at_least=0.5,
        )
        yield Figure(name="check over HTTP, errors", value=sum(one.errors for pair in rounds for one in pair), unit="", at_most=0)
        yield from _pages(empty, public, [path for _, path in pages])


def _pages(empty: int, public: int, paths: Sequence[str]) -> Iterator[Figure]:
    rounds = [(_first_bytes(public, paths), _first_bytes(empty, ["/"])) for _ in range(ROUNDS)]
    (ours, _), (bare, _) = sorted(rounds, key=lambda pair: pair[0][0] / pair[1][0])[ROUNDS // 2]
    yield Figure(
        name=f"prompt page, p95 to the first byte, {IN_FLIGHT} in flight, median of {ROUNDS} rounds",
        value=ours * 1e3,
        unit="ms",
        limit=bare * 1e3,
        limit_name="an empty route",
        at_most=5,
    )
    yield Figure(name="prompt page, errors", value=sum(errors for (_, errors), _ in rounds), unit="", at_most=0)


class _Load:
    """What came of a load."""

    def __init__(self, taken: Sequence[float], errors: int, seconds: float) -> None:
        self.rate = len(taken) / seconds
        self.errors = errors


class _Connection:
    """A connection on which one page after another is asked for."""

    def __init__(self, port: int, paths: Iterable[str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self._requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() for path in paths]
        self._begun = 0.0
        self._answer = b""
        self.taken: list[float] = []
        self.errors = 0

    def ask(self) -> bool:
        """Ask for the next page; False where there is none left."""
        if self._requests:
            self._answer = b""
            self._begun = time.perf_counter()
            self.socket.sendall(self._requests.pop())
            return True
        return False

    def read(self) -> bool:
        """Take what has come; whether it is the whole answer."""
        came = self.socket.recv(65_536)
        if not self._answer:
            self.taken.append(time.perf_counter() - self._begun)
        self._answer += came
        head, _, body = self._answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)^content-length: (\d+)", head, re.MULTILINE)
        whole = not came or (length is not None and len(body) >= int(length[1]))
        self.errors += whole and not head.startswith(b"HTTP/1.1 200 ")
        return whole


def _first_bytes(port: int, paths: Sequence[str]) -> tuple[float, int]:
    """The 95th percentile of the seconds to the first byte, as many requests as there are connections in flight all the time; errors."""
    connections = [_Connection(port, [paths[(number * PAGES + turn) % len(paths)] for turn in range(PAGES)]) for number in range(IN_FLIGHT)]
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        while selector.get_map():
            for key, _ in selector.select():
                if key.data.read() and not key.data.ask():
                    selector.unregister(key.fileobj)
                    key.data.socket.close()
    taken = sorted(second for connection in connections for second in connection.taken)
    return taken[int(len(taken) * 0.95)], sum(connection.errors for connection in connections)


def _load(port: int, requests: Sequence[tuple[str | None, str]], headers: Mapping[str, str], *, times: int, clients: int) -> _Load:
    """Each client sends `times` requests, one after the other, on one connection."""
    taken: list[float] = []
    errors = [0]

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for turn in range(times):
            body, path = requests[(number * times + turn) % len(requests)]
            begun = time.perf_counter()
            connection.request("GET" if body is None else "POST", path, body, dict(headers))
            answer = connection.getresponse()
            taken.append(time.perf_counter() - begun)
            answer.read()
            errors[0] += answer.status != 200
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _Load(taken, errors[0], time.perf_counter() - begun)


def _prepare(folder: Path) -> str:
    """A ledger with the example's four versions and people whose data came in under the first; an API key."""
    now = datetime(2025, 3, 1, tzinfo=UTC)
    with Gate.open(_url(folder), folder, clock=lambda: now, keys=folder / "keys") as gate:
        for number in (1, 2, 3, 4):
            texts = {
                file.name: file.read_bytes() for file in files("consent_gate").joinpath("examples", "marketplace", str(number)).iterdir()
            }
            policy = parse_policy(texts["policy.yaml"], path="policy.yaml")
            if policy.effective is None:
                continue
            version = Version(
                slug="privacy",
                number=number,
                policy=policy,
                texts={"en": texts["en.md"].decode()},
                identity=identity_of(texts),
                effective=policy.effective,
                imported=True,
            )
            gate.ledger.add_version(version, files=texts)
        for number in range(PEOPLE):
            days = {"user.contact.email": number % 25, "user.behavior.purchase_history": number // 25}
            for data, day in days.items():
                gate.record(f"shop-{number}", data, item="signup", collected_at=now - timedelta(days=day))
    return add_key(folder / "keys", "bench", Scope)


def _prompts(folder: Path) -> list[str]:
    with Gate.open(_url(folder), folder, keys=folder / "keys") as gate:
        return [urlsplit(gate.prompt(f"shop-{number}").url).path for number in range(PEOPLE)]


def _url(folder: Path) -> str:
    return f"sqlite:///{folder}/ledger.db"


@contextmanager
def _server(kind: str, folder: Path) -> Iterator[int]:
    """A server in a process of its own; its port."""
    port = {"empty": 18410, "public": 18411, "api": 18412}[kind]
    child = subprocess.Popen([sys.executable, "-m", "bench.bench_http", kind, str(folder), str(port)])
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait(30)


def _serve(kind: str, folder: Path, port: int) -> None:
    async def empty(_request: Request) -> Response:
        return PlainTextResponse("ok")

    app: ASGIApp
    if kind == "empty":
        app = Starlette(routes=[Route("/", empty, methods=["GET", "POST"]), Route("/livez", empty)])
    else:
        gate = Gate.open(_url(folder), folder, keys=folder / "keys")
        app = public_app(gate, rate=None) if kind == "public" else product_app(gate, Keyring.load(folder / "keys"), rate=None)
    uvicorn.run(app, port=port, log_level="critical", access_log=False)


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
