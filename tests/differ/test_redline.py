"""Word-level marks: exact, whole words only, readable, the same on every machine."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ.model import Op
from differ.redline import MOST_WORDS, redline
from tests.differ.policies import WORDS


def side(old: str, new: str, without: Op) -> str:
    return "".join(run.words for run in redline(old, new) if run.op is not without)


def shown(old: str, new: str) -> str:
    marks = {Op.KEEP: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    return "".join(marks[run.op].format(run.words) for run in redline(old, new))


@given(WORDS, WORDS)
def test_a_redline_rebuilds_both_texts(old: str, new: str) -> None:
    assert (side(old, new, Op.INSERT), side(old, new, Op.DELETE)) == (old, new)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_redline_rebuilds_any_two_texts(old: str, new: str) -> None:
    assert (side(old, new, Op.INSERT), side(old, new, Op.DELETE)) == (old, new)


@given(WORDS)
def test_the_same_text_has_no_marks(text: str) -> None:
    assert all(run.op is Op.KEEP for run in redline(text, text))


@given(WORDS, WORDS)
def test_no_mark_falls_inside_a_word(old: str, new: str) -> None:
    at = 0
    for run in redline(old, new):
        if run.op is Op.INSERT:
            continue
        assert not re.match(r"\w\w", old[at - 1 : at + 1]) or at == 0
        at += len(run.words)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We will not share it.", "We may now share it.", "We [-will not-]{+may now+} share it."),
        ("kept for 30 days", "kept for 300 days", "kept for [-30-]{+300+} days"),
        ("We don't lend it.", "We lend it.", "We [-don't -]lend it."),
        ("at most 1.5 km", "at most 15 km", "at most [-1.5-]{+15+} km"),
        ("for the baker", "for the baker and the miller", "for the baker{+ and the miller+}"),
        ("We will ~~not~~ sell", "We will not sell", "We will [-~~not~~-]{+not+} sell"),
        ("in {% data shop.town %} only", "in {% data shop.land %} only", "in [-{% data shop.town %}-]{+{% data shop.land %}+} only"),
    ],
)
def test_what_is_lost_and_what_comes_is_seen_in_whole_words(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_a_rewrite_of_giant_size_is_shown_as_replaced() -> None:
    old = " ".join(f"a{n}" for n in range(MOST_WORDS))
    new = " ".join(f"b{n}" for n in range(MOST_WORDS))
    assert [run.op for run in redline(old, new)] == [Op.DELETE, Op.INSERT]


def test_a_long_text_with_landmarks_shows_what_is_kept() -> None:
    words = [f"w{n}" for n in range(3000)]
    old, new = " ".join(words), " ".join("now" if n == 1500 else word for n, word in enumerate(words))
    assert [run.words for run in redline(old, new) if run.op is not Op.KEEP] == ["w1500", "now"]


def test_work_grows_no_faster_than_the_text() -> None:
    def seconds(count: int) -> float:
        old = " ".join(f"w{n % 97}" for n in range(count))
        new = " ".join(f"w{n % 89}" for n in range(count))
        start = time.perf_counter()
        redline(old, new)
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(32_000) < 0.5 + 60 * seconds(2_000)
