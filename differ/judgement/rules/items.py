"""The rule on what is listed: data, recipients, purposes, acts, places, safeguards, rights.

One item in place of another is the business of `replaced`; items that move nothing, that of `idle_items`; those of which it is in
doubt what they do, that of `doubtful_items`; those that narrow what they are put to, that of `narrowing`.
"""

import re
from collections.abc import Iterator, Sequence

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot
from differ.judgement.rules import witnesses
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, dimension_of, finding, one_side, rule, towards
from differ.judgement.rules.counterparts import counterparts
from differ.judgement.rules.doubtful_items import is_doubtful
from differ.judgement.rules.idle_items import is_only_form, moves_nothing
from differ.judgement.rules.narrowing import narrowing
from differ.judgement.rules.replaced import are_handed_on, replaced, sign_of, told_more_closely
from differ.judgement.statements import Force, Statement
from differ.model import Finding

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


@rule("item", "We share your file with couriers.", "We share your file with couriers and advertisers.", RELAXES)
def item(edit: Edit) -> Findings:
    """More data, purposes, recipients, acts or places in what the organisation does relaxes; more in what it promises, rules out
    or offers tightens; fewer, the reverse.
    """
    _generic_for_specific(edit)
    _turned_round(edit)
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        gone, came = [s for s in gone if s.term.code in _ITEMS], [s for s in came if s.term.code in _ITEMS]
        yield from replaced(edit, gone, came)
        for spots, effect in ((came, 1), (gone, -1)):
            for spot in spots:
                if spot in edit.came or spot in edit.gone:
                    yield from _listed(edit, spot, effect)


@rule("told-closer", "There is no advertising in our app.", "There is no personalised advertising in our app.", RELAXES)
def told_closer(edit: Edit) -> Findings:
    """What is ruled out, told more closely by a word more before the same thing, rules out less."""
    for old, new in counterparts(edit):
        if old.force is not Force.BAN or new.force is not Force.BAN:
            continue
        for one, other in _told_in_both(edit, old, new):
            if sign := told_more_closely(one, other):
                reason = "Less is ruled out, since it is told more closely what." if sign > 0 else "More is ruled out."
                yield finding("told-closer", towards(sign), dimension_of(other), reason, gone=[one], came=[other], material=True)


def _told_in_both(edit: Edit, old: Statement, new: Statement) -> Iterator[tuple[Spot, Spot]]:
    """The known things that two statements name once each, in any words."""
    sides: list[dict[str, list[Spot]]] = [{}, {}]
    for side, sentence, statement in zip(sides, (edit.old, edit.new), (old, new), strict=True):
        for index in range(statement.first, statement.last):
            if sentence.terms[index].code in "dru":
                side.setdefault(sentence.terms[index].key, []).append(Spot(sentence, index))
    return ((sides[0][key][0], sides[1][key][0]) for key in sides[0] if len(sides[0][key]) == len(sides[1].get(key, ())) == 1)


def _turned_round(edit: Edit) -> None:
    """Pairs the verbs of what is ruled out, or told, with data in both, wherever they stand: "we pass it to nobody", "it is passed on"."""
    for old, new in counterparts(edit):
        gone = [spot for spot in edit.gone if spot.term is old.verb and spot.term.code in "ag"]
        came = [spot for spot in edit.came if spot.term is new.verb and spot.term.code in "ag"]
        if gone and came and old.force is new.force and (_are_one_act(gone[0], came[0]) or _is_got_from_them(gone[0], came[0])):
            edit.take([gone[0], came[0]])


def _are_one_act(one: Spot, other: Spot) -> bool:
    """Whether two acts, neither of them grave, hand data on: to show, to pass, to report."""
    if {one.term.key, other.term.key} == {"act.look_up", "act.disclose"}:
        seen, shown = (one, other) if one.term.key == "act.look_up" else (other, one)
        return seen.words.lower().split()[0] in _SEES and shown.words.lower() == "visible to"
    return are_handed_on(one, other) or all(
        spot.term.entry is not None and spot.term.entry.dimension == "disclosure" and not spot.term.entry.material for spot in (one, other)
    )


_SEES = frozenset({"see", "sees", "view", "views", "read", "reads"})


def _is_got_from_them(one: Spot, other: Spot) -> bool:
    """Whether what the organisation gets from others is what they give to it: "we obtain it from banks", "banks provide us with it"."""
    got, given = (one, other) if one.term.key == "act.collect" else (other, one)
    if got.term.key != "act.collect" or given.term.key not in {"act.give", "act.disclose"}:
        return False
    return _TO_US.match(given.sentence.text, given.term.end) is not None


_TO_US = re.compile(r"\s(?:it\s|them\s|this\s)?(?:to\s|with\s)?us\b", re.IGNORECASE)


def _generic_for_specific(edit: Edit) -> None:
    """Takes general words of protection where a named measure is gone or come: the named one decides."""
    for mine, others in ((edit.came, edit.gone), (edit.gone, edit.came)):
        if any(_named_measure(s) for s in others) and not any(_named_measure(s) for s in mine):
            edit.take([s for s in mine if s.term.code == "s" or s.term.key == "guard.protect"])


def _named_measure(spot: Spot) -> bool:
    return spot.term.code == "s" and spot.term.entry is not None and not spot.term.entry.generic


def _listed(edit: Edit, spot: Spot, effect: int) -> Findings:
    """What an item says that is new (`effect` above 0) or gone."""
    statement = spot.statement
    if spot.term.code != "s" and (statement is None or statement.force in _MOVES_NO_DATA):
        if not _may_matter_there(spot, effect, edit.other_side(spot).terms):
            edit.take([spot])
        return
    sign = sign_of(spot)
    if is_only_form(edit, spot):
        edit.set_aside([spot])
    elif moves_nothing(edit, spot, effect, sign):
        edit.take([spot])
    elif sign:
        edit.take([spot])
        yield _weighed(edit, spot, effect, sign)


_MOVES_NO_DATA = frozenset({Force.SILENT, Force.COVERAGE, Force.DEFINITION, Force.IDENTITY})


def _may_matter_there(spot: Spot, effect: int, there: Sequence[Term]) -> bool:
    """Whether an item matters in a statement that moves no data: an act newly told of, or what is no longer covered, or counted as data."""
    if effect > 0:
        return spot.term.code == "a"
    covered = spot.statement is not None and spot.statement.force is Force.COVERAGE
    return (covered and spot.term.code in "dru") or counted_as_data(spot, there)


def _weighed(edit: Edit, spot: Spot, effect: int, sign: int) -> Finding:
    """What it means that an item is new or gone where more of it relaxes (`sign` above 0) or tightens."""
    statement, side = spot.statement, one_side([spot], effect)
    doubtful = is_doubtful(edit, spot, effect, sign)
    if _is_an_alternative(spot):
        sign = 1
    direction = narrowing(edit, spot, effect, sign) or (UNCLEAR if doubtful else towards(sign * effect))
    if direction is UNCLEAR:
        more = "more" if effect > 0 else "less"
        return finding("item", UNCLEAR, dimension_of(spot), f"It may be one thing {more} or one limit {more}.", **side)
    return finding(
        "item",
        direction,
        dimension_of(spot),
        _reason(spot, effect, sign),
        witness=witnesses.of_item(spot, statement) if direction is RELAXES and statement is not None else "",
        material=_material(spot, statement),
        **side,
    )


def counted_as_data(spot: Spot, there: Sequence[Term]) -> bool:
    """Whether a thing is no longer among, or no longer treated as, personal data."""
    treated = spot.statement is not None and any(term.key == "definition.definition" for term in spot.sentence.terms[: spot.index])
    return treated and spot.term.key == "data.personal" and all(term.key != "data.personal" for term in there)


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
