"""A figure holds its bounds, measured against its limit where it has one."""

import pytest

from bench import Figure
from bench.__main__ import table


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure(name="told", value=1, unit="s"), True),
        (Figure(name="rate", value=90, unit="/s", limit=100, at_least=0.8), True),
        (Figure(name="rate", value=70, unit="/s", limit=100, at_least=0.8), False),
        (Figure(name="memory", value=1501, unit="MB", at_most=1500), False),
        (Figure(name="delay", value=4, unit="ms", limit=1, at_most=5), True),
    ],
)
def test_a_bound_is_on_the_ratio_if_there_is_a_limit_and_on_the_value_if_not(figure: Figure, holds: bool) -> None:
    assert figure.holds is holds


def test_a_missed_bound_stands_out_in_the_table() -> None:
    lines = table({"mask": [Figure(name="10 M rows", value=70, unit="rows/s", limit=100, limit_name="numpy", at_least=0.8)]}).splitlines()
    assert lines[1].split() == ["mask", "10", "M", "rows", "70", "rows/s", "100", "numpy", "0.70", "≥", "0.8", "MISSED"]
