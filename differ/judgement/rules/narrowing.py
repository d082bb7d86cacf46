"""Tells what an item does that narrows what it is put to, and so is no further thing: "we do not sell it to firms in Spain"."""

from differ.judgement.matching import Spot
from differ.judgement.rules.base import UNCLEAR, Edit, towards
from differ.judgement.rules.lists import stands_in_list
from differ.judgement.statements import Force
from differ.model import Direction


def narrowing(edit: Edit, spot: Spot, effect: int, sign: int) -> Direction | None:
    """The direction of a term that stands in no list: it narrows what it is put to, and its loss widens it; nothing where it does not."""
    statement = spot.statement
    if statement is not None and statement.force is Force.RIGHT and spot.term.code == "f" and spot.place == "H":
        return UNCLEAR
    if statement is None or stands_in_list(spot):
        return None
    if spot.place == "x":
        tells_which = spot.term.code in "du" and spot.sentence.signature[spot.index + 1 : spot.index + 2] == "_"
        return UNCLEAR if tells_which or (statement.force is Force.RIGHT and effect < 0) else None
    if (effect < 0 and (sign > 0 or (sign < 0 and _reworded(edit, spot)))) or (effect > 0 and sign < 0 and _told_closer(spot)):
        return UNCLEAR
    if statement.force is Force.BAN and _only_tells_how(edit, spot):
        return UNCLEAR
    if statement.force is Force.BAN and spot.term.code == "d" and _tells_by_what(spot):
        return towards(effect)
    alone = sum(1 for term in spot.sentence.terms[statement.first : statement.last] if term.code == spot.term.code) == 1
    if spot.term.code not in "ruf" or not alone:
        return None
    return towards(effect) if statement.force is Force.BAN else UNCLEAR if statement.force is Force.RIGHT else None


def _only_tells_how(edit: Edit, spot: Spot) -> bool:
    """Whether something newly said in a ban, or no longer said in it, and beside data named before it, tells how or in which form it is
    not done: "we do not give away your file (free of charge)".
    """
    statement, hunk = spot.statement, edit.hunk_of(spot)
    if statement is None or spot.term.code not in "cpsd" or spot.term is statement.verb or (hunk.gone and hunk.came):
        return False
    verb = next((index for index in range(statement.first, statement.last) if spot.sentence.terms[index] is statement.verb), spot.index)
    before = spot.sentence.terms[verb : spot.index]
    return any(term.code == "d" for term in before) or (spot.term.code == "d" and bool(before) and before[-1].key in _TOGETHER_WITH)


_TOGETHER_WITH = frozenset({"with", "under", "along", "alongside"})


def _tells_by_what(spot: Spot) -> bool:
    """Whether a thing is that by which alone something is ruled out: "we do not list you by name"."""
    return spot.index > 0 and spot.sentence.terms[spot.index - 1].key == "by"


def _reworded(edit: Edit, spot: Spot) -> bool:
    """Whether other words of weight stand where the term stood."""
    return spot.term.code in "dcpu" and any(other.term.code in "dcpuag_" for other in edit.hunk_of(spot).came)


def _told_closer(spot: Spot) -> bool:
    """Whether a thing stands after a preposition in a duty and tells which others are meant: "laptops with files of guests are locked"."""
    if spot.statement is None or spot.statement.force is not Force.DUTY or spot.term.code not in "dr" or spot.place != "H":
        return False
    first = spot.index - 1
    while first > 0 and spot.sentence.terms[first].code in "y_A":
        first -= 1
    return first > 0 and spot.sentence.terms[first].key in {"with", "of", "from", "for", "in"}
