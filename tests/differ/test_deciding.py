"""Nothing is cleared without a finding while a word differs that can turn the meaning."""

import pytest

from differ import compare
from differ.deciding import deciding_words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("You hear of it before the move.", "You hear of it after the move.", ("after", "before")),
        ("Trainers are asked to tidy up.", "Trainers tidy up.", ("asked",)),
        ("Opened by guard and owner.", "Opened by guard or owner.", ("and", "or")),
        ("Towels, soap and robes lie ready.", "Soap, robes and towels lie ready.", ()),
        ("The sauna opens at nine.", "The sauna opens at ten.", ()),
        ("We do not open lockers.", "We don't open lockers.", ()),
        ("We cannot open lockers.", "We can’t open lockers.", ()),
        ("We can open lockers.", "We can't open lockers.", ("not",)),
        ("Every locker has a number.", "A number is on every locker.", ()),
    ],
)
def test_words_that_decide_are_found_among_those_that_differ(old: str, new: str, words: tuple[str, ...]) -> None:
    assert deciding_words(old, new) == words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We will hand over the tapes you filmed.", "We will try to hand over the tapes you filmed."),
        ("Visitors hear of new cameras a month before.", "Visitors hear of new cameras a week before."),
        ("The album opens if guest and host agree.", "The album opens if guest or host agrees."),
        ("The pool's lockers are required to wipe their memory.", "The pool's lockers are expected to wipe their memory."),
    ],
)
def test_a_deciding_word_is_never_passed_over_in_silence(old: str, new: str) -> None:
    directions = {change.direction.value for change in compare(f"# Terms\n\n{old}\n", f"# Terms\n\n{new}\n").changes}
    assert directions & {"relaxes", "mixed", "unclear"}
