"""Tells whether a hedge stands in words of which no rule can tell whether they promise anything, so that it may weaken a promise.

What a hedge does to what is read as a promise is told by `modality`.
"""

from differ.judgement.matching import Spot
from differ.judgement.statements import DONE, Force, Statement

_OF_THE_WHOLE = frozenset(
    {
        "as a rule",
        "generally",
        "normally",
        "usually",
        "typically",
        "ordinarily",
        "in principle",
        "in the ordinary course",
        "by and large",
        "for the time being",
        "for now",
        "for the moment",
        "for the present",
        "at the moment",
        "at present",
        "currently",
        "presently",
        "at this time",
        "where possible",
        "if possible",
        "in most cases",
        "in general",
        "as a general rule",
        "for the most part",
        "as things stand",
        "until further notice",
        "as far as possible",
    }
)  # hedges of what is told as a whole, not of one thing in it


def hedges_what_nobody_reads(spot: Spot) -> bool:
    """Whether a word hedges a whole statement of which nobody can tell whether it promises anything."""
    statement = spot.statement
    if statement is None or spot.place != "H" or spot.words.lower() not in _OF_THE_WHOLE:
        return False
    return statement.unread or statement.known is not None or statement.force is Force.MENTION or _only_comes_before(statement, spot)


def _only_comes_before(statement: Statement, spot: Spot) -> bool:
    """Whether the verb that is known tells only before what the unknown one happens: "your name is cut out before it is saved"."""
    terms = spot.sentence.terms
    verb = next((index for index in range(statement.first, statement.last) if terms[index] is statement.verb), 0)
    before = next((index for index in range(statement.first, verb) if terms[index].key == "intensifier.firm"), 0)
    if not before or statement.force not in DONE:
        return False
    return any(term.code == "_" for term in terms[statement.first : before])
