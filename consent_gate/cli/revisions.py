"""The revisions of one file in a git repository, oldest first, along the line of first parents.

A file that was renamed in a commit without a change of its text, or beside a new one of the same folder, is followed back.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from consent_gate.errors import ArgumentError
from differ.history import Revision
from policy_versions.git_objects import TREE_MODE
from policy_versions.repository import Commit, Repository


def revisions_of(repository: Repository, path: str, *, revision: str = "HEAD") -> list[Revision]:
    """Every text the file had, with the commit that brought it.

    Raises:
        ArgumentError: there is no such revision, or the file was never there.
    """
    tip = repository.find_revision(revision)
    if tip is None:
        raise ArgumentError(f"there is no revision `{revision}` in the repository", hint="name a branch, tag or commit")
    by_id = {commit.id: commit for commit in repository.commits(tip)}
    found = list(_walk(_Files(repository), by_id, tip, PurePosixPath(path).as_posix().strip("/")))
    if not found:
        raise ArgumentError(f"`{path}` is not in the history of `{revision}`", hint="give the path from the top of the repository")
    return found[::-1]


def _walk(files: "_Files", by_id: dict[str, Commit], tip: str, path: str) -> Iterator[Revision]:
    """Newest first: each commit whose first parent has another text at the path, which a rename may change on the way."""
    at: str | None = tip
    while at is not None and at in by_id:
        commit = by_id[at]
        parent = commit.parents[0] if commit.parents and commit.parents[0] in by_id else None
        blob = files.blob(at, path)
        before = files.blob(parent, path) if parent else None
        if blob is not None and blob != before:
            yield Revision(id=commit.id, at=commit.at, author=commit.author_name or commit.author, text=files.text(blob))
            if before is None and parent is not None:
                path = files.former(parent, at, path) or path
        at = parent


class _Files:
    """Finds files in commits, reading each folder once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.folders: dict[str, dict[str, tuple[str, str]]] = {}
        self.trees: dict[str, str] = {}

    def blob(self, commit_id: str | None, path: str) -> str | None:
        """The id of the file's bytes in a commit; None where it is not there."""
        if commit_id is None:
            return None
        if commit_id not in self.trees:
            self.trees[commit_id] = self.repository.tree_of(commit_id)
        tree: str | None = self.trees[commit_id]
        *folders, name = path.split("/")
        for folder in folders:
            mode, tree = self._entries(tree).get(folder, ("", None)) if tree else ("", None)
            tree = tree if mode == TREE_MODE else None
        mode, found = self._entries(tree).get(name, ("", None)) if tree else ("", None)
        return found if mode.startswith("100") else None

    def text(self, blob: str) -> str:
        """A file's bytes as text; what is no UTF-8 shows as replacement characters."""
        return self.repository.read(blob).decode("utf-8-sig", "replace")

    def former(self, old: str, new: str, path: str) -> str | None:
        """The path the file had in the commit before: one that went away in the same commit, of the same bytes or name."""
        gone = [change for change in self.repository.changed_paths(old, new) if change.new is None and change.old is not None]
        now = self.blob(new, path)
        same = [change.path for change in gone if change.old is not None and change.old.id == now]
        here = PurePosixPath(path)
        named = [change.path for change in gone if PurePosixPath(change.path).name == here.name]
        beside = [change.path for change in gone if _beside(PurePosixPath(change.path), here)]
        for candidates in (same, named, beside):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def _entries(self, tree: str) -> dict[str, tuple[str, str]]:
        known = self.folders.get(tree)
        if known is None:
            entries = {name: (entry.mode, entry.id) for name, entry in self.repository.tree(tree).items()}
            known = self.folders[tree] = entries
        return known


def _beside(one: PurePosixPath, other: PurePosixPath) -> bool:
    return one.parent == other.parent and one.suffix == other.suffix
