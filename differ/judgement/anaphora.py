"""Reads a thing named in one text where the other says "it": the same thing, if the words before name it; else for a person to tell.

What a text says of "this information" is the business of `beside` and `coverage`.
"""

import re
from collections.abc import Iterator, Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import UNCLEAR, Edit, dimension_of_statement, finding, one_side
from differ.model import Finding, Pair
from differ.vocabulary.stems import stem

_PRONOUN = re.compile(r"[\s,]*(?P<word>it|them|they|its|their)\b", re.IGNORECASE)
_WHOSE = frozenset({"its", "their"})
_MANY = frozenset({"them", "they", "their"})
_NAMING, _NOUNS_AS_WELL, _BETWEEN = frozenset("_dA"), frozenset("agcpCsu"), frozenset("b&")
_THE = re.compile(r"\b(?:the|your|our|an?|any|all|his|her|their)\s$", re.IGNORECASE)
_WORD = re.compile(r"[\w'’-]+")
_POINTED_AT = re.compile(r"\b(?:this|that|these|those|such)\s$", re.IGNORECASE)


def named_for_pronouns(edit: Edit, pair: Pair) -> Iterator[Finding]:
    """Takes the things named where the other text has a pronoun, and tells of those that the words before do not name."""
    for spots, text in ((edit.came, pair.old_text), (edit.gone, pair.new_text)):
        for named in _runs([spot for spot in spots if _names(spot)]):
            pronoun = _pronoun_there(edit, named)
            if not pronoun:
                continue
            if _are_meant(named, pronoun, _until(text, edit.other_side(named[0]).text)):
                edit.set_aside(named)
            elif named[0].statement is not None and named[0].statement.sign:
                edit.take(named)
                yield finding(
                    "pronoun",
                    UNCLEAR,
                    dimension_of_statement(named[0].statement),
                    f"Whether “{pronoun}” means the same is for a person to tell.",
                    **one_side(named, 1 if spots is edit.came else -1),
                )


def _runs(named: Sequence[Spot]) -> Iterator[list[Spot]]:
    """The things named, each with those that are named right behind it or joined to it."""
    run: list[Spot] = []
    for spot in named:
        if run and any(term.code not in _BETWEEN for term in spot.sentence.terms[run[-1].index + 1 : spot.index]):
            yield run
            run = []
        run.append(spot)
    if run:
        yield run


def _names(spot: Spot) -> bool:
    """Whether a term names a thing: a noun of any kind behind "the" or "your" too, which elsewhere is a verb ("the index")."""
    return spot.term.code in _NAMING or (
        spot.term.code in _NOUNS_AS_WELL and _THE.search(spot.sentence.text, 0, spot.term.start) is not None
    )


def _pronoun_there(edit: Edit, named: Sequence[Spot]) -> str:
    """The pronoun that stands in the other sentence behind the word behind which, or at its beginning where, things are named; or none."""
    first, other = named[0], edit.other_side(named[0])
    ends = [0]
    if first.index:
        word = _last_word(Spot(first.sentence, first.index - 1))
        ends = [term.end for index, term in enumerate(other.terms) if _last_word(Spot(other, index)) == word]
    there = next((found["word"].lower() for end in ends if (found := _PRONOUN.match(other.text, end))), "")
    return there if there not in _WHOSE or first.words.endswith(("'s", "’s", "s'", "s’")) else ""


def _last_word(spot: Spot) -> str:
    return next(iter(_stems(spot.words)[-1:]), "")


def _are_meant(named: Sequence[Spot], pronoun: str, before: str) -> bool:
    """Whether the words before a pronoun, or beside it, name all the things, as one or as many as the pronoun means."""
    one = len(named) == 1 and not named[0].words.lower().endswith(("s", "data", "information"))
    if one and pronoun in _MANY:
        return False
    if _POINTED_AT.search(named[0].sentence.text, 0, named[0].term.start):
        return True
    said = set(_stems(before))
    return all(word in said for spot in named for word in _stems(spot.words))


def _stems(text: str) -> list[str]:
    return [stem(word.lower().removesuffix("'s").removesuffix("’s")) for word in _WORD.findall(text)]


def _until(text: str, sentence: str) -> str:
    """A clause up to the end of one of its sentences."""
    at = text.find(sentence)
    return text[: at + len(sentence)] if at >= 0 else sentence
