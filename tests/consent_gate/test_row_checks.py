"""Rows checked by column are what they are checked one by one: the same data, the same refusals."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_gate import UNKNOWN, Gate
from consent_gate.errors import ArgumentError, LedgerConflictError
from consent_gate.ledger.ledger import Work
from consent_gate.row_checks import FIELDS, by_column, check_rows
from tests.consent_gate.policies import EMAIL, START, Clock, permission, publish

HERE = ZoneInfo("Europe/Lisbon")
NOW = START + timedelta(days=400)


class Text(str):
    """What some readers of files give instead of a string."""

    __slots__ = ()


TEXTS = ["ann", "bob", Text("cid"), "ü", "x" * 513, "", "nul\0", "half \ud83d", "\ude00", 7, None]
VALUES: dict[str, list[Any]] = {
    "subject": TEXTS,
    "data": [EMAIL, "user.contact", "user.nonsense", Text(EMAIL), "", None],
    "item": TEXTS,
    "policy": ["privacy", None, "terms", ["privacy"]],
    "collected_at": [
        None,
        UNKNOWN,
        START + timedelta(days=1),
        (START + timedelta(days=1)).astimezone(timezone(timedelta(hours=5))),
        datetime(2026, 10, 25, 1, 30, tzinfo=HERE),
        datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=HERE),
        datetime(2026, 1, 5),  # noqa: DTZ001 - that is the fault
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=12))),
        NOW + timedelta(seconds=1),
        "2026-01-05",
    ],
    "version": [None, UNKNOWN, 1, 2, 9, True, "1"],
    "fresh": [None, True, False, 1],
    "colour": ["red"],
}
ROWS = st.lists(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items() if name != "colour"})
    | st.fixed_dictionaries({"subject": st.sampled_from(TEXTS[:4]), "data": st.just(EMAIL)})
    | st.sampled_from([{"colour": "red"}, "a line", 7, ["subject"], ArgumentError("not to be read")]),
    min_size=1,
    max_size=20,
)


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    clock = Clock(START)
    with Gate.open("sqlite://", archive="/nonexistent", clock=clock) as gate:
        publish(gate, clock, permission())
        publish(gate, clock, permission(use=("marketing", "analytics")), at=START + timedelta(days=299))
        clock.now = NOW
        yield gate


@given(rows=ROWS)
def test_what_is_checked_by_column_is_what_is_checked_one_by_one(gate: Gate, rows: list[object]):
    work = Work(None, gate.ledger.now(), gate.ledger.refresh(), ())  # type: ignore[arg-type]  # nothing is written
    wanted, aside = check_rows(work, gate.rules, 100, rows, by_column(rows))
    alone = [check_rows(work, gate.rules, place, [row], None) for place, row in enumerate(rows, 100)]
    assert list(zip(*wanted, strict=True)) == [one for good, _ in alone for one in zip(*good, strict=True)]
    assert [(one.place, type(one.error), str(one)) for one in aside] == [
        (one.place, type(one.error), str(one)) for _, bad in alone for one in bad
    ]


@given(rows=st.lists(st.fixed_dictionaries({name: st.sampled_from(VALUES[name]) for name in FIELDS}), min_size=1, max_size=6))
def test_the_same_rows_under_a_key_are_known_again_whatever_is_in_them(gate: Gate, rows: list[dict[str, Any]]):
    key = uuid4().hex
    first, again = gate.record_many(rows, key=key), gate.record_many(rows, key=key)
    assert (first.recorded, [one.place for one in first.set_aside]) == (again.recorded, [one.place for one in again.set_aside])


def test_other_text_is_another_row_whatever_its_type(gate: Gate):
    gate.record_many([{"subject": Text("ann"), "data": EMAIL}], key="k")
    with pytest.raises(LedgerConflictError):
        gate.record_many([{"subject": Text("bob"), "data": EMAIL}], key="k")


def test_a_column_that_is_well_is_checked_without_looking_at_each_row(gate: Gate, monkeypatch: pytest.MonkeyPatch):
    work = Work(None, NOW, gate.ledger.refresh(), ())  # type: ignore[arg-type]  # nothing is written
    rows = [{"subject": f"s{n}", "data": EMAIL, "item": f"i{n}", "collected_at": START + timedelta(days=n % 3)} for n in range(200)]
    monkeypatch.setattr("consent_gate.row_checks._each", None)
    wanted, aside = check_rows(work, gate.rules, 0, rows, by_column(rows))
    assert (len(wanted.subjects), aside) == (200, [])


class Told(StrEnum):
    EMAIL = EMAIL
    POLICY = "privacy"


class Under(IntEnum):
    FIRST = 1


@pytest.mark.parametrize("data", [Told.EMAIL, Text(EMAIL)])
def test_members_of_enumerations_are_recorded_as_what_they_stand_for(gate: Gate, data: str):
    who, row = uuid4().hex, {"data": data, "item": Text("letter"), "version": Under.FIRST}
    alone = gate.record(who, **row, policy=Told.POLICY)
    assert gate.record_many([{"subject": who, **row, "item": n} for n in "ab"] + [{"subject": who, "data": EMAIL}]).recorded == 3
    assert {type(value) for value in (alone.policy, alone.data, alone.version)} == {str, int}
    held = gate.ledger.holdings(who).records["privacy"]
    assert sorted((one.data, one.version) for one in held) == [(EMAIL, 1), (EMAIL, 1), (EMAIL, 1), (EMAIL, 2)]
