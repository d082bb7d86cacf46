"""Tells words in a table's row that only repeat what its columns, or the heading above it, say all its rows are of."""

import re

from differ.judgement.matching import Spot
from differ.judgement.terms import terms
from differ.model import Clause, ClauseKind, Pair


def says_what_rows_are_of(spot: Spot, pair: Pair) -> bool:
    """Whether a changed word of a row says no more than the table: "cookie" in a table of cookies, "used for" below "Purpose"."""
    clause = pair.new[0] if pair.new else None
    if clause is None or not pair.old or clause.kind is not ClauseKind.ROW or pair.old[0].kind is not ClauseKind.ROW:
        return False
    if spot.term.code == "d":
        return not clause.text.startswith(spot.words) and _are_of(spot, clause) and _are_of(spot, pair.old[0])
    columns = " ".join(clause.columns)
    return spot.term.key == "act.use" and _opens_its_cell(spot) and bool(_PURPOSES.search(columns)) and not _DENIES.search(columns)


def _are_of(spot: Spot, clause: Clause) -> bool:
    """Whether the heads of a table, or the heading above it, name the very kind of thing, so that each row is of one."""
    named = terms(" , ".join((*clause.columns, *clause.heading[-1:])))
    return spot.term.entry is not None and spot.term.entry.key == _COOKIE and any(term.entry is spot.term.entry for term in named)


_COOKIE = "data.cookies"


def _opens_its_cell(spot: Spot) -> bool:
    """Whether a word stands where its cell begins, and tells only that a purpose follows: "used to", "it is used for"."""
    text, start = spot.sentence.text, spot.term.start
    cell = text[text.rfind("|", 0, start) + 1 : start]
    return _SUBJECT.fullmatch(cell) is not None and _FOR.match(text, spot.term.end) is not None


_SUBJECT = re.compile(r"\s*(?:(?:it|they|we|these|this|the|is|are|cookies?|cookie\sis)\s){0,4}", re.IGNORECASE)
_FOR = re.compile(r"\s(?:(?:it|them|this|these)\s)?(?:for|to)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|never|no|nor|without|except)\b|n't\b", re.IGNORECASE)
_PURPOSES = re.compile(r"\b(?:purposes?|uses?|used|why|what\sfor|functions?|descriptions?|what\s(?:it|they)\sdo(?:es)?)\b", re.IGNORECASE)
