"""Tells that a thing is done for the organisation, or leave asked for, in whatever words: "on our behalf", "for us"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot

_FOR_US = re.compile(r"on our behalf|for us", re.IGNORECASE)


def is_for_us_too(spot: Spot, there: Sequence[Term]) -> bool:
    """Whether words say for whom a thing is done, and the terms of another sentence say it too."""
    return _FOR_US.fullmatch(spot.words) is not None and any(one.key == "for" and other.code == "o" for one, other in pairwise(there))


def is_for_leave_too(spot: Spot, there: Sequence[Term]) -> bool:
    """Whether a word asks for leave, and the terms of another sentence ask for it too: "we ask each pilot for permission"."""
    return spot.term.key in _ASKS and _asks_leave(spot.sentence.terms) and _asks_leave(there)


_ASKS = frozenset({"choice.ask", "act.request", "act.collect"})
_LEAVE = re.compile(r"ask|request|seek")


def _asks_leave(terms: Sequence[Term]) -> bool:
    """Whether consent is named, and asked for: "we ask each pilot for permission"."""
    asked = any(term.key in _ASKS or term.key == "guard.ask_consent" or _LEAVE.match(term.key) is not None for term in terms)
    return asked and any(term.code == "k" or term.key == "guard.ask_consent" for term in terms)
