"""Reads a sentence into statements: who is bound, and with what force.

A statement is a stretch of a sentence with one force: a practice of the organisation, a ban, a duty, a right of the
person, and so on. Its terms each stand at a place: the host clause itself, a condition, an exception or an example.
What a change of them means is for the rules to say.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from differ.judgement import terms as t
from differ.judgement.terms import Term, signature, terms
from differ.normal import unlike


class Force(StrEnum):
    """What a statement does."""

    PRACTICE = "practice"  # the organisation, or one it hands data to, does or may do something with data
    LIMITED = "limited practice"  # as a practice, and says that it is only this
    BAN = "ban"  # something is not done with data
    DUTY = "duty"  # something is done for the people: told, deleted, protected
    RIGHT = "right"  # the person may ask for, choose or refuse something
    DENIAL = "denial"  # a right or duty is said not to exist
    EXCLUSION = "exclusion"  # people, data or products are outside the policy or a definition
    COVERAGE = "coverage"  # what the policy is for
    DEEMED = "deemed consent"  # silence or use is taken as agreement
    DISCLAIMER = "disclaimer"  # no promise is made
    CONSENT = "consent"  # consent is named as the basis
    DEFINITION = "definition"
    IDENTITY = "identity"  # who the organisation or controller is
    PERSON = "person"  # what the person does or must do
    MENTION = "mention"  # data, recipients or purposes are named, and nothing is said of them
    SILENT = "silent"  # nothing about personal data


WHOLE = {
    Force.PRACTICE: 1, Force.LIMITED: 1, Force.DENIAL: 1, Force.EXCLUSION: 1, Force.DEEMED: 1, Force.DISCLAIMER: 1,
    Force.BAN: -1, Force.DUTY: -1, Force.RIGHT: -1, Force.CONSENT: -1,
}  # fmt: skip
"""1 where the statement, newly made, relaxes; -1 where it tightens; absent where it does neither."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of a sentence's terms with one force."""

    force: Force
    first: int  # of its terms in the sentence
    last: int  # exclusive
    places: str  # a letter a term: H host, i condition, x exception, e example
    verb: Term | None
    actor: str  # the kind of who acts, or ""

    @property
    def sign(self) -> int:
        """1 where more of the same relaxes, -1 where it tightens, 0 where neither is known."""
        return WHOLE.get(self.force, 0)


@dataclass(frozen=True)
class Sentence:
    """A sentence as read."""

    text: str
    terms: tuple[Term, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def signature(self) -> str:
        """The kinds of its terms."""
        return signature(self.terms)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """For each term, the number of its statement, or -1."""
        found = [-1] * len(self.terms)
        for number, statement in enumerate(self.statements):
            found[statement.first : statement.last] = [number] * (statement.last - statement.first)
        return tuple(found)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What it says, as a set of keys, without marks and connecting words."""
        return frozenset(term.key for term in self.terms if term.code not in ",.&|!b")

    @property
    def force(self) -> Force:
        """The force of the statement that weighs most."""
        signed = [s.force for s in self.statements if s.sign]
        if signed:
            return signed[0]
        return self.statements[0].force if self.statements else Force.SILENT

    def statement_of(self, index: int) -> Statement | None:
        """The statement a term belongs to."""
        owner = self.owners[index]
        return self.statements[owner] if owner >= 0 else None


_SECOND_SUBJECT = re.compile(r"^[^agpc]*[agpc].*?([odrA][mw][wnhz]*[agpc])")
_VERBS = frozenset("agpc")
_SUBJECT_THEN_VERB = re.compile(r"[oyrA_]?[oyrA](?:[mw]|[mwvnhzlj]*[agpcGDSC])")
_INTRODUCES = re.compile(r"[,_bih]*P[^agpcn]*>(?!.*[oy][mwvnhzlj]*[agpc].*[WkOND])")
_DATING = re.compile(r"[,_b]*o?[wmh]?P[_PYb,o]*$")
_POINTS = re.compile(r"[_,b&Pymhw]*F")
_ROUTE = re.compile(r"[^apcnkWsS]*$")
_COVERS = re.compile(r"[^agpcno]*P[^agpcno]*C|[,b]{0,2}C")
_TELLS_ABOUT = re.compile(r"[,_b&]*(?:F|ymh?F)")
_DELETES = frozenset({"choice.erase", "choice.correct", "choice.access", "choice.restrict", "choice.withdraw"})
_THEIRS = frozenset({"guard.bind_recipients", "guard.delete", "guard.limit", "guard.anonymise"})
_OF_CHANGES = frozenset({"intensifier.firm", "chang", "modify", "breach"})
_LOOKS = frozenset({"act.look_up", "act.transfer"})
_REFRAINS = frozenset({"guard.limit"})
_HARD_ACTS = frozenset(
    {
        "act.sell",
        "act.observe",
        "act.combine",
        "act.profile",
        "act.publish",
        "act.place_cookie",
        "act.disclose",
        "act.collect",
        "act.contact_person",
    }
)


def _cuts(codes: str, found: Sequence[Term]) -> list[int]:
    cuts = [0]
    for index, code in enumerate(codes):
        following = codes[index + 1 : index + 6]
        if code == t.STOP or code == t.BUT:
            cuts.append(index + 1)
        elif found[index].key == "(" and re.match(r"n[adr_]{0,2}[ag]|[oyr]?n", following):
            cuts.append(index + 1)
        elif code == t.AND and (following[:1] in {"n", "w", "m"} or _SUBJECT_THEN_VERB.match(following)):
            if following[:1] == "o" or not set(codes[cuts[-1] : index].lstrip("ix,_b")) & set("xi"):
                cuts.append(index)
        elif code == t.COMMA and following[:1] == "n" and _VERBS & set(codes[index + 1 : index + 9]) and _VERBS & set(codes[cuts[-1] : index]):
            cuts.append(index)
        elif code == t.COMMA and _SUBJECT_THEN_VERB.match(following) and not _is_leading(codes, cuts[-1], index):
            cuts.append(index)
    cuts.append(len(codes))
    return cuts


def _is_leading(codes: str, start: int, comma: int) -> bool:
    """Whether the stretch up to the comma is a clause that only leads the main one in."""
    body = codes[start:comma].lstrip(",._&|!b")
    if body[:1] in {"i", "x", "L", "R", "h", "k", "W"} or not body:
        return True
    return not (_VERBS & set(body)) or (codes[start:comma].lstrip(",._")[:1] == "b" and "o" not in body and "m" not in body)


def _main(codes: str, start: int, end: int) -> int:
    """Where the main clause begins, after a leading condition."""
    body = codes[start:end]
    lead = re.match(r"[,.&|!b_AP]*[ixLRkW]", body)
    if not lead:
        return start
    for comma in re.finditer(",", body):
        if _SUBJECT_THEN_VERB.match(body[comma.end() :].lstrip("&|b")[:7]) or body[comma.end() : comma.end() + 1] in {
            "o",
            "y",
            "n",
            "a",
            "p",
            "c",
        }:
            return start + comma.end()
    if "," not in body and (later := _SECOND_SUBJECT.search(body)):
        return start + later.start(1)
    comma = body.find(",")
    if comma > 0 and _VERBS & set(body[comma:]):
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
    actor, verb, relative = "", None, False
    for index in range(start, end):
        if places[index - start] in "ixX":
            continue
        code = codes[index]
        if code == "A" and not actor and verb is None and re.match(r"A+[mwvnhz]*[agpc]", codes[index:]) and not (index > start and codes[index - 1] == "b"):
            actor = "r"
        elif code in "oyr" and not actor and verb is None:
            if code == "y" and index > start and codes[index - 1] == "d":
                relative = True
                continue
            if (index > start and codes[index - 1] == "b") or (code == "y" and codes[index + 1 : index + 2] == "d"):
                continue
            actor = code
        elif code in _VERBS and verb is None and not (code == "g" and _skipped(codes, index, end)):
            if relative:
                relative = False
                continue
            if code == "c" and actor != "y" and not _chosen(found, codes, index, start):
                continue
            if code == "p" and index == start and re.match(r"pd[mwnhzlj]*[ag]", codes[index:]):
                continue
            verb = index
            if actor:
                break
        elif code == "b" and verb is not None and not actor and found[index].key == "by" and codes[index + 1 : index + 2] in {"o", "y", "r"}:
            return codes[index + 1], verb
        elif code in "oy" and verb is not None and not actor:
            later = _verb_after(codes, places, start, index, end)
            if later is not None and codes[start:verb].strip(",._") in {"b", ""} and codes[start : start + 1] == "b":
                return code, later
            break
    return actor, verb


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
        if codes[later] in _VERBS and places[later - start] not in "ixX":
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
            known = self._read[text, inherited, led] = self._sentence(text if text.isascii() else unlike(text), inherited, led)
        return known

    def _sentence(self, text: str, inherited: Force | None, led: bool) -> Sentence:
        if _QUESTION.search(text):
            return self._question(text)
        found = self.terms(text)
        codes = signature(found)
        cuts = _cuts(codes, found)
        statements: list[Statement] = []
        before: Statement | None = None
        for start, end in zip(cuts, cuts[1:], strict=False):
            if not codes[start:end].strip(",.&|!"):
                continue
            before = _statement(codes, found, start, end, before, inherited, led)
            statements.append(before)
        return Sentence(text, found, tuple(statements))


    def _question(self, text: str) -> Sentence:
        """A question says nothing, but with a bare answer it says yes or no; "you" in it is the organisation."""
        found = self.terms(text)
        answer = text.rsplit("?", 1)[1].strip().lower()
        about = set(signature(found)) & {t.ACT, t.WEAK_ACT}
        force = Force.SILENT
        if answer and about:
            force = Force.BAN if answer.startswith("no") else Force.PRACTICE
        verb = next((term for term in found if term.code in "ag"), None)
        return Sentence(text, found, (Statement(force, 0, len(found), "H" * len(found), verb, "o"),)) if found else Sentence(text, found, ())


_QUESTION = re.compile(r"\?(?:\s+(?:yes|no)\b[^.]{0,20}\.?)?$", re.IGNORECASE)


def _statement(codes: str, found: Sequence[Term], start: int, end: int, before: Statement | None, inherited: Force | None, led: bool) -> Statement:
    main = _main(codes, start, end)
    places = _places(codes, start, main, end)
    actor, verb = _actor_and_verb(codes, found, places, start, end)
    if not actor and before is not None and codes[start] in "&!" and found[start - 1].key != ".":
        actor = before.actor
    force = _force(codes, found, start, main, end, actor, verb)
    if force in {Force.PRACTICE, Force.LIMITED} and verb is not None and _kept_safe(found[verb:end]):
        force = Force.DUTY
    if before is not None and force in {Force.MENTION, Force.SILENT} and codes[start] in "&!" and before.force is not Force.SILENT:
        force = before.force
    if force in {Force.DUTY, Force.CONSENT} and not actor and verb is not None and _infinitive(found, main):
        force = Force.RIGHT if force is Force.DUTY and t.REFERRAL in codes[main:end] else Force.PRACTICE
    if led or force in {Force.MENTION, Force.PERSON}:
        force = _inherit(force, inherited, codes[main:end], actor)
    return Statement(force, start, end, places, found[verb] if verb is not None else None, actor)


def _kept_safe(found: Sequence[Term]) -> bool:
    """Whether "keep" is part of "keep … confidential", or of "keep … under the terms it was collected under"."""
    if any(term.key == "guard.old_terms" for term in found):
        return True
    return found[0].key == "act.retain" and any(term.key == "guard.protect" for term in found) and not any(term.code in "ru" for term in found)


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
    own = actor == "o" and bool(set(body) & _VERBS)
    if inherited in {Force.PRACTICE, Force.LIMITED} and force in {Force.DUTY, Force.CONSENT, Force.RIGHT} and not whole:
        return inherited
    if inherited in {Force.BAN, Force.RIGHT, Force.DUTY, Force.EXCLUSION} and force is Force.PRACTICE and not own:
        return inherited
    return force


def _force(codes: str, found: Sequence[Term], start: int, main: int, end: int, actor: str, verb: int | None) -> Force:
    body = codes[main:end]
    whole = set(codes[start:end])
    first = next((term for term in found[main:end] if term.code not in ",b_&"), found[main])
    special = _special(body, first, actor, verb is not None)
    if special is not None:
        return special
    if any(term.key == "pointer.reach" for term in found[main:end]) and (_ROUTE.match(body) or first.key == "pointer.reach" and not set(body) & set("ckWs")):
        return Force.RIGHT if t.CHOICE in codes[start:main] else Force.SILENT
    if verb is None:
        return _verbless(whole, body)
    entry = found[verb].entry
    key = entry.key if entry else ""
    if actor == "o" and re.match(r"[mwvnhzlj]*_r", codes[codes.find("o", main) + 1 : verb]) and _binds(found, main, verb):
        return Force.DUTY
    negated = _negated(codes, main, verb, end)
    code = codes[verb]
    if code == t.CHOICE:
        return _choice(key, body, actor, negated)
    if code == t.GUARD:
        return _guard(key, body, actor, negated)
    return _act(key, codes, found, main, verb, end, actor, negated)


_BINDS = frozenset({"need", "oblig", "instruct", "compel", "forbid", "prohibit"})


def _binds(found: Sequence[Term], main: int, verb: int) -> bool:
    """Whether the organisation makes another do what the verb says."""
    return any(term.key in _BINDS for term in found[main:verb])


def _special(body: str, first: Term, actor: str, has_verb: bool) -> Force | None:
    if _DATING.match(body) or (t.DATE in body and "P" in body and not set(body) & set("nckW")):
        return Force.SILENT
    if t.ADVICE in body:
        return Force.PERSON
    if t.TOLD_ELSEWHERE in body and not set(body) & set("nkWx"):
        return Force.SILENT
    if _TELLS_ABOUT.match(body) and (first.key == "referral.about" or first.code == t.PERSON):
        return Force.SILENT
    if t.DEEMED in body:
        return Force.DEEMED
    if t.IDENTITY in body and not set(body) & set("ps") and not _VERBS & set(body[: body.index(t.IDENTITY)]):
        return Force.IDENTITY
    if t.SCOPE_OUT in body:
        return Force.EXCLUSION
    if t.AGE_GATE in body:
        return Force.BAN
    if t.DISCLAIMER in body:
        return Force.DISCLAIMER
    if t.SCOPE_IN in body and t.DATE in body:
        return Force.SILENT
    if _COVERS.match(body):
        return Force.COVERAGE
    if _POINTS.match(body) and not set(body) & set("ckWnsSp"):
        return Force.SILENT
    if _INTRODUCES.match(body) and "n" not in body and "D" not in body:
        return Force.SILENT
    if t.DEFINITION in body and not has_verb:
        return Force.DEFINITION
    if t.WITHOUT_NOTICE in body:
        return Force.PRACTICE
    return None


def _verbless(whole: set[str], body: str) -> Force:
    if t.SAFEGUARD in whole:
        return Force.DUTY
    if re.search(r"n[hjl]?[yro]?[hj]?d|ny?q", body):
        return Force.BAN
    if re.match(r"[,_&]*o[wmh]*n", body):
        return Force.MENTION
    if t.BURDEN in body and "m" in body:
        return Force.DENIAL
    if t.CONSENT in whole or t.WITHOUT_CONSENT in whole:
        return Force.CONSENT
    if t.INTEREST in whole:
        return Force.PRACTICE
    if t.DEFAULT_ON in whole:
        return Force.PRACTICE
    if t.LIMITER in whole and t.DATA in whole:
        return Force.LIMITED
    if whole & {t.DATA, t.OPEN_TIME, t.NO_TIME_LIMIT} or (whole & {t.RECIPIENT, t.PURPOSE}):
        return Force.MENTION
    return Force.SILENT


def _negated(codes: str, main: int, verb: int, end: int) -> bool:
    if t.NEGATION in codes[max(main, verb - 5) : verb] or re.search(r"^[^,&|!ix]*n[^,&|!ix]*$", codes[main:verb]):
        return True
    return bool(re.match(r".[b&|]?[adr]?[b&|]?n", codes[verb : min(end, verb + 5)]))


def _choice(key: str, body: str, actor: str, negated: bool) -> Force:
    if actor == "o" and key in _DELETES and not negated:
        return Force.DUTY
    if actor == "o" and key == "choice.manage" and "y" not in body:
        return Force.SILENT
    if negated:
        return Force.RIGHT if key == "choice.equal" else Force.DENIAL
    if key == "choice.refuse" and actor != "y":
        return Force.DENIAL
    if key == "choice.ask" and actor == "o":
        return Force.PRACTICE if t.DATA in body else Force.SILENT
    return Force.RIGHT


def _guard(key: str, body: str, actor: str, negated: bool) -> Force:
    if actor == "y":
        return Force.RIGHT if "m" in body and key in _THEIRS else Force.PERSON
    if key in _REFRAINS and set(body) & {"a", "g"}:
        return Force.PRACTICE if negated else Force.BAN
    if key == "guard.anonymise" and "m" in body and set(body) & set("ur") and not negated:
        return Force.PRACTICE
    if negated:
        return Force.BAN if key == "guard.bind_recipients" else Force.DENIAL
    return Force.DUTY


def _act(key: str, codes: str, found: Sequence[Term], main: int, verb: int, end: int, actor: str, negated: bool) -> Force:
    body = codes[main:end]
    about = set(body) & set("dr")
    if codes[verb] == t.WEAK_ACT and not about and t.SAFEGUARD in body:
        return Force.DUTY
    if key == "act.look_up" and not about and "y" in body and actor != "y":
        return Force.MENTION
    if codes[verb] == t.WEAK_ACT and not about:
        return Force.SILENT if not set(body) & set("uskIf") else Force.MENTION
    if actor == "y" and not negated and set(body) & set("cps") and "m" in body:
        return Force.RIGHT
    if key == "act.request" and not negated:
        return Force.PRACTICE if about else Force.MENTION
    if actor == "y" and t.CONSENT in body and not negated:
        return Force.CONSENT
    if actor == "y" and "m" in body and t.DATA in body and not negated and (key in _LOOKS or codes[verb - 1] == "d"):
        return Force.RIGHT
    if actor == "y" and t.GUARD in body and "w" in body and key == "act.give":
        return Force.DUTY
    if actor == "y":
        return Force.PRACTICE if t.DATA in body and key == "act.give" and not negated and not set(body) & set("wm") else Force.PERSON
    if negated:
        return Force.BAN
    if key == "act.contact_person" and any(term.key in _OF_CHANGES for term in found[main:end]) and t.PURPOSE not in body:
        return Force.DUTY
    if key == "act.sell" and not about:
        return Force.MENTION
    if key not in _HARD_ACTS and not set(body) & set("drusftTIkWq"):
        return Force.MENTION
    if t.SAFEGUARD in body and key in {"act.use", "act.retain"} and t.RECIPIENT not in body:
        return Force.DUTY
    if t.LIMITER in body:
        return Force.LIMITED
    return Force.PRACTICE
