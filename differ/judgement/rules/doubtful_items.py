"""Tells when it is in doubt what an item of a list does: it may be a word for another, a lesser act, or a limit on what it stands with.

Items that move nothing are the business of `idle_items`; which way the others go, that of `items`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import Edit
from differ.judgement.rules.lists import TOGETHER, stands_in_list
from differ.judgement.rules.period_starts import is_when_it_begins
from differ.judgement.statements import Force


def is_doubtful(edit: Edit, spot: Spot, effect: int, sign: int) -> bool:
    """Whether it is in doubt what an item does that is new (`effect` above 0) or gone, where more relaxes (`sign` above 0) or tightens."""
    return (
        _named_only(spot, sign)
        or _in_other_words(edit, spot, effect)
        or _lesser_act(spot, effect, sign, edit.other_side(spot).terms)
        or _protects_in_a_practice(spot, sign)
        or _is_asked_for(spot)
        or _told_instead(edit, spot)
        or _tells_of_what(spot, effect)
        or _only_together(edit, spot, effect)
        or _tells_whose(spot)
        or _is_complained_of(spot)
        or is_when_it_begins(spot)
        or _is_told_with_its_limit(spot, effect)
        or _tells_by_which(spot, effect)
    )


def _named_only(spot: Spot, sign: int) -> bool:
    """Whether an act is only named, after "of", "in", "by" and the like, in a statement of another act."""
    statement, entry = spot.statement, spot.term.entry
    if sign <= 0 or statement is None or entry is None or entry.material or spot.term.code not in "ag" or spot.index == statement.first:
        return False
    before = spot.sentence.terms[spot.index - 1]
    if _NEEDS.search(spot.sentence.text, 0, spot.term.start):
        return True
    return statement.verb is not spot.term and before.code == "b" and before.key not in _AIMS


_NEEDS = re.compile(r"\b(?:requires?|involves?|presupposes?|depends?\son|relies\son|rely\son)\s(?:the\s)?$", re.IGNORECASE)
_AIMS = frozenset({"to", "for", "purpos", "including", "order", "includ"})


def _in_other_words(edit: Edit, spot: Spot, effect: int) -> bool:
    """Whether a thing, none of the grave ones, stands where other words of weight stood: it may be what they said."""
    entry = spot.term.entry
    if effect < 0 or entry is None or entry.material:
        return False
    return any(one.term.code in "_adrugpc" for one in edit.hunk_of(spot).gone)


def _lesser_act(spot: Spot, effect: int, sign: int, there: Sequence[Term]) -> bool:
    """Whether a lesser act is added to what is done, or told of what it is done with ("collect" → "collect and note")."""
    entry = spot.term.entry
    if sign < 0 or effect < 0 or entry is None or entry.material or spot.term.code not in "ag":
        return False
    if entry.dimension == "disclosure" and spot.statement is not None and spot.statement.verb is spot.term:
        return False
    return any(term.code in "ag" for term in there)


def _protects_in_a_practice(spot: Spot, sign: int) -> bool:
    """Whether a promise or choice stands, and not as its verb, in what is done: it may limit that as well as be done itself."""
    statement = spot.statement
    return sign > 0 and spot.term.code in "pc" and statement is not None and statement.verb is not spot.term


def _is_asked_for(spot: Spot) -> bool:
    """Whether a person who might do a thing may ask for it, or the reverse, which is less than doing it and no further right."""
    return spot.term.key == "choice.ask" and spot.statement is not None and spot.statement.force is Force.RIGHT


def _told_instead(edit: Edit, spot: Spot) -> bool:
    """Whether another is told in the person's stead, or is bound in the organisation's, or the reverse."""
    if spot.term.code != "r" or spot.statement is None or spot.statement.force is not Force.DUTY:
        return False
    if spot.statement.actor == "r" and spot.statement.verb is not None and spot.term.start < spot.statement.verb.start:
        return True
    hunk = edit.hunk_of(spot)
    return any(one.term.code in "oyw" for one in (hunk.gone if spot in hunk.came else hunk.came))


def _tells_of_what(spot: Spot, effect: int) -> bool:
    """Whether an act, gone from a promise or right or put to a ban, is not itself promised or ruled out, nor listed with what is, but
    tells of what, or in which case, that is.
    """
    statement = spot.statement
    if statement is None or spot.term.code not in "ag" or statement.verb is spot.term or stands_in_list(spot):
        return False
    return statement.sign < 0 if effect < 0 else statement.force is Force.BAN


def _only_together(edit: Edit, spot: Spot, effect: int) -> bool:
    """Whether what is put to a ban is ruled out only where it comes with the rest: "your name and address together"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.BAN or effect < 0:
        return False
    return any(one.statement is statement and one.words.lower() in TOGETHER for one in edit.all_came)


def _tells_whose(spot: Spot) -> bool:
    """Whether a place tells where the people live whose data are meant, and not where the data go: "of customers in Peru and Chad"."""
    return spot.term.code == "f" and _LIVE_THERE.search(spot.sentence.text, 0, spot.term.start) is not None


_LIVE_THERE = re.compile(
    r"""\b(?:resid(?:e|es|ing|ents?)|liv(?:e|es|ing)|located|based|citizens?|individuals|people|users|customers|visitors|members|guests|patients)\s
    (?:in|of|from)\s(?:(?!\b(?:to|with|by|is|are|may|will)\b)[^.;])*$""",
    re.IGNORECASE | re.VERBOSE,
)


def _is_told_with_its_limit(spot: Spot, effect: int) -> bool:
    """Whether what is newly told as done is told within a limit, so that either may be the news: "we only film when the bell rings"."""
    statement = spot.statement
    return effect > 0 and statement is not None and statement.force is Force.LIMITED and statement.verb is spot.term


def _is_complained_of(spot: Spot) -> bool:
    """Whether a safeguard is what complaints or questions are about, and not itself promised: "complaints on how we keep to the Code"."""
    return spot.term.code == "s" and _COMPLAINTS.search(spot.sentence.text, 0, spot.term.start) is not None


_COMPLAINTS = re.compile(
    r"\b(?:complain(?:s|ts?)?|disputes?|questions?|concerns?|inquir(?:y|ies))\s(?:\w+\s){0,2}(?:about|on|regarding|concerning|relating|with)\b[^.;,]*$",
    re.IGNORECASE,
)


def _tells_by_which(spot: Spot, effect: int) -> bool:
    """Whether it is newly said by what a thing is ruled out, so that it may be done by something else: "we do not list you by name"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.BAN or effect < 0 or spot.term.code != "d" or not spot.index:
        return False
    return spot.sentence.terms[spot.index - 1].key in {"by", "under", "with"} and not stands_in_list(spot)
