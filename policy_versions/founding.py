"""Makes a new archive: a repository with one first commit on main, in which texts are kept byte for byte.

Opening one that is there, and all that is done in it, is `archive`'s.
"""

from datetime import datetime
from pathlib import Path

from policy_versions.folders import with_files
from policy_versions.git_objects import BLOB_MODE, GitObject, TreeEntry, commit
from policy_versions.git_refs import NONE, RefChange
from policy_versions.model import Actor
from policy_versions.repository import PathChange, Repository
from policy_versions.work_trees import work_tree_of

ARCHIVIST = Actor("archive@reconsent.invalid")
"""Who makes the commits that no person makes."""

_MAIN = "refs/heads/main"
_CONFIG = {
    "core": {"fsync": "all", "autocrlf": "false", "safecrlf": "false"},
    "receive": {"denyNonFastForwards": "true", "denyDeletes": "true", "fsckObjects": "true"},
    "transfer": {"fsckObjects": "true"},
}
_ATTRIBUTES = b"# Texts are kept byte for byte: their digests are what was approved.\npolicies/** -text\n"


def begin(path: Path | str, *, bare: bool, at: datetime) -> Repository:
    """The repository of a new archive at `path`, begun at the time `at`."""
    repository = Repository.create(path, bare=bare)
    repository.add_config(_CONFIG)
    blob = GitObject("blob", _ATTRIBUTES)
    objects, tree_id = with_files(repository, None, (), {".gitattributes": _ATTRIBUTES})
    first = commit(tree_id=tree_id, parents=(), actor=ARCHIVIST, at=at, message="Begin the archive")
    repository.write([*objects, first])
    repository.move_refs([RefChange(_MAIN, first.id(repository.hash_name), NONE)], reason="begin the archive")
    place = work_tree_of(repository, _MAIN)
    if place is not None:
        place.show([PathChange(".gitattributes", None, TreeEntry(BLOB_MODE, blob.id(repository.hash_name)))])
    return repository
