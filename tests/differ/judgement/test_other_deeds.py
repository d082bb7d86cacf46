"""A promised deed in whose place another stands: a lesser one, a greater one, the same in other words, or something done with the data."""

import pytest

from differ import compare
from differ.model import Direction

WEAKER = [
    ("We ask you before we pass your number to a plumber.", "We let you know before we pass your number to a plumber."),
    ("The museum asks for your permission before it prints your picture.", "The museum informs you before it prints your picture."),
    ("We will notify you of any change to this policy.", "We will post any change to this policy on this page."),
    (
        "We will inform all members by letter when this policy is amended.",
        "We will place the amended policy on our website when it is amended.",
    ),
    (
        "We will email you at least 30 days before any change to this policy takes effect.",
        "We will post any change to this policy on this page at least 30 days before it takes effect.",
    ),
    ("You will be told by email of any material change.", "Any material change will be announced on our website."),
]
IN_ITS_PLACE = [
    ("The school deletes marks after five years.", "The school archives marks after five years."),
    ("We delete your account data when you close your account.", "We keep your account data when you close your account."),
    ("Your card number is deleted after payment.", "Your card number is stored after payment."),
    ("We encrypt your diary.", "We store your diary."),
    ("We anonymise trips before we analyse them.", "We collect trips before we analyse them."),
    ("We protect your files.", "We use your files."),
]
THE_SAME = [
    ("We ask for your consent before we print your photo.", "We get your permission before we print your photo."),
    ("When this policy is amended, we publish it on our website.", "When this policy is amended, it is published on our website."),
    ("If we change this notice, we will notify you by posting it here.", "If we change this notice, we will post it here."),
]


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize(("old", "new"), WEAKER + IN_ITS_PLACE)
def test_a_lesser_deed_in_its_place_relaxes_and_the_reverse_does_not(old: str, new: str):
    assert _said(old, new) - {Direction.NEUTRAL} == {Direction.RELAXES}
    assert _said(new, old) - {Direction.NEUTRAL} <= {Direction.TIGHTENS, Direction.UNCLEAR}


@pytest.mark.parametrize(("old", "new"), THE_SAME)
def test_the_same_deed_in_other_words_moves_nothing(old: str, new: str):
    assert _said(old, new) == _said(new, old) == {Direction.NEUTRAL}


def test_kept_for_a_time_after_which_it_was_deleted_is_for_a_person_to_compare():
    assert Direction.RELAXES not in _said("We delete your bookings after a year.", "We keep your bookings for a year.")


def test_a_notice_by_posting_may_be_all_that_telling_people_meant():
    said = _said(
        "If we change this notice, we will notify you.",
        "If we change this notice, we will notify you by posting the new notice on this page.",
    )
    assert said == {Direction.UNCLEAR}


def test_a_promise_to_post_is_none_where_people_were_told():
    old = "We may change this policy. We will let you know by email."
    assert _said(old, "We may change this policy. The new version will be posted on this page.") == {Direction.RELAXES}


@pytest.mark.parametrize(
    "sentence",
    [
        "We publish your review on our website.",
        "We post your photo on this page and email you offers.",
        "We send you offers of our partners when our terms with them change.",
        "We post your comments, our notices and your terms of sale here.",
    ],
)
def test_what_is_published_of_people_is_no_notice(sentence: str):
    assert Direction.RELAXES in _said("The shop opens at nine.", f"The shop opens at nine. {sentence}")
