"""A policy's folder inside a commit: its files read, and trees made with some of them changed.

Names and sizes are checked here; refs, commits and who may write are `drafts` and `archive`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from policy_versions import names
from policy_versions.errors import ArchiveError
from policy_versions.git_objects import BLOB_MODE, TREE_MODE, GitObject, TreeEntry, tree
from policy_versions.repository import Repository

FOLDER = "policies"
_FILE_MODES = ("100644", "100755", "100664")


def files_of(repository: Repository, commit_id: str, slug: str) -> Mapping[str, bytes]:
    """The files of the policy's folder in a commit, by name; files of other names, links and folders are none of it."""
    entries = repository.folder(commit_id, FOLDER, slug)
    return MappingProxyType(
        {
            name: repository.read(entry.id)
            for name, entry in sorted(entries.items())
            if entry.mode in _FILE_MODES and names.is_file_name(name)
        }
    )


def strangers_of(repository: Repository, commit_id: str, slug: str) -> tuple[str, ...]:
    """The names in the policy's folder that are no part of the policy, sorted."""
    entries = repository.folder(commit_id, FOLDER, slug)
    return tuple(sorted(name for name, entry in entries.items() if entry.mode not in _FILE_MODES or not names.is_file_name(name)))


def checked_files(files: Mapping[str, bytes | None]) -> Mapping[str, bytes | None]:
    """Return `files` if each may lie in a policy's folder.

    Raises:
        ArchiveError: a name is not allowed, or a file is too large.
    """
    for name, data in files.items():
        names.check_file_name(name)
        if data is not None and len(data) > names.MAX_FILE_BYTES:
            raise ArchiveError(
                f"`{name}` has {len(data)} bytes, more than {names.MAX_FILE_BYTES}", hint="keep text only in a policy's folder"
            )
    return files


def with_files(
    repository: Repository, commit_id: str | None, path: tuple[str, ...], files: Mapping[str, bytes | None]
) -> tuple[list[GitObject], str]:
    """The tree of `commit_id` with `files` changed in the folder at `path`: the new objects, and the tree's id.

    A file given as None is removed, and so is a folder that becomes empty by it.
    """
    made: list[GitObject] = []

    def keep(one: GitObject) -> str:
        made.append(one)
        return one.id(repository.hash_name)

    levels: list[dict[str, TreeEntry]] = [dict(repository.tree(repository.tree_of(commit_id))) if commit_id else {}]
    for part in path:
        entry = levels[-1].get(part)
        levels.append(dict(repository.tree(entry.id)) if entry is not None and entry.mode == TREE_MODE else {})
    for name, data in files.items():
        if data is None:
            levels[-1].pop(name, None)
        else:
            levels[-1][name] = TreeEntry(BLOB_MODE, keep(GitObject("blob", data)))
    for part in reversed(path):
        entries = levels.pop()
        if entries:
            levels[-1][part] = TreeEntry(TREE_MODE, keep(tree(entries)))
        else:
            levels[-1].pop(part, None)
    return made, keep(tree(levels[0]))
