"""Anchors of the ledger in the archive: files in one chain of commits, `refs/reconsent/checkpoints`, only ever added to.

What an anchor says is the ledger's business; here its bytes are kept, each under a name that is never used again.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from policy_versions import names
from policy_versions.errors import ArchiveConflictError
from policy_versions.folders import with_files
from policy_versions.git_objects import commit
from policy_versions.git_refs import NONE, RefChange
from policy_versions.model import Actor
from policy_versions.repository import Repository

CHECKPOINTS = "refs/reconsent/checkpoints"
_TRIES = 20


def write(repository: Repository, name: str, data: bytes, *, actor: Actor, at: datetime) -> str:
    """Add an anchor and return the chain's newest commit; the same bytes under the same name are kept once."""
    names.check_anchor(name)
    for _ in range(_TRIES):
        tip = repository.resolve(CHECKPOINTS)
        there = repository.folder(tip) if tip else {}
        if tip and name in there:
            if repository.read(there[name].id) == data:
                return tip
            raise ArchiveConflictError(f"anchor `{name}` is there already with other content", hint="an anchor is never changed")
        objects, tree_id = with_files(repository, tip, (), {name: data})
        made = commit(tree_id=tree_id, parents=(tip,) if tip else (), actor=actor, at=at, message=f"Anchor {name}")
        repository.write([*objects, made])
        try:
            repository.move_refs([RefChange(CHECKPOINTS, made.id(repository.hash_name), tip or NONE)], reason=f"anchor {name}")
        except ArchiveConflictError:
            continue
        return made.id(repository.hash_name)
    raise ArchiveConflictError("others kept writing anchors at the same time", hint="try again")


def read(repository: Repository) -> Mapping[str, bytes]:
    """All anchors by name, in the order of their names."""
    tip = repository.resolve(CHECKPOINTS)
    entries = repository.folder(tip) if tip else {}
    return MappingProxyType({name: repository.read(entries[name].id) for name in sorted(entries)})
