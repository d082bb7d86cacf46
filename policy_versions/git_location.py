"""Finds the repository that a path means, without asking git, and whose it is.

Part of the door to git. Bare repositories are told by their shape, since `core.bare` is missing from some.
"""

import os
import shlex
from pathlib import Path

from policy_versions.errors import ArchiveError
from policy_versions.git_process import folders_the_user_trusts
from policy_versions.names import shown_path


def locate(path: Path) -> tuple[Path, Path | None]:
    """The git folder of the repository at `path`, and its work tree if it has one.

    Raises:
        ArchiveError: there is no repository.
    """
    folder = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as given, `..` goes
    if not folder.is_dir():
        raise ArchiveError(
            f"there is no folder `{shown_path(path)}`", hint="name the folder of a git repository; `reconsent init` makes an archive"
        )
    found = find_git_dir(folder)
    if found is None:
        raise ArchiveError(
            f"`{shown_path(path)}` is not a git repository", hint="name the folder of a git repository; `reconsent init` makes an archive"
        )
    if found == folder:
        return found, folder.parent if folder.name == ".git" else None
    return found, folder


def find_git_dir(folder: Path) -> Path | None:
    """The git folder of `folder`: its `.git`, what a `.git` file points at, or `folder` itself; parents are not searched."""
    inner = folder / ".git"
    if inner.is_file():
        line = inner.read_bytes()[:4096].decode("utf-8", "surrogateescape").strip()
        target = folder / line.removeprefix("gitdir:").strip()
        return target.resolve() if line.startswith("gitdir:") and _is_git_dir(target) else None
    if _is_git_dir(inner):
        return inner
    return folder if _is_git_dir(folder) else None


def common_dir(git_dir: Path) -> Path:
    """The git folder that holds the refs and objects: another than `git_dir` where that is a linked work tree's."""
    link = git_dir / "commondir"
    if not link.is_file():
        return git_dir
    return (git_dir / link.read_bytes()[:4096].decode("utf-8", "surrogateescape").strip()).resolve()


def _is_git_dir(folder: Path) -> bool:
    if not (folder / "HEAD").is_file() and not (folder / "HEAD").is_symlink():
        return False
    return (folder / "commondir").is_file() or ((folder / "objects").is_dir() and (folder / "refs").is_dir())


def require_trusted_owner(git_dir: Path) -> None:
    """Refuse a repository of another user, unless this user's git configuration trusts it.

    Raises:
        ArchiveError: with the command that declares the trust.
    """
    owner = git_dir.stat().st_uid
    mine = {os.geteuid()}
    if os.geteuid() == 0 and os.environ.get("SUDO_UID", "").isdecimal():
        mine.add(int(os.environ["SUDO_UID"]))
    if owner in mine:
        return
    named = git_dir.parent if git_dir.name == ".git" else git_dir
    for trusted in folders_the_user_trusts():
        if trusted == "*" or _matches(trusted, named) or _matches(trusted, named.resolve()):
            return
    raise ArchiveError(
        f"`{shown_path(named)}` belongs to another user",
        hint=f"if you trust what is in it: git config --global --add safe.directory {shlex.quote(shown_path(named))}",
    )


def _matches(trusted: str, folder: Path) -> bool:
    if trusted.endswith("/*"):
        return folder.is_relative_to(trusted[:-2])
    return Path(trusted) == folder
