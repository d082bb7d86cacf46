"""How a comparison came about: the clauses as they were read, which became which, and what was judged of each pair."""

from collections.abc import Iterator, Sequence

from differ.english import is_english, looks_english
from differ.judgement.context import Side
from differ.judgement.names import organisation_names
from differ.judgement.reader import Reader
from differ.judgement.statements import Sentence
from differ.model import Clause, Comparison, Document, Kind, Pair

_SIGNS = {1: "more of it relaxes", -1: "more of it tightens", 0: "moves nothing by itself"}


def to_explanation(comparison: Comparison) -> str:
    """Both texts clause by clause, the remarks on them, and the alignment, as plain text for whoever doubts a verdict."""
    lines = ["OLD TEXT", *_document(comparison.old), "", "NEW TEXT", *_document(comparison.new), "", "ALIGNMENT"]
    changes = {(change.old, change.new): change for change in comparison.changes}
    read = is_english(comparison.language) and all(looks_english(document.source) for document in (comparison.old, comparison.new))
    sides = [Side(Reader(organisation_names(document.clauses))) for document in (comparison.old, comparison.new)]
    for pair in comparison.pairs:
        lines.append(_pair(pair))
        change = changes.get((pair.old, pair.new))
        if change is None:
            continue
        if read and not pair.proof:
            for name, side, clauses in zip(("old", "new"), sides, (pair.old, pair.new), strict=True):
                lines.extend(f"        {name}: {line}" for line in _statements(side, clauses))
        lines.extend(f"        {f.direction.value}: {f.rule}: {f.reason}" for f in change.findings)
    return "\n".join(lines) + "\n"


def _statements(side: Side, clauses: Sequence[Clause]) -> Iterator[str]:
    """What was read in clauses: each statement's force, the word it turns on, and what more of it would do."""
    for clause in clauses:
        for sentence in side.sentences(clause):
            said = "; ".join(_statement(sentence, number) for number in range(len(sentence.statements)))
            yield f"{sentence.text!r} is {said or 'nothing'}"


def _statement(sentence: Sentence, number: int) -> str:
    statement = sentence.statements[number]
    verb = f" by `{sentence.text[statement.verb.start : statement.verb.end]}`" if statement.verb else ""
    return f"{statement.force.value}{verb} ({_SIGNS[statement.sign]})"


def _document(document: Document) -> Iterator[str]:
    for clause in document.clauses:
        number = f" {clause.number}" if clause.number else ""
        path = " › ".join(clause.heading)
        yield f"  {clause.ordinal:4} {clause.kind.value}{number} [{clause.span[0]}:{clause.span[1]}] {path}"
        if clause.lead:
            yield f"         after {clause.lead!r}"
        yield f"         {clause.text!r}"
    for remark in document.remarks:
        yield f"  remark {remark.kind.value} [{remark.span[0]}:{remark.span[1]}] {remark.text[:80]!r}"


def _pair(pair: Pair) -> str:
    old = ",".join(str(clause.ordinal) for clause in pair.old) or "-"
    new = ",".join(str(clause.ordinal) for clause in pair.new) or "-"
    proof = f" (proven: {pair.proof})" if pair.proof else ""
    moved = " moved" if pair.moved and pair.kind is not Kind.MOVED else ""
    return f"  {old:>6} → {new:<6} {pair.kind.value}{moved}{proof}"
