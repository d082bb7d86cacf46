"""Whether the archive still holds what the ledger says was published, and names what does not.

Every version's tag, commit, folder and files are read afresh and hashed again; replacement refs and grafts are not
followed. Each version's row is held against its identity, and every entry of the ledger against its proofs.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from consent_gate.anchoring import anchors, older_than_anchor, strangers, verifying_keys
from consent_gate.errors import EvidenceError, LedgerTamperedError
from consent_gate.ledger import verified
from consent_gate.ledger.audit import Progress, Remark, audit
from consent_gate.ledger.guards import guards, places
from consent_gate.ledger.verified import Verified
from policy_versions.archive import Archive
from policy_versions.errors import ArchiveError, PolicyFileError
from policy_versions.folders import FOLDER
from policy_versions.git_objects import object_id, read_tree
from policy_versions.identity import identified, identity_of
from policy_versions.model import Version
from policy_versions.names import POLICY_FILE, is_file_name
from policy_versions.policy_yaml import parse_policy
from policy_versions.version_tags import Frozen

if TYPE_CHECKING:
    from consent_gate.gate import Gate
    from consent_gate.ledger import Ledger


class Fault(StrEnum):
    """What is not as it was published."""

    ROW_CHANGED = "row_changed"  # the ledger's own row or files do not agree with the identity
    TAG_DELETED = "tag_deleted"
    TAG_MOVED = "tag_moved"  # it leads to another commit
    TAG_CHANGED = "tag_changed"  # it says another identity, or is no annotated tag
    OBJECT_BROKEN = "object_broken"  # an object's bytes are not what its id says
    FILES_CHANGED = "files_changed"  # the commit's files are not those published
    HISTORY_REWRITTEN = "history_rewritten"  # what led to the version is missing, or another version is no longer among it
    NOT_PUBLISHED = "not_published"  # a tag that the ledger knows nothing of
    UNREADABLE = "unreadable"  # the archive cannot be opened at all
    LEDGER_CHANGED = "ledger_changed"  # an entry, a leaf or a checkpoint of the ledger is not what was written
    ROLLED_BACK = "rolled_back"  # the ledger is older than its last anchor in the archive


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing that is not as it was published."""

    fault: Fault
    name: str  # the version, as `privacy@3`, or what else is concerned
    detail: str

    def to_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"fault": self.fault.value, "name": self.name, "detail": self.detail}


def verify_archive(gate: "Gate") -> tuple[Discrepancy, ...]:
    """Hold the archive against the ledger, and each version's row against its identity; empty where all is well."""
    found = [d for slug in gate.ledger.policies() for version in gate.ledger.versions(slug) for d in _row(gate, version)]
    try:
        archive = gate.archive
    except ArchiveError as error:
        return (*found, Discrepancy(Fault.UNREADABLE, "archive", str(error)))
    slugs = set(gate.ledger.policies())
    with suppress(ArchiveError):  # a broken tag is told of the version it stands for
        slugs.update(archive.policies())
    return (*found, *(d for slug in sorted(slugs) for d in _policy(archive, slug, gate.ledger.versions(slug))))


def verify_ledger(
    gate: "Gate",
    *,
    progress: Progress | None = None,
    remark: Remark = lambda _: None,
    last: Path | None = None,
    only_new: bool = False,
) -> tuple[Discrepancy, ...]:
    """Hold every entry of the ledger against its leaf, its tree and the checkpoints signed over it, also those in the archive.

    Args:
        gate: whose ledger it is.
        progress: told every few thousand entries.
        remark: told what is no fault, and is to be explained.
        last: the file that says what the last verification reached; the ledger must still hold it. Rewritten where no fault is found.
        only_new: read only the entries that came after it; all where there is no such file.
    """
    ledger = gate.ledger
    kept: tuple[str, ...] = ()
    found: list[Discrepancy] = []
    with suppress(ArchiveError, LedgerTamperedError):  # told by `verify_archive`, and by the audit
        kept = anchors(ledger, gate.archive)
        found += _strangers(ledger, gate.archive, remark, any_own=bool(kept))
        if older := older_than_anchor(ledger, gate.archive):
            found.append(Discrepancy(Fault.ROLLED_BACK, "ledger", older))
    keys = verifying_keys(ledger)
    reached: Verified | None = None
    if last is not None:
        try:
            reached = verified.load(last, keys)
        except EvidenceError as error:
            found.append(Discrepancy(Fault.LEDGER_CHANGED, "the last verification", str(error)))
    sound: list[Verified] = []
    faults = audit(
        ledger.database,
        keys,
        anchors=kept,
        cipher=ledger.cipher,
        erased=ledger.erased,
        progress=progress,
        remark=remark,
        last=reached,
        only_new=only_new,
        sound=sound.append,
    )
    for fault in (*faults, *places(ledger.database), *guards(ledger.database)):
        found.append(Discrepancy(Fault.LEDGER_CHANGED, fault.where, fault.what))
    if last is not None and sound and not found:
        with suppress(OSError):  # who may read the keys' folder and not write to it verifies all each time
            verified.keep(last, sound[-1])
    return tuple(found)


def _strangers(ledger: "Ledger", archive: Archive, remark: Remark, *, any_own: bool) -> Iterator[Discrepancy]:
    for name, count in strangers(ledger, archive).items():
        what = f"holds {count:,} checkpoints of the ledger `{name}`, which the same keys signed"
        if any_own:
            remark(f"to explain: the archive also {what}: unless both are yours, this one was put in its place")
        else:
            yield Discrepancy(
                Fault.LEDGER_CHANGED,
                "ledger",
                f"the archive {what}, and none of this one: it was put in the other's place, or was just begun",
            )


def _row(gate: "Gate", version: Version) -> Iterator[Discrepancy]:
    files = gate.ledger.version_files(version.slug, version.number)
    if identity_of(identified(files)) != version.identity:
        yield Discrepancy(Fault.ROW_CHANGED, version.name, "the ledger's files are not those of its identity")
        return
    try:
        said = parse_policy(files[POLICY_FILE], path=POLICY_FILE)
    except (PolicyFileError, KeyError):
        yield Discrepancy(Fault.ROW_CHANGED, version.name, "the ledger's policy.yaml cannot be read")
        return
    if said != version.policy:
        yield Discrepancy(Fault.ROW_CHANGED, version.name, "the ledger's row says other than its policy.yaml")
    if said.effective != version.effective:
        yield Discrepancy(Fault.ROW_CHANGED, version.name, "the ledger's effective time is not that of its policy.yaml")


def _policy(archive: Archive, slug: str, versions: tuple[Version, ...]) -> Iterator[Discrepancy]:
    whole: set[str] = set()
    try:
        tags = {frozen.number: frozen for frozen in archive.frozen(slug)}
    except ArchiveError as error:
        yield from _unlisted(archive, versions, str(error))
        return
    for version in versions:
        tag = tags.pop(version.number, None)
        if tag is None:
            yield Discrepancy(Fault.TAG_DELETED, version.name, f"the tag `{version.tag}` is gone")
        else:
            yield from _version(archive, version, tag, whole)
    for frozen in tags.values():
        yield Discrepancy(
            Fault.NOT_PUBLISHED, f"{slug}@{frozen.number}", f"the tag `{frozen.tag}` is in no ledger; run `reconsent reconcile`"
        )


def _version(archive: Archive, version: Version, tag: Frozen, whole: set[str]) -> Iterator[Discrepancy]:
    if tag.commit != version.commit:
        yield Discrepancy(
            Fault.TAG_MOVED, version.name, f"`{tag.tag}` leads to {tag.commit[:12] or 'no commit'}, not to {(version.commit or '')[:12]}"
        )
    if tag.identity != version.identity:
        what = f"says identity {tag.identity[:12]}" if tag.identity else "says no identity"
        yield Discrepancy(Fault.TAG_CHANGED, version.name, f"the tag {what}, not {version.identity[:12]}")
    yield from _objects(archive, version, whole, *([tag.tag_id] if tag.tag_id != tag.commit else []))


def _unlisted(archive: Archive, versions: tuple[Version, ...], why: str) -> Iterator[Discrepancy]:
    """Where a broken object keeps git from listing the tags at all: the versions whose objects are broken, else those git names."""
    whole: set[str] = set()
    broken = [one for version in versions for one in _objects(archive, version, whole)]
    named = [version for version in versions if re.search(rf"refs/tags/{re.escape(version.tag)}\b", why)]
    yield from broken or [Discrepancy(Fault.OBJECT_BROKEN, version.name, why) for version in named]
    if not broken and not named:
        yield Discrepancy(Fault.UNREADABLE, "archive", why)


def _objects(archive: Archive, version: Version, whole: set[str], *more: str) -> Iterator[Discrepancy]:
    """Whether every object the version is made of is what its id says, and `more` too."""
    try:
        for object_id_ in more:
            _sound(archive, object_id_)
        files = _files(archive, version.commit or "", version.slug)
    except (_BrokenError, ArchiveError) as error:
        yield Discrepancy(Fault.OBJECT_BROKEN, version.name, str(error))
        return
    if identity_of(files) != version.identity:
        yield Discrepancy(Fault.FILES_CHANGED, version.name, "the commit's files are not those of its identity")
    yield from _ancestry(archive, version, whole)


def _ancestry(archive: Archive, version: Version, seen: set[str]) -> Iterator[Discrepancy]:
    """Whether all that led to the version is still there, each commit as its id says; `seen` are commits found so before."""
    ahead = [version.commit or ""]
    try:
        while ahead:
            commit = ahead.pop()
            if commit in seen:
                continue
            seen.add(commit)
            head = _sound(archive, commit)[1].partition(b"\n\n")[0]
            ahead += [line[7:].decode("ascii") for line in head.splitlines() if line.startswith(b"parent ")]
    except (_BrokenError, ArchiveError) as error:
        yield Discrepancy(Fault.HISTORY_REWRITTEN, version.name, f"what led to it is not whole: {error}")


class _BrokenError(Exception):
    """An object whose bytes are not what its id says."""


def _sound(archive: Archive, id_: str) -> tuple[str, bytes]:
    """An object's kind and bytes, read afresh and hashed again."""
    kind, data = archive.repository.read_raw(id_)
    if object_id(kind, data, archive.repository.hash_name) != id_:
        raise _BrokenError(f"the bytes of {kind} {id_[:12]} are not what its id says")
    return kind, data


def _files(archive: Archive, commit: str, slug: str) -> dict[str, bytes]:
    kind, data = _sound(archive, commit)
    if kind != "commit":
        raise _BrokenError(f"{commit[:12]} is a {kind}, no commit")
    at = data.split(b"\n", 1)[0].removeprefix(b"tree ").decode("ascii")
    hash_name = archive.repository.hash_name
    for part in (FOLDER, slug):
        entries = read_tree(_sound(archive, at)[1], hash_name)
        if part not in entries:
            raise _BrokenError(f"commit {commit[:12]} holds no `{FOLDER}/{slug}`")
        at = entries[part].id
    entries = read_tree(_sound(archive, at)[1], hash_name)
    return identified({name: _sound(archive, entry.id)[1] for name, entry in entries.items() if is_file_name(name)})
