"""Bad input gets one clear line that says what to do, exit code 2, and nothing is lost or half written."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.consent_gate.release.build import TEXT, policy_file

Run = Callable[..., subprocess.CompletedProcess[str]]


class Office:
    """A folder with an archive, a ledger and keys, worked on from the command line alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "RECONSENT_ARCHIVE": str(folder / "archive"),
            "RECONSENT_DATABASE_URL": f"sqlite:///{folder / 'ledger.db'}",
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "consent_gate.cli", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env={**self.environment, **environment}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def json(self, *arguments: str, code: int = 0, **environment: str) -> object:
        done = self.run(*arguments, "--json", **environment)
        assert done.returncode == code, done.stderr or done.stdout
        return json.loads(done.stdout)

    def write(self, name: str, files: dict[str, bytes]) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            (folder / path).write_bytes(data)
        return folder

    def state(self) -> object:
        """All refs and all versions: what must not change when something is refused."""
        refs = subprocess.run(["git", "for-each-ref"], cwd=self.folder / "archive", capture_output=True, text=True, check=True).stdout
        with closing(sqlite3.connect(self.folder / "ledger.db")) as database:
            return refs, database.execute("SELECT policy, number, identity FROM versions ORDER BY seq").fetchall()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("office"))
    assert made.run("init").returncode == 0
    history = made.write("history/1", {"policy.yaml": policy_file(effective="2025-01-01T00:00:00+00:00"), "en.md": TEXT.encode()}).parent
    assert made.run("import", "privacy", str(history)).returncode == 0
    soon = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    made.write("second", {"policy.yaml": policy_file(effective=soon), "en.md": TEXT.replace("one year", "one month").encode()})
    assert made.run("draft", "start", "privacy", "open", "--from", "second", "--as", "ada@brewery.example").returncode == 0
    made.write("binary", {"policy.txt": bytes(range(256)) * 40})
    made.write("empty", {"policy.md": b""})
    made.write("twice", {"policy.yaml": policy_file() + b"title: Again\n", "en.md": TEXT.encode()})
    made.write("unknown", {"policy.yaml": policy_file().replace(b"user.contact.email", b"user.contact.emial"), "en.md": TEXT.encode()})
    made.write("latin", {"policy.yaml": policy_file(), "en.md": "Größe".encode("latin-1")})
    made.write("versions-twice/1", {"policy.yaml": policy_file(), "en.md": TEXT.encode()})
    made.write("versions-twice/2", {"policy.yaml": policy_file(), "en.md": TEXT.encode()})
    made.write("nothing", {})
    return made


BAD = {
    "a binary file": (["import", "terms", "binary/policy.txt"], "binary"),
    "an empty file": (["import", "terms", "empty/policy.md"], "empty"),
    "a file that is not there": (["import", "terms", "nowhere.txt"], "there is no such file"),
    "a folder without versions": (["import", "terms", "nothing"], "holds no version"),
    "two versions at one time": (["import", "terms", "versions-twice"], "take effect at the same time"),
    "history after the first import": (["import", "privacy", "history"], "imported already"),
    "a duplicate key": (["draft", "save", "privacy", "open", "twice"], "stands here twice"),
    "an unknown taxonomy key": (["draft", "save", "privacy", "open", "unknown"], "user.contact.email"),
    "a text that is not UTF-8": (["draft", "save", "privacy", "open", "latin"], "not UTF-8"),
    "a ref that is an option": (["draft", "start", "privacy", "--", "--output=x"], "cannot name a draft"),
    "a policy that is an option": (["versions", "--", "--output=x"], "cannot name a policy"),
    "a ref that leads out": (["draft", "show", "privacy", "../../../etc/passwd"], "cannot name a draft"),
    "a policy that leads out": (["import", "../privacy", "history"], "cannot name a policy"),
    "a draft that is not there": (["review", "privacy", "nowhere"], "has no draft"),
    "a version that is not there": (["show", "privacy", "7"], "no version `privacy@7`"),
    "a policy that is not there": (["in-force", "terms"], "has no version"),
    "a time before all versions": (["in-force", "privacy", "--at", "2001-01-01T00:00:00+00:00"], "no version was in force"),
    "a time without offset": (["in-force", "privacy", "--at", "2026-01-01"], "offset"),
    "a time that is none": (["draft", "set", "privacy", "open", "--effective", "tomorrow"], "offset"),
    "a decision on nothing": (["review", "privacy", "open", "abcdef0123", "--say", "override", "--reason", "x"], "needs a decision"),
    "a decision without a verdict": (["review", "privacy", "open", "abcdef0123"], "--say"),
    "a tie that is none": (["review", "privacy", "open", "abcdef0123", "--say", "confirm", "--tie", "ads"], "no tie"),
    "an actor on two lines": (["approve", "privacy", "open", "--as", "ada\n<x>"], "cannot name an actor"),
    "publishing unapproved": (["publish", "privacy", "open"], "nobody has approved"),
    "withdrawing what is in force": (["withdraw-version", "privacy", "1", "--reason", "x"], "has been in force"),
    "an unknown command": (["frobnicate"], "frobnicate"),
    "a number that is none": (["show", "privacy", "one"], "NUMBER"),
    "an address that is none": (["site", "privacy", "public", "--base-url", "javascript:alert(1)"], "no address of a page"),
    "an address that cannot be": (["site", "privacy", "public", "--base-url", "https://[x"], "no address of a page"),
    "a period that has not begun": (["evidence", "--out", "e.zip", "--from", "2999-01-01T00:00:00Z"], "lies in the future"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_bad_input_gets_one_line_and_changes_nothing(office: Office, what: str) -> None:
    arguments, part = BAD[what]
    before = office.state()
    files = sorted(path.name for path in office.folder.iterdir())
    done = office.run(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert part in done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].startswith("error: ")
    assert len(lines) == 1 or "faults" in lines[0], done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert office.state() == before
    assert sorted(path.name for path in office.folder.iterdir()) == files


def test_the_second_publish_of_a_version_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.environment["RECONSENT_ONE_PERSON"] = "true"
    assert office.run("init").returncode == 0
    soon = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    office.write("first", {"policy.yaml": policy_file(effective=soon), "en.md": TEXT.encode()})
    assert office.run("draft", "start", "privacy", "one", "--from", "first").returncode == 0
    assert office.run("approve", "privacy", "one").returncode == 0
    assert office.json("publish", "privacy", "one")["version"] == 1  # type: ignore[index]
    before = office.state()
    again = office.run("publish", "privacy", "one")
    assert again.returncode == 2
    assert "has no draft `one`" in again.stderr
    assert office.state() == before
    assert office.json("verify")["sound"]  # type: ignore[index]


def test_an_existing_ledger_without_its_keys_is_refused(office: Office) -> None:
    done = office.run("versions", RECONSENT_KEYS=str(office.folder / "elsewhere"))
    assert done.returncode == 2
    assert "no key file" in done.stderr


def test_a_missing_git_says_what_to_do(office: Office) -> None:
    done = office.run("draft", "list", PATH="/nowhere")
    assert done.returncode == 2
    assert "git" in done.stderr
    assert len(done.stderr.splitlines()) == 1


NO_LEDGER = {
    "import": ["import", "terms", "history"],
    "import of what is not there": ["import", "terms", "nowhere"],
    "versions": ["versions"],
    "show": ["show", "privacy", "1"],
    "in-force": ["in-force", "privacy"],
    "site": ["site", "privacy", "public"],
    "draft list": ["draft", "list"],
    "draft start": ["draft", "start", "privacy", "next"],
    "review": ["review", "privacy", "next"],
    "approve": ["approve", "privacy", "next"],
    "publish": ["publish", "privacy", "next"],
    "withdraw-version": ["withdraw-version", "privacy", "1", "--reason", "x"],
    "reconcile": ["reconcile"],
    "verify": ["verify"],
}


@pytest.mark.parametrize("what", list(NO_LEDGER))
def test_in_a_wrong_folder_no_empty_ledger_is_left_behind(tmp_path: Path, what: str) -> None:
    elsewhere = Office(tmp_path)
    elsewhere.write("history/1", {"policy.yaml": policy_file(effective="2025-01-01T00:00:00+00:00"), "en.md": TEXT.encode()})
    done = elsewhere.run(*NO_LEDGER[what])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: there is no ")
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["history"]
