"""Finding rows among those who answered, whatever their ids are."""

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent_gate.warehouse import people
from consent_gate.warehouse.people import find_people

IDS = st.one_of(st.text(max_size=6), st.uuids().map(str), st.integers(0, 10_000).map("customer-{:06}@example.com".format))


def told(subjects: pa.Array, answerers: pa.Array) -> list[str | None]:
    """Each subject by the number it was given, after the answerers were read by theirs."""
    found, whose, count = find_people(subjects, answerers)
    named: list[str | None] = [None] * (count + 1)  # the last is found by -1
    for number, name in zip(whose, answerers.to_pylist(), strict=True):
        assert named[number] in {None, name}
        named[number] = name
    assert None not in named[:-1]
    assert len(set(named)) == len(named)
    return [named[number] for number in found]


@given(st.lists(IDS, max_size=30), st.lists(st.one_of(st.none(), IDS), max_size=30), st.integers(0, 3))
@example(["", "a"], ["a", "", None, ""], 0)
@example([], [None, None], 0)
@example([""], [""], 0)
def test_whoever_answered_is_found_and_nobody_else(names: Sequence[str], others: Sequence[str | None], skipped: int) -> None:
    answerers = pa.array([*names, *names[::-1]], pa.string()).slice(skipped)
    subjects = pa.array([*others, *names], pa.string()).slice(skipped)
    known = set(answerers.to_pylist())
    assert told(subjects, answerers) == [name if name in known else None for name in subjects.to_pylist()]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_it_does_not_matter_how_many_are_parted_at_a_time(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(people, "SLICE", size)
    names = [f"s{n}" for n in range(100)]
    assert told(pa.array([*names, "t"]), pa.array(names)) == [*names, None]
