"""Versions from before the archive, frozen all at once: one chain of commits, a tag each, all tags in one step.

What they say and whether they may be taken is the importer's business; a single version is frozen by `Archive.freeze`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policy_versions import names
from policy_versions.archive import Archive
from policy_versions.drafts import trunk
from policy_versions.errors import ArchiveConflictError
from policy_versions.folders import FOLDER, checked_files, with_files
from policy_versions.git_objects import GitObject, commit, tag
from policy_versions.git_refs import NONE, RefChange
from policy_versions.identity import identified, identity_of
from policy_versions.model import Actor
from policy_versions.version_tags import Frozen, message_of

_HELD_BYTES = 32 * 1024 * 1024
"""So much is gathered before it is written; until the tags are set, nothing leads to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """One version to be frozen as it is."""

    number: int
    files: Mapping[str, bytes]
    fields: Mapping[str, str]  # what else its tag says


def freeze_all(archive: Archive, policy: str, versions: Iterable[PastVersion], *, actor: Actor) -> tuple[Frozen, ...]:
    """Freeze `versions` in their order, each on top of the one before, or none of them; they may come from an iterator.

    Raises:
        ArchiveConflictError: one of the numbers is taken.
        ArchiveError: a file or name may not be kept.
    """
    names.check_slug(policy), names.check_actor(actor)
    repository, at = archive.repository, archive.clock()
    start = trunk(repository)
    taken = archive.frozen(policy)
    parent = taken[-1].commit if taken else start
    objects: list[GitObject] = []
    moves: list[RefChange] = []
    wanted: set[int] = set()
    held = 0
    for version in versions:
        checked_files(version.files)
        made, tree_id = with_files(repository, start, (FOLDER, policy), version.files)
        name = f"{policy}/v{version.number}"
        step = commit(tree_id=tree_id, parents=(parent,) if parent else (), actor=actor, at=at, message=f"Import {name}")
        parent = step.id(repository.hash_name)
        message = message_of(policy, version.number, identity_of(identified(version.files)), version.fields)
        label = tag(object_id=parent, name=name, actor=actor, at=at, message=message)
        objects += [*made, step, label]
        wanted.add(version.number)
        held += sum(len(one.data) for one in made)
        if held > _HELD_BYTES:
            repository.write(objects)
            objects, held = [], 0
        moves.append(RefChange(f"refs/tags/{name}", label.id(repository.hash_name), NONE))
    if objects:
        repository.write(objects)
    try:
        repository.move_refs(moves, reason=f"import {policy}")
    except ArchiveConflictError as fault:
        raise ArchiveConflictError(
            f"a version of `{policy}` is there already", hint="`reconsent reconcile` clears what a crash left"
        ) from fault
    return tuple(frozen for frozen in archive.frozen(policy) if frozen.number in wanted)
