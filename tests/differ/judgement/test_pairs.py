"""The minimal pairs and single sentences of this folder go the way they say.

`pairs.txt`: direction | before | after. `readings.txt`: the direction of a sentence put into a notice that says nothing; taken out of it,
it goes the other way or is left to a person.
"""

from pathlib import Path

import pytest

from differ import compare
from differ.model import Direction

HERE = Path(__file__).parent
LETTERS = {"R": Direction.RELAXES, "T": Direction.TIGHTENS, "N": Direction.NEUTRAL}
SWAPPED = {Direction.RELAXES: Direction.TIGHTENS, Direction.TIGHTENS: Direction.RELAXES}
NOTICE = "# Notice\n\nThe shop opens at nine.\n\n"


def _lines(name: str, parts: int) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    found = [[part.strip() for part in line.split(" | ")] for line in lines if line and not line.startswith("#")]
    assert all(len(line) == parts for line in found)
    return found


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes} - {Direction.NEUTRAL}


def _passes(said: set[Direction], gold: Direction) -> bool:
    """A relaxation may be left unclear or called mixed, never passed over; a tightening or nothing may be left unclear, never flagged."""
    if gold is Direction.RELAXES:
        return bool(said & {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR})
    return Direction.RELAXES not in said


@pytest.mark.parametrize(("letter", "old", "new"), _lines("pairs.txt", 3))
def test_a_pair_goes_its_way_and_its_swap_the_other(letter: str, old: str, new: str):
    gold = LETTERS[letter]
    assert _passes(_said(old, new), gold)
    assert _passes(_said(new, old), SWAPPED.get(gold, gold))


@pytest.mark.parametrize(("letter", "sentence"), _lines("readings.txt", 2))
def test_a_new_sentence_goes_the_way_of_its_force(letter: str, sentence: str):
    gold = LETTERS[letter]
    said = _said(NOTICE, NOTICE + sentence + "\n")
    assert gold in said | {Direction.UNCLEAR} or said in (set(), {Direction.UNCLEAR})
    assert SWAPPED.get(gold) not in said


def test_most_sentences_are_read_exactly():
    lines = _lines("readings.txt", 2)
    exact = sum(_said(NOTICE, NOTICE + sentence + "\n") == {LETTERS[letter]} - {Direction.NEUTRAL} for letter, sentence in lines)
    assert exact >= 0.75 * len(lines)
