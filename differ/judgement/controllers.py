"""Tells where another is said to be the organisation or controller than in the sentence that said so before and is gone.

Names exchanged within a sentence are the business of the rules on names.
"""

from collections.abc import Iterable

from differ.judgement.coverage import Coverage
from differ.judgement.kinds import NAME
from differ.judgement.rules.base import UNCLEAR
from differ.judgement.statements import Force, Sentence
from differ.model import Dimension, Finding, Words


def another_controller(sentence: Sentence, gone: Iterable[Sentence], before: Coverage) -> Finding | None:
    """That a new sentence says who the controller is and names one whom the old text, which said so in one that is gone, does not name."""
    if not _identifies(sentence) or not any(map(_identifies, gone)):
        return None
    names = [sentence.text[term.start : term.end] for term in sentence.terms if term.code == NAME]
    fresh = [name for name in names if not before.names(name)]
    if not fresh:
        return None
    reason = "Who the organisation or controller is may differ."
    return Finding(rule="name", direction=UNCLEAR, dimension=Dimension.SCOPE, words=Words(new=" … ".join(fresh)), reason=reason)


def _identifies(sentence: Sentence) -> bool:
    """Whether a sentence says who the organisation or controller is."""
    return any(statement.force is Force.IDENTITY for statement in sentence.statements)
