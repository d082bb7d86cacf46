"""Rules on force: a ban lifted, a duty softened, a burden put on a right.

Hedges and firm words are the business of `firmness`.
"""

import re

from differ.judgement.matching import Spot
from differ.judgement.rules import witnesses
from differ.judgement.rules.base import (
    NEUTRAL,
    RELAXES,
    TIGHTENS,
    UNCLEAR,
    Edit,
    Findings,
    dimension_of_statement,
    finding,
    is_a_choice_lost,
    one_side,
    rule,
    towards,
    undecided,
)
from differ.judgement.rules.counterparts import changed, counterparts
from differ.judgement.statements import DONE, WHOLE, Force, Statement

PROTECTS = frozenset({Force.BAN, Force.DUTY, Force.RIGHT, Force.CONSENT})
_PERMITS = frozenset({Force.PRACTICE, Force.LIMITED, Force.DENIAL, Force.EXCLUSION, Force.DEEMED})
_OPERATORS = "nmwvj"


def _turned(old: Statement, new: Statement) -> int:
    if (old.force in {Force.BAN, Force.CONSENT} and new.force in _PERMITS) or (old.force in PROTECTS and new.force is Force.DENIAL):
        return 1
    if (new.force in {Force.BAN, Force.CONSENT} and old.force in _PERMITS) or (new.force in PROTECTS and old.force is Force.DENIAL):
        return -1
    return 0


@rule("ban-and-permission", "We do not sell your data.", "We may sell your data.", RELAXES)
def ban_and_permission(edit: Edit) -> Findings:
    """A thing that was not to be done and now may be done relaxes; a practice that is now ruled out tightens."""
    for old, new in counterparts(edit):
        sign = _turned(old, new)
        if not sign:
            continue
        gone, came = changed(edit, old, new, _OPERATORS)
        if not any(spot.term.code in "nSGDIklW" for spot in [*edit.gone, *edit.came]):
            continue
        reason = "What was ruled out or promised may now be done." if sign > 0 else "What might be done is now ruled out or promised."
        edit.take([*gone, *came])
        told = new if sign > 0 else old
        if told.verb is not None and told.verb.key == "act.contact_person" and "u" not in edit.old.signature:
            yield finding(
                "ban-and-permission",
                UNCLEAR,
                dimension_of_statement(told),
                "Whether the person wants to be told or left alone is for a person to say.",
                gone=gone,
                came=came,
            )
            continue
        yield finding(
            "ban-and-permission",
            towards(sign),
            dimension_of_statement(new if sign > 0 else old),
            reason,
            gone=gone,
            came=came,
            witness=witnesses.of_statement(edit.new.text, new=True) if sign > 0 else "",
            material=True,
        )


def _strength(spots: list[Spot]) -> int | None:
    ranks = {"w": 3, "v": 2, "m": 1}
    found = [ranks[spot.term.code] for spot in spots if spot.term.code in ranks]
    return min(found) if found else None


@rule(
    "part-of-a-ban",
    "We do not lend your file or your scans.",
    "We do not lend your file and may lend your scans.",
    RELAXES,
)
def part_of_a_ban(edit: Edit) -> Findings:
    """A part of what was ruled out that may now be done, the rest staying ruled out, relaxes; one that is newly ruled out tightens."""
    for old, new, spots, sign in (
        (edit.old, edit.new, edit.came, 1),
        (edit.new, edit.old, edit.gone, -1),
    ):
        bans = [one for one in old.statements if one.force is Force.BAN]
        for statement in new.statements:
            allowed = [spot for spot in spots if spot.statement is statement and spot.term.code == "m"]
            if not allowed or not bans or statement.force not in DONE or any(one.force in DONE for one in old.statements):
                continue
            told = (term for term in new.terms[statement.first : statement.last] if term is not statement.verb)
            named = {term.key for term in told if term.code in "drua_"}
            if named & {term.key for ban in bans for term in old.terms[ban.first : ban.last]}:
                edit.take(allowed)
                yield finding(
                    "part-of-a-ban",
                    towards(sign),
                    dimension_of_statement(statement),
                    "A part of what was ruled out may now be done." if sign > 0 else "What might be done is ruled out with the rest.",
                    material=True,
                    **one_side(allowed, sign),
                )


@rule("weak-ban", "We will not lend your file.", "We have no plans to lend your file.", RELAXES)
def weak_ban(edit: Edit) -> Findings:
    """A ban that becomes a plan or an intention binds nobody and relaxes; a plan that becomes a ban tightens."""
    gone, came = [s for s in edit.gone if s.term.code == "n"], [s for s in edit.came if s.term.code == "n"]
    if not gone or not came:
        return
    edit.take([*gone, *came])
    weak = any(s.term.key == "negation.weak" for s in came) - any(s.term.key == "negation.weak" for s in gone)
    if weak and came[0].statement is not None:
        yield finding(
            "weak-ban",
            towards(weak),
            dimension_of_statement(came[0].statement),
            "What was ruled out is now only not planned." if weak > 0 else "What was not planned is now ruled out.",
            gone=gone,
            came=came,
            material=True,
        )


@rule("actor", "You may show your photos to friends.", "We may show your photos to friends.", RELAXES)
def actor(edit: Edit) -> Findings:
    """What was for the person to do and may now be done by the organisation relaxes; the converse tightens."""
    for old, new in counterparts(edit):
        acting = Force.PERSON, Force.RIGHT
        sign = 1 if old.force in acting and new.force in DONE else -1 if old.force in DONE and new.force in acting else 0
        gone, came = changed(edit, old, new, "oyr")
        if not sign or not gone or not came or old.verb is None or new.verb is None or old.verb.key != new.verb.key:
            continue
        edit.take([*gone, *came])
        yield finding("actor", towards(sign), dimension_of_statement(new), "Someone else acts now.", gone=gone, came=came, material=True)


@rule("own-duty", "You must return the key.", "You should return the key.", NEUTRAL)
def own_duty(edit: Edit) -> Findings:
    """What the person must, may or must not do themselves moves nothing, so long as neither data, nor a right, nor what others do
    with them is in question.
    """
    changed = {spot.term.code for spot in (*edit.all_gone, *edit.all_came)}
    both = (edit.old.statements, edit.new.statements)
    if not changed or not changed <= _OWN or any(one.force not in {Force.PERSON, Force.SILENT} for side in both for one in side):
        return
    if any(spot.term.code == "A" and spot.index and "m" in spot.sentence.signature for spot in edit.all_came):
        return  # what they may do, they may now do of what bears a name only
    if _may_withhold(edit) or any(is_a_choice_lost(edit, spot) for spot in edit.all_gone):
        return
    if any(_THEY_MUST.match(one.signature) is None or _US.search(one.text) or _IS_GIVEN.match(one.text) for one in (edit.old, edit.new)):
        return
    gone, came = list(edit.gone), list(edit.came)
    edit.take([*gone, *came])
    yield finding("own-duty", NEUTRAL, None, "It is the person's own part, and no data is in question.", gone=gone, came=came)


def _may_withhold(edit: Edit) -> bool:
    """Whether it is the person's data, or account, that they need not, or now must, give."""
    denied = any(spot.term.code == "n" or spot.term.key == "without" for spot in (*edit.all_gone, *edit.all_came))
    asked = any(term.code == "d" or term.key in _OF_THEIRS or _TELLS.search(one.text) for one in (edit.old, edit.new) for term in one.terms)
    return denied and asked


_TELLS = re.compile(r"\b(?:say|tell|name|state|answer|disclose|reveal|prove|fill\sin|explain)\b", re.IGNORECASE)
_OF_THEIRS = frozenset({"account", "act.give"})
_THEY_MUST = re.compile(r"y[mwvn][^o]*$")
_IS_GIVEN = re.compile(r"\w+\s+(?:will|shall|may|can|should|must)\s+(?:\w+\s+)?(?:get|receive|hear|learn|see|notice|be)\b", re.IGNORECASE)
_US = re.compile(r"\b(?:we|us|our)\b", re.IGNORECASE)
_OWN = frozenset("BagnmwvqxilhzjtTBbuyr_AUPFY&|!eE.,")


@rule("duty-softened", "We will tell you of a breach.", "We may tell you of a breach.", RELAXES)
def duty_softened(edit: Edit) -> Findings:
    """A duty of the organisation that becomes an intention or an option relaxes; an option that becomes a duty tightens."""
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        modal_gone, modal_came = (
            [spot for spot in side if spot.term.code in "mwv" and not undecided(spot) and not _is_of_the_person(spot)]
            for side in (gone, came)
        )
        spots = [*modal_gone, *modal_came]
        if not spots:
            continue
        statement = spots[0].statement
        edit.take(spots)
        if statement is None or not (statement.force is Force.DUTY or _is_offered(spots[0])) or spots[0].place != "H":
            continue
        old, new = _strength(modal_gone) or 3, _strength(modal_came) or 3
        if old != new:
            direction = RELAXES if new < old else TIGHTENS
            reason = "What was a duty is now less than one." if new < old else "What was less than a duty now is one."
            yield finding(
                "duty-softened", direction, dimension_of_statement(statement), reason, gone=modal_gone, came=modal_came, material=True
            )


def _is_offered(spot: Spot) -> bool:
    """Whether it tells of the organisation that it gives people a choice: "we (may) let you opt out"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.RIGHT or statement.actor != "o" or not spot.index:
        return False
    return spot.sentence.terms[spot.index - 1].code == "o" and spot.term.code in "mv"


def _is_of_the_person(spot: Spot) -> bool:
    """Whether it is the person who may or must, in words that tell which things are meant: "the choices you may have"."""
    statement = spot.statement
    if spot.words.lower() == "should" and spot.sentence.signature[: spot.index].strip(",.&b") == "":
        return True  # "should you learn of it" is "if you learn of it"
    if statement is None or statement.verb is None or spot.index <= statement.first or spot.term.start < statement.verb.end:
        return False
    return spot.sentence.terms[spot.index - 1].code == "y"


@rule("burden", "You may ask for a copy.", "You may ask for a copy for a fee.", RELAXES)
def burden(edit: Edit) -> Findings:
    """A fee, a proof or another burden put on a right relaxes; one taken off tightens."""
    for spots, effect in ((list(edit.came), 1), (list(edit.gone), -1)):
        for spot in spots:
            if spot.term.code != "H" or not is_protective(spot.statement) or spot.statement is None:
                continue
            edit.take([spot])
            side = one_side([spot], effect)
            if spot.statement.force is Force.DUTY and _HOW.match(spot.words):
                yield finding("burden", UNCLEAR, dimension_of_statement(spot.statement), "How it is done for the person differs.", **side)
                continue
            yield finding(
                "burden", towards(effect), dimension_of_statement(spot.statement), "The burden on the right differs.", material=True, **side
            )


_HOW = re.compile(r"in person|by registered", re.IGNORECASE)


def is_protective(statement: Statement | None) -> bool:
    """Whether a statement protects the person."""
    return statement is not None and WHOLE.get(statement.force, 0) < 0
