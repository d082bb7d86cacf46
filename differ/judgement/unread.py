"""Tells what is left of two texts once all that is read alike in both is taken out.

What is left has not been weighed by the reading, and a last look at its words is for `differ.deciding`.
"""

from collections import Counter
from collections.abc import Sequence

from differ.judgement.kinds import NEGATION, QUANTIFIER
from differ.judgement.rules import signed
from differ.judgement.statements import Sentence
from differ.vocabulary import load

_UNKNOWN = frozenset("_A")


def unread(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[str, str]:
    """The words of both sides that no known term of the same meaning and weight on the other side accounts for."""
    before, after = (Counter((term.key, sign) for sentence in side for term, sign in signed(sentence)) for side in (old, new))
    alike = {meaning for meaning, count in before.items() if after[meaning] == count}
    return _without(old, alike), _without(new, alike)


def _without(sentences: Sequence[Sentence], alike: set[tuple[str, int]]) -> str:
    left: list[str] = []
    same = load().same
    for sentence in sentences:
        start = 0
        denied = NEGATION in sentence.signature  # then "any" and "all" differ
        for term, sign in signed(sentence):
            if denied and term.code == QUANTIFIER:
                continue
            if (term.code not in _UNKNOWN or term.key in same) and (term.key, sign) in alike:
                left.append(sentence.text[start : term.start])
                start = term.end
        left.append(sentence.text[start:])
    return " ".join(left)
