"""Reads the rows of a table whose column heads say what is data, what a use, who gets it and how long it is kept."""

import re
from collections.abc import Iterator

from differ.model import Clause, ClauseKind, Document
from differ.practices.acts import basis_of
from differ.practices.lexicon import Lexicon, fold
from differ.practices.model import Act, Evidence, Practice
from differ.practices.periods import find_periods
from policy_versions.model import Basis

__all__ = ["table_practices"]

_COLUMNS = {
    "retention": re.compile(r"\b(?:how long|kept|keep|retention|retained|stor(?:ed|age)|period|deleted|duration)\b"),
    "recipients": re.compile(r"\b(?:who|recipients?|shared|goes to|seen by|receives?|passed|disclosed|third part(?:y|ies))\b"),
    "uses": re.compile(r"\b(?:why|use|used|uses|purposes?|for what|reason)\b"),
    "basis": re.compile(r"\b(?:basis|grounds?|legal)\b"),
    "data": re.compile(r"\b(?:data|information|record|what|categor\w+|type|item|details?)\b"),
}


def table_practices(document: Document, words: Lexicon) -> Iterator[Practice]:
    """One practice for each row that names data."""
    for clause in document.clauses:
        if clause.kind is ClauseKind.ROW and clause.columns:
            yield from _of_row(clause, words)


def _of_row(clause: Clause, words: Lexicon) -> Iterator[Practice]:
    cells = _roles(clause)
    data = tuple(dict.fromkeys(found.entry.key for found in words.data.find(cells.get("data", ""))))
    if not data or not set(cells) & {"uses", "recipients", "retention"}:
        return
    recipients = tuple(dict.fromkeys(found.entry.key for found in words.recipients.find(cells.get("recipients", ""))))
    retention = next(find_periods(cells.get("retention", "")), None)
    yield Practice(
        evidence=Evidence(words=" | ".join(clause.cells), span=clause.span, heading=clause.heading),
        act=Act.SHARE if recipients else Act.USE if "uses" in cells else Act.KEEP,
        data=data,
        uses=tuple(dict.fromkeys(found.entry.key for found in words.uses.find(cells.get("uses", "")))),
        recipients=recipients,
        basis=basis_of(cells.get("basis", "")) or _named_basis(cells.get("basis", "")),
        period=retention.duration if retention else None,
    )


def _roles(clause: Clause) -> dict[str, str]:
    """The cells by what their column is about; the first column is about data unless another one says that it is."""
    found: dict[str, str] = {}
    for head, cell in zip(clause.columns, clause.cells, strict=False):
        role = next((role for role, pattern in _COLUMNS.items() if pattern.search(fold(head))), None)
        if role is not None:
            found.setdefault(role, fold(cell))
    if "data" not in found and clause.cells and not any(fold(clause.cells[0]) == cell for cell in found.values()):
        found["data"] = fold(clause.cells[0])
    return found


def _named_basis(cell: str) -> Basis | None:
    return next((basis for basis in Basis if basis.value.replace("_", " ") in cell), None)
