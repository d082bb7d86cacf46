"""Looks at the plain words of a permission or promise as the person who must answer will: are they fair and easy?

Warnings only, for the drafter; nothing here forbids a release. The phrases lie in wording.json, by language, each a regular
expression that begins and ends at a word's edge: negations, of which two in a sentence are misread; phrases that take going on
for a yes; phrases that make one answer look foolish or flatter the other. The reading level is the
Flesch-Kincaid grade in English (school years, about 8 is plain) and LIX elsewhere (about 40 is plain).
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from consent_gate.prompts.clean import hidden_characters

LONGEST = 240  # characters of plain words that a person still takes in at one look on a phone
PLAIN_GRADE = 9.0  # school years of reading
PLAIN_LIX = 45.0


class Rule(StrEnum):
    """What may be wrong with plain words."""

    DOUBLE_NEGATIVE = "double_negative"  # two negations in one sentence
    BY_CONTINUING = "by_continuing"  # takes going on for a yes
    SHAMING = "shaming"  # makes one answer look foolish, selfish or risky
    HARD_TO_READ = "hard_to_read"
    TOO_LONG = "too_long"
    LOOK_ALIKE = "look_alike"  # letters of two scripts in one word
    HIDDEN = "hidden"  # characters that cannot be seen or that turn text round
    SHOUTING = "shouting"  # words in capitals


@dataclass(frozen=True, slots=True)
class WordingWarning:
    """One thing to reword."""

    rule: Rule
    words: str  # the words it is about
    message: str  # what is the matter and what to do


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard words are to read."""

    measure: str  # `grade` (school years) or `lix`
    level: float
    longest_sentence: int  # in words

    @property
    def plain(self) -> bool:
        """Whether most adults read it without effort."""
        return self.level <= (PLAIN_GRADE if self.measure == "grade" else PLAIN_LIX)

    def __str__(self) -> str:
        what = f"reading grade {self.level:.0f}" if self.measure == "grade" else f"LIX {self.level:.0f}"
        return f"{what}, longest sentence {self.longest_sentence} words"


def lint_words(text: str, language: str = "en") -> tuple[WordingWarning, ...]:
    """What a drafter should reword in these plain words.

    >>> [w.rule.value for w in lint_words("By continuing you agree that we do not fail to share it.")]
    ['by_continuing', 'double_negative']
    """
    base = language.partition("-")[0].lower()
    text = text.replace("\u2019", "'")
    return tuple(_phrases(text, base)) + tuple(_negatives(text, base)) + tuple(_characters(text)) + tuple(_effort(text, base))


def reading(text: str, language: str = "en") -> Reading:
    """How hard the text is to read."""
    sentences = [_words(s) for s in _sentences(text)]
    sentences = [s for s in sentences if s]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading("grade" if language.startswith("en") else "lix", 0.0, 0)
    per_sentence = len(words) / len(sentences)
    longest = max(len(s) for s in sentences)
    if language.startswith("en"):
        level = 0.39 * per_sentence + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
        return Reading("grade", round(max(level, 0.0), 1), longest)
    level = per_sentence + 100 * sum(len(w) > 6 for w in words) / len(words)
    return Reading("lix", round(level, 1), longest)


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    """The phrases of one kind in one language; where none are listed, a pattern that finds nothing."""
    listed = json.loads(files("consent_gate.prompts").joinpath("wording.json").read_text(encoding="utf-8"))[kind].get(language, ["(?!)"])
    return re.compile(rf"(?<!\w)(?:{'|'.join(listed)})(?!\w)", re.IGNORECASE)


def _phrases(text: str, language: str) -> Iterator[WordingWarning]:
    for match in _pattern("by_continuing", language).finditer(text):
        yield WordingWarning(
            Rule.BY_CONTINUING, match[0], "going on is no answer: say what is done with the data, and let the person accept or decline"
        )
    for match in _pattern("shaming", language).finditer(text):
        yield WordingWarning(Rule.SHAMING, match[0], "this leans on one answer: say what happens, and leave the judgement to the person")


def _negatives(text: str, language: str) -> Iterator[WordingWarning]:
    for sentence in _sentences(text):
        found = [m[0] for m in _pattern("negations", language).finditer(sentence)]
        if len(found) > 1:
            yield WordingWarning(Rule.DOUBLE_NEGATIVE, " … ".join(found), "two negations in one sentence are misread: say what is done")


def _characters(text: str) -> Iterator[WordingWarning]:
    if hidden := hidden_characters(text):
        names = ", ".join(sorted({f"U+{ord(c):04X}" for c in hidden}))
        yield WordingWarning(Rule.HIDDEN, names, "characters that cannot be seen are taken out of what is shown: remove them")
    for word in re.findall(r"\w+", text):
        scripts = {_script(c) for c in word if c.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}) > 1:
            yield WordingWarning(Rule.LOOK_ALIKE, word, "letters of different scripts in one word look alike and read as another word")
    if shouted := re.findall(r"\b[A-Z]{4,}\b(?:\s+[A-Z]{4,}\b)+", text):
        yield WordingWarning(Rule.SHOUTING, shouted[0], "capitals shout: write it as a sentence")


def _effort(text: str, language: str) -> Iterator[WordingWarning]:
    if len(text) > LONGEST:
        yield WordingWarning(
            Rule.TOO_LONG, text[:40] + "…", f"{len(text)} characters; at most {LONGEST} are taken in at one look on a phone"
        )
    level = reading(text, language)
    if not level.plain and level.longest_sentence > 12:
        yield WordingWarning(Rule.HARD_TO_READ, text[:40] + "…", f"{level}: shorter words and sentences are understood by more people")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?؟])\s+|;\s+", text)


def _words(sentence: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", sentence)


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
