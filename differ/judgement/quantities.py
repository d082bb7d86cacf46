"""Reads amounts: times, ages, money, shares; and says which of two is more.

What an amount bounds (how long data is kept, how soon people are answered) is for the rules to say.
"""

import re
from dataclasses import dataclass
from functools import cache

_NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split()
    )
} | {
    "twenty-one": 21, "twenty-four": 24, "twenty-five": 25, "twenty-eight": 28, "thirty": 30,
    "thirty-six": 36, "forty": 40, "forty-five": 45,
    "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90, "hundred": 100, "a": 1, "an": 1,
}  # fmt: skip
_WORD = "|".join(sorted((word for word in _NUMBERS if len(word) > 2), key=lambda word: (-len(word), word)))
_COUNT = rf"(?:(?P<word>{_WORD})\s*\(\s*(?P<both>\d+)\s*\)|(?P<digits>\d+(?:[.,]\d+)*)|(?P<alone>{_WORD}))"
_UNIT = r"(?P<unit>minute|hour|day|week|month|quarter|year)s?\b"
_TIME = re.compile(
    rf"\b{_COUNT}[\s-]*(?:(?P<kind>business|working|calendar|full|consecutive)\s+)?{_UNIT}(?P<age>[\s-]+(?:of\s+age|old)\b)?", re.IGNORECASE
)
_ONE = re.compile(
    r"\b(?:a|an|one|each|every|per)\s+(?:(?P<kind>business|working|calendar)\s+)?(?P<unit>minute|hour|day|week|month|quarter|year)\b(?!\s*-)|\b(?P<adverb>annually|yearly|monthly|weekly|daily|quarterly|hourly)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:under|below|over|above|younger than|older than|age of|aged?|at least|ages?)\s+(?:the\s+age\s+of\s+)?(?P<age>\d{1,2})\b"
    r"(?!\s*(?:%|day|week|month|hour|minute|business))",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?P<sign>[$€£¥])\s*(?P<amount>\d+(?:[.,]\d+)*)|(?P<after>\d+(?:[.,]\d+)*)\s*(?P<code>euros?|dollars?|pounds?|usd|eur|gbp)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?P<share>\d+(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.2, "year": 365.0}
_ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "quarterly": "quarter",
    "hourly": "hour",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount of one `measure` (`time` in days, `age` in years, `money`, `share` in per cent)."""

    measure: str
    amount: float
    start: int
    end: int
    words: str

    @property
    def key(self) -> str:
        """Equal for equal amounts, however they are written."""
        return f"{self.measure}:{self.amount:.4g}"

    def compare(self, other: "Quantity") -> int | None:
        """1 where this is more, -1 where less, 0 where as good as equal, None where they cannot be compared."""
        if self.measure != other.measure:
            return None
        most = max(self.amount, other.amount)
        if most and abs(self.amount - other.amount) / most < 0.03:
            return 0
        return 1 if self.amount > other.amount else -1


def _count(found: re.Match[str]) -> float:
    groups = found.groupdict()
    digits = groups.get("both") or groups.get("digits")
    if digits:
        return float(digits.replace(",", ""))
    return float(_NUMBERS[(groups.get("alone") or groups.get("word") or "one").lower()])


def _times(text: str) -> list[Quantity]:
    found = []
    for match in _TIME.finditer(text):
        unit = match["unit"].lower()
        amount = _count(match)
        if match["age"] and unit == "year":
            found.append(Quantity("age", amount, match.start(), match.end(), match.group()))
            continue
        factor = 7 / 5 if (match["kind"] or "").lower() in {"business", "working"} and unit == "day" else 1.0
        found.append(Quantity("time", amount * _DAYS[unit] * factor, match.start(), match.end(), match.group()))
    for match in _ONE.finditer(text):
        unit = _ADVERBS[match["adverb"].lower()] if match["adverb"] else match["unit"].lower()
        found.append(Quantity("time", _DAYS[unit], match.start(), match.end(), match.group()))
    return found


@cache
def _may_hold(text: str) -> bool:
    return bool(re.search(r"\d|day|week|month|year|hour|minute|annual|quarter|percent", text, re.IGNORECASE))


def quantities(text: str) -> list[Quantity]:
    """The amounts in `text`, in order, none inside another.

    >>> [q.key for q in quantities("within thirty (30) days, for children under 13, a fee of $25")]
    ['time:30', 'age:13', 'money:25']
    """
    if not _may_hold(text):
        return []
    found = _times(text)
    found += [Quantity("age", float(m["age"]), m.start("age"), m.end("age"), m.group()) for m in _AGE.finditer(text)]
    found += [
        Quantity("money", float((m["amount"] or m["after"]).replace(",", "")), m.start(), m.end(), m.group()) for m in _MONEY.finditer(text)
    ]
    found += [Quantity("share", float(m["share"]), m.start(), m.end(), m.group()) for m in _SHARE.finditer(text)]
    found.sort(key=lambda quantity: (quantity.start, -quantity.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept
