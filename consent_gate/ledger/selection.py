"""Judging every open record in one statement: the rule as a table of constants beside the records and the latest answers.

The statement says of each record what `decision` would: expiry first, then the answer that stands, then what silence
comes to; the best over the permissions. The constants are made of the same rules that a check uses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent_gate.decision import verdict_of
from consent_gate.ledger.database import Database, Row
from consent_gate.ledger.tables import to_ticks
from consent_gate.model import AnswerKind, Verdict
from consent_gate.rule import NOT_KNOWN, PermissionRule, Rule

DAY = 86_400_000_000
_ORDER = tuple(Verdict)

STATEMENT = """
WITH category(data, cell) AS (VALUES {categories}),
rule(cell, version, permission, edition, silent, refused, days_kept, consent_days) AS (VALUES {rules}),
judged AS (
  SELECT r.seq, r.subject, r.data, r.item_hidden, r.version, r.collected_at, r.recorded_at,
    CASE
      WHEN u.cell IS NULL THEN {not_permitted}
      WHEN u.days_kept IS NOT NULL AND (r.collected_at IS NULL OR {at} >= r.collected_at + u.days_kept * {day}) THEN {expired}
      WHEN b.seq IS NULL OR a.seq > b.seq THEN {by_edition}
      ELSE {by_all}
    END AS verdict
  FROM records r
  JOIN category k ON k.data = r.data
  LEFT JOIN rule u ON u.cell = k.cell AND u.version = r.version
  LEFT JOIN consent_state a ON a.subject = r.subject AND a.policy = {policy} AND a.permission = u.permission AND a.edition = u.edition
  LEFT JOIN rule x ON x.cell = u.cell AND x.permission = u.permission AND x.version = a.version
  LEFT JOIN consent_state b ON b.subject = r.subject AND b.policy = {policy} AND b.permission = u.permission AND b.edition = 0
  LEFT JOIN rule y ON y.cell = u.cell AND y.permission = u.permission AND y.version = b.version
  WHERE r.policy = {policy} AND NOT EXISTS (SELECT 1 FROM closures c WHERE c.record = r.seq)
),
best AS ({best})
SELECT j.seq, s.subject, j.data, j.item_hidden, j.version, j.collected_at, j.recorded_at, j.verdict, s.secret
FROM best j JOIN subjects s ON s.pseudonym = j.subject{wanted}"""

_ANSWERED = """CASE
        WHEN {answer}.answer IN ('refused', 'withdrawn') THEN u.refused
        WHEN {answer}.answer = 'given' AND ({given}.consent_days IS NULL OR {at} < {answer}.at + {given}.consent_days * {day}) THEN 0
        ELSE u.silent END"""
_BEST_OF_MANY = """
  SELECT seq, subject, data, item_hidden, version, collected_at, recorded_at, min(verdict) AS verdict
  FROM judged GROUP BY seq, subject, data, item_hidden, version, collected_at, recorded_at"""


@dataclass(frozen=True, slots=True)
class Constants:
    """The rule of one request as rows."""

    categories: tuple[tuple[str, int], ...]  # category of a record, and the cell of the rule it is judged by
    rules: tuple[tuple[int, int, str, int, int, int, int | None, int | None], ...]
    most: int  # permissions in a cell, at most


def constants(cells: Mapping[str, Rule], versions: Sequence[int]) -> Constants:
    """The rows for each related category and its rule; the same permissions and editions share a cell."""
    numbers: dict[tuple[tuple[str, int], ...], int] = {}
    rules: list[tuple[int, int, str, int, int, int, int | None, int | None]] = []
    categories = []
    for data, rule in sorted(cells.items()):
        signature = tuple((one.permission, one.edition) for one in rule.permissions)
        if signature not in numbers:
            numbers[signature] = len(numbers)
            for permission in rule.permissions:
                rules += [_row(numbers[signature], permission, version) for version in (NOT_KNOWN, *versions)]
        categories.append((data, numbers[signature]))
    return Constants(tuple(categories), tuple(rules), max((len(rule.permissions) for rule in cells.values()), default=0))


def _row(cell: int, permission: PermissionRule, version: int) -> tuple[int, int, str, int, int, int, int | None, int | None]:
    terms, under = permission.terms_of(version), permission.under_edition(version)
    silent = verdict_of(terms.basis, under_edition=under, answer=None).rank
    refused = verdict_of(terms.basis, under_edition=under, answer=AnswerKind.REFUSED).rank
    return cell, version, permission.permission, permission.edition, silent, refused, terms.days_kept, terms.consent_days


def judged(database: Database, policy: str, found: Constants, at: datetime, *, every: bool) -> Iterator[tuple[Row, Verdict]]:
    """Each open record of a related category with its verdict; only those allowed, or `every` one."""
    if not found.categories:
        return
    for batch in database.stream(statement(found, policy, at, every=every, postgres=database.postgres)):
        for row in batch:
            yield row, _ORDER[row[7]]


def statement(found: Constants, policy: str, at: datetime, *, every: bool, postgres: bool) -> str:
    """The one statement, with everything written into it."""
    ticks = str(to_ticks(at))
    words = {"at": ticks, "day": DAY}
    return STATEMENT.format(
        categories=", ".join(f"({_text(data)}, {cell})" for data, cell in found.categories),
        rules=", ".join(_values(row, postgres=postgres) for row in found.rules) or _no_rule(postgres=postgres),
        not_permitted=Verdict.NOT_PERMITTED.rank,
        expired=Verdict.EXPIRED.rank,
        by_edition=_ANSWERED.format(answer="a", given="x", **words),
        by_all=_ANSWERED.format(answer="b", given="y", **words),
        policy=_text(policy),
        best=_BEST_OF_MANY if found.most > 1 else "SELECT * FROM judged",
        wanted="" if every else f" WHERE j.verdict = {Verdict.ALLOWED.rank}",
        **words,
    )


def _values(row: Sequence[int | str | None], *, postgres: bool) -> str:
    null = "NULL::bigint" if postgres else "NULL"
    return f"({', '.join(null if value is None else _text(value) if isinstance(value, str) else str(value) for value in row)})"


def _no_rule(*, postgres: bool) -> str:
    return _values((-1, -1, "", -1, 0, 0, None, None), postgres=postgres)


def _text(value: str) -> str:
    """A string constant; names of policies, permissions and categories hold no quote, and this would double it."""
    return "'" + value.replace("'", "''") + "'"
