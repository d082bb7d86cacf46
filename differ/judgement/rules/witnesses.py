"""Witnesses: in a plain sentence, what the new words allow and the old did not."""

import re

from differ.judgement.matching import Spot
from differ.judgement.rules.base import dimension_of_statement
from differ.judgement.statements import DONE, Force, Statement
from differ.model import Dimension

_DOES = {
    Dimension.COLLECTION: "collect",
    Dimension.DISCLOSURE: "share",
    Dimension.RETENTION: "keep",
    Dimension.TRANSFER: "transfer",
}
_NAMED = frozenset("druf")  # kinds of things, which the words before them tell more closely
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
        case "r" if does == "collect":
            return f"“{phrase}” is now among what is collected, or among those whose data it is."
        case "r":
            return f"Data may now reach “{phrase}”."
        case "u":
            return f"“{phrase}” is now among the purposes of what is done."
        case "f":
            return f"Data may now be in “{phrase}”."
        case _:
            return f"“{phrase}” is now among what may be done."


_JOINS_ON = re.compile(r"^(?:(?:and|or|but)\b|\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})\)|[\s,;:.•*–—-])+", re.IGNORECASE)


def of_statement(text: str, *, new: bool, force: Force = Force.PRACTICE) -> str:
    """What a statement that is new allows, or one that is gone no longer prevents; a statement of no practice is only quoted."""
    said = _JOINS_ON.sub("", text.strip(_EDGES)) or text.strip(_EDGES)
    said = said if len(said.split()) <= _LONG else " ".join(said.split()[:_LONG]) + " …"
    if not new:
        return f"The new text no longer says: “{said}”."
    return f"The new words allow this: “{said}”." if force in DONE else f"The new words say: “{said}”."


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
