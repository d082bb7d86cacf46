"""Tells conditions whose words the other text has too, in another form: "if you apply for a loan" and "upon your application for a loan".

What a condition does that is told nowhere else is the business of `conditions`.
"""

from collections.abc import Sequence
from itertools import takewhile

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import Edit
from differ.judgement.statements import Force, Sentence

_FORM = frozenset("iobjy,&|m.wvhe")
_WISHES = frozenset("want wish would like prefer rather choose".split())
_VERBS = frozenset("_agcp")
_SHORTEST, _ENDING = 4, 2  # letters that words of one family share, and that the shorter may end in otherwise


def is_told_otherwise(edit: Edit, opener: Spot) -> bool:
    """Whether every word that tells which case a condition means stands in the other sentence, besides where both have it anyway."""
    if opener.term.code != "i" or opener.place != "i":
        return False
    other = edit.other_side(opener)
    telling = [term for term in condition(opener) if _tells(opener.sentence, term)]
    if not telling or any(term.code in "nkW" for term in telling):
        return False
    if not all(_times(other, opener.sentence, term) >= _times(opener.sentence, opener.sentence, term) for term in telling):
        return False
    _take_turned(edit, opener, telling)
    return True


def condition(opener: Spot) -> list[Term]:
    """The terms of a condition behind the word that opens it."""
    statement = opener.statement
    last = statement.last if statement is not None else opener.index
    within = (Spot(opener.sentence, index) for index in range(opener.index + 1, last))
    return [spot.term for spot in takewhile(lambda spot: spot.place == opener.place, within)]


def is_a_wish(opener: Spot, run: Sequence[Spot]) -> bool:
    """Whether a condition put to a right, or to what the person does, is only that they wish it: "if you wish, you may ask"."""
    statement = opener.statement
    if opener.term.code != "i" or statement is None or statement.force not in {Force.RIGHT, Force.PERSON}:
        return False
    changed = [spot.words.lower() for spot in run[1:] if spot.term.code not in "yb"]
    return bool(_WISHES & {*changed}) and _WISHES.issuperset(changed)


def _tells(sentence: Sentence, term: Term) -> bool:
    """Whether a term tells which case is meant, and is neither form nor the wish that anyone has who does what follows."""
    return term.code not in _FORM and sentence.text[term.start : term.end].lower() not in _WISHES


def _times(sentence: Sentence, own: Sentence, term: Term) -> int:
    """How often a sentence has a term of another's, be it in another form of the word."""
    word = _first_word(own, term)
    return sum(other.key == term.key or are_of_a_family(word, _first_word(sentence, other)) for other in sentence.terms)


def _first_word(sentence: Sentence, term: Term) -> str:
    return sentence.text[term.start : term.end].lower().split()[0]


def are_of_a_family(one: str, other: str) -> bool:
    """Whether two words are forms of one: "apply" and "application", "visit" and "visitors"."""
    shared = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return " " not in one and " " not in other and shared >= max(_SHORTEST, min(len(one), len(other)) - _ENDING)


def _take_turned(edit: Edit, opener: Spot, telling: Sequence[Term]) -> None:
    """Takes the words of the other sentence that are those of the condition turned into other forms."""
    sentence = opener.sentence
    verbs = [sentence.text[term.start : term.end].lower() for term in telling if term.code in _VERBS]
    for spot in [*edit.gone, *edit.came]:
        if spot.sentence is not sentence and any(are_of_a_family(verb, spot.words.lower()) for verb in verbs):
            edit.set_aside([spot])
