"""Histories that already exist: a file in any git repository, a folder of dated files."""

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policy_versions.errors import ArchiveError, ImportRefusedError, PolicyNotFoundError
from policy_versions.importers.dated import import_folder
from policy_versions.importers.history import file_history
from tests.policy_versions.builders import git

LINES = [f"Rule {n} of the allotment says what it says.\n" for n in range(30)]


@pytest.fixture
def garden(tmp_path):
    folder = tmp_path / "garden"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder: Path, message: str, **files: str | None) -> None:
    for name, text in files.items():
        path = folder / f"{name}.md"
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


def texts(folder: Path, path: str, **how) -> list[str]:
    return [past.text for past in file_history(folder, path, **how)]


def test_each_text_comes_once_oldest_first(garden):
    for number, text in enumerate(("one\n", "two\n", "two\n", "three\n")):
        commit(garden, "Change", rules=text, other=str(number))
    assert texts(garden, "rules.md") == ["one\n", "two\n", "three\n"]
    found = list(file_history(garden, "rules.md"))
    assert [past.commit for past in found] == git(garden, "log", "--reverse", "--format=%H", "--", "rules.md").split()
    assert all(past.at.tzinfo is UTC and past.author == "cleo" for past in found)


def test_a_copy_keeps_a_history_of_its_own(garden):
    commit(garden, "Begin", rules="".join(LINES))
    commit(garden, "Change", rules="".join(LINES[:-1]))
    commit(garden, "Copy", terms="".join(LINES[:-1]) + "More.\n")
    assert texts(garden, "terms.md") == ["".join(LINES[:-1]) + "More.\n"]
    assert len(texts(garden, "rules.md")) == 2


def test_a_rename_goes_on_under_the_name_before(garden):
    commit(garden, "Begin", rules="".join(LINES))
    commit(garden, "Change", rules="".join(LINES[:-1]))
    commit(garden, "Rename and change", rules=None, allotment="".join(LINES[:-2]))
    commit(garden, "Rename", allotment=None, garden="".join(LINES[:-2]))
    commit(garden, "Change", garden="".join(LINES[:-3]))
    found = list(file_history(garden, "garden.md"))
    assert [past.path for past in found] == ["rules.md", "rules.md", "allotment.md", "garden.md"]
    assert [len(past.text.splitlines()) for past in found] == [30, 29, 28, 27]


def test_only_the_main_line_was_ever_in_force(garden):
    commit(garden, "Begin", rules="one\n")
    git(garden, "switch", "-qc", "side")
    commit(garden, "Try", rules="tried\n")
    commit(garden, "Settle", rules="two\n")
    git(garden, "switch", "-q", "main")
    commit(garden, "Other", other="x\n")
    git(garden, "merge", "-q", "--no-ff", "side", "-m", "Merge")
    assert texts(garden, "rules.md") == ["one\n", "two\n"]
    assert texts(garden, "rules.md", revision="side") == ["one\n", "tried\n", "two\n"]


def test_a_file_that_went_and_came_back_goes_on(garden):
    commit(garden, "Begin", rules="one\n")
    commit(garden, "Remove", rules=None)
    commit(garden, "Again", rules="one\n")
    assert texts(garden, "rules.md") == ["one\n", "one\n"]


def test_bare_repositories_and_odd_names_are_read(garden, tmp_path):
    commit(garden, "Begin", **{"Régles de l'été (2)": "one\n"})
    git(tmp_path, "clone", "-q", "--bare", str(garden), str(tmp_path / "bare"))
    git(tmp_path / "bare", "config", "--unset", "core.bare")
    assert texts(tmp_path / "bare", "Régles de l'été (2).md") == ["one\n"]


def test_what_is_not_there_is_told(garden):
    commit(garden, "Begin", rules="one\n")
    for path, revision, told in [
        ("nothing.md", "HEAD", "is in no commit"),
        ("rules.md", "nowhere", "there is no revision"),
        ("rules.md", "v1:rules.md", "names no revision"),
    ]:
        with pytest.raises((PolicyNotFoundError, ArchiveError), match=told):
            texts(garden, path, revision=revision)
    with pytest.raises(ArchiveError, match="is no path"):
        texts(garden, "../rules.md")


def test_a_link_is_no_text(garden):
    (garden / "rules.md").symlink_to("/etc/passwd")
    git(garden, "add", ".")
    git(garden, "commit", "-qm", "Link")
    with pytest.raises(PolicyNotFoundError):
        texts(garden, "rules.md")


def fast_import(folder: Path, commits: int, size: int) -> None:
    """A repository with many commits, each with a text that differs in a few words."""
    chance = random.Random(7)
    words = [f"word{n}" for n in range(500)]
    text = [chance.choice(words) for _ in range(size // 8)]
    with subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet", "--done"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for number in range(commits):
            text[chance.randrange(len(text))] = chance.choice(words)
            data = f"{number}\n{' '.join(text)}\n".encode()
            process.stdin.write(b"commit refs/heads/main\ncommitter a <a@b> %d +0000\ndata 1\nx\n" % (1_500_000_000 + number))
            process.stdin.write(b"M 100644 inline privacy.md\ndata %d\n" % len(data) + data + b"\n")
        process.stdin.write(b"done\n")
    assert process.returncode == 0


FRESH = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
"""Runs a program as the child of a small process: a child's peak memory begins with what its parent had when it was forked."""


@pytest.mark.soak
def test_a_long_history_is_read_with_progress_and_within_500_mb(garden, scale):
    count = scale(10_000)
    fast_import(garden, count, 60_000)
    program = (
        "import resource, sys\nfrom policy_versions.importers.history import file_history\n"
        "seen, calls = 0, []\n"
        "for past in file_history(sys.argv[1], 'privacy.md', progress=lambda done, total: calls.append((done, total))):\n    seen += 1\n"
        "assert calls == [(n, seen) for n in range(1, seen + 1)], calls[-3:]\n"
        "print(seen, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", FRESH, sys.executable, "-c", program, str(garden)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ".", "PATH": "/usr/bin:/bin"},
    )
    seen, own, children = (int(part) for part in done.stdout.split())
    assert seen == count
    assert (own + children) * 1024 < 500e6


# -- folders


def test_a_folder_of_dated_files_comes_in_order(tmp_path):
    (tmp_path / "2021-05-04.md").write_text("# Plots\n\nTwo each.\n")
    (tmp_path / "2019-01-01.html").write_text("<h1>Plots</h1><p>One each.")
    (tmp_path / "older.txt").write_text("Plots\n\nLast updated: 3 March 2018\n\nPlots are given to those who ask for them.\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.md").write_text("x")
    (tmp_path / "folder").mkdir()
    seen = []
    found = import_folder(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert [(one.name, one.at.date().isoformat()) for one in found] == [
        ("older.txt", "2018-03-03"), ("2019-01-01.html", "2019-01-01"), ("2021-05-04.md", "2021-05-04"),
    ]  # fmt: skip
    assert found[1].imported.markdown == "# Plots\n\nOne each.\n"
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert found[0].at == datetime(2018, 3, 3, tzinfo=UTC)


def test_all_faults_of_a_folder_are_told_at_once(tmp_path):
    (tmp_path / "2021-05-04.md").write_text("# A\n")
    (tmp_path / "2021-05-04.txt").write_text("We keep the keys of the shed.\n")
    (tmp_path / "undated.md").write_text("# B\n")
    (tmp_path / "2022-01-01.md").write_bytes(b"")
    with pytest.raises(ImportRefusedError) as caught:
        import_folder(tmp_path)
    for told in ("`2022-01-01.md` is empty", "`undated.md` has no date", "`2021-05-04.md` and `2021-05-04.txt` have the same date"):
        assert told in str(caught.value)


def test_a_folder_without_documents_is_refused(tmp_path):
    for folder, told in [(tmp_path, "holds no document"), (tmp_path / "gone", "is no folder")]:
        with pytest.raises(ImportRefusedError, match=told):
            import_folder(folder)
