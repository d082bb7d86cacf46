"""The rules on words of no known kind: one more in a list, or one that tells more exactly what is done.

Things of a known kind in a list are the business of `items`.
"""

import re
from collections.abc import Sequence

from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import NEUTRAL, UNCLEAR, Edit, Findings, finding, one_side, rule, towards
from differ.judgement.rules.lists import TOGETHER, is_a_part
from differ.judgement.rules.uncounted import UNCOUNTED
from differ.judgement.statements import Force, Statement
from differ.model import Dimension, Finding
from differ.vocabulary import load
from differ.vocabulary.stems import stem


@rule("list-of-words", "We use your data for billing.", "We use your data for billing and star-gazing.", towards(1))
def list_of_words(edit: Edit) -> Findings:
    """A thing of no known kind put into a list of what is done relaxes, and put into a list of what is promised or offered tightens."""
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if bool(gone) == bool(came):
            continue
        spots, effect = (came, 1) if came else (gone, -1)
        statement = spots[0].statement
        if statement is None or not _are_listed(spots, statement) or _stand_there_too(edit, spots):
            continue
        if statement.sign > 0 and (_protects(hunk) or _is_an_act(spots) or (effect < 0 and (_tells_how(spots) or _in_brackets(spots)))):
            continue
        if statement.force is Force.BAN and any(spot.words.lower() in TOGETHER for spot in spots):
            continue
        edit.take(spots)
        if statement.force is Force.PRACTICE and _are_on_offer(spots):
            continue
        side = one_side(spots, effect)
        yield finding(
            "list-of-words",
            UNCLEAR if _stands_for_the_deed(spots) else towards(statement.sign * effect),
            Dimension.PURPOSE,
            "The list is longer." if effect > 0 else "The list is shorter.",
            **side,
        )


def _are_on_offer(spots: Sequence[Spot]) -> bool:
    """Whether all that is listed is what the organisation itself offers: "our websites, shops and products"."""
    things = [spot for spot in spots if spot.term.code not in "&|b,yo"]
    named = load().named_things
    return (
        bool(things)
        and all(stem(spot.words.lower()) in named for spot in things)
        and _OUR.search(spots[0].sentence.text, 0, spots[0].term.start) is not None
    )


_OUR = re.compile(r"\bour\s[^.;:]{0,60}$", re.IGNORECASE)


def _are_listed(spots: Sequence[Spot], statement: Statement) -> bool:
    """Whether words, of which one may name a thing, are a part of a list of what a statement says is done, promised or offered."""
    return (
        bool(statement.sign)
        and spots[0].place == "H"
        and all(spot.statement is statement and spot.term.code in _MAY_BE_LISTED for spot in spots)
        and not all(spot.term.code in "&|b" for spot in spots)
        and is_a_part(spots)
        and not _SETS_AGAINST.search(spots[0].sentence.text, 0, spots[0].term.end)
    )


_SETS_AGAINST = re.compile(r",\s(?:and\s|but\s|while\s)?(?:those|that|the\sones)\s\w+$", re.IGNORECASE)  # "…, those of guests in the hall"


def _stand_there_too(edit: Edit, spots: Sequence[Spot]) -> bool:
    """Whether the other sentence has every word of a run that says anything, as often, so that it may only stand elsewhere there."""
    telling = [spot.term.key for spot in spots if spot.term.code not in "&|bymo"]
    here, there = ([term.key for term in one.terms] for one in (spots[0].sentence, edit.other_side(spots[0])))
    return bool(telling) and all(there.count(key) >= here.count(key) for key in telling)


_MAY_BE_LISTED = frozenset("_Aodymghruapcs&|b")


def _stands_for_the_deed(spots: Sequence[Spot]) -> bool:
    """Whether words stand behind "or" right after what a promise says is done, so that they may be done in its place."""
    statement, first = spots[0].statement, spots[0].index
    if statement is None or statement.force is not Force.DUTY or spots[0].term.code != "|" or first == 0:
        return False
    return spots[0].sentence.terms[first - 1] is statement.verb


def _protects(hunk: Hunk) -> bool:
    """Whether something done for the person is among the words."""
    return any(spot.term.code in "pcs" for spot in (*hunk.gone, *hunk.came))


def _in_brackets(spots: Sequence[Spot]) -> bool:
    """Whether the words stand in brackets of their own, and may tell how a thing is done: "your wages (rounded up)"."""
    terms = spots[0].sentence.terms
    return spots[0].index > 0 and terms[spots[0].index - 1].key == "("


def _tells_how(spots: Sequence[Spot]) -> bool:
    """Whether the words begin with a preposition ("and in a sealed cover"), so that they may be a limit and no further thing."""
    telling = [spot for spot in spots if spot.term.code not in "&|"]
    return telling[0].term.code == "b" and telling[0].term.key not in _AIMS


_AIMS = frozenset({"to", "for", "with"})


def _is_an_act(spots: Sequence[Spot]) -> bool:
    """Whether the words say what else is done with what was named ("and burn it"), which may be done for the person."""
    return _ON_IT.search(spots[0].sentence.text, spots[0].term.end, spots[-1].term.end + 8) is not None


_ON_IT = re.compile(r"\b(?:it|them|this|these|those)\b", re.IGNORECASE)


@rule("modifier", "We share your file with couriers.", "We share your file with local couriers.", NEUTRAL, one_way=True)
def modifier(edit: Edit) -> Sequence[Finding]:
    """A word of no known kind that says more exactly what is done narrows it, and one taken out of what is ruled out leaves more
    ruled out; neither lets more be done.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if bool(hunk.gone) == bool(hunk.came):
            continue
        spots, force = (came, Force.PRACTICE) if came else (gone, Force.BAN)
        if (
            spots
            and len(spots) <= _MOST_WORDS
            and all(spot.term.code in "_b" for spot in hunk.came or hunk.gone)
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
    if spot.words.lower() not in _OF_NUMBER and UNCOUNTED.match(spot.words) is None:
        return False
    nouns = {term.key: edit.new.text[term.start : term.end] for term in edit.new.terms[spot.index + 1 : spot.index + 3]}
    before = [
        edit.old.text[term.start : term.end] for term in edit.old.terms if nouns.get(term.key, "").endswith("s") and term.key in nouns
    ]
    return any(not written.endswith("s") for written in before)


_OF_NUMBER = frozenset("additional more two three four five".split())
_MOST_WORDS = 3
_WHERE = frozenset({"on", "in", "at", "within", "dur", "during"})


def _is_an_item(spots: Sequence[Spot]) -> bool:
    """Whether words may be an item of a list of their own, and do not stand before a known word that they tell more of."""
    codes = spots[0].sentence.signature
    before, after = codes[: spots[0].index][-1:], codes[spots[-1].index + 1 :][:1]
    last = spots[-1].index + 1
    if after == "e" and _AND_OTHERS.match(spots[0].sentence.text, spots[0].sentence.terms[last].start):
        return before in {",", "&", "|", ":", "."}
    return before in {",", "&", "|", ":", "."} and after in {",", "&", "|", ".", "", "b"}


_AND_OTHERS = re.compile(r"(?:and|or)\s(?:any\s)?other\b", re.IGNORECASE)
