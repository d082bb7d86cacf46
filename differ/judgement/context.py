"""Gives a clause its sentences as read, with the force of the lead-in or heading it stands under."""

import re
from collections.abc import Sequence
from dataclasses import replace

from differ.judgement.answers import answers, as_answered
from differ.judgement.reader import Reader
from differ.judgement.statements import Force, Sentence
from differ.model import Clause, ClauseKind
from differ.sentences import sentences

_HEADING_FORCES = frozenset({Force.PRACTICE, Force.LIMITED, Force.BAN, Force.DUTY, Force.RIGHT, Force.EXCLUSION, Force.COVERAGE})


_LABEL = 5  # terms; the words before a full stop that only name what follows
_LONGEST_TITLE = 80  # characters
_SHORT_LEAD = 40  # characters; "This includes:" says nothing, and what stands above it counts


def unnumbered(clause: Clause) -> str:
    """The words of a clause without its own number."""
    text = clause.text
    return text[len(clause.number) :].lstrip() or text if clause.number and text.startswith(clause.number) else text


_TITLE = re.compile(
    r"(?:[A-Z][\w'’-]*|of|and|the|to|for|in|on|or|a|with|by|from|[&/,()–-])(?:\s*(?:[\s,/&()–-])\s*(?:[A-Z][\w'’-]*|of|and|the|to|for|in|on|or|a|with|by|from|about|your|our)){1,9}"
)


def _silent(sentence: Sentence) -> Sentence:
    return Sentence(sentence.text, sentence.terms, tuple(replace(one, force=Force.SILENT, unread=False) for one in sentence.statements))


def _counts_requests(clause: Clause) -> bool:
    """Whether a row only tells how many requests were received and granted."""
    return (
        bool(clause.cells[1:])
        and all(_FIGURE.fullmatch(cell) for cell in clause.cells[1:])
        and _COUNTED.search(" ".join(clause.columns)) is not None
    )


_FIGURE = re.compile(r"\W*\d*(?:[.,]\d+)*\s?%?\W*(?:n/?a)?\W*", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:received|complied|denied|granted|refused|rejected|fulfilled|completed)\b", re.IGNORECASE)


def _with_a_label(sentence: Sentence) -> Sentence:
    """A row as read, its first cell being no choice where it only names a thing that serves one: "opt-out cookie"."""
    first = sentence.statements[0] if sentence.statements else None
    if first is None or first.force is not Force.RIGHT or first.actor or len(sentence.statements) < 2:
        return sentence
    named = [term.code for term in sentence.terms[first.first : first.last] if term.code not in ",.|&"]
    if sentence.terms[first.first].key != "choice.opt_out" or named[1:2] != ["d"] or not set(named[2:]) <= {"d", "A", "_"}:
        return sentence
    return replace(sentence, statements=(replace(first, force=Force.SILENT, known=None, unread=False), *sentence.statements[1:]))


def _leading(lead: str) -> list[str]:
    """The sentences of a lead-in, those that open a list first, else the last first."""
    last_first = sentences(lead)[::-1]
    return [text for text in last_first if text.endswith(":")] + [text for text in last_first if not text.endswith(":")]


_GOES_ON = re.compile(
    r"(?:th(?:is|ese|ose)|it|they|such\s(?:information|data)|examples)\s(?:(?:may|can|also|might|will)\s)*includes?\b", re.IGNORECASE
)
"""A sentence that only goes on with what the one before it says is done: "this includes your name"."""
_ANSWER = re.compile(r"(?:yes|no)\b[^.]{0,20}\.?$", re.IGNORECASE)


def _with_answers(texts: Sequence[str]) -> list[str]:
    """The sentences, a bare yes or no put to the question before it."""
    found: list[str] = []
    for text in texts:
        if found and found[-1].endswith("?") and _ANSWER.match(text):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return found


def _only_labels(sentence: Sentence, following: Sequence[Sentence]) -> bool:
    """Whether a sentence only names rights or choices of which those behind it tell: "Access and deletion. You can ask us …"."""
    named = {_AS_ASKED.get(term.key, term.key) for term in sentence.terms if term.code in "cp"} - _ANY_CHOICE
    if len(sentence.terms) > _LABEL or {*"cp"}.isdisjoint(sentence.signature) or not {*"oymwnkxlP"}.isdisjoint(sentence.signature):
        return False
    told = [one for one in following if one.force is Force.RIGHT]
    return bool(told) and named <= {term.key for one in told for term in one.terms}


_ANY_CHOICE = frozenset({"choice.manage", "choice.exercise"})
_AS_ASKED = {"guard.delete": "choice.erase"}


class Side:
    """One document as the judgement reads it."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._clauses: dict[int, tuple[Sentence, ...]] = {}
        self._forces: dict[tuple[str, bool], Force | None] = {}

    def sentences(self, clause: Clause) -> tuple[Sentence, ...]:
        """The sentences of a clause."""
        known = self._clauses.get(clause.ordinal)
        if known is None:
            inherited, led = self.inherited(clause)
            texts = _with_answers(sentences(unnumbered(clause)))
            found = [self._first(texts[0], inherited, led=led, alone=len(texts) == 1)] if texts else []
            if found and clause.heading and answers(clause.heading[-1], texts[0]):
                found = [as_answered(found[0])]
            for text in texts[1:]:
                read = self.reader.sentence(text, _force_of_lead(found[-1]) if _GOES_ON.match(text) else None)
                found.append(as_answered(read) if answers(found[-1].text, text) else read)
            if len(found) > 1 and _only_labels(found[0], found[1:]):
                found[0] = _silent(found[0])
            if found and clause.kind is ClauseKind.ROW:
                found[0] = self._by_column(found[0], clause)
            known = self._clauses[clause.ordinal] = tuple(found)
        return known

    def _first(self, text: str, inherited: Force | None, *, led: bool, alone: bool) -> Sentence:
        sentence = self.reader.sentence(text, inherited, led=led)
        title, codes = (text, sentence.signature) if alone else (text.rstrip(".:"), sentence.signature.rstrip("."))
        if not led and len(text) < _LONGEST_TITLE and _TITLE.fullmatch(title) and not set(codes) & set("omwnklx."):
            return _silent(sentence)
        tells = any(statement.known for statement in sentence.statements)
        if alone or led or tells or len(sentence.terms) > _LABEL or set(sentence.signature) & set("agpcnsk"):
            return sentence
        return _silent(sentence)

    def led(self, clause: Clause) -> tuple[Sentence, ...]:
        """An item as a sentence with its lead-in: "we note" and "your name" as "we note your name"."""
        if clause.kind is not ClauseKind.ITEM or not clause.lead or len(clause.lead) > _LONGEST_TITLE:
            return ()
        return (self.reader.sentence(f"{clause.lead.rstrip(' :')} {unnumbered(clause)}"),)

    def all_sentences(self, clauses: Sequence[Clause]) -> tuple[Sentence, ...]:
        """The sentences of several clauses, in order."""
        return tuple(sentence for clause in clauses for sentence in self.sentences(clause))

    def inherited(self, clause: Clause) -> tuple[Force | None, bool]:
        """What leads a fragment in: its list's lead-in, else its columns, else the innermost heading that says anything.

        And whether it is more than a heading.
        """
        if clause.kind is ClauseKind.HEADING:
            return None, False
        listed = clause.kind in {ClauseKind.ITEM, ClauseKind.ROW}
        if not listed and clause.text.rstrip().endswith((".", ":", "?", "!")):
            return None, False
        if clause.lead:
            found = next((force for text in _leading(clause.lead) if (force := self._of(text, heading=False)) is not None), None)
            if found is not None or len(clause.lead) > _SHORT_LEAD:
                return found, True
        if clause.columns:
            found = self._of(" , ".join(clause.columns), heading=True)
            if found is not None and not (found in _OF_ITS_COLUMN and self._of_columns(clause)):
                return found, True
            if clause.kind is ClauseKind.ROW and any(_WHO_SEES.fullmatch(head) for head in clause.columns):
                return Force.PRACTICE, True
            if _WHERE.search(" ".join(clause.columns)) and _WHO_OR_WHAT.search(" ".join(clause.columns)):
                return Force.MENTION, True
        for heading in reversed(clause.heading):
            found = self._of(heading, heading=True)
            if found is not None:
                return found, False
        return None, False

    def _of_columns(self, clause: Clause) -> dict[int, Force]:
        """The columns but the first whose heads make rights or promises of what stands in them, where the first does not."""
        told = {place: self._of(head, heading=True) for place, head in enumerate(clause.columns)}
        if told.get(0) is not None:
            return {}
        return {place: force for place, force in told.items() if force in _OF_ITS_COLUMN}

    def _by_column(self, sentence: Sentence, clause: Clause) -> Sentence:
        """A row as read, its cells that say nothing of their own being what the head of their column makes of them."""
        columns = self._of_columns(clause)
        if _counts_requests(clause):
            return _silent(sentence)
        if not columns:
            return _with_a_label(sentence)
        statements = []
        for one in sentence.statements:
            place = sentence.text.count(" | ", 0, sentence.terms[one.first].start + 1)
            force = columns.get(place, one.force) if one.force in _SAYS_NOTHING else one.force
            statements.append(one if force is one.force else replace(one, force=force, known=None, unread=False))
        return Sentence(sentence.text, sentence.terms, tuple(statements))

    def _of(self, text: str, *, heading: bool) -> Force | None:
        known = self._forces.get((text, heading), Force.SILENT)
        if known is Force.SILENT:
            purposes = not heading and _TELLS_PURPOSES.search(text) is not None
            not_done = _WHAT_IS_NOT_DONE.match(text) is not None
            force = (
                Force.PRACTICE
                if purposes
                else Force.BAN
                if not_done
                else _force_of_lead(self.reader.sentence(_what_is_asked(text) if heading else text))
            )
            known = force if force in _HEADING_FORCES else None
            self._forces[text, heading] = known
        return known


_OF_ITS_COLUMN = frozenset({Force.RIGHT, Force.DUTY})
_SAYS_NOTHING = frozenset({Force.SILENT, Force.MENTION})
_TELLS_PURPOSES = re.compile(
    r"^(?!.*\b(?:not|never|no|only|limited)\b).*\b(?:purposes|uses)\b(?:\s[\w,']+){0,6}?\s(?:include|are)\b(?:\s\w+){0,3}:$", re.IGNORECASE
)  # "such purposes include:"
_WHAT_IS_NOT_DONE = re.compile(
    r"""(?:here\s(?:is|are)\s)?(?:(?:some|a\sfew|the)\s)?(?:what|(?:\w+\s)?(?:things|uses|acts)(?:\s(?:that|which))?)\s
    (?:(?:we|our\s\w+|nobody|no\sone)\s)?(?:(?:will|would|do|does|shall|can|may|must|are)\s?(?:not|never)|(?:won|wo|do|does|sha|ca|can|are)n?['’]t|never|cannot)\s
    (?:ever\s)?(?:be\s)?(?:do|doing|done|to\sdo|happens?|allowed?)\b[^.;,!?]*:?$
    |(?:we|you\swill)\s(?:will\s)?never(?:\s(?:ever|do|find\sus\sdoing|see\sus\sdoing))?(?:\s(?:any\sof\s)?(?:this|these|the\sfollowing))?:$""",
    re.IGNORECASE | re.VERBOSE,
)  # "things we never do with your keys:"
_WHO_SEES = re.compile(
    r"\W*(?:(?:who|what\s(?:they|it))\s)?(?:(?:can|may)\s)?(?:sees?|gets?|receives?|obtains?|reads?|has\saccess\sto|is\s(?:told|given|shown|sent))\W*",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\b(?:countr(?:y|ies)|locations?|regions?|where)\b", re.IGNORECASE)  # a table of where data go
_WHO_OR_WHAT = re.compile(
    r"\b(?:recipients?|(?:sub-?)?processors?|providers?|vendors?|partners?|suppliers?|contractors?|data|information|transfers?)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:with\s|to\s|from\s|for\s)?(?:what|which|whom?|why|when|where|how)\b[^?.]{0,40}?\b(?P<told>we\b[^?]*)\??$", re.IGNORECASE
)


def _what_is_asked(heading: str) -> str:
    """What a heading in the form of a question says of what stands below it: "with whom do we share it?" that we share it."""
    found = _ASKS.match(heading)
    return found["told"] if found else heading


_BARE_LEADS = {
    "on": Force.BAN,
    "own": Force.BAN,
    "omn": Force.BAN,
    "om": Force.PRACTICE,
    "o": Force.PRACTICE,
    "ym": Force.RIGHT,
    "ow": Force.DUTY,
}

_YOU_MAY = re.compile(r"[iyb_,]*ym")  # "while you are with us you can:"


def _force_of_lead(sentence: Sentence) -> Force:
    """What a lead-in makes of what follows it; after "we do not …, except:" come practices."""
    if not sentence.statements:
        return Force.SILENT
    codes = sentence.signature.strip(",.b&|")
    if codes in _BARE_LEADS:
        return _BARE_LEADS[codes]
    if sentence.text.rstrip().endswith(":") and _YOU_MAY.fullmatch(codes):
        return Force.RIGHT
    last = sentence.statements[-1] if sentence.statements[-1].sign else None
    force = last.force if last else sentence.force
    if last and "x" in sentence.signature[last.first : last.last] and force in {Force.BAN, Force.DUTY}:
        return Force.PRACTICE
    return Force.PRACTICE if force is Force.MENTION else force
