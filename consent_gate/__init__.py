"""May this datum be used for this purpose now, or must the person be asked first?

`Gate` is where to begin. What needs the ledger is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from consent_gate.model import UNKNOWN, Decision, Request, Verdict
from policy_versions.model import Actor

if TYPE_CHECKING:
    from consent_gate.asgi import GateMiddleware
    from consent_gate.asynchronous import AsyncGate
    from consent_gate.gate import Gate
    from consent_gate.guard import NotAllowedError, guarded

__all__ = ["UNKNOWN", "Actor", "AsyncGate", "Decision", "Gate", "GateMiddleware", "NotAllowedError", "Request", "Verdict", "guarded"]

_LATER = {"AsyncGate": "asynchronous", "Gate": "gate", "GateMiddleware": "asgi", "NotAllowedError": "guard", "guarded": "guard"}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"consent_gate.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
