"""The rule on the wish of the person, told before the right that it is a wish for: "if you want to opt out, you may do so".

Conditions that limit what they stand with are the business of `conditions`.
"""

import re

from differ.deciding import deciding_words
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, one_side, rule
from differ.judgement.statements import Force, Sentence, Statement


@rule("wish", "If you no longer want our letter, you may unsubscribe.", "You may unsubscribe from our letter.", NEUTRAL)
def wish(edit: Edit) -> Findings:
    """That the person wants, or no longer wants, what a right is about is no condition of it, if the right is as wide without it."""
    for mine, other, new in ((edit.old, edit.new, False), (edit.new, edit.old, True)):
        for statement in mine.statements:
            opener = _wish_of(mine, statement)
            twin = _without_it(other, statement) if opener is not None else None
            if twin is None or (new and not _names_no_more(mine, statement, other)):
                continue
            changed = edit.came if new else edit.gone
            told = [spot for spot in changed if spot.statement is statement and spot.place == "i"]
            edit.set_aside(told)
            if told and not deciding_words(_but_for_the_wish(mine, statement), other.text):
                yield finding("wish", NEUTRAL, None, "It only tells that the person wants it.", **one_side(told, 1 if new else -1))


def _but_for_the_wish(sentence: Sentence, statement: Statement) -> str:
    """The words of a sentence without the wish before a right in it."""
    within = [term for term, place in zip(sentence.terms[statement.first : statement.last], statement.places, strict=True) if place == "i"]
    return sentence.text[: within[0].start] + sentence.text[within[-1].end :]


_WISHES = re.compile(
    r"(?:if|when|whenever|where|should|in\scase)\syou\s(?:(?:do|would|'d|no|not|don't|longer|ever|also|rather)\s)*"
    r"(?:want|wish|like|prefer|desire|care)\b",
    re.IGNORECASE,
)


def _wish_of(sentence: Sentence, statement: Statement) -> Spot | None:
    """The word that opens the wish before a right whose choice is told behind it."""
    if statement.force is not Force.RIGHT or statement.verb is None or "i" not in statement.places:
        return None
    opener = Spot(sentence, statement.first + statement.places.index("i"))
    offered = any(
        spot.term is statement.verb and spot.place == "H"
        for spot in (Spot(sentence, index) for index in range(opener.index, statement.last))
    )
    return opener if offered and _WISHES.match(sentence.text, opener.term.start) else None


def _without_it(other: Sentence, statement: Statement) -> Statement | None:
    """The right of the other sentence to the same choice that stands under no condition."""
    return next(
        (
            one
            for one in other.statements
            if one.force is Force.RIGHT and one.verb and statement.verb and one.verb.key == statement.verb.key and "i" not in one.places
        ),
        None,
    )


def _names_no_more(mine: Sentence, statement: Statement, other: Sentence) -> bool:
    """Whether a wish names nothing that the other sentence does not name, so that the right is for no less."""
    within = zip(mine.terms[statement.first : statement.last], statement.places, strict=True)
    return all(term.key in other.keys for term, place in within if place == "i" and term.code in _CONTENT)


_CONTENT = frozenset("drugacpsf_A")
