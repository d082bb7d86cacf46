"""Runs several servers as one: starts them, waits until each answers, and stops all of them when one ends or the person does."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from consent_gate.errors import ServerStartError

_POLL = 0.1  # seconds between two looks at the children
_GRACE = 10.0  # seconds to end in, before a child is killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A child to run.

    `ready` is asked by HTTP until it answers, `url` is what the person opens, `log` takes all it prints, `folder` is where it works.
    """

    name: str
    command: Sequence[str]
    ready: str
    url: str
    log: Path
    folder: Path
    environment: Mapping[str, str]


def free_port(wanted: int, *, host: str = "127.0.0.1") -> int:
    """`wanted` if nobody listens there, else one that the system gives."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError:
            probe.bind((host, 0))
        return int(probe.getsockname()[1])


def supervise(servers: Sequence[Server], *, say: Callable[[str], None], patience: float = 90.0) -> None:
    """Run all until Ctrl-C, SIGTERM, or the end of one of them.

    Args:
        servers: what to run.
        say: told each server's address once all answer.
        patience: seconds that all may take to answer.

    Raises:
        ServerStartError: one ended by itself, or did not answer in time; the others are stopped.
    """
    with _stop_signals() as stopped, contextlib.ExitStack() as children:
        running = [(server, children.enter_context(_child(server))) for server in servers]
        deadline = time.monotonic() + patience
        for server, child in running:
            while not _answers(server.ready):
                if stopped():
                    return
                if child.poll() is not None or time.monotonic() > deadline:
                    raise _failure(server, child, "did not start")
                time.sleep(_POLL)
        for server in servers:
            say(f"{server.name}: {server.url}")
        say("Ctrl-C stops all of this")
        while not stopped():
            for server, child in running:
                if child.poll() is not None:
                    raise _failure(server, child, "has ended")
            time.sleep(_POLL)


@contextlib.contextmanager
def _stop_signals() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or SIGTERM came since."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _child(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    """The running child, in a process group of its own, ended with all it started."""
    with server.log.open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - the command is our own
            server.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=server.folder,
            env={**os.environ, **server.environment},
            start_new_session=True,
        )
    try:
        yield child
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_GRACE)
            return


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - an address of our own children
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False


def _failure(server: Server, child: subprocess.Popen[bytes], what: str) -> ServerStartError:
    last = server.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    said = f", saying: {last[0].strip()}" if last else ""
    code = f" (exit code {child.returncode})" if child.returncode is not None else ""
    return ServerStartError(f"{server.name} {what}{code}{said}", hint=f"all it printed is in {server.log}")
