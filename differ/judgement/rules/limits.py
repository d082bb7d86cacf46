"""Rules on the word "only", and on open and closed lists."""

import re

from differ.judgement.matching import Spot
from differ.judgement.rules.base import (
    RELAXES,
    UNCLEAR,
    Edit,
    Findings,
    dimension_of_statement,
    finding,
    one_side,
    rule,
    towards,
    undecided,
)
from differ.judgement.rules.examples import ADDS
from differ.judgement.statements import Force, Statement
from differ.model import Finding


@rule("only", "We use your number only for delivery.", "We use your number for delivery.", RELAXES)
def only(edit: Edit) -> Findings:
    """The word "only" taken out of what is done relaxes, put in tightens; in a right or a promise it is the other way round."""
    gone, came = (
        [s for s in side if s.term.code == "l" and not undecided(s) and not _of_an_act(s) and not _of_a_time(s)]
        for side in (edit.gone, edit.came)
    )
    edit.take([*gone, *came])
    edit.set_aside([s for s in (*edit.gone, *edit.came) if _of_a_time(s)])
    if bool(gone) != bool(came) and any(s.term.key == "condition.only_if" for s in (edit.came if gone else edit.gone)):
        return
    if gone and came:
        statement = came[0].statement
        if len(gone) == len(came) == 1 and _limit_the_same(gone[0], came[0]):
            edit.set_aside([*gone, *came])
            return
        if statement is not None and statement.sign:
            yield finding("only", UNCLEAR, dimension_of_statement(statement), "The limit stands before other words.", gone=gone, came=came)
        return
    for spots, effect in ((came, 1), (gone, -1)):
        for spot in spots:
            statement = spot.statement
            if _ends_no_later(edit, spot):
                edit.set_aside([spot])
            elif statement is not None and statement.sign:
                yield _limit(spot, statement, effect)


def _limit_the_same(one: Spot, other: Spot) -> bool:
    """Whether two limits, one of them before the verb or behind the purpose, limit what it is done for."""
    limited = {_limits_what_for(one), _limits_what_for(other)}
    return limited == {True, None} or (limited == {True} and _stands_last(one) != _stands_last(other))


def _limit(spot: Spot, statement: Statement, effect: int) -> Finding:
    """What it means that a limit is new (`effect` above 0) or gone."""
    dimension, side = dimension_of_statement(statement), one_side([spot], effect)
    if (
        statement.force is Force.BAN
        or _is_denied_too(spot)
        or _on_request(spot)
        or (_you_alone(spot) and statement.force is not Force.LIMITED)
    ):
        return finding("only", UNCLEAR, dimension, "What the limit narrows cannot be told.", **side)
    sign = -statement.sign * effect
    return finding(
        "only",
        towards(sign),
        dimension,
        "A limit on what may be done is gone." if sign > 0 else "What may be done is limited.",
        witness="It may now be used for something else as well." if sign > 0 else "",
        material=True,
        **side,
    )


def _is_denied_too(spot: Spot) -> bool:
    """Whether a limit that is itself a denial stands with another "not", so that who is meant is turned round: "nobody but … is not"."""
    return spot.words.lower().startswith("no") and "n" in spot.sentence.signature


def _limits_what_for(spot: Spot) -> bool | None:
    """Whether the limit stands before a purpose, time or condition, or right behind one that ends the statement; None where it stands
    before the verb, and so limits the same.
    """
    if _stands_last(spot):
        return True
    following = spot.sentence.terms[spot.index + 1 : spot.index + 2]
    if spot.statement is not None and following and following[0] is spot.statement.verb:
        return None
    return bool(following) and (following[0].code in "tLRik" or following[0].key in _WHAT_FOR)


def _stands_last(spot: Spot) -> bool:
    """Whether the limit is the last word, behind what something is done for: "for that delivery only"."""
    statement, terms = spot.statement, spot.sentence.terms
    if statement is None or any(term.code not in ",." for term in terms[spot.index + 1 : statement.last]):
        return False
    before = [term for term in terms[statement.first : spot.index] if term.code not in "_jdA"]
    return before[-1:] != [] and (
        before[-1].key in _WHAT_FOR or (before[-1].code == "u" and before[-2:-1] != [] and before[-2].key in _WHAT_FOR)
    )


_WHAT_FOR = frozenset({"for", "to"})


def _of_a_time(spot: Spot) -> bool:
    """Whether the purpose told is the one for which something is kept "as long as necessary", and no limit of its own."""
    before = [term.code for term in spot.sentence.terms[max(0, spot.index - 3) : spot.index] if term.code not in "b_"]
    return spot.term.code == "l" and before[-1:] == ["t"] and spot.words.lower().startswith("for ")


def _ends_no_later(edit: Edit, spot: Spot) -> bool:
    """Whether "only as long as" stands for "no longer than", or the reverse: both end it at one time."""
    following = spot.sentence.terms[spot.index + 1 : spot.index + 3]
    other = edit.other_side(spot).text
    return any(term.code in "tq" for term in following) and _NO_LONGER.search(other) is not None


_NO_LONGER = re.compile(r"\b(?:no|not|never)\s(?:\w+\s){0,3}longer\sthan\b", re.IGNORECASE)


def _of_an_act(spot: Spot) -> bool:
    """Whether the limit stands with a verb of doing something with data, though nothing there is known to be data."""
    statement = spot.statement
    return statement is not None and statement.force is Force.SILENT and statement.verb is not None and statement.verb.code in "ag"


def _on_request(spot: Spot) -> bool:
    """Whether what is limited is not what a verb says of someone, but what happens at the person's request ("on request only")."""
    statement = spot.statement
    if statement is None or statement.verb is None:
        return statement is not None and statement.force in {Force.RIGHT, Force.DUTY}
    return statement.force is Force.RIGHT and statement.actor != "y" and "m" not in spot.sentence.signature


def _you_alone(spot: Spot) -> bool:
    """Whether it says that the person does a thing and nobody else, which limits the others, not the person ("only you see it")."""
    following = spot.sentence.terms[spot.index + 1 : spot.index + 2]
    return any(spot.sentence.text[term.start : term.end].lower() == "you" for term in following)


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
    if ADDS.match(opener.words) and opener.index and Spot(opener.sentence, opener.index - 1) in edit.all_came:
        return False  # "letters", now "cards and other letters"
    return any(
        term.key == following.term.key and edit.old.statement_of(i) is not None and Spot(edit.old, i).place == "H"
        for i, term in enumerate(edit.old.terms)
    )
