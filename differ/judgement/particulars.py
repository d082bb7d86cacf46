"""Tells where someone meant in particular, as "the hotel" and "your bank" are, became any of a kind, as "hotels" and "banks"."""

import re

_NO_ONE_IN_PARTICULAR = r"(?!(?:the|your|our|this|that|these|those|its|his|her|their|my)\b)[A-Za-z][\w-]*"
_TO = r"\b(?:to|with|from|by|tell|ask|inform|notify|show)\s"
_ONE = re.compile(
    rf"{_TO}(?:the|your|our|this|that|its|his|her|their)\s({_NO_ONE_IN_PARTICULAR}(?:\s{_NO_ONE_IN_PARTICULAR}){{0,2}})", re.IGNORECASE
)
_OF_A_KIND = rf"{_TO}(?:{_NO_ONE_IN_PARTICULAR}\s){{0,2}}?"


def particulars(text: str) -> tuple[str, ...]:
    """What is said of whom or what in particular something is done to, with, from or by, in its order.

    >>> particulars("We send it to the hotel you booked and to banks.")
    ('hotel you booked',)
    """
    return tuple(found[1].lower() for found in _ONE.finditer(text))


def generalised(old: str, new: str) -> tuple[str, int] | None:
    """What was one in particular and now is any of its kind: as it is said now, and where; nothing where nothing is.

    >>> generalised("We send it to the hotel you booked.", "We send it to hotels.")
    ('hotels', 14)
    """
    for told in particulars(old):
        for word in told.split():
            if word.endswith("s"):
                continue
            many = _many(word)
            found = re.search(rf"{_OF_A_KIND}(?P<kind>{many})\b", new, re.IGNORECASE)
            if found is None and f"your {word}" in old.lower():
                found = re.search(rf"{_TO}(?:an?|any|another)\s(?P<kind>{re.escape(word)})\b", new, re.IGNORECASE)
            if found and re.search(rf"\b{many}\b", old, re.IGNORECASE) is None:
                return found["kind"], found.start("kind")
    return None


def _many(word: str) -> str:
    return re.escape(word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s")
