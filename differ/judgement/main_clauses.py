"""Finds where the main clause of a statement begins, behind a condition, purpose or participle that leads it in.

Where the statement itself begins is the business of `cutting`, what stands in its conditions and exceptions that of `places`.
"""

import re
from collections.abc import Sequence

from differ.judgement import kinds as t
from differ.judgement.kinds import VERBS, Term

_SECOND_SUBJECT = re.compile(r"^[^agpc]*[agpc].*?([odrA][mw][wnhz]*[agpc])|^[|&!b]*i[oydrA_][^agpc]*?[^agpcoyi|&](o[mw][wnhz]*[agpc])")
"""The main clause after a condition that no comma ends: "if the roof leaks we will tell you"."""

_WE_DO = re.compile(r"o[mwvnhzl]*[agpc_]")
SUBJECT_THEN_VERB = re.compile(r"[oyrA_]?[oyrA](?:[mw]|[mwvnhzlj]*[agpcGDSC])")
_FIRST = re.compile(r"[zb][oyr]")
_ENUMERATES = re.compile(r"[agpc][^o]*[|&][^o&|]*,o[mwvnhzlj]*[agpc]")
"""What goes on with a condition's own list: "when you open an account, ask for a loan or write to us, we …"."""
_REASON = re.compile(r"[^,]*,(?=[oy][mwnhz]*[mw_agpc])")  # "due to the works, you may …"
_LEADS = frozenset({"intensifier.firm", "after", "while", "once", "becaus", "sinc"})


def main_clause(text: str, codes: str, found: Sequence[Term], start: int, end: int) -> int:
    """Where the main clause begins, after a leading condition."""
    inverted = _inverted(text, found, start, end)
    if inverted is not None:
        return inverted
    body = codes[start:end]
    lead = re.match(r"(?:e,)?[,.&|!b_AP]*[ixLRkW]", body) or (_FIRST.match(body) and found[start].key in _LEADS)
    if not lead:
        reason = _REASON.match(body) if found[start].key == "connective.because_of" else None
        return start + (reason.end() if reason else 0)
    for mark in re.finditer(",", body):
        after = body[mark.end() :]
        if SUBJECT_THEN_VERB.match(after.lstrip("&|b")[:7]) or (after[:1] in set("oynapc") and not _ENUMERATES.match(after)):
            return start + mark.end()
    if "," not in body and (later := _SECOND_SUBJECT.search(body)):
        return start + later.start(later.lastindex or 0)
    if "," not in body and codes[start] == t.CONDITION and (we := _then_we(codes, found, start + 1, end)):
        return we
    if "," not in body and codes[start] == t.EXCEPTION and (later := _WE_DO.search(body)):
        return start + later.start()
    comma = body.find(",")
    if comma > 0 and VERBS & set(body[comma:]):
        return start + comma + 1
    return start


_INVERTS = frozenset({"condition.only_if"})
_THEN_DOES = re.compile(
    r"\s(?:do|does|did|will|shall|can|may|must|is|are|was|were)\s(?=(?:we|our|the|your|an?|any|it|they|you|this|these)\b)", re.IGNORECASE
)


def _inverted(text: str, found: Sequence[Term], start: int, end: int) -> int | None:
    """Where the main clause begins whose subject stands behind its "do": "only if you ring do we film you"."""
    if found[start].key not in _INVERTS or found[start].start or any(term.key == "," for term in found[start:end]):
        return None
    at = [one.end() for one in _THEN_DOES.finditer(text, found[start].end, found[end - 1].end)]
    return next((index for index in range(start + 1, end) if found[index].start >= at[-1]), None) if at else None


def _then_we(codes: str, found: Sequence[Term], first: int, end: int) -> int | None:
    """Where "we" goes on after a condition with a verb of its own: "if you object we close your account"."""
    for index in range(first, end):
        whole = found[index].key == "organisation" and found[index].end - found[index].start == len("we")
        if whole and not VERBS.isdisjoint(codes[first:index]) and codes[index - 1] != "b" and _WE_DO.match(codes, index, end):
            return index
    return None


def after_lead(codes: str, found: Sequence[Term], start: int, end: int) -> int:
    """Where the clause goes on after a purpose or participle put first: "to find your car, we …", "once read, we …"."""
    purpose = found[start].key == "to" or (found[start].key == "in" and codes[start : start + 2] == "bb")
    if not purpose and not (codes[start] == t.GLUE and codes[start + 1 : start + 2] in VERBS):
        return start
    behind = next((index + 1 for index in range(start, end - 1) if codes[index] == t.COMMA and codes[index + 1] in "oyrA"), start)
    if behind > start or not purpose or t.COMMA in codes[start:end]:
        return behind
    later = _WE_DO.search(codes, start + 2, end)
    return later.start() if later else start


def only_leads_in(codes: str, start: int, comma: int) -> bool:
    """Whether the stretch up to the comma is a clause that only leads the main one in."""
    body = codes[start:comma].lstrip(",._&|!b").removeprefix("e,")
    if body[:1] in {"i", "x", "L", "R", "h", "k", "W"} or not body:
        return True
    return not (VERBS & set(body)) or (codes[start:comma].lstrip(",._")[:1] == "b" and "o" not in body and "m" not in body)
