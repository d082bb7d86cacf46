"""May this datum be used for this purpose now, or must the person be asked first?

`Gate` is where to begin. What needs the ledger is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from consent_gate.errors import (
    ArgumentError,
    ConsentGateError,
    LedgerConflictError,
    LedgerError,
    LedgerUnavailableError,
    SettingsError,
)
from consent_gate.model import (
    UNKNOWN,
    Answered,
    AnswerKind,
    Ask,
    Change,
    Choice,
    CollectionRecord,
    Decision,
    NoticeOwed,
    Outcome,
    Reason,
    Request,
    Selected,
    UnknownName,
    Verdict,
)
from policy_versions.errors import ReconsentError
from policy_versions.model import Actor

if TYPE_CHECKING:
    from consent_gate.asgi import GateMiddleware
    from consent_gate.asynchronous import AsyncGate
    from consent_gate.gate import Gate
    from consent_gate.guard import NotAllowedError, guarded
    from consent_gate.prompts.make import Prompt

__all__ = [
    "UNKNOWN",
    "Actor",
    "AnswerKind",
    "Answered",
    "ArgumentError",
    "Ask",
    "AsyncGate",
    "Change",
    "Choice",
    "CollectionRecord",
    "ConsentGateError",
    "Decision",
    "Gate",
    "GateMiddleware",
    "LedgerConflictError",
    "LedgerError",
    "LedgerUnavailableError",
    "NotAllowedError",
    "NoticeOwed",
    "Outcome",
    "Prompt",
    "Reason",
    "ReconsentError",
    "Request",
    "Selected",
    "SettingsError",
    "UnknownName",
    "Verdict",
    "guarded",
]

_LATER = {
    "AsyncGate": "asynchronous",
    "Gate": "gate",
    "GateMiddleware": "asgi",
    "NotAllowedError": "guard",
    "Prompt": "prompts.make",
    "guarded": "guard",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"consent_gate.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
