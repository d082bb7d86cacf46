"""What the last audit reached, so that the next one can go on from there.

It is kept in a file beside the keys, one for each ledger under them, out of reach of whoever holds the database alone: the
checkpoint with its signature, and the roots of the whole blocks of leaves before it, which must come to what the checkpoint
signed. What the database says now is not asked.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from consent_gate.errors import EvidenceError
from consent_gate.evidence.checkpoint import Checkpoint, PublicKey, open_note
from consent_gate.ledger.sealing import STEP


def file_in(keys: Path, origin: str) -> Path:
    """Where it is kept of the ledger of that origin. The origin is what the database says, so only its digest names the file."""
    return keys / f"verified-{sha256(origin.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A tree that an audit found sound."""

    checkpoint: Checkpoint
    note: str  # as it was signed
    blocks: tuple[bytes, ...]  # roots of the complete subtrees of whole blocks of leaves, largest first
    seq: int  # the highest place in the ledger among its entries

    @property
    def whole(self) -> int:
        """How many leaves are in whole blocks; those after them are read again."""
        return self.checkpoint.size >> STEP << STEP


def load(path: Path, keys: Sequence[PublicKey]) -> Verified | None:
    """What was kept; None where nothing was.

    Raises:
        EvidenceError: the file was altered, may be written by others, or is another ledger's.
    """
    hint = f"delete `{path}` and verify all"
    try:
        if path.stat().st_mode & 0o022:
            raise EvidenceError(f"`{path}` may be written by others", hint=hint)
        said = json.loads(path.read_text(encoding="utf-8"))
        note, blocks, seq = said["note"], tuple(bytes.fromhex(one) for one in said["blocks"]), int(said["seq"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvidenceError(f"`{path}` cannot be read", hint=hint) from error
    checkpoint = open_note(note, keys)
    if len(blocks) != (checkpoint.size >> STEP).bit_count():
        raise EvidenceError(f"`{path}` was altered", hint=hint)
    return Verified(checkpoint=checkpoint, note=note, blocks=blocks, seq=seq)


def keep(path: Path, verified: Verified) -> None:
    """Keep it in the place of what was kept before."""
    said = {"note": verified.note, "blocks": [root.hex() for root in verified.blocks], "seq": verified.seq}
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(said, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
