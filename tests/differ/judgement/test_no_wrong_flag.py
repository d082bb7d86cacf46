"""What says the same in other words is cleared, and the nearest looser wording of each kind is not."""

import pytest

from differ import compare
from differ.model import Direction

HARMLESS = {Direction.NEUTRAL}


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We answer within 30 days (one month).", "We answer within 30 days."),
        ("The gym deletes door logs after 12 months (1 year).", "The gym deletes door logs after 12 months."),
        ("Tapes of the bank are kept for 24 hours (one day).", "Tapes of the bank are kept for one day."),
        ("If we change this policy, we will tell you in advance.", "If we change this policy, we will tell you before the change."),
        ("We will inform patients of changes before they take effect.", "We will inform patients of changes in advance."),
        ("The club gives members prior notice of any change.", "The club gives members notice of any change in advance."),
        ("You can view your bookings at any time in the app.", "You can view your bookings anytime on our website."),
        ("These organisations may use your name to send parcels.", "These companies may use your name to send parcels."),
    ],
)
def test_the_same_in_other_words_is_cleared(old: str, new: str):
    assert _said(old, new) <= HARMLESS
    assert _said(new, old) <= HARMLESS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We answer within 30 days (one month).", "We answer within 60 days (two months)."),
        ("We delete tapes after 30 days (one month).", "We delete tapes after 30 days (six months)."),
        ("We delete tapes after 30 days.", "We delete tapes after 30 days, and those of the lift after a year."),
        ("We will tell guests of changes in advance.", "We will tell guests of changes."),
        ("We will email you 30 days in advance.", "We will email you 10 days in advance."),
        ("We will tell you before we share your file.", "We will tell you in advance."),
        ("You can view your bookings at any time in the app.", "You can view your bookings at any time at our desk in Hull."),
        ("We share your address with delivery companies.", "We share your address with delivery companies and other companies."),
        ("The school gives your name to its trainers.", "The school gives your name to organisations that ask for it."),
    ],
)
def test_less_than_the_same_is_not_cleared(old: str, new: str):
    assert not _said(old, new) <= HARMLESS | {Direction.TIGHTENS}


def _table(title: str, heads: str, *rows: str) -> str:
    return "\n".join([f"# {title}", "", f"| {heads} |", "|" + " --- |" * (heads.count("|") + 1), *(f"| {row} |" for row in rows), ""])


@pytest.mark.parametrize(
    ("title", "heads", "old", "new"),
    [
        ("Cookies", "Name | Purpose", "cart | Analytics", "cart | Used for analytics"),
        ("Cookies", "Name | Purpose", "lamp | To count visits", "lamp | It is used to count visits"),
        ("Cookies", "Name | Purpose | Duration", "lang | Language | Session", "lang | Language | Session cookie"),
        ("What we use", "Data | Why we use it", "Weight | To plan your training", "Weight | We use it to plan your training"),
        ("Tickets", "Data | Purpose", "E-mail | Sending your ticket", "E-mail | Used for sending your ticket"),
    ],
)
def test_a_row_need_not_repeat_what_its_table_is_of(title: str, heads: str, old: str, new: str):
    assert _said(_table(title, heads, old), _table(title, heads, new)) <= HARMLESS
    assert _said(_table(title, heads, new), _table(title, heads, old)) <= HARMLESS


@pytest.mark.parametrize(
    ("title", "heads", "old", "new"),
    [
        ("Cookies", "Name | Purpose", "cart | Counts visits", "cart | Used to count visits and to show you ads"),
        ("What we use", "Data | Why we use it", "Address | Delivery", "Address | Used for marketing"),
        ("Sharing", "Data | Who gets it", "Address | Couriers", "Address | Couriers and advertisers"),
        ("What we note", "Service | Data", "Shop | your name", "Shop | your name and cookies"),
    ],
)
def test_a_row_that_tells_more_is_flagged(title: str, heads: str, old: str, new: str):
    assert _said(_table(title, heads, old), _table(title, heads, new)) & {Direction.RELAXES, Direction.MIXED}
