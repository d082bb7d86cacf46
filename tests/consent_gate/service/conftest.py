"""A house whose public pages are served on loopback, for tests with a browser."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from consent_gate.prompts.make import make_prompt
from consent_gate.service.public import public_app
from tests.consent_gate.prompts.house import PERSON, House, open_house


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The application on a free port of loopback; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off", timeout_keep_alive=300))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@dataclass
class Site:
    """A house and the address of its pages."""

    house: House
    address: str

    def prompt(self, subject: str = PERSON, **how: object) -> str:
        """The address of a new prompt."""
        return make_prompt(self.house.gate, subject, public_url=self.address, **how).url


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The shop, its pages served."""
    with ExitStack() as stack:
        house = open_house(tmp_path)
        stack.callback(house.gate.close)
        yield Site(house, stack.enter_context(served(public_app(house.gate, rate=None))))


SiteMaker = Callable[..., Site]


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[SiteMaker]:
    """Other shops, by the arguments of `open_house`."""
    with ExitStack() as stack:

        def make(**how: object) -> Site:
            house = open_house(tmp_path, **how)
            stack.callback(house.gate.close)
            return Site(house, stack.enter_context(served(public_app(house.gate, rate=None))))

        yield make


@pytest.fixture
def house(site):
    return site.house


@pytest.fixture
def client(site):
    with httpx.Client(base_url=site.address, follow_redirects=True, timeout=30) as client:
        yield client
