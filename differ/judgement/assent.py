"""Tells whether consent is asked for, needed at all, taken for given or stretched.

Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_REACHES_FURTHER = re.compile(
    r"\b(?:consent|permission|agreement|approval|authori[sz]ation)\s(?:\w+\s){0,4}?(?:also\s)?(?:covers|extends\sto|includes|applies\sto|counts\sfor)\b",
    re.IGNORECASE,
)
_AGREES_BY_DOING = re.compile(
    r"(?:if|when|once|where|by|in|on|upon)\b[^.;]*?,?\s(?:you|users?|guests?|visitors?|members?)\s(?:also\s)?(?:agree|accept|consent)(?:\sto\s(?:it|this|that))?\W*$",
    re.IGNORECASE,
)
_NO_CONSENT = re.compile(r"no", re.IGNORECASE)  # "no consent is needed", "not need your consent"
_ASKS_NO_CONSENT = re.compile(r"n[hjz]{0,2}(?P<asks>[a_])[yb]{0,2}k")
_ASKING = frozenset({"act.collect", "request"})
_LEAVE = re.compile(r"\s*(?:to\s)?(?:allow|permit|agree|consent|opt\s?-?in|enable|turn\son|switch\son|activate)\b", re.IGNORECASE)


def asks_leave(clue: Clue) -> bool:
    """Whether the person is asked to allow or turn on what follows."""
    return clue.verb_goes_on(_LEAVE)


def asks_no_consent(clue: Clue) -> bool:
    """Whether consent is what is not asked for: "we will not request your agreement"."""
    asks = _ASKS_NO_CONSENT.search(clue.body)
    return asks is not None and clue.actor == t.ORGANISATION and clue.terms[asks.start("asks")].key in _ASKING


def needs_no_consent(clue: Clue) -> bool:
    """Whether it is said that no consent is needed: "no consent is needed for calls"."""
    return any(term.code == t.WITHOUT_CONSENT and _NO_CONSENT.match(clue.text, term.start) for term in clue.terms)


def agrees_by_doing(clue: Clue) -> bool:
    """Whether what a person does counts as agreement: "if you come in, you agree"."""
    return clue.start == 0 and not clue.has("nck") and _AGREES_BY_DOING.match(clue.text) is not None


def reaches_further(clue: Clue) -> bool:
    """Whether consent once given is said to hold for more: "your consent covers all later tests"."""
    return clue.says(_REACHES_FURTHER) is not None
