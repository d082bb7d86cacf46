"""From where people stand, counted by version: whose oldest data was collected under it, and who last accepted it.

A new text may hold little against the version before it and much against what somebody agreed to years ago. Counts only.
"""

from dataclasses import dataclass

from consent_gate.ledger.database import Database
from consent_gate.ledger.recording import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The people of one version; ids that were linked are one person, and who was erased is in no count."""

    version: int | None  # None: not known
    holding: int  # people whose oldest open datum was collected under it
    accepted: int  # people who accepted it or something it began, and nothing of a later one; what they took back does not count


# An edition that was accepted before its effect is later than the version then in force.
_ACCEPTED = "CASE WHEN a.edition > a.version THEN a.edition ELSE a.version END"
_TAKEN_BACK = (
    "SELECT 1 FROM consent_state w WHERE w.subject = a.subject AND w.policy = a.policy AND w.permission = a.permission"
    " AND w.edition = 0 AND w.seq > a.seq"
)


def cohorts(database: Database, policy: str) -> tuple[Cohort, ...]:
    """Every version of a policy that anyone's data is of or that anyone accepted, the oldest first; unknown ones before them."""
    holding = database.read(
        "SELECT oldest, COUNT(*) FROM (SELECT s.person, MIN(COALESCE(r.version, 0)) AS oldest FROM records r"  # noqa: S608
        f" JOIN subjects s ON s.pseudonym = r.subject WHERE r.policy = ? AND {OPEN} GROUP BY s.person) people GROUP BY oldest",
        (policy,),
    )
    accepted = database.read(
        f"SELECT newest, COUNT(*) FROM (SELECT s.person, MAX({_ACCEPTED}) AS newest FROM consent_state a"  # noqa: S608
        " JOIN subjects s ON s.pseudonym = a.subject WHERE a.policy = ? AND a.permission <> '' AND a.answer = 'given'"
        f" AND NOT EXISTS ({_TAKEN_BACK}) GROUP BY s.person) people GROUP BY newest",
        (policy,),
    )
    held, agreed = dict(map(tuple, holding)), dict(map(tuple, accepted))
    return tuple(
        Cohort(version=number or None, holding=int(held.get(number, 0)), accepted=int(agreed.get(number, 0)))
        for number in sorted(held.keys() | agreed.keys())
    )
