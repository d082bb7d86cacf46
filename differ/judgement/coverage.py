"""Finds where a document says a sentence already, or says it still.

A document covers a sentence when one of its own has the same force, all it says, and no condition, exception or
limit more or less. What is said only nearly is not covered.
"""

import re
from collections.abc import Sequence

from differ.judgement.broader import broader
from differ.judgement.closer import limited_further
from differ.judgement.context import Side
from differ.judgement.governed import limited_there
from differ.judgement.kinds import DATA, LEGAL_DUTY, NAME, PLACE, QUANTITY, WORD, Term
from differ.judgement.rules.base import dimension_of_statement
from differ.judgement.statements import DONE, Force, Sentence, Statement
from differ.model import Clause, ClauseKind, Dimension, Document
from differ.vocabulary import load
from differ.vocabulary.stems import stem

_STRICT = frozenset("nlxikKWNhqtTXLROIvDSG")
_IGNORED = frozenset(",.&|!bPUYF>mwzoy")
_ENOUGH = 0.86
_SAME_FORCE = {Force.LIMITED: Force.PRACTICE}
_MOST_CANDIDATES = 12
_FRAGMENTS = frozenset({ClauseKind.ITEM, ClauseKind.ROW})


class Coverage:
    """What one document says, ready to be searched."""

    def __init__(self, document: Document, side: Side) -> None:
        self.side = side
        self._clauses = document.clauses
        self._index: dict[str, list[int]] | None = None
        self._headings: set[str] | None = None
        self._by_law: dict[Dimension, bool] = {}
        self._scoped: dict[tuple[str, ...], frozenset[str]] = {}

    def _build(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, clause in enumerate(self._clauses):
            for word in dict.fromkeys(clause.key.split()):
                if len(word) > 3:
                    index.setdefault(word, []).append(number)
        return index

    def tells_of_law(self, dimension: Dimension) -> bool:
        """Whether the document says anywhere that as much is done where the law requires it, or a court or authority asks."""
        if dimension not in self._by_law:
            self._by_law[dimension] = any(
                statement.force in DONE and dimension_of_statement(statement) is dimension and _asked_by_law(sentence, statement)
                for clause in self._clauses
                if _OF_LAW.search(clause.text)
                for sentence in self.side.sentences(clause)
                for statement in sentence.statements
            )
        return self._by_law[dimension]

    def leads(self, clause: Clause) -> bool:
        """Whether a clause is the lead-in of a list."""
        return any(one.kind in _FRAGMENTS and one.lead and clause.text.endswith(one.lead) for one in self._clauses)

    def has_heading(self, words: str) -> bool:
        """Whether the document has a heading of these words."""
        if self._headings is None:
            self._headings = {clause.text.strip(" .:").lower() for clause in self._clauses if clause.kind is ClauseKind.HEADING}
        return words.strip(" .:").lower() in self._headings

    def names(self, words: str) -> bool:
        """Whether the document names something anywhere."""
        return any(words.lower() in clause.text.lower() for clause in self._clauses)

    def find(self, sentence: Sentence, clause: Clause, *, strictly: bool) -> Sentence | None:
        """A sentence of the document that says what `sentence`, of `clause`, says.

        A fragment must stand under the same lead-in or heading; `strictly`, under both.
        """
        fragment = clause.kind in _FRAGMENTS
        wanted = [term for term in sentence.terms if term.code not in _IGNORED]
        if not wanted:
            return None
        promised = any(statement.sign < 0 for statement in sentence.statements)
        points_back = any(statement.sign for statement in sentence.statements) and _points_back(sentence)
        for there in self._candidates(sentence):
            if fragment and not _same_context(clause, there, strictly=strictly):
                continue
            if self.narrower(there, clause, strictly=strictly) or (points_back and there.heading[-1:] != clause.heading[-1:]):
                continue
            for other in self.side.sentences(there):
                if limited_there(other, sentence):
                    continue
                weakened = promised and not strictly and (not _as_firm(other, sentence) or limited_further(other, sentence))
                if not weakened and _says(other, sentence, wanted, enough=1.0 if promised and not strictly else _ENOUGH):
                    return other
                if not strictly and _rules_out_as_much(other, sentence):
                    return other
        return None

    def narrower(self, there: Clause, clause: Clause, *, strictly: bool) -> bool:
        """Whether what stands there is said under a heading for some people, places or products only, and the clause is not.

        Not `strictly`, it is enough that the two are said of others.
        """
        theirs, mine = self._scopes(there), self._scopes(clause)
        return theirs > mine if strictly else not theirs <= mine

    def _scopes(self, clause: Clause) -> frozenset[str]:
        """The people, places and products to which the headings above a clause limit it."""
        known = self._scoped.get(clause.heading)
        if known is None:
            read = self.side.reader.sentence
            known = frozenset(key for heading in clause.heading for key in scopes(read(heading)))
            self._scoped[clause.heading] = known
        return known

    def _candidates(self, sentence: Sentence) -> Sequence[Clause]:
        if self._index is None:
            self._index = self._build()
        index = self._index
        words = dict.fromkeys(word for word in sentence.text.lower().replace(",", " ").replace(".", " ").split() if word in index)
        rare = sorted(words, key=lambda word: (len(index[word]), word))[:5]
        counts: dict[int, int] = {}
        for word in rare:
            for number in index[word][:60]:
                counts[number] = counts.get(number, 0) + 1
        best = sorted(counts, key=lambda number: (-counts[number], number))[:_MOST_CANDIDATES]
        return [self._clauses[number] for number in best]


def _asked_by_law(sentence: Sentence, statement: Statement) -> bool:
    """Whether a practice has what the law requires as its ground, and not as its only one or in a promise."""
    terms = sentence.terms[statement.first : statement.last]
    return any(term.code == LEGAL_DUTY or term.key.startswith("purpose.legal") for term in terms) and all(
        term.code not in _BINDS for term in terms
    )


_BINDS = frozenset("nlkW")
_OF_LAW = re.compile(r"\b(?:law|legal|court|subpoena)", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such|the same|said)\s(?:\w+\s){0,2}?(?:information|data|details|records?|files?|purposes?|cases?|uses?|sharing"
    r"|part(?:y|ies|ners)|providers?|compan(?:y|ies)|recipients?|transfers?|processing)\b|\b(?:above|foregoing|aforementioned)\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)


def _points_back(sentence: Sentence) -> bool:
    """Whether what a sentence is about stands before it: "these records", "it"."""
    return _POINTS_BACK.search(sentence.text) is not None or (DATA not in sentence.signature and _IT.search(sentence.text) is not None)


_TOPICS = frozenset("agpcuksrWnoPF>")
_OF_ANYTHING = frozenset(
    load().same.get(stem(word), stem(word))
    for word in (
        "general introduction miscellaneous change final provision detail background principle basic "
        "term legal service pledge promise commitment"
    ).split()
)


def scopes(heading: Sentence) -> list[str]:
    """What a heading limits what stands under it to: places and ages, and unknown things where it names no matter of such a policy."""
    limits = [term.key for term in heading.terms if term.code in (PLACE, QUANTITY) or term.key == "child"]
    if _TOPICS.isdisjoint(heading.signature) and DATA not in heading.signature:
        limits += [term.key for term in heading.terms if term.code in (NAME, WORD) and term.key not in _OF_ANYTHING]
    return limits


def _same_context(clause: Clause, there: Clause, *, strictly: bool) -> bool:
    if strictly and clause.heading[-1:] != there.heading[-1:]:
        return False
    if clause.lead or there.lead:
        return (clause.lead or "").lower() == (there.lead or "").lower() or clause.heading[-1:] == there.heading[-1:]
    return clause.heading[-1:] == there.heading[-1:]


def _says(other: Sentence, sentence: Sentence, wanted: Sequence[Term], *, enough: float) -> bool:
    if _SAME_FORCE.get(other.force, other.force) is not _SAME_FORCE.get(sentence.force, sentence.force):
        return False
    have = set(other.keys)
    if sentence.force is Force.RIGHT:
        have |= {_AS_ASKED.get(key, key) for key in have}
        wanted = [term._replace(key=_AS_ASKED.get(term.key, term.key)) for term in wanted if term.key not in _FORMS_OF_A_RIGHT]
    kinds = {key.split(":")[0] for key in have}
    held = sum(1 for term in wanted if term.key in have or not broader(term).isdisjoint(kinds))
    if held < enough * len(wanted):
        return False
    mine = {term.key for term in wanted if term.code in _STRICT}
    theirs = {term.key for term in other.terms if term.code in _STRICT}
    if mine != theirs and not (sentence.force is Force.PRACTICE and theirs < mine and _narrow(wanted, mine - theirs)):
        return False
    return all(term.key in have or not broader(term).isdisjoint(kinds) for term in wanted if term.code in "dursagcpf")


_AS_ASKED = {"guard.delete": "choice.erase"}
_FORMS_OF_A_RIGHT = frozenset({"choice.exercise", "choice.ask"})
_LEAVES_ROOM = frozenset("ixlkKWhmqtTLRNSe")


def _rules_out_as_much(other: Sentence, sentence: Sentence) -> bool:
    """Whether a ban of the same acts there says nothing but what this one says, or in broader terms: it rules out as much, or more."""
    signed = [one for one in sentence.statements if one.sign]
    if len(signed) != 1 or signed[0].force is not Force.BAN:
        return False
    return any(
        _is_as_wide(other, one, sentence, signed[0]) for one in other.statements if one.force is Force.BAN and _stands_alone(other, one)
    )


def _stands_alone(sentence: Sentence, statement: Statement) -> bool:
    """Whether nothing that follows a statement in its sentence can limit it."""
    return statement.last == len(sentence.terms) or sentence.signature[statement.last] in "&!."


def _is_as_wide(other: Sentence, there: Statement, sentence: Sentence, here: Statement) -> bool:
    """Whether one ban rules out all that another does."""
    mine, theirs = (
        [term for term in one.terms[of.first : of.last] if term.code not in _IGNORED and term.code != "n"]
        for one, of in ((sentence, here), (other, there))
    )
    if any(term.code in _LEAVES_ROOM for term in theirs) or any(term.code == "d" for term in mine) != any(t.code == "d" for t in theirs):
        return False
    if {term.key for term in mine if term.code in "agp"} != {term.key for term in theirs if term.code in "agp"}:
        return False
    if not _who(sentence, here) <= _who(other, there):
        return False
    said = {term.key for term in mine}
    broad = {key for term in mine if term.entry for key in (term.entry.key, *load().ancestors(term.entry.key))}
    covered = all(term.key in said or term.key in broad for term in theirs)
    data = {term.key for term in theirs if term.code == "d"}
    return covered and all(
        term.key in data or (term.entry is not None and not data.isdisjoint(load().ancestors(term.entry.key)))
        for term in mine
        if term.code == "d"
    )


def _who(sentence: Sentence, statement: Statement) -> set[str]:
    """Those before the verb, who are not to do it: "neither we nor our drivers"."""
    end = sentence.terms.index(statement.verb) if statement.verb in sentence.terms else statement.last
    return {term.key for term in sentence.terms[statement.first : end] if term.code in "or"} - {"organisation"}


_SOFT = frozenset("mvh")


def _as_firm(other: Sentence, sentence: Sentence) -> bool:
    """Whether a promise is made there by no other, no softer, and with no firm word less."""
    mine, theirs = next(one for one in sentence.statements if one.sign < 0), next((one for one in other.statements if one.sign < 0), None)
    if theirs is None or (mine.actor != theirs.actor and mine.actor and theirs.actor):
        return False
    said = {term.key for term in sentence.terms if term.code in _SOFT}
    if mine.force is Force.DUTY and any(term.code in _SOFT and term.key not in said for term in other.terms):
        return False
    return other.keys >= {term.key for term in sentence.terms if term.code == "z"}


def _narrow(wanted: Sequence[Term], more: set[str]) -> bool:
    """Whether what is said besides only narrows a practice: a condition, a consent, a limit."""
    return all(term.code in "ilkKV" for term in wanted if term.key in more)
