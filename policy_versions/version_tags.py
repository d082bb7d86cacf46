"""The tags that are a policy's versions: their names, what their messages say, and how they are read.

A version is the annotated tag `SLUG/vN`, a withdrawn one has the tag `SLUG/vN-withdrawn` beside it, so that a clone tells which
versions never took effect. Putting tags up is `archive`'s and `backlog`'s; whether they are as published is `verify`'s.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policy_versions import names
from policy_versions.errors import ArchiveError
from policy_versions.repository import Repository

_TAG = re.compile(r"refs/tags/([a-z0-9-]+)/v([1-9][0-9]{0,5})(-withdrawn)?")
_FIELD = re.compile(r"[A-Z][A-Za-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A version as the archive holds it: an annotated tag with the version's identity in its message."""

    slug: str
    number: int
    tag: str  # privacy/v3
    tag_id: str  # the tag object; the commit itself where somebody made a plain tag by hand
    commit: str
    identity: str  # as the message says; "" where it says none
    fields: Mapping[str, str]  # everything the message says, by name
    message: str
    withdrawn: bool = False  # before it took effect; the ledger decides, this only tells who has no ledger


def is_version_tag(ref: str) -> bool:
    """Whether a full ref name is that of a version."""
    match = _TAG.fullmatch(ref)
    return match is not None and match[3] is None


def message_of(policy: str, number: int, identity: str, fields: Mapping[str, str]) -> str:
    """What the tag of a version says.

    Raises:
        ArchiveError: a field may not be kept.
    """
    told = {"Identity": identity, **{_field(key): names.check_line(value) for key, value in fields.items()}}
    return "\n".join([f"{policy} version {number}", "", *(f"{key}: {value}" for key, value in told.items())])


def read_versions(repository: Repository, policy: str | None = None) -> tuple[Frozen, ...]:
    """Every version that has a tag, of one policy or of all, by policy and number."""
    matched = [(ref, _TAG.fullmatch(ref.name)) for ref in repository.refs(f"refs/tags/{policy}/" if policy else "refs/tags/")]
    tags = [(ref, match[1], int(match[2]), bool(match[3])) for ref, match in matched if match is not None and names.is_slug(match[1])]
    withdrawn = {(slug, number) for _, slug, number, is_mark in tags if is_mark}
    found: list[Frozen] = []
    for ref, slug, number, is_mark in tags:
        if is_mark:
            continue
        message = repository.read(ref.id, "tag").partition(b"\n\n")[2].decode("utf-8", "replace") if ref.kind == "tag" else ""
        fields = _fields(message)
        found.append(
            Frozen(
                slug=slug,
                number=number,
                tag=f"{slug}/v{number}",
                tag_id=ref.id,
                commit=ref.commit,
                identity=fields.get("Identity", ""),
                fields=MappingProxyType(fields),
                message=message,
                withdrawn=(slug, number) in withdrawn,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.slug, one.number)))


def _fields(message: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in message.splitlines()[1:] if _FIELD.fullmatch(line.partition(": ")[0]) and ": " in line)


def _field(name: str) -> str:
    if not _FIELD.fullmatch(name) or name == "Identity":
        raise ArchiveError(f"`{names.shown(name)}` cannot name a field of a version", hint="use words as Effective or Published-By")
    return name
