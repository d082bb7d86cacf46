"""Items of a list and times told in other words are cleared, and edits of the same make that loosen something are not (items.txt)."""

from pathlib import Path

import pytest

from differ import compare
from differ.model import Direction

FLAGGED = {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}
LINES = (Path(__file__).parent / "items.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [[part.strip() for part in line.split(" | ")] for line in LINES if line and not line.startswith("#")]


def _is_flagged(old: str, new: str) -> bool:
    return bool({change.direction for change in compare(old, new).changes} & FLAGGED)


@pytest.mark.parametrize(("old", "new"), [pair[1:] for pair in PAIRS if pair[0] == "C"])
def test_an_item_or_time_that_lets_no_more_be_done_is_cleared(old: str, new: str):
    assert not _is_flagged(old, new)


@pytest.mark.parametrize(("old", "new"), [pair[1:] for pair in PAIRS if pair[0] == "F"])
def test_an_item_or_time_that_lets_more_be_done_is_not(old: str, new: str):
    assert _is_flagged(old, new)


def test_every_pair_is_of_one_sort_or_the_other():
    assert {pair[0] for pair in PAIRS} == {"C", "F"}
    assert all(len(pair) == 3 for pair in PAIRS)
