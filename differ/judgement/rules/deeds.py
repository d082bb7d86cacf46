"""The rule on a promised deed whose place another takes: a lesser promise, or something done with the data.

Promises gone without anything in their place are the business of `items` and `whole`.
"""

import re

from differ.judgement.kinds import PERSON
from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, dimension_of, finding, rule, towards
from differ.judgement.rules.counterparts import counterparts
from differ.judgement.rules.witnesses import of_statement
from differ.judgement.statements import DONE, Force, Statement

_RANK = {"guard.ask_consent": 3, "guard.notify": 2, "act.contact_person": 2, "guard.post": 1}  # how much a deed leaves to the person
_DEEDS = frozenset({"guard.delete", "guard.anonymise", "guard.protect", "guard.ask_consent", "guard.respond"})
_TIMES = frozenset("tTXq")
_KEPT_FOR = re.compile(
    r"\b(?:for|until|till|up\sto|within)\s(?:\w+\s){0,3}(?:days?|weeks?|months?|years?|hours?|you|your)\b", re.IGNORECASE
)


@rule("other-deed", "We ask you before we lend your file.", "We tell you before we lend your file.", RELAXES)
def other_deed(edit: Edit) -> Findings:
    """A deed promised to the person in whose place a lesser one stands, or something done with the data, relaxes; the reverse tightens."""
    for old, new in counterparts(edit):
        gone, came = _verb(edit.gone, old), _verb(edit.came, new)
        if gone is None or came is None:
            continue
        sign = _lesser(gone, came) or _instead(edit, gone, came) or -_instead(edit, came, gone)
        if sign and gone.words.lower() == came.words.lower():
            edit.take([gone, came])
            reason = "Whether people are still told themselves is for a person to say."
            yield finding("other-deed", UNCLEAR, dimension_of(gone), reason, gone=[gone], came=[came])
        elif sign:
            edit.take([gone, came, *_to_whom(gone), *_to_whom(came)])
            reason = "A weaker promise, or a use of the data, stands in its place." if sign > 0 else "More is promised than before."
            yield finding(
                "other-deed",
                towards(sign),
                dimension_of(gone if sign > 0 else came),
                reason,
                gone=[gone],
                came=[came],
                witness=of_statement(edit.new.text, new=True, force=new.force) if sign > 0 else "",
                material=True,
            )


def _verb(spots: list[Spot], statement: Statement) -> Spot | None:
    """The verb of a statement, if it has changed."""
    return next((spot for spot in spots if spot.statement is statement and spot.term is statement.verb and spot.place == "H"), None)


def _to_whom(verb: Spot) -> list[Spot]:
    """The person right behind a verb: "informs (you)"."""
    behind = Spot(verb.sentence, verb.index + 1)
    return [behind] if behind.index < len(verb.sentence.terms) and behind.term.code == PERSON else []


def _lesser(gone: Spot, came: Spot) -> int:
    """1 where a lesser promise stands for a greater one, -1 for the reverse, 0 where neither is known."""
    if any(spot.statement is None or spot.statement.force is not Force.DUTY for spot in (gone, came)):
        return 0
    ranks = [_RANK.get(spot.term.key, 0) for spot in (gone, came)]
    return (ranks[0] > ranks[1]) - (ranks[0] < ranks[1]) if all(ranks) else 0


def _instead(edit: Edit, promised: Spot, done: Spot) -> int:
    """1 where something is done with the data for which the other text promises a deed that the one does not promise at all."""
    duty, practice = promised.statement, done.statement
    if duty is None or practice is None or duty.force is not Force.DUTY or practice.force not in DONE or done.term.code not in "ag":
        return 0
    if promised.term.key not in _DEEDS or any(term.code in "ps" for term in done.sentence.terms[practice.first : practice.last]):
        return 0
    if any(spot.term.code in _TIMES for spot in (*edit.all_gone, *edit.all_came)) or _KEPT_FOR.search(done.sentence.text):
        return 0  # "deleted after a year" may be "kept for a year"
    return int(bool(_what(promised, duty) & _what(done, practice)))


def _what(spot: Spot, statement: Statement) -> set[str]:
    """What a statement is of: the things told in its main clause behind its verb or before it."""
    terms = zip(spot.sentence.terms[statement.first : statement.last], statement.places, strict=True)
    return {term.key for term, place in terms if place == "H" and term.code in "d_"}
