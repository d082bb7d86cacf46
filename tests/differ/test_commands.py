"""`reconsent diff` and `reconsent history`, and the hook and the workflow in examples/, on real git repositories."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from consent_gate.cli.main import run

ROOT = Path(__file__).parents[2]
STRICT = "# Stables\n\nWe never share your phone number with anybody.\n\nWe delete your phone number after 30 days.\n"
LOOSE = STRICT.replace("never share", "may share")
BETTER = LOOSE.replace("30 days", "10 days")


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ida", "-c", "user.email=ida@stables.example", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=.git/hooks"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "-m", f"Change {path}")


@pytest.fixture
def stables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose policy was written, loosened, renamed and tightened; the working folder of the test."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path, "docs/riders.md", STRICT)
    commit(tmp_path, "docs/riders.md", LOOSE)
    commit(tmp_path, "other.txt", "x")
    git(tmp_path, "mv", "docs/riders.md", "docs/privacy.md")
    git(tmp_path, "commit", "--quiet", "-m", "Rename")
    commit(tmp_path, "docs/privacy.md", BETTER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capfd.readouterr()
    return code, out, err


def test_what_does_not_look_english_is_said_beside_the_result(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (stables / "en.md").write_text(STRICT, encoding="utf-8")
    (stables / "de.md").write_text("# Stall\n\nWir geben Ihre Telefonnummer nicht an andere weiter.\n", encoding="utf-8")
    code, out, err = told(capfd, "diff", "en.md", "de.md", "--json")
    assert code == 0
    assert {change["direction"] for change in json.loads(out)["changes"]} == {"unclear"}
    assert err.splitlines() == [
        "de.md: the text does not look English, and the rules read no other language; what changes there is left to a person"
    ]
    assert told(capfd, "diff", "en.md", "de.md", "--language", "de")[2] == ""
    assert told(capfd, "diff", "en.md", "docs/privacy.md")[2] == ""


def test_revisions_files_and_standard_input_can_be_compared(
    stables: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (stables / "old.md").write_text(STRICT, encoding="utf-8")
    by_revision = told(capfd, "diff", "HEAD~4:docs/riders.md", "main:docs/privacy.md", "--json")
    by_file = told(capfd, "diff", "old.md", "docs/privacy.md", "--json")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STRICT.encode())))
    by_input = told(capfd, "diff", "-", "docs/privacy.md", "--format", "json")
    assert by_revision == by_file == by_input
    directions = {change["direction"] for change in json.loads(by_file[1])["changes"]}
    assert directions == {"relaxes", "tightens"}


def test_a_revision_is_found_from_a_folder_below(stables: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(stables / "docs")
    assert told(capfd, "diff", "HEAD~1:docs/privacy.md", "privacy.md")[0] == 0


@pytest.mark.parametrize(("directions", "code"), [("relaxes,unclear", 1), ("unclear", 0), ("", 0), ("tightens", 1)])
def test_fail_on_ends_in_exit_code_one(stables: Path, capfd: pytest.CaptureFixture[str], directions: str, code: int) -> None:
    assert told(capfd, "diff", "HEAD~4:docs/riders.md", "docs/privacy.md", "--fail-on", directions)[0] == code


@pytest.mark.parametrize(("directions", "code"), [("relaxes", 1), ("relaxes,unclear", 1), ("mixed", 1), ("unclear", 0), ("tightens", 0)])
def test_whoever_fails_on_what_relaxes_fails_on_what_relaxes_in_part(
    stables: Path, capfd: pytest.CaptureFixture[str], directions: str, code: int
) -> None:
    (stables / "old.md").write_text("We keep your logs for 30 days and share them with advertisers.\n", encoding="utf-8")
    (stables / "new.md").write_text("We keep your logs for 10 days and share them with advertisers and insurers.\n", encoding="utf-8")
    assert told(capfd, "diff", "old.md", "new.md", "--fail-on", directions)[0] == code


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing.md", "docs/privacy.md"], "no file `nothing.md`"),
        (["HEAD~99:docs/privacy.md", "docs/privacy.md"], "no revision `HEAD~99`"),
        (["HEAD:nothing.md", "docs/privacy.md"], "`nothing.md` is not in `HEAD`"),
        (["--output=x:y", "docs/privacy.md"], "missing argument"),
        (["-n:docs/privacy.md", "docs/privacy.md"], "no such option"),
        (["docs/privacy.md", "docs/privacy.md", "--fail-on", "worse"], "`worse` is no direction"),
        (["-", "-"], "both texts"),
        (["riders@3", "docs/privacy.md"], "riders/v3"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(stables: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code, out, err = told(capfd, "diff", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_what_is_no_text_is_refused(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (stables / "old.md").write_bytes(b"\xff\xfe\x00")
    assert "no UTF-8 text" in told(capfd, "diff", "old.md", "docs/privacy.md")[2]


@pytest.mark.parametrize(("name", "begins"), [("html", "<!doctype html>"), ("markdown", "### "), ("sarif", "{"), ("text", "2 changes")])
def test_every_format_can_be_written_to_a_file(stables: Path, capfd: pytest.CaptureFixture[str], name: str, begins: str) -> None:
    code, out, _ = told(capfd, "diff", "HEAD~4:docs/riders.md", "docs/privacy.md", "--format", name, "--output", "out")
    assert (code, out) == (0, "")
    assert (stables / "out").read_text(encoding="utf-8").startswith(begins)


def test_explain_shows_clauses_and_alignment(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = told(capfd, "diff", "HEAD~4:docs/riders.md", "docs/privacy.md", "--explain")[1]
    assert "ALIGNMENT" in out
    assert "paragraph" in out


def test_published_versions_are_named_by_number(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    policy = "title: Riders\ncontroller: {id: stables, name: Mill Lane Stables}\nlanguage: en\neffective: 2031-01-01T00:00:00+00:00\n"
    for number, text in enumerate((STRICT, LOOSE), 1):
        commit(stables, "policies/riders/policy.yaml", f"{policy}# {number}\n")
        commit(stables, "policies/riders/en.md", text)
        git(stables, "tag", "-a", "-m", "x", f"riders/v{number}")
    code, out, err = told(capfd, "diff", "riders@1", "riders@2/en", "--fail-on", "relaxes")
    assert code == 1, err
    assert "[-never-]{+may+} share" in out
    assert "has no text in `fr`" in told(capfd, "diff", "riders@1/fr", "riders@2/en")[2]


def test_history_follows_a_rename_and_tells_every_step(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capfd, "history", ".", "docs/privacy.md", "--json")
    counts = [step["counts"] for step in json.loads(out)["steps"]]
    assert code == 0
    assert [(c["relaxes"], c["tightens"]) for c in counts] == [(1, 0), (0, 1)]


def test_history_reads_a_bare_repository(
    stables: Path, capfd: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = tmp_path_factory.mktemp("bare") / "stables.git"
    git(stables, "clone", "--quiet", "--bare", ".", str(bare))
    assert "1 relaxes" in told(capfd, "history", str(bare), "docs/privacy.md")[1]


def test_history_can_be_cut_to_the_last_steps_and_begin_elsewhere(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert len(json.loads(told(capfd, "history", ".", "docs/privacy.md", "--json", "--last", "1")[1])["steps"]) == 1
    assert len(json.loads(told(capfd, "history", ".", "docs/riders.md", "--json", "--revision", "HEAD~3")[1])["steps"]) == 1
    assert told(capfd, "history", ".", "nothing.md")[0] == 2


def test_history_writes_one_page(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert told(capfd, "history", ".", "docs/privacy.md", "--format", "html", "--output", "page.html")[0] == 0
    assert "<svg" in (stables / "page.html").read_text(encoding="utf-8")


def test_history_goes_along_first_parents(stables: Path, capfd: pytest.CaptureFixture[str]) -> None:
    git(stables, "checkout", "--quiet", "-b", "side", "HEAD~1")
    commit(stables, "side.txt", "x")
    git(stables, "checkout", "--quiet", "main")
    git(stables, "merge", "--quiet", "--no-ff", "-m", "Merge", "side")
    assert len(json.loads(told(capfd, "history", ".", "docs/privacy.md", "--json")[1])["steps"]) == 2


@pytest.fixture
def on_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `reconsent` is this checkout's."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "reconsent"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m consent_gate.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def test_the_hook_stops_a_commit_that_relaxes_until_it_is_meant(stables: Path, on_path: dict[str, str]) -> None:
    commit(stables, "policies/riders/en.md", STRICT)
    hook = stables / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes((ROOT / "examples" / "ci" / "pre-commit").read_bytes())
    hook.chmod(0o755)
    attempt = ["git", "-c", "user.name=I", "-c", "user.email=i@i.example", "-c", "core.hooksPath=.git/hooks", "commit", "-q", "-m", "x"]

    def tried(text: str, **extra: str) -> "subprocess.CompletedProcess[str]":
        (stables / "policies" / "riders" / "en.md").write_text(text, encoding="utf-8")
        git(stables, "add", "--all")
        return subprocess.run(attempt, cwd=stables, env={**on_path, **extra}, capture_output=True, text=True, check=False)

    stopped = tried(LOOSE)
    assert stopped.returncode == 1
    assert "[-never-]{+may+} share" in stopped.stdout + stopped.stderr
    assert tried(LOOSE, RELAX="1").returncode == 0
    assert tried(BETTER).returncode == 0


def test_the_workflow_and_the_hook_entry_are_yaml_and_name_options_that_exist(capfd: pytest.CaptureFixture[str]) -> None:
    workflow = (ROOT / "examples" / "ci" / "policy-diff.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(workflow)["jobs"]["diff"]["steps"]
    script = next(step["run"] for step in steps if step.get("id") == "diff")
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    help_text = told(capfd, "diff", "--help")[1]
    for option in ("--format", "--output", "--fail-on", "--hide-neutral"):
        assert option in script
        assert option in help_text
    assert yaml.safe_load((ROOT / "examples" / "ci" / "pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]


def test_the_differ_runs_by_itself(stables: Path) -> None:
    (stables / "old.md").write_text(STRICT, encoding="utf-8")
    command = [sys.executable, "-m", "differ", str(stables / "old.md"), str(stables / "docs" / "privacy.md"), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert len(json.loads(done.stdout)["changes"]) == 2


def by_itself(folder: Path, words: str) -> subprocess.CompletedProcess[str]:
    command, there = f"{sys.executable} -m differ {words}", {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=there, capture_output=True, check=False, text=True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("nowhere.md docs/privacy.md", "no such file or directory: `nowhere.md`"),
        ("docs docs/privacy.md", "is a directory: `docs`"),
        ("bytes.md docs/privacy.md", "`bytes.md` is no UTF-8 text (byte 1) (save it as UTF-8)"),
        ("docs/privacy.md docs/privacy.md >/dev/full", "no space left on device"),
    ],
)
def test_by_itself_it_tells_in_one_line_what_it_cannot_read_or_write(stables: Path, arguments: str, says: str) -> None:
    (stables / "bytes.md").write_bytes(b"a\xff")
    done = by_itself(stables, arguments)
    assert (done.returncode, done.stderr) == (2, f"error: {says}\n")


@pytest.mark.parametrize("where", [">&-", "| true"])
def test_by_itself_it_says_nothing_where_nobody_listens(stables: Path, where: str) -> None:
    assert by_itself(stables, f"docs/privacy.md docs/privacy.md {where}").stderr == ""
