"""Tells what is left of two texts once all that is read alike in both is taken out.

What is left has not been weighed by the reading, and a last look at its words is for `differ.deciding`.
"""

from collections import Counter
from collections.abc import Sequence

from differ.judgement.kinds import NEGATION, QUANTIFIER, Term
from differ.judgement.rules import signed
from differ.judgement.statements import Force, Sentence
from differ.vocabulary import load

_UNKNOWN = frozenset("_A")


def unread(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[str, str]:
    """The words of both sides that no known term of the same meaning and weight on the other side accounts for."""
    before, after = (Counter((term.key, sign) for sentence in side for term, sign in signed(sentence)) for side in (old, new))
    alike = {meaning for meaning, count in before.items() if after[meaning] == count}
    return _without(old, alike, harmless=1), _without(new, alike, harmless=-1)


_ANY = "any"
_PLAIN_PRACTICE = frozenset("pskKnlxGDSW")


def _is_no_less(sentence: Sentence, term: Term, sign: int, harmless: int) -> bool:
    """Whether "any" is gone from what is only done, or has come to what is promised or covered, so that nothing more may be done."""
    if sentence.text[term.start : term.end].lower() != _ANY:
        return False
    if harmless < 0 and sentence.force is Force.COVERAGE:
        return True
    return sign == harmless and (sign < 0 or _PLAIN_PRACTICE.isdisjoint(sentence.signature))


def _without(sentences: Sequence[Sentence], alike: set[tuple[str, int]], *, harmless: int) -> str:
    """The words but for those that are alike, `harmless` being the sign of the places where "any" is no news."""
    left: list[str] = []
    same = load().same
    for sentence in sentences:
        start = 0
        denied = NEGATION in sentence.signature  # then "any" and "all" differ
        for term, sign in signed(sentence):
            if denied and term.code == QUANTIFIER:
                continue
            known = (term.code not in _UNKNOWN or term.key in same) and (term.key, sign) in alike
            if known or _is_no_less(sentence, term, sign, harmless):
                left.append(sentence.text[start : term.start])
                start = term.end
        left.append(sentence.text[start:])
    return " ".join(left)
