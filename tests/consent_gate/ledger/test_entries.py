"""The quick form of an entry's bytes is the documented one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_gate.evidence.canonical import canonical_bytes, canonical_time
from consent_gate.ledger.entries import COLUMNS, canonical_entry, leaf_of, leaves_of
from consent_gate.ledger.ticks import from_ticks, to_ticks

TIMES = {"effective", "recorded_at", "collected_at", "since"}
WORDS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["%s", "%", '"\\', "\u2028", "\x00\x1f\x7f"])
TICKS = st.integers(to_ticks(datetime(1, 1, 1, tzinfo=UTC)), to_ticks(datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)))


def values_of(source: str) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(st.none() | TICKS if c in TIMES else st.none() | WORDS | st.integers() | st.binary() for c in COLUMNS[source]))


def slowly(source: str, seq: int, values: tuple[Any, ...]) -> bytes:
    event: dict[str, Any] = {"entry": source, "seq": seq}
    for column, value in zip(COLUMNS[source], values, strict=True):
        timed = column in TIMES and isinstance(value, int)
        event[column] = canonical_time(from_ticks(value)) if timed else value.hex() if isinstance(value, bytes) else value
    return canonical_bytes(event)


@given(st.data(), st.sampled_from(sorted(COLUMNS)), st.integers(min_value=1))
def test_an_entry_has_the_bytes_that_the_documented_format_gives_it(data: st.DataObject, source: str, seq: int) -> None:
    values = data.draw(values_of(source))
    assert canonical_entry(source, seq, values) == slowly(source, seq, values)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ((1.5, "deleted", None, 0), TypeError),
        ((1, "\ud800", None, 0), ValueError),
        ((1, "deleted", None, 2**63), OverflowError),
        ((1, "deleted", None), ValueError),
    ],
)
def test_what_no_entry_holds_has_no_bytes(values: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        canonical_entry("closures", 1, values)


@given(st.data(), st.sampled_from(sorted(COLUMNS)), st.integers(min_value=1, max_value=5))
def test_the_leaves_of_many_entries_are_those_of_each(data: st.DataObject, source: str, count: int) -> None:
    values = st.tuples(st.integers(min_value=1), values_of(source))
    rows = data.draw(st.lists(values, min_size=count, max_size=count) | st.builds(lambda one: [one] * count, values))
    columns = list(zip(*((seq, *row) for seq, row in rows), strict=True))
    assert leaves_of(source, columns) == [leaf_of(source, seq, row) for seq, row in rows]
