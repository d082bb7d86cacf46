"""One call of the product API as the gate's side of it gets it, and what several of them write alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from consent_gate.model import CollectionRecord
from consent_gate.service import bodies
from policy_versions.model import Actor

if TYPE_CHECKING:
    from consent_gate.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as the functions of `data_calls` and `person_calls` get it."""

    gate: "Gate"
    key: str | None  # idempotency key, already the caller's own
    public_url: str
    return_hosts: tuple[str, ...]


def record_to_dict(made: CollectionRecord) -> dict[str, Any]:
    """A record as plain JSON values."""
    return {
        "id": made.id,
        "subject": made.subject,
        "policy": made.policy,
        "data": made.data,
        "item": made.item,
        "version": made.version,
        "collected_at": None if made.collected_at is None else written(made.collected_at),
        "recorded_at": written(made.recorded_at),
    }


def actor_of(actor: bodies.Actor | None) -> Actor | None:
    """Who entered something for the person; None: the person."""
    return None if actor is None else Actor(actor.id)


def written(moment: datetime) -> str:
    """A time as text."""
    return moment.isoformat().replace("+00:00", "Z")
