"""Tells conditions that are one more case in which something is done, or an end put into the person's hand, and no narrower one.

What conditions do is the business of `conditions`.
"""

import re

from differ.judgement.matching import Spot
from differ.judgement.rules.told_otherwise import condition
from differ.judgement.statements import DONE, Force, Statement

_STRICT = frozenset({"condition.only_if"})


def is_a_further_case(opener: Spot, statement: Statement) -> bool:
    """Whether a condition tells of one more case in which what is said holds, and not of the only one."""
    return opener.term.code == "i" and widens_as_another(opener) and statement.force is not Force.CONSENT and not _is_in_their_hand(opener)


def _is_in_their_hand(opener: Spot) -> bool:
    """Whether a time at which something ends is one that the person chooses: "for a year or until you close your account"."""
    statement = opener.statement
    if opener.words.lower().startswith("until") and opener.sentence.signature[opener.index + 1 : opener.index + 2] == "y":
        return True
    kept = statement is not None and statement.verb is not None and statement.verb.key == "act.retain"
    return kept and any(term.key in _ENDS for term in condition(opener))


def ends_it(opener: Spot) -> bool:
    """Whether an exception is that the person has it ended: "unless you ask us to delete it sooner"."""
    if _THEY_CHOOSE.match(opener.sentence.signature, opener.index) is None:
        return False
    return next(term.key for term in condition(opener) if term.code == "c") in _ENDS


_THEY_CHOOSE = re.compile(r"xym?[hj]?c")
_ENDS = frozenset({"choice.erase", "choice.opt_out", "choice.withdraw", "choice.object", "choice.restrict", "choice.refuse"})


def widens_as_another(spot: Spot) -> bool:
    """Whether a condition stands beside another as an alternative, and not as a further one ("and only if")."""
    if spot.term.key in _STRICT and "|" not in spot.sentence.signature[max(0, spot.index - 2) : spot.index]:
        return False
    if _THEIR_CHOICE.match(spot.sentence.signature, spot.index):
        return False
    before = spot.sentence.signature[max(0, spot.index - 2) : spot.index]
    rest = spot.sentence.signature[spot.index + 1 :]
    return (
        before[-1:] in {"|", "&"}
        or (before[-1:] == "," and "i" in spot.sentence.signature[: spot.index])
        or (spot.index == 0 and "|i" in rest)
    )


_THEIR_CHOICE = re.compile(r"iym?[hj]?c")  # "where you can opt out" depends on the person


def may_be_an_aside(opener: Spot) -> bool:
    """Whether no more than a comma joins a condition to the one before it."""
    codes = opener.sentence.signature
    return codes[opener.index - 1] == "," and not re.search(r"[|&]b?i", codes)


def may_be_required_too(opener: Spot, statement: Statement) -> bool:
    """Whether "and" joins a condition of a practice to the one before it, so that both may have to hold: "if you ask and if we agree"."""
    before = opener.sentence.signature[statement.first : opener.index].rstrip("b,")
    return statement.sign > 0 and before[-1:] == "&"


def tells_what_is_listed(opener: Spot, statement: Statement) -> bool:
    """Whether "when" or "where" opens no condition but one of the things listed: "details such as when you joined"."""
    if opener.words.lower() not in _ASKS or statement.force not in DONE or not opener.index:
        return False
    before = opener.sentence.signature[statement.first : opener.index]
    return _LISTS.search(before) is not None


_ASKS = frozenset({"when", "where"})
_LISTS = re.compile(r"d[^.ix]*e(?:[^.ix]*[,&|])?b?$")


def on_a_limit(opener: Spot) -> bool:
    """Whether an exception stands to the limit of a practice ("only with consent, except …") and not to the practice."""
    statement = opener.statement
    first = statement.first if statement else 0
    before = opener.sentence.terms[first : opener.index]
    return any(term.code in "lk" or term.key == "condition.only_if" for term in before)
