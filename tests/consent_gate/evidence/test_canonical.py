"""One event has one sequence of bytes."""

import json
import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_gate.evidence.canonical import canonical_bytes, canonical_time

text = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.recursive(
    st.none() | st.integers() | st.booleans() | text, lambda inner: st.lists(inner) | st.dictionaries(text, inner), max_leaves=10
)
events = st.dictionaries(text.filter(lambda key: key != "format"), plain)


@given(events)
def test_the_bytes_can_be_read_back_and_do_not_depend_on_the_order_of_keys(event: dict[str, object]) -> None:
    data = canonical_bytes(event)  # type: ignore[arg-type]
    assert json.loads(data) == {**event, "format": 1}
    assert canonical_bytes(dict(reversed(event.items()))) == data  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1.5, math.nan, b"bytes", datetime(2026, 1, 1, tzinfo=UTC), {1: "a number as key"}])
def test_values_that_could_be_written_in_two_ways_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes({"value": value})  # type: ignore[dict-item]


def test_half_a_surrogate_pair_and_a_format_of_its_own_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical_bytes({"value": "\ud800"})
    with pytest.raises(ValueError, match="format"):
        canonical_bytes({"format": 2})


def test_times_are_written_in_utc_with_microseconds_and_need_an_offset() -> None:
    at = datetime(2026, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    assert canonical_time(at) == "2026-02-28T23:00:00.000000Z"
    with pytest.raises(ValueError, match="offset"):
        canonical_time(datetime(2026, 3, 1))  # noqa: DTZ001 - what must be refused
