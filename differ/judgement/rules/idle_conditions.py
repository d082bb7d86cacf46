"""Tells conditions that limit nothing: that the law asks, that there is a consent to take back, that there is what is told of.

Which way the others go is the business of `conditions`.
"""

import re
from itertools import takewhile

from differ.judgement.changes_told import TELLS
from differ.judgement.matching import Spot
from differ.judgement.rules.base import Edit
from differ.judgement.rules.consent import is_withdrawn
from differ.judgement.rules.told_otherwise import condition, is_a_wish, is_told_otherwise
from differ.judgement.statements import Force, Statement


def limits_nothing(edit: Edit, opener: Spot, run: list[Spot]) -> bool:
    """Whether a condition, of which `run` is what changed, holds wherever what stands with it can be done."""
    return (
        _is_the_laws(edit, opener, run)
        or _is_that_there_is_consent(opener)
        or _is_what_is_told(edit, opener)
        or _points_back(opener)
        or _is_the_same_place(edit, opener)
        or is_a_wish(opener, run)
        or is_told_otherwise(edit, opener)
        or _is_opened_again(edit, opener, run)
    )


def _points_back(opener: Spot) -> bool:
    """Whether a condition only says that what was told before holds: "we may change it; if we do, we will tell you"."""
    return opener.index == 0 and _IF_SO.match(opener.sentence.text) is not None


_IF_SO = re.compile(
    r"(?:if|when|where)\s(?:so|(?:we|this|that|it)\s(?:do(?:es)?(?:\sso)?|happens|occurs|is\sso|is\sthe\scase)),", re.IGNORECASE
)


def _is_opened_again(edit: Edit, opener: Spot, run: list[Spot]) -> bool:
    """Whether the words only open again, behind "or" or "and", the condition that they stand in: "if you are ill or (if you are) away"."""
    statement, last = opener.statement, run[-1] if run else opener
    if opener.term.code != "i" or statement is None or opener.index == statement.first:
        return False
    following = Spot(opener.sentence, last.index + 1) if last.index + 1 < statement.last else None
    if following is None or following.place != "i" or following in (*edit.all_gone, *edit.all_came):
        return False
    before = zip(opener.sentence.terms[statement.first : opener.index], statement.places, strict=False)
    earlier = {term.key for term, place in before if place == "i"}
    return opener.sentence.terms[opener.index - 1].code in "&|" and all(spot.term.key in earlier for spot in run)


def _is_the_same_place(edit: Edit, opener: Spot) -> bool:
    """Whether a condition is that people live where the other side has them live: "if you live in Peru", "residents of Peru"."""
    if opener.term.code != "i" or _LIVES.match(opener.sentence.text, opener.term.start) is None:
        return False
    places = {term.key.split(":")[-1].removesuffix(" residents") for term in condition(opener) if term.code == "f"}
    others = {term.key.split(":")[-1].removesuffix(" residents") for term in edit.other_side(opener).terms if term.code == "f"}
    return bool(places) and places <= others


_LIVES = re.compile(
    r"(?:if|where|when)\s(?:you|they)\s(?:live|reside|are\s(?:located|based|resident|(?:an?\s)?(?:residents?|citizens?))\b)", re.IGNORECASE
)


def _is_the_laws(edit: Edit, opener: Spot, run: list[Spot]) -> bool:
    """Whether a condition is that the law requires it, as the other side says: "where we are legally required", "where the law asks"."""
    if not run:
        return False
    following = opener.sentence.terms[run[-1].index + 1 : run[-1].index + 2]
    other = edit.other_side(opener)
    asked = any(term.code == "R" and _WHERE.match(other.text, term.start) for term in other.terms)
    return bool(following) and following[0].code == "R" and asked and all(spot.term.code in "ob" for spot in run[1:])


_WHERE = re.compile(r"(?:where|when|if|to the extent)\b", re.IGNORECASE)


def _is_that_there_is_consent(opener: Spot) -> bool:
    """Whether a right to take consent back is said to exist where there is one: "where we rely on your consent, you may withdraw it"."""
    statement = opener.statement
    if opener.term.code != "i" or statement is None or not is_withdrawn(opener.sentence, statement):
        return False
    terms = opener.sentence.terms[opener.index + 1 : statement.last]
    within = takewhile(lambda term: term.code != ",", terms)
    return any(term.code == "k" for term in within)


def _is_what_is_told(edit: Edit, opener: Spot) -> bool:
    """Whether a condition is only that there is what the person is told of on the other side: "if we make changes", "of changes"."""
    statement, other = opener.statement, edit.other_side(opener)
    if opener.term.code != "i" or statement is None or statement.force is not Force.DUTY or not _tells(statement):
        return False
    within = opener.sentence.terms[statement.first : statement.last]
    said = {term.key for term, place in zip(within, statement.places, strict=True) if place == "i" and term.code not in _FORM}
    return bool(said & _EVENTS) and any(
        one.force is Force.DUTY and _tells(one) and said <= {term.key for term in other.terms[one.first : one.last]}
        for one in other.statements
    )


def _tells(statement: Statement) -> bool:
    return statement.verb is not None and statement.verb.key in TELLS


_FORM = frozenset("iobj,&m.PF")
_EVENTS = frozenset({"chang", "breach"})


def tells_which_time(opener: Spot) -> bool:
    """Whether what looks like a condition only tells which time or case is meant: "the date when"."""
    return opener.index > 0 and opener.sentence.terms[opener.index - 1].key in _NOUNS_OF_TIME


_NOUNS_OF_TIME = frozenset({"pointer.dating", "tim", "time", "moment", "cas", "case", "way", "period", "point"})
