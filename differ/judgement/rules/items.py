"""Rules on what is listed: data, recipients, purposes, acts, places, safeguards, rights."""

import re
from collections.abc import Sequence
from itertools import pairwise

from differ.judgement.broader import TOO_BROAD, broader
from differ.judgement.kinds import Term
from differ.judgement.matching import Spot
from differ.judgement.rules import witnesses
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, dimension_of, finding, one_side, rule, towards
from differ.judgement.rules.replaced import replaced, sign_of
from differ.judgement.statements import Force, Statement
from differ.model import Direction
from differ.vocabulary import load

_ITEMS = "drufagpcs"


_NOUN = {
    "d": "data",
    "r": "a recipient",
    "u": "a purpose",
    "f": "a place",
    "a": "an act",
    "g": "an act",
    "p": "a promise",
    "c": "a right or choice",
    "s": "a safeguard",
}


def _said(term: Term, others: Sequence[Term]) -> bool:
    """Whether another sentence's terms say this one, or a broader one of which it is an example."""
    if any(other.key == term.key for other in others):
        return True
    known = broader(term)
    return any(other.entry and other.entry.key in known for other in others)


@rule("item", "We share your file with couriers.", "We share your file with couriers and advertisers.", RELAXES)
def item(edit: Edit) -> Findings:
    """More data, purposes, recipients, acts or places in what the organisation does relaxes; more in what it promises, rules out
    or offers tightens; fewer, the reverse.
    """
    _generic_for_specific(edit)
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        gone, came = [s for s in gone if s.term.code in _ITEMS], [s for s in came if s.term.code in _ITEMS]
        yield from replaced(edit, gone, came)
        for spots, effect, there in ((came, 1, edit.old), (gone, -1, edit.new)):
            for spot in spots:
                if spot in edit.came or spot in edit.gone:
                    yield from _listed(edit, spot, effect, there.terms)


def _generic_for_specific(edit: Edit) -> None:
    """Takes general words of protection where a named measure is gone or come: the named one decides."""
    for mine, others in ((edit.came, edit.gone), (edit.gone, edit.came)):
        if any(_named_measure(s) for s in others) and not any(_named_measure(s) for s in mine):
            edit.take([s for s in mine if s.term.code == "s" or s.term.key == "guard.protect"])


def _named_measure(spot: Spot) -> bool:
    return spot.term.code == "s" and spot.term.entry is not None and not spot.term.entry.generic


def _listed(edit: Edit, spot: Spot, effect: int, there: Sequence[Term]) -> Findings:
    statement = spot.statement
    if statement is None or statement.force in {Force.SILENT, Force.COVERAGE, Force.DEFINITION, Force.IDENTITY}:
        no_longer_covered = spot.term.code in "dru" and effect < 0 and statement is not None and statement.force is Force.COVERAGE
        no_longer_covered |= effect < 0 and counted_as_data(spot, there)
        if spot.term.code != "s" and not (spot.term.code == "a" and effect > 0) and not no_longer_covered:
            edit.take([spot])
        if spot.term.code != "s":
            return
    if _is_only_form(edit, spot):
        edit.set_aside([spot])
        return
    if _moves_nothing(spot, effect, there):
        edit.take([spot])
        return
    sign = sign_of(spot)
    if not sign:
        if statement is not None and statement.force is Force.PERSON and spot.term.code in "agpcurf":
            edit.take([spot])
        return
    edit.take([spot])
    if _tells_which(spot, sign):
        return
    doubtful = _named_only(spot, sign) or _in_other_words(edit, spot, effect) or _lesser_act(spot, effect, sign, there)
    doubtful = doubtful or _protects_in_a_practice(spot, sign) or _is_asked_for(spot) or _told_instead(edit, spot)
    doubtful = doubtful or _tells_of_what(spot, effect) or _tells_when_ruled_out(spot, effect) or _only_together(edit, spot, effect)
    if _is_an_alternative(spot):
        sign = 1
    direction = _narrowing(spot, effect, sign, _beside(edit, spot)) or (UNCLEAR if doubtful else towards(sign * effect))
    side = one_side([spot], effect)
    if direction is UNCLEAR:
        more = "more" if effect > 0 else "less"
        yield finding("item", UNCLEAR, dimension_of(spot), f"It may be one thing {more} or one limit {more}.", **side)
        return
    yield finding(
        "item",
        direction,
        dimension_of(spot),
        _reason(spot, effect, sign),
        witness=witnesses.of_item(spot, statement) if direction is RELAXES and statement is not None else "",
        material=_material(spot, statement),
        **side,
    )


def _is_only_form(edit: Edit, spot: Spot) -> bool:
    """Whether an item says no more than its sentence says without it: "the right to", "to anyone", a right's data."""
    statement = spot.statement
    if statement is None:
        return False
    if statement.force is Force.BAN:
        return spot.place == "H" and _is_anyone_at_all(spot, statement)
    return statement.force is Force.RIGHT and (_is_the_form_of_a_right(edit, spot) or _names_it_in_one(edit, spot))


def _moves_nothing(spot: Spot, effect: int, there: Sequence[Term]) -> bool:
    """Whether an item is only the form of what is said, or said by the other sentence, or an example or a route."""
    statement = spot.statement
    if statement is None:
        return False
    mine = spot.sentence.terms[statement.first : statement.last]
    if spot.term.key == "data.personal" and any(term.code == "d" and term is not spot.term for term in mine):
        return True
    if spot.term.key == "choice.ask" and any(term.code == "c" for term in there):
        return True
    if spot.term.key == "act.use" and statement.force is Force.DUTY and _has_a_safeguard(spot, statement):
        return True
    if _said(spot.term, there) or _is_example(spot) or _is_a_route(spot):
        return True
    return _is_in_the_settings(spot, effect, there) or _is_theirs(spot)


def _is_anyone_at_all(spot: Spot, statement: Statement) -> bool:
    """Whether those to whom nothing is given, or sold, are simply all others, who are meant without being named."""
    if spot.term.key != "recipient.third_party" or _in_list(spot):
        return False
    return _ANYONE.match(spot.words) is not None or (statement.verb is not None and statement.verb.key == "act.sell")


_ANYONE = re.compile(r"any(?:one|body)(?:\selse)?$", re.IGNORECASE)


def _names_it_in_one(edit: Edit, spot: Spot) -> bool:
    """Whether the other side names the data within a right: "have your data deleted"."""
    other = edit.new if spot in edit.gone else edit.old
    return spot.term.key == "data.personal" and any(
        term.code == "c" and _DATA.search(other.text, term.start, term.end) for term in other.terms
    )


_DATA = re.compile(r"\b(?:data|information)\b", re.IGNORECASE)


def _has_a_safeguard(spot: Spot, statement: Statement) -> bool:
    """Whether what is used is a safeguard: "we use locks", which is "we have locks"."""
    following = spot.sentence.signature[spot.index + 1 : statement.last].lstrip("_jhb,&")
    return following[:1] == "s"


def _is_the_form_of_a_right(edit: Edit, spot: Spot) -> bool:
    """Whether "the right to" stands before what the other side says outright that the person may do: "you have the right to object"."""
    if spot.term.key != "choice.exercise" or spot.statement is None:
        return False
    mine, other = (edit.old, edit.new) if spot in edit.gone else (edit.new, edit.old)
    offered = {term.key for term in mine.terms[spot.statement.first : spot.statement.last] if term.code in "cagp"} - {spot.term.key}
    for one in other.statements:
        terms = other.terms[one.first : one.last]
        allowed = {after.key for before, after in pairwise(terms) if before.code == "m"}
        if one.force is Force.RIGHT and offered <= {term.key for term in terms} and not offered.isdisjoint(allowed):
            return True
    return False


def counted_as_data(spot: Spot, there: Sequence[Term]) -> bool:
    """Whether a thing is no longer among, or no longer treated as, personal data."""
    treated = spot.statement is not None and any(term.key == "definition.definition" for term in spot.sentence.terms[: spot.index])
    return treated and spot.term.key == "data.personal" and all(term.key != "data.personal" for term in there)


def _is_example(spot: Spot) -> bool:
    """Whether an item stands as an example of a category named before it that takes it in."""
    entry, statement = spot.term.entry, spot.statement
    if spot.place != "e" or entry is None or statement is None or not statement.sign:
        return False
    if statement.sign < 0:
        return statement.force is Force.BAN
    opener = _bracket(spot) or statement.first + statement.places.index("e")
    category = next((term for term in reversed(spot.sentence.terms[statement.first : opener]) if term.code in "drua"), None)
    if category is None:
        return False
    named = category.key.split(":")[0]
    if entry.material:
        return named == entry.key or (spot.term.code == "r" and named in {*load().ancestors(entry.key)} - TOO_BROAD)
    if spot.sentence.text[spot.sentence.terms[opener].start :].lower().startswith("includ"):
        return category.code == spot.term.code and named in {entry.key, *load().ancestors(entry.key)} - TOO_BROAD
    return category.code != spot.term.code or named in {entry.key, *load().ancestors(entry.key)}


def _bracket(spot: Spot) -> int | None:
    """The opener of the bracket of examples in which an item stands: "(such as …)"."""
    terms = spot.sentence.terms
    start = next((index for index in range(spot.index, 0, -1) if terms[index].key in {"(", ")"}), 0)
    return start + 1 if terms[start].key == "(" and terms[start + 1].code == "e" else None


def _tells_which(spot: Spot, sign: int) -> bool:
    """Whether an act only tells which data, people or things are meant ("the data we hold"), and is not what is done with them."""
    statement, entry = spot.statement, spot.term.entry
    if sign <= 0 or statement is None or entry is None or entry.material or spot.term.code not in "ag":
        return False
    if statement.verb is spot.term or entry.dimension == "disclosure":
        return False
    return bool(_WHICH.search(spot.sentence.signature[statement.first : spot.index]))


def _is_theirs(spot: Spot) -> bool:
    """Whether an act is the person's own, told to say which data or case is meant ("the films you watch")."""
    statement = spot.statement
    if statement is None or spot.term.code not in "ag" or statement.verb is spot.term or statement.sign <= 0 or spot.place != "H":
        return False
    return _YOU_DO.search(spot.sentence.signature[statement.first : spot.index]) is not None


_YOU_DO = re.compile(r"y[mwhz]*(?:[ag_][,|&]+)*$")


def _tells_of_what(spot: Spot, effect: int) -> bool:
    """Whether an act that is gone from a promise or right is not what is promised, nor listed with it, but what it is about."""
    statement = spot.statement
    if statement is None or statement.sign >= 0 or effect > 0 or spot.term.code not in "ag" or statement.verb is spot.term:
        return False
    return not _in_list(spot)


def _tells_when_ruled_out(spot: Spot, effect: int) -> bool:
    """Whether an act put to a ban, and to no list in it, is not ruled out with the rest, but tells in which case the rest is."""
    statement = spot.statement
    if statement is None or statement.force is not Force.BAN or effect < 0 or spot.term.code not in "ag" or statement.verb is spot.term:
        return False
    return not _in_list(spot)


def _only_together(edit: Edit, spot: Spot, effect: int) -> bool:
    """Whether what is put to a ban is ruled out only where it comes with the rest: "your name and address together"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.BAN or effect < 0:
        return False
    return any(one.statement is statement and one.words.lower() in _TOGETHER for one in edit.all_came)


_TOGETHER = frozenset("together jointly combined both".split())
_WHICH = re.compile(r"(?:[drfA_][oy]?[mwhz]?|P)$")


def _is_asked_for(spot: Spot) -> bool:
    """Whether a person who might do a thing may ask for it, or the reverse, which is less than doing it and no further right."""
    return spot.term.key == "choice.ask" and spot.statement is not None and spot.statement.force is Force.RIGHT


def _named_only(spot: Spot, sign: int) -> bool:
    """Whether an act is only named, after "of", "in", "by" and the like, in a statement of another act."""
    statement, entry = spot.statement, spot.term.entry
    if sign <= 0 or statement is None or entry is None or entry.material or spot.term.code not in "ag" or spot.index == statement.first:
        return False
    before = spot.sentence.terms[spot.index - 1]
    return statement.verb is not spot.term and before.code == "b" and before.key not in _AIMS


def _in_other_words(edit: Edit, spot: Spot, effect: int) -> bool:
    """Whether a thing, none of the grave ones, stands where other words of weight stood: it may be what they said."""
    entry = spot.term.entry
    if effect < 0 or entry is None or entry.material:
        return False
    hunk = next((hunk for hunk in edit.hunks if spot in hunk.came), None)
    return hunk is not None and any(one.term.code in "_adrugpc" for one in hunk.gone)


def _told_instead(edit: Edit, spot: Spot) -> bool:
    """Whether another is told in the person's stead, or is bound in the organisation's, or the reverse."""
    if spot.term.code != "r" or spot.statement is None or spot.statement.force is not Force.DUTY:
        return False
    if spot.statement.actor == "r" and spot.statement.verb is not None and spot.term.start < spot.statement.verb.start:
        return True
    hunk = next((hunk for hunk in edit.hunks if spot in hunk.came or spot in hunk.gone), None)
    return hunk is not None and any(one.term.code in "oyw" for one in (hunk.gone if spot in hunk.came else hunk.came))


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


_AIMS = frozenset({"to", "for", "purpos", "including", "order", "includ"})


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


def _is_in_the_settings(spot: Spot, effect: int, there: Sequence[Term]) -> bool:
    """Whether the settings of an app stand in a right as the place to use it, and are not its loss."""
    statement = spot.statement
    if spot.term.key != "choice.manage" or statement is None or statement.force is not Force.RIGHT or statement.verb is None:
        return False
    kept = effect > 0 or any(term.key == "choice.manage" for term in there)
    return kept and statement.verb.key not in {"choice.manage", "choice.ask"} and not _in_list(spot)


def _beside(edit: Edit, spot: Spot) -> Sequence[Spot]:
    """What stands new in the run of words in which a term is gone."""
    return next((hunk.came for hunk in edit.hunks if spot in hunk.gone), ())


def _reworded(came: Sequence[Spot]) -> bool:
    """Whether other words of weight stand where the term stood."""
    return any(other.term.code in "dcpuag_" for other in came)


def _narrowing(spot: Spot, effect: int, sign: int, came: Sequence[Spot]) -> Direction | None:
    """What a term does that stands in no list: it narrows what it is put to, and its loss widens it."""
    statement = spot.statement
    if statement is not None and statement.force is Force.RIGHT and spot.term.code == "f" and spot.place == "H":
        return UNCLEAR
    if statement is None or _in_list(spot):
        return None
    if spot.place == "x":
        tells_which = spot.term.code in "du" and spot.sentence.signature[spot.index + 1 : spot.index + 2] == "_"
        return UNCLEAR if tells_which or (statement.force is Force.RIGHT and effect < 0) else None
    if sign < 0 and ((effect < 0 and spot.term.code in "dcpu" and _reworded(came)) or (effect > 0 and _told_closer(spot))):
        return UNCLEAR
    alone = sum(1 for term in spot.sentence.terms[statement.first : statement.last] if term.code == spot.term.code) == 1
    if sign > 0 and effect < 0:
        return UNCLEAR
    if statement.force is Force.BAN and alone and spot.term.code in "ruf":
        return towards(effect)
    if statement.force is Force.RIGHT and alone and spot.term.code in "ruf":
        return UNCLEAR
    return None


def _told_closer(spot: Spot) -> bool:
    """Whether a thing stands after a preposition in a duty and tells which others are meant: "laptops with files of guests are locked"."""
    if spot.statement is None or spot.statement.force is not Force.DUTY or spot.term.code not in "dr" or spot.place != "H":
        return False
    first = spot.index - 1
    while first > 0 and spot.sentence.terms[first].code in "y_A":
        first -= 1
    return first > 0 and spot.sentence.terms[first].key in {"with", "of", "from", "for", "in"}


def _in_list(spot: Spot) -> bool:
    codes = spot.sentence.signature
    lead = codes[: spot.index].rstrip("_Ahb")
    before, after = lead[-1:], codes[spot.index + 1 :].lstrip("_Ah")[:1]
    if before == "," and "b" in codes[len(lead) : spot.index] and {",", "&", "|"}.isdisjoint(codes[spot.index :]):
        return False  # "the courier, for this delivery"
    return before in {",", "&", "|"} or after in {",", "&", "|"}


def _is_an_alternative(spot: Spot) -> bool:
    """Whether a deed stands behind "or" in a promise, so that it may be done in place of the one promised: "deleted or archived"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.DUTY or spot.term.code not in "pas" or spot.place != "H":
        return False
    return _OR.search(spot.sentence.signature[statement.first : spot.index]) is not None


_OR = re.compile(r"p.*\|[_hzb]*$")


def _reason(spot: Spot, effect: int, sign: int) -> str:
    noun = _NOUN[spot.term.code]
    where = "what is done or allowed" if sign > 0 else "what is promised, ruled out or offered"
    return f"{noun[0].upper()}{noun[1:]} is {'added to' if effect > 0 else 'taken out of'} {where}."


def _material(spot: Spot, statement: Statement | None) -> bool:
    entry = spot.term.entry
    return bool(entry and (entry.material or entry.kind in {"purpose", "recipient"})) or bool(
        statement and statement.force in {Force.BAN, Force.RIGHT}
    )
