"""The door to the judgement: which pairs are judged by which rules, and under which engine.

English texts go to `differ.judgement`; in any other language nothing is known of the words, and what is reworded,
added or removed is `unclear`.
"""

from collections.abc import Sequence
from functools import cache

from differ.judgement import judge
from differ.model import Direction, Document, Engine, Finding, Judgement, Kind, Pair
from differ.vocabulary import digest

VERSION = "1"
"""Raised whenever the same texts may be judged otherwise than before."""

_KEPT = Judgement(direction=Direction.NEUTRAL)
_UNREAD = Judgement(
    direction=Direction.UNCLEAR,
    findings=(
        Finding(
            rule="language-not-read",
            direction=Direction.UNCLEAR,
            dimension=None,
            reason="The rules read English; a person has to read this change.",
        ),
    ),
)


def judge_pairs(pairs: Sequence[Pair], old: Document, new: Document, *, language: str) -> Sequence[Judgement]:
    """One judgement for each pair, in their order."""
    if is_english(language):
        return judge(pairs, old, new)
    return [_KEPT if pair.kind is Kind.KEPT or pair.proof else _UNREAD for pair in pairs]


def is_english(language: str) -> bool:
    """Whether a language tag (`en`, `en-GB`) is English."""
    return language.lower().replace("_", "-").split("-")[0] == "en"


@cache
def engine() -> Engine:
    """What judges: the version of the rules and the digest of their vocabulary."""
    return Engine(version=VERSION, vocabulary=digest())
