"""Rules on what narrows a statement: only, if, except, as the law requires; and on open and closed lists."""

import re

from differ.judgement.matching import Spot
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
)
from differ.judgement.statements import Force
from differ.model import Dimension


@rule("only", "We use your number only for delivery.", "We use your number for delivery.", RELAXES)
def only(edit: Edit) -> Findings:
    """The word "only" taken out of what is done relaxes, put in tightens; in a right or a promise it is the other way round."""
    gone, came = [s for s in edit.gone if s.term.code == "l"], [s for s in edit.came if s.term.code == "l"]
    edit.take([*gone, *came])
    if gone and came:
        statement = came[0].statement
        if statement is not None and statement.sign:
            yield finding("only", UNCLEAR, dimension_of_statement(statement), "The limit stands before other words.", gone=gone, came=came)
        return
    for spots, effect in ((came, 1), (gone, -1)):
        for spot in spots:
            statement = spot.statement
            if statement is None or not statement.sign:
                continue
            sign = -statement.sign * effect if statement.force is not Force.BAN else 0
            if not sign:
                yield finding(
                    "only",
                    UNCLEAR,
                    dimension_of_statement(statement),
                    "What the limit narrows in a ban cannot be told.",
                    **one_side([spot], effect),
                )
                continue
            reason = "A limit on what may be done is gone." if sign > 0 else "What may be done is limited."
            yield finding(
                "only",
                towards(sign),
                dimension_of_statement(statement),
                reason,
                witness="use it for something else as well" if sign > 0 else "",
                material=True,
                **one_side([spot], effect),
            )


def _run(spots: list[Spot], start: Spot) -> list[Spot]:
    """The changed terms of the condition or exception that `start` opens."""
    return [s for s in spots if s.statement is start.statement and s.place == start.place and s.index >= start.index]


def _widens(spot: Spot) -> bool:
    """Whether a condition stands beside another as an alternative."""
    before = spot.sentence.signature[max(0, spot.index - 2) : spot.index]
    rest = spot.sentence.signature[spot.index + 1 :]
    return (
        before[-1:] in {"|", "&"}
        or (before[-1:] == "," and "i" in spot.sentence.signature[: spot.index])
        or (spot.index == 0 and "|i" in rest)
    )


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
        narrowing = _joined_on(gone) or _joined_on(came)
        if narrowing:
            yield from _narrower(edit, narrowing, 1 if narrowing[0] in came else -1)
            continue
        for opener, spots, effect in [(s, came, 1) for s in openers_came] + [(s, gone, -1) for s in openers_gone]:
            run = _run(spots, opener)
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
        gone, came = [s for s in gone if s.place == "x"], [s for s in came if s.place == "x"]
        if bool(gone) == bool(came):
            continue
        spots, effect = (came, 1) if came else (gone, -1)
        statement = spots[0].statement
        telling = [s for s in spots if s.term.code not in "b&|"]
        if statement is None or not statement.sign or not telling or any(s.term.code not in "PUA_>F&|b" for s in spots):
            continue
        if not any(s.term.code in "&|" for s in spots):
            continue
        edit.take(spots)
        yield finding(
            "wider-exception",
            towards(-statement.sign * effect),
            dimension_of_statement(statement),
            "The exception is wider." if effect > 0 else "The exception is narrower.",
            **one_side(spots, effect),
        )


_STRICT = frozenset({"condition.only_if"})


def _swapped(edit: Edit, gone: list[Spot], came: list[Spot]) -> Findings:
    if {s.term.code for s in gone} == {s.term.code for s in came} == {"i"}:
        edit.take([*gone, *came])
        strict_gone, strict_came = (any(s.term.key in _STRICT for s in side) for side in (gone, came))
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


_NOUNS_OF_TIME = frozenset(
    {"pointer.dating", "tim", "time", "moment", "cas", "case", "way", "period", "point"}
)  # "the date when" is no condition


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
    if spots[0].place == "x":
        sign = statement.sign
    yield finding(
        "condition-or-exception",
        towards(sign * effect),
        dimension_of_statement(statement),
        "A further requirement stands with it." if effect > 0 else "A requirement with it is gone.",
        **one_side(spots, effect),
    )


def _narrowed(edit: Edit, opener: Spot, run: list[Spot], effect: int) -> Findings:
    statement = opener.statement
    if statement is None or not run:
        return
    before = opener.sentence.terms[opener.index - 1] if opener.index else None
    if before is not None and before.key in _NOUNS_OF_TIME:
        edit.take([opener])
        return
    bare = len([s for s in run if s.term.code not in "b&|"]) == 1
    inner = any(s.term.code not in "b&|,." for s in _rest(opener))
    if bare and inner:
        return
    edit.take(run)
    if statement.force is Force.COVERAGE:
        yield finding(
            "condition-or-exception",
            towards(effect),
            dimension_of_statement(statement),
            "The policy covers fewer cases." if effect > 0 else "The policy covers more cases.",
            **one_side(run, effect),
        )
        return
    if not statement.sign or any(s.term.code in "XT" and abs(s.index - opener.index) <= 2 for s in (*edit.all_gone, *edit.all_came)):
        return
    sign = -statement.sign * effect
    if opener.place == "X":
        sign = -sign
    if statement.sign > 0 and opener.term.code == "x" and _on_a_limit(opener):
        sign = -sign
    if opener.term.code == "i" and _widens(opener) and statement.force is not Force.CONSENT:
        if opener.sentence.signature[opener.index - 1] == "," and not re.search(r"[|&]b?i", opener.sentence.signature):
            yield finding(
                "condition-or-exception",
                UNCLEAR,
                dimension_of_statement(statement),
                "It may be a further case or a narrower one.",
                **one_side(run, effect),
            )
            return
        sign = -sign
    if _is_relative(opener, run):
        sign = statement.sign * effect
    reason = "It now holds in more cases." if (sign > 0) == (statement.sign > 0) else "It now holds in fewer cases."
    yield finding("condition-or-exception", towards(sign), dimension_of_statement(statement), reason, **one_side(run, effect))


def _on_a_limit(opener: Spot) -> bool:
    """Whether an exception stands to the limit of a practice ("only with consent, except …") and not to the practice."""
    statement = opener.statement
    first = statement.first if statement else 0
    before = opener.sentence.terms[first : opener.index]
    return any(term.code in "lk" or term.key == "condition.only_if" for term in before)


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


@rule("law", "We disclose files where required by law.", "We disclose files where permitted by law.", RELAXES)
def law(edit: Edit) -> Findings:
    """What the law permits is more than what it requires; "as the law requires" put to a promise or right leaves only that much of it."""
    gone, came = [s for s in edit.gone if s.term.code in "LR"], [s for s in edit.came if s.term.code in "LR"]
    if not gone and not came:
        return
    edit.take([*gone, *came])
    kinds = "".join(s.term.code for s in gone) + ">" + "".join(s.term.code for s in came)
    spot = (came or gone)[0]
    statement = spot.statement
    if statement is None or not statement.sign or kinds[0] == kinds[-1]:
        return
    dimension = dimension_of_statement(statement)
    if kinds in {"R>L", "L>R"}:
        sign = 1 if kinds == "R>L" else -1
        if statement.force is Force.DUTY and spot.place == "H":
            sign = 0
        yield finding(
            "law",
            towards(sign) if sign else UNCLEAR,
            dimension,
            "The law permits more than it requires.",
            gone=gone,
            came=came,
            material=True,
        )
        return
    yield from _law_alone(gone, came, statement.sign, spot, dimension)


_LIMITING = re.compile(r"(?:only|where|when|if|to the extent)\b", re.IGNORECASE)


def _law_alone(gone: list[Spot], came: list[Spot], sign: int, spot: Spot, dimension: Dimension) -> Findings:
    effect = 1 if came else -1
    if sign > 0:
        listed = spot.sentence.signature[: spot.index].rstrip("b_")[-1:] in {",", "&", "|"}
        limit = _LIMITING.match(spot.words) is not None or spot.place == "i"
        direction = towards(effect) if spot.term.code == "L" or listed else RELAXES if effect < 0 else towards(-1) if limit else UNCLEAR
        reason = "What the law asks for is, or is no longer, the ground or limit of what is done."
    else:
        direction = towards(effect)
        reason = (
            "The promise or right holds only as far as the law goes."
            if direction is RELAXES
            else "The promise or right no longer ends where the law does."
        )
    yield finding("law", direction, dimension, reason, gone=gone, came=came)


def _stood_alone(edit: Edit, opener: Spot) -> bool:
    """Whether words that stood already, and were no examples, now stand as examples after a new opener."""
    following = next(
        (
            Spot(opener.sentence, i)
            for i in range(opener.index + 1, len(opener.sentence.terms))
            if opener.sentence.terms[i].code not in ",b"
        ),
        None,
    )
    if opener.term.code != "e" or following is None or following in edit.all_came or following.statement is not opener.statement:
        return False
    return any(
        term.key == following.term.key and edit.old.statement_of(i) is not None and Spot(edit.old, i).place == "H"
        for i, term in enumerate(edit.old.terms)
    )


@rule("open-list", "We collect the following: your age.", "We collect data including, but not limited to: your age.", RELAXES)
def open_list(edit: Edit) -> Findings:
    """A closed list of what is done that is now open relaxes; examples put under a category that was allowed already are neutral."""
    gone, came = [s for s in edit.gone if s.term.code in "eE"], [s for s in edit.came if s.term.code in "eE"]
    if not gone and not came:
        return
    edit.take([*gone, *came])
    opened = any(s.term.code == "e" for s in came) and any(s.term.code in "El" for s in [*gone, *edit.gone])
    closed = any(s.term.code == "e" for s in gone) and any(s.term.code in "El" for s in [*came, *edit.came])
    spot = (came or gone)[0]
    if spot.statement is None or not spot.statement.sign:
        return
    if opened == closed:
        if any(_stood_alone(edit, s) for s in came):
            yield finding(
                "open-list", UNCLEAR, dimension_of_statement(spot.statement), "What was said outright is now only an example.", came=came
            )
        return
    sign = spot.statement.sign * (1 if opened else -1)
    yield finding(
        "open-list",
        towards(sign),
        dimension_of_statement(spot.statement),
        "The list no longer tells all." if opened else "The list now tells all.",
        gone=gone,
        came=came,
    )
