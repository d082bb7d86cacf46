"""Tells what is left of two texts once all that is read alike in both is taken out.

What is left has not been weighed by the reading, and a last look at its words is for `differ.deciding`.
"""

import re
from collections import Counter
from collections.abc import Sequence

from differ.judgement.kinds import NEGATION, QUANTIFIER, Term
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
        start = 0
        asked = is_asked(sentence.text)
        denied = NEGATION in sentence.signature  # then "any" and "all" differ
        for term, sign in signed(sentence):
            if denied and term.code == QUANTIFIER:
                continue
            if (asked and asked[0] <= term.start < asked[1]) or any(counts_nothing(sentence, term, other) for other in others):
                left.append(sentence.text[start : term.start])
                start = term.end
                continue
            if (term.key, sign) in alike:
                known = term.code not in _UNKNOWN or term.key in same
            else:
                known = _is_no_less(sentence, term, sign, harmless) or (sign > 0 and _is_all_of_it(sentence, term, others))
            if known:
                left.append(sentence.text[start : term.start])
                start = term.end
        left.append(sentence.text[start:])
    return " ".join(left)
