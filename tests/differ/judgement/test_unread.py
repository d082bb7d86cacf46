"""What nobody can read is left to a person; what a rule tells to say nothing of data is not."""

import pytest

from differ import Direction, compare

NOTICE = "# Notice\n\nWe run a mill.\n"

UNREAD = (
    "Maids knock before they enter.",
    "The slip is torn up at return.",
    "What is said in confession stays in the church.",
    "Regulars are pointed out to the owner.",
    "Parents hear of every scratch.",
)
SAYS_NOTHING = (
    "Millrace Power Limited, a firm from Bath",
    "Thank you for your visit to our mill.",
    "We wish you a good swim.",
    "We are a small bakery with an oven of our own.",
    "We are one of the oldest mills of the county.",
    "Last updated in May 2024 by our clerk.",
    "Our address is 4 Fir Lane, Bath BA1 4QT.",
    "By sending us a letter at our mill:",
    "Mill Trust, 15 rue des Moulins, 75001 Paris, France.",
)
WORDS_IN_IT = (
    ("The register is open to members.", "The register is open to members or guests."),
    ("The box is emptied by the matron.", "The box is emptied by the matron or a volunteer."),
    ("Sensors count people, not faces.", "Sensors primarily count people, not faces."),
    ("We weigh parcels at the counter.", "We weigh parcels, preferably at the counter."),
    ("Ledgers from before 1 May 2020 are burnt.", "Ledgers from before 1 May 2010 are burnt."),
)
NOT_THE_SAME = (
    ("We film the entrance when the alarm rings.", "We film the entrance, for instance when the alarm rings."),
    ("We keep the archive in Leiden.", "We keep the archive in Leiden and Manila."),
    ("Bookings are handled by Nordhotel in Bergen.", "Bookings are handled by Nordhotel in Shenzhen."),
    ("You will see a blue light when it listens.", "You may see a blue light when it listens."),
    ("The pharmacy is told the drug and the dose.", "The pharmacy is told the drug, the dose and the illness."),
    ("The form asks for your surname.", "The form asks for your surname and your union."),
)


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize("sentence", UNREAD)
def test_a_sentence_that_no_rule_can_read_is_left_to_a_person(sentence: str):
    assert _said(NOTICE, f"{NOTICE}\n{sentence}\n") == {Direction.UNCLEAR}
    assert _said(f"{NOTICE}\n{sentence}\n", NOTICE) == {Direction.UNCLEAR}


@pytest.mark.parametrize("sentence", SAYS_NOTHING)
def test_what_is_seen_to_say_nothing_of_data_moves_nothing(sentence: str):
    assert _said(NOTICE, f"{NOTICE}\n{sentence}\n") == {Direction.NEUTRAL}


@pytest.mark.parametrize(("old", "new"), WORDS_IN_IT)
def test_words_put_to_a_sentence_that_no_rule_can_read_are_left_to_a_person(old: str, new: str):
    assert _said(old, new) == {Direction.UNCLEAR}


@pytest.mark.parametrize(("old", "new"), NOT_THE_SAME)
def test_words_that_may_loosen_what_is_said_are_not_passed_over(old: str, new: str):
    assert _said(old, new) & {Direction.UNCLEAR, Direction.RELAXES, Direction.MIXED}
