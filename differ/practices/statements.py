"""Cuts a document into the statements a reader of practices reads: sentences, list items with their lead-in, answers with their questions.

Table rows are read by `tables`; what a statement says is read in `reader`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from differ.model import Clause, ClauseKind, Document
from differ.practices.lexicon import fold
from differ.practices.model import Evidence
from differ.practices.organisation import spoken_as_we
from differ.sentences import sentence_spans

__all__ = ["Statement", "statements"]

_LONGEST = 2_000
"""Characters of one sentence that are read; no sentence that a person reads to its end is longer."""

_STRUCK = re.compile(r"~~.*?~~", re.DOTALL)
_STARTS_ANEW = re.compile(
    r"^(?:we|you|our|your|the|this|these|it|they|when|if|in|to the|as|for|no|yes)\b.*\b(?:we|is|are|may|will|can|must|do|does|"
    r"has|have)\b"
)
_ENDS_IN_EXCEPTION = re.compile(
    r"\b(?:except|other than|unless|save (?:for|that|in)|only in the following|"
    r"in the following (?:cases|circumstances))\b[^.]*:?$"
)
_QUESTION = re.compile(r"^(?:q(?:uestion)?[:.] ?)?(?:do|does|will|can|may|is|are|would) (?P<rest>.+)\?$")
_ANSWER = re.compile(r"^(?:a(?:nswer)?[:.] ?)?(?P<word>yes|no|never|absolutely not|not at all)(?:[,.:!;] ?(?P<more>.*)|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement, folded, with where it stands; `follows` is whether the one before it is of the same clause."""

    folded: str
    evidence: Evidence
    follows: bool


def statements(document: Document, names: tuple[str, ...] = ()) -> Iterator[Statement]:
    """Every statement of a document but its headings, questions and table rows, in order.

    Args:
        document: the text.
        names: what the organisation is called in it, folded; read as `we`.
    """
    question = ""
    leads = {clause.lead_ordinal for clause in document.clauses}
    for clause in document.clauses:
        if clause.ordinal in leads and clause.text.rstrip().endswith(":"):
            continue
        if clause.kind is ClauseKind.HEADING:
            question = fold(clause.text) if clause.text.rstrip().endswith("?") else ""
        elif clause.kind not in (ClauseKind.ROW, ClauseKind.CODE):
            found, question = _of_clause(document, clause, question)
            for statement in found:
                yield replace(statement, folded=spoken_as_we(statement.folded, names)) if names else statement


def _of_clause(document: Document, clause: Clause, question: str) -> tuple[list[Statement], str]:
    found: list[Statement] = []
    follows = False
    text = _STRUCK.sub(lambda match: " " * len(match.group()), clause.text)
    for start, end in sentence_spans(text):
        words = text[start:end]
        folded = fold(words[:_LONGEST]).rstrip(" .!")
        if folded.endswith("?"):
            question = folded
            continue
        if _QUESTION.match(question) and (answer := _ANSWER.match(folded)):
            words, folded, question = f"{question} {words}", _answered(question, answer), ""
        elif clause.kind is ClauseKind.ITEM and clause.lead and start == 0 and _continues(clause.lead, folded):
            words = f"{clause.lead.rstrip()} {words}"
            folded = f"{fold(clause.lead).rstrip(': ')} {folded}"
        found.append(Statement(folded=folded, evidence=_evidence(document, clause, words, text[start:end]), follows=follows))
        follows = True
    return found, question


def _continues(lead: str, folded: str) -> bool:
    """Whether an item's words go on from the list's lead-in; not where the lead-in ends in an exception, which the items then are."""
    return not _STARTS_ANEW.match(folded) and not _ENDS_IN_EXCEPTION.search(fold(lead))


def _answered(question: str, answer: re.Match[str]) -> str:
    """An answer as a statement: `do you sell my data?` `no.` is `we do not sell your data`."""
    match = _QUESTION.match(question)
    asked = match["rest"] if match else question.rstrip("?")
    verb = question.split(" ", 1)[0]
    asked = re.sub(r"\bmy\b", "your", re.sub(r"\byou\b", "we", asked, count=1))
    said = f"we {asked.removeprefix('we ')}" if asked.startswith("we ") else f"{verb} {asked}"
    if answer["word"] == "yes":
        return f"{said}; {answer['more'] or ''}".rstrip("; ")
    more = answer["more"] or ""
    if re.match(r"(?:only|except|unless|not without)\b", more):
        return f"{said} {more}"
    said = f"we do not {asked.removeprefix('we ')}" if asked.startswith("we ") else f"it is not so that {asked}"
    return f"{said}; {more}".rstrip("; ")


def _evidence(document: Document, clause: Clause, words: str, sentence: str) -> Evidence:
    start, end = clause.span
    at = document.source.find(sentence, start, end)
    span = (at, at + len(sentence)) if at >= 0 else clause.span
    return Evidence(words=" ".join(words.split()), span=span, heading=clause.heading)
