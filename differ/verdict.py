"""The door to the judgement: which pairs are judged by which rules, and under which engine.

English texts go to `differ.judgement`; in any other language nothing is known of the words, and what is reworded,
added or removed is `unclear`. So it is where a text or a changed passage was called English and does not look it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from differ.english import foreign_passages, is_english, looks_english
from differ.judgement import judge
from differ.model import Clause, Direction, Document, Engine, Finding, Judgement, Kind, Pair
from differ.vocabulary import digest

VERSION = "1"
"""Raised whenever the same texts may be judged otherwise than before."""

_STRUCK_OUT = re.compile(r"~~.*?~~ ?")
LONGEST = 6_000
"""Characters of the longest clause that is judged; prose is cut into clauses long before."""

_FLAGGED = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)
_KEPT = Judgement(direction=Direction.NEUTRAL)
_LOOSENED = (Direction.RELAXES, Direction.MIXED)
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
    if not is_english(language) or not all(looks_english(document.source) for document in (old, new)):
        return [_KEPT if _is_kept(pair) else _UNREAD for pair in pairs]
    return [_as_far_as_read(pair, judgement) for pair, judgement in zip(pairs, _judged(pairs, old, new), strict=True)]


def _is_kept(pair: Pair) -> bool:
    return pair.kind is Kind.KEPT or bool(pair.proof)


def _as_far_as_read(pair: Pair, judgement: Judgement) -> Judgement:
    """A judgement that clears nothing in another language, and no words that are struck out."""
    if _is_kept(pair):
        return judgement
    if judgement.direction not in _LOOSENED and set(foreign_passages(pair.old_text)) != set(foreign_passages(pair.new_text)):
        return _UNREAD
    return _doubted(judgement) if _is_struck(pair) else judgement


def _is_struck(pair: Pair) -> bool:
    """Whether words are struck out: are they said or not?"""
    return any("~~" in clause.text for clause in (*pair.old, *pair.new))


def _doubted(judgement: Judgement) -> Judgement:
    """A judgement that leaves a clause with struck-out words to a person, unless it found a relaxation anyway."""
    direction = judgement.direction if judgement.direction in _FLAGGED else Direction.UNCLEAR
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


@cache
def engine() -> Engine:
    """What judges: the version of the rules and the digest of their vocabulary."""
    return Engine(version=VERSION, vocabulary=digest())
