"""Reads amounts: times, ages, money, shares; and says which of two is more.

What an amount bounds (how long data is kept, how soon people are answered) is for the rules to say.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

_SMALL = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_HUNDREDS = {"hundred": 100, "one hundred": 100, "a hundred": 100, "one hundred and twenty": 120, "one hundred and eighty": 180}
_COMPOUND = {f"{ten}-{one}": _TENS[ten] + _SMALL[one] for ten in _TENS for one in list(_SMALL)[1:10]}
_NUMBERS = {**_SMALL, **_TENS, **_HUNDREDS, **_COMPOUND, "half a": 0.5, "half an": 0.5, "one and a half": 1.5, "a": 1, "an": 1}
_YOUNG = "eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one".split()
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75}
_WORD = "|".join(sorted((word for word in _NUMBERS if len(word) > 2), key=lambda word: (-len(word), word)))
_COUNT = rf"(?:(?P<word>{_WORD})\s*\(\s*(?P<both>\d+)\s*\)|(?P<digits>\d+(?:[.,]\d+){{0,3}}(?P<fraction>[¼½¾])?)|(?P<alone>{_WORD}))"
_UNIT = r"(?P<unit>second|minute|hour|day|week|fortnight|month|quarter|year|decade)s?\b"
_TIME = re.compile(
    rf"\b{_COUNT}[\s-]*(?:(?P<kind>business|working|calendar|full|consecutive)\s+)?{_UNIT}"
    r"(?P<age>[\s-]+(?:of\s+age|old|(?:or|and)\s+older)\b)?",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:a|an|one|each|every|per)\s+(?:(?P<kind>business|working|calendar)\s+)?(?P<unit>minute|hour|day|week|fortnight|month|quarter|year|decade)\b(?!\s*-)|\b(?P<adverb>annually|yearly|monthly|weekly|daily|quarterly|hourly)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:under|below|over|above|younger than|older than|age of|aged?|at least|ages?)\s+"
    r"(?P<years>(?:the\s+age\s+of\s+)?(?P<age>\d{1,2}))\b(?P<whole>(?<=age of \d\d)\s+years?\b)?"
    r"(?!\s*(?:%|day|week|month|hour|minute|business))",
    re.IGNORECASE,
)
_AGE_IN_WORDS = re.compile(
    rf"\b(?:under|below|over|above|younger than|older than|age of|aged)\s+(?P<age>{'|'.join(_YOUNG)})\b"
    r"(?=\s*(?:[.,;:)]|$)|\s+(?:and|or|who|may|can|cannot|must|are|is|will|shall|should|do|does|have|has|need|to|in|at|with|without|only)\b)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?P<sign>[$€£¥])\s*(?P<amount>\d+(?:[.,]\d+){0,3})|(?P<after>\d+(?:[.,]\d+){0,3})\s*(?P<code>euros?|dollars?|pounds?|usd|eur|gbp)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?P<share>\d+(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)

_DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "fortnight": 14.0}
_DAYS |= {"month": 365 / 12, "quarter": 365 / 4, "year": 365.0, "decade": 3650.0}  # so that twelve months are a year
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
        fraction = groups.get("fraction") or ""
        return float(digits.removesuffix(fraction).replace(",", "")) + _FRACTIONS.get(fraction, 0.0)
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
    return bool(
        re.search(
            r"\d|day|week|fortnight|month|year|decade|hour|minute|second|annual|quarter|percent|teen\b|under|below|aged",
            text,
            re.IGNORECASE,
        )
    )


def quantities(text: str) -> list[Quantity]:
    """The amounts in `text`, in order, none inside another.

    >>> [q.key for q in quantities("within thirty (30) days, for children under 13, a fee of $25")]
    ['time:30', 'age:13', 'money:25']
    """
    if not _may_hold(text):
        return []
    found = _times(text)
    found += [Quantity("age", float(m["age"]), m.start("years"), m.end(), m.group()) for m in _AGE.finditer(text)]
    found += [Quantity("age", _NUMBERS[m["age"].lower()], m.start("age"), m.end("age"), m.group()) for m in _AGE_IN_WORDS.finditer(text)]
    found += [
        Quantity("money", float((m["amount"] or m["after"]).replace(",", "")), m.start(), m.end(), m.group()) for m in _MONEY.finditer(text)
    ]
    found += [Quantity("share", float(m["share"]), m.start(), m.end(), m.group()) for m in _SHARE.finditer(text)]
    found.sort(key=lambda quantity: (quantity.start, -quantity.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return _told_once(kept, text)


def _told_once(found: list[Quantity], text: str) -> list[Quantity]:
    """The amounts, one that is told again in brackets right behind it, in another unit, being one: "30 days (one month)"."""
    kept: list[Quantity] = []
    for quantity in found:
        last = kept[-1] if kept else None
        told = _AGAIN.fullmatch(text, last.end, quantity.start) if last else None
        closed = _CLOSED.match(text, quantity.end)
        if last is not None and told is not None and closed is not None and last.compare(quantity) == 0:
            kept[-1] = replace(last, end=closed.end(), words=text[last.start : closed.end()])
        else:
            kept.append(quantity)
    return kept


_AGAIN = re.compile(r"\s\((?:i\.e\.,?\s|that\sis,?\s|or\s|about\s|approximately\s|equal\sto\s)?", re.IGNORECASE)
_CLOSED = re.compile(r"\)")
