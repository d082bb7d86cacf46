"""Times as the ledger keeps them: whole microseconds since 1970 in UTC, which compare and add the same on every database."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def to_ticks(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at - EPOCH) // _TICK


def from_ticks(ticks: int) -> datetime:
    """The aware UTC time of so many microseconds since 1970."""
    return EPOCH + _TICK * ticks
