"""Judging every open record in one statement: the rule as tables of constants beside the records and the latest answers.

What each person's answers come to is found first, once a person and permission (`said`); a record then needs one look at
it and one at the rule. The statement says of each record what `decision` would: expiry first, then the answer that
stands, then what silence comes to; the best over the permissions. The constants are made of the rules that a check uses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent_gate.decision import verdict_of
from consent_gate.ledger.database import Database
from consent_gate.ledger.statements import Row
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import AnswerKind, Verdict
from consent_gate.rule import NOT_KNOWN, PermissionRule, Rule

DAY = 86_400_000_000
_ORDER = tuple(Verdict)

SILENT, GIVEN, REFUSED, BROKEN = range(4)
"""What a person's answers to a permission come to; a consent under a version that cannot be is none, and nothing is allowed on it."""

STATEMENT = """
WITH category(data, cell) AS (VALUES {categories}),
rule(cell, version, permission, silent, refused, days_kept) AS (VALUES {rules}),
edition(cell, permission, edition) AS (VALUES {editions}),
lasting(cell, permission, version, consent_days) AS (VALUES {lasting}),
known(version) AS (SELECT DISTINCT version FROM rule),
said AS (
  SELECT a.subject, e.cell, e.permission, max({latest}) % 4 AS said
  FROM consent_state a
  JOIN edition e ON e.permission = a.permission AND e.edition = a.edition
  LEFT JOIN known n ON n.version = a.version
  LEFT JOIN lasting l ON l.cell = e.cell AND l.permission = e.permission AND l.version = a.version
  WHERE a.policy = {policy}
  GROUP BY a.subject, e.cell, e.permission{only_given}
),
judged AS (
  SELECT r.seq, r.subject, r.data, r.item_hidden, r.version, r.collected_at, r.recorded_at, {verdict} AS verdict
  FROM records r
  JOIN category k ON k.data = r.data
  {ruled} rule u ON u.cell = k.cell AND u.version = r.version
  {answered} said d ON d.subject = r.subject AND d.cell = u.cell AND d.permission = u.permission
  WHERE r.policy = {policy} AND NOT EXISTS (SELECT 1 FROM closures c WHERE c.record = r.seq){kept}
),
best AS ({best})
SELECT j.seq, s.subject, j.data, j.item_hidden, j.version, j.collected_at, j.recorded_at, j.verdict, s.secret
FROM best j JOIN subjects s ON s.pseudonym = j.subject"""

# The answer with the highest place counts, and what it comes to rides in its lowest two bits.
_LATEST = f"""a.seq * 4 + CASE
      WHEN a.answer IN ('refused', 'withdrawn') THEN {REFUSED}
      WHEN a.answer = 'given' AND n.version IS NULL THEN {BROKEN}
      WHEN a.answer = 'given' AND (l.consent_days IS NULL OR {{at}} < a.at + l.consent_days * {DAY}) THEN {GIVEN}
      ELSE {SILENT} END"""
_BY_ANSWER = f"""CASE coalesce(d.said, {SILENT})
      WHEN {GIVEN} THEN {Verdict.ALLOWED.rank}
      WHEN {REFUSED} THEN u.refused
      WHEN {BROKEN} THEN {Verdict.NOT_PERMITTED.rank}
      ELSE u.silent END"""
_BY_ALL = f"""CASE
      WHEN u.cell IS NULL THEN {Verdict.NOT_PERMITTED.rank}
      WHEN u.days_kept IS NOT NULL AND (r.collected_at IS NULL OR {{at}} >= r.collected_at + u.days_kept * {DAY})
        THEN {Verdict.EXPIRED.rank}
      ELSE {_BY_ANSWER} END"""
_KEPT = f" AND (u.days_kept IS NULL OR {{at}} < r.collected_at + u.days_kept * {DAY})"
_BEST_OF_MANY = """
  SELECT seq, subject, data, item_hidden, version, collected_at, recorded_at, min(verdict) AS verdict
  FROM judged{wanted} GROUP BY seq, subject, data, item_hidden, version, collected_at, recorded_at"""
_THE_ONLY = "SELECT * FROM judged{wanted}"


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
    """The one statement, with everything written into it; where only what is allowed is wanted, it looks no further at the rest."""
    ticks = str(to_ticks(at))
    editions = {(cell, permission, number) for cell, _, permission, edition, *_ in found.rules for number in (edition, 0)}
    lasting = [(cell, permission, version, days) for cell, version, permission, *_, days in found.rules if days is not None]
    only_given = not every and all(silent != Verdict.ALLOWED.rank != refused for *_, silent, refused, _, _ in found.rules)
    latest = _LATEST.format(at=ticks)

    def rows(values: Sequence[Sequence[int | str | None]], empty: Sequence[int | str | None]) -> str:
        return ", ".join(_values(row, postgres=postgres) for row in values or [empty])

    return STATEMENT.format(
        categories=rows(found.categories, ("", -1)),
        rules=rows([(*row[:3], *row[4:7]) for row in found.rules], (-1, -1, "", 0, 0, None)),
        editions=rows(sorted(editions), (-1, "", -1)),
        lasting=rows(lasting, (-1, "", -1, 0)),
        latest=latest,
        only_given=f" HAVING max({latest}) % 4 = {GIVEN}" if only_given else "",
        verdict=_BY_ALL.format(at=ticks) if every else _BY_ANSWER,
        ruled="LEFT JOIN" if every else "JOIN",
        answered="JOIN" if only_given else "LEFT JOIN",
        kept="" if every else _KEPT.format(at=ticks),
        policy=_text(policy),
        best=(_BEST_OF_MANY if found.most > 1 else _THE_ONLY).format(wanted="" if every else f" WHERE verdict = {Verdict.ALLOWED.rank}"),
    )


def _values(row: Sequence[int | str | None], *, postgres: bool) -> str:
    null = "NULL::bigint" if postgres else "NULL"
    return f"({', '.join(null if value is None else _text(value) if isinstance(value, str) else str(value) for value in row)})"


def _text(value: str) -> str:
    """A string constant; names of policies, permissions and categories hold no quote, and this would double it."""
    return "'" + value.replace("'", "''") + "'"
