"""Judging columns in memory: the rule as small tables, looked up for millions of rows at a time.

What a row comes to depends on its category, its version, its subject's standing answers and its time of collection only.
So each permission is one table of verdicts by version and answer, and one of times by version; rows are looked up in
slices, so that memory stays small whatever their number.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from consent_gate.errors import ArgumentError
from consent_gate.ledger.selection import BROKEN, DAY, GIVEN, REFUSED, SILENT, Constants
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import Verdict
from consent_gate.warehouse.people import Places, find_people

COLUMNS = ("subject", "version", "category", "collected_at")
SLICE = 1_000_000
NEVER = np.iinfo(np.int64).min
"""Before every time: what was never collected, and a limit that nothing is past."""

Ranks = npt.NDArray[np.int8]
KINDS = pa.array(["", "given", "refused", "withdrawn"])
SAID = np.array([SILENT, GIVEN, REFUSED, REFUSED], np.int8)
"""What each of `KINDS` comes to."""


def mask(columns: Mapping[str, Any], found: Constants, states: pa.Table, at: datetime) -> Ranks:
    """The rank of each row's verdict (0 allowed … 4 not permitted).

    Args:
        columns: `subject`, `version` (null or 0: not known), `category` and `collected_at` (null: not known; aware times,
            or whole microseconds since 1970), all of one length: Arrow, pandas, Polars or numpy.
        found: the rule of the request as rows.
        states: the latest answers, as `states` gives them.
        at: now.

    Raises:
        ArgumentError: a column is missing, of another length, or not of its kind.
    """
    arrays = _columns(columns)
    length = len(arrays["subject"])
    result = np.full(length, Verdict.NOT_PERMITTED.rank, np.int8)
    people, who, count = find_people(arrays.pop("subject"), states["subject"].combine_chunks())
    cells = _Cells(found, states, who, count, at)
    for start in range(0, length, SLICE):
        part = {name: array.slice(start, SLICE) for name, array in arrays.items()}
        result[start : start + SLICE] = cells.judge(people[start : start + SLICE], part)
    return result


class _Cells:
    """The rule and the answers, ready to be looked up."""

    def __init__(self, found: Constants, states: pa.Table, who: Places, people: int, at: datetime) -> None:
        self.categories = pa.array([data for data, _ in found.categories], pa.string())
        self.cell_of = np.array([*(cell for _, cell in found.categories), -1], np.int64)
        rules: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
        for row in found.rules:
            rules.setdefault((row[0], row[2]), []).append(row)
        self.permissions = [(cell, _Permission(rows, states, who, people, at)) for (cell, _), rows in sorted(rules.items())]

    def judge(self, person: Places, part: Mapping[str, pa.Array]) -> Ranks:
        cell = self.cell_of[_index(part["category"], self.categories)]
        version = np.asarray(pc.fill_null(part["version"], 0))
        collected = np.asarray(pc.fill_null(part["collected_at"], int(NEVER)))
        ranks = np.full(len(cell), Verdict.NOT_PERMITTED.rank, np.int8)
        for number, permission in self.permissions:
            here = cell == number
            rows = slice(None) if here.all() else np.flatnonzero(here)
            ranks[rows] = np.minimum(ranks[rows], permission.judge(person[rows], version[rows], collected[rows]))
        return ranks


class _Permission:
    """One permission: verdicts by version and answer, the last moment past the limit by version, each person's answer."""

    def __init__(self, rows: Sequence[tuple[Any, ...]], states: pa.Table, who: Places, people: int, at: datetime) -> None:
        _, _, name, edition, *_ = rows[0]
        size = max(row[1] for row in rows) + 2  # the last row stands for versions the rule does not know
        self.last = size - 1
        self.verdict = np.full((size, len((SILENT, GIVEN, REFUSED, BROKEN))), Verdict.NOT_PERMITTED.rank, np.int8)
        self.kept_after = np.full(size, NEVER, np.int64)
        given_after = np.full(size, NEVER, np.int64)
        for _, version, _, _, silent, refused, days_kept, consent_days in rows:
            self.verdict[version] = (silent, Verdict.ALLOWED.rank, refused, Verdict.NOT_PERMITTED.rank)
            if days_kept is not None:
                self.kept_after[version] = to_ticks(at) - days_kept * DAY
            if consent_days is not None:
                given_after[version] = to_ticks(at) - consent_days * DAY
        self.limited = bool((self.kept_after != NEVER).any())
        known = np.array(sorted({row[1] for row in rows}))
        self.answer = _answers(states, who, people, name, edition, given_after, known)

    def judge(self, person: Places, version: npt.NDArray[np.int64], collected: npt.NDArray[np.int64]) -> Ranks:
        version = np.where((version < 0) | (version > self.last), self.last, version)
        ranks: Ranks = self.verdict.ravel()[version * self.verdict.shape[1] + self.answer[person]]
        if self.limited:
            limit = self.kept_after[version]
            ranks = np.where((limit != NEVER) & (collected <= limit), np.int8(Verdict.EXPIRED.rank), ranks)
        return ranks


def _answers(
    states: pa.Table,
    who: Places,
    people: int,
    permission: str,
    edition: int,
    given_after: npt.NDArray[np.int64],
    known: npt.NDArray[np.int64],
) -> npt.NDArray[np.int8]:
    """Each person's standing answer, and at the end, where -1 finds it, the silence of everybody else."""
    answers = np.zeros(people + 1, np.int8)
    latest = np.full(people + 1, -1, np.int64)
    named = np.asarray(pc.equal(states["permission"], permission))
    editions, seqs, given_at, versions = (np.asarray(states[column]) for column in ("edition", "seq", "at", "version"))
    kind = np.asarray(pc.fill_null(pc.index_in(states["answer"].combine_chunks(), value_set=KINDS), 0))
    for number in (edition, 0):
        mine = np.flatnonzero(named & (editions == number))
        version = np.clip(versions[mine], 0, len(given_after) - 1)
        lapsed = (kind[mine] == GIVEN) & (given_at[mine] <= given_after[version])
        person, seq = who[mine], seqs[mine]
        broken = (kind[mine] == GIVEN) & ~np.isin(versions[mine], known)
        said = np.select([broken, lapsed], [BROKEN, SILENT], SAID[kind[mine]]).astype(np.int8)
        later = seq > latest[person]
        answers[person[later]], latest[person[later]] = said[later], seq[later]
    return answers


def _index(values: pa.Array, among: pa.Array) -> npt.NDArray[np.int64]:
    """Where each value stands in `among`; its length for those that do not."""
    found = pc.index_in(values, value_set=among)
    return np.asarray(pc.fill_null(found, len(among))).astype(np.int64)


def _columns(columns: Mapping[str, Any]) -> dict[str, pa.Array]:
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise ArgumentError(f"the column `{missing[0]}` is missing", hint=f"give {', '.join(COLUMNS)}")
    kinds = {"subject": pa.string(), "version": pa.int64(), "category": pa.string()}
    try:
        arrays = {name: _array(columns[name]).cast(kind) for name, kind in kinds.items()}
        arrays["collected_at"] = _ticks(_array(columns["collected_at"]))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise ArgumentError(f"a column is not of its kind: {error}", hint="strings, whole numbers, strings, and aware times") from error
    if len({len(array) for array in arrays.values()}) != 1:
        raise ArgumentError("the columns are of different lengths", hint="give one value a row in each")
    return arrays


def _array(values: Any) -> pa.Array:
    if hasattr(values, "to_arrow"):  # Polars
        values = values.to_arrow()
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks()
    return values if isinstance(values, pa.Array) else pa.array(values, from_pandas=True)


def _ticks(times: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(times.type):
        if times.type.tz is None:
            raise ArgumentError("the column `collected_at` has times without an offset", hint="give aware times, in UTC for instance")
        times = times.cast(pa.timestamp("us", tz="UTC"))
    return times.cast(pa.int64())
