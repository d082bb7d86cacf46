"""The door to the judgement: which pairs are judged by which rules, and under which engine.

English texts go to `differ.judgement`; in any other language nothing is known of the words, and what is reworded,
added or removed is `unclear`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from differ.judgement import judge
from differ.model import Clause, Direction, Document, Engine, Finding, Judgement, Kind, Pair
from differ.vocabulary import digest

VERSION = "1"
"""Raised whenever the same texts may be judged otherwise than before."""

_STRUCK_OUT = re.compile(r"~~.*?~~ ?")
LONGEST = 6_000
"""Characters of the longest clause that is judged; prose is cut into clauses long before."""

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
_STRUCK = Finding(
    rule="struck-out",
    direction=Direction.UNCLEAR,
    dimension=None,
    reason="Words are struck out; they were read as withdrawn, which a person has to confirm.",
)
_TOO_LONG = Judgement(
    direction=Direction.UNCLEAR,
    findings=(
        Finding(
            rule="too-long-to-judge",
            direction=Direction.UNCLEAR,
            dimension=None,
            reason="One clause of this size is no prose that the rules could read; a person has to look.",
        ),
    ),
)


def judge_pairs(pairs: Sequence[Pair], old: Document, new: Document, *, language: str) -> Sequence[Judgement]:
    """One judgement for each pair, in their order."""
    if is_english(language):
        judged = _judged(pairs, old, new)
        return [_doubted(judgement) if _is_struck(pair) else judgement for pair, judgement in zip(pairs, judged, strict=True)]
    return [_KEPT if pair.kind is Kind.KEPT or pair.proof else _UNREAD for pair in pairs]


def _is_struck(pair: Pair) -> bool:
    """Whether words are struck out in a pair that is not kept: are they said or not?"""
    return pair.kind is not Kind.KEPT and not pair.proof and any("~~" in clause.text for clause in (*pair.old, *pair.new))


def _doubted(judgement: Judgement) -> Judgement:
    """A judgement that leaves a clause with struck-out words to a person, unless it found a relaxation anyway."""
    flagged = judgement.direction in (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)
    direction = judgement.direction if flagged else Direction.UNCLEAR
    return replace(judgement, direction=direction, findings=(*judgement.findings, _STRUCK))


def _judged(pairs: Sequence[Pair], old: Document, new: Document) -> Sequence[Judgement]:
    """By the rules, which read what is said; what no one wrote as one clause is cut for them, and then `unclear`."""
    if not any(len(clause.text) > LONGEST or "~~" in clause.text for document in (old, new) for clause in document.clauses):
        return judge(pairs, old, new)
    said = [replace(pair, old=_said(pair.old), new=_said(pair.new)) for pair in pairs]
    judged = judge(said, replace(old, clauses=_said(old.clauses)), replace(new, clauses=_said(new.clauses)))
    return [
        _TOO_LONG if pair.kind is not Kind.KEPT and any(len(c.text) > LONGEST for c in (*pair.old, *pair.new)) else judgement
        for pair, judgement in zip(pairs, judged, strict=True)
    ]


def _said(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Clauses as far as they are judged: without struck-out words, which are withdrawn, and not past `LONGEST`."""
    return tuple(
        replace(clause, text=_STRUCK_OUT.sub("", clause.text)[:LONGEST], key=clause.key[:LONGEST])
        if "~~" in clause.text or len(clause.text) > LONGEST
        else clause
        for clause in clauses
    )


def is_english(language: str) -> bool:
    """Whether a language tag (`en`, `en-GB`) is English."""
    return language.lower().replace("_", "-").split("-")[0] == "en"


@cache
def engine() -> Engine:
    """What judges: the version of the rules and the digest of their vocabulary."""
    return Engine(version=VERSION, vocabulary=digest())
