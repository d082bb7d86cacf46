"""Rules on hedges, and on words that make a promise firm or prompt.

Duties that become less than one are the business of `modality`.
"""

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
from differ.judgement.rules.hedged import hedges_what_nobody_reads
from differ.judgement.rules.modality import PROTECTS
from differ.judgement.statements import Force
from differ.model import Direction


@rule("hedge", "We delete your records.", "We delete your records where possible.", RELAXES)
def hedge(edit: Edit) -> Findings:
    """A hedge put into a promise, a ban or a right relaxes; one taken out tightens."""
    yield from _firmness(
        edit, "h", 1, "hedge", "A hedge leaves it to the organisation whether it keeps the promise.", "A hedge is gone from the promise."
    )


@rule("firmness", "We always ask you first.", "We ask you first.", RELAXES)
def firmness(edit: Edit) -> Findings:
    """A word that makes a promise firm or prompt, taken out, relaxes; put in, tightens."""
    yield from _firmness(edit, "z", -1, "firmness", "The promise is no longer as firm or as prompt.", "The promise is firmer or prompter.")


def _firmness(edit: Edit, code: str, weight: int, name: str, relaxed: str, tightened: str) -> Findings:
    for spots, effect in ((list(edit.came), 1), (list(edit.gone), -1)):
        for spot in spots:
            if code == "h" and spot.term.code == "h" and hedges_what_nobody_reads(spot) and not _hedges_its_own(edit, spot):
                edit.take([spot])
                yield finding(name, UNCLEAR, None, "Whether it hedges a promise cannot be told.", **one_side([spot], effect))
                continue
            if spot.term.code != code or undecided(spot):
                continue
            edit.take([spot])
            if code == "h" and _hedges_its_own(edit, spot):
                continue
            if code == "z" and any(s.term.code in "qt" for s in (*edit.all_gone, *edit.all_came)):
                continue
            statement = spot.statement
            if statement is None or statement.force not in PROTECTS or spot.place == "i" or _stands_elsewhere(edit, spot):
                continue
            if _is_once(edit, spot):
                continue
            if _only_stresses(spot):
                continue
            doubtful = (statement.force is Force.BAN and _is_the_whole(spot)) or (
                code == "z" and effect < 0 and _is_told_otherwise(edit, spot)
            )
            direction = UNCLEAR if doubtful else towards(weight * effect)
            reason = relaxed if direction is Direction.RELAXES else tightened
            side = one_side([spot], effect)
            yield finding(name, direction, dimension_of_statement(statement), reason, **side)


def _only_stresses(spot: Spot) -> bool:
    """Whether "strictly" or "fully" stands before what is protected or promised anyway: "strictly confidential", "fully committed"."""
    following = spot.sentence.terms[spot.index + 1 : spot.index + 2]
    return spot.words.lower() in _STRESSES and bool(following) and following[0].key in _PROTECTED


_STRESSES = frozenset({"strictly", "fully", "absolutely"})
_PROTECTED = frozenset({"guard.protect", "guard.limit", "guard.adhere"})


def _is_told_otherwise(edit: Edit, spot: Spot) -> bool:
    """Whether words of no known kind stand where a firm word stood, so that they may be as firm ("promptly", "swiftly"), or, where it
    was said before what, anywhere in the sentence.
    """
    came = edit.came if spot.words.lower() in _BEFORE else edit.hunk_of(spot).came
    return any(one.term.code in "_iqt" for one in came)


_BEFORE = frozenset({"before", "prior to", "ahead of"})


def _is_once(edit: Edit, spot: Spot) -> bool:
    """Whether "as soon as" stands for "once", or the reverse, before the same case."""
    hunk = edit.hunk_of(spot)
    others = hunk.gone if spot in hunk.came else hunk.came
    return spot.words.lower() == "as soon as" and bool(others) and _ONCE.match(others[0].words) is not None


_ONCE = re.compile(r"once\b", re.IGNORECASE)


def _stands_elsewhere(edit: Edit, spot: Spot) -> bool:
    """Whether the very word stands in the other sentence too, at another place: "before we write, …", "… before we write"."""
    others = edit.all_came if spot in edit.all_gone else edit.all_gone
    return any(other.words.lower() == spot.words.lower() for other in others)


def _is_the_whole(spot: Spot) -> bool:
    """Whether a word says that the whole is meant, of which a ban may leave parts: "we do not print it in full"."""
    return spot.words.lower() in _WHOLE


_WHOLE = frozenset({"in full", "fully", "completely", "entirely", "wholly"})


def _hedges_its_own(edit: Edit, spot: Spot) -> bool:
    """Whether a hedge stands in a list with words that have come, or are gone, with it, and so hedges only them."""
    terms = spot.sentence.terms
    first, last = spot.index, spot.index
    while first > 0 and terms[first - 1].code not in _BETWEEN:
        first -= 1
    while last + 1 < len(terms) and terms[last + 1].code not in _BETWEEN:
        last += 1
    if last == first and terms[first - 1].key == "(":  # "our judges (as applicable)"
        first = max(0, first - 2)
    if _is_joined_with_its_promise(edit, spot):
        return True
    beside = [Spot(spot.sentence, index) for index in range(first, last + 1) if terms[index].code not in "b&|,h"]
    changed = edit.all_came if spot in edit.all_came else edit.all_gone
    return bool(beside) and first > 0 and all(one in changed and one.term.code not in "omwv" for one in beside)


def _is_joined_with_its_promise(edit: Edit, spot: Spot) -> bool:
    """Whether a hedge is joined on with a promise that is as new, or as gone: "and, where possible, encrypt it"."""
    hunk = edit.hunk_of(spot)
    mine, others = (hunk.came, hunk.gone) if spot in hunk.came else (hunk.gone, hunk.came)
    if any(one.term.code not in ",&b" for one in others) or mine[0].term.code != "&":
        return False
    return any(one.index > spot.index and one.statement is spot.statement and one.term.code in "ps" for one in mine)


_BETWEEN = frozenset(",.;!")
