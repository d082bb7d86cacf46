"""May this datum be used for this purpose now, or must the person be asked first?

`Gate` is where to begin; it is loaded, with the ledger under it, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from consent_gate.model import UNKNOWN, Decision, Request, Verdict
from policy_versions.model import Actor

if TYPE_CHECKING:
    from consent_gate.gate import Gate

__all__ = ["UNKNOWN", "Actor", "Decision", "Gate", "Request", "Verdict"]


def __getattr__(name: str) -> Any:
    if name == "Gate":
        from consent_gate.gate import Gate  # noqa: PLC0415 - SQLAlchemy and git are loaded only by those who open a gate

        return Gate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
