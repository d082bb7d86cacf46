"""The gate on the command line, and why a check comes to what it does."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from consent_gate import Actor, Gate
from consent_gate.cli.main import run
from consent_gate.explaining import chain
from consent_gate.model import Request
from consent_gate.release.review import Review, ReviewDecision, ReviewVerdict, Tie
from consent_gate.release.review_yaml import dump_review
from consent_gate.release.widening import How
from policy_versions import Version
from policy_versions.identity import identity_of
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger on this machine's own clock, with one version in force."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path}/l.db",
        "KEYS": str(tmp_path / "keys"),
        "ARCHIVE": str(tmp_path / "nowhere"),
    }.items():
        monkeypatch.setenv(f"RECONSENT_{name}", value)
    with Gate.open(f"sqlite:///{tmp_path}/l.db", archive=tmp_path / "nowhere", keys=tmp_path / "keys") as gate:
        long_ago: Any = SimpleNamespace(now=datetime.now(UTC))
        publish(gate, long_ago, permission(retention="P30D"), at=datetime(2020, 1, 1, tzinfo=UTC), imported=True)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """The exit code and the JSON of a command."""
    code = run([*arguments, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_the_commands_walk_from_a_record_to_its_end(ledger: Path, capsys: pytest.CaptureFixture[str]):
    asked = ("check", "s", "--use", ADS, "--data", EMAIL)
    code, record = said(capsys, "record", "s", "--data", EMAIL, "--item", "x", "--key", "k")
    assert (code, record["version"], record["item"]) == (0, 1, "x")
    assert said(capsys, "record", "s", "--data", EMAIL, "--item", "x", "--key", "k")[1] == record
    code, decision = said(capsys, *asked)
    assert (code, decision["verdict"]) == (1, "consent_required")
    code, pending = said(capsys, "pending", "s")
    assert (code, [ask["id"] for ask in pending["asks"]], pending["notices"]) == (0, ["privacy/letters@1"], [])
    assert said(capsys, "answer", "s", "privacy/letters@1=given")[1]["outcomes"] == {"privacy/letters@1": "recorded"}
    assert said(capsys, *asked)[0] == 0
    code, links = said(capsys, "why", "s", "--use", ADS, "--data", EMAIL)
    assert [link["step"] for link in links] == ["version in force", "clause", "record", "answer", "verdict"]
    assert said(capsys, "withdraw", "s", "letters")[0] == 0
    assert said(capsys, *asked)[1]["verdict"] == "declined"
    assert said(capsys, "due") == (0, [])
    later = (datetime.now(UTC) + timedelta(days=31)).isoformat()
    code, due = said(capsys, "due", "privacy", "--at", later)
    assert (code, [one["id"] for one in due]) == (1, [record["id"]])
    assert said(capsys, "answer", "s", "privacy/letters@9=given") == (1, {"outcomes": {"privacy/letters@9": "not_pending"}, "events": []})


def test_unknown_times_and_versions_can_be_said(ledger: Path, capsys: pytest.CaptureFixture[str]):
    made = said(capsys, "record", "s", "--data", EMAIL, "--collected-at", "unknown", "--version", "unknown")[1]
    assert (made["collected_at"], made["version"]) == (None, None)
    assert said(capsys, "record", "s", "--data", EMAIL, "--item", "y", "--version", "1")[1]["version"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("record", "s", "--data", "user.nonsense"),
        ("record", "s", "--data", EMAIL, "--version", "one"),
        ("record", "s", "--data", EMAIL, "--collected-at", "2026-01-01"),
        ("check", "s", "--use", ADS, "--data", EMAIL, "--at", "2999-01-01T00:00:00Z"),
        ("answer", "s", "privacy/letters@1"),
        ("answer", "s", "privacy/letters@1=perhaps"),
        ("answer", "s", "privacy/letters@1=given", "privacy/letters@1=refused"),
        ("withdraw", "s", "postcards"),
        ("impact", "privacy"),
        ("in-force", "privacy", "--at", "9999-12-31T23:59:59-12:00"),
        ("evidence", "--out", "new.zip", "--from", "2026-02-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z"),
        ("evidence", "--out", "new.zip", "--subject", "s", "--to", "2026-01-01T00:00:00Z"),
        ("evidence", "--out", "l.db", "--subject", "s"),
        ("evidence", "--out", "new.zip", "--subject", "half \ud800"),
        ("answer", "half \ud800", "privacy/letters@1=given"),
        ("export", "half \ud800"),
        ("export", ""),
        ("receipt", "", "1"),
        ("demo", "--keep", "."),
        ("api-key", "add", "till", "--scope", "peek"),
        ("api-key", "add", "two\nlines"),
        ("due", "nowhere"),
        ("due", "--", "--output=x"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(ledger: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]):
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert told.err.startswith("error: ")


def test_the_choices_name_the_answers_that_receipts_are_for(ledger: Path, capsys: pytest.CaptureFixture[str]):
    assert said(capsys, "choices", "s") == (0, [])
    (given,) = said(capsys, "answer", "s", "privacy/letters@1=given")[1]["events"]
    withdrawn = said(capsys, "withdraw", "s", "letters")[1]["event"]
    code, found = said(capsys, "choices", "s")
    assert (code, [(one["answer"], one["permission"], one["edition"], one["said"], one["stands"]) for one in found]) == (
        0,
        [(given, "letters", 1, "given", False), (withdrawn, "letters", None, "withdrawn", True)],
    )
    assert run(["choices", "s"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split()[:3] == [str(given), "privacy/letters@1", "given"]
    assert run(["receipt", "s", str(withdrawn + 1)]) == 2
    assert "`reconsent choices SUBJECT`" in capsys.readouterr().err


def test_the_commands_speak_to_people_too(ledger: Path, capsys: pytest.CaptureFixture[str]):
    for arguments, words in {
        ("record", "s", "--data", EMAIL): "privacy@1",
        ("check", "s", "--use", ADS, "--data", EMAIL): "consent_required",
        ("check", "s", "--use", "marketing.advertising.frist_party", "--data", EMAIL): "unknown use: `marketing.advertising.frist_party`",
        ("why", "s", "--use", ADS, "--data", EMAIL): "version in force",
        ("pending", "s"): "privacy/letters@1",
        ("pending", "nobody"): "nothing is pending",
        ("answer", "s", "privacy/letters=given"): "`reconsent pending SUBJECT` lists the asks",
        ("choices", "nobody"): "nothing was answered",
        ("migrate",): "the tables are at",
    }.items():
        assert run(arguments) in (0, 1)
        assert words in capsys.readouterr().out


def test_a_backup_is_a_whole_ledger(ledger: Path, capsys: pytest.CaptureFixture[str]):
    said(capsys, "record", "s", "--data", EMAIL, "--item", "x")
    copy = ledger / "copy.db"
    code, told = said(capsys, "backup", str(copy))
    assert (code, told["bytes"]) == (0, copy.stat().st_size)
    assert run(["backup", str(copy)]) == 2
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (1,)
    with Gate.open(f"sqlite:///{copy}", archive=ledger / "nowhere", keys=ledger / "keys") as gate:
        assert gate.check("s", use=ADS, data=EMAIL, item="x").verdict == "consent_required"
    assert list(ledger.glob("*.unfinished")) == []


def test_an_empty_postgresql_is_migrated_by_the_command(
    postgres_url: str, ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RECONSENT_DATABASE_URL", postgres_url)
    assert run(["pending", "s"]) == 2
    assert "reconsent migrate" in capsys.readouterr().err
    code, told = said(capsys, "migrate")
    assert (code, told["before"]) == (0, None)
    assert said(capsys, "migrate")[1] == {"before": told["after"], "after": told["after"]}
    assert run(["pending", "s"]) == 0
    assert run(["backup", "x.db"]) == 2


def test_the_tables_go_back_for_an_older_release_and_forth_again_and_lose_nothing(ledger: Path, capsys: pytest.CaptureFixture[str]):
    before = [said(capsys, "pending", "s"), said(capsys, "verify", "--full")]
    at = said(capsys, "migrate")[1]["after"]
    assert said(capsys, "migrate", "--back-to", "0001") == (0, {"before": at, "after": "0001"})
    assert run(["pending", "s"]) == 2
    assert "reconsent migrate" in capsys.readouterr().err
    for unknown in ("0000", "base", at):
        assert run(["migrate", "--back-to", unknown]) == 2
        assert f"cannot go back to `{unknown}` (they are at 0001)" in capsys.readouterr().err
    assert said(capsys, "migrate")[1] == {"before": "0001", "after": at}
    assert [said(capsys, "pending", "s"), said(capsys, "verify", "--full")] == before


@pytest.mark.parametrize("words", [["migrate"], ["migrate", "--back-to", "0001"], ["pending", "s"], ["serve"]], ids=" ".join)
def test_a_command_in_a_folder_without_a_ledger_makes_none(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECONSENT_DATABASE_URL", raising=False)
    assert run(words) == 2
    assert "there is no ledger" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_why_goes_back_to_the_finding_and_its_reviewer(small_gate: Gate, clock: Clock):
    gate = small_gate
    publish(gate, clock, permission(basis="contract"))
    gate.record("s", data=EMAIL, item="x")
    new = "# Privacy\n\nVersion 1.\n\nWe may share your address with advertisers.\n"
    from differ import compare

    (change,) = compare("# Privacy\n\nVersion 1.\n", new).changes
    decided = ReviewDecision(
        change=change.id,
        verdict=ReviewVerdict.CONFIRMED,
        ties=(Tie("letters", How.WIDENS),),
        actor=Actor("ada@example.org"),
        time=clock.now,
        engine="test",
    )
    files = {"en.md": new.encode(), "policy.yaml": b"title: Privacy\n"}
    first = gate.ledger.version("privacy", 1)
    wider = (permission(basis="contract", use=(ADS, "analytics"), clause="sharing"),)
    from dataclasses import replace

    version = Version(
        slug="privacy",
        number=2,
        policy=replace(first.policy, permissions=wider),
        texts={"en": new},
        identity=identity_of(files),
        effective=clock.now + timedelta(hours=1),
        commit="c" * 40,
    )
    gate.ledger.add_version(
        version, files=files, review=dump_review(Review(decisions=(decided,))), actors={"approvers": (Actor("bo@example.org"),)}
    )
    clock.advance(hours=2)
    gate.answer("s", {"privacy/letters@2": "deferred"})
    gate.answer("s", {"privacy/letters@2": "refused"}, method="phone", actor=Actor("desk@example.org"))
    decision, links = chain(gate, Request(subject="s", use="analytics", data=EMAIL, item="x"))
    assert [link["step"] for link in links] == [
        "version in force",
        "clause",
        "finding",
        "reviewer",
        "record",
        "prompt",
        "answer",
        "verdict",
    ]
    by_step = {str(link["step"]): link for link in links}
    assert by_step["version in force"]["commit"] == "c" * 40
    assert by_step["version in force"]["approvers"] == ["bo@example.org (claimed)"]
    assert by_step["finding"]["direction"] == "relaxes"
    assert by_step["reviewer"]["reviewer"] == "ada@example.org (claimed)"
    assert (by_step["answer"]["kind"], by_step["answer"]["decides"]) == ("refused", True)
    assert decision.verdict == by_step["verdict"]["verdict"] == "declined"
