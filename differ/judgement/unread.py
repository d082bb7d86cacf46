"""Tells what is left of two texts once all that is read alike in both is taken out.

What is left has not been weighed by the reading, and a last look at its words is for `differ.deciding`.
"""

import re
from collections import Counter
from collections.abc import Sequence

from differ.judgement.kinds import NEGATION, QUANTIFIER, Term
from differ.judgement.matching import Spot
from differ.judgement.rules import signed
from differ.judgement.rules.asked import is_asked
from differ.judgement.rules.permitted import MOSTLY
from differ.judgement.rules.uncounted import counts_nothing
from differ.judgement.statements import Force, Sentence
from differ.vocabulary import load

_UNKNOWN = frozenset("_A")


def unread(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[str, str]:
    """The words of both sides that no known term of the same meaning and weight on the other side accounts for."""
    before, after = (Counter((term.key, sign) for sentence in side for term, sign in signed(sentence)) for side in (old, new))
    alike = {meaning for meaning, count in before.items() if after[meaning] == count}
    return _without(old, alike, harmless=1, others=new), _without(new, alike, harmless=-1, others=old)


_ANY = frozenset({"any", "all", "every", "each"})
_PLAIN_PRACTICE = frozenset("pskKnlxGDSW")


def _is_no_less(sentence: Sentence, term: Term, sign: int, harmless: int) -> bool:
    """Whether "any" is gone from what is only done, or has come to what is promised or covered, so that nothing more may be done."""
    word = sentence.text[term.start : term.end].lower()
    if word in MOSTLY:
        return sign > 0 and _PLAIN_PRACTICE.isdisjoint(sentence.signature)  # it may be done either way
    if word not in _ANY:
        return False
    if harmless < 0 and sentence.force is Force.COVERAGE:
        return True
    return sign == harmless and (sign < 0 or _PLAIN_PRACTICE.isdisjoint(sentence.signature))


_ALL_THAT = re.compile(r"all\s(?:of\s)?(?:the\s)?(?P<which>(?:\w+\s){1,2}(?:that\s|which\s)?(?:you|we)\s\w+)", re.IGNORECASE)
_A_PART_OF = re.compile(r"\b(?:some|part|certain|most|more|few|which|any|no|not)\b[\w\s]{0,12}$", re.IGNORECASE)


def _is_all_of_it(sentence: Sentence, term: Term, others: Sequence[Sentence]) -> bool:
    """Whether "all" stands before what the other text names as a whole without it: "all the notes you leave", "the notes you leave"."""
    told = _ALL_THAT.match(sentence.text, term.start) if _PLAIN_PRACTICE.isdisjoint(sentence.signature) else None
    if told is None:
        return False
    for other in others:
        at = other.text.lower().find(told["which"].lower())
        if at >= 0 and _A_PART_OF.search(other.text, max(0, at - 30), at) is None:
            return True
    return False


def _without(sentences: Sequence[Sentence], alike: set[tuple[str, int]], *, harmless: int, others: Sequence[Sentence]) -> str:
    """The words but for those that are alike, `harmless` being the sign of the places where "any" is no news."""
    left: list[str] = []
    same = load().same
    for sentence in sentences:
        idle = _idle_words(sentence, others)
        denied = NEGATION in sentence.signature  # then "any" and "all" differ
        for term, sign in signed(sentence):
            if denied and term.code == QUANTIFIER:
                continue
            if any(counts_nothing(sentence, term, other) for other in others):
                known = True
            elif (term.key, sign) in alike:
                known = term.code not in _UNKNOWN or term.key in same
            else:
                known = _is_no_less(sentence, term, sign, harmless) or (sign > 0 and _is_all_of_it(sentence, term, others))
            if known:
                idle.append((term.start, term.end))
        left.append(_but_for(sentence.text, idle))
    return " ".join(left)


def _but_for(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text without the words between some places of it."""
    left, start = [], 0
    for first, last in sorted(spans):
        if last > start:
            left.append(text[start : max(start, first)])
            start = last
    return " ".join([*left, text[start:]])


def _idle_words(sentence: Sentence, others: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Where words stand that decide nothing: that the person is asked for something, "and" or "or" between examples of what is done,
    "after" before a time that is a ceiling in the other text too.
    """
    spans = [(term.start, term.end) for index, term in enumerate(sentence.terms) if term.code in "&|" and _joins_examples(sentence, index)]
    asked = is_asked(sentence.text)
    if asked:
        spans.append(asked)
    if any(_CEILING.search(other.text) for other in others):
        spans += [found.span() for found in _CEILING.finditer(sentence.text)]
    return spans


def _joins_examples(sentence: Sentence, index: int) -> bool:
    spot = Spot(sentence, index)
    return spot.place == "e" and spot.sign > 0


_CEILING = re.compile(
    r"\bwithin\b|\bafter(?=\s(?:[\w-]+\s){1,3}at\sthe\slatest\b)|\bat\sthe\slatest\b|\b(?:no|not)\slater\sthan\b", re.IGNORECASE
)
