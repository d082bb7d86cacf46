"""Tells items of a list that move nothing: the mere form, what the other side says too, examples, ways to use a right.

Which way the others go is the business of `items`; when that is in doubt, that of `doubtful_items`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from differ.judgement.broader import broader
from differ.judgement.kinds import Term, signature
from differ.judgement.matching import Spot
from differ.judgement.rules.all_others import is_one_of_all
from differ.judgement.rules.base import Edit
from differ.judgement.rules.examples import is_example
from differ.judgement.rules.for_whom import is_for_leave_too, is_for_us_too
from differ.judgement.rules.lists import stands_in_list
from differ.judgement.rules.only_tells import (
    is_in_a_name,
    is_theirs,
    lies_outside,
    tells_of_whom,
    tells_they_are_others,
    tells_what_kind,
    tells_which,
)
from differ.judgement.rules.routes import is_a_step
from differ.judgement.statements import Force, Statement


def is_only_form(edit: Edit, spot: Spot) -> bool:
    """Whether an item says no more than its sentence says without it: "the right to", "to anyone", a right's data."""
    statement = spot.statement
    if statement is None or is_in_a_name(spot):
        return statement is not None
    if statement.force is Force.BAN:
        return spot.place == "H" and _is_anyone_at_all(spot, statement)
    if statement.force is Force.DUTY:
        return _only_assures(edit, spot, statement)
    return statement.force is Force.RIGHT and (
        _is_the_form_of_a_right(edit, spot) or _names_it_in_one(edit, spot) or _is_part_of_managing(edit, spot)
    )


def _only_assures(edit: Edit, spot: Spot, statement: Statement) -> bool:
    """Whether a word only assures of what is promised in both texts: "we promise to keep it secret" is to keep it secret."""
    if spot.term.key != "guard.adhere" or _ASSURES.match(spot.words) is None:
        return False
    promised = {term.key for term in spot.sentence.terms[statement.first : statement.last] if term.code in "ps"} - {spot.term.key}
    return bool(promised) and promised <= {term.key for term in edit.other_side(spot).terms}


_ASSURES = re.compile(r"(?:promis|pledg|assur|guarante|undertake|make sure|make certain|see to it|ensur)", re.IGNORECASE)


def _is_anyone_at_all(spot: Spot, statement: Statement) -> bool:
    """Whether those to whom nothing is given, or sold, are simply all others, who are meant without being named."""
    if spot.term.key != "recipient.third_party" or stands_in_list(spot):
        return False
    return _ANYONE.match(spot.words) is not None or (statement.verb is not None and statement.verb.key == "act.sell")


_ANYONE = re.compile(r"any(?:one|body)(?:\selse)?$", re.IGNORECASE)


def _is_the_form_of_a_right(edit: Edit, spot: Spot) -> bool:
    """Whether "the right to" stands before what the other side says outright that the person may do: "you have the right to object"."""
    if spot.term.key != "choice.exercise" or spot.statement is None:
        return False
    other, mine = edit.other_side(spot), spot.sentence.terms[spot.statement.first : spot.statement.last]
    offered = {term.key for term in mine if term.code in "cagp"} - {spot.term.key}
    for one in other.statements:
        terms = other.terms[one.first : one.last]
        allowed = {after.key for before, after in pairwise(terms) if before.code == "m"}
        if one.force is Force.RIGHT and offered <= {term.key for term in terms} and not offered.isdisjoint(allowed):
            return True
    return False


def _is_part_of_managing(edit: Edit, spot: Spot) -> bool:
    """Whether to edit a thing stands beside managing it, which both texts offer: "view, edit and manage your alerts"."""
    if spot.term.key != "choice.correct" or not stands_in_list(spot):
        return False
    return all(any(term.key == "choice.manage" for term in one.terms) for one in (edit.old, edit.new))


def _names_it_in_one(edit: Edit, spot: Spot) -> bool:
    """Whether the other side names the data within a right: "have your data deleted"."""
    other = edit.other_side(spot)
    return spot.term.key == "data.personal" and any(
        term.code == "c" and _DATA.search(other.text, term.start, term.end) for term in other.terms
    )


_DATA = re.compile(r"\b(?:data|information)\b", re.IGNORECASE)


def moves_nothing(edit: Edit, spot: Spot, effect: int, sign: int) -> bool:
    """Whether an item is said by the other sentence too, or an example, a way to use a right, or what another item is told by."""
    statement, there = spot.statement, edit.other_side(spot).terms
    if statement is None:
        return False
    return (
        _is_said_by_others(spot, statement, there)
        or is_example(spot)
        or is_one_of_all(edit, spot, statement)
        or tells_of_whom(spot, sign)
        or tells_they_are_others(spot, sign)
        or tells_what_kind(spot, sign)
        or lies_outside(spot)
        or _describes_a_name(edit, spot, sign)
        or _is_what_is_given(edit, spot)
        or _is_a_route(spot)
        or _is_a_step_instead(edit, spot, statement)
        or _is_in_the_settings(spot, effect, there)
        or is_theirs(spot, sign)
        or tells_which(spot, sign)
        or _points_back_instead(edit, spot)
    )


def _is_said_by_others(spot: Spot, statement: Statement, there: Sequence[Term]) -> bool:
    """Whether other items of the statement, or those of the other sentence, say what an item says."""
    mine = spot.sentence.terms[statement.first : statement.last]
    if _adds_any_data(spot, statement):
        return False
    if spot.term.key == "data.personal" and (any(term.code == "d" and term is not spot.term for term in mine) or _leads_to_a_list(spot)):
        return True
    if spot.term.key == "choice.ask" and any(term.code == "c" for term in there):
        return True
    if is_for_leave_too(spot, there):
        return True
    if spot.term.key == "data.personal" and any(term.key == "referral.about" for term in there) and statement.sign > 0:
        return True  # "information about our guests"
    if spot.term.key == "act.use" and statement.force is Force.DUTY and _has_a_safeguard(spot, statement):
        return True
    if spot.term.key == "guard.bind_recipients" and (_THEY_MUST.search(signature(there)) or is_for_us_too(spot, there)):
        return True
    return _said(spot.term, there)


def _adds_any_data(spot: Spot, statement: Statement) -> bool:
    """Whether data of any kind are joined to data of some kind in what is done: "your name and other information"."""
    if spot.term.key != "data.personal" or statement.sign < 0 or spot.place not in "He":
        return False
    joined = next((one for one in _AND_MORE.finditer(spot.sentence.text) if one.end() == spot.term.end), None)
    before = [term for term in spot.sentence.terms[statement.first : spot.index] if joined and term.end <= joined.start()]
    return bool(before) and (before[-1].code in "d_" or before[-1].key == ",")


_AND_MORE = re.compile(
    r"(?:,\s|\s)(?:and|or|and/or|as\swell\sas)\s(?:any\s|some\s|all\s)?(?:other|further|more|additional|related|similar)\s"
    r"(?:personal\s)?(?:data|information|details|records)\b(?:\s(?:about|on)\syou\b)?",
    re.IGNORECASE,
)


def _leads_to_a_list(spot: Spot) -> bool:
    """Whether data in general only stands for the list behind it: "the following information: your name …"."""
    return _LIST_OF_IT.match(spot.sentence.text, spot.term.end) is not None


_LIST_OF_IT = re.compile(r"(?:\s(?:about|from|on)\syou)?:\s\w")
_THEY_MUST = re.compile(r"r[A_]?w[hz]?[agp]")  # "our carriers must protect it"


def _has_a_safeguard(spot: Spot, statement: Statement) -> bool:
    """Whether what is used is a safeguard: "we use locks", which is "we have locks"."""
    following = spot.sentence.signature[spot.index + 1 : statement.last].lstrip("_jhb,&")
    return following[:1] == "s"


def _said(term: Term, others: Sequence[Term]) -> bool:
    """Whether another sentence's terms say this one, or a broader one of which it is an example."""
    if any(other.key == term.key for other in others):
        return True
    known = broader(term)
    return any(other.entry and other.entry.key in known for other in others)


def _differs(edit: Edit, spot: Spot) -> bool:
    """Whether a term stands in one of the two texts only."""
    return spot in edit.all_came or spot in edit.all_gone


def _describes_a_name(edit: Edit, spot: Spot, sign: int) -> bool:
    """Whether a recipient only tells what a company is that both texts name beside it: "the analytics service Countly"."""
    if sign <= 0 or spot.term.code != "r":
        return False
    if _is_told_behind_a_name(edit, spot):
        return True
    if spot.index + 1 >= len(spot.sentence.terms):
        return False
    named = Spot(spot.sentence, spot.index + 1)
    return named.term.code == "A" and named.term.start == spot.term.end + 1 and not _differs(edit, named)


def _is_told_behind_a_name(edit: Edit, spot: Spot) -> bool:
    """Whether it stands between commas behind the name, and for nothing that stood there: "Countly, an analytics service,"."""
    hunk = edit.hunk_of(spot)
    if hunk.gone and hunk.came:
        return False
    place = spot.index - 1
    while place > 0 and spot.sentence.terms[place].code == "_":
        place -= 1
    comma = spot.sentence.terms[place]
    if place < 1 or comma.key != "," or _AN.match(spot.sentence.text, comma.end) is None:
        return False
    named = Spot(spot.sentence, place - 1)
    return named.words[:1].isupper() and not _differs(edit, named)


_AN = re.compile(r"\s(?:an?|the)\s", re.IGNORECASE)


def _is_what_is_given(edit: Edit, spot: Spot) -> bool:
    """Whether "the information you enter" stands for "what you enter", or the reverse."""
    if spot.term.key != "data.personal":
        return False
    what = _WHAT_YOU.search(edit.other_side(spot).text)
    said = _THAT_YOU.match(spot.sentence.text, spot.term.end)
    return what is not None and said is not None and what["does"].lower() == said["does"].lower()


_WHAT_YOU = re.compile(r"\bwhat(?:ever)?\s(?P<who>you|we)\s(?P<does>\w+)", re.IGNORECASE)
_THAT_YOU = re.compile(r"\s(?:(?:that|which)\s)?(?P<who>you|we)\s(?P<does>\w+)", re.IGNORECASE)


def _points_back_instead(edit: Edit, spot: Spot) -> bool:
    """Whether an act only tells which data a list is of, and the other side points back to them: "the data we collect may include",
    "such data may include".
    """
    if spot.term.code not in "ag" or not _LISTS.match(spot.sentence.text[spot.term.start :]):
        return False
    before = spot.sentence.signature[max(0, spot.index - 2) : spot.index]
    return before in {"do", "dy"} and _SUCH_DATA.match(edit.other_side(spot).text) is not None


_LISTS = re.compile(r"\w+\s(?:may\s|might\s|can\s)?(?:also\s)?includes?\b", re.IGNORECASE)
_SUCH_DATA = re.compile(
    r"(?:such|this|these|those|that)\s(?:personal\s)?(?:data|information|details)\s(?:may\s|might\s|can\s)?(?:also\s)?includes?\b",
    re.IGNORECASE,
)


def _is_a_route(spot: Spot) -> bool:
    """Whether an address stands in a right as the way to use it."""
    statement, entry = spot.statement, spot.term.entry
    following = spot.sentence.signature[spot.index + 1 : spot.index + 2]
    return (
        statement is not None
        and statement.force is Force.RIGHT
        and entry is not None
        and entry.id == "contact"
        and following not in {"u", "&", "|"}
    )


def _is_a_step_instead(edit: Edit, spot: Spot, statement: Statement) -> bool:
    """Whether what is done on a screen to use a right stands for something else that is done there: "by (clicking) selecting the icon"."""
    hunk = edit.hunk_of(spot)
    return statement.force is Force.RIGHT and bool(hunk.gone) and bool(hunk.came) and all(map(is_a_step, (hunk.gone[0], hunk.came[0])))


def _is_in_the_settings(spot: Spot, effect: int, there: Sequence[Term]) -> bool:
    """Whether the settings of an app stand in a right as the place to use it, and are not its loss."""
    statement = spot.statement
    if spot.term.key != "choice.manage" or statement is None or statement.force is not Force.RIGHT or statement.verb is None:
        return False
    kept = effect > 0 or any(term.key == "choice.manage" for term in there)
    return kept and statement.verb.key not in {"choice.manage", "choice.ask"} and not stands_in_list(spot)
