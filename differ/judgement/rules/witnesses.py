"""Witnesses: in a plain sentence, what the new words allow and the old did not."""

from differ.judgement.matching import Spot
from differ.judgement.rules.base import dimension_of_statement
from differ.judgement.statements import Statement
from differ.model import Dimension

_DOES = {
    Dimension.COLLECTION: "collect",
    Dimension.DISCLOSURE: "share",
    Dimension.RETENTION: "keep",
    Dimension.TRANSFER: "transfer",
}
_NAMED = frozenset("drf")  # kinds of things, which the words before them tell more closely
_CLOSER = frozenset("_A")
_ENDS = frozenset("&|,.")
_EDGES = " \t\n,;:|–—-.()•*"
_LONG = 30  # words of a statement that a witness repeats


def of_item(spot: Spot, statement: Statement) -> str:
    """What one thing more among what is done allows, or one thing fewer, or one more exception, among what is promised."""
    phrase = _phrase(spot)
    if spot.place == "x":
        return f"What is promised or ruled out no longer holds for “{phrase}”."
    if statement.sign < 0:
        return f"“{phrase}” is no longer named in what is promised or ruled out."
    does = _DOES.get(dimension_of_statement(statement), "use")
    match spot.term.code:
        case "d":
            return f"The organisation may now {does} “{phrase}”."
        case "r":
            return f"Data may now reach “{phrase}”."
        case "u":
            return f"Data may now be used for “{phrase}”."
        case "f":
            return f"Data may now be in “{phrase}”."
        case _:
            return f"“{phrase}” is now among what may be done."


def of_statement(text: str, *, new: bool) -> str:
    """What a statement that is new allows, or one that is gone no longer prevents."""
    said = text.strip(_EDGES)
    said = said if len(said.split()) <= _LONG else " ".join(said.split()[:_LONG]) + " …"
    return f"It may now be done: “{said}”." if new else f"Nothing says any more: “{said}”."


def _phrase(spot: Spot) -> str:
    """The term; of a thing with the words that tell which: "loyalty card number", not "card"."""
    if spot.term.code not in _NAMED:
        return spot.words
    terms, first, last = spot.sentence.terms, spot.index, spot.index
    while first > 0 and terms[first - 1].code in _CLOSER:
        first -= 1
    while last + 1 < len(terms) and terms[last + 1].code in _CLOSER:
        last += 1
    if last + 1 < len(terms) and terms[last + 1].code not in _ENDS:
        last = spot.index  # what follows goes on with something else
    return spot.sentence.text[terms[first].start : terms[last].end]


__all__ = ["of_item", "of_statement"]
