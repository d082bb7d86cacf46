"""Follows a changed definition to the clauses that use the word it defines.

A word that now takes in more widens what is permitted with it and what is promised of it; one that takes in less, the
reverse. Which of the two a change does is told here from the words put in and taken out; what a clause says of the word
is read by `statements`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from differ.judgement.context import Side
from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, TIGHTENS, UNCLEAR, Edit, Findings, as_it_reads, rule, towards
from differ.judgement.statements import Force, Sentence
from differ.model import Clause, ClauseKind, Dimension, Direction, Finding, Words

_WORD = r"[A-Za-z][\w’'-]*(?: [\w’'-]+){0,3}?"
_PATTERNS = (
    re.compile(rf"""["“*_]({_WORD})["”*_]\s+(?:shall\s+)?(?:mean|refer|include|is\b|are\b|stand|cover|do(?:es)?\s+not\s+(?:include|mean))"""),
    re.compile(
        r"\b([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3})\s+"
        r"(?:shall\s+mean|means|refers?\s+to|does\s+not\s+include|do\s+not\s+include|includes?|is everything|is anything|are all)\b"
    ),
    re.compile(rf"""\b[Bb]y\s+["“*_]?({_WORD})["”*_]?,?\s+we\s+(?:mean|understand)"""),
    re.compile(
        r"(?<!of )(?<!of your )\b((?i:personal (?:data|information)))\s+"
        r"(?:means|includes?|does not include"
        r"|is\s+(?:not\s+)?(?:any|all|every|an?|the|data|information|details|what|whatever|such|defined|understood))\b"
    ),
)  # fmt: skip
_START, _NEAR = 40, 140  # characters into a sentence within which a definition begins, and names itself
_ORDINARY = frozenset("this it we you that they these there which our service services policy notice the if".split())
_PERSONAL = re.compile(r"personal(?:ly identifiable)? (?:data|information)", re.IGNORECASE)
_NARROWS = re.compile(r"\b(?:not|never|except|excluding|other than|only|but not|directly|unless|apart from|save)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shift:
    """A defined word that now takes in more (1), less (-1), or neither for certain (0)."""

    word: str
    effect: int


def defined(text: str) -> str:
    """The word that a sentence, as written, defines, in lower case, or nothing."""
    for pattern in _PATTERNS:
        found = pattern.search(text[:_NEAR])
        if found and found[1].lower() not in _ORDINARY and found.start() < _START:
            return found[1].lower()
    return ""


def excluded(sentence: Sentence, words: Iterable[str]) -> str:
    """The defined word from which a sentence takes something out ("… are not Personal Data"), or nothing."""
    text = sentence.text.lower().rstrip(" .")
    for word in words:
        if re.search(rf"\b(?:is|are)(?: not|n't) (?:considered |regarded as |treated as |counted as )?(?:an? )?{re.escape(word)}s?$", text):
            return word
    return ""


def shift(edit: Edit) -> Shift | None:
    """What the edit of a definition does to the extent of the word it defines."""
    word = defined(edit.new.text)
    changed = (*edit.gone, *edit.came)
    if not word or word != defined(edit.old.text) or not changed or all(_is_a_named_example(spot) for spot in changed):
        return None
    came, gone = _weight(edit.came), _weight(edit.gone)
    if came is None or gone is None:
        return Shift(word, 0)
    if came * gone < 0 or (came and not gone) or (gone and not came):
        effect = 1 if came > 0 or gone < 0 else -1
        return Shift(word, effect)
    return Shift(word, 0)


def _is_a_named_example(spot: Spot) -> bool:
    """Whether a name stands among the examples of what a word takes in."""
    return spot.place == "e" and spot.term.code in "A&|"


def _weight(spots: Sequence[Spot]) -> int | None:
    """1 where words put in widen what is defined, -1 where they narrow it, 0 where there are none, None where that cannot be told."""
    telling = [spot for spot in spots if spot.term.code not in "&|b,PUYF>eE"]
    if not telling or (any(spot.term.code == "e" for spot in spots) and all(spot.place == "e" for spot in telling)):
        return 0
    if all(spot.term.code in "_A" for spot in telling) and not any(_beside_a_list(spot) for spot in telling):
        return 0
    text = " ".join(spot.words for spot in telling)
    place = telling[0].place
    if _NARROWS.search(text) or any(spot.term.code in "nxl" for spot in telling):
        return -1
    before = telling[0].sentence.text[: telling[0].term.start]
    if place == "x" or re.search(r"\b(?:not include|not mean|other than|excluding|except|but not)\b[^.;]*$", before):
        return -1
    return 1 if any(_beside_a_list(spot) for spot in telling) else None


def _beside_a_list(spot: Spot) -> bool:
    codes = spot.sentence.signature
    return bool({*codes[max(0, spot.index - 1) : spot.index], *codes[spot.index + 1 : spot.index + 2]} & {",", "&", "|"})


class Uses:
    """Where a document uses its defined words, and with what sign."""

    def __init__(self, clauses: Sequence[Clause], side: Side) -> None:
        self._clauses = clauses
        self._side = side

    def signs(self, word: str) -> set[int]:
        """The signs of the places where the word is used outside its definition."""
        if _PERSONAL.fullmatch(word):
            return {-1}
        return {sign for clause in self._clauses for sign in self.in_clause(word, clause)}

    def in_clause(self, word: str, clause: Clause) -> set[int]:
        """The signs of the places where one clause uses the word."""
        if clause.kind is ClauseKind.HEADING or word not in clause.text.lower():
            return set()
        pattern = re.compile(rf"\b{re.escape(word)}(?:s|'s|’s)?\b", re.IGNORECASE)
        signs = set()
        for sentence in self._side.sentences(clause):
            if defined(sentence.text) == word or excluded(sentence, [word]):
                continue
            for match in pattern.finditer(sentence.text):
                index = next((i for i, term in enumerate(sentence.terms) if term.end > match.start()), None)
                if index is not None:
                    spot = Spot(sentence, index)
                    signs |= {1, -1} if _is_limited(spot) else {_sign(spot)}
        return signs - {_NEITHER}


_NEITHER = 2  # where nothing is said that more or less of could move


def _sign(spot: Spot) -> int:
    """Which way more of a word moves what is said of it, 0 where nobody can tell."""
    guessed = spot.statement is not None and spot.statement.known is not None
    return 0 if guessed or _nobody_can_tell(spot) else spot.sign or _NEITHER


def _nobody_can_tell(spot: Spot) -> bool:
    """Whether something is done with the word of which no rule tells what it is, so that more of it may be done."""
    statement = spot.statement
    if statement is None or statement.force not in {Force.SILENT, Force.MENTION} or _SAYS_NOTHING.search(spot.sentence.text):
        return False
    return statement.unread or (statement.force is Force.MENTION and statement.verb is None)


_SAYS_NOTHING = re.compile(r"[:?]\W*$")


def _is_limited(spot: Spot) -> bool:
    """Whether what is done with the word is done within a limit only, which is a promise as well."""
    statement = spot.statement
    if statement is None or statement.sign <= 0:
        return False
    limits = (term.code in "lkV" or term.key == "condition.only_if" for term in spot.sentence.terms[statement.first : statement.last])
    return statement.force is Force.LIMITED or any(limits)


@rule(
    "definition",
    '"Partners" means hosts of our servers. We share your file with Partners.',
    '"Partners" means hosts of our servers or advertisers. We share your file with Partners.',
    RELAXES,
)
def definition(moved: Shift, signs: set[int], words: Words) -> Findings:
    """A defined word that takes in more relaxes where it is used in what is permitted and tightens where it is used in what is
    promised or ruled out; one that takes in less, the reverse.
    """
    for direction in directions(moved, signs):
        reason = (
            "The word takes in more."
            if moved.effect > 0
            else "The word takes in less."
            if moved.effect < 0
            else "What the word takes in differs."
        )
        yield Finding(
            rule="definition",
            direction=direction,
            dimension=Dimension.SCOPE,
            words=words,
            reason=reason,
            witness=as_it_reads(words) if direction is RELAXES else "",
            material=direction is not UNCLEAR,
        )


def directions(moved: Shift, signs: set[int]) -> list[Direction]:
    """Which ways a shift moves the clauses that use the word with these signs."""
    if not moved.effect or not signs:
        return [UNCLEAR]
    return sorted({towards(moved.effect * sign) if sign else UNCLEAR for sign in signs})


__all__ = ["RELAXES", "TIGHTENS", "Shift", "Uses", "defined", "definition", "directions", "excluded", "shift"]
