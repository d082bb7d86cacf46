"""What is said in one sentence or in two, in a list or in prose, is the same; what is lost or let go on the way is not."""

import pytest

from differ import compare
from differ.model import Direction

FLAGGED = {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}

SAME = (
    ("We do not lend your diary. We do not print it either.", "We neither lend nor print your diary."),
    ("Our porters see your room number. They do not see your bill.", "Our porters see your room number but do not see your bill."),
    ("We store the film for a week and then erase it.", "We store the film for a week. After that we erase it."),
    ("We keep sign-in sheets for a month, after which they are shredded.", "We keep sign-in sheets for a month. They are then shredded."),
    ("The vet shows X-rays to your insurer. It does this only if you agree.", "The vet shows X-rays to your insurer only if you agree."),
    ("We collect details such as your name and your berth.", "We collect details. Examples include your name and your berth."),
    (
        "When you book, we ask for your shoe size, which we tell the coach.",
        "When you book, we ask for your shoe size. We tell it the coach.",
    ),
    ("You can take back your consent at any time (by ringing us).", "You can take back your consent at any time. To do so, ring us."),
    ("Your PIN is encrypted. It is never shown to our staff.", "Your PIN is encrypted and never shown to our staff."),
    ("We never sell your data, lend it to others or profile you.", "We never:\n\n- sell your data\n- lend it to others\n- profile you"),
)
LOOSER = (
    ("We do not lend your diary. We do not print it either.", "We do not lend your diary. We print it."),
    ("We do not lend, print or copy your diary.", "We do not lend your diary. We do not print it either."),
    (
        "The vet shows X-rays to your insurer. It does this only if you agree.",
        "The vet shows X-rays to your insurer. It does this to bill.",
    ),
    (
        "We show X-rays to your insurer and the press. We do this only if you agree.",
        "We show X-rays to your insurer, and the press only if you agree.",
    ),
    ("If you agree, we film your dive and show it.", "If you agree, we film your dive. We show it."),
    (
        "With your consent, we publish your time and send it to the press.",
        "With your consent, we publish your time. We send it to the press.",
    ),
    ("Unless you object, we send you offers and may ring you.", "Unless you object, we send you offers. We may ring you."),
    ("In Wales, we film the pier and may share the film.", "In Wales, we film the pier. We may share the film."),
    ("We will not read your diary and sell it.", "We will not read your diary. We sell it."),
    ("Your letter is never opened and copied.", "Your letter is never opened. It is copied."),
    ("We store the film for a week and then erase it.", "We store the film for a week. After that we may erase it."),
    ("You may take back your consent. To do so, ring us.", "You may take back your consent by ringing us and paying a fee."),
    ("We never sell your data, lend it to others or profile you.", "We never:\n\n- sell your data\n- lend it to others"),
)


def _is_flagged(old: str, new: str) -> bool:
    return bool({change.direction for change in compare(old, new).changes} & FLAGGED)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_cut_otherwise_is_cleared_both_ways(one: str, other: str):
    assert not _is_flagged(one, other)
    assert not _is_flagged(other, one)


@pytest.mark.parametrize(("old", "new"), LOOSER)
def test_what_is_lost_when_it_is_cut_otherwise_is_flagged(old: str, new: str):
    assert _is_flagged(old, new)
