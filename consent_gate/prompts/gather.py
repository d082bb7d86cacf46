"""Fetches all that a prompt is made of: what is pending for one person, and the versions, records and reviews behind it.

The gate says what is pending; the ledger holds the rest. Nothing is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol
from weakref import WeakKeyDictionary

from consent_gate import asking
from consent_gate.editions import answerable
from consent_gate.ledger.ledger import Ledger
from consent_gate.model import Ask, NoticeOwed
from consent_gate.prompts.known import Known, Memory
from consent_gate.prompts.ties import tied_changes, tied_clauses
from consent_gate.rule import History
from consent_gate.rules import Rules
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

    def rules(self, policy: str) -> Rules:
        """The rules of a policy's versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is pending for one person as of one place of the ledger."""

    sequence: int  # the subject's latest event as of then; a later withdrawal voids answers
    asks: tuple[Ask, ...]
    notices: tuple[NoticeOwed, ...]
    known: Known


def gather(gate: Pending, subject: str, *, hurried: bool = False) -> Gathered:
    """All that is needed to show one person what is pending and what they chose.

    `hurried`: no text is read or compared for it; where one must be, whoever uses what was gathered meets a `NotAtHandError`.
    """
    ledger = gate.ledger
    holdings = ledger.holdings(subject)
    policies = ledger.policies()
    rules = {policy: gate.rules(policy) for policy in policies}
    now = ledger.now()
    standings = tuple(asking.standings(holdings, rules, now))
    histories = {policy: found.history for policy, found in rules.items()}
    memory = _memory(gate, tuple(histories.values()), tuple(history.in_force(now) for history in histories.values()))
    if hurried:
        memory = memory.in_a_hurry()
    known = Known(
        histories=histories,
        records={held.seq: held for found in holdings.records.values() for held in found},
        compare=compared,
        label=_Labels(histories, memory),
        now=now,
        tied=_Ties(ledger, histories, memory),
        choices=tuple(asking.choices(holdings, rules, now)),
        answerable=lambda policy, subject_of: sorted(answerable(histories[policy], subject_of, now)),
        memory=memory,
    )
    return Gathered(
        sequence=holdings.sequence,
        asks=tuple(ask for one in standings for ask in asking.pending(one)),
        notices=tuple(notice for one in standings for notice in asking.notices(one)),
        known=known,
    )


_MEMORIES: WeakKeyDictionary[Pending, tuple[tuple[object, ...], Memory]] = WeakKeyDictionary()


def _memory(gate: Pending, *state: object) -> Memory:
    """What was worked out before, as long as the versions and those in force are the same; else nothing."""
    kept = _MEMORIES.get(gate)
    if kept is None or kept[0] != state:
        kept = _MEMORIES[gate] = (state, Memory())
    return kept[1]


@lru_cache(maxsize=256)
def compared(old: str, new: str, language: str) -> Comparison:
    """The comparison of two texts; remembered, since published texts never change."""
    return compare(old, new, language=language)


class _Labels:
    """Plain words for taxonomy keys: the team's own before the shipped ones, the last part of the key where there are none."""

    def __init__(self, histories: Mapping[str, History], memory: Memory) -> None:
        self._histories = histories
        self._memory = memory

    def __call__(self, policy: str, key: str, language: str) -> str:
        return self._memory.recall(("label", policy, key, language), lambda: self._find(policy, key, language))

    def _find(self, policy: str, key: str, language: str) -> str:
        try:
            return Taxonomy.of(own for v in self._histories[policy].versions for own in v.policy.taxonomy).label(key, language)
        except TaxonomyError:
            return key.rpartition(".")[2].replace("_", " ")


class _Ties:
    """The clauses that reviewers tied to a permission or promise, on the way from one version to another."""

    def __init__(self, ledger: Ledger, histories: Mapping[str, History], memory: Memory) -> None:
        self._ledger = ledger
        self._histories = histories
        self._memory = memory

    def __call__(self, policy: str, old: int, new: int, subject_of: str) -> frozenset[str]:
        return self._memory.recall(("ties", policy, old, new, subject_of), lambda: self._read(policy, old, new, subject_of))

    def _read(self, policy: str, old: int, new: int, subject_of: str) -> frozenset[str]:
        way = [v for v in self._histories[policy].versions if old <= v.number <= new]
        keys: set[str] = set()
        for before, after in pairwise(way):
            changes = tied_changes(_review(self._ledger, after), subject_of)
            tag = after.policy.language
            if changes and tag in before.texts and tag in after.texts:
                keys |= tied_clauses(compared(before.texts[tag], after.texts[tag], tag), changes)
        return frozenset(keys)


def _review(ledger: Ledger, version: Version) -> bytes | None:
    return ledger.version_review(version.slug, version.number)
