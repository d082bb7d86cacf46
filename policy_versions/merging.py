"""Merges a policy's files three ways, as when a newer version was published beneath a draft.

What both sides changed differently is a conflict, shown as text with both sides between marks; nothing is guessed.
"""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policy_versions import git_process, names
from policy_versions.errors import PolicyFileError
from policy_versions.folders import files_of
from policy_versions.policy_edit import without_step
from policy_versions.repository import Repository

_MARK = re.compile(rb"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The files after a merge, and those in conflict as text with both sides in it."""

    files: Mapping[str, bytes]  # without those in conflict
    conflicts: Mapping[str, str] = field(default_factory=dict)


def merge_versions(repository: Repository, slug: str, *, draft: str, onto: str, onto_name: str) -> Merged:
    """The files of the draft at commit `draft` with all that happened up to commit `onto` since they parted.

    The lists and times in policy.yaml that tell of `onto`'s own step are left out: they are not the draft's. The draft's
    review stays, the other's goes.
    """
    parted = repository.merge_base(draft, onto)
    base = _stepless(files_of(repository, parted, slug) if parted else {}, slug)
    theirs = _stepless(files_of(repository, onto, slug), slug)
    ours = files_of(repository, draft, slug)
    files: dict[str, bytes] = {}
    conflicts: dict[str, str] = {}
    for name in sorted(ours.keys() | theirs.keys()):
        merged, conflict = _merge(ours.get(name), base.get(name), theirs.get(name), onto_name)
        if conflict is not None:
            conflicts[name] = conflict
        elif merged is not None:
            files[name] = merged
    return Merged(files=files, conflicts=conflicts)


def holds_conflict_marks(data: bytes) -> bool:
    """Whether a file still has the marks of a conflict in it."""
    return len(set(_MARK.findall(data))) > 1


def _stepless(files: Mapping[str, bytes], slug: str) -> dict[str, bytes]:
    held = {name: data for name, data in files.items() if name != names.REVIEW_FILE}
    if names.POLICY_FILE in held:
        try:
            held[names.POLICY_FILE] = without_step(held[names.POLICY_FILE], path=f"{slug}/{names.POLICY_FILE}")
        except PolicyFileError:
            return held
    return held


def _merge(ours: bytes | None, base: bytes | None, theirs: bytes | None, onto_name: str) -> tuple[bytes | None, str | None]:
    if theirs in (ours, base):
        return ours, None
    if ours == base:
        return theirs, None
    labels = ("your draft", "before both", onto_name)
    with tempfile.TemporaryDirectory(prefix="reconsent-merge-") as folder:
        places = []
        for part, data in zip(("ours", "base", "theirs"), (ours, base, theirs), strict=True):
            place = Path(folder) / part
            place.write_bytes(data or b"")
            places.append(str(place))
        named = [word for label in labels for word in ("-L", label)]
        out = git_process.run(["merge-file", "-p", "-q", *named, *places], git_dir=None, fine=tuple(range(128)))
    if ours is None or theirs is None or holds_conflict_marks(out):
        return None, out.decode("utf-8", "replace")
    return out, None
