"""Finds the effective date a policy names, and dates in file names.

A date without a zone counts from midnight UTC. A date that could be read in two ways, as 05/06/2018, is none.
"""

import re
from datetime import UTC, datetime

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février fevrier febrero",
            "march mar märz maerz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août aout agosto",
            "september sept sep septembre septiembre setiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre diciembre",
        ),
        start=1,
    )
    for word in words.split()
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DATE = (
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?(?P<m2>{_MONTH})\.?,?\s+(?:de\s+|del\s+)?(?P<y2>(?:19|20)\d\d)"
    r"|(?P<n1>\d{1,2})(?P<sep>[/.])(?P<n2>\d{1,2})(?P=sep)(?P<y3>(?:19|20)\d\d)"
)
_IN_FORCE = (
    r"effective(?:\s+date)?(?:\s+(?:as\s+of|from|on|since|is))?|date\s+effective|(?:with\s+)?effect\s+from|takes?\s+effect(?:\s+on)?|in\s+force\s+(?:from|since)"
    r"|g[üu]ltig\s+(?:ab|seit)(?:\s+dem)?|in\s+kraft\s+(?:ab|seit)(?:\s+dem)?|en\s+vigueur\s+(?:depuis|à\s+compter\s+du|au|le|à\s+partir\s+du)"
    r"|(?:fecha\s+de\s+entrada\s+en\s+vigor|en\s+vigor\s+desde|vigente\s+desde|fecha\s+de\s+vigencia)(?:\s+el)?"
)
_CHANGED = (
    r"(?:last|date\s+last|most\s+recently)\s+(?:updated|revised|modified|changed|amended)(?:\s+(?:on|at|date))?|(?:updated|revised)(?:\s+on)?|last\s+(?:update|revision|modification)"
    r"|(?:zuletzt\s+aktualisiert|letzte\s+(?:aktualisierung|änderung)|stand)(?:\s+(?:am|vom))?|(?:dernière\s+mise\s+à\s+jour|mis\s+à\s+jour)(?:\s+le)?"
    r"|última\s+(?:actualización|modificación)(?:\s+el)?"
)
_HEAD, _FOOT = 4000, 2000
_GAP = r"\s*[:\-–—*_|]{0,6}\s*"
_PATTERNS = tuple(re.compile(rf"(?:{words}){_GAP}(?:{_DATE})", re.IGNORECASE) for words in (_IN_FORCE, _CHANGED))
_FILE_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?:[T_-]([0-2]\d)[-_:.]?([0-5]\d)(?:[-_:.]?([0-5]\d))?Z?)?(?!\d)"
)


def effective_in(text: str) -> datetime | None:
    """The effective date that `text` names; failing that, the date of its last change; at midnight UTC.

    >>> effective_in("Privacy notice. Effective date: 3 March 2019.").isoformat()
    '2019-03-03T00:00:00+00:00'
    >>> effective_in("We keep data for two years.") is None
    True
    """
    found = _find(text)
    return _moment(found) if found else None


def span_of_effective(text: str) -> tuple[int, int] | None:
    """Where in `text` the words naming its effective date (or last change) begin and end."""
    found = _find(text)
    return found.span() if found else None


def date_in_name(name: str) -> datetime | None:
    """The date (and time) in a file name, as `privacy-2021-05-04.md`; in UTC.

    >>> date_in_name("terms_20190301.html").isoformat(), date_in_name("terms.html")
    ('2019-03-01T00:00:00+00:00', None)
    """
    for match in _FILE_DATE.finditer(name):
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        try:
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            continue
    return None


def _find(text: str) -> re.Match[str] | None:
    """The words that date the whole document: at its head, else at its foot; dates amid the text are about other things."""
    for start, end in ((0, _HEAD), (max(_HEAD, len(text) - _FOOT), len(text))):
        for pattern in _PATTERNS:
            for match in pattern.finditer(text, start, end):
                if _moment(match) is not None:
                    return match
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    held = match.groupdict()
    if held["iso"]:
        year, month, day = (int(part) for part in held["iso"].split("-"))
    elif held["m1"]:
        year, month, day = int(held["y1"]), _MONTHS[held["m1"].lower()], int(held["d1"])
    elif held["m2"]:
        year, month, day = int(held["y2"]), _MONTHS[held["m2"].lower()], int(held["d2"])
    else:
        first, second, year = int(held["n1"]), int(held["n2"]), int(held["y3"])
        if held["sep"] == "." or first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            day, month = second, first
        else:
            return None
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
