"""Finds the parts of a sentence: where its statements begin, its main clauses, places, subjects and verbs."""

import re
from collections.abc import Sequence
from itertools import pairwise

from differ.judgement import kinds as t
from differ.judgement.kinds import VERBS, Term

_SECOND_SUBJECT = re.compile(r"^[^agpc]*[agpc].*?([odrA][mw][wnhz]*[agpc])|^[|&!b]*i[oydrA_][^agpc]*?[^agpcoyi|&](o[mw][wnhz]*[agpc])")
"""The main clause after a condition that no comma ends: "if the roof leaks we will tell you"."""

_WE_DO = re.compile(r"o[mwvnhzl]*[agpc_]")
_SUBJECT_THEN_VERB = re.compile(r"[oyrA_]?[oyrA](?:[mw]|[mwvnhzlj]*[agpcGDSC])")


def cuts(text: str, codes: str, found: Sequence[Term]) -> list[int]:
    """Where each statement of a sentence begins, and where the last ends."""
    cuts = [0]
    for index, code in enumerate(codes):
        if code in {t.COMMA, t.AND} and asks(text, found, index + 1):
            continue
        following = codes[index + 1 : index + 6]
        if code in {t.STOP, t.BUT} or (found[index].key == "(" and re.match(r"n[adr_]{0,2}[ag]|[oyr]?n", following)):
            cuts.append(index + 1)
        elif code == t.AND and _turns_to_another_act(text, codes[cuts[-1] : index], found[index]):
            cuts.append(index)
        elif code == t.AND and (following[:1] in {"n", "w", "m"} or _SUBJECT_THEN_VERB.match(following)):
            if following[:1] == "o" or not set(codes[cuts[-1] : index].lstrip("ix,_b")) & set("xi"):
                cuts.append(index)
        elif (
            code == t.COMMA and following[:1] == "n" and VERBS & set(codes[index + 1 : index + 9]) and VERBS & set(codes[cuts[-1] : index])
        ) or (code == t.COMMA and _SUBJECT_THEN_VERB.match(following) and not _is_leading(codes, cuts[-1], index)):
            cuts.append(index)
    cuts.append(len(codes))
    return cuts


def _turns_to_another_act(text: str, before: str, joining: Term) -> bool:
    """Whether what "and" joins on is no more of the same: "we do not share names and do share totals", "we mask it and sell it"."""
    does = _AND_DOES.match(text, joining.start) is not None and not VERBS.isdisjoint(before)
    return does or (t.GUARD in before and _HANDS_IT_ON.match(text, joining.start) is not None)


_AND_DOES = re.compile(r"and\s(?:do|does|did)\s(?!so\b|not\b|it\b|this\b|that\b)\w+", re.IGNORECASE)
_HANDS_IT_ON = re.compile(
    r"""and\s(?:then\s|also\s|may\s)?(?:share|sell|disclose|publish|rent|lease|license|pass(?:\son)?|give|send|hand(?:\sover)?|release|supply|provide)\s
    (?:it|them|the|your|this|these|that|those|what|all|some|copies|their|its)\b""",
    re.IGNORECASE | re.VERBOSE,
)  # after something done for the person: "we take out your name and sell the rest"


def _is_leading(codes: str, start: int, comma: int) -> bool:
    """Whether the stretch up to the comma is a clause that only leads the main one in."""
    body = codes[start:comma].lstrip(",._&|!b").removeprefix("e,")
    if body[:1] in {"i", "x", "L", "R", "h", "k", "W"} or not body:
        return True
    return not (VERBS & set(body)) or (codes[start:comma].lstrip(",._")[:1] == "b" and "o" not in body and "m" not in body)


_ASKS = re.compile(r"\b(?:how|why|what|whether)\b", re.IGNORECASE)


def asks(text: str, found: Sequence[Term], index: int) -> bool:
    """Whether a question is named before a term, so that what follows is its clause: "how we use it"."""
    if index >= len(found):
        return False
    return _ASKS.search(text, found[index - 1].end if index else 0, found[index].start) is not None


def embedded(text: str, codes: str, found: Sequence[Term], start: int, end: int) -> frozenset[int]:
    """The terms of the clauses of named questions, each up to its verbs: "we know (what you bought and paid)"."""
    within: set[int] = set()
    if start >= end or _ASKS.search(text, found[start - 1].end if start else 0, found[end - 1].end) is None:
        return frozenset()
    for index in range(start, end):
        if index in within or not asks(text, found, index):
            continue
        clause = _TO_ITS_VERBS.match(codes, index, end)
        if clause and not (_HAS_A_VERB.match(clause["subject"]) and _is_passive(text, found[clause.end("subject")])):
            within.update(range(index, clause.end()))
    return frozenset(within)


_HAS_A_VERB = re.compile(r"[^oyrA]*[oyrA].*_")
"""Of a clause whose own verb is no known word, so that the next is the sentence's: "how you voted is recorded"."""
_TO_ITS_VERBS = re.compile(r"(?P<subject>[^agpc,.!ixX]*)[agpc](?:,?[|&]?[mw]?[agpc](?=[|&,agpcd]))*")


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


_FIRST = re.compile(r"[zb][oyr]")
_ENUMERATES = re.compile(r"[agpc][^o]*[|&][^o&|]*,o[mwvnhzlj]*[agpc]")
"""What goes on with a condition's own list: "when you open an account, ask for a loan or write to us, we …"."""
_LEADS = frozenset({"intensifier.firm", "after", "while", "once", "becaus", "sinc"})


def main_clause(codes: str, found: Sequence[Term], start: int, end: int) -> int:
    """Where the main clause begins, after a leading condition."""
    body = codes[start:end]
    lead = re.match(r"(?:e,)?[,.&|!b_AP]*[ixLRkW]", body) or (_FIRST.match(body) and found[start].key in _LEADS)
    if not lead:
        return start
    for mark in re.finditer(",", body):
        after = body[mark.end() :]
        if _SUBJECT_THEN_VERB.match(after.lstrip("&|b")[:7]) or (after[:1] in set("oynapc") and not _ENUMERATES.match(after)):
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


def _then_we(codes: str, found: Sequence[Term], first: int, end: int) -> int | None:
    """Where "we" goes on after a condition with a verb of its own: "if you object we close your account"."""
    for index in range(first, end):
        whole = found[index].key == "organisation" and found[index].end - found[index].start == len("we")
        if whole and not VERBS.isdisjoint(codes[first:index]) and codes[index - 1] != "b" and _WE_DO.match(codes, index, end):
            return index
    return None


def places_of(codes: str, found: Sequence[Term], start: int, main: int, end: int) -> str:
    """A letter a term: H in the main clause, i in a condition, x in an exception, X in an exception to one, e in an example.

    What a bracket opens ends with it.
    """
    fronted = codes[start:main].lstrip(",.&|!b_AP")[:1]
    letters = ["x" if fronted == t.EXCEPTION else "i"] * (main - start)
    place = around = "H"
    for code, term in zip(codes[main:end], found[main:end], strict=True):
        if term.key == "(":
            around = place
        elif term.key == ")":
            place = around
        if code == t.EXCEPTION or (code == t.NEGATION and place == "H" and _leaves_out(codes, main, start + len(letters), end)):
            place = "X" if place == "x" else "x"
        elif code == t.CONDITION:
            place = "i" if place not in "xX" else place
        elif code == t.OPENER and place == "H":
            place = "e"
        elif code == t.OR and place == "H" and _OR_ANOTHER_WAY.search(codes, main, start + len(letters)):
            place = "x"
        elif code == t.COMMA and (place == "i" or (place == "x" and _goes_on(codes[main:end], len(letters) - main + start, letters))):
            place = "H"
        letters.append(place)
    return _with_those_admitted("".join(letters), codes, found, main, end, start)


_OR_ANOTHER_WAY = re.compile(r"n[^.;]*W$")  # "not … without your consent or (a warrant)"
_LIMITS_IT = frozenset({"guard.limit", "choice.restrict"})


def _with_those_admitted(letters: str, codes: str, found: Sequence[Term], main: int, end: int, start: int) -> str:
    """The places, those to whom or which the organisation limits something taken for the exception: "we limit access to (nurses)"."""
    limits = next((index for index in range(main, end) if found[index].key in _LIMITS_IT), end)
    of_access = limits == main and main + 1 < end and found[main + 1].key == "to"  # "access to it is limited to …"
    if limits == end or not (of_access or _WE_LIMIT.fullmatch(codes, main, limits)):
        return letters
    to = next((i for i in range(limits + 1, end - 1) if found[i].key == "to" and _OF_DATA.match(codes, i + 1, end) is None), end)
    return "".join("x" if at > to and place == "H" else place for at, place in enumerate(letters, start))


_WE_LIMIT = re.compile(r"[,_b&.P]*o[mwhvz]*")
_OF_DATA = re.compile(r"[j_]{0,2}d")


_LEAVES_OUT = re.compile(r"n[dru_][dru_|&,b]*\.?$")


def _leaves_out(codes: str, main: int, index: int, end: int) -> bool:
    """Whether a "not" at the end takes things out of what was said: "we share totals, not names"."""
    return codes[index - 1] == t.COMMA and not VERBS.isdisjoint(codes[main:index]) and _LEAVES_OUT.match(codes, index, end) is not None


_VERB_NEXT = re.compile(r",[mwvnhz]*[agpc]")


def _goes_on(codes: str, comma: int, letters: Sequence[str]) -> bool:
    """Whether a comma ends an exception put between subject and verb: "guests, save those of the annexe, are filmed"."""
    said = codes[:comma]
    return _VERB_NEXT.match(codes, comma) is not None and VERBS.isdisjoint(said[: said.find(t.EXCEPTION)]) and "H" in letters


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
    return found[index].key != "choice.opt_in" or codes[start:index].strip(",.b&|") in {"", "m"} or "m" in codes[start:index][-2:]


def _verb_after(codes: str, places: str, start: int, index: int, end: int) -> int | None:
    for later in range(index + 1, end):
        if codes[later] in VERBS and places[later - start] not in "ixX":
            return later
    return None


_TO_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?)(?:\s+(?:not|never|also|only|always|then|first|no\s+longer|(?:at|in)\s+(?:any|no)\s+\w+|\w+ly),?)*\s+$",
    re.IGNORECASE,
)


def _first_word(text: str, term: Term) -> str:
    return text[term.start : term.end].partition(" ")[0]


def is_done_to(text: str, found: Sequence[Term], verb: int) -> bool:
    """Whether the verb is passive, so that the person before it is not the one who acts: "you are filmed"."""
    term = found[verb]
    if term.code not in VERBS - {t.CHOICE} or _first_word(text, term).endswith("ing"):
        return False
    by_person = any(one.key == "by" and other.code == t.PERSON for one, other in pairwise(found[verb:]))
    return not by_person and _is_passive(text, term)


def _is_passive(text: str, verb: Term) -> bool:
    """Whether a form of "to be" stands before a verb, or is its first word."""
    return any(_TO_BE.search(text[:end] + " ") for end in (verb.start - 1, verb.start + len(_first_word(text, verb))))
