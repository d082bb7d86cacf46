"""Tells whether the clause that a statement comes into, or is gone from, says as much in the other text.

A statement counts as said when statements of the same force there name all that it names, or in broader terms, and
put no condition, exception or limit to it that it has not. The rest of the document is for `coverage`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise

from differ.judgement.broader import broader
from differ.judgement.browsers import is_of_browsers, speaks_of_browsers
from differ.judgement.changes_told import POSTED
from differ.judgement.closer import limited_further
from differ.judgement.governed import limited_there
from differ.judgement.kinds import Term
from differ.judgement.rules.replaced import protects_wherever_said
from differ.judgement.statements import DONE, Force, Sentence, Statement
from differ.vocabulary import load
from differ.vocabulary.stems import stem


class Said(Enum):
    """How far a clause says what a statement says."""

    NO = 0
    BUT_FOR_UNKNOWN_WORDS = 1
    YES = 2


_SILENT = frozenset(",.&|!beEPUYF>moyzw")
_UNKNOWN = frozenset("_A")
_NARROWS = frozenset("nxilkKWhHLRBVqtv")
_DOES = frozenset("agpcs")
_NAMES = frozenset("dru")
_SAYS = frozenset("QSG")
_HOW_SAFE = frozenset("npsq_")  # "no network is 100% secure", "complete security is not guaranteed"
_OF_ANY_RIGHT = frozenset({"data.personal", "choice.exercise", "choice.ask", "act.retain"})
"""What only gives a right its form, or says that it is about the data held."""
_SAME = {Force.LIMITED: Force.PRACTICE, Force.MENTION: Force.PRACTICE, Force.SILENT: Force.PRACTICE}


def said_beside(sentence: Sentence, statement: Statement, others: Iterable[Sentence]) -> Said:
    """How far the sentences of the clause in the other text say what one statement says; a promise, as widely and to the same people."""
    others = list(others)
    if is_of_browsers(sentence, statement) and any(speaks_of_browsers(other) for other in others):
        return Said.YES
    said = _said(sentence, statement, others)
    if said is not Said.YES or statement.sign >= 0 or not any(limited_further(other, sentence) for other in others):
        return said
    as_wide = [other for other in others if not limited_further(other, sentence)]
    return Said.YES if _said(sentence, statement, as_wide) is Said.YES else Said.BUT_FOR_UNKNOWN_WORDS


def _said(sentence: Sentence, statement: Statement, others: Sequence[Sentence]) -> Said:
    """How far they do, wherever and to whomever."""
    mine = _telling(sentence, statement)
    does = next(filter(None, ({term.key for term in mine if term.code in kinds} for kinds in (_DOES, _NAMES, _SAYS))), set[str]())
    said = {term.key for term in mine}
    there = [
        terms
        for terms in _of_the_same_force(sentence, statement, others, mine)
        if _does(does, terms) and all(term.code not in _NARROWS or term.key in said for term in terms)
    ]
    if not there:
        return Said.NO
    names = {term.key for terms in there for term in terms}
    if statement.sign > 0:
        names |= _pointed_at(others, does)
    kinds = {term.entry.key for terms in there for term in terms if term.entry is not None}
    limits = _only_limits(sentence, statement)
    left = [term for term in mine if term not in limits and not _covered(term, names, kinds)]
    if len(limits) >= len(mine):
        return Said.NO  # a case of its own, of which nothing is said there
    if not left:
        return Said.YES
    return Said.BUT_FOR_UNKNOWN_WORDS if all(term.code in _UNKNOWN for term in left) else Said.NO


_THIS = re.compile(r"\b(?:this|these|such|that|those)\s(?:\w+\s)?(?:information|data|details|records)\b", re.IGNORECASE)


def _pointed_at(others: Sequence[Sentence], does: set[str]) -> set[str]:
    """The data that a sentence tells of which the next does something with: "we note your name; we use this information …"."""
    return {
        term.key
        for before, other in pairwise(others)
        if _THIS.search(other.text) and any(term.key in does for term in other.terms)
        for statement in before.statements
        if statement.force in DONE
        for term in before.terms[statement.first : statement.last]
        if term.code == "d"
    }


def _does(does: set[str], terms: Sequence[Term]) -> bool:
    """Whether a statement there does one of the same things; to refuse is to opt out, and who tells people posts it to all."""
    there = {term.key for term in terms}
    if not (does.isdisjoint(_REFUSALS) or there.isdisjoint(_REFUSALS)):
        return True
    return not does.isdisjoint(there) or any(not there.isdisjoint(load().ancestors(key)) for key in does if key.startswith("guard."))


def _only_limits(sentence: Sentence, statement: Statement) -> Sequence[Term]:
    """The terms that make what is done depend on a condition, a consent or a limit, with nothing put beside it as another case."""
    codes = sentence.signature[statement.first : statement.last]
    if statement.force is Force.LIMITED:
        bounded = statement.verb is not None and statement.verb.key == "act.retain" and "q" in codes
        return [term for term in sentence.terms[statement.first : statement.last] if bounded and term.code == "l"]
    if statement.sign <= 0 or _ANOTHER_CASE.search(codes):
        return ()
    placed = zip(sentence.terms[statement.first : statement.last], statement.places, strict=True)
    return [term for term, place in placed if place == "i" or term.code in _LIMITS]


_LIMITS = frozenset("ilkK")
_ANOTHER_CASE = re.compile(r"[|&]b?[iLR]|[|&][bm_]{0,3}k")


def _telling(sentence: Sentence, statement: Statement) -> list[Term]:
    terms = sentence.terms[statement.first : statement.last]
    silent = _OF_ANY_RIGHT if statement.force is Force.RIGHT and any(_is_one(term) for term in terms) else frozenset()
    if statement.force is Force.DISCLAIMER:
        terms = tuple(term for term in terms if term.code not in _HOW_SAFE)
    if _is_given_to_us(sentence, statement):
        terms = tuple(_COLLECTED if term is statement.verb else term for term in terms)
    if statement.verb is not None and statement.verb.key == POSTED:
        terms = tuple(term for term in terms if term.key not in _NEWEST)
    return [term for term in terms if term.code not in _SILENT and term.key not in silent]


_NEWEST = frozenset(map(stem, "new revised updated amended latest current".split()))


def _is_given_to_us(sentence: Sentence, statement: Statement) -> bool:
    """Whether what is done is that others give the organisation something: "you give us your name", "the clinic sends us results"."""
    if statement.verb is None or statement.force not in DONE:
        return False
    if statement.actor == "y" and statement.verb.key == "act.give":
        return True
    return statement.verb.key in _HANDED and _TO_US.match(sentence.text, statement.verb.end) is not None


_HANDED = frozenset({"act.give", "act.transfer", "act.disclose"})
_TO_US = re.compile(r"\s(?:to\s)?us\b", re.IGNORECASE)
_COLLECT = load().entries["act.collect"]
_COLLECTED = Term("a", _COLLECT.key, 0, 0, _COLLECT)


def _is_one(term: Term) -> bool:
    """Whether a term is a right of its own, and not only the form of one."""
    return term.code == "c" and term.key not in _OF_ANY_RIGHT


def _of_the_same_force(
    sentence: Sentence, statement: Statement, others: Iterable[Sentence], mine: Sequence[Term]
) -> Iterator[Sequence[Term]]:
    force = _SAME.get(statement.force, statement.force)
    qualifies = statement.force is Force.DUTY and all(protects_wherever_said(term) or term.code in "s_" for term in mine)
    may = _only_may(sentence, statement)
    for other in others:
        if limited_there(other, sentence):
            continue
        for number, one in enumerate(other.statements):
            if one.force is Force.RIGHT and other.terms[one.last - 1].key == ":" and one.force in _forces(other.statements[number + 1 :]):
                continue  # a label, of which what follows tells more
            if statement.force is Force.DUTY and _only_may(other, one) and not may:
                continue  # what may be done is less than what is
            if _SAME.get(one.force, one.force) is force or (qualifies and one.force in DONE):
                yield _telling(other, one)


def _forces(statements: Sequence[Statement]) -> set[Force]:
    return {statement.force for statement in statements}


def _only_may(sentence: Sentence, statement: Statement) -> bool:
    """Whether what a statement tells need not be done, though it may: "it can be deleted", "deletion may be arranged"."""
    told = sentence.terms[statement.first : statement.last]
    noun = statement.verb is not None and not statement.actor  # then "may" follows it
    return any(term.code == "m" and (noun or statement.verb is None or term.start < statement.verb.start) for term in told)


_REFUSALS = frozenset({"choice.opt_out", "choice.refuse"})


def _covered(term: Term, names: set[str], kinds: set[str]) -> bool:
    """Whether a term is named, or, unless it is a grave one, a broader one of which it is an example."""
    if term.key in _REFUSALS and not names.isdisjoint(_REFUSALS):
        return True
    return term.key in names or (term.code not in _NARROWS and not broader(term).isdisjoint(kinds))
