"""Where a draft stands: its text against its base, what needs a decision, what was decided, who wrote it.

Reads the archive and the ledger; every change of a draft's review goes through `deciding`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consent_gate.release.approval import Stakes
from consent_gate.release.flags import Flag, Flags, flagged
from consent_gate.release.review import Review
from consent_gate.release.review_yaml import parse_review
from policy_versions.archive import Draft
from policy_versions.identity import identity_of
from policy_versions.model import Policy, Version
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
    review: Review
    flags: Flags

    @property
    def identity(self) -> str:
        """What approvals are bound to."""
        return identity_of({path: data for path, data in self.draft.files.items() if path != REVIEW_FILE})

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
    draft = gate.archive.draft(slug, name)
    versions = tuple(sorted(gate.ledger.versions(slug), key=lambda version: version.number))
    base = base_of(draft, versions)
    review = parse_review(draft.files.get(REVIEW_FILE))
    return Standing(draft=draft, base=base, versions=versions, review=review, flags=flags_of(base, draft.policy, draft, review))


def flags_of(base: Version | None, policy: Policy, draft: Draft, review: Review) -> Flags:
    """What of the draft's texts under `policy` needs a decision against `base`."""
    return flagged(base.policy if base else None, base.texts if base else {}, policy, draft.texts, review)


def base_of(draft: Draft, versions: Sequence[Version]) -> Version | None:
    """The version the draft starts from: the one it names; None where nothing was published when it began."""
    return next((version for version in versions if version.number == draft.base), None)


def last_scheduled(versions: Sequence[Version]) -> Version | None:
    """The version that a new one follows: the last that was not withdrawn."""
    return max(scheduled(versions), key=lambda version: version.number, default=None)
