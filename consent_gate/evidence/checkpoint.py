"""Signed checkpoints: what the tree over all events was at some moment, in the C2SP checkpoint and signed-note formats.

A checkpoint's text is four lines: the origin (which ledger), the number of leaves, the root in base64, and the time it
was sealed. The signature line names the key by the first four bytes of a hash over its name and public half, so that a
verifier finds the right one after a rotation. Other short texts are signed in `statements`.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from consent_gate.errors import EvidenceError
from consent_gate.evidence.canonical import canonical_time

_ED25519 = b"\x01"  # the signed-note format's number for this kind of key
_DASH = "\u2014"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The tree at one moment."""

    origin: str  # which ledger, as `reconsent/4f2a…`
    size: int  # leaves
    root: bytes  # 32 bytes
    sealed_at: datetime  # aware, UTC

    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\nsealed {canonical_time(self.sealed_at)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text that `text` wrote.

        Raises:
            EvidenceError: it is not one.
        """
        try:
            origin, size, root, sealed, rest = text.split("\n")
            found = cls(
                origin=origin,
                size=int(size),
                root=base64.b64decode(root, validate=True),
                sealed_at=datetime.strptime(sealed, "sealed %Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
            )
        except ValueError as error:
            raise EvidenceError("this is no checkpoint", hint="it was altered or cut off") from error
        if rest or found.text() != text:
            raise EvidenceError("this is no checkpoint as they are written", hint="it was altered")
        return found


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a signing key, as it is handed out."""

    name: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which signature lines name it."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"


def public_keys(origin: str, seeds: Iterable[bytes]) -> tuple[PublicKey, ...]:
    """The public halves of `Keys.signing`, oldest first."""
    return tuple(PublicKey(origin, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()) for seed in seeds)


def sign(checkpoint: Checkpoint, seed: bytes) -> str:
    """The signed note of a checkpoint: its text, an empty line, and one signature line."""
    (key,) = public_keys(checkpoint.origin, [seed])
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(checkpoint.text().encode())
    return f"{checkpoint.text()}\n{_DASH} {key.name} {base64.b64encode(key.key_id + signature).decode()}\n"


def open_note(note: str, keys: Iterable[PublicKey]) -> Checkpoint:
    """The checkpoint in a signed note, after its signature was verified with one of `keys`.

    Raises:
        EvidenceError: the note is malformed, signed by none of the keys, or altered.
    """
    known: Mapping[bytes, PublicKey] = {key.key_id: key for key in keys}
    text, separator, signatures = note.partition("\n\n")
    if not separator:
        raise EvidenceError("the checkpoint has no signature", hint="it was altered or cut off")
    checkpoint = Checkpoint.parse(text + "\n")
    for line in signatures.splitlines():
        dash, name, encoded = [*line.split(" "), "", ""][:3]
        try:
            blob = base64.b64decode(encoded, validate=True)
        except ValueError:
            continue
        key = known.get(blob[:4])
        if dash == _DASH and key is not None and key.name == name == checkpoint.origin:
            try:
                Ed25519PublicKey.from_public_bytes(key.raw).verify(blob[4:], (text + "\n").encode())
            except InvalidSignature as error:
                raise EvidenceError(f"the signature of the checkpoint at {checkpoint.size} is false", hint="it was altered") from error
            return checkpoint
    raise EvidenceError(f"no known key signed the checkpoint at {checkpoint.size}", hint="give the public keys it was made under")
