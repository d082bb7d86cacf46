"""Guesses what a clause about data does where its verb is no known word.

A guess tells which way a change *within* the clause moves; a clause wholly new or gone is never judged by one.
"""

import re
from collections.abc import Sequence

from differ.judgement import kinds as t
from differ.judgement.kinds import Term
from differ.judgement.statements import Force

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:(?:not|never|also|only|then|always|no\s+longer|in\s+no\s+case|\w+ly),?\s+){0,3}"
    r"(?P<verb>\w{2,}(?:ed|en|wn|pt|ght|nt|lt|rn|un|ut|ld|de|d|t))\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(r"(?:[or][mwvnhzlj]*|[mw][nhzlj]*)(_)")
_IS_A_THING = re.compile(r"\b(?:is|are|was|were|the|an?|our|its|your|their)\b(?!\s*\w+ing\b)\s*$", re.IGNORECASE)
_MADE_TO = re.compile(r"(?:required|obliged|allowed|permitted|invited|asked|entitled|advised|encouraged)\s+to\b", re.IGNORECASE)
_OF_AN_UNKNOWN_THING = re.compile(r"[,b&|]*o[mwvhzlj]*a[b]?[A_]")
_BY_THE_PERSON = re.compile(r"\bby\s+(?:you|the\s+(?:customer|user|member|guest|person|account\s+holder)s?)\b", re.IGNORECASE)


def guessed(text: str, codes: str, found: Sequence[Term], main: int, end: int) -> Force | None:
    """Practice or ban, where the main clause says that the organisation, or no one named, does something with data."""
    body = codes[main:end]
    if _OF_AN_UNKNOWN_THING.match(body):
        return Force.PRACTICE
    if not {t.DATA, t.RECIPIENT} & set(body):
        return None
    verb = _verb(text, body, found, main, end)
    if verb is None:
        return None
    return Force.BAN if t.NEGATION in codes[main : verb + 1] or codes[verb + 1 : verb + 2] == t.NEGATION else Force.PRACTICE


def _verb(text: str, body: str, found: Sequence[Term], main: int, end: int) -> int | None:
    """Where the verb stands: after the organisation, or as a participle after a form of "to be"."""
    active = _ACTIVE.search(body)
    if active and _IS_A_THING.search(text, found[main + active.start()].end, found[main + active.start(1)].start):
        active = None
    if active and body[max(0, active.start() - 1) : active.start()] != t.PERSON:
        return main + active.start(1)
    start, last = found[main].start, found[end - 1].end
    if _BY_THE_PERSON.search(text, start, last):
        return None
    for passive in _PASSIVE.finditer(text, start, last):
        if _MADE_TO.match(text, passive.start("verb")):
            continue
        where = next((index for index in range(main, end) if found[index].start == passive.start("verb")), None)
        if where is not None and found[where].code in {t.WORD, t.ACT, t.WEAK_ACT}:
            return where
    return None
