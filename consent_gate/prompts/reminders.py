"""How often a person may be asked again: after no answer or *later* only, a week apart, three times an edition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

APART = timedelta(days=7)
TIMES = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whether to ask now."""

    due: bool
    asked: int  # how often they were asked so far; requests less than a week apart are one asking
    next_at: datetime | None  # when they may be asked next; None: never again


def reminder(requested: Iterable[datetime], now: datetime) -> Reminder:
    """Whether somebody who was asked at these times, and has not answered, may be asked now.

    >>> from datetime import UTC
    >>> first = datetime(2027, 3, 1, tzinfo=UTC)
    >>> reminder([], first).due, reminder([first], first + timedelta(days=6)).due, reminder([first], first + APART).due
    (True, False, True)
    """
    askings: list[datetime] = []
    for time in sorted(requested):
        if not askings or time >= askings[-1] + APART:
            askings.append(time)
    if not askings:
        return Reminder(due=True, asked=0, next_at=now)
    if len(askings) > TIMES:
        return Reminder(due=False, asked=len(askings), next_at=None)
    next_at = askings[-1] + APART
    return Reminder(due=now >= next_at, asked=len(askings), next_at=next_at)
