"""Tells items that only tell which people, things or data are meant: "advertising agencies", "the data we hold", "the films you watch".

Items that move nothing for another reason are the business of `idle_items`.
"""

import re

from differ.judgement.matching import Spot
from differ.judgement.statements import Force


def tells_of_whom(spot: Spot, sign: int) -> bool:
    """Whether a purpose only tells which recipients are meant, whose name follows: "advertising agencies"."""
    if sign <= 0 or spot.term.code != "u" or (spot.index and spot.sentence.terms[spot.index - 1].key == "to"):
        return False
    following = spot.sentence.terms[spot.index + 1 : spot.index + 2]
    return bool(following) and following[0].code == "r" and following[0].start == spot.term.end + 1


def tells_they_are_others(spot: Spot, sign: int) -> bool:
    """Whether it is only said that those named right behind it are others: "third-party analytics providers"."""
    if sign <= 0 or spot.term.key != "recipient.third_party" or _OTHERS.fullmatch(spot.words) is None:
        return False
    following = spot.sentence.terms[spot.index + 1 : spot.index + 2]
    return bool(following) and following[0].code == "r" and following[0].start == spot.term.end + 1


_OTHERS = re.compile(r"(?:third|3rd)[\s-]part(?:y|ies)", re.IGNORECASE)


def tells_what_kind(spot: Spot, sign: int) -> bool:
    """Whether a purpose only tells what kind of person, body or thing the noun right behind it is: "the compliance officer"."""
    before = spot.sentence.terms[spot.index - 1].key if spot.index else ""
    if sign <= 0 or spot.term.code != "u" or before in _AIMS or spot.statement is None or spot.index + 1 >= spot.statement.last:
        return False
    following = spot.sentence.terms[spot.index + 1]
    if following.start > spot.term.end + 1 or following.code not in "_d":
        return False
    noun = spot.sentence.text[following.start : following.end].lower()
    return noun in _KINDS_OF_THINGS


_AIMS = frozenset({"to", "for"})
_KINDS_OF_THINGS = frozenset(
    """officer officers department departments team teams desk school schools centre center committee council charter identifier identifiers
    id ids information details address addresses date dates status number numbers charge charges slot slots""".split()
)


def is_in_a_name(spot: Spot) -> bool:
    """Whether a safeguard is only part of what a body or office is called: "the Privacy Shield Complaints Desk of the board"."""
    if spot.term.code != "s" or not spot.words[:1].isupper():
        return False
    following = _CAPITAL.match(spot.sentence.text, spot.term.end)
    return following is not None and following[1].lower() not in _OF_A_FRAMEWORK


_CAPITAL = re.compile(r"\s([A-Z][a-z]+)")
_OF_A_FRAMEWORK = frozenset(
    "framework frameworks principles program programme programs agreement certification list act regulation".split()
)


def lies_outside(spot: Spot) -> bool:
    """Whether a place is one of those outside of which something is done: "outside the EEA, the UK and Norway"."""
    if spot.term.code != "f" or spot.statement is None:
        return False
    before = [term for term in spot.sentence.terms[spot.statement.first : spot.index] if term.code not in "f,&|"]
    listed = spot.sentence.terms[spot.index - 1 : spot.index] if spot.index else ()
    text = spot.sentence.text
    start = before[-1].end if before else 0
    return bool(listed) and listed[0].code in ",&|" and _OUTSIDE.search(text, max(0, start - 30), spot.term.start) is not None


_OUTSIDE = re.compile(r"\b(?:outside|beyond|other\sthan)\b[^.;]*$", re.IGNORECASE)


def is_theirs(spot: Spot, sign: int) -> bool:
    """Whether an item is of the person's own doing, or an act of theirs that says which data or case is meant ("the films you watch")."""
    statement = spot.statement
    if statement is None:
        return False
    if not sign and statement.force is Force.PERSON:
        return spot.term.code in "agpcurf"
    if spot.term.code not in "ag" or statement.verb is spot.term or statement.sign <= 0 or spot.place != "H":
        return False
    return _YOU_DO.search(spot.sentence.signature[statement.first : spot.index]) is not None


_YOU_DO = re.compile(r"y[mwhz]*(?:[ag_][,|&]+)*$")


def tells_which(spot: Spot, sign: int) -> bool:
    """Whether an act only tells which data, people or things are meant ("the data we hold"), and is not what is done with them."""
    statement, entry = spot.statement, spot.term.entry
    if sign <= 0 or statement is None or entry is None or entry.material or spot.term.code not in "ag":
        return False
    if _WE_HOLD.search(spot.sentence.text, 0, spot.term.start) is not None:
        return True
    if statement.verb is spot.term or entry.dimension == "disclosure":
        return False
    return bool(_WHICH.search(spot.sentence.signature[statement.first : spot.index]))


_WE_HOLD = re.compile(
    r"\b(?:the|all|any|that|this|such|personal|other)\s(?:\w+\s)?(?:information|data|details|records)\s(?:(?:that|which)\s)?we\s(?:may\s|have\s)?$",
    re.IGNORECASE,
)  # "how we use the data we (collect)"
_WHICH = re.compile(r"(?:[drfA_][oy]?[mwhz]?|P)$")
