"""Rules on conditions and exceptions: what narrows a statement, and what widens it.

Conditions that limit nothing are the business of `idle_conditions`.
"""

import re

from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import (
    RELAXES,
    UNCLEAR,
    Edit,
    Findings,
    dimension_of,
    dimension_of_statement,
    finding,
    one_side,
    rule,
    towards,
    undecided,
    words,
)
from differ.judgement.rules.further_cases import (
    ends_it,
    is_a_further_case,
    may_be_an_aside,
    may_be_required_too,
    on_a_limit,
    tells_what_is_listed,
    widens_as_another,
)
from differ.judgement.rules.idle_conditions import limits_nothing, tells_which_time
from differ.judgement.rules.law import names_law_otherwise
from differ.judgement.rules.told_otherwise import condition
from differ.judgement.statements import DONE, Force, Statement
from differ.model import Direction


def _run(spots: list[Spot], start: Spot) -> list[Spot]:
    """The changed terms of the condition or exception that `start` opens."""
    return [s for s in spots if s.statement is start.statement and s.place == start.place and s.index >= start.index]


@rule("condition-or-exception", "We do not share your photo.", "We do not share your photo unless a buyer asks.", RELAXES)
def condition_or_exception(edit: Edit) -> Findings:
    """A condition or exception narrows what it stands with: put to a promise, a ban or a right it relaxes, put to a practice it
    tightens; taken away, the reverse.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if {s.term.key for s in gone if s.term.code in "xi"} & {s.term.key for s in came if s.term.code in "xi"}:
            continue
        openers_gone, openers_came = [s for s in gone if s.term.code in "xi"], [s for s in came if s.term.code in "xi"]
        if openers_gone and openers_came:
            yield from _swapped(edit, openers_gone, openers_came)
            continue
        if _moved(edit, hunk, openers_gone, openers_came):
            continue
        narrowing = _joined_on(gone) or _joined_on(came)
        if narrowing:
            yield from _narrower(edit, narrowing, 1 if narrowing[0] in came else -1)
            continue
        for opener, spots, effect in [(s, came, 1) for s in openers_came] + [(s, gone, -1) for s in openers_gone]:
            if opener not in edit.came and opener not in edit.gone:
                continue  # within a condition that was weighed
            run = _run(spots, opener)
            if limits_nothing(edit, opener, run) or _is_the_laws_in_other_words(edit, opener, run):
                edit.set_aside(run)
            else:
                yield from _narrowed(edit, opener, run, effect)


@rule(
    "wider-exception",
    "We do not share your file except as described here.",
    "We do not share your file except as described here or in our terms.",
    RELAXES,
)
def wider_exception(edit: Edit) -> Findings:
    """More put into an exception, be it only another text to which it points, makes it wider; less, narrower."""
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        gone, came = [s for s in gone if s.place in "xX"], [s for s in came if s.place in "xX"]
        if bool(gone) == bool(came):
            continue
        spots, effect = (came, 1) if came else (gone, -1)
        statement = spots[0].statement
        telling = [s for s in spots if s.term.code not in "b&|"]
        if statement is None or not statement.sign or not telling or not (_points_elsewhere(spots) or _one_case_more(spots)):
            continue
        if not any(s.term.code in "&|" for s in spots):
            continue
        edit.take(spots)
        sign = -statement.sign if spots[0].place == "x" else statement.sign
        yield finding(
            "wider-exception",
            UNCLEAR
            if (statement.known is not None and statement.sign > 0) or any(spot.words.lower() == "even" for spot in spots)
            else towards(sign * effect),
            dimension_of_statement(statement),
            "The exception is wider." if effect > 0 else "The exception is narrower.",
            **one_side(spots, effect),
        )


def _points_elsewhere(spots: list[Spot]) -> bool:
    return all(s.term.code in "PUA_>F&|b" for s in spots)


def _one_case_more(spots: list[Spot]) -> bool:
    """Whether a case of its own stands behind "or", with nothing in it that may narrow the exception."""
    telling = [s for s in spots if s.term.code != ","]
    return telling[0].term.code == "|" and len(telling) > 1 and all(s.term.code not in "nlkKWxX" for s in telling)


_STRICT = frozenset({"condition.only_if"})


def _moved(edit: Edit, hunk: Hunk, gone: list[Spot], came: list[Spot]) -> bool:
    """Whether a condition of a practice stands elsewhere in the sentence than the one that is gone, or come; takes both openers."""
    for mine, others in ((gone, edit.came), (came, edit.gone)):
        for opener in mine:
            there = next((s for s in others if _are_of_one_practice(opener, s)), None)
            if there is not None and there not in (*hunk.gone, *hunk.came):
                edit.take([opener, there])
                return True
    return False


def _are_of_one_practice(one: Spot, other: Spot) -> bool:
    """Whether two conditions, neither of them the only one, stand with what is done in both sentences, and with the same verb."""
    if not (one.term.code == other.term.code == "i") or _STRICT & {one.term.key, other.term.key}:
        return False
    old, new = one.statement, other.statement
    if old is None or new is None or old.force not in DONE or old.force is not new.force or old.verb is None or new.verb is None:
        return False
    return old.verb.key == new.verb.key and not (widens_as_another(one) or widens_as_another(other))


def _swapped(edit: Edit, gone: list[Spot], came: list[Spot]) -> Findings:
    if {s.term.code for s in gone} == {s.term.code for s in came} == {"i"}:
        edit.take([*gone, *came])
        strict_gone, strict_came = (_is_strict(edit, side) for side in (gone, came))
        statement = came[0].statement
        if strict_gone != strict_came and statement is not None and statement.sign:
            sign = statement.sign if strict_gone else -statement.sign
            yield finding(
                "condition-or-exception",
                towards(sign),
                dimension_of_statement(statement),
                "The condition is no longer the only one." if strict_gone else "The condition is now the only one.",
                gone=gone,
                came=came,
                material=True,
            )
        return
    yield finding(
        "condition-or-exception",
        UNCLEAR,
        dimension_of(came[0]),
        "A condition stands where an exception stood, or the reverse.",
        gone=gone,
        came=came,
    )


def _is_strict(edit: Edit, openers: list[Spot]) -> bool:
    """Whether it holds in no other case: "only if", "only … if"."""
    changed = edit.all_came if openers[0] in edit.all_came else edit.all_gone
    return any(s.term.key in _STRICT for s in openers) or any(s.term.code == "l" and s.statement is openers[0].statement for s in changed)


def _is_the_laws_in_other_words(edit: Edit, opener: Spot, run: list[Spot]) -> bool:
    """Whether a condition of a practice is only that the law, or a court, asks for it, as the other text says in other words."""
    statement = opener.statement
    if opener.term.code != "i" or statement is None or statement.force not in DONE:
        return False
    terms = condition(opener)
    asked = _ASKED_BY_LAW.search(opener.sentence.text, opener.term.start, terms[-1].end if terms else opener.term.end)
    return asked is not None and all(term.code not in "ydcknux" for term in terms) and names_law_otherwise(edit, run)


_ASKED_BY_LAW = re.compile(
    r"\b(?:law|court|judge|legally|statute|regulation)\b.*\b(?:requires?|asks?|orders?|demands?|compels?|obliges?)"
    r"|\b(?:required|ordered|asked|compelled|obliged|forced)\b.*\b(?:law|court|judge|statute|regulation)",
    re.IGNORECASE,
)


def _joined_on(spots: list[Spot]) -> list[Spot]:
    """A further requirement joined by "and" to a condition or exception that stands already."""
    if not spots or spots[0].term.code != "&" or spots[0].place not in "ix":
        return []
    codes = "".join(s.term.code for s in spots)
    return spots if set(codes) & set("ncpk") and not set(codes) & set("xi") else []


def _narrower(edit: Edit, spots: list[Spot], effect: int) -> Findings:
    statement = spots[0].statement
    if statement is None or not statement.sign:
        return
    edit.take(spots)
    sign = statement.sign if spots[0].place == "x" else -statement.sign
    yield finding(
        "condition-or-exception",
        towards(sign * effect),
        dimension_of_statement(statement),
        "A further requirement stands with it." if effect > 0 else "A requirement with it is gone.",
        **one_side(spots, effect),
    )


def _narrowed(edit: Edit, opener: Spot, run: list[Spot], effect: int) -> Findings:
    """What a condition or exception does that is new (`effect` above 0) or gone, with `run` as what changed of it."""
    statement = opener.statement
    if statement is None or not run:
        return
    if tells_which_time(opener):
        edit.set_aside([opener])
        return
    if undecided(opener) or _only_opened_otherwise(opener, run):
        return
    edit.take(run)
    side = one_side(run, effect)
    dimension = dimension_of_statement(statement)
    if statement.force is Force.COVERAGE:
        reason = "The policy covers fewer cases." if effect > 0 else "The policy covers more cases."
        yield finding("condition-or-exception", towards(effect), dimension, reason, **side)
        return
    if not statement.sign or _is_of_a_period(edit, opener):
        return
    if tells_what_is_listed(opener, statement):
        yield finding("condition-or-exception", UNCLEAR, dimension, "It may be one more thing that is listed, and no condition.", **side)
        return
    further = is_a_further_case(opener, statement)
    if further and (may_be_an_aside(opener) or may_be_required_too(opener, statement)):
        yield finding("condition-or-exception", UNCLEAR, dimension, "It may be a further case or a narrower one.", **side)
        return
    direction, reason = _weighed(edit, opener, run, statement, effect, further=further)
    if reason:
        yield finding("condition-or-exception", direction, dimension, reason, **side)


def _weighed(edit: Edit, opener: Spot, run: list[Spot], statement: Statement, effect: int, *, further: bool) -> tuple[Direction, str]:
    """Which way a condition or exception goes, and why; with no reason where the exception that it is part of tells it."""
    if opener.words.lower() in _ENDS and statement.force in DONE and _COMES_FIRST.search(words(run)):
        return towards(-statement.sign * effect), "It may end earlier."
    within = opener.term.code == "i" and opener.place == "x"  # "… except to nurses, and to these only if you agree"
    if _is_relative(opener, run):
        sign = statement.sign * effect
    elif within and _came_with_its_exception(edit, opener):
        return UNCLEAR, ""
    elif within and statement.force in DONE:
        return UNCLEAR, "How far the exception goes cannot be told."
    else:
        widens = opener.term.code == "x" and statement.sign > 0 and on_a_limit(opener) and not ends_it(opener)
        turned = within ^ (opener.place == "X") ^ widens ^ further
        sign = statement.sign * effect * (1 if turned else -1)
    return towards(sign), "It now holds in more cases." if (sign > 0) == (statement.sign > 0) else "It now holds in fewer cases."


_ENDS = frozenset({"until", "till"})
_COMES_FIRST = re.compile(r"\b(?:earlier|sooner|comes\sfirst|happens\sfirst|before\sthen|before\sthat)\b", re.IGNORECASE)


def _came_with_its_exception(edit: Edit, opener: Spot) -> bool:
    """Whether the exception in which a condition stands is as new, or as gone, as the condition."""
    before = (Spot(opener.sentence, index) for index in range(opener.index - 1, -1, -1))
    exception = next((spot for spot in before if spot.term.code == "x"), opener)
    return exception in edit.all_came or exception in edit.all_gone


def _only_opened_otherwise(opener: Spot, run: list[Spot]) -> bool:
    """Whether only the word that opens a condition or exception changed, and what stands in it did not."""
    bare = len([s for s in run if s.term.code not in "b&|"]) == 1
    return bare and any(s.term.code not in "b&|,." for s in _rest(opener))


def _is_of_a_period(edit: Edit, opener: Spot) -> bool:
    """Whether what changed beside it tells how long, or for how much longer, which a rule on periods weighs."""
    return any(s.term.code in "XT" and abs(s.index - opener.index) <= _NEAR for s in (*edit.all_gone, *edit.all_came))


_NEAR = 2  # terms


def _is_relative(opener: Spot, run: list[Spot]) -> bool:
    """Whether "where" opens no condition but tells what else happens there."""
    before = opener.sentence.terms[opener.index - 1] if opener.index else None
    where = opener.sentence.text[opener.term.start : opener.term.end].lower() == "where"
    codes = "".join(s.term.code for s in run)
    return where and before is not None and before.code == "," and "m" in codes and bool(set(codes) & set("ag"))


def _rest(opener: Spot) -> list[Spot]:
    statement = opener.statement
    last = statement.last if statement else opener.index
    return [Spot(opener.sentence, index) for index in range(opener.index + 1, last)]
