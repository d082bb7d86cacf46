"""The gate for asyncio: the same methods, awaited, on a few threads of its own."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from consent_gate.gate import Gate
from consent_gate.model import CollectionRecord, Request, Selected

if TYPE_CHECKING:
    from consent_gate.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
_BATCH = 1000


def _awaited(method: Callable[Concatenate[Gate, P], R]) -> "Callable[Concatenate[AsyncGate, P], Coroutine[Any, Any, R]]":
    @functools.wraps(method)
    async def later(self: "AsyncGate", *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._run(functools.partial(method, self.gate, *args, **kwargs))

    return later  # type: ignore[return-value]  # mypy names the first argument of what `wraps` gives


class AsyncGate:
    """A gate whose methods are awaited; each thread has a connection of its own."""

    def __init__(self, gate: Gate, *, threads: int = 8) -> None:
        """Wrap an open gate; `close` closes it."""
        self.gate = gate
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="reconsent")

    @classmethod
    async def open(cls, url: str, *, threads: int = 8, **wanted: Any) -> Self:
        """Open a gate; arguments as `Gate.open`."""
        return cls(await asyncio.to_thread(functools.partial(Gate.open, url, **wanted)), threads=threads)

    @classmethod
    async def from_settings(cls, settings: "Settings | str | Path | None" = None, *, threads: int = 8, **wanted: Any) -> Self:
        """Open the gate that the settings describe; arguments as `Gate.from_settings`."""
        return cls(await asyncio.to_thread(functools.partial(Gate.from_settings, settings, **wanted)), threads=threads)

    async def _run(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    record = _awaited(Gate.record)
    record_many = _awaited(Gate.record_many)
    derive = _awaited(Gate.derive)
    delete = _awaited(Gate.delete)
    check = _awaited(Gate.check)
    ask = _awaited(Gate.ask)
    check_many = _awaited(Gate.check_many)
    bound = _awaited(Gate.bound)
    pending = _awaited(Gate.pending)
    notices = _awaited(Gate.notices)
    choices = _awaited(Gate.choices)
    answer = _awaited(Gate.answer)
    withdraw = _awaited(Gate.withdraw)
    told = _awaited(Gate.told)
    link = _awaited(Gate.link)
    prompt = _awaited(Gate.prompt)
    due_part = _awaited(Gate.due_part)
    changes = _awaited(Gate.changes)
    impact = _awaited(Gate.impact)
    erase = _awaited(Gate.erase)

    async def select(self, request: Request, *, all: bool = False) -> AsyncIterator[Selected]:  # noqa: A002 - the word of the interface
        """As `Gate.select`."""
        found = await self._run(lambda: self.gate.select(request, all=all))
        while batch := await self._run(lambda: list(islice(found, _BATCH))):
            for one in batch:
                yield one

    async def due(self, policy: str | None, at: datetime) -> AsyncIterator[CollectionRecord]:
        """As `Gate.due`."""
        found = await self._run(lambda: self.gate.due(policy, at))
        while batch := await self._run(lambda: list(islice(found, _BATCH))):
            for one in batch:
                yield one

    async def close(self) -> None:
        """Close the gate."""
        await self._run(self.gate.close)
        self._threads.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()
