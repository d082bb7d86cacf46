"""One statement that judges every row of a table, in the SQL of the engine the table lies in.

The statement joins three things: the rows to judge, the rule as constants written into it, and a copy of the ledger's
latest answers (`states`). Written once, in a form that every engine has; sqlglot puts it into the engine's words.

The rows need four columns, by these names or as `Tables` says: `subject` (the product's id), `category` (a key of the
taxonomy), `version` (an integer; 0 or null: not known) and `collected_at` (whole microseconds since 1970 in UTC; null:
not known). `states` has the columns that `states` in this package exports: subject, permission, edition, answer, at,
version, seq.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlglot

from consent_gate.errors import ArgumentError
from consent_gate.ledger.selection import DAY, Constants
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import Verdict

TESTED = ("duckdb", "postgres", "spark", "sqlite")
"""The engines on which tests run the statement; for others it is generated, and says that it was not run."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,2}")
_READ = "duckdb"  # what the statement is written in, before it is put into the engine's words
_ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the tables and the columns of the rows are called."""

    records: str = "records"
    states: str = "states"
    subject: str = "subject"
    category: str = "category"
    version: str = "version"
    collected_at: str = "collected_at"


def statement(found: Constants, at: datetime, *, dialect: str, tables: Tables | None = None) -> str:
    """The statement: every column of each row that the request is about, and `verdict`.

    Args:
        found: the rule of the request as rows.
        at: now; written into the statement, so make a new one for each run.
        dialect: the engine, as sqlglot calls it.
        tables: what tables and columns are called.

    Raises:
        ArgumentError: the engine is not known, or a name is no plain name.
    """
    tables = tables or Tables()
    for name in (tables.records, tables.states, tables.subject, tables.category, tables.version, tables.collected_at):
        if not _NAME.fullmatch(name):
            raise ArgumentError(
                f"`{name}` is no plain name of a table or column", hint="use letters, digits and underscores, parted by dots"
            )
    if dialect not in sqlglot.Dialects.__members__.values() and dialect not in {d.value for d in sqlglot.Dialects}:
        raise ArgumentError(f"no engine is called `{dialect}`", hint=f"tested are {', '.join(TESTED)}")
    text = sqlglot.transpile(_text(found, at, tables), read=_READ, write=dialect, pretty=True, unsupported_level=sqlglot.ErrorLevel.RAISE)[
        0
    ]
    return text if dialect in TESTED else f"-- generated for {dialect}; no test runs it there\n{text}"


def _text(found: Constants, at: datetime, tables: Tables) -> str:
    permissions = sorted({row[2] for row in found.rules})
    joins = [_joins(number, permission, tables) for number, permission in enumerate(permissions)]
    verdict = _best([_judged(number) for number in range(len(permissions))])
    rules = [_with_times(row, at) for row in found.rules] or [_NO_RULE]
    text = f"""WITH category_cell AS ({_rows(("category", "cell"), found.categories)}),
rule_row AS ({_rows(_RULE_COLUMNS, rules)})
SELECT r.*, {verdict} AS verdict FROM {tables.records} AS r
JOIN category_cell AS k ON k.category = r.{tables.category} {"".join(joins)}"""  # noqa: S608 - plain names and quoted values only
    return text.replace("{collected_at}", f"r.{tables.collected_at}")


_RULE_COLUMNS = ("cell", "version", "permission", "edition", "silent", "refused", "kept_after", "given_after")
_NO_RULE = (-1, -1, "", -1, 0, 0, None, None)


def _with_times(row: tuple[int, int, str, int, int, int, int | None, int | None], at: datetime) -> tuple[int | str | None, ...]:
    """Days become moments: kept is what was collected after one, a consent lasts that was given after one."""
    return (*row[:6], _before(at, row[6]), _before(at, row[7]))


def _before(at: datetime, days: int | None) -> int | None:
    return None if days is None else to_ticks(at) - days * DAY


def _joins(number: int, permission: str, tables: Tables) -> str:
    u, a, b, x, y = (f"{name}{number}" for name in "uabxy")
    subject = f"r.{tables.subject}"
    return f"""
LEFT JOIN rule_row AS {u} ON {u}.cell = k.cell AND {u}.permission = {_value(permission)} AND {u}.version = COALESCE(r.{tables.version}, 0)
LEFT JOIN {tables.states} AS {a} ON {a}.subject = {subject} AND {a}.permission = {u}.permission AND {a}.edition = {u}.edition
LEFT JOIN rule_row AS {x} ON {x}.cell = {u}.cell AND {x}.permission = {u}.permission AND {x}.version = {a}.version
LEFT JOIN {tables.states} AS {b} ON {b}.subject = {subject} AND {b}.permission = {u}.permission AND {b}.edition = 0
LEFT JOIN rule_row AS {y} ON {y}.cell = {u}.cell AND {y}.permission = {u}.permission AND {y}.version = {b}.version"""


def _judged(number: int) -> str:
    """What one permission comes to, as a verdict's rank; the order of the cases is the decision's."""
    u, a, b, x, y = (f"{name}{number}" for name in "uabxy")
    return f"""CASE
      WHEN {u}.cell IS NULL THEN {Verdict.NOT_PERMITTED.rank}
      WHEN NOT {u}.kept_after IS NULL AND ({{collected_at}} IS NULL OR {{collected_at}} <= {u}.kept_after) THEN {Verdict.EXPIRED.rank}
      WHEN {b}.seq IS NULL OR {a}.seq > {b}.seq THEN {_answered(u, a, x)}
      ELSE {_answered(u, b, y)} END"""


def _answered(rule: str, answer: str, given: str) -> str:
    return f"""CASE
        WHEN {answer}.answer IN ('refused', 'withdrawn') THEN {rule}.refused
        WHEN {answer}.answer = 'given' AND {given}.cell IS NULL THEN {Verdict.NOT_PERMITTED.rank}
        WHEN {answer}.answer = 'given' AND ({given}.given_after IS NULL OR {answer}.at > {given}.given_after) THEN {Verdict.ALLOWED.rank}
        ELSE {rule}.silent END"""


def _best(judged: Sequence[str]) -> str:
    """The best of several ranks, in words; without LEAST, whose nulls the engines treat in different ways."""
    if not judged:
        return f"'{Verdict.NOT_PERMITTED.value}'"
    cases = [f"WHEN {' OR '.join(f'{one} = {verdict.rank}' for one in judged)} THEN '{verdict.value}'" for verdict in _ORDER[:-1]]
    return f"CASE {' '.join(cases)} ELSE '{_ORDER[-1].value}' END"


def _rows(columns: Sequence[str], rows: Sequence[Sequence[int | str | None]]) -> str:
    """A table of constants, as every engine reads it."""
    first = ", ".join(f"{_cast(_value(value), column)} AS {column}" for value, column in zip(rows[0], columns, strict=True))
    rest = [", ".join(_value(value) for value in row) for row in rows[1:]]
    return " UNION ALL ".join([f"SELECT {first}", *(f"SELECT {row}" for row in rest)])


def _cast(value: str, column: str) -> str:
    return value if column in ("category", "permission") else f"CAST({value} AS BIGINT)"


def _value(value: int | str | None) -> str:
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
