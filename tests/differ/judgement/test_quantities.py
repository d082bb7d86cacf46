"""Amounts are read as they are meant, however they are written."""

import pytest

from differ.judgement.quantities import quantities


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("within thirty (30) days", ["time:30"]),
        ("after 12 months", ["time:365"]),
        ("for one year", ["time:365"]),
        ("within 10 business days", ["time:14"]),
        ("within 72 hours", ["time:3"]),
        ("for two (2) years", ["time:730"]),
        ("children under 13", ["age:13"]),
        ("guests under the age of 16", ["age:16"]),
        ("a fee of $25", ["money:25"]),
        ("20 euros", ["money:20"]),
        ("at least 10 % of all files", ["share:10"]),
        ("audited every year", ["time:365"]),
        ("reviewed annually", ["time:365"]),
        ("We sell roses.", []),
    ],
)
def test_an_amount_is_read(text: str, keys: list[str]):
    assert [quantity.key for quantity in quantities(text)] == keys


def test_a_year_is_as_good_as_twelve_months():
    (year,), (months,) = quantities("for a year"), quantities("for 12 months")
    assert year.compare(months) == 0


def test_what_differs_in_measure_is_not_compared():
    (days,), (money,) = quantities("30 days"), quantities("$30")
    assert days.compare(money) is None
