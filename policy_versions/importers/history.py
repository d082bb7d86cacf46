"""The history of one file in any git repository: every text it ever had on the main line, oldest first.

The file is known by its path at each commit. Where the path first appears in a commit that takes another file of nearly
the same text away, the history goes on under that name: that is a rename. A copy is none, since its origin stays, so
that policies which began as copies of each other keep histories of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from policy_versions import git_process
from policy_versions.errors import ArchiveError, PolicyNotFoundError
from policy_versions.names import is_path_text, shown
from policy_versions.repository import Repository

Progress = Callable[[int, int], None]
"""Called with how many texts were read, and of how many."""

_MAX_RENAMES = 50
_FILE_MODES = ("100644", "100755", "100664")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastText:
    """What a file said from one commit on."""

    commit: str
    at: datetime  # when it was committed; aware, UTC
    path: str  # what the file was called then
    author: str  # who wrote that commit, by name
    data: bytes

    @property
    def text(self) -> str:
        """The text; bytes that are no UTF-8 are shown as replacement characters."""
        return self.data.decode("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True)
class _Change:
    commit: str
    at: int
    author: str
    path: str
    blob: str | None  # None: the file was removed


def file_history(repository: Path | str, path: str, *, revision: str = "HEAD", progress: Progress | None = None) -> Iterator[PastText]:
    """Yield each text of a file, oldest first, one at a time.

    Only commits of the first-parent line count: what a branch tried out was never in force. A text that repeats the one
    before is left out.

    Args:
        repository: the folder of any git repository, bare or not; nothing in it is run or changed.
        path: the file's path from the top of the repository.
        revision: where the history ends: a branch, tag or commit.
        progress: told after each text.

    Raises:
        PolicyNotFoundError: there is no such revision, or the file is in none of its commits.
        ArchiveError: the repository or a path in it cannot be read.
    """
    wanted = _checked_path(path)
    with Repository(repository) as opened:
        tip = opened.find_revision(revision)
        if tip is None:
            raise PolicyNotFoundError(
                f"there is no revision `{shown(revision)}` in `{shown(repository)}`", hint="give a branch, tag or commit"
            )
        changes = _changes(opened, tip, wanted)
        if not any(change.blob for change in changes):
            raise PolicyNotFoundError(
                f"`{shown(path)}` is in no commit of `{shown(revision)}`", hint="give the path from the top of the repository"
            )
        before: str | None = None
        for position, change in enumerate(changes, start=1):
            if change.blob is not None and change.blob != before:
                data = opened.read(change.blob)
                at = datetime.fromtimestamp(change.at, UTC)
                yield PastText(commit=change.commit, at=at, path=change.path, author=change.author, data=data)
            before = change.blob
            if progress is not None:
                progress(position, len(changes))


def _checked_path(path: str) -> str:
    parts = path.replace("\\", "/").split("/") if path else [""]
    if any(part in ("", ".", "..") for part in parts) or not is_path_text(path):
        raise ArchiveError(f"`{shown(path)}` is no path in a repository", hint="give the path from its top, as policies/privacy.md")
    return path


def _changes(repository: Repository, tip: str, path: str) -> list[_Change]:
    """All changes of the file up to `tip`, oldest first, under each name it had."""
    found: list[_Change] = []
    for _ in range(_MAX_RENAMES):
        part = list(_changes_of_path(repository, tip, path))
        found = [*part, *found]
        born = part[0] if part else None
        earlier = _renamed_from(repository, born) if born is not None else None
        if earlier is None:
            return found
        tip, path = earlier
    return found


def _changes_of_path(repository: Repository, tip: str, path: str) -> Iterator[_Change]:
    arguments = ["log", "--first-parent", "-m", "--reverse", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-show-signature"]
    arguments += ["--format=%x01%H %ct %an", "--end-of-options", tip, "--", path]
    commit, at, author = "", 0, ""
    fields = git_process.stream_fields(arguments, git_dir=repository.git_dir)
    for field in fields:
        text = field.decode("utf-8", "surrogateescape").lstrip("\n")
        if text.startswith("\x01"):
            head, _, text = text[1:].partition("\n")
            commit, seconds, author = head.split(" ", 2)
            at = int(seconds)
        if text.startswith(":"):
            _, mode, _, blob, _ = text.removeprefix(":").split(" ")
            named = next(fields).decode("utf-8", "surrogateescape")
            if named == path:
                yield _Change(commit, at, author, path, blob if mode in _FILE_MODES else None)


def _renamed_from(repository: Repository, born: _Change) -> tuple[str, str] | None:
    """The commit before and the name there, where the file's first commit took it over from another name."""
    arguments = ["diff-tree", "--no-commit-id", "-r", "-m", "--first-parent", "--raw", "-z", "-M60%", "--no-abbrev", "--diff-filter=R"]
    fields = git_process.run([*arguments, "--end-of-options", born.commit], git_dir=repository.git_dir).split(b"\0")
    for position, field in enumerate(fields):
        if field.startswith(b":") and len(fields) > position + 2:
            old, new = (name.decode("utf-8", "surrogateescape") for name in fields[position + 1 : position + 3])
            parent = repository.resolve_parent(born.commit)
            if new == born.path and parent is not None:
                return parent, old
    return None
