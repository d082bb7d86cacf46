"""The rule on examples, and which items are examples of a category named before them that takes them in.

Lists that are opened or closed by what leads examples in are the business of `limits`.
"""

import re
from collections.abc import Sequence

from differ.judgement.broader import TOO_BROAD
from differ.judgement.kinds import CONDITION, OPENER, Term
from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.judgement.rules.lists import is_a_part
from differ.judgement.statements import Force
from differ.model import Finding
from differ.vocabulary import load

ADDS = re.compile(r"(?:(?:and|or|any)\s)?(?:other|similar|others)$", re.IGNORECASE)
"""Openers that add further things: "rent and other sums"."""


def is_example(spot: Spot) -> bool:
    """Whether an item stands as an example of a category named before it that takes it in."""
    entry, statement = spot.term.entry, spot.statement
    if spot.place != "e" or entry is None or statement is None or not statement.sign:
        return False
    if statement.sign < 0:
        return statement.force is Force.BAN
    opener = _bracket(spot) or statement.first + statement.places.index("e")
    category = next((term for term in reversed(spot.sentence.terms[statement.first : opener]) if term.code in "drua"), None)
    if category is None:
        return False
    named, known = category.key.split(":")[0], {entry.key, *load().ancestors(entry.key)}
    if entry.material:
        return named == entry.key or (spot.term.code == "r" and named in {*load().ancestors(entry.key)} - TOO_BROAD)
    if not known.isdisjoint(_told_more_closely(category, spot.sentence.text)):
        return True
    if spot.sentence.text[spot.sentence.terms[opener].start :].lower().startswith("includ"):
        return category.code == spot.term.code and named in known - TOO_BROAD
    return category.code != spot.term.code or named in known


def _told_more_closely(category: Term, text: str) -> frozenset[str]:
    """The kinds of data that "technical data" are, or "information about your device", which are of no one kind by their noun."""
    if category.key == "data.personal" and _ABOUT_A_DEVICE.match(text, category.end):
        return _OF_A_DEVICE
    named = _IS_TECHNICAL.match(text, category.start) is not None and not text[: category.start].endswith('"')
    return _TECHNICAL if named else frozenset()


_OF_A_DEVICE = frozenset({"data.device"})
_TECHNICAL = frozenset({"data.device", "data.usage"})
_ABOUT_A_DEVICE = re.compile(
    r"\s(?:about|on|concerning|regarding|relating\sto)\s(?:the\s|your\s|their\s|any\s|its\s)?(?:own\s|mobile\s|personal\s)?"
    r"(?:devices?|computers?|phones?|browsers?|hardware|machines?)\b",
    re.IGNORECASE,
)
_IS_TECHNICAL = re.compile(r"(?:technical|log|server\slog|connection|access\slog)\s(?:data|information|files?|details)\b", re.IGNORECASE)


def _bracket(spot: Spot) -> int | None:
    """The opener of the bracket of examples in which an item stands: "(such as …)"."""
    terms = spot.sentence.terms
    start = next((index for index in range(spot.index, 0, -1) if terms[index].key in {"(", ")"}), 0)
    return start + 1 if terms[start].key == "(" and terms[start + 1].code == "e" else None


@rule("example", "We share your file with couriers.", "We share your file with couriers such as riders and pedallers.", NEUTRAL)
def example(edit: Edit) -> Sequence[Finding]:
    """Examples of no known kind, put to a particular kind of data, recipient or purpose or left out there, move nothing."""
    for hunk in edit.hunks:
        for spots, whole in zip(edit.left(hunk), (hunk.gone, hunk.came), strict=True):
            opened = any(spot.term.code == "e" and not ADDS.match(spot.words) for spot in whole)
            if spots and all(map(_is_of_an_example_case, spots)) and (whole is hunk.came or is_a_part(spots)):
                edit.take(spots)
                continue
            plain = all(spot.term.code in _NO_KNOWN_KIND and spot.place == "e" for spot in spots)
            if spots and plain and _of_a_category(spots[0]) and (opened or _one_of_several(edit, hunk, spots)):
                edit.take(spots)
    return ()


def _is_of_an_example_case(spot: Spot) -> bool:
    """Whether a word of no known kind tells of a case that is only an example of when a thing is done: "for instance when it rains"."""
    statement = spot.statement
    if spot.place != "i" or spot.term.code not in _NO_KNOWN_KIND or statement is None or statement.sign <= 0:
        return False
    opens = next((index for index in range(spot.index, statement.first, -1) if spot.sentence.terms[index].code == CONDITION), 0)
    before = Spot(spot.sentence, opens - 1)
    return opens > statement.first and before.term.code == OPENER and not before.words.lower().startswith("includ")


def _one_of_several(edit: Edit, hunk: Hunk, spots: Sequence[Spot]) -> bool:
    """Whether words are one more, or less, of several examples that stand in both texts behind the same category."""
    opener, category = _opener(spots[0]), _category(spots[0])
    if opener is None or category is None or ADDS.match(opener.words) or (hunk.gone and (hunk.came or not is_a_part(spots))):
        return False
    if category.entry is None and opener.words.lower().startswith("includ"):
        return False  # "our halls, including the old mill": further things as often as examples
    same = [Spot(edit.other_side(opener), index) for index, term in enumerate(edit.other_side(opener).terms) if term.code == "e"]
    return any(there.place == "e" and (found := _category(there)) is not None and found.key == category.key for there in same)


_NO_KNOWN_KIND = frozenset("_A&|b,yPo")
_ANY_CATEGORY = frozenset({"data.personal", "recipient.third_party", "purpose.any_purpose"})


def _of_a_category(spot: Spot) -> bool:
    """Whether what stands before the examples of a practice names a category, and not just any data or anyone."""
    statement = spot.statement
    if statement is None or statement.sign <= 0:
        return False
    named = _category(spot)
    return named is not None and (named.entry is None or named.entry.key not in _ANY_CATEGORY)


def _opener(spot: Spot) -> Spot | None:
    """What opens the examples of a statement: "such as"."""
    statement = spot.statement
    return Spot(spot.sentence, statement.first + statement.places.index("e")) if statement and "e" in statement.places else None


def _category(spot: Spot) -> Term | None:
    """What stands before the examples of a statement and is named by them."""
    opener, statement = _opener(spot), spot.statement
    if opener is None or statement is None:
        return None
    return next((term for term in reversed(spot.sentence.terms[statement.first : opener.index]) if term.code in "drua_"), None)
