"""Tells whether one promise is made more closely than another: of less, to another or by another.

Where a promise is looked for is the business of `coverage` and `beside`.
"""

import re

from differ.judgement.kinds import DATA, NAME, PERSON, PLACE, PURPOSE, QUANTITY, RECIPIENT, WORD
from differ.judgement.statements import Force, Sentence, Statement

_MORE = frozenset({WORD, NAME, DATA, PERSON, PLACE, PURPOSE, QUANTITY, RECIPIENT})
_JOINED = frozenset(",&|")


def limited_further(other: Sentence, sentence: Sentence) -> bool:
    """Whether a promise is made there of something told more closely, or to or by another: of "readers under twelve" and not of
    "readers", to "the authority", by "our trainees".
    """
    return any(
        _tells_closer(other, statement, index, sentence)
        for statement in other.statements
        if statement.sign < 0
        for index in range(statement.first, statement.last)
    )


def _tells_closer(other: Sentence, statement: Statement, index: int, sentence: Sentence) -> bool:
    """Whether a term of a promise is none of the sentence's, and says of what, to whom or by whom it is kept."""
    term = other.terms[index]
    if term.code not in _MORE or term.key in sentence.keys or term.key == "data.personal":
        return False
    before = other.signature[statement.first : index].rstrip("_Ajhz")
    if before[-1:] == "b":
        return before[-2:-1] not in _JOINED
    if term.code == RECIPIENT and before[-1:] not in _JOINED:
        return statement.force in _FOR_SOMEBODY
    return term.code in (WORD, NAME) and not before and not statement.actor and _BEFORE_A_VERB.match(other.signature, index) is not None


_FOR_SOMEBODY = frozenset({Force.DUTY, Force.RIGHT})
_BEFORE_A_VERB = re.compile(r"[_A]+[mwhz]*[nmw]")
