"""Sentences of legal English: abbreviations, initials, enumerators and numbers do not end them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    "text",
    [
        "See Sec. 4.2 and Art. 6(1)(c) of the rules.",
        "We ask e.g. the baker, i.e. the one in St. Mary's Lane.",
        "Mint Row Inc. keeps the cards for us.",
        "The U.S. office reads the letters.",
        "Write to J. Miller, No. 7, Dr. Pauls Way.",
        "The fee is 1.50 a page.",
        "Letters (a) to (c) stay here.",
        "We keep it (see cl. 3.) for a year.",
        "Visit www.bakery.example for cake",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("We bake. We sell.", ["We bake.", "We sell."]),
        ("It is kept by Mint Row Inc. We have no copy.", ["It is kept by Mint Row Inc.", "We have no copy."]),
        ("It stays in the U.S. Our staff see it.", ["It stays in the U.S.", "Our staff see it."]),
        ("(a) No sale. (b) No loan.", ["(a) No sale.", "(b) No loan."]),
        ("Do you sell it? No. “Never!” Ask us.", ["Do you sell it?", "No.", "“Never!”", "Ask us."]),
        ("Kept 30 days. 2 copies exist.", ["Kept 30 days.", "2 copies exist."]),
        ("1. We bake. 2. We rest.", ["1. We bake.", "2. We rest."]),
        ("one line\nanother line", ["one line", "another line"]),
    ],
)
def test_several_sentences_are_told_apart(text: str, ends: list[str]) -> None:
    assert sentences(text) == ends


@given(st.text(alphabet="aA1 .?!()\n\"'e.gInc", max_size=60))
def test_no_character_but_space_lies_between_sentences(text: str) -> None:
    at, between = 0, ""
    for start, end in sentence_spans(text):
        between += text[at:start]
        at = end
    assert not (between + text[at:]).strip()
