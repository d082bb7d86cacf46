"""Tells sentences in which the same right, choice or promise is told in other words, or in another cut.

What such sentences say is told by `usual`; here it is seen that nothing is done in one text that is not done in the other.
"""

from collections.abc import Sequence

from differ.judgement.kinds import RECIPIENT
from differ.judgement.statements import Sentence
from differ.judgement.usual import say_the_same

_MOST_TOLD = 5  # sentences of a clause that are told in another cut


def are_told_alike(old: Sequence[Sentence], new: Sequence[Sentence]) -> bool:
    """Whether sentences of one text tell the rights, choices or promises of those of the other, and no more is done."""
    if not (0 < len(old) <= _MOST_TOLD and 0 < len(new) <= _MOST_TOLD) or _who_does(old) != _who_does(new):
        return False
    return say_the_same(*(" ".join(sentence.text for sentence in side) for side in (old, new)))


def _who_does(sentences: Sequence[Sentence]) -> set[str]:
    """Whether something is done with data, or by others."""
    told = {"done" for one in sentences for statement in one.statements if statement.sign > 0}
    return told | {statement.actor for one in sentences for statement in one.statements if statement.actor == RECIPIENT}
