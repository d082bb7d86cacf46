"""What commands write is whole or is not there: on a full disk, at an interruption, and where reading fails half-way."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consent_gate.cli.main import run
from consent_gate.cli.writing import new_folder, write_files, write_new
from consent_gate.errors import ArgumentError

OLD = "# House rules\n\nWe lend tools for a week.\n"
NEW = "# House rules\n\nWe lend tools for a month and show your name to other members.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def full() -> None:
    """No file of this process may grow past 300 bytes; a disk that is full says the same a little later."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))


def python(program: str, folder: Path, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, preexec_fn=limit, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("there", [None, "what was here before"])
def test_on_a_full_disk_a_diff_leaves_what_was_there_and_says_which_file(folder: Path, there: str | None) -> None:
    if there is not None:
        (folder / "diff.json").write_text(there)
    before = names(folder)
    command = "from consent_gate.cli.main import main; main(['diff', 'old.md', 'new.md', '--json', '--output', 'diff.json'])"
    done = python(command, folder, full)
    assert done.returncode == 2
    assert done.stderr == "error: file too large: `diff.json` (make room on the disk and say it again)\n"
    assert names(folder) == before
    if there is not None:
        assert (folder / "diff.json").read_text() == there
    assert python(command, folder).returncode == 0
    assert (folder / "diff.json").read_text().startswith("{")


def test_of_several_files_none_is_put_into_its_place_before_all_are_written(folder: Path) -> None:
    done = python(
        "from pathlib import Path; from consent_gate.cli.writing import write_files\n"
        "write_files({Path('old.md'): b'short', Path('new.md'): b'long' * 1000})",
        folder,
        full,
    )
    assert "File too large: 'new.md'" in done.stderr
    assert (names(folder), (folder / "old.md").read_text()) == (["new.md", "old.md"], OLD)


def test_a_command_that_is_killed_leaves_what_was_there(folder: Path) -> None:
    done = python(
        "import os, signal\nfrom pathlib import Path\nfrom consent_gate.cli.writing import write_files\n"
        "class Killed(dict):\n"
        "    def items(self):\n"
        "        yield Path('old.md'), b'half of what there is to say'\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_files(Killed())",
        folder,
    )
    assert done.returncode == -signal.SIGKILL
    assert (folder / "old.md").read_text() == OLD


def test_a_folder_is_there_with_all_that_belongs_in_it_or_not_at_all(folder: Path) -> None:
    def interrupted() -> None:
        with new_folder(folder / "deep" / "versions") as made:
            (made / "1").mkdir()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names(folder / "deep") == []
    with new_folder(folder / "deep" / "versions") as made:
        (made / "1").mkdir()
    assert (names(folder / "deep"), names(folder / "deep" / "versions")) == (["versions"], ["1"])
    with pytest.raises(ArgumentError), new_folder(folder / "deep" / "versions"):
        pass


def test_documents_of_which_one_cannot_be_read_leave_no_folder_behind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dated = folder / "dated"
    dated.mkdir()
    (dated / "2019-02-03.md").write_text("# Rules\n\nWe lend tools.\n")
    (dated / "2020-02-03.md").write_bytes(bytes(range(256)))
    assert run(["import", "rules", "dated", "--out", "laid"]) == 2
    assert names(folder) == ["dated", "new.md", "old.md"]
    (dated / "2020-02-03.md").write_text("# Rules\n\nWe lend tools for a week.\n")
    assert run(["import", "rules", "dated", "--out", "laid"]) == 1
    assert names(folder / "laid") == ["00001", "00002"]


def test_a_link_stays_one_and_rights_stay_as_they_were(folder: Path) -> None:
    (folder / "old.md").chmod(0o640)
    (folder / "link.md").symlink_to("old.md")
    write_files({folder / "link.md": b"anew"})
    assert (folder / "link.md").is_symlink()
    assert (folder / "old.md").read_bytes() == b"anew"
    assert stat.S_IMODE((folder / "old.md").stat().st_mode) == 0o640
    mask = os.umask(0o027)
    try:
        write_files({folder / "fresh.md": b"new"})
    finally:
        os.umask(mask)
    assert stat.S_IMODE((folder / "fresh.md").stat().st_mode) == 0o640


def test_what_is_no_file_is_written_to_as_it_is(folder: Path) -> None:
    done = python("from consent_gate.cli.main import main; main(['diff', 'old.md', 'new.md', '--output', '/dev/stdout'])", folder)
    assert "lend tools" in done.stdout
    assert (done.returncode, names(folder)) == (0, ["new.md", "old.md"])


def test_a_device_that_is_full_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "old.md", "new.md", "--output", "/dev/full"]) == 2
    assert capsys.readouterr().err == "error: no space left on device: `/dev/full` (make room on the disk and say it again)\n"


def test_without_a_standard_output_a_command_still_does_its_work(folder: Path) -> None:
    program = (
        "import sys; sys.stdout = None; from consent_gate.cli.main import main; main(['diff', 'old.md', 'new.md', '--fail-on', 'relaxes'])"
    )
    done = python(program, folder)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_new_file_never_takes_the_place_of_another(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        write_new(folder / "old.md", b"other")
    assert ((folder / "old.md").read_text(), names(folder)) == (OLD, ["new.md", "old.md"])
    write_new(folder / "third.md", b"other")
    assert (folder / "third.md").read_bytes() == b"other"
