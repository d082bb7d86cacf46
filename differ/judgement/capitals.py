"""Tells whether a word with a capital is part of a name, and no word of the vocabulary.

Which names stand for the organisation is the business of `names`.
"""

from collections.abc import Sequence

from differ.judgement.phrases import phrase_at
from differ.judgement.tokens import Token
from differ.vocabulary import Entry, load


def in_a_name(words: Sequence[Token], index: int, text: str, entry: Entry) -> bool:
    """Whether a word with a capital is part of a name, beside another that is no known word."""
    token = words[index]
    if entry.kind == "place" and _names_a_body(words, index, text):
        return True
    if (
        index == 0
        or words[index - 1].group == "stop"
        or not text[token.start].isupper()
        or entry.kind in {"place", "pointer", "data"}
        or text[token.start : token.end].isupper()
    ):
        return False
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(words):
            other = words[beside]
            if (
                other.group == "word"
                and _written_as_a_name(text[other.start : other.end])
                and beside > 0
                and phrase_at(words, beside) is None
                and other.stem not in load().idle
            ):
                return True
    return False


def begins_a_name(words: Sequence[Token], index: int, text: str) -> bool:
    """Whether a word is the first of several with capitals, none of them known: "Fairwind Parcel Group delivers"."""
    following = words[index + 1 : index + 2]
    return (
        bool(following)
        and following[0].group == "word"
        and text[words[index].start].isupper()
        and text[following[0].start].isupper()
        and text[following[0].start + 1 : following[0].end].islower()
        and phrase_at(words, index + 1) is None
        and following[0].stem not in load().idle | load().organisation | load().person | load().glue
    )


def _written_as_a_name(word: str) -> bool:
    """Whether a word has a capital, be it within: "iTrain"."""
    return not word.islower()


def _names_a_body(words: Sequence[Token], index: int, text: str) -> bool:
    """Whether a place is part of the name of a body: the "Authority of India"."""
    if index < 3 or words[index - 1].lower != "of":
        return False
    body, before = words[index - 2], words[index - 3]
    return all(word.group == "word" and text[word.start].isupper() and word.stem not in load().person for word in (body, before))
