"""The rule on one more of several that end in all others of their kind: "our shop, our mill and our other premises".

Items of a known kind are the business of `items`, and of no list that ends so, that of `unknown_words`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import ORGANISATION, PERSON, RECIPIENT, WORD
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.judgement.statements import Statement
from differ.model import Finding


@rule(
    "one-of-all",
    "We film you at our shop and our other premises.",
    "We film you at our shop, our mill and our other premises.",
    NEUTRAL,
)
def one_of_all(edit: Edit) -> Sequence[Finding]:
    """A thing of no known kind, named beside others before all others of a kind that takes in anything, is one of those already."""
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        spots = gone or came
        if bool(gone) == bool(came) or not all(spot.place in "He" and spot.sign > 0 and spot.term.code in _UNKNOWN for spot in spots):
            continue
        kind = all_others(spots[-1])
        if kind is not None and not _differs(edit, kind) and _takes_in_anything(kind):
            edit.take(spots)
    return ()


_UNKNOWN = frozenset("_A&|,yb")
_LISTED = frozenset("_A&|,drufgoy")


def is_one_of_all(edit: Edit, spot: Spot, statement: Statement) -> bool:
    """Whether an item, none of the grave ones, stands in a list that ends in both texts with all others of its kind: "banks, insurers
    and other companies", "in Norway and elsewhere".
    """
    entry = spot.term.entry
    if statement.sign <= 0 or entry is None or entry.material or spot.term.code not in "drf":
        return False
    kind = all_others(spot)
    if kind is not None and kind.term.key in _TECHNOLOGIES and entry.key in _TECHNICAL and not _differs(edit, kind):
        return True
    behind = [Spot(spot.sentence, index) for index in range(spot.index + 1, statement.last)]
    listed = next((number for number, one in enumerate(behind) if one.term.code not in "drf_A,&|"), len(behind))
    if spot.term.code == "f":
        return any(one.term.key == _ANYWHERE and not _differs(edit, one) for one in behind[:listed])
    if listed + 1 >= len(behind) or not _ALL_OTHERS.match(spot.sentence.text, behind[listed].term.start):
        return False
    rest = behind[listed + 1]
    return rest.term.code in {spot.term.code, "o"} and not _differs(edit, rest)


def _differs(edit: Edit, spot: Spot) -> bool:
    """Whether a term stands in one of the two texts only."""
    return spot in edit.all_came or spot in edit.all_gone


_ANYWHERE = "place.abroad"
_ALL_OTHERS = re.compile(r"(?:(?:and|or)\s)?(?:any\s)?(?:other|similar)\b", re.IGNORECASE)
_TECHNOLOGIES = frozenset({"data.cookies", "technology", "tool"})
_TECHNICAL = frozenset({"data.cookies", "data.device", "data.usage"})


def all_others(spot: Spot) -> Spot | None:
    """The kind of which all others are named at the end of the list in which a term stands: "and other (premises)"."""
    statement, terms = spot.statement, spot.sentence.terms
    for index in range(spot.index, statement.last if statement is not None else 0):
        if index > spot.index and terms[index].code not in _LISTED:
            return None
        others = _OTHERS.match(spot.sentence.text, terms[index].end)
        if others is not None:
            return next((Spot(spot.sentence, later) for later in range(index + 1, len(terms)) if terms[later].end > others.end()), None)
    return None


_OTHERS = re.compile(r",?\s(?:and|or|and/or)\s(?:(?:our|its|any|all)\s)*(?:other|similar)\s", re.IGNORECASE)


def _takes_in_anything(kind: Spot) -> bool:
    """Whether a kind is none of data or purposes in particular, so that whatever stands before it is of the kind."""
    return kind.term.code in (WORD, ORGANISATION, PERSON, RECIPIENT) or kind.term.key in _ANY_KIND


_ANY_KIND = frozenset({"data.personal", "purpose.any_purpose", "data.cookies"})
