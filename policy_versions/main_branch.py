"""The branch that a plain clone shows: in each policy's folder it holds the newest version that was not withdrawn.

It moves after a publish, an import or a withdrawal, by compare-and-set and only forwards: a commit is put on top of it, with
the version as second parent, so that nothing that anybody committed is lost, and its first parents tell version after
version. Where somebody's own changes stand in the policy's folder the branch is left as it is, and why is told.
Which version is the newest, the ledger knows; asking it is left to whoever calls.
"""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from policy_versions import names
from policy_versions.archive import Archive
from policy_versions.drafts import BRANCHES
from policy_versions.errors import ArchiveConflictError, ArchiveError
from policy_versions.folders import FOLDER, with_files
from policy_versions.founding import ARCHIVIST
from policy_versions.git_objects import GitObject, commit
from policy_versions.git_refs import NONE, RefChange
from policy_versions.repository import Repository
from policy_versions.version_tags import Frozen
from policy_versions.work_trees import work_tree_of

_BEHIND = "refs/reconsent/main-before"
"""Where the branch stood before it was moved, for as long as a work tree that stands on it does not show it yet."""

_NAMES = ("main", "master", "trunk")
_TRIES = 5
_LATER = "`reconsent reconcile` brings it on once they are committed or undone"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the branch."""

    moved: bool
    left: str = ""  # why it does not hold the version; "" where it does


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of a policy that was not withdrawn."""

    number: int | None  # None: there is none, and the policy's folder is emptied
    about: str = ""  # what changed, for the commit's message


def _pass() -> None:
    """Do nothing between moving the branch and showing it; tests put a crash here."""


def bring(archive: Archive, policy: str, newest: Callable[[], Newest], *, moved: Callable[[], None] = _pass) -> Brought:
    """See to it that the branch holds the newest version of the policy, and that a work tree which stands on it shows it.

    Args:
        archive: the archive.
        policy: the policy's slug.
        newest: tells the newest version that was not withdrawn; asked once nobody else is at it, so that a slow publisher
            does not bring an older one.
        moved: called when the branch is moved and the work tree is not yet; for tests that cut it off there.

    Raises:
        ArchiveError: the version is not in this archive, or the repository cannot be read or written.
    """
    if _Wanted.of(archive, policy, newest().number).is_held():
        return Brought(moved=False)
    with _alone(archive.repository):
        for _ in range(_TRIES):
            found = newest()
            try:
                return _bring(_Wanted.of(archive, policy, found.number), found.about, moved)
            except ArchiveConflictError:
                continue  # somebody pushed or committed in between: look again
    return Brought(moved=False, left="somebody else kept moving the branch; `reconsent reconcile` tries again")


def why_behind(archive: Archive, policy: str, number: int | None) -> str:
    """Why the branch does not hold this version; "" where it does. Changes nothing."""
    wanted = _Wanted.of(archive, policy, number)
    if wanted.is_held():
        return ""
    ref, tip = _branch(archive.repository)
    return wanted.why_left(ref, tip) or wanted.why_kept(ref, tip) or "a crash kept it there; `reconsent reconcile` brings it on"


def branch_of(repository: Repository) -> str | None:
    """The branch that a clone shows, in full: HEAD's of a bare repository, else main, master or trunk, else HEAD's unless it is a draft."""
    head = repository.head_ref()
    if head is not None and head.startswith(f"{BRANCHES}/"):
        head = None
    if head is not None and repository.work_tree is None:
        return head
    return next((ref for ref in (f"refs/heads/{name}" for name in _NAMES) if repository.resolve(ref)), head)


def _branch(repository: Repository) -> tuple[str | None, str | None]:
    """The branch and the commit it stands on."""
    ref = branch_of(repository)
    return ref, repository.resolve(ref) if ref else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the branch shall hold."""

    archive: Archive
    policy: str
    versions: tuple[Frozen, ...]  # all that have a tag
    version: Frozen | None  # the one to be held; None: none

    @classmethod
    def of(cls, archive: Archive, policy: str, number: int | None) -> "_Wanted":
        versions = tuple(one for one in archive.frozen(policy) if one.commit)
        version = next((one for one in versions if one.number == number), None)
        if version is None and number is not None:
            raise ArchiveError(f"the archive has no version {number} of `{policy}`", hint="`reconsent verify` says what became of it")
        return cls(archive=archive, policy=policy, versions=versions, version=version)

    def held(self, commit_id: str | None) -> Mapping[str, str]:
        """The policy's own files in a commit, each with the id of its bytes."""
        entries = self.archive.repository.folder(commit_id, FOLDER, self.policy) if commit_id else {}
        return {name: entry.id for name, entry in entries.items() if names.is_file_name(name)}

    def files(self) -> Mapping[str, str]:
        """The files to be held."""
        return self.held(self.version.commit if self.version else None)

    def is_held(self) -> bool:
        """Whether nothing is to be done."""
        repository = self.archive.repository
        _, tip = _branch(repository)
        return tip is not None and repository.resolve(_BEHIND) is None and self.held(tip) == self.files()

    def why_left(self, ref: str | None, tip: str | None) -> str:
        """Why the branch cannot be moved without losing somebody's work; "" where it can."""
        if ref is None:
            return "there is no branch main, master or trunk"
        held = self.held(tip)
        if not held or any(held == self.held(one.commit) for one in reversed(self.versions)):
            return ""
        parted = self.archive.repository.merge_base(tip, self.version.commit) if tip and self.version else None
        if parted and held == self.held(parted):
            return ""
        where = f"`{FOLDER}/{self.policy}` on `{ref.removeprefix('refs/heads/')}`"
        return f"{where} holds changes that are in no version; take them into a draft, and put the folder back as it was published"

    def why_kept(self, ref: str | None, tip: str | None) -> str:
        """Which change in a work tree keeps the branch where it is; "" where none does."""
        repository = self.archive.repository
        place = work_tree_of(repository, ref) if ref else None
        if place is None or tip is None or self.version is None:
            return ""
        inside = f"{FOLDER}/{self.policy}/"
        changes = [one for one in repository.changed_paths(tip, self.version.commit) if one.path.startswith(inside)]
        try:
            place.require_clean(changes)
        except ArchiveError as fault:
            return f"{fault}; {_LATER}"
        return ""


def _bring(wanted: _Wanted, about: str, moved: Callable[[], None]) -> Brought:
    repository = wanted.archive.repository
    ref, tip = _branch(repository)
    left = _show_what_was_moved(repository, ref, tip) or wanted.why_left(ref, tip)
    if left or ref is None:
        return Brought(moved=False, left=left)
    if tip is not None and wanted.held(tip) == wanted.files():
        return Brought(moved=True)
    before, after = _step(wanted, tip, about)
    place = work_tree_of(repository, ref)
    reason = f"show {wanted.policy}"
    if place is None:
        repository.move_refs([RefChange(ref, after, tip or NONE)], reason=reason)
        moved()
        return Brought(moved=True)
    changes = repository.changed_paths(before, after)
    try:
        place.require_clean(changes)
    except ArchiveError as fault:
        return Brought(moved=False, left=f"{fault}; {_LATER}")
    repository.move_refs([RefChange(ref, after, tip or NONE), RefChange(_BEHIND, before, NONE)], reason=reason)
    moved()
    place.show(changes)
    repository.move_refs([RefChange(_BEHIND, NONE, before)], reason=reason)
    return Brought(moved=True)


def _show_what_was_moved(repository: Repository, ref: str | None, tip: str | None) -> str:
    """Let a work tree show what the branch was moved to before a crash; why it cannot."""
    before = repository.resolve(_BEHIND)
    if before is None:
        return ""
    place = work_tree_of(repository, ref) if ref else None
    if place is not None and tip is not None:
        changes = repository.changed_paths(before, tip)
        try:
            place.require_clean(changes)
        except ArchiveError as fault:
            return f"{fault}; {_LATER}"
        place.show(changes)
    repository.move_refs([RefChange(_BEHIND, NONE, before)], reason="the work tree shows it")
    return ""


def _step(wanted: _Wanted, tip: str | None, about: str) -> tuple[str, str]:
    """What the branch is moved from and to: the version itself where only versions lie between, else a commit on top."""
    repository, at, version = wanted.archive.repository, wanted.archive.clock(), wanted.version
    objects: list[GitObject] = []
    before = tip
    if before is None:
        objects, nothing = with_files(repository, None, (), {})
        begin = commit(tree_id=nothing, parents=(), actor=ARCHIVIST, at=at, message="Begin the archive")
        objects.append(begin)
        before = begin.id(repository.hash_name)
    files = {name: repository.read(id_) for name, id_ in wanted.files().items()}
    made, tree_id = with_files(repository, tip, (FOLDER, wanted.policy), {**dict.fromkeys(wanted.held(tip)), **files})
    if version is not None and tree_id == repository.tree_of(version.commit) and _only_versions(wanted, tip, version.commit):
        if objects:
            repository.write(objects)
        return before, version.commit
    is_new = version is not None and not (tip and repository.is_ancestor(version.commit, tip))
    what = (
        f"{'Publish' if is_new else 'Go back to'} {version.tag}" if version else f"Take {wanted.policy} away: its versions were withdrawn"
    )
    message = f"{what}\n\n{about}" if about else what
    parents = (before, version.commit) if version and is_new else (before,)
    top = commit(tree_id=tree_id, parents=parents, actor=ARCHIVIST, at=at, message=names.check_message(message))
    repository.write([*objects, *made, top])
    return before, top.id(repository.hash_name)


def _only_versions(wanted: _Wanted, tip: str | None, target: str) -> bool:
    """Whether every commit from `tip` to `target` is a version, as after an import."""
    repository = wanted.archive.repository
    if tip is not None and not repository.is_ancestor(tip, target):
        return False
    versions = {one.commit for one in wanted.versions}
    return all(one.id in versions for one in repository.commits(target, without=tip))


@contextmanager
def _alone(repository: Repository) -> Iterator[None]:
    """One process at a time, so that none shows a work tree what another has moved on from; a crash lets go."""
    with (repository.common_dir / "reconsent.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
