"""How people responded to each ask, counted: asked, accepted, declined, withdrawn, put off, not answered; and who has not.

Counts and ids only; what an answer means for a datum is told by `decision`. An ask counts from the first event about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consent_gate.ledger.database import Database
from consent_gate.ledger.ticks import from_ticks
from consent_gate.model import EventKind

_DAY = 86_400_000_000  # microseconds


class Response(StrEnum):
    """How one person stands to one ask."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DEFERRED = "deferred"  # put off; no answer
    NONE = "none"  # shown the ask and nothing more


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many people stand how to one edition of a permission, or to one weakening of a promise."""

    subject_of: str  # the permission or promise
    edition: int
    people: dict[Response, int]

    @property
    def asked(self) -> int:
        """All who were asked."""
        return sum(self.people.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One person who was asked and has not answered."""

    subject: str  # the product's id
    subject_of: str
    edition: int
    since: datetime  # first asked
    deferred: bool  # said they would decide later


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How many events of one kind a permission or promise had on one day (UTC)."""

    day: date
    subject_of: str
    kind: EventKind
    events: int


# An answer to everything (edition 0: withdrawn, objected) counts where it is later than the one to the edition.
_STANDS = """
    SELECT a.subject, a.permission, a.edition, a.since,
        CASE WHEN w.answer IS NOT NULL AND w.seq > COALESCE(s.seq, 0) THEN w.answer
             WHEN s.answer IS NOT NULL THEN s.answer
             WHEN a.deferred = 1 THEN 'deferred' ELSE 'none' END AS response
    FROM (SELECT subject, permission, edition, MIN(recorded_at) AS since, MAX(CASE WHEN kind = 'deferred' THEN 1 ELSE 0 END) AS deferred
          FROM events WHERE policy = ? AND edition > 0 AND kind <> 'told' GROUP BY subject, permission, edition) a
    LEFT JOIN consent_state s ON s.subject = a.subject AND s.policy = ? AND s.permission = a.permission AND s.edition = a.edition
    LEFT JOIN consent_state w ON w.subject = a.subject AND w.policy = ? AND w.permission = a.permission AND w.edition = 0
"""


def turnout(database: Database, policy: str) -> tuple[Turnout, ...]:
    """How people responded to each ask of a policy that anyone was shown, by permission and edition."""
    rows = database.read(
        f"SELECT permission, edition, response, COUNT(*) FROM ({_STANDS}) st GROUP BY permission, edition, response"  # noqa: S608
        " ORDER BY permission, edition, response",
        (policy, policy, policy),
    )
    found: dict[tuple[str, int], dict[Response, int]] = {}
    for permission, edition, response, count in rows:
        found.setdefault((permission, edition), dict.fromkeys(Response, 0))[Response(response)] = int(count)
    return tuple(Turnout(subject_of=id_, edition=edition, people=people) for (id_, edition), people in found.items())


def waiting(database: Database, policy: str) -> Iterator[Waiting]:
    """Everyone who was asked and has not answered, the longest waiting first; people who were erased are in no list."""
    rows = database.read(
        f"SELECT u.subject, st.permission, st.edition, st.since, st.response FROM ({_STANDS}) st"  # noqa: S608
        " JOIN subjects u ON u.pseudonym = st.subject WHERE st.response IN ('deferred', 'none')"
        " ORDER BY st.since, u.subject, st.permission, st.edition",
        (policy, policy, policy),
    )
    for subject, permission, edition, since, response in rows:
        yield Waiting(
            subject=subject, subject_of=permission, edition=edition, since=from_ticks(int(since)), deferred=response == Response.DEFERRED
        )


def by_day(database: Database, policy: str) -> tuple[Day, ...]:
    """How many events of each kind each permission or promise had, day by day."""
    rows = database.read(
        f"SELECT recorded_at / {_DAY}, permission, kind, COUNT(*) FROM events WHERE policy = ? AND permission <> ''"  # noqa: S608
        f" GROUP BY recorded_at / {_DAY}, permission, kind ORDER BY recorded_at / {_DAY}, permission, kind",
        (policy,),
    )
    return tuple(
        Day(day=from_ticks(int(day) * _DAY).date(), subject_of=permission, kind=EventKind(kind), events=int(count))
        for day, permission, kind, count in rows
    )
