"""A sentence that goes is said elsewhere only where what stays says as much, to the same people and of the same things."""

import pytest

from differ import compare
from differ.model import Direction

FAR = "# General\n\nWe note who comes. {gone}\n\n# Data protection\n\nWe sell bread to our guests.\n\n{stays}\n\nThe shop opens at six.\n"
NEAR = "# Privacy\n\nWe note who comes. {gone} We are kind.\n\n{stays} The bakery opens at six.\n"
LESS = (
    ("We tell you of a breach within three days.", "We tell the authority of a breach within three days."),
    ("Our staff may not look at your messages.", "Our trainees may not look at your messages."),
    ("Neither we nor our couriers read your letters.", "We do not read your letters."),
    ("You can withdraw your consent at any time.", "You can withdraw your consent to newsletters at any time."),
    ("We do not record calls.", "We do not record calls at weekends."),
    ("We do not share your location with anyone.", "We do not share your location with advertisers."),
    ("We use your number only to announce the delivery.", "We use your number to announce the delivery."),
    ("Only the night nurse sees your chart.", "Only staff see your chart."),
    ("You may ask for a copy of your file.", "Residents of Quebec may ask for a copy of their file."),
)
AS_MUCH = (
    ("You may have your account erased.", "You have the right to have your account erased."),
    ("We never sell your address.", "We do not sell your address."),
    ("We do not share your location with advertisers.", "We do not share your location with anyone."),
    ("Photographs of children are stored encrypted.", "All photographs are stored encrypted."),
    ("You may complain to the data protection authority.", "You have the right to lodge a complaint with the data protection authority."),
)


def said(frame: str, gone: str, stays: str) -> set[Direction]:
    """Which ways it goes that `gone` is taken out where `stays` stands."""
    before, after = frame.format(gone=gone, stays=stays), frame.format(gone="", stays=stays)
    return {change.direction for change in compare(before, after).changes}


@pytest.mark.parametrize("frame", [FAR, NEAR], ids=["far", "near"])
@pytest.mark.parametrize(("gone", "stays"), LESS)
def test_what_stays_and_says_less_clears_no_loss(frame: str, gone: str, stays: str):
    assert said(frame, gone, stays) & {Direction.RELAXES, Direction.UNCLEAR}


@pytest.mark.parametrize("frame", [FAR, NEAR], ids=["far", "near"])
@pytest.mark.parametrize(("gone", "stays"), AS_MUCH)
def test_what_stays_and_says_as_much_clears_it(frame: str, gone: str, stays: str):
    assert said(frame, gone, stays) == {Direction.NEUTRAL}


CAMP = """## Who comes

We note the name and age of each camper.

No camper under twelve may swim without a parent's consent.

## What we keep

We keep {what} for one season.

## Whom we tell

The cook is told of allergies.

Our drivers get the lists of stops.

## Pictures

We take photographs by the fire.

Your rights are told on the last page.
"""


def test_a_promise_of_a_part_that_goes_whole_is_not_said_by_another_part():
    before = f"# Privacy notice\n\n{CAMP.format(what='health forms')}\n# Privacy policy\n\n{CAMP.format(what='ski passes')}"
    after = before[: before.index("# Privacy policy")]
    lost = [change for change in compare(before, after).changes if any("under twelve" in clause.text for clause in change.old)]
    assert [change.direction for change in lost] == [Direction.UNCLEAR]


def test_a_promise_said_twice_may_be_said_once():
    twice = "We bake.\n\nWe never sell your address.\n\nThe oven is hot. We never sell your address.\n"
    once = "We bake.\n\nWe never sell your address.\n\nThe oven is hot.\n"
    assert {change.direction for change in compare(twice, once).changes} == {Direction.NEUTRAL}
