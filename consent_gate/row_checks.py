"""Checking rows of many data: whole columns at once where all rows are well, row by row where some are not.

What a row may be is `records`' word, as for a single record: a row that does not pass by column is judged by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from consent_gate.arguments import LONGEST, check_arguments, require_text
from consent_gate.errors import ArgumentError
from consent_gate.ledger.bulk import Wanted
from consent_gate.ledger.ledger import Work
from consent_gate.ledger.recording import Datum
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import Unknown
from consent_gate.records import datum_of
from consent_gate.rules import Rules
from policy_versions.errors import PolicyVersionsError

FIELDS = ("subject", "data", "item", "policy", "collected_at", "version", "fresh")
"""What a row may hold: arguments of `Gate.record`, by their names."""

KNOWN = frozenset(FIELDS)
_FEW = 8  # rows that are judged one by one as soon as one of them is not well
_NONE = type(None)

RulesOf: TypeAlias = Callable[[str], Rules]
Columns: TypeAlias = Sequence[Sequence[Any]]
"""The rows' values, a column for each of `FIELDS`; None where a row does not name it."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not recorded, and why."""

    place: int  # among all rows, from 0
    error: ArgumentError | PolicyVersionsError

    def __str__(self) -> str:
        return f"{self.error} ({self.error.hint})" if self.error.hint else str(self.error)


def by_column(rows: Sequence[object]) -> Columns | None:
    """The values of at least one row by column; None where one is no row, or names a field that there is not."""
    mappings = [row for row in rows if isinstance(row, Mapping)]
    named = frozenset[object]().union(*mappings)
    if len(mappings) != len(rows) or not named <= KNOWN:
        return None
    return [[row.get(name) for row in mappings] if name in named else [None] * len(rows) for name in FIELDS]


def check_rows(work: Work, rules: RulesOf, first: int, rows: Sequence[object], columns: Columns | None) -> tuple[Wanted, list[SetAside]]:
    """What is to be recorded of rows of which the first has that place among all, and what is to be set aside.

    Args:
        work: the transaction to record them in.
        rules: of a policy.
        first: the place of the first.
        rows: the rows.
        columns: `by_column` of them.
    """
    wanted = None if columns is None else _all(work, rules, columns)
    if wanted is not None:
        return wanted, []
    if len(rows) <= _FEW:
        return _each(work, rules, first, rows)
    middle = len(rows) // 2
    left, aside = check_rows(work, rules, first, rows[:middle], by_column(rows[:middle]))
    right, more = check_rows(work, rules, first + middle, rows[middle:], by_column(rows[middle:]))
    return Wanted._make([*one, *other] for one, other in zip(left, right, strict=True)), aside + more


def _all(work: Work, rules: RulesOf, columns: Columns) -> Wanted | None:
    """What is to be recorded of rows that are all well; None where one is not, or not of the plainest types."""
    subjects, data, items, policies, times, versions, fresh = columns
    if not (_are(subjects, str) and _are(data, str) and _are(items, str, _NONE) and _are(policies, str, _NONE)):
        return None
    if not (_are(times, datetime, _NONE, Unknown) and _are(versions, int, _NONE, Unknown) and _are(fresh, bool, _NONE)):
        return None
    if not (_texts(subjects) and _texts(item for item in items if item is not None)):
        return None
    try:
        moments = [to_ticks(at) if type(at) is datetime else at for at in times]
        asked = list(zip(data, policies, versions, moments, strict=True))
        found = {one: _datum(work, rules, *one[:3], at) for one, at in dict(zip(asked, times, strict=True)).items()}
    except (ArgumentError, PolicyVersionsError, TypeError):  # TypeError: a time without offset
        return None
    slugs, under, collected = zip(*map(found.__getitem__, asked), strict=True)
    return Wanted(subjects, slugs, data, items, under, collected, list(map(bool, fresh)))


def _are(column: Sequence[object], *kinds: type) -> bool:
    return set(map(type, column)) <= set(kinds)


def _texts(values: Iterable[str]) -> bool:
    """Whether `require_text` passes all of them."""
    texts = list(values)
    joined = "".join(texts)
    if not all(texts) or max(map(len, texts), default=0) > LONGEST:
        return False
    return "\0" not in joined and (joined.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in joined))


def _datum(work: Work, rules: RulesOf, data: str, policy: str | None, version: Any, at: Any) -> tuple[str, int, int | None]:
    """The policy, the version and the time in ticks that a datum is recorded with.

    Raises:
        ArgumentError: there is no such datum.
    """
    check_arguments(None, at, version, None)
    category = require_text("data", data)
    return _placed(datum_of(work, rules, data=category, item=None, policy=policy, collected_at=at, version=version))


def _placed(datum: Datum) -> tuple[str, int, int | None]:
    return datum.policy, datum.version, None if datum.collected_at is None else to_ticks(datum.collected_at)


def _each(work: Work, rules: RulesOf, first: int, rows: Sequence[object]) -> tuple[Wanted, list[SetAside]]:
    wanted: list[tuple[Any, ...]] = []
    aside: list[SetAside] = []
    for place, row in enumerate(rows, first):
        try:
            wanted.append(_wanted(work, rules, row))
        except (ArgumentError, PolicyVersionsError) as error:
            aside.append(SetAside(place, error))
    return Wanted._make(zip(*wanted, strict=True) if wanted else [()] * len(FIELDS)), aside


def _wanted(work: Work, rules: RulesOf, row: object) -> tuple[Any, ...]:
    """A row of `Wanted`."""
    if isinstance(row, ArgumentError):
        raise row
    if not isinstance(row, Mapping):
        raise ArgumentError("the row is no mapping", hint=f"give {', '.join(FIELDS)} by name")
    if not row.keys() <= KNOWN:
        stranger = next(str(name) for name in row if name not in KNOWN)
        raise ArgumentError(f"a row has no field `{stranger}`", hint=f"it may have {', '.join(FIELDS)}")
    subject, data, item, policy, collected_at, version, fresh = map(row.get, FIELDS)
    if fresh is not None and type(fresh) is not bool:
        raise ArgumentError("`fresh` is neither true nor false", hint="leave `fresh` out, or say true")
    if policy is not None and type(policy) is not str:
        raise ArgumentError("`policy` is no string", hint="leave `policy` out where there is only one")
    check_arguments(item, collected_at, version, None)
    who, category = require_text("subject", subject), require_text("data", data)
    datum = datum_of(work, rules, data=category, item=item, policy=policy, collected_at=collected_at, version=version)
    slug, under, collected = _placed(datum)
    return who, slug, category, item, under, collected, bool(fresh)
