"""Gaps: entries known to be lost because an older copy of the database was restored, as an operator put on record.

A gap excuses what was lost from being missed. So it carries a bond made with the keys: who restores an older copy and has the
database alone cannot excuse it.
"""

import hmac
import json
from typing import NamedTuple

from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import append
from consent_gate.ledger.ticks import from_ticks, to_ticks
from policy_versions.model import Actor


class Gap(NamedTuple):
    """Leaves that are lost and on record."""

    seq: int
    kept: int
    lost: int
    reason: str
    actor: str  # JSON
    recorded_at: int  # ticks

    def covers(self, size: int) -> bool:
        """Whether the leaf before `size` is one of them."""
        return self.kept < size <= self.lost

    def __str__(self) -> str:
        lost = f"{self.lost - self.kept:,} entries were lost when an older copy was restored"
        return f"{lost} (entry {self.seq}, {from_ticks(self.recorded_at).isoformat()}): {self.reason}"


def append_gap(database: Database, cipher: Cipher, kept: int, lost: int, *, actor: Actor, reason: str) -> None:
    """Put a gap on record.

    Args:
        database: the ledger's.
        cipher: binds it to this ledger and its keys.
        kept: leaves that the restored copy shares with the last anchor.
        lost: leaves that the last anchor had signed.
        actor: the operator.
        reason: what was restored and why.
    """
    with database.write() as transaction:
        at = to_ticks(database.now(transaction))
        who = {"id": actor.id, "source": actor.source.value}
        said = json.dumps({**who, "bond": _bond(cipher, kept, lost, reason, at, **who)}, ensure_ascii=False, sort_keys=True)
        append(transaction, "gaps", (kept, lost, reason, said, at))


def on_record(database: Database) -> tuple[Gap, ...]:
    """Every gap, the oldest first; also those that nobody with the keys put there."""
    return tuple(Gap(*row) for row in database.read("SELECT seq, kept, lost, reason, actor, recorded_at FROM gaps ORDER BY seq"))


def is_believed(cipher: Cipher, gap: Gap) -> bool:
    """Whether it was put on record by who has the keys. One of an older release was not bound: it must be put on record again."""
    try:
        said = json.loads(gap.actor)
        bond = _bond(cipher, gap.kept, gap.lost, gap.reason, gap.recorded_at, said["id"], said["source"])
        return hmac.compare_digest(bond, said["bond"])
    except (ValueError, KeyError, TypeError):
        return False


def is_recorded(database: Database, cipher: Cipher, size: int) -> bool:
    """Whether the loss of the leaf before `size` is on record."""
    return any(gap.covers(size) and is_believed(cipher, gap) for gap in on_record(database))


def _bond(cipher: Cipher, kept: int, lost: int, reason: str, at: int, id: str, source: str) -> str:  # noqa: A002 - as it is stored
    return cipher.bind(b"gap " + json.dumps([kept, lost, reason, at, id, source]).encode()).hex()
