"""Verify an evidence folder, or one receipt, with nothing but Python's standard library: `python3 verify.py [FOLDER or FILE]`.

It trusts only the public keys in keys.txt; compare these with ones you got another way. It checks that every event
listed is in the signed tree, once and in order, that the signed trees are one growing tree and the anchors are of it,
that the pages shown, the texts of the policy and the reviews are the ones the events name, and that consent records
tell the answers as the events do. It prints what it checked and what it cannot show and ends with 0, or names each fault
and ends with 1. Nothing here is imported from the project: this file is the whole verifier, and long for that reason.
Proofs: RFC 9162. Signatures: RFC 8032.
"""

from __future__ import annotations  # so that older Pythons run it too

import base64
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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

FILES = ("README.txt", "verify.py", "keys.txt", "events.jsonl", "checkpoints.json", "anchors.json")
MOMENTS = timedelta(minutes=1)
ANSWERS = ("given", "refused", "withdrawn")
STATES = {
    "requested": "dpv:ConsentRequested",
    "deferred": "dpv:ConsentRequestDeferred",
    "given": "dpv:ConsentGiven",
    "refused": "dpv:ConsentRefused",
    "withdrawn": "dpv:ConsentWithdrawn",
}


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


def verify(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Check a folder; returns (what was checked, what is false, what this cannot show), a line each."""
    faults: list[str] = []
    keys = read_keys((folder / "keys.txt").read_text(encoding="utf-8"))
    roots = _checkpoints(_json(folder / "checkpoints.json"), keys, faults)
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").split("\n")
    entries = _entries([json.loads(line) for line in lines if line], roots, faults)
    if not entries:
        faults.append("there is no event: nothing here is evidence")
    newest = max(roots, default=0)
    held, absent = _held(folder, entries, faults)
    anchors = _json(folder / "anchors.json")
    faults += _strayed(anchors, keys, roots, entries)
    done = [
        f"{len(roots)} signed checkpoints, one growing tree of {newest} entries",
        f"{len(entries)} events, each in the signed tree",
        f"{held} pages and policy versions, each as an event names it",
    ]
    notes = [*(f"on record: {line}" for line in _lost(entries)), *(f"to explain: {line}" for line in _set_back(entries))]
    if anchors:
        done.append(f"{len(anchors)} anchors, each a checkpoint of this tree or of a time that is on record as lost")
    else:
        notes.append("not shown: that the ledger was not cut back or written anew; no checkpoint kept outside of it lies here")
    if left_out := newest - len(entries):
        notes.append(f"not shown: what the other {left_out} entries say; whoever made this folder chose which to put in")
    else:
        done.append("no entry of that tree is left out")
    if absent:
        notes.append(f"not checked: {absent} pages or versions that events name and that are not in this folder")
    records = folder / "exports" / "consent-records.json"
    exported = _json(records) if records.is_file() else None
    if isinstance(exported, list):
        faults += [f"exports/{records.name} {line}" for line in (*_misreported(exported, entries), *_left_out(exported, entries))]
        done.append(f"the answers in exports/{records.name}, their times and the versions, each as an event says")
    others = sorted(
        str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file() and not _is_checked(path, folder)
    )
    if others:
        notes.append(f"not checked: {', '.join(others)}")
    return done, faults, [*notes, _signers(keys)]


def verify_receipt(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Check a receipt in the same way: that the answer it tells of stands in the signed tree, and as it tells it."""
    receipt = _json(path)
    if "proof" not in receipt:
        raise ValueError("it carries no proof; a Kantara receipt has none")
    faults: list[str] = []
    proof = receipt["proof"]
    keys = read_keys("\n".join(proof["keys"]))
    roots = _checkpoints([{"size": proof["size"], "note": proof["checkpoint"], "consistency": []}], keys, faults)
    entries = _entries([{**proof, "proof": proof["inclusion"]}], roots, faults)
    ((seq, entry),) = entries.items()
    record = receipt["dpv:hasRecordOfActivity"]
    *before, told = record["dpv:hasConsentEvent"]
    faults += [f"the receipt {line}" for line in _misreported([{**record, "dpv:hasConsentEvent": [told]}], entries)]
    done = [
        f"entry {seq} stands in the signed tree of {proof['size']} entries",
        f"it says: {entry['kind']}, {entry['policy']}/{entry['permission']}, {entry['recorded_at']}, by the person {entry['subject']}",
    ]
    notes = [
        "not shown: who that person is, the words that were answered, and whether the answer was changed later",
        *([f"not checked: {len(before)} earlier events that the receipt tells of"] if before else []),
        _signers(keys),
    ]
    return done, faults, notes


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _checkpoints(listed: Sequence[dict[str, Any]], keys: dict[tuple[str, str], bytes], faults: list[str]) -> dict[int, bytes]:
    """{size: root} of the signed checkpoints, each of which must continue the one before."""
    roots: dict[int, bytes] = {}
    origins = set()
    previous = 0
    for listing in sorted(listed, key=lambda e: e["size"]):
        opened = open_note(listing["note"], keys)
        if opened is None or opened[1] != listing["size"]:
            faults.append(f"the checkpoint at {listing['size']} is not signed by a key that is named here")
            continue
        origin, size, root = opened
        origins.add(origin)
        proof = [bytes.fromhex(h) for h in listing["consistency"]]
        if size in roots:
            faults.append(f"there are two checkpoints at {size}, where a ledger signs one")
            continue
        if previous and not verify_consistency(previous, size, proof, roots[previous], root):
            faults.append(f"the checkpoint at {size} does not continue the one at {previous}")
        previous, roots[size] = size, root
    if len(origins) > 1:
        faults.append(f"the checkpoints are those of {len(origins)} ledgers: {', '.join(sorted(origins))}")
    if not roots:
        faults.append("there is no signed checkpoint: nothing here is proven")
    return roots


def _entries(lines: Sequence[dict[str, Any]], roots: dict[int, bytes], faults: list[str]) -> dict[int, dict[str, Any]]:
    """{place in the ledger: entry}; each must stand in the tree, and here once, the oldest first."""
    entries: dict[int, dict[str, Any]] = {}
    last = 0
    for number, line in enumerate(lines, 1):
        leaf = hashlib.sha256(b"\x00" + line["canonical"].encode()).digest()
        proof = [bytes.fromhex(h) for h in line["proof"]]
        if not verify_inclusion(leaf, line["index"], line["size"], proof, roots.get(line["size"], b"")):
            faults.append(f"event {number} (leaf {line['index']}) is not in the signed tree as it stands here")
        entry = json.loads(line["canonical"])
        if entry["seq"] <= last:
            faults.append(f"event {number} (entry {entry['seq']}) stands here twice or out of order")
        last = entry["seq"]
        entries.setdefault(last, entry)
    return entries


def _held(folder: Path, entries: dict[int, dict[str, Any]], faults: list[str]) -> tuple[int, int]:
    """How many pages and versions lie here, and how many do not that events name; each must be what its file name says."""
    pages = {f"pages/{entry['page']}.html" for entry in entries.values() if entry.get("page")}
    published = {f"versions/{e['policy']}/v{e['number']}": e for e in entries.values() if e["entry"] == "versions"}
    held = set()
    for path in sorted((folder / "pages").glob("*")):
        held.add(name := f"pages/{path.name}")
        if name not in pages or hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            faults.append(f"{name} is not a page that any event names, or was altered")
    for path in sorted((folder / "versions").glob("*/*")):
        held.add(name := f"versions/{path.parent.name}/{path.name}")
        if name not in published or _identity(path) != published[name]["identity"]:
            faults.append(f"{name} is not a version that any event names, or was altered")
        elif _review(path) != published[name]["review"]:
            faults.append(f"{name}/review.yaml is not what the reviewers decided, as its event says it")
    return len(held), len({*pages, *published} - held)


def _identity(version: Path) -> str:
    files = sorted(p for p in version.iterdir() if p.name != "review.yaml")
    rows = sorted(f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in files)
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def _review(version: Path) -> str | None:
    path = version / "review.yaml"
    return path.read_bytes().hex() if path.exists() else None


def _strayed(
    anchors: dict[str, str], keys: dict[tuple[str, str], bytes], roots: dict[int, bytes], entries: dict[int, dict[str, Any]]
) -> Iterator[str]:
    """Anchors that are none of the checkpoints here, unless what they signed is on record as lost."""
    gaps = [(entry["kept"], entry["lost"]) for entry in entries.values() if entry["entry"] == "gaps"]
    for name, note in anchors.items():
        opened = open_note(note, keys)
        if opened is None:
            yield f"`{name}` in anchors.json is not signed by a key that is named here"
        elif roots.get(opened[1]) != opened[2] and not any(kept < opened[1] <= lost for kept, lost in gaps):
            yield f"`{name}` in anchors.json is no checkpoint of this tree: the ledger was cut back, or is another one"


def _lost(entries: dict[int, dict[str, Any]]) -> Iterator[str]:
    for seq, entry in entries.items():
        if entry["entry"] == "gaps":
            lost = entry["lost"] - entry["kept"]
            yield f"{lost} entries were lost when an older copy was restored (entry {seq}, {entry['recorded_at']}): {entry['reason']}"


def _set_back(entries: dict[int, dict[str, Any]]) -> Iterator[str]:
    """Where the clock went back, once for each run of entries; writers at work at once may differ by moments, which is no such thing."""
    latest = (0, "")
    run: list[int] = []
    for seq, entry in (*entries.items(), (0, None)):
        if entry is not None and latest[1] and _moment(entry["recorded_at"]) < _moment(latest[1]) - MOMENTS:
            run.append(seq)
            continue
        if run:
            which = f"entry {run[0]} says" if len(run) == 1 else f"entries {run[0]} to {run[-1]} say"
            yield f"{which} a time before {latest[1]} of entry {latest[0]}, which stands before: was the clock set back?"
            run.clear()
        if entry is not None and entry["recorded_at"] > latest[1]:
            latest = seq, entry["recorded_at"]


def _misreported(records: Sequence[dict[str, Any]], entries: dict[int, dict[str, Any]]) -> Iterator[str]:
    """What consent records say of events otherwise than the events themselves."""
    published = {f"{e['policy']}@{e['number']}": e["identity"] for e in entries.values() if e["entry"] == "versions"}
    for record in records:
        version, identity = record["dpv:hasNotice"]["dct:hasVersion"], record["dpv:hasNotice"]["dct:identifier"]
        if published.get(version, identity) != identity:
            yield f"gives {version} another fingerprint than the event that published it"
        for event in record["dpv:hasConsentEvent"]:
            seq = int(event["dct:identifier"])
            entry = entries.get(seq)
            if entry is None or entry["entry"] != "events":
                yield f"tells of an answer in entry {seq}, of which there is no proof here"
                continue
            said = (event["dpv:hasConsentStatus"], _moment(event["dpv:isIndicatedAtTime"]), event["dpv:hasIndicationMethod"])
            if said != (STATES.get(entry["kind"]), _moment(entry["recorded_at"]), entry["method"]):
                yield f"says otherwise than entry {seq}: {entry['kind']}, {entry['recorded_at']}, {entry['method']}"
            if version != f"{entry['policy']}@{entry['edition'] or version.rpartition('@')[2]}":
                yield f"puts entry {seq} with {version}, and it speaks of {entry['policy']}@{entry['edition']}"


def _left_out(records: Sequence[dict[str, Any]], entries: dict[int, dict[str, Any]]) -> Iterator[str]:
    """Answers to permissions that the consent records are silent about."""
    told = {int(event["dct:identifier"]) for record in records for event in record["dpv:hasConsentEvent"]}
    published = {(e["policy"], e["number"]): json.loads(e["content"]) for e in entries.values() if e["entry"] == "versions"}
    for seq, entry in entries.items():
        if entry["entry"] == "events" and entry["kind"] in ANSWERS and seq not in told:
            permissions = published.get((entry["policy"], entry["edition"] or entry["version"]), {}).get("permissions", ())
            if any(permission["id"] == entry["permission"] for permission in permissions):
                yield f"leaves out the answer in entry {seq}: {entry['kind']}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))  # noqa: FURB162 - older Pythons read no `Z`


def _is_checked(path: Path, folder: Path) -> bool:
    first, *rest = path.relative_to(folder).parts
    return first in ("pages", "versions") or first in FILES or (first, *rest) == ("exports", "consent-records.json")


def _signers(keys: dict[tuple[str, str], bytes]) -> str:
    named = ", ".join(f"{name}+{key_id}" for name, key_id in keys)
    return f"to compare: the keys that signed, {named}, with a copy that reached you another way; without that nothing is proven"


def main(arguments: list[str]) -> int:
    """The command."""
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        done, faults, notes = verify_receipt(path) if path.is_file() else verify(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        done, faults, notes = [], [f"{path} cannot be read as evidence: {error}"], []
    lines = [f"FAULT: {line}" for line in faults] or [*(f"verified: {line}" for line in done), *notes]
    for line in lines:  # words of others stand in some: none may begin a line of its own or steer the terminal
        printable = "".join(letter if letter.isprintable() else "\ufffd" for letter in line)
        sys.stdout.buffer.write(printable.encode("utf-8", "replace") + b"\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
