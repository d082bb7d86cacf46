"""Verify an evidence folder with nothing but Python's standard library: `python3 verify.py [FOLDER]`.

It trusts only the public keys in keys.txt; compare these with ones you got another way. It checks that every event
listed is in the signed tree, that the signed trees are one growing tree, that the pages shown and the texts of the
policy are the ones the events name. It prints what it checked and ends with 0, or names each fault and ends with 1.
Nothing here is imported from the project: this file is the whole verifier. Proofs: RFC 9162. Signatures: RFC 8032.
"""

from __future__ import annotations  # so that older Pythons run it too

import base64
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# ------------------------------------------------------------ Ed25519 (RFC 8032, section 5.1)

Point = tuple[int, int, int, int]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _recover_x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(data: bytes) -> Point | None:
    """A point in extended coordinates from its 32 bytes, or None."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number: int, point: Point) -> Point:
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point, number = _add(point, point), number >> 1
    return result


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the key whose public half is `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _add(r, _times(k, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ------------------------------------------------------------ Merkle proofs (RFC 9162, section 2.1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2; hashes as bytes."""
    if not 0 <= index < size or any(len(h) != 32 for h in (leaf, root, *proof)):
        return False
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = _node(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = _node(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    """RFC 9162 section 2.1.4.2; an empty prefix proves nothing."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    if not proof or any(len(h) != 32 for h in (old_root, root, *proof)):
        return False
    hashes = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_computed = computed = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_computed, computed = _node(sibling, old_computed), _node(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = _node(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old_computed == old_root and computed == root


# ------------------------------------------------------------ the folder


def read_keys(text: str) -> dict[tuple[str, str], bytes]:
    """Lines `name+id+base64` to {(name, id): public half}."""
    keys = {}
    for line in text.split():
        name, key_id, encoded = line.split("+", 2)
        blob = base64.b64decode(encoded)
        if blob[:1] == b"\x01" and hashlib.sha256(name.encode() + b"\n" + blob).digest()[:4].hex() == key_id:
            keys[name, key_id] = blob[1:]
    return keys


def open_note(note: str, keys: dict[tuple[str, str], bytes]) -> tuple[str, int, bytes] | None:
    """(origin, size, root) of a signed checkpoint, or None if no known key signed it."""
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        dash, name, encoded = [*line.split(" "), "", ""][:3]
        blob = base64.b64decode(encoded)
        public = keys.get((name, blob[:4].hex()))
        if dash == "\u2014" and public and ed25519_verify(public, text.encode(), blob[4:]):
            origin, size, root = text.split("\n")[:3]
            return (origin, int(size), base64.b64decode(root)) if origin == name else None
    return None


def verify(folder: Path) -> tuple[list[str], list[str]]:
    """Check everything; returns (lines saying what was checked, lines naming faults)."""
    done: list[str] = []
    faults: list[str] = []
    keys = read_keys((folder / "keys.txt").read_text(encoding="utf-8"))
    roots: dict[int, bytes] = {}
    previous = 0
    for entry in sorted(json.loads((folder / "checkpoints.json").read_text(encoding="utf-8")), key=lambda e: e["size"]):
        opened = open_note(entry["note"], keys)
        if opened is None or opened[1] != entry["size"]:
            faults.append(f"the checkpoint at {entry['size']} is not signed by a key in keys.txt")
            continue
        size, roots[opened[1]] = opened[1:]
        proof = [bytes.fromhex(h) for h in entry["consistency"]]
        if previous and not verify_consistency(previous, size, proof, roots[previous], roots[size]):
            faults.append(f"the checkpoint at {size} does not continue the one at {previous}")
        previous = size
    done.append(f"{len(roots)} signed checkpoints, one growing tree")
    named: dict[str, str] = {}
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        entry = json.loads(line)
        leaf = hashlib.sha256(b"\x00" + entry["canonical"].encode()).digest()
        proof = [bytes.fromhex(h) for h in entry["proof"]]
        root = roots.get(entry["size"], b"")
        if not verify_inclusion(leaf, entry["index"], entry["size"], proof, root):
            faults.append(f"event {number} (leaf {entry['index']}) is not in the signed tree as it stands here")
        for field, digest in _named_digests(json.loads(entry["canonical"])):
            named.setdefault(digest, f"{field} of event {number}")
    done.append(f"{len(lines)} events, each in the signed tree")
    held = _held(folder)
    faults += [f"{path} is not what any event names" for digest, path in held.items() if digest not in named]
    done.append(f"{len(held)} pages and policy versions, each named by an event")
    if absent := len(named.keys() - held.keys()):
        done.append(f"(not checked: {absent} pages or versions that events name and that are not in this folder)")
    return done, faults


def _named_digests(event: dict[str, object]) -> Iterator[tuple[str, str]]:
    for field in ("page", "identity"):
        digest = event.get(field)
        if isinstance(digest, str):
            yield field, digest


def _held(folder: Path) -> dict[str, str]:
    """Digest to path of every page shown and of every policy version in the folder."""
    held = {hashlib.sha256(p.read_bytes()).hexdigest(): f"pages/{p.name}" for p in sorted((folder / "pages").glob("*"))}
    for version in sorted((folder / "versions").glob("*/*")):
        files = sorted(p for p in version.iterdir() if p.name != "review.yaml")
        rows = sorted(f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in files)
        held[hashlib.sha256("".join(rows).encode()).hexdigest()] = f"versions/{version.parent.name}/{version.name}"
    return held


def main(arguments: list[str]) -> int:
    """The command."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        done, faults = verify(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        done, faults = [], [f"{folder} cannot be read as evidence: {error}"]
    lines = [f"FAULT: {line}" for line in faults] or [f"verified: {line}" for line in done]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
