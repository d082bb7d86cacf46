"""Rules on what the law asks for or allows, as ground and as limit."""

import re
from collections.abc import Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import (
    NEUTRAL,
    RELAXES,
    UNCLEAR,
    Edit,
    Findings,
    dimension_of_statement,
    finding,
    rule,
    towards,
    undecided,
)
from differ.judgement.statements import Force
from differ.model import Dimension


@rule("law", "We disclose files where required by law.", "We disclose files where permitted by law.", RELAXES)
def law(edit: Edit) -> Findings:
    """What the law permits is more than what it requires; "as the law requires" put to a promise or right leaves only that much of it."""
    gone, came = ([s for s in side if s.term.code in "LR" and not undecided(s)] for side in (edit.gone, edit.came))
    if not gone and not came:
        return
    edit.take([*gone, *came])
    if _told_as_purpose(edit, gone, came):
        yield finding("law", NEUTRAL, None, "To comply with the law is to do what it requires.", gone=gone, came=came)
        return
    kinds = "".join(s.term.code for s in gone) + ">" + "".join(s.term.code for s in came)
    spot = (came or gone)[0]
    statement = spot.statement
    if statement is None or not statement.sign or kinds[0] == kinds[-1]:
        return
    if statement.sign > 0 and len(kinds) < len("R>R") and names_law_otherwise(edit, [*gone, *came]):
        return
    if len(kinds) == 2 and _is_a_reason(spot):
        yield finding("law", NEUTRAL, None, "The law is the reason for what is done anyway.", gone=gone, came=came)
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


def _told_as_purpose(edit: Edit, gone: list[Spot], came: list[Spot]) -> bool:
    """Whether what is done where the law requires it is now done to comply with the law, or the reverse; takes the purpose."""
    required, others = (gone, edit.came) if gone else (came, edit.gone)
    if (gone and came) or any(spot.term.code != "R" or spot.sign < 0 for spot in required):
        return False
    to_comply = [spot for spot in others if spot.sign > 0 and spot.term.code == "u" and _TO_COMPLY.match(spot.words) is not None]
    edit.take(to_comply)
    return bool(to_comply)


def names_law_otherwise(edit: Edit, spots: Sequence[Spot]) -> bool:
    """Whether the text without these words names what the law demands in others, which the text with them has not."""
    if not spots or any(spot.term.code == "L" for spot in spots):
        return False
    return says_more_of_law(edit.other_side(spots[0]).text, spots[0].sentence.text, but_for=" ".join(spot.words for spot in spots))


def says_more_of_law(one: str, other: str, *, but_for: str = "") -> bool:
    """Whether one text speaks of what the law demands more often than another would without some of its words."""
    if _ALLOWS.search(one) and not _ALLOWS.search(other):
        return False
    return len(_OF_LAW.findall(one)) > len(_OF_LAW.findall(other)) - len(_OF_LAW.findall(but_for))


_ALLOWS = re.compile(r"\b(?:allow|permit|entitl|lawfully|free)", re.IGNORECASE)  # the law lets more be done than it asks for
_OF_LAW = re.compile(
    r"\b(?:laws?|legal(?:ly)?|lawful(?:ly)?|courts?|judges?|judicial|statut\w+|regulat\w+|subpoenas?|warrants?|legislation)\b",
    re.IGNORECASE,
)
_TO_COMPLY = re.compile(
    r"""(?:(?:comply|complying|compliance)\swith|meet(?:ing)?|fulfil(?:l|ling)?|satisfy(?:ing)?|discharg(?:e|ing))\s
    (?:[\w-]+\s){0,3}(?:laws?|obligations?|dut(?:y|ies)|requirements?)$
    |(?:legal|statutory|regulatory)\s(?:obligations?|dut(?:y|ies)|requirements?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_BECAUSE = re.compile(r"\b(?:because|since)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)


def _is_a_reason(spot: Spot) -> bool:
    """Whether the law is named as the reason for what is done anyway, and not as a ground or limit: "because the law requires it"."""
    return spot.term.code == "R" and spot.sign > 0 and _BECAUSE.search(spot.sentence.text[: spot.term.start]) is not None


_LIMITING = re.compile(r"(?:only|where|when|if|as|to the extent)\b", re.IGNORECASE)


def _is_one_more_case(spot: Spot) -> bool:
    """Whether what the law requires is one of several grounds: "for billing or by law", "to your bank, or where the law requires it"."""
    before = spot.sentence.signature[: spot.index].rstrip("b_h")
    if before.endswith("i"):
        return before[:-1].rstrip("b_h")[-1:] in {"&", "|"}
    return before[-1:] in {"&", "|"} or (before[-1:] == "," and _LIMITING.match(spot.words) is None)


def _law_alone(gone: list[Spot], came: list[Spot], sign: int, spot: Spot, dimension: Dimension) -> Findings:
    effect = 1 if came else -1
    if sign > 0:
        listed = _is_one_more_case(spot)
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
