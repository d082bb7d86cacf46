"""The rule on words that are only spelled otherwise, one of the two being misspelled."""

import re
from collections.abc import Iterable, Sequence

from differ.judgement.kinds import WORD
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.model import Finding


@rule("spelling", "We keep your adress at the desk.", "We keep your address at the desk.", NEUTRAL)
def spelling(edit: Edit) -> Sequence[Finding]:
    """A word that only lacks, or has too much, of a doubled letter, or has "i" and "e" in the wrong order, is the same word."""
    for spots, others, here, there in ((edit.gone, edit.came, edit.old, edit.new), (edit.came, edit.gone, edit.new, edit.old)):
        missing = _spelled(set(_words(there.text)) - set(_words(here.text)))
        for spot in [spot for spot in spots if _is_unknown(spot)]:
            word = _spelled([spot.words.lower()])
            if word <= missing:
                edit.take([spot, *(other for other in others if _spelled([other.words.lower()]) == word)])
            elif slip := _slip_of(spot.words.lower(), set(_words(there.text)) - set(_words(here.text))):
                edit.set_aside([spot, *(other for other in others if other.words.lower() == slip)])
    return ()


_WORD = re.compile(r"[a-z]+")
_DOUBLED = re.compile(r"(.)\1")
_SHORTEST = 6  # letters; "later" and "latter" are two words


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _spelled(words: Iterable[str]) -> set[str]:
    return {_DOUBLED.sub(r"\1", word.replace("ie", "ei")) for word in words}


_LONG = 8  # letters; "county" and "country" are two words
_LONGEST, _VOWELS = 9, frozenset("aeiou")
_TWO_WORDS = frozenset(
    (
        "stationary stationery complement compliment complementary complimentary contractor contactor interstate intestate "
        "complaint compliant undeserved underserved"
    ).split()
)


def _slip_of(word: str, fresh: set[str]) -> str:
    """The first of some words of which a word is a slip of the pen, or the reverse; or none."""
    return next((one for one in sorted(fresh) if _is_a_slip(word, one)), "")


def _is_a_slip(word: str, other: str) -> bool:
    """Whether a long word only lacks, or has too much of, one letter within it, has two of them in the wrong order, or has one vowel
    for another.
    """
    if min(len(word), len(other)) < _LONG - 1 or max(len(word), len(other)) < _LONG or word[0] != other[0] or word[-2:] != other[-2:]:
        return False
    if {word, other} & _TWO_WORDS:
        return False
    short, long = sorted((word, other), key=len)
    if len(long) == len(short) + 1:
        return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))
    places = [at for at in range(len(word)) if word[at] != other[at]] if len(long) == len(short) else []
    if len(places) == 1 and len(word) >= _LONGEST:
        return {word[places[0]], other[places[0]]} <= _VOWELS
    return len(places) == 2 and places[1] == places[0] + 1 and word[places[0]] == other[places[1]] and word[places[1]] == other[places[0]]


def _is_unknown(spot: Spot) -> bool:
    """Whether a term is a longer word that is in no list."""
    return len(spot.words) >= _SHORTEST and (spot.term.code == WORD or spot.term.key.startswith("data.yours"))
