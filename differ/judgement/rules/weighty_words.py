"""Tells which words, though of a kind that is harmless as a rule, may weigh where they stand.

What becomes of the others is the business of `wording`.
"""

import re

from differ.judgement.kinds import VERBS
from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import Edit, is_a_choice_lost
from differ.judgement.rules.items import counted_as_data
from differ.judgement.rules.routes import bounded_by_a_bracket, covers_less
from differ.judgement.statements import Force
from differ.judgement.voice import is_done_to

_CONTENT = frozenset("adrgcpusk")
_TURNS = frozenset("nxlkKW")  # never harmless
_DECISIVE = frozenset("qtTXLROVNDSGHQ")  # never harmless beside words about data
QUIET = frozenset({Force.SILENT, Force.COVERAGE, Force.DEFINITION, Force.PERSON, Force.IDENTITY})


def may_weigh(edit: Edit, spot: Spot) -> bool:
    """Whether a changed word may turn, widen or narrow what is said, so that it is not harmless for certain."""
    tells_of_data = not _CONTENT.isdisjoint((*edit.old.signature, *edit.new.signature))
    return (
        spot.term.code in _TURNS
        or (tells_of_data and _weighs_beside_data(edit, spot))
        or (spot.term.code == "h" and "n" in spot.sentence.signature)
        or _may_act_instead(edit, spot)
        or _is_carved_out(edit, spot)
        or _was_all_covered(edit, spot)
        or _narrows_a_ban(edit, spot)
        or _is_of_someone(edit, spot)
        or covers_less(edit, spot)
        or is_a_choice_lost(edit, spot)
        or _is_one_way_of_several(edit, spot)
        or _no_longer_counts(edit, spot)
        or _is_a_step_to_a_right(edit, spot)
        or _sees_more(edit, spot)
        or _another_does_it_now(edit, spot)
        or (spot in edit.gone and bounded_by_a_bracket(spot))
    )


def _weighs_beside_data(edit: Edit, spot: Spot) -> bool:
    """Whether a word weighs where data are told of, in that it bounds what is said."""
    return spot.term.code in _DECISIVE or _dates_a_case(spot) or (_is_a_figure(edit, spot) and not _renumbered(edit, spot))


def _may_act_instead(edit: Edit, spot: Spot) -> bool:
    """Whether the person or the organisation may act or be meant where the other was, or in a condition or exception."""
    if spot.term.code not in "oy":
        return False
    if spot.place in "ix" and not _names_who_acts(edit, spot):
        return True
    return any(_trades_places(hunk) for hunk in edit.hunks) and not _done_by_the_same(edit)


def _was_all_covered(edit: Edit, spot: Spot) -> bool:
    """Whether it is no longer said of how many things that a policy covers them: "all our shops"."""
    return spot.term.code == "j" and spot.statement is not None and spot.statement.force is Force.COVERAGE and spot in edit.gone


def _trades_places(hunk: Hunk) -> bool:
    """Whether the organisation stands where the person stood, or the reverse."""
    gone, came = ([spot.term.code for spot in side if spot.term.code in "oy"] for side in (hunk.gone, hunk.came))
    return bool(gone) and bool(came) and gone != came


def _done_by_the_same(edit: Edit) -> bool:
    """Whether each thing done or promised is so on both sides, so that the organisation does it in whatever voice: "you are told by us"."""
    before, after = ([(one.force, one.verb and one.verb.key) for one in side.statements] for side in (edit.old, edit.new))
    return before == after and all(force in _OF_ONE_ACTOR and verb for force, verb in before)


_OF_ONE_ACTOR = frozenset({Force.PRACTICE, Force.LIMITED, Force.BAN, Force.DUTY})


def _names_who_acts(edit: Edit, spot: Spot) -> bool:
    """Whether the organisation is named before a verb that the other side has in the passive: "once we read it", "once it is read"."""
    statement, other = spot.statement, edit.other_side(spot)
    if spot.term.code != "o" or statement is None:
        return False
    near = spot.sentence.terms[spot.index + 1 : min(statement.last, spot.index + 5)]
    verb = next((term for term in near if term.code in VERBS), None)
    return verb is not None and any(
        term.key == verb.key and is_done_to(other.text, other.terms, index) for index, term in enumerate(other.terms)
    )


def _dates_a_case(spot: Spot) -> bool:
    """Whether a date says until, from or before when something holds, and not only when a text was written."""
    return spot.term.code == "Y" and spot.place in "ixX"


def _is_a_figure(edit: Edit, spot: Spot) -> bool:
    """Whether a term is a number or a date that may bound what is said, and not part of an address or a telephone number."""
    statement = spot.statement
    if spot.term.code == "Y" and spot.sign > 0 and spot in edit.all_came and not any(one.term.code == "Y" for one in edit.all_gone):
        return False  # since when something is done, newly said
    if spot.term.code not in "PAY_" or not any(char.isdigit() for char in spot.words) or statement is None or statement.force in QUIET:
        return False
    return not any(term.code == "U" or term.key == "pointer.reach" for term in spot.sentence.terms)


def _renumbered(edit: Edit, spot: Spot) -> bool:
    """Whether a figure is the number of a section that now has another."""
    before = spot.sentence.terms[max(0, spot.index - 2) : spot.index]
    hunk = edit.hunk_of(spot)
    return any(term.code == "P" for term in before) and bool(hunk.gone) and bool(hunk.came)


def _is_carved_out(edit: Edit, spot: Spot) -> bool:
    """Whether a word tells of the exception from a ban, or stands for another in that from what the organisation does."""
    if spot.place not in "xX" or spot.term.code not in "_AP":
        return False
    if "n" in spot.sentence.signature:
        return True
    statement, hunk = spot.statement, edit.hunk_of(spot)
    return statement is not None and statement.actor == "o" and bool(hunk.gone) and bool(hunk.came)


def _narrows_a_ban(edit: Edit, spot: Spot) -> bool:
    """Whether it is newly told by which way a thing is not done: "we never ask for it by letter"."""
    statement = spot.statement
    banned = statement is not None and statement.force is Force.BAN and spot.place == "H"
    return banned and spot in edit.came and spot.term.key == "pointer.reach"


def _is_of_someone(edit: Edit, spot: Spot) -> bool:
    """Whether it matters who is named: children, those who are told, those whose data it is, those to whom a promise is limited."""
    return (
        spot.term.key == "child"
        or _is_only_its_kind(edit, spot)
        or _was_told(edit, spot)
        or _tells_whose(edit, spot)
        or _for_some_only(edit, spot)
    )


def _for_some_only(edit: Edit, spot: Spot) -> bool:
    """Whether people are newly named to whom a promise, a ban or a right is limited: "for members", "of guests"."""
    statement = spot.statement
    if spot.term.code != "y" or spot not in edit.came or statement is None or statement.sign >= 0 or spot.place != "H":
        return False
    before = spot.sentence.terms[spot.index - 1] if spot.index else None
    if before is None or before.key not in {"of", "for", "from"} or spot.words.lower().startswith("you"):
        return False
    return not any(one.term.code == "y" for one in edit.gone)


def _is_only_its_kind(edit: Edit, spot: Spot) -> bool:
    """Whether people are newly told only of which kinds things are: "what kinds of companies"."""
    statement = spot.statement
    if statement is None or statement.sign >= 0 or spot not in edit.came or spot.place != "H":
        return False
    return _KINDS.fullmatch(spot.words) is not None and _KINDS.search(spot.sentence.text) is not None and not _KINDS.search(edit.old.text)


_KINDS = re.compile(r"(?:kinds?|types?|sorts?|categor(?:y|ies))(?:\sof)?", re.IGNORECASE)


def _was_told(edit: Edit, spot: Spot) -> bool:
    """Whether the person stands among those who are told on one side only."""
    statement = spot.statement
    if statement is None or statement.verb is None or statement.verb.key != "guard.notify":
        return False
    if spot.term.code == "&" and spot in edit.gone and _YOU.search(edit.old.text) and not _YOU.search(edit.new.text):
        return True
    if spot.term.code != "y":
        return False
    other = edit.other_side(spot)
    return "y" not in other.signature and _YOU.search(other.text) is None


_YOU = re.compile(r"\byou\b", re.IGNORECASE)


def _tells_whose(edit: Edit, spot: Spot) -> bool:
    """Whether "you" acts in a clause that tells which data is meant ("messages that you report"), and not to narrow what is done."""
    codes = spot.sentence.signature
    if spot in edit.came and spot.sign > 0:
        return False
    return (
        spot.term.code == "y"
        and spot.index > 0
        and codes[spot.index - 1] == "d"
        and codes[spot.index + 1 : spot.index + 2] in {"a", "g", "c", "p"}
    )


def _is_one_way_of_several(edit: Edit, spot: Spot) -> bool:
    """Whether it is newly said how a thing is not done, as "by post", so that it may be done otherwise."""
    return spot.term.key == "pointer.reach" and spot in edit.came and {"n", "d"} <= {*spot.sentence.signature}


def _no_longer_counts(edit: Edit, spot: Spot) -> bool:
    """Whether a thing is no longer treated as personal data."""
    return spot in edit.gone and counted_as_data(spot, edit.new.terms)


def _is_a_step_to_a_right(edit: Edit, spot: Spot) -> bool:
    """Whether it tells what the person has to do to use a right: "to have it removed, you must post us a letter"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.PERSON or spot.term.code not in "_drgaf":
        return False
    return all(_TO_USE_A_RIGHT.match(one.text) is not None for one in (edit.old, edit.new))


_TO_USE_A_RIGHT = re.compile(
    r"(?:(?:in\sorder\s)?to|if\syou\s(?:want|wish|would\slike|prefer)\sto|for)\s(?:\w+\s){0,4}?(?:remov|delet|eras|correct|opt|leav|withdraw|object|access|copy"
    r"|unsubscrib|clos|stop|taken\sdown|revok|cancel)\w*\b[^.;]*\byou\s(?:must|need|have|should|shall|are\srequired|will\shave)\b",
    re.IGNORECASE,
)


def _another_does_it_now(edit: Edit, spot: Spot) -> bool:
    """Whether the person acted first of all, and in the other text someone else does what no rule can read: "you unlock it"."""
    if spot.term.code != "y" or spot.index or spot not in edit.gone or spot.statement is None or not spot.words.lower().startswith("you"):
        return False
    other = edit.new.statements[0] if edit.new.statements else None
    if other is None or _YOU.search(edit.new.text) or any(term.code == "y" for term in edit.new.terms):
        return False
    return other.force in {Force.PRACTICE, Force.MENTION} and any(term.code == "d" for term in edit.new.terms)


def _sees_more(edit: Edit, spot: Spot) -> bool:
    """Whether other data are shown to people of whom it is not said that they are theirs: "drivers see home addresses"."""
    statement = spot.statement
    if statement is None or statement.force is not Force.PERSON or spot.term.code not in "d_" or spot not in edit.came:
        return False
    if statement.verb is None or statement.verb.key not in _SEES or _YOU.search(spot.sentence.text):
        return False
    return spot.term.start > statement.verb.start and any(term.code == "d" for term in spot.sentence.terms[spot.index :])


_SEES = frozenset({"act.look_up", "choice.access", "act.retain", "act.collect"})
