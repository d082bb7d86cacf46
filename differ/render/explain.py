"""How a comparison came about: the clauses as they were read, which became which, and what was judged of each pair."""

from collections.abc import Iterator

from differ.model import Comparison, Document, Kind, Pair


def to_explanation(comparison: Comparison) -> str:
    """Both texts clause by clause, the remarks on them, and the alignment, as plain text for whoever doubts a verdict."""
    lines = ["OLD TEXT", *_document(comparison.old), "", "NEW TEXT", *_document(comparison.new), "", "ALIGNMENT"]
    changes = {(change.old, change.new): change for change in comparison.changes}
    for pair in comparison.pairs:
        lines.append(_pair(pair))
        change = changes.get((pair.old, pair.new))
        if change is not None:
            lines.extend(f"        {f.direction.value}: {f.rule}: {f.reason}" for f in change.findings)
    return "\n".join(lines) + "\n"


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
