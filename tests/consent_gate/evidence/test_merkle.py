"""The Merkle tree against public vectors and against the definition written the long way."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_gate.evidence import merkle

LEAVES = [merkle.leaf_hash(bytes([i])) for i in range(70)]


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, recursively."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def _cases(corpus: Path, name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((corpus / "vectors" / name).read_text(encoding="utf-8"))["cases"]
    return cases


def test_public_inclusion_vectors_are_accepted_or_refused_as_they_say(corpus: Path) -> None:
    cases = _cases(corpus, "rfc9162-inclusion.json")
    assert len(cases) == 98
    for case in cases:
        proof = [_bytes(step) for step in case["proof"] or []]
        verdict = merkle.verify_inclusion(_bytes(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, _bytes(case["root"]))
        assert verdict is not case["wantErr"], case["case"]


def test_public_consistency_vectors_are_accepted_or_refused_as_they_say(corpus: Path) -> None:
    cases = _cases(corpus, "rfc9162-consistency.json")
    assert len(cases) == 98
    for case in cases:
        proof = [_bytes(step) for step in case["proof"] or []]
        verdict = merkle.verify_consistency(case["size1"], case["size2"], proof, _bytes(case["root1"]), _bytes(case["root2"]))
        assert verdict is not case["wantErr"], case["case"]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 9, 64, 70])
def test_a_frontier_has_the_root_of_the_definition(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]) == tree_hash(LEAVES[:size])


@given(st.integers(1, 70), st.data())
def test_every_leaf_of_every_tree_has_a_proof_that_verifies_and_only_for_itself(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(merkle.subtree_of(LEAVES), index, size)
    root = tree_hash(LEAVES[:size])
    assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
    other = data.draw(st.integers(0, size - 1))
    assert merkle.verify_inclusion(LEAVES[other], index, size, proof, root) is (other == index)


@given(st.integers(1, 70), st.data())
def test_every_prefix_of_every_tree_has_a_consistency_proof(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size))
    proof = merkle.consistency_proof(merkle.subtree_of(LEAVES), old_size, size)
    old_root, root = tree_hash(LEAVES[:old_size]), tree_hash(LEAVES[:size])
    assert merkle.verify_consistency(old_size, size, proof, old_root, root)
    changed = [*LEAVES[: old_size - 1], merkle.leaf_hash(b"changed")]
    assert not merkle.verify_consistency(old_size, size, proof, tree_hash(changed), root)


def test_a_tree_has_no_proof_for_what_it_does_not_hold() -> None:
    with pytest.raises(ValueError, match="has no leaf 3"):
        merkle.inclusion_proof(merkle.subtree_of(LEAVES), 3, 3)
    with pytest.raises(ValueError, match="has no prefix of 4"):
        merkle.consistency_proof(merkle.subtree_of(LEAVES), 4, 3)
    with pytest.raises(ValueError, match="complete subtrees"):
        merkle.Frontier(3, [b""])
