"""The rule on when a time begins that is told: within 30 days "of receipt", a year "after the end of the contract".

How long the time is that is told is the business of `amounts`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import QUANTITY, Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, UNCLEAR, Edit, Findings, dimension_of_statement, finding, rule
from differ.judgement.statements import Sentence
from differ.model import Finding
from differ.vocabulary.stems import stem


@rule("since-receipt", "We answer a request within 30 days.", "We answer a request within 30 days of receiving it.", NEUTRAL)
def since_receipt(edit: Edit) -> Sequence[Finding]:
    """That the time for an answer runs from when the request is received is meant without being said."""
    for sentence, spots in ((edit.old, edit.all_gone), (edit.new, edit.all_came)):
        if _RECEIPT.search(sentence.text) is None or not any(term.key == "guard.respond" for term in sentence.terms):
            continue
        told = [_since_receipt(sentence, term) for term in sentence.terms if term.code == QUANTITY]
        edit.set_aside([spot for spot in spots for start, end in told if start <= spot.term.start < end])
    return ()


def _since_receipt(sentence: Sentence, time: Term) -> tuple[int, int]:
    """Where the words stand behind a time that say it runs from the receipt of what is answered; nowhere if they do not."""
    found = _BEGINS.match(sentence.text, time.end)
    if found is None or _RECEIPT.search(found["event"]) is None or not _OF_A_RECEIPT.issuperset(found["event"].lower().split()):
        return time.end, time.end
    return found.span()


@rule("later-start", "We answer within ten days.", "We answer within ten days of our next board meeting.", UNCLEAR, one_way=True)
def later_start(edit: Edit) -> Findings:
    """A time of the same length that is newly said to run from an event may begin later than it did, and is left to a person."""
    for term in edit.new.terms:
        found = _BEGINS.match(edit.new.text, term.end) if term.code == QUANTITY else None
        if found is None or not any(_is_told_from_nothing(edit.old, other) for other in edit.old.terms if other.key == term.key):
            continue
        spot = next((spot for spot in edit.all_came if found.start() <= spot.term.start < found.end()), None)
        if spot is None or edit.is_set_aside(spot) or spot.statement is None or not spot.statement.sign or _is_told_there(edit.old, found):
            continue
        yield finding("later-start", UNCLEAR, dimension_of_statement(spot.statement), "The time may begin later than it did.", came=[spot])


def _is_told_from_nothing(sentence: Sentence, time: Term) -> bool:
    return time.code == QUANTITY and _BEGINS.match(sentence.text, time.end) is None


def _is_told_there(sentence: Sentence, begins: re.Match[str]) -> bool:
    """Whether the words of the event stand in the other sentence too: "after the lease ends, we keep it for a year"."""
    there = {stem(word) for word in sentence.text.lower().rstrip(".").split()}
    return {stem(word) for word in begins["event"].lower().split() if word not in _FORM} <= there


def is_when_it_begins(spot: Spot) -> bool:
    """Whether a term only tells what a time that stands before it runs from: "30 days after we have checked your papers"."""
    before = [term for term in spot.sentence.terms[: spot.index] if term.code == QUANTITY]
    found = _BEGINS.match(spot.sentence.text, before[-1].end) if before else None
    return found is not None and found.start() < spot.term.start < found.end()


def ends_later(time: Spot, other: Sentence) -> bool:
    """Whether a time runs on from what the other sentence has for the end: "until a year after the lease ends", "until the lease ends"."""
    found = _BEGINS.match(time.sentence.text, time.term.end)
    if found is None or _UNTIL.search(other.text) is None:
        return False
    return _is_told_there(other, found)


_BEGINS = re.compile(r"\s(?:of|after|from|following|upon|since)\s(?P<event>(?:(?!\band\b|\bor\b)[^,.;()])+)", re.IGNORECASE)
_RECEIPT = re.compile(r"\breceipt\b|\breceiv", re.IGNORECASE)
_OF_A_RECEIPT = frozenset(
    """we us our by the date day have has been is was it them its their receipt of receive received receiving your a an such this that
    any each     request requests enquiry enquiries inquiry inquiries query queries message messages letter e-mail email
    complaint complaints""".split()
)
_UNTIL = re.compile(r"\b(?:until|till|when|once|upon|as\ssoon\sas|at\sthe\send|on)\b", re.IGNORECASE)
_FORM = frozenset("the of a an your our has have been is was it its their".split())
