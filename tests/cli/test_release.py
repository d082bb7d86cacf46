"""The whole way from a document to a published version, from the command line alone, by two people known by their keys."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_bad_input import Office
from tests.consent_gate.release.build import ADS, TEXT, policy_file


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    assert made.run("init").returncode == 0
    made.write("history/1", {"policy.yaml": policy_file(effective="2025-01-01T00:00:00+00:00"), "en.md": TEXT.encode()})
    made.json("import", "privacy", "history")
    return made


def key_of(office: Office, name: str) -> Path:
    path = office.folder / f"{name}.key"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed: install openssh-client")
    return path


def test_a_material_relaxation_is_published_by_two_people_in_a_terminal(office: Office) -> None:
    key = key_of(office, "ben@brewery.example")
    allowed = office.folder / "allowed_signers"
    allowed.write_text("ben@brewery.example " + key.with_suffix(".key.pub").read_text())
    office.environment["RECONSENT_ALLOWED_SIGNERS"] = str(allowed)
    soon = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    office.write(
        "second",
        {"policy.yaml": policy_file(effective=soon, permissions=ADS), "en.md": (TEXT + "\nWe show you advertisements.\n").encode()},
    )
    ada, ben = ("--as", "ada@brewery.example"), ("--as", "ben@brewery.example")
    office.json("draft", "start", "privacy", "ads", "--from", "second", *ada)
    listed = office.json("review", "privacy", "ads", code=1)
    while listed["open"]:  # type: ignore[index]
        flag = next(one for one in listed["changes"] if not one["decision"])  # type: ignore[index]
        tie = ("--tie", "adds:ads") if flag["kind"] == "prose" else ()
        done = office.run("review", "privacy", "ads", flag["id"], "--say", "confirm", *tie, *ben, "--json")
        assert done.returncode in (0, 1), done.stderr
        listed = json.loads(done.stdout)
    claimed = office.run("approve", "privacy", "ads", *ben)
    assert (claimed.returncode, "only claimed" in claimed.stderr) == (2, True)
    other = key_of(office, "eve@brewery.example")
    forged = office.run("approve", "privacy", "ads", "--ssh-key", str(other), *ben)
    assert (forged.returncode, "not by a key of `ben@brewery.example`" in forged.stderr) == (2, True)
    assert office.run("publish", "privacy", "ads", *ada).returncode == 2
    office.json("approve", "privacy", "ads", "--ssh-key", str(key), *ben)
    assert office.json("publish", "privacy", "ads", *ada)["version"] == 2  # type: ignore[index]
    states = [(one["version"], one["state"]) for one in office.json("versions", "privacy")]  # type: ignore[attr-defined]
    assert states == [(1, "in force"), (2, "upcoming")]
    assert office.json("in-force", "privacy", "--at", soon)["version"] == 2  # type: ignore[index]
    verified = office.json("verify")
    assert (verified["sound"], verified["faults"]) == (True, [])  # type: ignore[index]
    shown = office.json("show", "privacy", "2")
    assert "We show you advertisements." in shown["files"]["en.md"]  # type: ignore[index]
    assert office.json("withdraw-version", "privacy", "2", "--reason", "Wrong date.")["withdrawn"]  # type: ignore[index]
    assert office.json("reconcile") == {"repaired": [], "main": {}}
    assert "index.html" in office.json("site", "privacy", "public")["files"]  # type: ignore[index]


def test_a_draft_is_named_to_impact_as_to_every_other_command(office: Office) -> None:
    office.json("draft", "start", "privacy", "ads", "--as", "ada@brewery.example")
    told = office.json("impact", "privacy", "ads")
    assert told["number"] == 2  # type: ignore[index]
    assert told == office.json("impact", "privacy/ads")


def test_tampering_is_a_finding_and_is_named(office: Office) -> None:
    subprocess.run(["git", "tag", "-d", "privacy/v1"], cwd=office.folder / "archive", check=True, capture_output=True)
    found = office.json("verify", code=1)
    assert [(one["fault"], one["name"]) for one in found["faults"]] == [("tag_deleted", "privacy@1")]  # type: ignore[index]


def test_a_document_is_laid_out_first_and_frozen_when_confirmed(office: Office) -> None:
    office.write("in", {"terms.md": b"# Terms\n\nEffective date: 3 March 2019\n\nWe use your email address to answer your questions.\n"})
    laid = office.json("import", "terms", "in/terms.md", code=1)
    assert laid["frozen"] is False  # type: ignore[index]
    assert office.run("import", "terms", "in/terms.md").returncode == 2, "it does not overwrite what was laid out"
    assert office.json("import", "terms", "terms-import")["versions"][0]["effective"].startswith("2019-03-03")  # type: ignore[index]


def test_a_history_in_git_and_dated_files_come_in(office: Office) -> None:
    office.write("dated", {"2019-02-03.md": b"# P\n\nWe keep it safe.\n", "2020-02-03.md": b"# P\n\nWe keep it safe.\n\nWrite to us.\n"})
    assert len(office.json("import", "cookies", "dated", "--out", "one", code=1)["laid_out"]) == 2  # type: ignore[index]
    source = office.write("source", {"p.md": b"# P\n\nWe keep it safe.\n"})
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "1"]):
        subprocess.run(["git", *command], cwd=source, check=True, capture_output=True)
    done = office.json("import", "cookies", "source", "--file", "p.md", "--out", "two", "--yes")
    assert done["frozen"] is True  # type: ignore[index]
    assert [one["folder"] for one in done["laid_out"]] == ["00001"]  # type: ignore[index]


def test_what_a_page_loses_on_the_way_is_shown_for_each_version(office: Office) -> None:
    menu = b"<nav><a href='/'>Home of the brewery</a></nav>"
    office.write(
        "pages",
        {
            "2019-02-03.html": b"<html><body>%s<main><h1>P</h1><p>We keep it safe.</p></main></body></html>" % menu,
            "2020-02-03.html": b"<html><body>%s<main><h1>P</h1><p>We keep it very safe.</p></main></body></html>" % menu,
        },
    )
    done = office.run("import", "cookies", "pages", "--out", "three")
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("Home of the brewery") == 2
    assert done.stdout.count("left out as no part of the policy") == 2
