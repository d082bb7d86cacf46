"""The evidence zip convinces a verifier that has only Python, and any alteration of it does not."""

import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from consent_gate.evidence import merkle, offline_verifier
from consent_gate.evidence.bundle import Evidence, ProvenCheckpoint, ProvenEntry, write_bundle
from consent_gate.evidence.canonical import canonical_bytes
from consent_gate.evidence.checkpoint import Checkpoint, public_keys, sign
from policy_versions.identity import identity_of

ORIGIN, SEED = "reconsent/test", bytes(range(1, 33))
AT = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = b"<!doctype html><title>Shown</title>"
OTHER_PAGE = b"<!doctype html><title>Shown later</title>"
FILES = {"policy.yaml": b"title: Privacy\n", "en.md": b"# Privacy\n"}
LATER = {"policy.yaml": b"title: Privacy\n", "en.md": b"# Privacy, wider\n"}
REVIEW = b"decisions: []\n"
CONTENT = '{"permissions":[{"id":"newsletter"}]}'


def _published(seq: int, number: int, files: dict[str, bytes], review: bytes | None) -> bytes:
    version: dict[str, str | int] = {
        "policy": "privacy",
        "number": number,
        "identity": identity_of(files),
        "content": CONTENT,
        "recorded_at": f"{AT:%Y-%m-%dT%H:%M:%S.%fZ}",
    }
    return canonical_bytes({"entry": "versions", "seq": seq, **version, "review": None if review is None else review.hex()})


def _answered(seq: int, kind: str, page: bytes) -> bytes:
    about = {"policy": "privacy", "permission": "newsletter", "edition": 1 if kind != "withdrawn" else 0, "version": 2}
    told = {"kind": kind, "recorded_at": f"2026-01-01T00:00:{seq:02}.000000Z", "method": "by\u2028web", "subject": "a1b2"}
    return canonical_bytes({"entry": "events", "seq": seq, "page": sha256(page).hexdigest(), **about, **told})


EVENTS = [
    _published(1, 1, FILES, REVIEW),
    _published(2, 2, LATER, None),
    *(_answered(n, "deferred", PAGE) for n in range(3, 10)),
    _answered(10, "refused", PAGE),
    _answered(11, "withdrawn", OTHER_PAGE),
]


def _record(*events: tuple[int, str]) -> dict[str, Any]:
    """A consent record, as the exports hold it, with the fields that can be held against events."""
    return {
        "dpv:hasNotice": {"dct:hasVersion": "privacy@1", "dct:identifier": identity_of(FILES)},
        "dpv:hasConsentEvent": [
            {
                "dct:identifier": str(seq),
                "dpv:isIndicatedAtTime": f"2026-01-01T00:00:{seq:02}+00:00",
                "dpv:hasConsentStatus": f"dpv:Consent{status}",
                "dpv:hasIndicationMethod": "by\u2028web",
            }
            for seq, status in events
        ],
    }


RECORDS = [_record((10, "Refused"), (11, "Withdrawn"))]
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
        pages=[PAGE, OTHER_PAGE],
        versions={"privacy/v1": {**FILES, "review.yaml": REVIEW}, "privacy/v2": LATER},
        exports={"consent-records.json": json.dumps(RECORDS).encode()},
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
    assert "verified: no entry of that tree is left out" in done.stdout
    assert "what the other" not in done.stdout
    assert "FAULT" not in done.stdout


def test_the_same_evidence_has_the_same_bytes() -> None:
    assert write_bundle(evidence()) == write_bundle(evidence())


def _swap_lines(folder: Path) -> None:
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
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


def _edit(name: str, change: Callable[[Any], object]) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        value = json.loads((folder / name).read_text())
        change(value)
        (folder / name).write_text(json.dumps(value))

    return alter


def _relist(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        lines = (folder / "events.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        (folder / "events.jsonl").write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")

    return alter


def _swap_files(one: str, other: str) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        (folder / one).rename(folder / "aside")
        (folder / other).rename(folder / one)
        (folder / "aside").rename(folder / other)

    return alter


def _fork(checkpoints: list[dict[str, Any]]) -> None:
    forged = sign(Checkpoint(origin=ORIGIN, size=4, root=bytes(32), sealed_at=AT), SEED)
    checkpoints.insert(0, {"size": 4, "note": forged, "consistency": []})


def _forge_anchor(anchors: dict[str, str]) -> None:
    anchors["commit"] = sign(Checkpoint(origin=ORIGIN, size=12, root=bytes(32), sealed_at=AT), SEED)


def _empty(folder: Path) -> None:
    (folder / "events.jsonl").write_text("")
    (folder / "checkpoints.json").write_text("[]")
    for name in ("pages", "versions", "exports"):
        shutil.rmtree(folder / name)


def _other_key(folder: Path) -> None:
    (folder / "keys.txt").write_text(f"{public_keys(ORIGIN, [bytes(range(2, 34))])[0]}\n")


EXPORTED = "exports/consent-records.json"


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        (_swap_lines, "event 4 (leaf 3)"),
        (_drop_signature, "checkpoint at 9 is not signed"),
        (_forget_consistency, "checkpoint at 9 does not continue"),
        (_other_key, "checkpoint at 4 is not signed"),
        (lambda folder: (folder / "versions/privacy/v1/en.md").write_text("# Privacy!\n"), "versions/privacy/v1"),
        (lambda folder: (folder / "pages" / f"{sha256(PAGE).hexdigest()}.html").write_text("other"), "pages/"),
        (_swap_files("versions/privacy/v1", "versions/privacy/v2"), "versions/privacy/v1 is not a version"),
        (_swap_files(f"pages/{sha256(PAGE).hexdigest()}.html", f"pages/{sha256(OTHER_PAGE).hexdigest()}.html"), "is not a page"),
        (lambda folder: (folder / "versions/privacy/v1/review.yaml").write_text("decisions: [all fine]\n"), "v1/review.yaml is not"),
        (lambda folder: (folder / "versions/privacy/v1/review.yaml").unlink(), "v1/review.yaml is not"),
        (lambda folder: (folder / "versions/privacy/v2/review.yaml").write_text("decisions: []\n"), "v2/review.yaml is not"),
        (_relist(lambda lines: [*lines, lines[-1]]), "event 12 (entry 11) stands here twice"),
        (_relist(lambda lines: lines[::-1]), "event 2 (entry 10) stands here twice or out of order"),
        (_empty, "nothing here is evidence"),
        (_edit("checkpoints.json", _fork), "two checkpoints at 4"),
        (_edit("anchors.json", _forge_anchor), "`commit` in anchors.json is no checkpoint of this tree"),
        (_edit("anchors.json", lambda kept: kept.update(commit=kept["commit"].replace("\n4\n", "\n5\n"))), "is not signed by a key"),
        (
            _edit(EXPORTED, lambda records: records.__setitem__(0, _record((10, "Given"), (11, "Withdrawn")))),
            "otherwise than entry 10: refused",
        ),
        (_edit(EXPORTED, lambda records: records.__setitem__(0, _record((10, "Refused")))), "leaves out the answer in entry 11: withdrawn"),
        (_edit(EXPORTED, lambda records: records.append(_record((12, "Given")))), "an answer in entry 12, of which there is no proof"),
        (
            _edit(EXPORTED, lambda records: records[0]["dpv:hasNotice"].update({"dct:hasVersion": "privacy@2"})),
            "privacy@2 another fingerprint",
        ),
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
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
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


def test_what_the_folder_cannot_show_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = unpack(write_bundle(replace(evidence(), entries=evidence().entries[:-1], pages=[PAGE], anchors={}, exports={})), tmp_path)
    (folder / "statement.txt").write_text("all is well")
    assert offline_verifier.main([str(folder)]) == 0
    said = capsys.readouterr().out
    assert "not shown: what the other 1 entries say" in said
    assert "not shown: that the ledger was not cut back" in said
    assert "not checked: statement.txt" in said
    assert f"to compare: the keys that signed, {ORIGIN}+" in said


def test_a_clock_that_went_back_is_told_and_writers_moments_apart_are_not(tmp_path: Path) -> None:
    def told(*times: str) -> list[str]:
        events = [canonical_bytes({"entry": "closures", "seq": n, "recorded_at": f"{at}.000000Z"}) for n, at in enumerate(times, 1)]
        leaves = [merkle.leaf_hash(event) for event in events]
        subtree = merkle.subtree_of(leaves)
        size = len(events)
        note = sign(Checkpoint(origin=ORIGIN, size=size, root=merkle.root_of(leaves), sealed_at=AT), SEED)
        proofs = [merkle.inclusion_proof(subtree, n, size) for n in range(size)]
        entries = [ProvenEntry(canonical=e, position=n, size=size, proof=proofs[n]) for n, e in enumerate(events)]
        checkpoints = [ProvenCheckpoint(size=size, note=note)]
        made = replace(evidence(), entries=entries, checkpoints=checkpoints, pages=[], versions={}, exports={}, anchors={})
        (folder := tmp_path / str(len(list(tmp_path.iterdir())))).mkdir()
        _, faults, notes = offline_verifier.verify(unpack(write_bundle(made), folder))
        assert faults == []
        return [line for line in notes if line.startswith("to explain: ")]

    assert told("2026-03-01T12:00:00", "2026-03-01T11:59:30", "2026-03-01T12:00:01") == []
    (line,) = told("2026-03-01T12:00:00", "2026-02-01T12:00:00", "2026-03-01T12:00:01")
    assert "entry 2 says a time before 2026-03-01T12:00:00.000000Z of entry 1" in line
    runs = told("2026-03-01T12:00:00", *[f"2026-02-01T12:00:0{n}" for n in range(5)], "2026-03-01T12:00:01", "2026-02-20T12:00:00")
    assert [line.partition(" say")[0] for line in runs] == ["to explain: entries 2 to 6", "to explain: entry 8"]


def test_a_loss_on_record_is_told_and_excuses_the_anchors_of_its_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gap = canonical_bytes(
        {"entry": "gaps", "seq": 12, "kept": 4, "lost": 9, "reason": "d\nverified: all", "recorded_at": "2026-01-02T00:00:00.000000Z"}
    )
    leaves = [*LEAVES, merkle.leaf_hash(gap)]
    note = sign(Checkpoint(origin=ORIGIN, size=12, root=merkle.root_of(leaves), sealed_at=AT), SEED)
    lost = sign(Checkpoint(origin=ORIGIN, size=9, root=bytes(32), sealed_at=AT), SEED)
    cut_off = sign(Checkpoint(origin=ORIGIN, size=13, root=bytes(32), sealed_at=AT), SEED)
    subtree = merkle.subtree_of(leaves)
    entries = [
        ProvenEntry(canonical=event, position=n, size=12, proof=merkle.inclusion_proof(subtree, n, 12))
        for n, event in enumerate([*EVENTS, gap])
    ]
    made = replace(evidence(), entries=entries, checkpoints=[ProvenCheckpoint(size=12, note=note)], anchors={"lost": lost})
    folder = unpack(write_bundle(made), tmp_path)
    assert offline_verifier.main([str(folder)]) == 0
    assert (
        "\non record: 5 entries were lost when an older copy was restored (entry 12, 2026-01-02T00:00:00.000000Z): d\ufffdverified: all\n"
        in capsys.readouterr().out
    )
    assert offline_verifier.verify(unpack(write_bundle(replace(made, anchors={"later": cut_off})), tmp_path))[1]


def test_a_page_that_no_event_names_is_a_fault(tmp_path: Path) -> None:
    folder = unpack(write_bundle(replace(evidence(), pages=[PAGE, OTHER_PAGE, b"slipped in"])), tmp_path)
    assert any("pages/" in fault for fault in offline_verifier.verify(folder)[1])
