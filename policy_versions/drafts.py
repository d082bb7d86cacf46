"""Drafts: branches `drafts/SLUG/NAME`, written here or with any editor and git.

What a draft rests on and who wrote it is read from its commits, never from notes beside them, so that a draft edited
outside counts the same. Merging a newer version into a draft is `rebase`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from policy_versions import names
from policy_versions.authorship import BEGIN_TRAILER, REVIEW_TRAILER, authors_of, require_review
from policy_versions.errors import ArchiveConflictError, ArchiveError, PolicyFileError, PolicyNotFoundError
from policy_versions.folders import FOLDER, checked_files, files_of, strangers_of, with_files
from policy_versions.git_objects import commit
from policy_versions.git_refs import NONE, RefChange
from policy_versions.merging import Merged, holds_conflict_marks, merge_versions
from policy_versions.model import Actor, Policy
from policy_versions.policy_edit import without_step
from policy_versions.policy_yaml import parse_policy
from policy_versions.repository import Commit, Repository
from policy_versions.work_trees import work_tree_of

BRANCHES = "refs/heads/drafts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unpublished text, as it is at one commit."""

    slug: str
    name: str
    base: int | None  # the newest version it descends from
    commit: str
    files: Mapping[str, bytes]  # by file name, review.yaml included
    authors: tuple[Actor, ...]  # all who wrote any of it since its base, by id
    at: datetime  # of its last commit
    strangers: tuple[str, ...] = ()  # what lies in its folder and is no part of the policy, as `pt_BR.md` for `pt-BR.md`

    @property
    def policy(self) -> Policy:
        """What its policy.yaml says.

        Raises:
            PolicyFileError: the file is missing or faulty, as one edited by hand may be; every fault is told.
        """
        path = f"{self.slug}/{names.POLICY_FILE}"
        if names.POLICY_FILE not in self.files:
            raise PolicyFileError((f"{path}: the file is missing",), hint="a draft needs policy.yaml beside its texts")
        return parse_policy(self.files[names.POLICY_FILE], path=path)

    @property
    def texts(self) -> Mapping[str, str]:
        """Its Markdown by language.

        Raises:
            PolicyFileError: a text is not UTF-8.
        """
        return texts_in(self.files, self.slug)

    @property
    def branch(self) -> str:
        """The branch to check out for editing it elsewhere."""
        return f"drafts/{self.slug}/{self.name}"


def texts_in(files: Mapping[str, bytes], slug: str) -> Mapping[str, str]:
    """The texts among a policy's files, by language.

    Raises:
        PolicyFileError: one or more are not UTF-8.
    """
    found, faults = {}, []
    for name, data in sorted(files.items()):
        language = names.language_of(name)
        if language is None:
            continue
        try:
            found[language] = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = data[: fault.start].count(b"\n") + 1
            faults.append(f"{slug}/{name}:{line}: the text is not UTF-8")
    if faults:
        raise PolicyFileError(tuple(faults), hint="save the file as UTF-8")
    return MappingProxyType(found)


def branches(repository: Repository, slug: str | None = None) -> tuple[tuple[str, str, str], ...]:
    """Policy, name and commit of every draft there is, or of one policy's."""
    found = []
    for ref in repository.refs(f"{BRANCHES}/{slug}/" if slug else f"{BRANCHES}/"):
        of, _, name = ref.name.removeprefix(f"{BRANCHES}/").partition("/")
        if names.is_slug(of) and names.is_draft_name(name):
            found.append((of, name, ref.commit))
    return tuple(found)


def trunk(repository: Repository) -> str | None:
    """The commit to begin on where no version is there yet: HEAD's, but never another draft's; None where there is nothing."""
    head = repository.head_ref()
    if head is None or not head.startswith(f"{BRANCHES}/"):
        return repository.head()
    found = (repository.resolve(f"refs/heads/{name}") for name in ("main", "master", "trunk"))
    return next((commit_id for commit_id in found if commit_id), None)


def read(repository: Repository, slug: str, name: str, at: str | None, *, below: int | None = None) -> Draft:
    """The draft of that name, at commit `at` where that is known already; versions from `below` on count as not there.

    Raises:
        PolicyNotFoundError: there is no such draft.
    """
    tip = at or repository.resolve(f"{BRANCHES}/{slug}/{name}")
    if tip is None:
        raise PolicyNotFoundError(f"`{slug}` has no draft `{name}`", hint="`reconsent draft list` lists what there is")
    base, base_commit = _base(repository, slug, tip, below)
    since = repository.commits(tip, without=base_commit, path=f"{FOLDER}/{slug}")
    return Draft(
        slug=slug,
        name=name,
        base=base,
        commit=tip,
        files=files_of(repository, tip, slug),
        authors=authors_of(repository, slug, since),
        at=repository.commit_time(tip),
        strangers=strangers_of(repository, tip, slug),
    )


def start(
    repository: Repository, slug: str, name: str, *, start: str | None, actor: Actor, at: datetime, files: Mapping[str, bytes]
) -> None:
    """Make the branch, from commit `start` or from the trunk, with the lists that told of an earlier step emptied."""
    parent = start or trunk(repository)
    there = dict(files_of(repository, parent, slug)) if parent else {}
    changes: dict[str, bytes | None] = dict(files)
    if start is not None:
        if names.REVIEW_FILE in there:
            changes.setdefault(names.REVIEW_FILE, None)
        if names.POLICY_FILE in there:
            changes.setdefault(names.POLICY_FILE, without_step(there[names.POLICY_FILE], path=f"{slug}/{names.POLICY_FILE}"))
    message = f"Begin draft {name} of {slug}\n\n{BEGIN_TRAILER}"
    tip = _write(repository, slug, parent, changes, actor=actor, at=at, message=message)
    try:
        repository.move_refs([RefChange(f"{BRANCHES}/{slug}/{name}", tip, NONE)], reason=f"begin draft {name}")
    except ArchiveConflictError as fault:
        raise ArchiveConflictError(f"`{slug}` has a draft `{name}` already", hint="choose another name, or work on that one") from fault


def save(
    repository: Repository,
    slug: str,
    name: str,
    files: Mapping[str, bytes | None],
    *,
    expected: str,
    actor: Actor,
    at: datetime,
    message: str,
    review: bool,
    merged: str | None = None,
) -> str:
    """Commit `files` onto the draft by compare-and-set and return the commit; with `merged`, a merge of that commit."""
    names.check_object_id(expected)
    ref = f"{BRANCHES}/{slug}/{name}"
    tip = repository.resolve(ref)
    if tip is None:
        raise PolicyNotFoundError(f"`{slug}` has no draft `{name}`", hint="`reconsent draft list` lists what there is")
    before = files_of(repository, merged or expected, slug)
    if tip != expected:
        raise _conflict(repository, slug, name, files)
    changed = {path: data for path, data in checked_files(files).items() if before.get(path) != data}
    if not changed and merged is None:
        return tip
    text = names.check_message(message)
    if review:
        require_review(slug, before, {**before, **changed})
        text = f"{text}\n\n{REVIEW_TRAILER}"
    made = _write(repository, slug, expected, changed, actor=actor, at=at, message=text, merged=merged)
    place = work_tree_of(repository, ref)
    moved = repository.changed_paths(expected, made) if place is not None else ()
    if place is not None:
        place.require_clean(moved)
    try:
        repository.move_refs([RefChange(ref, made, expected)], reason=text)
    except ArchiveConflictError as fault:
        raise _conflict(repository, slug, name, files) from fault
    if place is not None:
        place.show(moved)
    if merged is None:
        written = Commit(id=made, parents=(expected,), author=actor.id, author_name=actor.id, at=at, message=text)
        repository.extend_walks(written, f"{FOLDER}/{slug}")
    return made


def rebase(
    repository: Repository,
    slug: str,
    name: str,
    *,
    onto: str,
    onto_name: str,
    resolved: Mapping[str, bytes],
    expected: str | None,
    actor: Actor,
    at: datetime,
) -> Merged:
    """Take commit `onto` into the draft as a merge, unless conflicts are left beside what `resolved` settles."""
    tip = repository.resolve(f"{BRANCHES}/{slug}/{name}")
    if tip is None:
        raise PolicyNotFoundError(f"`{slug}` has no draft `{name}`", hint="`reconsent draft list` lists what there is")
    marked = [path for path, data in resolved.items() if holds_conflict_marks(data)]
    if marked:
        raise ArchiveError(
            f"`{marked[0]}` still holds the marks of a conflict", hint="keep one side or write both into one, and take the marks out"
        )
    merged = merge_versions(repository, slug, draft=expected or tip, onto=onto, onto_name=onto_name)
    left = {path: text for path, text in merged.conflicts.items() if path not in resolved}
    if left or repository.is_ancestor(onto, tip):
        return Merged(files=merged.files, conflicts=left)
    files: dict[str, bytes | None] = dict.fromkeys(files_of(repository, onto, slug))
    files |= {**merged.files, **resolved}
    message = f"Take {onto_name} into draft {name}"
    save(repository, slug, name, files, expected=expected or tip, actor=actor, at=at, message=message, review=False, merged=onto)
    return Merged(files={**merged.files, **resolved})


def delete(repository: Repository, slug: str, name: str, expected: str) -> None:
    """Remove the branch by compare-and-set, unless it is checked out."""
    ref = f"{BRANCHES}/{slug}/{name}"
    place = work_tree_of(repository, ref)
    if place is not None:
        raise ArchiveError(
            f"draft `{name}` is checked out in `{names.shown_path(place.folder)}`", hint="git switch to another branch there first"
        )
    try:
        repository.move_refs([RefChange(ref, NONE, names.check_object_id(expected))], reason=f"delete draft {name}")
    except ArchiveConflictError as fault:
        raise _conflict(repository, slug, name, {}) from fault


def _write(
    repository: Repository,
    slug: str,
    parent: str | None,
    files: Mapping[str, bytes | None],
    *,
    actor: Actor,
    at: datetime,
    message: str,
    merged: str | None = None,
) -> str:
    objects, tree_id = with_files(repository, merged or parent, (FOLDER, slug), checked_files(files))
    parents = tuple(p for p in (parent, merged) if p)
    made = commit(tree_id=tree_id, parents=parents, actor=names.check_actor(actor), at=at, message=message)
    repository.write([*objects, made])
    return made.id(repository.hash_name)


def _conflict(repository: Repository, slug: str, name: str, files: Mapping[str, bytes | None]) -> ArchiveConflictError:
    tip = repository.resolve(f"{BRANCHES}/{slug}/{name}")
    return ArchiveConflictError(
        f"draft `{name}` of `{slug}` has moved on; nothing was changed",
        hint="look at what is there now and save again on top of it",
        yours={path: data for path, data in files.items() if data is not None},
        theirs=files_of(repository, tip, slug) if tip else {},
    )


def _base(repository: Repository, slug: str, tip: str, below: int | None) -> tuple[int | None, str | None]:
    """Number and commit of the newest version that `tip` descends from.

    Asked of each version, the newest first: listing the refs merged into a commit goes by the commits' dates, and misses
    versions where one machine's clock was ahead of another's.
    """
    tags = ((ref.name.rpartition("/v")[2], ref.commit) for ref in repository.refs(f"refs/tags/{slug}/"))
    numbered = sorted(((int(written), commit_id) for written, commit_id in tags if written.isdecimal() and commit_id), reverse=True)
    for number, commit_id in numbered:
        if (below is None or number < below) and repository.is_ancestor(commit_id, tip):
            return number, commit_id
    return None, None
