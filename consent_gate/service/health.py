"""Whether the process lives, and whether it can do its work."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from consent_gate.errors import ConsentGateError
from consent_gate.prompts.gather import Pending


async def livez(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


def readyz(gate: Pending, blocked: Callable[[], str | None] = lambda: None) -> Callable[[Request], object]:
    """The ledger answers too, and nothing is known for which every check is refused (`blocked`)."""

    def looked() -> str | None:
        try:
            gate.ledger.now()
            gate.ledger.policies()
        except ConsentGateError as error:
            return type(error).__name__
        return "an older copy of the ledger was restored" if blocked() else None

    async def ready(_request: Request) -> Response:
        fault = await run_in_threadpool(looked)
        return PlainTextResponse("ok\n" if fault is None else f"not ready: {fault}\n", status_code=200 if fault is None else 503)

    return ready
