"""The rules on who stands to whom: by, from or for whom something is done, to whom it is told, within which text or house."""

import re
from collections.abc import Sequence

from differ.judgement.matching import Hunk, Spot
from differ.judgement.particulars import generalised
from differ.judgement.rules.base import UNCLEAR, Edit, Findings, dimension_of_statement, finding, rule

_OPPOSED = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "for/from to/from by/for by/to from/about within/across within/outside within/beyond within/between within/throughout "
        "inside/outside in/outside among/outside"
    ).split()
)


@rule("relation", "We hold your file for the police.", "We hold your file from the police.", UNCLEAR)
def relation(edit: Edit) -> Findings:
    """What is done for, from, to or by someone, or within a house and across several, is left to a person where only that word differs;
    so is a practice of which it is no longer said by whom, to whom, by which text or of how many it is.
    """
    for hunk in edit.hunks:
        spots = [*hunk.gone, *hunk.came]
        statement = spots[0].statement
        if statement is None or not statement.sign or any(spot not in edit.gone and spot not in edit.came for spot in spots):
            continue
        reason = "Who stands to whom may differ." if _opposed(hunk) else _lost(hunk)
        if reason:
            edit.take(spots)
            yield finding("relation", UNCLEAR, dimension_of_statement(statement), reason, gone=hunk.gone, came=hunk.came)


@rule("any-of-a-kind", "We send your file to the clinic you named.", "We send your file to clinics.", UNCLEAR)
def any_of_a_kind(edit: Edit) -> Findings:
    """One in particular to, with or from whom something is done, who is now any of a kind, is left to a person."""
    found = generalised(edit.old.text, edit.new.text)
    if found is None:
        return
    kind, start = found
    spot = next((Spot(edit.new, index) for index, term in enumerate(edit.new.terms) if term.end > start), None)
    if spot is None or spot.sign <= 0 or spot.statement is None:
        return
    yield finding(
        "any-of-a-kind", UNCLEAR, dimension_of_statement(spot.statement), f"It was one in particular, and is now any {kind}.", came=[spot]
    )


def _opposed(hunk: Hunk) -> bool:
    """Whether a run is nothing but one word and its opposite."""
    if len(hunk.gone) != 1 or len(hunk.came) != 1:
        return False
    return frozenset({hunk.gone[0].words.lower(), hunk.came[0].words.lower()}) in _OPPOSED


def _lost(hunk: Hunk) -> str:
    """What a practice no longer says, where a run is nothing but that."""
    if hunk.came or hunk.gone[0].sign <= 0:
        return ""
    return next((reason for lost, reason in _LOST if lost(hunk.gone)), "")


def _by_whom(gone: Sequence[Spot]) -> bool:
    """Whether the organisation is no longer said to be the one who keeps or reads it: "kept by us"."""
    statement = gone[0].statement
    by_us = _keys(gone) == ["by", "organisation"] or (_keys(gone) == ["by"] and _BY_US.match(gone[0].sentence.text, gone[0].term.start))
    if not by_us or statement is None or statement.verb is None:
        return False
    return statement.verb.key in _KEEPS and statement.verb.end < gone[0].term.start


def _to_whom(gone: Sequence[Spot]) -> bool:
    """Whether it is no longer said that it is the person who gets it: "we share the result with you"."""
    statement = gone[0].statement
    if statement is None or statement.verb is None or statement.verb.key not in _HANDS_ON:
        return False
    keys = _keys(gone)
    if gone[0].sentence.text[: gone[0].term.start].endswith(" back "):
        return False
    return keys in (["to", "person"], ["with", "person"]) or (keys == ["person"] and gone[0].index > 0 and _to(gone[0]))


def _to(spot: Spot) -> bool:
    before = spot.sentence.terms[spot.index - 1]
    return spot.sentence.text[before.start : before.end].lower().endswith((" to", " with"))


def _from_whom(gone: Sequence[Spot]) -> bool:
    """Whether it is no longer said that it is the person from whom it is got: "we collect it from you"."""
    statement = gone[0].statement
    return (
        _keys(gone) == ["from", "person"] and statement is not None and statement.verb is not None and statement.verb.key == "act.collect"
    )


def _which_of_them(gone: Sequence[Spot]) -> bool:
    """Whether it is no longer said which recipients they are: "riders who bring you your meal"."""
    before = gone[0].sentence.terms[gone[0].index - 1] if gone[0].index else None
    if _keys(gone) != ["person"] or before is None:
        return False
    return _RELATIVE.search(gone[0].sentence.text, before.end, gone[0].term.start) is not None


_RELATIVE = re.compile(r"\b(?:who|whom|which|that)\b", re.IGNORECASE)


def _by_this_text(gone: Sequence[Spot]) -> bool:
    """Whether it is no longer said that it is done as this text says, and not otherwise."""
    statement = gone[0].statement
    if statement is None or statement.verb is None or statement.verb.end > gone[0].term.start:
        return False
    return _AS_THIS_SAYS.fullmatch(gone[0].sentence.text, gone[0].term.start, gone[-1].term.end) is not None


def _of_how_many(gone: Sequence[Spot]) -> bool:
    """Whether not only the number of things is told any more."""
    return len(gone) == 1 and gone[0].words.lower() in {"the number of", "how many", "how much"}


def _which_part(gone: Sequence[Spot]) -> bool:
    """Whether it is no longer said that only a part of a thing is meant: "we show sponsors (some of) your notes"."""
    text, last = gone[0].sentence.text, gone[-1].term.end
    return _PART_OF.fullmatch(text, gone[0].term.start, last) is not None


def _keys(gone: Sequence[Spot]) -> list[str]:
    return [spot.term.key for spot in gone]


_BY_US = re.compile(r"by us\b", re.IGNORECASE)
_KEEPS = frozenset({"act.retain", "act.look_up", "act.use"})
_HANDS_ON = frozenset({"act.disclose", "act.give", "act.transfer"})
_AS_THIS_SAYS = re.compile(
    r"(?:as\s)?(?:(?:described|set\sout|explained|outlined|stated|specified|provided)\s(?:in|by)|under|in\saccordance\swith|in\sline\swith)\s"
    r"(?:this|our|the)\s(?:\w+\s){0,2}(?:policy|notice|statement)",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"(?:only\s|just\s)?(?:some|a\sfew|an?\s\w*\s?(?:part|portion|fraction|subset|selection|sample)|parts?|portions?|extracts?|half|a?\s?few)\s(?:of|from)",
    re.IGNORECASE,
)
_LOST = (
    (_which_part, "It is no longer said that only a part is meant."),
    (_by_whom, "It is no longer said by whom."),
    (_to_whom, "It is no longer said that the person is the one who gets it."),
    (_from_whom, "It is no longer said that it comes from the person."),
    (_which_of_them, "It is no longer said which of them it is."),
    (_by_this_text, "It is no longer said that it is done as this text tells."),
    (_of_how_many, "It is no longer said that only the number is told."),
)
