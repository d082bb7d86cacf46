"""Reads sentences into statements: cuts them, finds who acts and what is done, and hands down the force of a lead-in.

Which force a statement has is told by `forces`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from differ.judgement import kinds as t
from differ.judgement.forces import VERBS, Clue, force_of
from differ.judgement.guesses import guessed
from differ.judgement.kinds import Term, signature
from differ.judgement.statements import Force, Sentence, Statement
from differ.judgement.terms import terms
from differ.normal import unlike

_SECOND_SUBJECT = re.compile(r"^[^agpc]*[agpc].*?([odrA][mw][wnhz]*[agpc])")
_SUBJECT_THEN_VERB = re.compile(r"[oyrA_]?[oyrA](?:[mw]|[mwvnhzlj]*[agpcGDSC])")


def _cuts(codes: str, found: Sequence[Term]) -> list[int]:
    cuts = [0]
    for index, code in enumerate(codes):
        following = codes[index + 1 : index + 6]
        if code in {t.STOP, t.BUT} or (found[index].key == "(" and re.match(r"n[adr_]{0,2}[ag]|[oyr]?n", following)):
            cuts.append(index + 1)
        elif code == t.AND and (following[:1] in {"n", "w", "m"} or _SUBJECT_THEN_VERB.match(following)):
            if following[:1] == "o" or not set(codes[cuts[-1] : index].lstrip("ix,_b")) & set("xi"):
                cuts.append(index)
        elif (
            code == t.COMMA and following[:1] == "n" and VERBS & set(codes[index + 1 : index + 9]) and VERBS & set(codes[cuts[-1] : index])
        ) or (code == t.COMMA and _SUBJECT_THEN_VERB.match(following) and not _is_leading(codes, cuts[-1], index)):
            cuts.append(index)
    cuts.append(len(codes))
    return cuts


def _is_leading(codes: str, start: int, comma: int) -> bool:
    """Whether the stretch up to the comma is a clause that only leads the main one in."""
    body = codes[start:comma].lstrip(",._&|!b")
    if body[:1] in {"i", "x", "L", "R", "h", "k", "W"} or not body:
        return True
    return not (VERBS & set(body)) or (codes[start:comma].lstrip(",._")[:1] == "b" and "o" not in body and "m" not in body)


def _main(codes: str, start: int, end: int) -> int:
    """Where the main clause begins, after a leading condition."""
    body = codes[start:end]
    lead = re.match(r"[,.&|!b_AP]*[ixLRkW]", body)
    if not lead:
        return start
    for mark in re.finditer(",", body):
        after = body[mark.end() :]
        if _SUBJECT_THEN_VERB.match(after.lstrip("&|b")[:7]) or after[:1] in set("oynapc"):
            return start + mark.end()
    if "," not in body and (later := _SECOND_SUBJECT.search(body)):
        return start + later.start(1)
    comma = body.find(",")
    if comma > 0 and VERBS & set(body[comma:]):
        return start + comma + 1
    return start


def _places(codes: str, start: int, main: int, end: int) -> str:
    fronted = codes[start:main].lstrip(",.&|!b_AP")[:1]
    letters = ["x" if fronted == t.EXCEPTION else "i"] * (main - start)
    place = "H"
    for code in codes[main:end]:
        if code == t.EXCEPTION:
            place = "X" if place == "x" else "x"
        elif code == t.CONDITION:
            place = "i" if place not in "xX" else place
        elif code == t.OPENER and place == "H":
            place = "e"
        elif code == t.COMMA and place == "i":
            place = "H"
        letters.append(place)
    return "".join(letters)


def _actor_and_verb(codes: str, found: Sequence[Term], places: str, start: int, end: int) -> tuple[str, int | None]:
    """Who acts in the main clause, by kind, and which term is its verb."""
    actor, verb, relative = "", None, False
    for index in range(start, end):
        if places[index - start] in "ixX":
            continue
        code = codes[index]
        if verb is not None:
            return _after_the_verb(codes, found, places, (start, verb, index, end)) or (actor, verb)
        if code == t.PERSON and index > start and codes[index - 1] == t.DATA:
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
    if index > start and found[index - 1].key == "of":
        return False
    if code == "g":
        return not _skipped(codes, index, end)
    if code == "c":
        return actor == "y" or _chosen(found, codes, index, start)
    return not (code == "p" and index == start and re.match(r"pd[mwnhzlj]*[ag]", codes[index:]))


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


class Reader:
    """Reads sentences, knowing what the organisation is called."""

    def __init__(self, names: frozenset[str] = frozenset(), renamed: Mapping[str, str] | None = None) -> None:
        self.names = names
        self.renamed = renamed or {}
        self._read: dict[tuple[str, Force | None, bool], Sentence] = {}

    def terms(self, text: str) -> tuple[Term, ...]:
        """The terms of a text, the organisation's names read as the organisation."""
        found = terms(text)
        if not self.names and not self.renamed:
            return found
        return tuple(self._named(term, text) for term in found)

    def _named(self, term: Term, text: str) -> Term:
        if term.code not in "A_r":
            return term
        word = text[term.start : term.end].lower().removesuffix("'s")
        if word in self.names and term.code in "A_":
            return Term(t.ORGANISATION, "organisation", term.start, term.end)
        if word in self.renamed:
            return Term(t.NAME, self.renamed[word], term.start, term.end)
        return term

    def sentence(self, text: str, inherited: Force | None = None, *, led: bool = True) -> Sentence:
        """A sentence as read, `inherited` being the force of the lead-in, or, unless `led`, of the heading it stands under."""
        known = self._read.get((text, inherited, led))
        if known is None:
            known = self._read[text, inherited, led] = self._sentence(text if text.isascii() else unlike(text), inherited, led=led)
        return known

    def _sentence(self, text: str, inherited: Force | None, *, led: bool) -> Sentence:
        if _QUESTION.search(text):
            return self._question(text)
        found = self.terms(text)
        codes = signature(found)
        if _EXPLAINS.match(text) and _tells_what_a_thing_is(found):
            return Sentence(text, found, (Statement(Force.DEFINITION, 0, len(found), "H" * len(found), None, ""),))
        cuts = _cuts(codes, found)
        statements: list[Statement] = []
        before: Statement | None = None
        for start, end in pairwise(cuts):
            if not codes[start:end].strip(",.&|!"):
                continue
            before = _statement(text, codes, found, start, end, before, inherited, led=led)
            statements.append(before)
        return Sentence(text, found, tuple(statements))

    def _question(self, text: str) -> Sentence:
        """A question says nothing, but with a bare answer it says yes or no; "you" in it is the organisation."""
        found = self.terms(text)
        answer = text.rsplit("?", 1)[1].strip().lower()
        about = set(signature(found)) & {t.ACT, t.WEAK_ACT}
        force = Force.MENTION if about and t.DATA in signature(found) and _YES_OR_NO.match(text) else Force.SILENT
        if answer and about:
            force = Force.BAN if answer.startswith("no") else Force.PRACTICE
        verb = next((term for term in found if term.code in "ag"), None)
        return (
            Sentence(text, found, (Statement(force, 0, len(found), "H" * len(found), verb, "o"),)) if found else Sentence(text, found, ())
        )


_EXPLAINS = re.compile(
    r"""(?:an?\s|the\s(?:term|word)\s)?["“'‘]?[A-Za-z][\w /-]{2,40}["”'’]?\s(?:\([^)]{2,40}\)\s)?
    (?:is|are)\s(?:simply\s|just\s|also\s)?(?:an?|any|small|tiny|short|little|simple|unique|invisible|transparent|electronic|pieces?|files?|text)\s""",
    re.IGNORECASE | re.VERBOSE,
)  # "Cookies are small files that …", not "Your data is kept"


def _tells_what_a_thing_is(found: Sequence[Term]) -> bool:
    """Whether a sentence of that form is about data or a technology, and nobody in it does anything that weighs."""
    if not found or found[0].code != t.DATA:
        return False
    return not any(
        term.code in "orunmwkWGDSxlqtTXc" or (term.entry is not None and term.entry.material and term.code in "ag") for term in found
    )


_YES_OR_NO = re.compile(r"(?:do|does|did|will|would|can|could|may|is|are|has|have)\b", re.IGNORECASE)
_QUESTION = re.compile(r"\?(?:\s+(?:yes|no)\b[^.]{0,20}\.?)?$", re.IGNORECASE)


def _statement(
    text: str, codes: str, found: Sequence[Term], start: int, end: int, before: Statement | None, inherited: Force | None, *, led: bool
) -> Statement:
    main = _main(codes, start, end)
    places = _places(codes, start, main, end)
    actor, verb = _actor_and_verb(codes, found, places, start, end)
    if not actor and before is not None and codes[start] in "&!" and found[start - 1].key != ".":
        actor = before.actor
    if actor == t.PERSON and verb is not None and _is_done_to(text, found, verb):
        actor = ""
    force = force_of(Clue(text, codes, found, start, main, end, actor, verb))
    if force in {Force.PRACTICE, Force.LIMITED, Force.BAN} and verb is not None and codes[verb] in "ag" and _kept_safe(found[verb:end]):
        force = Force.DENIAL if force is Force.BAN else Force.DUTY
    if before is not None and force in {Force.MENTION, Force.SILENT} and codes[start] in "&!" and before.force is not Force.SILENT:
        force = before.force
    if force in {Force.DUTY, Force.CONSENT} and not actor and verb is not None and _infinitive(found, main):
        force = Force.RIGHT if force is Force.DUTY and t.REFERRAL in codes[main:end] else Force.PRACTICE
    if led or force in {Force.MENTION, Force.PERSON}:
        force = _inherit(force, inherited, codes[main:end], actor)
    guess = guessed(text, codes, found, main, end) if force is Force.MENTION else None
    return Statement(guess or force, start, end, places, found[verb] if verb is not None else None, actor, force if guess else None)


_TO_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?)(?:\s+(?:not|never|also|only|always|then|first|no\s+longer|(?:at|in)\s+(?:any|no)\s+\w+|\w+ly),?)*\s+$",
    re.IGNORECASE,
)


def _first_word(text: str, term: Term) -> str:
    return text[term.start : term.end].partition(" ")[0]


def _is_done_to(text: str, found: Sequence[Term], verb: int) -> bool:
    """Whether the verb is passive, so that the person before it is not the one who acts: "you are filmed"."""
    term = found[verb]
    if term.code not in VERBS - {t.CHOICE} or _first_word(text, term).endswith("ing"):
        return False
    by_person = any(one.key == "by" and other.code == t.PERSON for one, other in pairwise(found[verb:]))
    return not by_person and any(_TO_BE.search(text[:end] + " ") for end in (term.start - 1, term.start + len(_first_word(text, term))))


def _kept_safe(found: Sequence[Term]) -> bool:
    """Whether "keep" is part of "keep … confidential", or of "keep … under the terms it was collected under"."""
    if any(term.key == "guard.old_terms" for term in found):
        return True
    return (
        found[0].key == "act.retain" and any(term.key == "guard.protect" for term in found) and not any(term.code in "ru" for term in found)
    )


def _infinitive(found: Sequence[Term], main: int) -> bool:
    """Whether it begins with "to …": a purpose, not a promise."""
    return found[main].key == "to" or (main + 1 < len(found) and found[main].code in ",&|" and found[main + 1].key == "to")


def _inherit(force: Force, inherited: Force | None, body: str, actor: str) -> Force:
    """The force of a fragment is that of what leads it in; a sentence of its own keeps its own."""
    if inherited is None or inherited is Force.SILENT or not body.strip(",.PUYA"):
        return force
    if force in {Force.MENTION, Force.SILENT, Force.PERSON}:
        return inherited
    whole = body.lstrip(",._b&")[:1] in {"o", "y", "i"}
    own = actor == "o" and bool(set(body) & VERBS)
    if inherited in {Force.PRACTICE, Force.LIMITED} and force in {Force.DUTY, Force.CONSENT, Force.RIGHT} and not whole:
        return inherited
    if inherited in {Force.BAN, Force.RIGHT, Force.DUTY, Force.EXCLUSION} and force is Force.PRACTICE and not own:
        return inherited
    return force
