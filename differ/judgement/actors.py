"""Finds who acts in a statement, by kind, and which of its terms is the verb.

Whether that verb is passive is told by `voice`, whether it is denied by `clues`.
"""

import re
from collections.abc import Sequence

from differ.judgement import kinds as t
from differ.judgement.kinds import VERBS, Term
from differ.judgement.main_clauses import after_lead
from differ.judgement.questions import embedded


def actor_and_verb(text: str, codes: str, found: Sequence[Term], places: str, start: int, end: int) -> tuple[str, int | None]:
    """Who acts in the main clause, by kind, and which term is its verb."""
    actor, verb, relative = "", None, False
    asked = embedded(text, codes, found, start, end)
    codes = "".join(t.WORD if index in asked else code for index, code in enumerate(codes)) if asked else codes
    for index in range(after_lead(codes, found, start, end), end):
        if places[index - start] in "ixX":
            continue
        code = codes[index]
        if verb is not None:
            return _after_the_verb(codes, found, places, (start, verb, index, end)) or (actor, verb)
        if code == t.PERSON and index > start and (codes[index - 1] == t.DATA or _THAT.match(text, found[index - 1].end)):
            relative = True
        if code in "oyrA" and not actor:
            actor = _subject(codes, start, index)
        elif code in VERBS and relative:
            relative = False
        elif code in VERBS and _is_verb(codes, found, start, index, end, actor):
            verb = index
            if actor:
                break
    return actor, verb


_THAT = re.compile(r"\s(?:that|which)\s(?=you\b)", re.IGNORECASE)
"""After a noun, what begins a clause on it: "drawings that you store"."""


def _subject(codes: str, start: int, index: int) -> str:
    """The kind of who acts, where a term is the subject and not part of another's name or of a relative clause."""
    code, before, after = codes[index], codes[index - 1] if index > start else "", codes[index + 1 : index + 2]
    if before == "b" or (code == "y" and (before == "d" or after == "d")):
        return ""
    if code == "A":
        return "r" if re.match(r"A+[mwvnhz]*[agpc]", codes[index:]) else ""
    return code


def _is_verb(codes: str, found: Sequence[Term], start: int, index: int, end: int, actor: str) -> bool:
    """Whether a term that may be a verb is the clause's."""
    code = codes[index]
    if index > start and (found[index - 1].key == "of" or (code == "p" and _is_a_purpose(found, codes, index, end))):
        return False
    if code == "g":
        return not _skipped(codes, index, end)
    if code == "c":
        return actor == "y" or _chosen(found, codes, index, start)
    return not (code == "p" and index == start and re.match(r"pd[mwnhzlj]*[ag]|p[d_][mwn]|p[mw]e[ag]", codes[index:]))


def _is_a_purpose(found: Sequence[Term], codes: str, index: int, end: int) -> bool:
    """Whether what is done for the person is only why something else is done: "for your protection, your calls are recorded"."""
    first = index - 1
    while first > 0 and codes[first] in "u&_":
        first -= 1
    return found[first].key == "for" and _THEN_AN_ACT.match(codes, index + 1, end) is not None


_THEN_AN_ACT = re.compile(r",[^pcnx]*a")


def _after_the_verb(codes: str, found: Sequence[Term], places: str, at: tuple[int, int, int, int]) -> tuple[str, int] | None:
    """Who acts, where that is said only after the verb: "… is kept by us", "to keep it, we …"."""
    start, verb, first, end = at
    for index in range(first, end):
        if places[index - start] in "ixX":
            continue
        if codes[index] == "b" and found[index].key == "by" and codes[index + 1 : index + 2] in {"o", "y", "r"}:
            return codes[index + 1], verb
        if codes[index] in "oy":
            later = _verb_after(codes, places, start, index, end)
            leads = codes[start : start + 1] == "b" and codes[start:verb].strip(",._") in {"b", ""}
            return (codes[index], later) if later is not None and leads else None
    return None


def _skipped(codes: str, index: int, end: int) -> bool:
    """Whether a weak act is none here: nothing to do it with, and a stronger verb after it."""
    rest = codes[index + 1 : end]
    strong = re.search(r"[apc]", rest)
    return bool(strong) and not set(rest[: strong.start()]) & set("dr") if strong else False


def _chosen(found: Sequence[Term], codes: str, index: int, start: int) -> bool:
    """Whether "enable" and the like are a choice here, and not what a thing or the organisation does."""
    if found[index].key == "choice.opt_in" and _ANOTHER_MAY.match(codes, index) is not None:
        return False
    return found[index].key != "choice.opt_in" or codes[start:index].strip(",.b&|") in {"", "m"} or "m" in codes[start:index][-2:]


_ANOTHER_MAY = re.compile(r"c[Ar]+b[agu]")  # "it enables advertisers to see you" is no choice of the person


def _verb_after(codes: str, places: str, start: int, index: int, end: int) -> int | None:
    for later in range(index + 1, end):
        if codes[later] in VERBS and places[later - start] not in "ixX":
            return later
    return None
