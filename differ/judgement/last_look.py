"""A last look at a sentence that became another in which no rule found anything: what it says of the same things may have turned.

Words that no rule explains are no business of this look, nor are those that only `differ.deciding` knows.
"""

from collections.abc import Mapping, Sequence

from differ.judgement.kinds import CHOICE, CONDITION, NEGATION, OPENER, PERSON, VERBS
from differ.judgement.matching import Spot
from differ.judgement.rules.base import UNCLEAR, Edit, Findings, finding
from differ.judgement.rules.counterparts import counterparts
from differ.judgement.statements import Force, Sentence, Statement
from differ.model import Finding


def last_look(edit: Edit) -> list[Finding]:
    """That a person has to look, and at what: what turned, as where a "not" has moved or a right is newly refused, else what may turn."""
    return list(_what_turned(edit)) or list(_what_may_turn(edit))


def _what_turned(edit: Edit) -> Findings:
    """That a "not" has moved, a promise is none any more, or a right is newly refused."""
    turned = _turned(edit)
    if turned:
        reason = "What was ruled out and what was done trade places."
        yield finding("unexplained", UNCLEAR, None, reason, gone=_spots(edit.old, turned), came=_spots(edit.new, turned))
    for told, reason in (
        (_binds_no_more, "What was promised or ruled out may no longer be."),
        (_denies_now, "What was not refused may now be."),
        (_trades_objects, "What is done with one thing and what with another trade places."),
        (_need_not_be, "What was said to be so now only may or should be."),
    ):
        if told(edit):
            yield finding("unexplained", UNCLEAR, None, reason, gone=edit.all_gone, came=edit.all_came)


def _what_may_turn(edit: Edit) -> Findings:
    """The words that differ and bear on what is said, though nothing was said of them."""
    gone, came = ([spot for spot in side if _may_turn(edit, spot)] for side in (edit.all_gone, edit.all_came))
    if gone or came:
        yield finding("unexplained", UNCLEAR, None, "No rule weighs what these words turn.", gone=gone, came=came)


def _may_turn(edit: Edit, spot: Spot) -> bool:
    """Whether an amount, limit, condition or hedge differs that bears on what its statement says, or any word of one that nobody can
    read, and nothing was said of it.
    """
    others = edit.all_came if spot in edit.all_gone else edit.all_gone
    if any(other.term.key == spot.term.key for other in others) or edit.is_set_aside(spot) or _dates_the_text(spot):
        return False
    if spot.statement is not None and spot.statement.unread:
        return spot.term.code not in _NAMES_AND_JOINS
    if spot.term.code == OPENER and spot.sentence.signature[spot.index + 1 : spot.index + 2] == CONDITION:
        return True  # "for instance when" is no limit
    sign = spot.statement.sign if spot.statement is not None else 0
    turns = _TURN_ANYTHING if not sign else _TURN_A_PROMISE if sign < 0 else _TURN_A_PRACTICE
    return spot.term.code in turns or (spot.term.key == _MIGHT and not _says_nothing(spot))


def _says_nothing(spot: Spot) -> bool:
    """Whether a word stands where nothing is said of data, so that what may be and what might be is one."""
    return spot.statement is not None and spot.statement.force is Force.SILENT


def _dates_the_text(spot: Spot) -> bool:
    """Whether a term stands where a text only says when it was last changed."""
    statement = spot.statement
    if statement is None or statement.force is not Force.SILENT:
        return False
    return any(term.key == "pointer.dating" for term in spot.sentence.terms[statement.first : statement.last])


_NAMES_AND_JOINS = frozenset("AfFb&|!")
_TURN_ANYTHING = frozenset("qlxXv")
_TURN_A_PRACTICE = _TURN_ANYTHING | frozenset("ikKWtTBNn")
_TURN_A_PROMISE = _TURN_A_PRACTICE | frozenset("h")
_MIGHT = "permission.might"


def _turned(edit: Edit) -> frozenset[str]:
    """What stood in a ban and now stands in a practice, or the reverse, since a "not" has moved."""
    if not all(any(spot.term.code == NEGATION for spot in side) for side in (edit.all_gone, edit.all_came)):
        return frozenset()
    before, after = (_weights(sentence) for sentence in (edit.old, edit.new))
    return frozenset(key for key, signs in before.items() if len(signs) == 1 and {-sign for sign in signs} == after.get(key))


def _weights(sentence: Sentence) -> Mapping[str, set[int]]:
    """For each thing that a sentence of practices and bans names, which way it weighs where it stands."""
    found: dict[str, set[int]] = {}
    for index, term in enumerate(sentence.terms):
        spot = Spot(sentence, index)
        if term.code in "dru_" and spot.place in "Hx" and spot.statement is not None and spot.statement.force in _DONE_OR_NOT:
            found.setdefault(term.key, set()).add(spot.sign)
    return found


_DONE_OR_NOT = frozenset({Force.PRACTICE, Force.LIMITED, Force.BAN})


def _spots(sentence: Sentence, keys: frozenset[str]) -> Sequence[Spot]:
    return [Spot(sentence, index) for index, term in enumerate(sentence.terms) if term.key in keys]


def _binds_no_more(edit: Edit) -> bool:
    """Whether a statement that bound somebody has become one that does not."""
    if any(one.sign < 0 for one in edit.new.statements):
        return False
    return any(old.sign < 0 and (new.force in _SAYS_NOTHING or _does_another_thing(old, new)) for old, new in counterparts(edit))


_SAYS_NOTHING = frozenset({Force.SILENT, Force.MENTION})


def _does_another_thing(old: Statement, new: Statement) -> bool:
    """Whether what was promised is now the case in which something else is done: "it is wiped unless you save it", the other way round."""
    verbs = old.verb, new.verb
    return new.force is Force.PRACTICE and all(verb is not None for verb in verbs) and len({verb.key for verb in verbs if verb}) > 1


def _trades_objects(edit: Edit) -> bool:
    """Whether two things of which different things are promised have changed places: "we delete scans and keep invoices safe"."""
    if not any(one.sign < 0 for one in edit.old.statements):
        return False
    before, after = _governed(edit.old), _governed(edit.new)
    moved = [thing for thing, verb in before.items() if after.get(thing, verb) != verb]
    return len(moved) > 1 and {before[thing] for thing in moved} == {after[thing] for thing in moved}


def _governed(sentence: Sentence) -> Mapping[str, str]:
    """The things that a sentence names once behind a verb, each with the verb before it."""
    found: dict[str, str] = {}
    verb = ""
    for term in sentence.terms:
        if term.code in VERBS:
            verb = term.key
        elif term.code in "dru_" and verb:
            found[term.key] = "" if term.key in found else verb
    return {thing: verb for thing, verb in found.items() if verb}


def _need_not_be(edit: Edit) -> bool:
    """Whether "may", "can" or "should" is new in words that speak of no known practice, of which nobody can tell whether they promise."""
    if any(spot.term.code in _MODAL for spot in edit.all_gone):
        return False
    return any(
        spot.term.code in _MODAL and spot.statement is not None and spot.statement.force is Force.SILENT and spot.statement.actor != PERSON
        for spot in edit.all_came
    )


_MODAL = frozenset("mv")


def _denies_now(edit: Edit) -> bool:
    """Whether words that said nothing of a right now say that there is none, or the reverse."""
    before, after = (any(_denies_a_choice(one) for one in side.statements) for side in (edit.old, edit.new))
    return before != after


def _denies_a_choice(statement: Statement) -> bool:
    return statement.force is Force.DENIAL and statement.verb is not None and statement.verb.code == CHOICE
