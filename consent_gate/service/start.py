"""Runs the web applications under uvicorn, each on its own bind, and logs without a word about anybody.

Faults are logged by kind and place only: an exception's text may hold what a product knows a person by.
"""

import asyncio
import errno
import json
import logging
import os
import socket
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from consent_gate.errors import ConsentGateError, ServerStartError
from policy_versions.errors import PolicyVersionsError

EVERY = 1.0
"""Seconds between two rounds of sealing; an entry is sealed within two of its acknowledgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An application and where it is bound."""

    app: ASGIApp
    host: str
    port: int


def serve(bound: Sequence[Bound], *, chore: Callable[[], None] | None = None, forwarded_allow_ips: str = "127.0.0.1") -> None:
    """Serve all until Ctrl-C or SIGTERM, doing `chore` every second meanwhile.

    Raises:
        ServerStartError: one of the binds cannot be had; nothing is served then.
    """
    with ExitStack() as held:
        sockets = [_sockets(one, held) for one in bound]
        asyncio.run(_serve([uvicorn.Server(_config(one, forwarded_allow_ips)) for one in bound], sockets, chore))


def _sockets(one: Bound, held: ExitStack) -> list[socket.socket]:
    """What listens at every address the host's name stands for; taken before uvicorn starts, which would end the process instead.

    Of several, those that this machine has not are passed over: `localhost` stands for ::1 too where there is no IPv6.
    """
    listening: list[socket.socket] = []
    lacking: OSError | None = None
    try:
        found = dict.fromkeys((at[0], at[4]) for at in socket.getaddrinfo(one.host, one.port, type=socket.SOCK_STREAM))
        for family, address in found:
            try:
                listening.append(held.enter_context(socket.create_server(address, family=family, backlog=2048)))
            except OSError as error:
                if error.errno not in _NOT_HERE:
                    raise
                lacking = error
        if lacking is not None and not listening:
            raise lacking
    except OSError as error:
        why = str(error.strerror or error) if isinstance(error, socket.gaierror) or not error.errno else os.strerror(error.errno)
        raise ServerStartError(
            f"nothing can be served at {one.host}:{one.port}: {why.lower()}",
            hint="stop what uses it, or name another host or port",
        ) from error
    return listening


_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


async def _serve(servers: Sequence[uvicorn.Server], sockets: Sequence[list[socket.socket]], chore: Callable[[], None] | None) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(server.serve(sockets=listening)) for server, listening in zip(servers, sockets, strict=True)]
        keeper = group.create_task(_keep(chore)) if chore else None
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for server in servers:
            server.should_exit = True
        if keeper is not None:
            keeper.cancel()


async def _keep(chore: Callable[[], None]) -> None:
    """Do the chore every second; where the ledger cannot be reached it is tried again."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await asyncio.to_thread(chore)
        except (ConsentGateError, PolicyVersionsError):
            logging.getLogger("uvicorn.error").exception("sealing failed")


def _config(one: Bound, forwarded_allow_ips: str) -> uvicorn.Config:
    return uvicorn.Config(
        one.app,
        host=one.host,
        port=one.port,
        access_log=False,
        server_header=False,
        date_header=True,
        log_config=_LOGGING,
        proxy_headers=True,
        forwarded_allow_ips=forwarded_allow_ips,
        timeout_keep_alive=10,
        h11_max_incomplete_event_size=16_384,
        limit_concurrency=1_000,
        lifespan="auto",
    )


class JsonLines(logging.Formatter):
    """One JSON object a line; of an exception its kind and where it was raised, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])
            line["fault"] = record.exc_info[0].__name__
            line["at"] = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        else:
            line["message"] = record.getMessage()
        return json.dumps(line)


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "consent_gate.service.start.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
