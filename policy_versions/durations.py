"""Periods of whole years, months, weeks and days, as every engine of this project counts them.

A year counts 365 days, every 12 months a year, each remaining month 28, a week 7 and a day 86,400 seconds: the
short way, so that no engine keeps data or a consent for longer than another. For a promised notice the long way
counts (a month 31 days, a year 366), so that no notice is shorter than promised.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from policy_versions.errors import DurationError

_ISO = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?")


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A period; ordered by the days it counts for retention and consent.

    >>> Duration.parse("P1Y2M").days, Duration.parse("P1Y2M").notice_days
    (421, 428)
    """

    days: int
    iso: str = field(compare=False)
    notice_days: int = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read an ISO 8601 duration such as `P2Y` or `P30D`; anything but whole years, months, weeks, days is refused.

        Raises:
            DurationError: the text is no such duration, or counts no day.
        """
        match = _ISO.fullmatch(text)
        if match is None or not any(match.groups()):
            raise DurationError(f"`{text}` is not a period", hint="write whole years, months, weeks and days, as P2Y, P6M, P4W or P30D")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        years, months = years + months // 12, months % 12
        rest = weeks * 7 + days
        short, long = years * 365 + months * 28 + rest, years * 366 + months * 31 + rest
        if short == 0:
            raise DurationError(f"`{text}` counts no day", hint="leave the field out where there is no limit")
        return cls(days=short, iso=text, notice_days=long)

    @property
    def delta(self) -> timedelta:
        """The time it counts for retention and consent."""
        return timedelta(days=self.days)

    @property
    def notice_delta(self) -> timedelta:
        """The time it counts as a promised notice."""
        return timedelta(days=self.notice_days)

    def __str__(self) -> str:
        return self.iso
