"""Evidence from a living gate: proofs for a stranger, an older copy found, a person forgotten while proofs still verify."""

import io
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path

import pytest

from consent_gate import Actor, Gate
from consent_gate.anchoring import anchor, anchors, record_gap, seal, verifying_keys
from consent_gate.errors import ArgumentError
from consent_gate.evidence import offline_verifier
from consent_gate.ledger import schema
from consent_gate.ledger.audit import audit
from consent_gate.ledger.database import Database
from consent_gate.model import Page
from consent_gate.proving import evidence_of_period, evidence_of_subject, export_records, receipt
from consent_gate.release import import_versions, verify_archive

CANARY = "canary-7f3a-mirabel.oakes@example.org"
OPS = Actor("ops@example.org")


TICKS = count()


def clock() -> datetime:
    """A second later at each look, for all gates of this file."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=next(TICKS))


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    found: str = request.getfixturevalue("postgres_url")
    database = Database(found)
    schema.migrate(database)
    database.close()
    return found


@pytest.fixture
def gate(url: str, tmp_path: Path) -> Iterator[Gate]:
    from consent_gate.evidence.keys import Keys

    Keys.create(tmp_path / "keys")
    with Gate.open(url, archive=tmp_path / "archive", clock=clock, keys=tmp_path / "keys") as opened:
        with as_file(files("consent_gate") / "examples" / "marketplace") as versions:
            import_versions(opened, "privacy", versions)
        yield opened


def live(gate: Gate, subject: str) -> None:
    """Some data, a page shown, an answer and its withdrawal."""
    gate.record(subject, data="user.contact.email", item=f"account of {subject}")
    gate.ledger.keep_page(subject, Page(digest=_digest(subject), content=f"shown to {subject}".encode(), language="en"))
    (ask,) = [ask for ask in gate.pending(subject) if ask.subject_of == "partner-ads"]
    gate.answer(subject, {ask.id: "given"}, method="web")
    gate.withdraw(subject, permission="partner-ads")


def _digest(subject: str) -> str:
    from hashlib import sha256

    return sha256(f"shown to {subject}".encode()).hexdigest()


def unpack(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        bundle.extractall(folder)
    return folder


def faults(gate: Gate) -> list[str]:
    kept = anchors(gate.ledger, gate.archive)
    return [str(f) for f in audit(gate.ledger.database, verifying_keys(gate.ledger), anchors=kept, cipher=gate.ledger.cipher)]


def test_evidence_about_one_person_convinces_python_alone_and_is_about_nobody_else(gate: Gate, tmp_path: Path) -> None:
    live(gate, "s-1")
    live(gate, CANARY)
    seal(gate.ledger)
    anchor(gate.ledger, gate.archive)
    live(gate, "s-2")
    made = evidence_of_subject(gate.ledger, "s-1", anchors=anchors(gate.ledger, gate.archive), policy_url="https://x.example", now=clock())
    folder = unpack(made, tmp_path / "evidence")
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    kinds = [json.loads(json.loads(line)["canonical"]).get("kind") for line in (folder / "events.jsonl").read_text().splitlines()]
    assert kinds.count("given") == 1
    assert kinds.count("withdrawn") == 1
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_evidence_of_a_period_holds_what_was_recorded_in_it(gate: Gate, tmp_path: Path) -> None:
    live(gate, "s-1")
    begin = clock()
    live(gate, "s-2")
    folder = unpack(evidence_of_period(gate.ledger, begin, clock(), now=clock()), tmp_path / "period")
    assert offline_verifier.verify(folder)[1] == []
    entries = [json.loads(json.loads(line)["canonical"])["entry"] for line in (folder / "events.jsonl").read_text().splitlines()]
    assert entries.count("records") == 1


def test_a_receipt_carries_a_proof_that_verifies_and_asks_for_what_the_policy_must_say(gate: Gate) -> None:
    live(gate, "s-1")
    given = next(event.sequence for event in gate.ledger.events("s-1") if event.kind == "given")
    made = receipt(gate.ledger, "s-1", given, policy_url="https://x.example")
    proof = made["proof"]
    keys = offline_verifier.read_keys("\n".join(proof["keys"]))
    opened = offline_verifier.open_note(proof["checkpoint"], keys)
    assert opened is not None
    from consent_gate.evidence.merkle import leaf_hash

    leaf = leaf_hash(proof["canonical"].encode())
    steps = [bytes.fromhex(step) for step in proof["inclusion"]]
    assert offline_verifier.verify_inclusion(leaf, proof["index"], proof["size"], steps, opened[2])
    assert made["dpv:hasRecordOfActivity"]["dpv:hasConsentEvent"][-1]["dpv:hasConsentStatus"] == "dpv:ConsentGiven"
    assert receipt(gate.ledger, "s-1", given, policy_url="https://x.example", kantara=True)["piiPrincipalId"] == "s-1"
    with pytest.raises(ArgumentError, match="no answer 999999"):
        receipt(gate.ledger, "s-1", 999999, policy_url="https://x.example")


def test_a_saved_receipt_convinces_python_alone_and_a_forged_one_does_not(gate: Gate, tmp_path: Path) -> None:
    live(gate, "s-1")
    taken_back = gate.ledger.events("s-1")[-1].sequence
    text = json.dumps(receipt(gate.ledger, "s-1", taken_back, policy_url="https://x.example"))
    saved = tmp_path / "receipt.json"

    def said(words: str) -> tuple[int, str]:
        saved.write_text(words, encoding="utf-8")
        command = [sys.executable, "-I", offline_verifier.__file__, str(saved)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    code, out = said(text)
    assert (code, f"verified: it says: withdrawn, privacy/partner-ads, {clock():%Y-%m}" in out) == (0, True), out
    assert "not checked: 1 earlier events" in out
    assert f"otherwise than entry {taken_back}: withdrawn" in said(text.replace("dpv:ConsentWithdrawn", "dpv:ConsentGiven"))[1]
    for forged in (
        text.replace('\\"withdrawn\\"', '\\"given\\"'),
        text.replace('isIndicatedAtTime": "2026', 'isIndicatedAtTime": "2025'),
        text.replace("sealed 2026", "sealed 2025"),
        text.replace("privacy@4", "terms@4"),
        json.dumps(receipt(gate.ledger, "s-1", taken_back, policy_url="https://x.example", kantara=True)),
    ):
        assert forged != text
        assert said(forged)[0] == 1, forged


def test_records_keep_past_answers(gate: Gate) -> None:
    live(gate, "s-1")
    states = [
        event["dpv:hasConsentStatus"]
        for record in export_records(gate.ledger, "s-1", policy_url="https://x.example")
        for event in record["dpv:hasConsentEvent"]
    ]
    assert "dpv:ConsentGiven" in states
    assert "dpv:ConsentWithdrawn" in states


def test_a_withdrawal_stands_in_the_record_of_the_consent_it_ends(gate: Gate) -> None:
    gate.record("s-1", data="user.contact.email")
    gate.answer("s-1", {"privacy/catalogue@1": "given"})
    withdrawn = gate.withdraw("s-1", permission="catalogue")
    (record,) = export_records(gate.ledger, "s-1", policy_url="https://x.example")
    assert record["dpv:hasNotice"]["dct:hasVersion"] == "privacy@1"
    assert record["dpv:hasNotice"]["@id"] == "https://x.example/policy/privacy/1"
    states = [event["dpv:hasConsentStatus"] for event in record["dpv:hasConsentEvent"]]
    assert states == ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]
    made = receipt(gate.ledger, "s-1", withdrawn, policy_url="https://x.example", kantara=True)
    assert made["services"][0]["purposes"][0]["consentType"] == "NONE (WITHDRAWN)"


def test_an_erased_person_is_nowhere_and_proofs_still_verify(gate: Gate, url: str, tmp_path: Path) -> None:
    live(gate, CANARY)
    live(gate, "s-1")
    gate.link(CANARY, f"other {CANARY}")
    seal(gate.ledger)
    anchor(gate.ledger, gate.archive)
    assert gate.erase(CANARY) == 2
    assert gate.erase(CANARY) == 0
    assert gate.ledger.events(CANARY) == ()
    assert faults(gate) == []
    with pytest.raises(ArgumentError, match="knows nobody"):
        evidence_of_subject(gate.ledger, CANARY, now=clock())
    period = evidence_of_period(gate.ledger, datetime(2026, 1, 1, tzinfo=UTC), clock(), now=clock())
    folder = unpack(period, tmp_path / "period")
    assert offline_verifier.verify(folder)[1] == []
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    held += b"".join(repr(gate.ledger.database.read(f"SELECT * FROM {table}")).encode() for table in TABLES)
    held += (tmp_path / "keys" / "erased").read_bytes()
    if url.startswith("sqlite"):
        held += (tmp_path / "ledger.db").read_bytes()
    assert CANARY.encode() not in held
    live(gate, CANARY)  # the id may come back as somebody new
    assert len(gate.ledger.events(CANARY)) == 2


TABLES = ("subjects", "records", "closures", "events", "consent_state", "pages", "idempotency", "meta", "leaves")


def reopened(tmp_path: Path) -> Gate:
    return Gate.open(f"sqlite:///{tmp_path}/ledger.db", archive=tmp_path / "archive", clock=clock, keys=tmp_path / "keys")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_older_copy_blocks_every_check_until_the_gap_is_on_record(gate: Gate, tmp_path: Path) -> None:
    live(gate, "s-1")
    seal(gate.ledger)
    anchor(gate.ledger, gate.archive)
    shutil.copy(tmp_path / "ledger.db", tmp_path / "backup.db")
    live(gate, "s-2")
    seal(gate.ledger)
    anchor(gate.ledger, gate.archive)
    gate.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "ledger.db")
    with reopened(tmp_path) as older:
        assert older.blocked
        decision = older.check("s-1", use="essential.service", data="user.contact.email", item="account of s-1")
        assert decision.verdict == "not_permitted"
        assert "unavailable" in decision.reasons
        assert any("an older copy" in fault or "the end is cut off" in fault for fault in faults(older))
        with pytest.raises(ArgumentError, match="needs a reason"):
            record_gap(older.ledger, older.archive, actor=OPS, reason=" ")
        assert record_gap(older.ledger, older.archive, actor=OPS, reason="restored after a disk failure") > 0
    with reopened(tmp_path) as older:
        assert older.blocked is None
        assert "unavailable" not in older.check("s-1", use="essential.service", data="user.contact.email", item="account of s-1").reasons
        live(older, "s-3")
        seal(older.ledger)
        assert faults(older) == []
        made = evidence_of_subject(older.ledger, "s-3", anchors=anchors(older.ledger, older.archive), now=clock())
        _, false, notes = offline_verifier.verify(unpack(made, tmp_path / "evidence"))
        assert false == []
        assert any(note.startswith("on record: ") and "disk failure" in note for note in notes)
        assert not [fault for fault in verify_archive(older) if "ROLLED" in str(fault)]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_older_copy_that_went_on_is_found_too(gate: Gate, tmp_path: Path) -> None:
    live(gate, "s-1")
    shutil.copy(tmp_path / "ledger.db", tmp_path / "backup.db")
    live(gate, "s-2")
    seal(gate.ledger)
    anchor(gate.ledger, gate.archive)
    gate.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "ledger.db")
    shutil.move(tmp_path / "archive", tmp_path / "away")
    with reopened(tmp_path) as older:  # no archive in sight: nothing to hold it against
        assert older.blocked is None
        for number in range(5):
            live(older, f"s-{10 + number}")
    shutil.move(tmp_path / "away", tmp_path / "archive")
    with reopened(tmp_path) as older:
        assert older.blocked
        assert "older copy" in older.blocked


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_restored_backup_forgets_again_whom_it_brought_back(gate: Gate, tmp_path: Path) -> None:
    live(gate, CANARY)
    shutil.copy(tmp_path / "ledger.db", tmp_path / "backup.db")
    gate.erase(CANARY)
    gate.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "ledger.db")
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        assert connection.execute("SELECT count(*) FROM subjects").fetchone() == (1,)
    connection.close()
    with reopened(tmp_path) as restored:
        assert restored.ledger.pseudonym(CANARY) is None
    assert CANARY.encode() not in (tmp_path / "ledger.db").read_bytes()
