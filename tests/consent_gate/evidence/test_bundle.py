"""The evidence zip convinces a verifier that has only Python, and any alteration of it does not."""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from consent_gate.evidence import merkle, offline_verifier
from consent_gate.evidence.bundle import Evidence, ProvenCheckpoint, ProvenEntry, write_bundle
from consent_gate.evidence.canonical import canonical_bytes
from consent_gate.evidence.checkpoint import Checkpoint, public_keys, sign
from policy_versions.identity import identity_of

ORIGIN, SEED = "reconsent/test", bytes(range(1, 33))
AT = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = b"<!doctype html><title>Shown</title>"
FILES = {"policy.yaml": b"title: Privacy\n", "en.md": b"# Privacy\n"}
EVENTS = [
    canonical_bytes({"entry": "versions", "seq": 1, "identity": identity_of(FILES)}),
    *(canonical_bytes({"entry": "events", "seq": n, "page": sha256(PAGE).hexdigest()}) for n in range(2, 12)),
]
LEAVES = [merkle.leaf_hash(event) for event in EVENTS]


def evidence() -> Evidence:
    subtree = merkle.subtree_of(LEAVES)
    sizes = [4, 9, 11]
    checkpoints = []
    for before, size in zip([0, *sizes], sizes, strict=False):
        note = sign(Checkpoint(origin=ORIGIN, size=size, root=merkle.root_of(LEAVES[:size]), sealed_at=AT), SEED)
        proof = merkle.consistency_proof(subtree, before, size) if before else []
        checkpoints.append(ProvenCheckpoint(size=size, note=note, consistency=proof))
    entries = [
        ProvenEntry(canonical=event, position=n, size=11, proof=merkle.inclusion_proof(subtree, n, 11)) for n, event in enumerate(EVENTS)
    ]
    return Evidence(
        about="a test",
        made_at=AT,
        entries=entries,
        checkpoints=checkpoints,
        keys=public_keys(ORIGIN, [SEED]),
        anchors={"commit": checkpoints[0].note},
        pages=[PAGE],
        versions={"privacy/v1": {**FILES, "review.yaml": b"decisions: []\n"}},
    )


def unpack(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        bundle.extractall(folder)
    return folder


def test_a_stranger_s_python_verifies_the_unpacked_zip(tmp_path: Path) -> None:
    folder = unpack(write_bundle(evidence()), tmp_path)
    done = subprocess.run([sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "11 events, each in the signed tree" in done.stdout
    assert "3 signed checkpoints" in done.stdout
    assert "FAULT" not in done.stdout


def test_the_same_evidence_has_the_same_bytes() -> None:
    assert write_bundle(evidence()) == write_bundle(evidence())


def _swap_lines(folder: Path) -> None:
    lines = (folder / "events.jsonl").read_text().splitlines()
    first, second = json.loads(lines[3]), json.loads(lines[4])
    first["canonical"], second["canonical"] = second["canonical"], first["canonical"]
    lines[3:5] = [json.dumps(first), json.dumps(second)]
    (folder / "events.jsonl").write_text("\n".join(lines))


def _drop_signature(folder: Path) -> None:
    path = folder / "checkpoints.json"
    entries = json.loads(path.read_text())
    entries[1]["note"] = entries[1]["note"].partition("\n\n")[0]
    path.write_text(json.dumps(entries))


def _forget_consistency(folder: Path) -> None:
    path = folder / "checkpoints.json"
    entries = json.loads(path.read_text())
    entries[1]["consistency"] = []
    path.write_text(json.dumps(entries))


def _other_key(folder: Path) -> None:
    (folder / "keys.txt").write_text(f"{public_keys(ORIGIN, [bytes(range(2, 34))])[0]}\n")


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        (_swap_lines, "event 4 (leaf 3)"),
        (_drop_signature, "checkpoint at 9 is not signed"),
        (_forget_consistency, "checkpoint at 9 does not continue"),
        (_other_key, "checkpoint at 4 is not signed"),
        (lambda folder: (folder / "versions/privacy/v1/en.md").write_text("# Privacy!\n"), "versions/privacy/v1"),
        (lambda folder: (folder / "pages" / f"{sha256(PAGE).hexdigest()}.html").write_text("other"), "pages/"),
        (lambda folder: (folder / "events.jsonl").write_text("{}"), "cannot be read as evidence"),
        (lambda folder: (folder / "keys.txt").unlink(), "cannot be read as evidence"),
    ],
)
def test_what_was_altered_is_named(tmp_path: Path, alter: Callable[[Path], object], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = unpack(write_bundle(evidence()), tmp_path)
    assert offline_verifier.main([str(folder)]) == 0
    capsys.readouterr()
    alter(folder)
    assert offline_verifier.main([str(folder)]) == 1
    assert named in capsys.readouterr().out


def test_no_flipped_bit_in_an_event_or_its_proof_goes_unseen(tmp_path: Path, scale: Callable[[int], int]) -> None:
    folder = unpack(write_bundle(evidence()), tmp_path)
    rng = random.Random(7)
    lines = (folder / "events.jsonl").read_text().splitlines()
    for _ in range(scale(2000)):
        row = json.loads(rng.choice(lines))
        field = rng.choice(["canonical", "index", "size", "proof"])
        if field == "canonical":
            place = rng.randrange(len(row[field]))
            row[field] = row[field][:place] + chr(ord(row[field][place]) ^ 1) + row[field][place + 1 :]
        elif field == "proof":
            step = bytearray.fromhex(row[field][rng.randrange(len(row[field]))])
            step[rng.randrange(32)] ^= 1 << rng.randrange(8)
            row[field][rng.randrange(len(row[field]))] = step.hex()
        else:
            row[field] += rng.choice([-1, 1])
        (folder / "events.jsonl").write_text(json.dumps(row) + "\n")
        try:
            faults = offline_verifier.verify(folder)[1]
        except (ValueError, KeyError, TypeError):
            continue
        assert [fault for fault in faults if fault.startswith("event 1 ")], row


def test_a_page_that_no_event_names_is_a_fault(tmp_path: Path) -> None:
    folder = unpack(write_bundle(replace(evidence(), pages=[PAGE, b"slipped in"])), tmp_path)
    assert any("pages/" in fault for fault in offline_verifier.verify(folder)[1])
