"""Tells sentences in which the same right, choice or promise is told in other words, or in another cut.

What such sentences say is told by `usual`; here it is seen that nothing is done in one text that is not done in the other.
"""

from collections.abc import Sequence

from differ.judgement.kinds import RECIPIENT
from differ.judgement.statements import Sentence
from differ.judgement.usual import say_the_same, what_is_said

_MOST_TOLD = 5  # sentences of a clause that are told in another cut


def are_told_alike(old: Sequence[Sentence], new: Sequence[Sentence]) -> bool:
    """Whether sentences of one text tell the rights, choices or promises of those of the other, and no more is done."""
    if not (0 < len(old) <= _MOST_TOLD and 0 < len(new) <= _MOST_TOLD) or _who_does(old) != _who_does(new):
        return False
    texts = (" ".join(sentence.text for sentence in side) for side in (old, new))
    return say_the_same(*texts, only_promised=_only_promises(old) and _only_promises(new))


def is_told_among(sentence: Sentence, others: Sequence[Sentence], *, new: bool) -> bool:
    """Whether a right, choice or promise that nearly every policy has, `new` or gone, is told in other words by one of others."""
    if not others or all(one.sign >= 0 for one in sentence.statements) or what_is_said(sentence.text) is None:
        return False
    return any(say_the_same(other.text, sentence.text) if new else say_the_same(sentence.text, other.text) for other in others)


def _only_promises(sentences: Sequence[Sentence]) -> bool:
    """Whether rights, choices and promises are told, and nothing that is done."""
    signs = {statement.sign for one in sentences for statement in one.statements}
    return -1 in signs and 1 not in signs


def _who_does(sentences: Sequence[Sentence]) -> set[str]:
    """Whether something is done with data, or by others."""
    told = {"done" for one in sentences for statement in one.statements if statement.sign > 0}
    return told | {statement.actor for one in sentences for statement in one.statements if statement.actor == RECIPIENT}
