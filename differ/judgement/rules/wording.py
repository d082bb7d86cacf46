"""Rules that prove a change of words harmless: the same in other words, links, dates, connecting words."""

import re
from collections.abc import Sequence

from differ.judgement.asides import leaves_the_past
from differ.judgement.kinds import VERBS
from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import NEUTRAL, UNCLEAR, Edit, Findings, finding, is_a_choice_lost, one_side, rule, towards
from differ.judgement.rules.items import counted_as_data
from differ.judgement.rules.routes import covers_less
from differ.judgement.statements import Force
from differ.judgement.voice import is_done_to
from differ.model import Dimension, Finding, Words

_HARMLESS = "<>FPUYb&|!zeEhjvwoy"
_CONTENT = frozenset("adrgcpusk")
_DECISIVE = frozenset("nxlkKWqtTXLROVNDSGHQ")  # never harmless beside words about data
_SITE = "site"  # as good as "website", which is a pointer
_QUIET = frozenset({Force.SILENT, Force.COVERAGE, Force.DEFINITION, Force.PERSON, Force.IDENTITY})


def in_other_words(old: str, new: str) -> Finding:
    """That two texts say the same in other words."""
    return Finding(rule="wording", direction=NEUTRAL, dimension=None, words=Words(old=old, new=new), reason="The same in other words.")


@rule("wording", "We keep your data safe at our office in Lund.", "At our office in Lund we keep your data safe.", NEUTRAL)
def wording(edit: Edit) -> Sequence[Finding]:
    """Connecting words, links, dates, pointers to other texts and words in sentences that say nothing of data move nothing."""
    tells = bool((set(edit.old.signature) | set(edit.new.signature)) & _CONTENT)
    swapped = any(_trades_places(hunk) for hunk in edit.hunks) and not _done_by_the_same(edit)
    for spot in [*edit.gone, *edit.came]:
        statement = spot.statement
        if spot.term.code in "nxlkKW" or (tells and spot.term.code in _DECISIVE):
            continue
        if spot.term.code == "h" and "n" in spot.sentence.signature:
            continue
        if spot.term.code in "oy" and (swapped or (spot.place in "ix" and not _names_who_acts(edit, spot))):
            continue
        if tells and (_dates_a_case(spot) or (_is_a_figure(edit, spot) and not _renumbered(edit, spot))):
            continue
        if tells and spot.term.code in "adrgk" and statement is not None and statement.force is Force.SILENT and not _points(spot):
            continue
        if spot.term.code in "nx" and set(spot.sentence.signature) & set("drusk"):
            continue
        if (
            spot.term.code in "jl"
            and statement is not None
            and statement.force is Force.COVERAGE
            and (spot in edit.gone or spot.term.code == "l")
        ):
            continue
        if _gives_away(spot) or any(weighs(edit, spot) for weighs in _WEIGHS):
            continue
        if spot.place in "xX" and spot.term.code in "_AP" and ("n" in spot.sentence.signature or _swaps_a_carve_out(edit, spot)):
            continue
        if spot.term.code in _HARMLESS or spot.term.key == _SITE or statement is None or statement.force in _QUIET:
            edit.take([spot])
    return ()


@rule(
    "stays-lawful",
    "Withdrawal does not affect the lawfulness of what was done before.",
    "Withdrawal shall not affect the legality of what was done before.",
    NEUTRAL,
)
def stays_lawful(edit: Edit) -> Findings:
    """That what was lawful before a withdrawal stays so, said in other words, moves nothing."""
    if all(leaves_the_past(side.text) and len(side.statements) == 1 for side in (edit.old, edit.new)) and edit.hunks:
        reason = "It only says that what was lawful stays so."
        gone, came = list(edit.gone), list(edit.came)
        edit.take([*gone, *came])
        yield finding("stays-lawful", NEUTRAL, None, reason, gone=gone, came=came)


def _dates_a_case(spot: Spot) -> bool:
    """Whether a date says until, from or before when something holds, and not only when a text was written."""
    return spot.term.code == "Y" and spot.place in "ixX"


def _is_one_way_of_several(edit: Edit, spot: Spot) -> bool:
    """Whether it is newly said how a thing is not done, as "by post", so that it may be done otherwise."""
    return spot.term.key == "pointer.reach" and spot in edit.came and {"n", "d"} <= {*spot.sentence.signature}


def _no_longer_counts(edit: Edit, spot: Spot) -> bool:
    """Whether a thing is no longer treated as personal data."""
    return spot in edit.gone and counted_as_data(spot, edit.new.terms)


def _trades_places(hunk: Hunk) -> bool:
    """Whether the organisation stands where the person stood, or the reverse."""
    gone, came = ([spot.term.code for spot in side if spot.term.code in "oy"] for side in (hunk.gone, hunk.came))
    return bool(gone) and bool(came) and gone != came


_OF_ONE_ACTOR = frozenset({Force.PRACTICE, Force.LIMITED, Force.BAN, Force.DUTY})


def _done_by_the_same(edit: Edit) -> bool:
    """Whether each thing done or promised is so on both sides, so that the organisation does it in whatever voice: "you are told by us"."""
    before, after = ([(one.force, one.verb and one.verb.key) for one in side.statements] for side in (edit.old, edit.new))
    return before == after and all(force in _OF_ONE_ACTOR and verb for force, verb in before)


def _names_who_acts(edit: Edit, spot: Spot) -> bool:
    """Whether the organisation is named before a verb that the other side has in the passive: "once we read it", "once it is read"."""
    statement, other = spot.statement, edit.new if spot in edit.gone else edit.old
    if spot.term.code != "o" or statement is None:
        return False
    near = spot.sentence.terms[spot.index + 1 : min(statement.last, spot.index + 5)]
    verb = next((term for term in near if term.code in VERBS), None)
    return verb is not None and any(
        term.key == verb.key and is_done_to(other.text, other.terms, index) for index, term in enumerate(other.terms)
    )


def _swaps_a_carve_out(edit: Edit, spot: Spot) -> bool:
    """Whether a word stands for another in the exception from what the organisation does, so that others are left out of it."""
    statement = spot.statement
    hunk = next((hunk for hunk in edit.hunks if spot in hunk.gone or spot in hunk.came), None)
    return statement is not None and statement.actor == "o" and hunk is not None and bool(hunk.gone) and bool(hunk.came)


def _narrows_a_ban(edit: Edit, spot: Spot) -> bool:
    """Whether a word newly tells which of a kind are ruled out ("no final decision"), or by which way ("we never ask for it by letter")."""
    statement = spot.statement
    if spot not in edit.came or statement is None or spot.place != "H":
        return False
    before, after = (spot.sentence.terms[index : index + 1] for index in (max(0, spot.index - 1), spot.index + 1))
    if spot.term.code == "_" and statement.force is Force.SILENT:
        return bool(after) and before[0].code == "n" and after[0].code == "_" and before[0].key == "negation.not"
    return spot.term.key == "pointer.reach" and statement.force is Force.BAN


def _is_of_someone(edit: Edit, spot: Spot) -> bool:
    """Whether it matters who is named: children, those who are told, those whose data it is, those to whom a promise is limited."""
    return spot.term.key == "child" or _was_told(edit, spot) or _tells_whose(edit, spot) or _for_some_only(edit, spot)


def _for_some_only(edit: Edit, spot: Spot) -> bool:
    """Whether people are newly named to whom a promise, a ban or a right is limited: "for members", "of guests"."""
    statement = spot.statement
    if spot.term.code != "y" or spot not in edit.came or statement is None or statement.sign >= 0 or spot.place != "H":
        return False
    before = spot.sentence.terms[spot.index - 1] if spot.index else None
    if before is None or before.key not in {"of", "for", "from"} or spot.words.lower().startswith("you"):
        return False
    return not any(one.term.code == "y" for one in edit.gone)


def _was_told(edit: Edit, spot: Spot) -> bool:
    """Whether the person stands among those who are told on one side only."""
    statement = spot.statement
    if spot.term.code != "y" or statement is None or statement.verb is None or statement.verb.key != "guard.notify":
        return False
    other = edit.new if spot in edit.gone else edit.old
    return "y" not in other.signature and _YOU.search(other.text) is None


_YOU = re.compile(r"\byou\b", re.IGNORECASE)


def _gives_away(spot: Spot) -> bool:
    """Whether a word stands after "to" in what is given, sent or passed on, of which nobody can tell whether it is data."""
    statement = spot.statement
    if statement is None or statement.force is not Force.SILENT or statement.verb is None or statement.verb.key not in _GIVES:
        return False
    if statement.actor != "o" or spot.term.code not in "_Ax":
        return False
    terms = spot.sentence.terms[statement.first : spot.index]
    return any(term.key == "to" and term.start > statement.verb.start for term in terms)


_GIVES = frozenset({"act.give", "act.transfer"})


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


def _is_a_figure(edit: Edit, spot: Spot) -> bool:
    """Whether a term is a number or a date that may bound what is said, and not part of an address or a telephone number."""
    statement = spot.statement
    if spot.term.code == "Y" and spot.sign > 0 and spot in edit.all_came and not any(one.term.code == "Y" for one in edit.all_gone):
        return False  # since when something is done, newly said
    if spot.term.code not in "PAY_" or not any(char.isdigit() for char in spot.words) or statement is None or statement.force in _QUIET:
        return False
    return not any(term.code == "U" or term.key == "pointer.reach" for term in spot.sentence.terms)


def _renumbered(edit: Edit, spot: Spot) -> bool:
    """Whether a figure is the number of a section that now has another."""
    before = spot.sentence.terms[max(0, spot.index - 2) : spot.index]
    hunk = next(hunk for hunk in edit.hunks if spot in hunk.gone or spot in hunk.came)
    return any(term.code == "P" for term in before) and bool(hunk.gone) and bool(hunk.came)


def _points(spot: Spot) -> bool:
    """Whether an act is named in words that only point to where it is told of."""
    statement = spot.statement
    return (
        spot.term.code in "ag"
        and statement is not None
        and not {*"F>P"}.isdisjoint(spot.sentence.signature[statement.first : statement.last])
        and not {*"nkWxD"} & {*spot.sentence.signature}
    )


_WEIGHS = (_narrows_a_ban, _is_of_someone, covers_less, is_a_choice_lost, _is_one_way_of_several, _no_longer_counts)


@rule("list-of-words", "We use your data for billing.", "We use your data for billing and star-gazing.", towards(1))
def list_of_words(edit: Edit) -> Findings:
    """A thing of no known kind put into a list of what is done relaxes, and put into a list of what is promised or offered tightens."""
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if bool(gone) == bool(came):
            continue
        spots, effect = (came, 1) if came else (gone, -1)
        if (
            any(spot.term.code not in "_Aodymghruapcs&|b" for spot in spots)
            or not _listed(spots)
            or all(s.term.code in "&|b" for s in spots)
        ):
            continue
        statement = spots[0].statement
        if statement is not None and statement.sign > 0 and (_protects(hunk) or _is_an_act(spots) or (effect < 0 and _tells_how(spots))):
            continue
        if statement is None or not statement.sign or spots[0].place != "H" or any(s.statement is not statement for s in spots):
            continue
        if statement.force is Force.BAN and any(spot.words.lower() == "together" for spot in spots):
            continue
        edit.take(spots)
        side = one_side(spots, effect)
        yield finding(
            "list-of-words",
            UNCLEAR if _stands_for_the_deed(spots) else towards(statement.sign * effect),
            Dimension.PURPOSE,
            "The list is longer." if effect > 0 else "The list is shorter.",
            **side,
        )


def _stands_for_the_deed(spots: Sequence[Spot]) -> bool:
    """Whether words stand behind "or" right after what a promise says is done, so that they may be done in its place."""
    statement, first = spots[0].statement, spots[0].index
    if statement is None or statement.force is not Force.DUTY or spots[0].term.code != "|" or first == 0:
        return False
    return spots[0].sentence.terms[first - 1] is statement.verb


def _protects(hunk: Hunk) -> bool:
    """Whether something done for the person is among the words."""
    return any(spot.term.code in "pcs" for spot in (*hunk.gone, *hunk.came))


def _tells_how(spots: Sequence[Spot]) -> bool:
    """Whether the words begin with a preposition ("and in a sealed cover"), so that they may be a limit and no further thing."""
    telling = [spot for spot in spots if spot.term.code not in "&|"]
    return telling[0].term.code == "b" and telling[0].term.key not in _AIMS


_ON_IT = re.compile(r"\b(?:it|them|this|these|those)\b", re.IGNORECASE)


def _is_an_act(spots: Sequence[Spot]) -> bool:
    """Whether the words say what else is done with what was named ("and burn it"), which may be done for the person."""
    return _ON_IT.search(spots[0].sentence.text, spots[0].term.end, spots[-1].term.end + 8) is not None


_AIMS = frozenset({"to", "for", "with"})


def _listed(spots: list[Spot]) -> bool:
    codes = spots[0].sentence.signature
    before, after = codes[: spots[0].index][-1:], codes[spots[-1].index + 1 :][:1]
    return (before in {",", "&", "|"} or codes[spots[0].index] in "&|") and (
        after in {",", "&", "|", ".", ""} or codes[spots[0].index] in "&|"
    )


@rule("modifier", "We share your file with couriers.", "We share your file with local couriers.", NEUTRAL, one_way=True)
def modifier(edit: Edit) -> Sequence[Finding]:
    """A word of no known kind that says more exactly what is done narrows it, and one taken out of what is ruled out leaves more
    ruled out; neither lets more be done.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if bool(hunk.gone) == bool(hunk.came):
            continue
        spots, allowed, force = (came, "_b", Force.PRACTICE) if came else (gone, "_b", Force.BAN)
        if (
            spots
            and len(spots) <= _MOST_WORDS
            and all(spot.term.code in allowed for spot in hunk.came or hunk.gone)
            and all(spot.place == "H" and spot.statement is not None and spot.statement.force is force for spot in spots)
            and all(spot.statement is not None and spot.statement.known is None for spot in spots)
            and not _is_an_item(hunk.came or hunk.gone)
            and all(spot.term.code != "b" or spot.term.key in _WHERE for spot in hunk.came)
            and not any(_makes_many(edit, spot) for spot in hunk.came)
        ):
            edit.take(spots)
    return ()


def _makes_many(edit: Edit, spot: Spot) -> bool:
    """Whether a word of number makes several of what was one: "a club", "several clubs"."""
    if spot.words.lower() not in _OF_NUMBER:
        return False
    nouns = {term.key: edit.new.text[term.start : term.end] for term in edit.new.terms[spot.index + 1 : spot.index + 3]}
    before = [
        edit.old.text[term.start : term.end] for term in edit.old.terms if nouns.get(term.key, "").endswith("s") and term.key in nouns
    ]
    return any(not written.endswith("s") for written in before)


_OF_NUMBER = frozenset("several various numerous many multiple different additional more two three four five".split())
_MOST_WORDS = 3
_WHERE = frozenset({"on", "in", "at", "within", "dur", "during"})


def _is_an_item(spots: Sequence[Spot]) -> bool:
    """Whether words may be an item of a list of their own, and do not stand before a known word that they tell more of."""
    codes = spots[0].sentence.signature
    before, after = codes[: spots[0].index][-1:], codes[spots[-1].index + 1 :][:1]
    return before in {",", "&", "|", ":", "."} and after in {",", "&", "|", ".", "", "b"}


def _said_more_closely(hunk: Hunk) -> bool:
    """Whether unknown words are put, and to no list, to what a policy covers: "what we sell online"."""
    return (
        not hunk.gone
        and all(spot.term.code == "_" and spot.statement is not None and spot.statement.force is Force.COVERAGE for spot in hunk.came)
        and all(spot.words.lower() not in {"web", "internet"} for spot in hunk.came)
        and not _of_several(hunk.came)
    )


def _swapped(hunk: Hunk) -> bool:
    """Whether one place stands for another, and nothing else does, among what a policy covers."""
    return len(_places(hunk.gone)) == len(hunk.gone) == len(_places(hunk.came)) == len(hunk.came) == 1


def _of_several(spots: Sequence[Spot]) -> bool:
    """Whether words stand beside others in a list."""
    codes = spots[0].sentence.signature
    around = {*codes[max(0, spots[0].index - 1) : spots[0].index], *codes[spots[-1].index + 1 : spots[-1].index + 2]}
    return not around.isdisjoint({",", "&", "|"}) or any(spot.term.code in "&|" for spot in spots)


def _places(spots: Sequence[Spot]) -> list[Spot]:
    return [spot for spot in spots if spot.term.code == "f" and spot.statement and spot.statement.force is Force.COVERAGE]


_WHERE_IT_STANDS = re.compile(
    r"\b(?:that|which)\s(?:links?|refers?)\sto\s(?:this|the)\s|"
    r"\b(?:where|on\swhich|in\swhich)\s(?:this|the)\s(?:\w+\s){1,2}(?:is|are)\s(?:posted|displayed|linked|published|shown)\b",
    re.IGNORECASE,
)


@rule("coverage", "This notice covers our shops and our app.", "This notice covers our shops.", towards(1), one_way=True)
def coverage(edit: Edit) -> Findings:
    """What is no longer among the things and people a policy covers may be unprotected; what is newly named among them is neutral, but
    a place named where none was may shut out those elsewhere, as may one of several that is gone.
    """
    came_in, gone_from = _places(edit.all_came), _places(edit.all_gone)
    if came_in and not any(term.code == "f" for term in edit.old.terms):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for those there only.", came=came_in, material=True)
    elif gone_from and not came_in and any(term.code == "f" for term in edit.new.terms):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may no longer be for those there.", gone=gone_from, material=True)
    if _WHERE_IT_STANDS.search(edit.new.text) and not _WHERE_IT_STANDS.search(edit.old.text):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for what links to it only.", came=edit.all_came, material=True)
    elif any(_swapped(hunk) for hunk in edit.hunks):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for those elsewhere.", gone=gone_from, came=came_in, material=True)
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if _said_more_closely(hunk) and came:
            edit.take(came)
            yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for a part of that only.", came=came)
        telling = [spot for spot in gone if spot.term.code not in "&|b,PUY>"]
        if (
            came
            or not telling
            or not _of_several(gone)
            or any(spot.statement is None or spot.statement.force is not Force.COVERAGE for spot in gone)
        ):
            continue
        edit.take(gone)
        known = any(spot.term.code in "dru" for spot in telling)
        yield finding(
            "coverage", UNCLEAR if known else towards(1), Dimension.SCOPE, "Less is said to be covered.", gone=gone, material=True
        )
