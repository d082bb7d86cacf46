"""Gaps: entries known to be lost because an older copy of the database was restored, as an operator put on record."""

import json

from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import append
from consent_gate.ledger.ticks import to_ticks
from policy_versions.model import Actor


def append_gap(database: Database, kept: int, lost: int, *, actor: Actor, reason: str) -> None:
    """Put a gap on record.

    Args:
        database: the ledger's.
        kept: leaves that the restored copy shares with the last anchor.
        lost: leaves that the last anchor had signed.
        actor: the operator.
        reason: what was restored and why.
    """
    said = json.dumps({"id": actor.id, "source": actor.source.value}, ensure_ascii=False, sort_keys=True)
    with database.write() as transaction:
        append(transaction, "gaps", (kept, lost, reason, said, to_ticks(database.now(transaction))))


def is_recorded(database: Database, size: int) -> bool:
    """Whether the loss of the leaf before `size` is on record."""
    return bool(database.read("SELECT 1 FROM gaps WHERE kept < ? AND lost >= ?", (size, size)))
