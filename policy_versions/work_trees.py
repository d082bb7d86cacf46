"""Keeps a checked-out draft in step when it is saved from elsewhere.

Git moves a branch without its work tree noticing: what was saved would then look undone there. So the files that a save
changes are written there too, if nobody has changed them meanwhile; else the save is refused before anything happens.
Links inside the work tree are never followed.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_versions import git_process
from policy_versions.errors import ArchiveError
from policy_versions.names import shown, shown_path
from policy_versions.repository import PathChange, Repository


@dataclass(frozen=True, slots=True)
class WorkTree:
    """A folder in which a branch is checked out."""

    folder: Path
    git_dir: Path
    repository: Repository

    def require_clean(self, changes: Sequence[PathChange]) -> None:
        """Refuse where one of the paths to be changed was changed here and not committed.

        Raises:
            ArchiveError: which file it is, and what to do.
        """
        staged = self._staged([change.path for change in changes])
        for change in changes:
            here = _read_inside(self.folder, change.path)
            old = self.repository.read(change.old.id) if change.old else None
            new = self.repository.read(change.new.id) if change.new else None
            in_index = staged.get(change.path)
            if here not in (old, new) or in_index not in (change.old and change.old.id, change.new and change.new.id):
                raise ArchiveError(
                    f"`{shown(change.path)}` has changes in `{shown_path(self.folder)}` that are not committed",
                    hint="commit them there, or undo them with git restore, and save again",
                )

    def show(self, changes: Sequence[PathChange]) -> None:
        """Write the changed files here and into this work tree's index."""
        lines = []
        for change in changes:
            _write_inside(self.folder, change.path, self.repository.read(change.new.id) if change.new else None)
            lines.append(f"{change.new.mode} {change.new.id}\t{change.path}" if change.new else f"0 {'0' * 40}\t{change.path}")
        given = "".join(f"{line}\0" for line in lines).encode("utf-8", "surrogateescape")
        self._git("update-index", "-z", "--add", "--index-info", given=given)

    def _staged(self, paths: Sequence[str]) -> dict[str, str]:
        found = {}
        for line in self._git("ls-files", "-z", "--stage", "--", *paths).decode("utf-8", "surrogateescape").split("\0"):
            if line:
                facts, path = line.split("\t", 1)
                found[path] = facts.split()[1]
        return found

    def _git(self, *arguments: str, given: bytes = b"") -> bytes:
        return git_process.run(arguments, git_dir=self.git_dir, given=given, extra={"GIT_WORK_TREE": str(self.folder)})


def work_tree_of(repository: Repository, ref: str) -> WorkTree | None:
    """The work tree in which the branch `ref` is checked out, if there is one.

    Read from the files that git keeps for each work tree, without asking git, since every save asks this.
    """
    common = repository.common_dir
    if repository.work_tree is not None and repository.git_dir == common and _stands_on(common, ref):
        return WorkTree(repository.work_tree, common, repository)
    for git_dir in sorted((common / "worktrees").glob("*")):
        if _stands_on(git_dir, ref):
            folder = Path(_line(git_dir / "gitdir")).parent
            if not folder.is_absolute():
                folder = (git_dir / folder).resolve()
            if folder.is_dir():
                return WorkTree(folder, git_dir, repository)
    main = common.parent if common.name == ".git" else None
    if main is not None and repository.git_dir != common and _stands_on(common, ref):
        return WorkTree(main, common, repository)
    return None


def _stands_on(git_dir: Path, ref: str) -> bool:
    return _line(git_dir / "HEAD") == f"ref: {ref}"


def _line(file: Path) -> str:
    try:
        return file.read_bytes()[:4096].decode("utf-8", "surrogateescape").strip()
    except OSError:
        return ""


@contextlib.contextmanager
def _parent(root: Path, path: str, *, make: bool) -> Iterator[int | None]:
    """A descriptor of the folder that holds `path` below `root`, opened step by step without following links."""
    parts = path.split("/")[:-1]
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in path.split("/")):
        raise ArchiveError(f"`{shown(path)}` cannot be written to a work tree", hint="remove this path from the draft")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(part, dir_fd=at)
            try:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            except FileNotFoundError:
                yield None
                return
            except OSError as fault:
                raise ArchiveError(
                    f"`{shown(part)}` in `{shown_path(root)}` is a link or no folder", hint="replace it with a plain folder"
                ) from fault
            os.close(at)
            at = inner
        yield at
    finally:
        os.close(at)


def _read_inside(root: Path, path: str) -> bytes | None:
    with _parent(root, path, make=False) as folder:
        if folder is None:
            return None
        try:
            file = os.open(path.rpartition("/")[2], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise ArchiveError(
                f"`{shown(path)}` in `{shown_path(root)}` is a link or no file", hint="replace it with a plain file"
            ) from fault
        with open(file, "rb") as stream:  # noqa: PTH123 - opened by descriptor
            return stream.read()


def _write_inside(root: Path, path: str, data: bytes | None) -> None:
    name = path.rpartition("/")[2]
    with _parent(root, path, make=data is not None) as folder:
        if folder is None:
            return
        if data is None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
            return
        beside = f".{name}.{secrets.token_hex(6)}"
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=folder)
        try:
            with open(file, "wb") as stream:  # noqa: PTH123 - opened by descriptor
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside, dir_fd=folder)
            raise
