"""The only door to git: a repository's objects and refs, read and written so that nothing in it can act.

Knows nothing of policies; `archive` says what the refs and files mean. What holds here:

- git is one absolute program, called with fixed arguments in an environment of our own; names from outside are matched
  against patterns, checked by git itself and resolved to full object ids before they are used anywhere else.
- Nothing that a repository brings along runs: no hooks, no file-system monitor, filter, text conversion, pager,
  credential helper, transport or lazy fetch. Replacement refs and grafts are not followed.
- Objects are read by one kept-open `cat-file --batch`; what was read is kept by id, since an id never changes its content.
- Refs move only by compare-and-set, several at once or none.
- GitPython walks the history; a `git.Repo` is opened for each walk and closed, since it leaks in long processes.
"""

import contextlib
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from policy_versions import git_process, git_refs
from policy_versions.errors import ArchiveError, ArchiveTamperedError
from policy_versions.git_location import common_dir, find_git_dir, locate, require_trusted_owner
from policy_versions.git_objects import TREE_MODE, GitObject, TreeEntry, pack, read_tree
from policy_versions.git_reader import ObjectReader
from policy_versions.git_refs import Ref, RefChange
from policy_versions.names import check_object_id, shown

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_LOOSE_OBJECTS = 200
_KEPT_WALKS, _KEPT_DESCENTS, _KEPT_FILES = 256, 10_000, 10_000
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@{}~^+-]{0,200}|@")


@dataclass(frozen=True, slots=True)
class PathChange:
    """A file that differs between two commits; None on the side where there is none."""

    path: str
    old: TreeEntry | None
    new: TreeEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What a commit says of itself."""

    id: str
    parents: tuple[str, ...]
    author: str  # e-mail address, as written
    author_name: str
    at: datetime  # when it was written; aware, UTC
    message: str


class Repository:
    """One git repository, bare or not, opened for reading and careful writing. Close it, or use it in a `with`."""

    def __init__(self, path: Path | str) -> None:
        """Open the repository at `path` (its work tree, its `.git`, or a bare repository).

        Raises:
            ArchiveError: there is none, it belongs to somebody else, or git is missing.
        """
        git_process.git_program()
        self.git_dir, self.work_tree = locate(Path(path))
        require_trusted_owner(self.git_dir)
        self.hash_name = self._call("rev-parse", "--show-object-format").decode().strip()
        self.common_dir = common_dir(self.git_dir)
        self._reader = ObjectReader(self.git_dir)
        self._files: dict[tuple[str, tuple[str, ...]], str] = {}
        self._descents: dict[tuple[str, str], bool] = {}
        self._walks: dict[tuple[str, str | None, str | None], tuple[Commit, ...]] = {}

    @classmethod
    def create(cls, path: Path | str, *, bare: bool = False) -> "Repository":
        """Make an empty repository at `path`, which may exist and hold files but no repository yet."""
        folder = Path(path).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        if find_git_dir(folder) is not None:
            raise ArchiveError(f"`{shown(folder)}` holds a git repository already", hint="open it, or choose another folder")
        git_process.run(["init", "--quiet", "--template=", *(["--bare"] if bare else []), "--", str(folder)], git_dir=None)
        return cls(folder)

    def close(self) -> None:
        """End the reading process; the repository can be used again, which starts it anew."""
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- refs

    def resolve(self, ref: str) -> str | None:
        """The id of the commit that `ref` (a full ref name or an object id) leads to; None where there is no such commit."""
        if ref.startswith("refs/"):
            self.check_ref(ref)
        else:
            check_object_id(ref)
        found = self._reader.find(f"{ref}^{{commit}}")
        return found[0] if found else None

    def find_revision(self, revision: str) -> str | None:
        """The commit that a person means by `HEAD~2`, `origin/main`, `v1.0` or a short id; None where there is none."""
        if not _REVISION.fullmatch(revision):
            raise ArchiveError(f"`{shown(revision)}` names no revision", hint="give a branch, tag or commit, as main, v1.0 or HEAD~1")
        out = self._call("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", fine=(0, 1, 128))
        return out.decode().strip() or None

    def head_ref(self) -> str | None:
        """The branch HEAD stands on, in full, even where it has no commit yet; None where HEAD is detached."""
        out = self._call("symbolic-ref", "--quiet", "HEAD", fine=(0, 1))
        return out.decode().strip() or None

    def head(self) -> str | None:
        """The commit HEAD stands on; None before the first commit."""
        found = self._reader.find("HEAD^{commit}")
        return found[0] if found else None

    def refs(self, *prefixes: str) -> tuple[Ref, ...]:
        """The refs under `prefixes` (each `refs/…/`), by name."""
        return git_refs.list_refs(self.git_dir, prefixes)

    def move_refs(self, changes: Iterable[RefChange], *, reason: str) -> None:
        """Move all refs named, or none: each must still be where `old` says.

        Raises:
            ArchiveConflictError: one of them is elsewhere, or its name clashes with another's.
        """
        git_refs.move_refs(self.git_dir, changes, reason=reason, hash_name=self.hash_name)

    def check_ref(self, name: str) -> str:
        """Return `name` if git itself takes it as a full ref name; else raise ArchiveError."""
        return git_refs.check_ref(self.git_dir, name)

    # -- objects

    def read(self, object_id: str, kind: str = "blob") -> bytes:
        """The bytes of one object.

        Raises:
            ArchiveTamperedError: it is missing, broken or of another kind.
        """
        found, data = self._reader.read(check_object_id(object_id))
        if found != kind:
            raise ArchiveTamperedError(f"object {object_id} is a {found}, not a {kind}", hint="run `reconsent verify`")
        return data

    def read_raw(self, object_id: str) -> tuple[str, bytes]:
        """The kind and bytes of one object, whatever it is, read afresh."""
        return self._reader.read(check_object_id(object_id), fresh=True)

    def tree(self, tree_id: str) -> Mapping[str, TreeEntry]:
        """The entries of a tree by name."""
        return read_tree(self.read(tree_id, "tree"), self.hash_name)

    def tree_of(self, commit_id: str) -> str:
        """The id of a commit's tree."""
        return self.read(commit_id, "commit").split(b"\n", 1)[0].removeprefix(b"tree ").decode("ascii")

    def folder(self, commit_id: str, *path: str) -> Mapping[str, TreeEntry]:
        """The entries of the folder at `path` in a commit; empty where there is none."""
        if path and all(_PLAIN_NAME.fullmatch(part) for part in path):
            found = self._reader.find(f"{check_object_id(commit_id)}:{'/'.join(path)}")
            if found is not None:
                return read_tree(found[2], self.hash_name) if found[1] == "tree" else {}
        # Step by step, which tells a folder that is not there from one that cannot be read.
        entries = self.tree(self.tree_of(commit_id))
        for part in path:
            entry = entries.get(part)
            if entry is None or entry.mode != TREE_MODE:
                return {}
            entries = self.tree(entry.id)
        return entries

    def changed_paths(self, old: str, new: str) -> tuple[PathChange, ...]:
        """The files in which the trees of two commits differ, by path."""
        out = self._call(
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--end-of-options", check_object_id(old), check_object_id(new)
        )
        parts = out.decode("utf-8", "surrogateescape").split("\0")
        found = []
        for facts, path in zip(parts[::2], parts[1::2], strict=False):
            old_mode, new_mode, old_id, new_id, _ = facts.removeprefix(":").split(" ")
            was = TreeEntry(old_mode, old_id) if int(old_id, 16) else None
            now = TreeEntry(new_mode, new_id) if int(new_id, 16) else None
            found.append(PathChange(path, was, now))
        return tuple(found)

    def text_at(self, commit_id: str, *path: str) -> bytes | None:
        """The bytes of the file at `path` in a commit; None where there is no such file."""
        asked = (check_object_id(commit_id), path)
        if asked in self._files:
            return self.read(self._files[asked])
        if all(_PLAIN_NAME.fullmatch(part) for part in path):
            found = self._reader.find(f"{commit_id}:{'/'.join(path)}")
            if found is not None and found[1] == "blob":
                if len(self._files) >= _KEPT_FILES:
                    self._files.clear()
                self._files[asked] = found[0]
                return found[2]
        entry = self.folder(commit_id, *path[:-1]).get(path[-1])
        return None if entry is None or entry.mode == TREE_MODE else self.read(entry.id)

    def write(self, objects: Sequence[GitObject]) -> None:
        """Store `objects`, checked by git, and flushed to the disk when this returns; many at once stay together as one pack."""
        distinct = list(dict.fromkeys(objects))
        if len(distinct) <= _LOOSE_OBJECTS:
            self._call("unpack-objects", "-q", "--strict", given=pack(distinct, self.hash_name))
        else:
            self._call("index-pack", "--stdin", "--strict", given=pack(distinct, self.hash_name, compression=6))
        for one in distinct:
            self._reader.learn(one.id(self.hash_name), one.kind, one.data)

    # -- history

    def commits(self, tip: str, *, without: str | None = None, path: str | None = None) -> tuple[Commit, ...]:
        """The commits that lead to `tip` and not to `without`, newest first; with `path`, those that touch it."""
        asked = (check_object_id(tip), without and check_object_id(without), path)
        if asked not in self._walks:
            rev = f"{without}..{tip}" if without else tip
            with _walker(self.git_dir) as repo:
                walk = repo.iter_commits(rev, paths=path or "", topo_order=True, full_history=True)
                self._keep_walk(asked, tuple(_commit_of(c) for c in walk))
        return self._walks[asked]

    def extend_walks(self, commit: Commit, path: str) -> None:
        """Know the walks to `commit` under `path`, which it touches, from those to its parent: commits never change."""
        for tip, without, walked in [asked for asked in self._walks if asked[0] in commit.parents and asked[2] == path]:
            self._keep_walk((commit.id, without, walked), (commit, *self._walks[tip, without, walked]))

    def _keep_walk(self, asked: tuple[str, str | None, str | None], commits: tuple[Commit, ...]) -> None:
        if len(self._walks) >= _KEPT_WALKS:
            self._walks.clear()
        self._walks[asked] = commits

    def resolve_parent(self, commit_id: str) -> str | None:
        """The first parent of a commit; None where it has none."""
        for line in self.read(commit_id, "commit").partition(b"\n\n")[0].splitlines():
            if line.startswith(b"parent "):
                return line.removeprefix(b"parent ").decode("ascii")
        return None

    def commit_time(self, commit_id: str) -> datetime:
        """When the commit was made; aware, UTC."""
        for line in self.read(commit_id, "commit").partition(b"\n\n")[0].splitlines():
            if line.startswith(b"committer "):
                return datetime.fromtimestamp(int(line.rsplit(b" ", 2)[1]), UTC)
        raise ArchiveTamperedError(f"commit {commit_id} tells no time", hint="run `reconsent verify`")

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` descends from `older`, or is it."""
        asked = (check_object_id(older), check_object_id(newer))
        if asked not in self._descents:
            try:
                self._call("merge-base", "--is-ancestor", "--end-of-options", older, newer)
                found = True
            except git_process.GitCallError as fault:
                if fault.code != 1:
                    raise
                found = False
            if len(self._descents) >= _KEPT_DESCENTS:
                self._descents.clear()
            self._descents[asked] = found
        return self._descents[asked]

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits, if they have one."""
        out = self._call("merge-base", "--end-of-options", check_object_id(one), check_object_id(other), fine=(0, 1))
        return out.decode().strip() or None

    def add_config(self, sections: Mapping[str, Mapping[str, str]]) -> None:
        """Add our own settings (never a value from outside) to a new repository's configuration, in one go."""
        lines = [
            line for name, values in sections.items() for line in (f"[{name}]", *(f"\t{key} = {value}" for key, value in values.items()))
        ]
        with (self.git_dir / "config").open("a", encoding="ascii") as file:
            file.write("\n".join(["", *lines, ""]))

    def _call(self, *arguments: str, given: bytes = b"", fine: tuple[int, ...] = (0,)) -> bytes:
        return git_process.run(arguments, git_dir=self.git_dir, given=given, fine=fine)


@contextlib.contextmanager
def _walker(git_dir: Path) -> Iterator[Any]:
    """A `git.Repo` whose own calls of git go through this door, closed at the end."""
    # Imported here: GitPython looks for the git program on import and raises its own error where there is none.
    import git  # noqa: PLC0415

    class Command(git.Git):
        def execute(self, command: Sequence[str], *_: Any, **how: Any) -> Any:
            """Run what GitPython asks for with this door's program, settings and environment."""
            given = subprocess.PIPE if how.get("istream") is not None else subprocess.DEVNULL
            process = subprocess.Popen(  # noqa: S603 - fixed program; the walk's arguments are object ids and checked paths
                git_process.command(list(command)[1:]),
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=git_process.environment(git_dir),
                cwd="/",
            )
            if how.get("as_process"):
                return self.AutoInterrupt(process, command)
            out, said = process.communicate()
            if process.returncode:
                raise git_process.GitCallError("walk", said.decode("utf-8", "replace"))
            return out.decode("utf-8", "replace").rstrip("\n")

    class Walker(git.Repo):
        GitCommandWrapperType = Command

    try:
        with Walker(git_dir, expand_vars=False) as repo:
            yield repo
    except (git.GitError, ValueError) as fault:
        raise ArchiveError(f"the history cannot be read: {shown(fault)}", hint="run `reconsent verify`") from fault


def _commit_of(found: Any) -> Commit:
    message = found.message if isinstance(found.message, str) else found.message.decode("utf-8", "replace")
    return Commit(
        id=found.hexsha,
        parents=tuple(parent.hexsha for parent in found.parents),
        author=found.author.email or "",
        author_name=found.author.name or "",
        at=datetime.fromtimestamp(found.authored_date, UTC),
        message=message,
    )
