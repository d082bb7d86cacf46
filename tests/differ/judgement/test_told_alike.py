"""A right, choice or promise in other words moves nothing; the nearest relaxation of it is never taken for that."""

from pathlib import Path

import pytest

from differ import compare
from differ.model import Direction

LINES = (Path(__file__).parent / "told_alike.txt").read_text(encoding="utf-8").splitlines()


def _pairs(sign: str) -> list[tuple[str, str]]:
    found, told = [], ""
    for line in LINES:
        if line.startswith(f"{sign} "):
            found.append((told, line[2:]))
        elif line[:1] not in {"=", ">", "#", ""}:
            told = line
    return found


@pytest.mark.parametrize(("told", "alike"), _pairs("="))
def test_what_is_told_in_other_words_moves_nothing(told: str, alike: str) -> None:
    assert {change.direction for change in compare(told, alike).changes} <= {Direction.NEUTRAL}


@pytest.mark.parametrize(("told", "less"), _pairs(">"))
def test_the_nearest_relaxation_is_never_taken_for_the_same(told: str, less: str) -> None:
    assert {change.direction for change in compare(told, less).changes} & {Direction.RELAXES, Direction.UNCLEAR, Direction.MIXED}


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("You may object by phone, by email or at the counter.", "You may object at the counter.", Direction.RELAXES),
        ("To exercise your rights, fill out the form on our website.", "To exercise your rights, attend an interview.", Direction.RELAXES),
        ("You may write to us, email us or call us to object.", "You may write to us to object.", Direction.RELAXES),
        ("Customers are notified of changes by email.", "Customers are notified of changes on our website.", Direction.RELAXES),
        ("Your consent can be withdrawn at our head office.", "Your consent can be withdrawn in the app.", Direction.TIGHTENS),
        ("You may object by email.", "You may object through the form on our website.", Direction.NEUTRAL),
        ("We will notify you and the authority of any breach.", "We will notify the authority of any breach.", Direction.UNCLEAR),
        ("You will be told who received your data.", "You will be told what kinds of companies received your data.", Direction.UNCLEAR),
        ("We never show your X-rays to your employer.", "We never show your X-rays to your employer by name.", Direction.RELAXES),
    ],
)
def test_a_right_at_more_trouble_or_told_to_fewer_is_not_passed_over(old: str, new: str, direction: Direction) -> None:
    assert {change.direction for change in compare(old, new).changes} == {direction}
