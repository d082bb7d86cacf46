"""The Merkle tree of RFC 9162 section 2.1: roots, inclusion and consistency proofs, and their verification.

Pure: leaves come as hashes, and where a hash of a whole range is wanted while proving, the caller's `subtree` gives it
(from stored nodes, or from the leaves). Leaf and node hashes are kept apart by a prefix byte, as the RFC says.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Subtree = Callable[[int, int], bytes]
"""`subtree(start, end)`: the root over the leaves start..end-1, of which there is at least one."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf's bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


_SHA256 = hashlib.sha256
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Frontier:
    """The roots of the complete subtrees that a growing tree consists of, largest first: enough to append and to sum up.

    >>> Frontier().root() == EMPTY_ROOT
    True
    """

    __slots__ = ("roots", "size")

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        if len(roots) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(roots)}")
        self.size = size
        self.roots = list(roots)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        merges = self.size
        while merges & 1:
            leaf = node_hash(self.roots.pop(), leaf)
            merges >>= 1
        self.roots.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.roots:
            return EMPTY_ROOT
        root = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def complete_root(leaves: Sequence[bytes]) -> bytes:
    """The root over a power of two of leaf hashes, quicker than by a frontier."""
    level = list(leaves)
    while len(level) > 1:
        pairs = iter(level)
        level = [_SHA256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return level[0]


def subtree_of(leaves: Sequence[bytes]) -> Subtree:
    """`subtree` over leaf hashes held in memory."""
    return lambda start, end: root_of(leaves[start:end])


def inclusion_proof(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` leaves, lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    path.reverse()
    return path


def consistency_proof(subtree: Subtree, old_size: int, size: int) -> list[bytes]:
    """The hashes that show that the tree of `old_size` leaves is a prefix of the one of `size` leaves."""
    if not 0 < old_size <= size:
        raise ValueError(f"a tree of {size} leaves has no prefix of {old_size}")
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while old_size != end:
        middle = start + _largest_power_below(end - start)
        if old_size <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtree(start, end))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `leaf` (a hash) stands at `index` in the tree of `size` leaves with this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _all_hashes(leaf, root, *proof):
        return False
    node, last = index, size - 1
    computed = leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    """Whether `proof` shows that the tree with `old_root` is a prefix of the tree with `root` (RFC 9162 §2.1.4.2).

    An empty prefix proves nothing and is refused.
    """
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    if not proof or not _all_hashes(old_root, root, *proof):
        return False
    hashes = list(proof)
    if old_size & (old_size - 1) == 0:
        hashes.insert(0, old_root)
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_computed = computed = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_computed, computed = node_hash(sibling, old_computed), node_hash(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old_computed == old_root and computed == root


def _all_hashes(*values: bytes) -> bool:
    return all(len(value) == hashlib.sha256().digest_size for value in values)


def _largest_power_below(number: int) -> int:
    return 1 << ((number - 1).bit_length() - 1)
