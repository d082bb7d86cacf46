"""A repository's refs: listed, checked, and moved by compare-and-set, several at once or none.

Part of the door to git; what the refs mean is told elsewhere.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_versions import git_process
from policy_versions.errors import ArchiveConflictError, ArchiveError
from policy_versions.names import check_object_id, shown

NONE = ""
"""As the expected old value of a ref: it must not exist yet. As the new value: it is deleted."""

_PLAIN_REF = re.compile(r"refs(?:/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9][A-Za-z0-9_-]*)*)+")


@dataclass(frozen=True, slots=True)
class Ref:
    """A ref and what it points at."""

    name: str  # in full: refs/heads/main
    id: str
    kind: str  # commit | tag | …
    commit: str  # the commit behind a tag; `id` where it is one; "" where there is none


@dataclass(frozen=True, slots=True)
class RefChange:
    """A ref to be moved from `old` to `new`; NONE stands for "not there"."""

    name: str
    new: str
    old: str


def list_refs(git_dir: Path, prefixes: Sequence[str]) -> tuple[Ref, ...]:
    """The refs under `prefixes` (each `refs/…/`), by name."""
    for prefix in prefixes:
        check_ref(git_dir, prefix.rstrip("/"))
    form = "--format=%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)"
    out = git_process.run(["for-each-ref", form, "--", *prefixes], git_dir=git_dir)
    found = []
    for line in out.decode("utf-8", "surrogateescape").splitlines():
        name, id_, kind, peeled, peeled_kind = line.split("\0")
        found.append(Ref(name, id_, kind, id_ if kind == "commit" else peeled if peeled_kind == "commit" else ""))
    return tuple(found)


def move_refs(git_dir: Path, changes: Iterable[RefChange], *, reason: str, hash_name: str) -> None:
    """Move all refs named, or none: each must still be where `old` says.

    Raises:
        ArchiveConflictError: one of them is elsewhere, or its name clashes with another's.
    """
    lines = ["start"]
    zero = "0" * (hashlib.new(hash_name, usedforsecurity=False).digest_size * 2)
    for change in changes:
        name, new, old = check_ref(git_dir, change.name), change.new or zero, change.old or zero
        lines.append(f"update {name} {check_object_id(new)} {check_object_id(old)}")
    given = "\n".join([*lines, "prepare", "commit", ""]).encode()
    try:
        git_process.run(["update-ref", "-m", reason.splitlines()[0], "--stdin"], git_dir=git_dir, given=given)
    except git_process.GitCallError as fault:
        if "cannot lock ref" in fault.said and "Unable to create" not in fault.said:
            raise ArchiveConflictError(
                "somebody else was first; nothing was changed", hint="look at what is there now and try again"
            ) from fault
        raise


def check_ref(git_dir: Path, name: str) -> str:
    """Return `name` if git itself takes it as a full ref name; else raise ArchiveError."""
    if not name.startswith("refs/") or not name.isascii() or not name.isprintable() or len(name) > 250:
        raise ArchiveError(f"`{shown(name)}` is no ref", hint="give a full ref name, as refs/heads/main")
    if not _PLAIN_REF.fullmatch(name) or ".lock" in name:
        try:
            git_process.run(["check-ref-format", name], git_dir=git_dir)
        except git_process.GitCallError:
            raise ArchiveError(f"`{shown(name)}` is no ref", hint="git refuses this name") from None
    return name
