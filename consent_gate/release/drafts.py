"""Where a draft stands: its text against its base, what needs a decision, what was decided, who wrote it.

Reads the archive and the ledger; every change of a draft's review goes through `deciding`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consent_gate.release.approval import Stakes
from consent_gate.release.flags import Flag, Flags, flagged
from consent_gate.release.recheck import rechecked
from consent_gate.release.review import Review
from consent_gate.release.review_yaml import parse_review
from policy_versions.drafts import Draft, read
from policy_versions.identity import identified, identity_of
from policy_versions.model import Version
from policy_versions.names import REVIEW_FILE
from policy_versions.timeline import scheduled

if TYPE_CHECKING:
    from consent_gate.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One draft, as it is at this commit."""

    draft: Draft
    base: Version | None  # the version it starts from; None for a first version
    versions: tuple[Version, ...]  # every version of the policy, by number
    review: Review  # with approvals by actors known as well as can be shown now
    written: Review  # as review.yaml says
    flags: Flags

    @property
    def identity(self) -> str:
        """What approvals are bound to."""
        return identity_of(identified(self.draft.files))

    @property
    def number(self) -> int:
        """The number it would be published under: never one that was used."""
        return max((version.number for version in self.versions), default=0) + 1

    def open_flags(self) -> tuple[Flag, ...]:
        """What still needs a decision."""
        return self.flags.open(self.review)

    def stakes(self, *, one_person: bool) -> Stakes:
        """What an approval of it stands for."""
        return Stakes.of(self.identity, self.draft.authors, self.flags.flags, self.review, one_person=one_person)


def standing_of(gate: "Gate", slug: str, name: str) -> Standing:
    """Where the draft `name` of the policy `slug` stands now.

    Raises:
        PolicyNotFoundError: there is no such draft.
        PolicyFileError: its policy.yaml has faults.
        ReviewFileError: its review.yaml has faults.
    """
    return stand(gate, gate.archive.draft(slug, name))


def stand(gate: "Gate", draft: Draft) -> Standing:
    """Where `draft` stands among the published versions of its policy.

    A draft that was begun from a version withdrawn since, or never published, counts as begun from the one before it: its
    changes are those against that one, and whoever wrote any of them is an author.
    """
    versions = tuple(sorted(gate.ledger.versions(draft.slug), key=lambda version: version.number))
    live = {version.number: version for version in scheduled(versions)}
    while draft.base is not None and draft.base not in live:
        draft = read(gate.archive.repository, draft.slug, draft.name, draft.commit, below=draft.base)
    base = live[draft.base] if draft.base is not None else None
    written = parse_review(draft.files.get(REVIEW_FILE))
    review = rechecked(gate, draft.slug, written, identity_of(identified(draft.files)))
    flags = flagged(base.policy if base else None, base.texts if base else {}, draft.policy, draft.texts, review)
    return Standing(draft=draft, base=base, versions=versions, review=review, written=written, flags=flags)


def last_scheduled(versions: Sequence[Version]) -> Version | None:
    """The version that a new one follows: the last that was not withdrawn."""
    return max(scheduled(versions), key=lambda version: version.number, default=None)
