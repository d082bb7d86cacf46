"""The rules on where and how people reach the organisation or use a right, and on what a name is the name of.

Other words that move nothing are the business of `wording`.
"""

import re
from collections.abc import Sequence

from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import NEUTRAL, RELAXES, Edit, Findings, finding, one_side, rule, towards
from differ.judgement.rules.witnesses import of_statement
from differ.judgement.statements import Force, Sentence
from differ.model import Dimension, Finding, Words
from differ.vocabulary import load
from differ.vocabulary.stems import stem


@rule("route", "We use cookies on our site.", "We use cookies (crumbs of text) on our site.", NEUTRAL)
def route(edit: Edit) -> Sequence[Finding]:
    """Where or how people reach the organisation to use a right, said otherwise, moves nothing; nor does what only names a thing
    in brackets, or what of.
    """
    if _only_tells_where(edit.old) and _only_tells_where(edit.new):
        for hunk in edit.hunks:
            if hunk.came or not any(spot.term.code in "&|" for spot in hunk.gone):  # else it may be a way that is gone
                edit.take([spot for spot in (*hunk.gone, *hunk.came) if spot.term.code in _ROUTE])
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        spots = [*gone, *came]
        if not spots or any(spot.term.code not in _PLAIN for spot in spots):
            continue
        if (
            (came and _all_in_a_right(spots) and _beside_a_route(hunk) and not _leaves_the_screen(hunk))
            or all(_on_screen(spot) for spot in spots)
            or (gone and came and all(map(_is_our_channel, spots)))
            or all(_tells_what_is_named(spot, effect) for side, effect in ((gone, -1), (came, 1)) for spot in side)
            or (not gone and all(_bracketed(spot) for spot in came))
            or (not came and all(_bracketed(spot) and not bounded_by_a_bracket(spot) for spot in gone))
        ):
            edit.take(spots)
    return ()


@rule("way", "Write to desk@lodge.example or call 0800 222 333.", "Write to desk@lodge.example.", RELAXES)
def way(edit: Edit) -> Findings:
    """One of several ways to reach the organisation, or to use a right, that is no longer told relaxes; one more tightens."""
    if not (_only_tells_where(edit.old) and _only_tells_where(edit.new)):
        return
    for hunk in edit.hunks:
        spots, effect = (hunk.came, 1) if hunk.came else (hunk.gone, -1)
        if bool(hunk.gone) != bool(hunk.came) and any(spot.term.code in "&|" for spot in spots) and any(map(_is_an_address, spots)):
            edit.take(spots)
            reason = (
                "One more way to reach the organisation is told." if effect > 0 else "One way to reach the organisation is no longer told."
            )
            yield finding("way", towards(-effect), Dimension.RIGHTS, reason, **one_side(spots, effect))


def _is_an_address(spot: Spot) -> bool:
    """Whether a term is where to write or call."""
    return spot.term.code == "U" or spot.term.key == "pointer.reach" or sum(char.isdigit() for char in spot.words) >= _A_TELEPHONE_NUMBER


_A_TELEPHONE_NUMBER = 3  # digits that stand together in one


def lost_way(sentence: Sentence) -> Finding:
    """That a sentence is gone which told some people where to use a right."""
    return Finding(
        rule="way",
        direction=RELAXES,
        dimension=Dimension.RIGHTS,
        words=Words(old=sentence.text),
        reason="One way to use the right is no longer told.",
        witness=of_statement(sentence.text, new=False),
    )


_PLAIN = frozenset("_AUPFb&|f")
_ROUTE = frozenset("_AUPFYb&|dyo")
_WHERE = _ROUTE | frozenset(",.es")
_MOST_PLAIN = 6
_TELEPHONE = re.compile(r"(?:\+|\(0|\b0|\b1)[\d ()./-]{6,}\d")


def _only_tells_where(sentence: Sentence) -> bool:
    """Whether a sentence only tells where to write or call: it has an address, and no one in it does, may or must do anything."""
    data = {term.entry.key for term in sentence.terms if term.code == "d" and term.entry is not None}
    return (
        _WHERE.issuperset(sentence.signature)
        and ("U" in sentence.signature or _TELEPHONE.search(sentence.text) is not None)
        and data <= {"data.contact"}
        and all(term.entry is not None for term in sentence.terms if term.code == "d")
        and sum(term.code == "_" for term in sentence.terms) <= _MOST_PLAIN
        and all(one.force in {Force.MENTION, Force.SILENT, Force.PERSON} for one in sentence.statements)
    )


def _all_in_a_right(spots: Sequence[Spot]) -> bool:
    return all(spot.statement is not None and spot.statement.force is Force.RIGHT for spot in spots)


def _leaves_the_screen(hunk: Hunk) -> bool:
    """Whether what was done on a screen is now done by something else: "by (clicking the icon)", "by (mailing a signed form)"."""
    return any(_is_of_a_screen(spot) for spot in hunk.gone) and any(
        spot.term.code == "_" and not _is_of_a_screen(spot) for spot in hunk.came
    )


def _is_of_a_screen(spot: Spot) -> bool:
    return spot.term.code == "_" and stem(spot.words.lower()) in load().on_screen


def _on_screen(spot: Spot) -> bool:
    """Whether a word in a right is only of what the person sees and does on the screen to use it."""
    if spot.statement is None or spot.statement.force is not Force.RIGHT or spot.place != "H":
        return False
    return spot.term.code == "b" or _is_of_a_screen(spot) or is_a_step(spot)


def _is_our_channel(spot: Spot) -> bool:
    """Whether a word in a right tells on which of the organisation's own screens it is used: "on the website", "in the app"."""
    if spot.statement is None or spot.statement.force is not Force.RIGHT or spot.statement.actor != "y" or spot.place != "H":
        return False
    return spot.term.key in _ON or spot.words.lower() in _CHANNELS


_ON = frozenset({"on", "in", "via", "through", "at", "within"})
_CHANNELS = frozenset("website site app application portal platform account websites apps web mobile online".split())


def is_a_step(spot: Spot) -> bool:
    """Whether a word tells, behind "by", what is chosen on a screen to use a right: "by (selecting) the icon"."""
    statement, terms = spot.statement, spot.sentence.terms
    if statement is None or statement.verb is spot.term or not spot.index or terms[spot.index - 1].key != "by":
        return False
    return _CHOOSES.fullmatch(spot.words) is not None or _is_of_a_screen(spot)


_CHOOSES = re.compile(r"(?:select|choos|pick|us|follow|visit|open|chang|adjust|updat|edit|configur)ing", re.IGNORECASE)


def _tells_what_is_named(spot: Spot, effect: int) -> bool:
    """Whether a word only says after a name what is named ("the Acme app"), and is not gone from what is done with it."""
    statement = spot.statement
    if statement is None or (statement.force is Force.COVERAGE and effect > 0):
        return False
    return statement.sign * effect >= 0 and spot.place in "Hi" and _is_said_of_a_name(spot)


def covers_less(edit: Edit, spot: Spot) -> bool:
    """Whether it is newly said after a name of what the policy covers which thing of that name is meant."""
    statement = spot.statement
    return statement is not None and statement.force is Force.COVERAGE and spot in edit.came and _is_said_of_a_name(spot)


def _is_said_of_a_name(spot: Spot) -> bool:
    """Whether a word stands after a name as the kind of thing it is the name of."""
    if spot.term.code != "_" or stem(spot.words.lower()) not in load().named_things or spot.index == 0:
        return False
    return spot.sentence.terms[spot.index - 1].code in "AU"


def _beside_a_route(hunk: Hunk) -> bool:
    for spot in (*hunk.gone, *hunk.came):
        around = spot.sentence.terms[max(0, spot.index - 3) : spot.index + 4]
        if any(term.code in "UPF" or term.key == "choice.manage" or term.key.startswith("data.contact") for term in around):
            return True
    return False


def bounded_by_a_bracket(spot: Spot) -> bool:
    """Whether the brackets in which a term of a practice stands open with a word that tells how it is done: "your income (in bands)"."""
    if spot.sign <= 0:
        return False
    start = spot.sentence.text.rfind("(", 0, spot.term.start + 1)
    return start >= 0 and _HOW.match(spot.sentence.text, start + 1) is not None


_HOW = re.compile(r"\s?(?:in|on|by|at|under|up\sto|but|only|without|rounded|not|never|from|within|during|while|via)\s", re.IGNORECASE)


def _bracketed(spot: Spot) -> bool:
    """Whether a term stands in brackets that hold nothing but names and plain words."""
    terms = spot.sentence.terms
    start = next((i for i in range(spot.index, max(-1, spot.index - 12), -1) if terms[i].key == "("), None)
    if start is None:
        return False
    for term in terms[start + 1 : start + 14]:
        if term.key == ")":
            return True
        if term.code not in _PLAIN and term.code != ",":
            return False
    return False
