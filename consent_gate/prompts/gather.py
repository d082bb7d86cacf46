"""Fetches all that a prompt is made of: what is pending for one person, and the versions, records and reviews behind it.

The gate says what is pending; the ledger holds the rest. Nothing is written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from consent_gate.editions import answerable
from consent_gate.ledger.ledger import Ledger
from consent_gate.model import Ask, Choice, CollectionRecord, NoticeOwed
from consent_gate.prompts.content import Known
from consent_gate.prompts.ties import tied_changes, tied_clauses
from differ import compare
from differ.model import Comparison
from policy_versions.errors import TaxonomyError
from policy_versions.model import Version
from policy_versions.taxonomy import Taxonomy


class Pending(Protocol):
    """What prompts ask of a gate."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""

    def pending(self, subject: str) -> Sequence[Ask]:
        """What the subject has to answer for."""

    def notices(self, subject: str) -> Sequence[NoticeOwed]:
        """What the subject is to be told of."""

    def choices(self, subject: str) -> Sequence[Choice]:
        """The subject's answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is pending for one person as of one place of the ledger."""

    sequence: int  # the subject's latest event; read first, so that a later withdrawal voids answers
    asks: tuple[Ask, ...]
    notices: tuple[NoticeOwed, ...]
    known: Known


def gather(gate: Pending, subject: str) -> Gathered:
    """All that is needed to show one person what is pending and what they chose."""
    ledger = gate.ledger
    sequence = ledger.sequence(subject)
    asks = tuple(gate.pending(subject))
    versions = {policy: tuple(v for v in ledger.versions(policy) if not v.withdrawn) for policy in ledger.policies()}
    now = ledger.now()
    known = Known(
        versions=versions,
        records=_records(ledger, asks),
        compare=compared,
        label=_Labels(versions),
        now=now,
        tied=_Ties(ledger, versions),
        choices=tuple(gate.choices(subject)),
        answerable=lambda policy, subject_of: sorted(answerable(ledger.catalogue.histories[policy], subject_of, now)),
    )
    return Gathered(sequence=sequence, asks=asks, notices=tuple(gate.notices(subject)), known=known)


@lru_cache(maxsize=256)
def compared(old: str, new: str, language: str) -> Comparison:
    """The comparison of two texts; remembered, since published texts never change."""
    return compare(old, new, language=language)


def _records(ledger: Ledger, asks: Iterable[Ask]) -> Mapping[int, CollectionRecord]:
    wanted = sorted({number for ask in asks for number in ask.records})
    return {number: record for number in wanted if (record := ledger.record(number)) is not None}


class _Labels:
    """Plain words for taxonomy keys: the team's own before the shipped ones, the last part of the key where there are none."""

    def __init__(self, versions: Mapping[str, Sequence[Version]]) -> None:
        self._taxonomies = {policy: Taxonomy.of(key for v in found for key in v.policy.taxonomy) for policy, found in versions.items()}

    def __call__(self, policy: str, key: str, language: str) -> str:
        try:
            return self._taxonomies.get(policy, Taxonomy.of()).label(key, language)
        except TaxonomyError:
            return key.rpartition(".")[2].replace("_", " ")


class _Ties:
    """The clauses that reviewers tied to a permission or promise, on the way from one version to another."""

    def __init__(self, ledger: Ledger, versions: Mapping[str, Sequence[Version]]) -> None:
        self._ledger = ledger
        self._versions = versions

    def __call__(self, policy: str, old: int, new: int, subject_of: str) -> frozenset[str]:
        way = [v for v in self._versions.get(policy, ()) if old <= v.number <= new]
        keys: set[str] = set()
        for before, after in pairwise(way):
            changes = tied_changes(_review(self._ledger, after), subject_of)
            tag = after.policy.language
            if changes and tag in before.texts and tag in after.texts:
                keys |= tied_clauses(compared(before.texts[tag], after.texts[tag], tag), changes)
        return frozenset(keys)


def _review(ledger: Ledger, version: Version) -> bytes | None:
    return ledger.version_review(version.slug, version.number)
