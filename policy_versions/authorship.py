"""Who wrote a draft, told from its commits: beginning, reviewing, merging and showing it write nothing and make nobody an author.

That a commit did only that is checked against what it changed; its message alone could be written by anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from policy_versions import names
from policy_versions.errors import ArchiveError, PolicyFileError
from policy_versions.folders import files_of
from policy_versions.merging import merge_versions
from policy_versions.model import Actor, ActorSource
from policy_versions.policy_edit import without_step
from policy_versions.policy_yaml import parse_policy
from policy_versions.repository import Commit, Repository

REVIEW_TRAILER = "Reconsent-Change: review"
BEGIN_TRAILER = "Reconsent-Change: begin"
_CO_AUTHOR = re.compile(r"(?im)^co-authored-by:.*<([^<>\n]+)>\s*$")


def authors_of(repository: Repository, slug: str, commits: tuple[Commit, ...]) -> tuple[Actor, ...]:
    """All who wrote in `commits`, by id: authors and co-authors of every commit that did more than begin, review or merge."""
    found: dict[str, str] = {}
    for one in commits:
        if any(nothing(repository, slug, one) for nothing in (_only_begins, _only_reviews, _only_shows, _only_merges)):
            continue
        for author in (one.author or one.author_name, *_CO_AUTHOR.findall(one.message)):
            found.setdefault(author.strip().casefold(), author.strip())
    return tuple(Actor(found[key], ActorSource.CLAIMED) for key in sorted(found))


def _only_begins(repository: Repository, slug: str, one: Commit) -> bool:
    """Whether a commit did nothing but begin a draft from a version, which writes no text."""
    if BEGIN_TRAILER not in one.message or len(one.parents) != 1:
        return False
    before, after = dict(files_of(repository, one.parents[0], slug)), dict(files_of(repository, one.id, slug))
    before.pop(names.REVIEW_FILE, None)
    if names.POLICY_FILE in before:
        try:
            before[names.POLICY_FILE] = without_step(before[names.POLICY_FILE], path=slug)
        except PolicyFileError:
            return False
    return before == after


def _only_reviews(repository: Repository, slug: str, one: Commit) -> bool:
    """Whether a commit says it is a reviewer's, and is: the trailer alone could be written by anybody."""
    if REVIEW_TRAILER not in one.message or len(one.parents) != 1:
        return False
    return _is_review(slug, files_of(repository, one.parents[0], slug), files_of(repository, one.id, slug))


def _only_shows(repository: Repository, slug: str, one: Commit) -> bool:
    """Whether a commit did nothing but put a version, newer than all before it, on the branch that a clone shows."""
    if len(one.parents) != 2 or all(ref.commit != one.parents[1] for ref in repository.refs(f"refs/tags/{slug}/")):
        return False
    if repository.is_ancestor(one.parents[1], one.parents[0]):
        return False
    return files_of(repository, one.id, slug) == files_of(repository, one.parents[1], slug)


def _only_merges(repository: Repository, slug: str, one: Commit) -> bool:
    """Whether a commit did nothing but take a version into the draft, with no conflict to settle."""
    if len(one.parents) != 2 or all(ref.commit != one.parents[1] for ref in repository.refs(f"refs/tags/{slug}/")):
        return False
    merged = merge_versions(repository, slug, draft=one.parents[0], onto=one.parents[1], onto_name="")
    return not merged.conflicts and merged.files == files_of(repository, one.id, slug)


def _is_review(slug: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not changed <= {names.REVIEW_FILE, names.POLICY_FILE}:
        return False
    if names.POLICY_FILE not in changed:
        return True
    try:
        old, new = (parse_policy(files.get(names.POLICY_FILE, b""), path=slug) for files in (before, after))
    except PolicyFileError:
        return False
    return replace(old, reopens=(), weakened=()) == replace(new, reopens=(), weakened=())


def require_review(slug: str, before: Mapping[str, bytes], after: Mapping[str, bytes | None]) -> None:
    """Refuse what is more than a reviewer's change.

    Raises:
        ArchiveError: another file or field is changed.
    """
    if not _is_review(slug, before, {name: data for name, data in after.items() if data is not None}):
        raise ArchiveError(
            "a reviewer changes only review.yaml and the lists `reopens` and `weakened` of policy.yaml",
            hint="save other changes as a drafter, which makes you an author",
        )
