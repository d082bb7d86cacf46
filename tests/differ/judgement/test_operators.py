"""What is put to a sentence moves it by the sentence's kind, and what is taken away moves it back; neither is ever passed over."""

from pathlib import Path

import pytest

from differ import compare
from differ.model import Direction

HERE = Path(__file__).parent
RELAXES, TIGHTENS, NEUTRAL, MIXED = Direction.RELAXES, Direction.TIGHTENS, Direction.NEUTRAL, Direction.MIXED

SENTENCES = {
    "practice": (
        "We share your booking details with the tour operator",
        "Meter readings are passed on to the landlord",
        "Our mechanics read the fault memory of your car",
        "The clinic uses your test results to plan your care",
        "Your play history is analysed to suggest games",
        "Call recordings are kept in Dublin",
        "Teachers can see the essays that pupils upload",
    ),
    "ban": (
        "We do not share your booking details with tour operators",
        "Meter readings are never passed on to landlords",
        "Our mechanics do not read the fault memory of your car",
        "The clinic will not use your test results for research",
        "Your play history is not analysed",
        "No one at the bank may look at your payments",
        "We do not keep call recordings",
    ),
    "promise": (
        "We delete your photographs after ninety days",
        "Your file is encrypted",
        "We will tell you before we change this notice",
        "We ask for your consent before we publish your picture",
        "Our processors must keep your data confidential",
        "Requests are answered within thirty days",
        "Staff are trained in data protection every year",
    ),
    "right": (
        "You may ask for a copy of your data",
        "You can object to profiling at any time",
        "Members have the right to have errors corrected",
        "Guests can withdraw their consent with one click",
        "You may complain to the data protection authority",
    ),
}
OPPOSITE = {RELAXES: TIGHTENS, TIGHTENS: RELAXES, NEUTRAL: NEUTRAL}
NOTICE = "# Privacy notice\n\nThank you for your interest.\n"
# Read wrongly today, said so here: what is gone and is passed over.
PASSED_OVER_GONE = {
    "Refusing consent has no effect on the care you receive.",
    "An independent officer watches over how we handle data.",
    "We publish the number of government requests twice a year.",
}


def lines(name: str) -> list[list[str]]:
    return [line.split(" | ", 2) for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]


def directions(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


def passed_over(said: set[Direction]) -> bool:
    return not said & {RELAXES, MIXED, Direction.UNCLEAR}


def called_loose(said: set[Direction]) -> bool:
    return bool(said & {RELAXES, MIXED})


CASES = [
    (sentence, words.strip("\n"), Direction(direction)) for kind, direction, words in lines("operators.txt") for sentence in SENTENCES[kind]
]


@pytest.mark.parametrize(("sentence", "words", "direction"), CASES)
def test_words_put_to_a_sentence_or_taken_away_are_never_passed_over_nor_taken_for_the_reverse(
    sentence: str, words: str, direction: Direction
) -> None:
    for old, new, moves in ((sentence, sentence + words, direction), (sentence + words, sentence, OPPOSITE[direction])):
        said = directions(f"{old}.", f"{new}.")
        assert not passed_over(said) if moves is RELAXES else not called_loose(said)


def test_most_words_put_to_a_sentence_are_judged_and_not_left_to_a_person() -> None:
    exact = sum(directions(f"{sentence}.", f"{sentence}{words}.") == {direction} for sentence, words, direction in CASES)
    assert exact / len(CASES) > 0.95


@pytest.mark.parametrize(("direction", "sentence"), [(Direction(line[0]), line[1]) for line in lines("sentences.txt")])
def test_a_sentence_that_loosens_is_not_passed_over_where_it_is_new_nor_one_that_protects_where_it_is_gone(
    direction: Direction, sentence: str
) -> None:
    longer = f"{NOTICE}\n{sentence}\n"
    if direction is RELAXES:
        assert not passed_over(directions(NOTICE, longer))
    if direction is TIGHTENS:
        assert passed_over(directions(longer, NOTICE)) == (sentence in PASSED_OVER_GONE)
