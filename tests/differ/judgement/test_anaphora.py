"""A thing named where the other text has a pronoun is the same if the words before name it, and else for a person to tell."""

import pytest

from differ import compare
from differ.model import Direction

MEANT = [
    ("We will answer your request within 30 days of receiving it.", "Within 30 days of receiving your request, we will answer it."),
    ("If you send us a letter, we keep it for a year.", "If you send us a letter, we keep the letter for a year."),
    (
        "We hold your deposit until you collect the boat, and return it when you bring the boat back.",
        "We hold your deposit until you collect the boat, and return the deposit when you bring it back.",
    ),
    ("We store cookies. You can refuse them.", "We store cookies. You can refuse cookies."),
    ("We note your name. It is deleted after a year.", "We note your name. Your name is deleted after a year."),
    ("We record your voice. We delete it after a week.", "We record your voice. We delete the recording of your voice after a week."),
    (
        "The clinic scans your passport's photo page and shreds its copy.",
        "The clinic scans your passport's photo page and shreds the page's copy.",
    ),
]
OTHERS = [
    ("We take your order. We share it with couriers.", "We take your order. We share the voucher with couriers."),
    ("We share your address with couriers, who delete it.", "We share your address with couriers, who delete the label."),
    ("We never share it with couriers.", "We never share the complaint with couriers."),
    ("You may ask us to delete it.", "You may ask us to delete the index."),
    ("We encrypt it.", "We encrypt the index."),
    (
        "We note your name and your score. They are deleted after a year.",
        "We note your name and your score. The score is deleted after a year.",
    ),
    (
        "Your doctor writes a report; we never show it to your employer.",
        "Your doctor writes a report; we never show the bill to your employer.",
    ),
]


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize(("old", "new"), MEANT)
def test_a_thing_that_the_words_before_name_is_what_a_pronoun_means(old: str, new: str):
    assert _said(old, new) == _said(new, old) == {Direction.NEUTRAL}


@pytest.mark.parametrize(("old", "new"), OTHERS)
def test_a_thing_that_no_word_before_names_is_left_to_a_person(old: str, new: str):
    assert _said(old, new) == _said(new, old) == {Direction.UNCLEAR}
