"""How alike two clauses are, by the words they share; a rare word counts more than a common one.

Only for finding which clause became which. What a change means is never decided by likeness: "never share" and
"share" are much alike.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from differ.model import Clause
from differ.vocabulary import load
from differ.vocabulary.stems import stem

_NUMBERS = {
    word: str(number) for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"fourteen": "14", "fifteen": "15", "thirty": "30", "sixty": "60", "ninety": "90"}
"""Numbers in words are like numbers in digits; whether they say the same is for the judgement."""


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """A number as it is in digits, and the forms of a word as one."""
    load()  # it teaches the irregular forms
    return stem(_NUMBERS.get(word, word))


@dataclass(frozen=True, slots=True)
class Words:
    """A clause's words and pairs of neighbouring words with their weights, and the sum of these."""

    weights: dict[str, float]
    total: float


class Likeness:
    """Compares the clauses of two documents; weights come from how often each word occurs in both."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause]) -> None:
        self._features: dict[str, frozenset[str]] = {}
        counts: Counter[str] = Counter()
        for clause in (*old, *new):
            counts.update(self._of(clause.key))
        most = len(old) + len(new) + 1
        self._weight = {feature: log(most / count) + 0.05 for feature, count in counts.items()}
        self._words: dict[str, Words] = {}

    def _of(self, key: str) -> frozenset[str]:
        known = self._features.get(key)
        if known is None:
            words = [_plain(word) for word in key.split()]
            known = self._features[key] = frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}
        return known

    def words(self, key: str) -> Words:
        """The weighted words of a clause's key."""
        known = self._words.get(key)
        if known is None:
            weights = {feature: self._weight.get(feature, 1.0) for feature in sorted(self._of(key))}
            known = self._words[key] = Words(weights, sum(weights.values()))
        return known

    def shared(self, old: str, new: str) -> float:
        """The weight of what two keys share."""
        one, other = self.words(old).weights, self.words(new).weights
        if len(other) < len(one):
            one, other = other, one
        return sum(weight for feature, weight in one.items() if feature in other)

    def ratio(self, old: str, new: str) -> float:
        """How alike two keys are, 0 to 1: what they share of what both have."""
        total = self.words(old).total + self.words(new).total
        return 2 * self.shared(old, new) / total if total else 0.0

    def inside(self, part: str, whole: str, *, beyond: str = "") -> float:
        """How much of `part` lies in `whole` and not in `beyond`, 0 to 1."""
        words = self.words(part)
        holder = self.words(whole).weights
        accounted = self.words(beyond).weights
        found = sum(weight for feature, weight in words.weights.items() if feature in holder and feature not in accounted)
        return found / words.total if words.total else 0.0
