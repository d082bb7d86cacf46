"""Tells in sentences what a table tells in its cells: how long which data is kept, what it is used for, to whom it is given."""

import re
from collections.abc import Sequence

from differ.model import Clause, ClauseKind

_NAMES_DATA = re.compile(
    r"(?:(?:personal|type|kind|categor(?:y|ies)|sort)\s(?:of\s)?)?(?:your\s)?(?:data|what|information|records?|categor(?:y|ies)|items?|documents?|details)"
    r"(?:\s(?:we\s\w+|collected|category|type|held))?",
    re.IGNORECASE,
)
_DELETED = re.compile(r"(?:deleted|erased|destroyed|removed|wiped|shredded)\s(?P<when>after|within)", re.IGNORECASE)
_KEPT = re.compile(r".*\bhow\slong\b.*|.*\bkept(?:\sfor)?|.*retention.*|(?:storage\s)?period", re.IGNORECASE)
_GIVEN = re.compile(r"(?:shared\swith|passed\sto|given\sto|disclosed\sto|recipients?|who\s(?:gets|receives)\sit)", re.IGNORECASE)
_USED = re.compile(r"(?:purposes?|why|uses?|used\sfor|what\s(?:we\suse\sit|it\sis\sused)\sfor|what\sfor|why\swe\suse\sit)", re.IGNORECASE)
_TOLD = (
    (_DELETED, "We delete {what} {when} {cell}."),
    (_KEPT, "We keep {what} for {cell}."),
    (_GIVEN, "We share {what} with {cell}."),
    (_USED, "We use {what} {cell}."),
)


def told_by_a_table(clauses: Sequence[Clause]) -> str | None:
    """The rows of a table of data as sentences; nothing where a column says something else."""
    rows = [clause for clause in clauses if clause.columns]
    if not rows or any(clause.kind is not ClauseKind.ROW for clause in clauses) or any(len(row.cells) != len(row.columns) for row in rows):
        return None
    told = [_sentence(row, place) for row in rows for place in range(1, len(row.columns))]
    return " ".join(filter(None, told)) if told and all(told) else None


def _sentence(row: Clause, place: int) -> str | None:
    head, cell, what = row.columns[place].strip(" :?"), row.cells[place].strip(" ."), row.cells[0].strip(" .")
    if not _NAMES_DATA.fullmatch(row.columns[0].strip(" :?")) or not (cell and what) or not cell[0].isalnum():
        return None
    for pattern, form in _TOLD:
        found = pattern.fullmatch(head)
        if found is not None:
            when = found.groupdict().get("when") or ""
            end = _for(cell) if form.endswith("{what} {cell}.") else _lower(cell)
            return form.format(what=_lower(what), when=when.lower(), cell=end)
    return None


def _for(cell: str) -> str:
    """What something is used for, behind "we use it"."""
    told = re.sub(r"^used\s", "", _lower(cell), flags=re.IGNORECASE)
    return told if re.match(r"(?:to|for)\s", told) else f"for {told}"


def _lower(words: str) -> str:
    """Words as within a sentence; those of which not only the first letter is a capital stay as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


_NAMES_COLUMNS = re.compile(
    r"(?:(?:what|why|the|your|personal|it|does|we|its|of|categor(?:y|ies)|types?|names?|data|information|details|items?|records?|cookies?|uses?|purposes?"
    r"|descriptions?|examples?)(?:\s\|)?(?:\s|$))+",
    re.IGNORECASE,
)


def only_heads_columns(clause: Clause) -> bool:
    """Whether a clause is the heads of a table and says nothing of what stands below them: "data" and "purpose"."""
    return clause.kind is ClauseKind.ROW and not clause.columns and _NAMES_COLUMNS.fullmatch(clause.text) is not None
