"""Reads periods of time out of prose: `30 days`, `twelve (12) months`, `two and a half years`, `a fortnight`.

Which of them is a limit of what is for the reader of practices to tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from differ.model import Span
from policy_versions.durations import Duration

__all__ = ["Period", "find_periods"]

_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {word: value for value, word in enumerate(_SMALL)} | _TENS | {"a": 1, "an": 1, "hundred": 100}
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PERIOD = re.compile(
    rf"\b(?P<number>\d{{1,4}}|(?:{_WORD})(?:[ -](?:{_WORD}))?)(?: ?\((?P<again>\d{{1,4}}|(?:{_WORD}))\))?"
    r"[ -](?:(?:full|calendar|consecutive|whole|more|further|additional) )?(?P<unit>day|week|month|year)s?\b"
)
_FORTNIGHT = re.compile(r"\ba fortnight\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period and where it stands in the folded sentence."""

    duration: Duration
    span: Span


def find_periods(folded: str) -> Iterator[Period]:
    """The periods of whole days, weeks, months and years in a folded sentence; a number said twice must agree with itself.

    >>> [str(period.duration) for period in find_periods("kept for twelve (12) months, wiped after a fortnight")]
    ['P12M', 'P2W']
    """
    found = [Period(duration=Duration.parse("P2W"), span=match.span()) for match in _FORTNIGHT.finditer(folded)]
    for match in _PERIOD.finditer(folded):
        number = _number(match["number"])
        agrees = match["again"] is None or _number(match["again"]) == number
        if number and agrees:
            found.append(Period(duration=Duration.parse(f"P{number}{_UNITS[match['unit']]}"), span=match.span()))
    return iter(sorted(found, key=lambda period: period.span))


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    first, *rest = (_NUMBERS[word] for word in re.split("[ -]", words))
    if rest and rest[0] == 100:
        return first * 100
    return first + sum(rest)
