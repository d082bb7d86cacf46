"""Checkpoints are signed notes that nobody can alter, and the verifier of the evidence folder agrees with the library."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_gate.errors import EvidenceError
from consent_gate.evidence import offline_verifier
from consent_gate.evidence.checkpoint import Checkpoint, open_note, public_keys, sign

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
CHECKPOINT = Checkpoint(origin="reconsent/test", size=5, root=bytes(range(7, 39)), sealed_at=datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC))


def test_a_signed_checkpoint_opens_with_its_public_key_and_after_a_rotation() -> None:
    note = sign(CHECKPOINT, OLD)
    assert open_note(note, public_keys("reconsent/test", [OLD])) == CHECKPOINT
    assert open_note(note, public_keys("reconsent/test", [OLD, NEW])) == CHECKPOINT
    with pytest.raises(EvidenceError, match="no known key"):
        open_note(note, public_keys("reconsent/test", [NEW]))
    with pytest.raises(EvidenceError, match="no known key"):
        open_note(note, public_keys("reconsent/other", [OLD]))


@pytest.mark.parametrize(
    "alter",
    [
        lambda note: note.replace("\n5\n", "\n6\n"),
        lambda note: note.replace("2026-05", "2026-06"),
        lambda note: note.replace("reconsent/test\n5", "reconsent/best\n5"),
        lambda note: note.partition("\n\n")[0],
        lambda note: note[:-6] + "AAAA=\n",
        lambda _: "",
    ],
)
def test_an_altered_checkpoint_is_refused(alter: Callable[[str], str]) -> None:
    with pytest.raises(EvidenceError):
        open_note(alter(sign(CHECKPOINT, OLD)), public_keys("reconsent/test", [OLD]))


def test_the_offline_verifier_opens_the_same_notes_with_the_same_keys() -> None:
    keys = offline_verifier.read_keys("\n".join(str(key) for key in public_keys("reconsent/test", [OLD, NEW])))
    assert offline_verifier.open_note(sign(CHECKPOINT, OLD), keys) == ("reconsent/test", 5, CHECKPOINT.root)
    assert offline_verifier.open_note(sign(CHECKPOINT, OLD).replace("\n5\n", "\n6\n"), keys) is None


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.data())
def test_the_written_out_ed25519_agrees_with_the_library(seed: bytes, message: bytes, data: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert offline_verifier.ed25519_verify(public, message, signature)
    position, bit = data.draw(st.integers(0, 63)), data.draw(st.integers(0, 7))
    altered = bytearray(signature)
    altered[position] ^= 1 << bit
    assert not offline_verifier.ed25519_verify(public, message, bytes(altered))
    assert not offline_verifier.ed25519_verify(public, message + b"x", signature)


def test_a_signature_with_a_scalar_past_the_order_of_the_group_is_refused() -> None:
    private = Ed25519PrivateKey.from_private_bytes(OLD)
    signature = private.sign(b"")
    scalar = int.from_bytes(signature[32:], "little") + offline_verifier.ORDER
    malleable = signature[:32] + scalar.to_bytes(32, "little")
    assert not offline_verifier.ed25519_verify(private.public_key().public_bytes_raw(), b"", malleable)
