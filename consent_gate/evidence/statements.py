"""Short statements that an installation vouches for with its signing key, and whether one was.

A prefix of their own keeps them apart from checkpoints, which the same key signs. What is stated is the caller's business.
"""

import base64
import binascii
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from consent_gate.evidence.checkpoint import PublicKey

_PREFIX = b"reconsent statement\n\n"


def vouch(statement: bytes, seed: bytes) -> str:
    """The signature of a statement by the key that `seed` makes, in base64."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(_PREFIX + statement)).decode("ascii")


def is_vouched(statement: bytes, signature: str, keys: Iterable[PublicKey]) -> bool:
    """Whether one of `keys` signed exactly this statement."""
    try:
        blob = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    return any(_is_by(key, blob, statement) for key in keys)


def _is_by(key: PublicKey, blob: bytes, statement: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(blob, _PREFIX + statement)
    except InvalidSignature:
        return False
    return True
