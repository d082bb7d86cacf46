"""The archive: a git repository whose branches are drafts of policies and whose annotated tags are their versions.

`policies/SLUG/` holds policy.yaml, a LANGUAGE.md for each language and review.yaml. A draft is the branch
`drafts/SLUG/NAME`, a version the tag `SLUG/vN`, and anchors of the ledger lie in one chain of commits,
`refs/reconsent/checkpoints`. How git is called is `repository`'s; who reviews, approves and publishes is told elsewhere.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from policy_versions import anchors, drafts, names
from policy_versions.drafts import Draft
from policy_versions.errors import ArchiveConflictError, ArchiveError, ArchiveTamperedError, PolicyNotFoundError
from policy_versions.folders import FOLDER, files_of
from policy_versions.founding import ARCHIVIST, begin
from policy_versions.git_objects import tag
from policy_versions.git_refs import NONE, RefChange
from policy_versions.identity import identified, identity_of
from policy_versions.merging import Merged
from policy_versions.model import Actor
from policy_versions.repository import Repository
from policy_versions.roles import Right, require
from policy_versions.version_tags import Frozen, is_version_tag, message_of, read_versions


def _now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """The policies of one git repository. Close it, or use it in a `with`."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime] = _now) -> None:
        """Use `open` or `create`; `clock` dates the commits."""
        self.repository = repository
        self.clock = clock

    @classmethod
    def open(cls, path: Path | str, *, clock: Callable[[], datetime] = _now) -> Self:
        """Open the archive at `path`: any git repository, bare or not, though it may hold no policy yet.

        Raises:
            ArchiveError: there is no repository, or it may not be used; the hint says what to do.
        """
        repository = Repository(path)
        if repository.hash_name != "sha1":
            repository.close()
            raise ArchiveError(
                f"`{names.shown(path)}` names its objects by {repository.hash_name}, which GitPython does not read",
                hint="use a repository made with --object-format=sha1; versions are identified by SHA-256 in any case",
            )
        return cls(repository, clock)

    @classmethod
    def create(cls, path: Path | str, *, bare: bool = False, clock: Callable[[], datetime] = _now) -> Self:
        """Make an archive at `path`: a repository with one first commit, in which texts are kept byte for byte."""
        return cls(begin(path, bare=bare, at=clock()), clock)

    def close(self) -> None:
        """End the process that reads the repository; the archive can be used again."""
        self.repository.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def policies(self) -> tuple[str, ...]:
        """The slugs of all policies that have a version, a draft, or a folder where HEAD stands."""
        found = {draft_slug for draft_slug, _, _ in drafts.branches(self.repository)} | {f.slug for f in read_versions(self.repository)}
        head = self.repository.head()
        if head is not None:
            found |= {name for name in self.repository.folder(head, FOLDER) if names.is_slug(name)}
        return tuple(sorted(found))

    def published(self) -> tuple[str, ...]:
        """The slugs of all policies that have a version, without reading any."""
        found = {ref.name.split("/")[2] for ref in self.repository.refs("refs/tags/") if is_version_tag(ref.name)}
        return tuple(sorted(slug for slug in found if names.is_slug(slug)))

    # -- drafts

    def drafts(self, policy: str | None = None) -> tuple[Draft, ...]:
        """All drafts, or those of one policy, by name."""
        only = None if policy is None else names.check_slug(policy)
        return tuple(drafts.read(self.repository, slug, name, at) for slug, name, at in drafts.branches(self.repository, only))

    def draft_names(self, policy: str | None = None) -> tuple[tuple[str, str], ...]:
        """Policy and name of all drafts, or of one policy's, without reading any."""
        only = None if policy is None else names.check_slug(policy)
        return tuple((slug, name) for slug, name, _ in drafts.branches(self.repository, only))

    def draft(self, policy: str, name: str) -> Draft:
        """The draft of that name as it is now.

        Raises:
            PolicyNotFoundError: there is no such draft.
        """
        return drafts.read(self.repository, names.check_slug(policy), names.check_draft_name(name), None)

    def start_draft(
        self, policy: str, name: str, *, base: int | None = None, actor: Actor, files: Mapping[str, bytes] | None = None
    ) -> Draft:
        """Begin a draft from version `base`, by default the newest not withdrawn; from nothing where there is none.

        A new draft starts with no `reopens`, no `weakened`, no effective time and no summary: these told of the step to
        the version it starts from.

        Args:
            policy: the policy's slug.
            name: what to call the draft, as `spring-terms`.
            base: the number of the version to start from.
            actor: who begins it.
            files: what to write into it at once, by file name.

        Raises:
            NoRightError: the actor may not write drafts.
            PolicyNotFoundError: there is no such version.
            ArchiveConflictError: there is a draft of that name.
        """
        names.check_slug(policy), names.check_draft_name(name), names.check_actor(actor)
        require(actor, Right.DRAFT)
        if base is None:
            base = max((one.number for one in self.frozen(policy) if not one.withdrawn), default=None)
        start = None if base is None else self._version(policy, base).commit
        drafts.start(self.repository, policy, name, start=start, actor=actor, at=self.clock(), files=files or {})
        return self.draft(policy, name)

    def save(
        self, policy: str, name: str, files: Mapping[str, bytes | None], *, expected: str, actor: Actor, message: str, review: bool = False
    ) -> Draft:
        """Commit `files` to a draft, if it is still at commit `expected`.

        Args:
            policy: the policy's slug.
            name: the draft's name.
            files: new bytes by file name; None deletes the file; files not named stay.
            expected: the commit the changes were made on.
            actor: who made them, and so becomes an author of the draft.
            message: what was done, for the history.
            review: the changes are a reviewer's: only review.yaml and the lists `reopens` and `weakened` of policy.yaml
                change, which makes nobody an author.

        Raises:
            NoRightError: the actor may not do that to drafts.
            ArchiveConflictError: the draft has moved on; the error carries both sides. Nothing was changed.
            ArchiveError: a name or file may not be kept, or the draft is checked out and has changes not committed.
        """
        names.check_slug(policy), names.check_draft_name(name), names.check_actor(actor)
        require(actor, Right.DRAFT, *((Right.REVIEW, Right.APPROVE) if review else ()))
        drafts.save(self.repository, policy, name, files, expected=expected, actor=actor, at=self.clock(), message=message, review=review)
        return self.draft(policy, name)

    def rebase(
        self, policy: str, name: str, onto: int, *, actor: Actor, resolved: Mapping[str, bytes] | None = None, expected: str | None = None
    ) -> Merged:
        """Rest a draft on a newer version: a merge that keeps every commit of it, and so its authors.

        Where both changed the same lines, nothing is written and the result's `conflicts` show each such file as text
        with both sides marked; call again with those files as they shall be in `resolved`.

        Args:
            policy: the policy's slug.
            name: the draft's name.
            onto: the number of the version.
            actor: who does it; an author only where a conflict was settled.
            resolved: files as they shall be, by name, for those in conflict.
            expected: the commit that the conflicts were shown for.

        Raises:
            NoRightError: the actor may not write drafts.
            PolicyNotFoundError: there is no such draft or version.
            ArchiveConflictError: the draft has moved on meanwhile.
            ArchiveError: a file in `resolved` still holds the marks of a conflict.
        """
        names.check_slug(policy), names.check_draft_name(name), names.check_actor(actor)
        require(actor, Right.DRAFT)
        version = self._version(policy, onto)
        return drafts.rebase(
            self.repository,
            policy,
            name,
            onto=version.commit,
            onto_name=version.tag,
            resolved=resolved or {},
            expected=expected,
            actor=actor,
            at=self.clock(),
        )

    def delete_draft(self, policy: str, name: str, *, expected: str, actor: Actor | None = None) -> None:
        """Remove a draft that is still at commit `expected` and checked out nowhere; its commits stay until git collects them.

        Raises:
            NoRightError: the `actor`, where one is named, may not write drafts.
            ArchiveConflictError: the draft has moved on.
        """
        if actor is not None:
            require(actor, Right.DRAFT)
        drafts.delete(self.repository, names.check_slug(policy), names.check_draft_name(name), expected)

    # -- versions

    def frozen(self, policy: str) -> tuple[Frozen, ...]:
        """The versions of a policy that have a tag, by number."""
        return read_versions(self.repository, names.check_slug(policy))

    def freeze(self, policy: str, number: int, commit: str, *, message_fields: Mapping[str, str], actor: Actor) -> Frozen:
        """Make `commit` version `number` of the policy: an annotated tag, written once and never moved.

        Args:
            policy: the policy's slug.
            number: from 1; never one that is or was in use.
            commit: the commit that holds the version's files.
            message_fields: what else the tag says, as `{"Effective": "2026-12-01T00:00:00Z"}`; the identity is added.
            actor: who publishes.

        Raises:
            ArchiveConflictError: there is a version of that number.
            ArchiveError: the commit holds no files of the policy, or a field may not be kept.
        """
        names.check_slug(policy), names.check_actor(actor)
        if not 1 <= number <= 999_999:
            raise ArchiveError(f"a version cannot have the number {number}", hint="numbers go from 1 up")
        files = identified(self.files_at(policy, commit))
        if names.POLICY_FILE not in files or len(files) < 2:
            raise ArchiveError(
                f"commit {commit[:12]} holds no text of `{policy}`", hint="it needs policy.yaml and at least one LANGUAGE.md"
            )
        identity = identity_of(files)
        name = f"{policy}/v{number}"
        message = message_of(policy, number, identity, message_fields)
        made = tag(object_id=names.check_object_id(commit), name=name, actor=actor, at=self.clock(), message=message)
        tag_id = made.id(self.repository.hash_name)
        self.repository.write([made])
        try:
            self.repository.move_refs([RefChange(f"refs/tags/{name}", tag_id, NONE)], reason=f"publish {name}")
        except ArchiveConflictError as fault:
            raise ArchiveConflictError(f"version `{name}` is there already", hint="publish under the next number") from fault
        return self._version(policy, number)

    def undo_freeze(self, policy: str, number: int, *, tag_id: str) -> None:
        """Take back a version that was frozen and never published: only for repairing a publish that was cut short.

        Raises:
            ArchiveConflictError: the tag is gone or is another.
        """
        name = f"refs/tags/{names.check_slug(policy)}/v{int(number)}"
        self.repository.move_refs([RefChange(name, NONE, names.check_object_id(tag_id))], reason="undo an unfinished publish")

    def mark_withdrawn(self, policy: str, number: int, *, message_fields: Mapping[str, str], actor: Actor) -> bool:
        """Put the tag `policy/vN-withdrawn` beside a version that was withdrawn; whether it was not there yet.

        Args:
            policy: the policy's slug.
            number: the version.
            message_fields: what the tag says, as `{"Reason": "The partner left."}`.
            actor: who withdrew it.

        Raises:
            PolicyNotFoundError: there is no such version.
            ArchiveError: a field may not be kept.
        """
        version = self._version(names.check_slug(policy), number)
        if version.withdrawn:
            return False
        name, message = f"{version.tag}-withdrawn", message_of(policy, number, version.identity, message_fields)
        made = tag(object_id=version.commit, name=name, actor=names.check_actor(actor), at=self.clock(), message=message)
        self.repository.write([made])
        try:
            moved = RefChange(f"refs/tags/{name}", made.id(self.repository.hash_name), NONE)
            self.repository.move_refs([moved], reason=f"withdraw {version.tag}")
        except ArchiveConflictError:
            return False  # somebody else marks it at the same time
        return True

    def files_at(self, policy: str, at: str) -> Mapping[str, bytes]:
        """The files of a policy's folder by name, at a commit id or a tag (`privacy/v3`); review.yaml included.

        Raises:
            PolicyNotFoundError: there is no such commit or tag.
        """
        names.check_slug(policy)
        return files_of(self.repository, self._commit(at), policy)

    def text(self, policy: str, at: str, language: str) -> str:
        """The Markdown of a policy in one language, at a commit id or a tag (`privacy/v3`).

        Raises:
            PolicyNotFoundError: there is no such commit or tag, or it has no text in that language.
            PolicyFileError: the text is not UTF-8.
        """
        name = f"{names.check_language(language)}.md"
        commit_id = self._commit(at) if "/" in at else names.check_object_id(at)
        try:
            data = self.repository.text_at(commit_id, FOLDER, names.check_slug(policy), name)
        except ArchiveTamperedError:
            self._commit(at)  # a commit that is not there is no damage
            raise
        if data is None:
            raise PolicyNotFoundError(f"`{policy}` has no text in `{language}` there", hint="`reconsent show` tells its languages")
        return drafts.texts_in({name: data}, policy)[language]

    # -- anchors of the ledger

    def write_anchor(self, name: str, data: bytes) -> str:
        """Keep `data` under `name` for ever, in a chain of commits; return the chain's newest commit.

        The same bytes under the same name are kept once.

        Raises:
            ArchiveConflictError: the name holds other bytes, or others kept writing at the same time.
        """
        return anchors.write(self.repository, name, data, actor=ARCHIVIST, at=self.clock())

    def anchors(self) -> Mapping[str, bytes]:
        """All anchors by name, in the order of their names."""
        return anchors.read(self.repository)

    def _commit(self, at: str) -> str:
        """The commit that a tag or a commit id means."""
        is_tag = is_version_tag(f"refs/tags/{at}")
        found = self.repository.resolve(f"refs/tags/{at}" if is_tag else names.check_object_id(at))
        if found is None:
            raise PolicyNotFoundError(f"there is no commit or version `{names.shown(at)}`", hint="`reconsent versions` lists what there is")
        return found

    def _version(self, policy: str, number: int) -> Frozen:
        found = next((f for f in self.frozen(policy) if f.number == number), None)
        if found is None:
            raise PolicyNotFoundError(f"there is no version {number} of `{policy}`", hint="`reconsent versions` lists what there is")
        return found
