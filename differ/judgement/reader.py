"""Reads sentences into statements: cuts them, finds who acts and what is done, and hands down the force of a lead-in.

Which force a statement has is told by `forces`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from differ.judgement import kinds as t
from differ.judgement.actors import actor_and_verb
from differ.judgement.asides import told_of
from differ.judgement.changes_told import TELLS
from differ.judgement.clues import Clue
from differ.judgement.cutting import cuts
from differ.judgement.forces import force_of
from differ.judgement.guesses import guessed
from differ.judgement.kinds import VERBS, Term, signature
from differ.judgement.main_clauses import main_clause
from differ.judgement.places import places_of
from differ.judgement.sections import with_sections
from differ.judgement.seen import as_looked_at
from differ.judgement.statements import DONE, Force, Sentence, Statement
from differ.judgement.terms import terms
from differ.judgement.voice import is_done_to
from differ.normal import unlike
from differ.vocabulary import load
from differ.vocabulary.stems import stem


class Reader:
    """Reads sentences, knowing what the organisation is called."""

    def __init__(
        self, names: frozenset[str] = frozenset(), renamed: Mapping[str, str] | None = None, sections: Mapping[str, str] | None = None
    ) -> None:
        self.names = names
        self.renamed = renamed or {}
        self.sections = sections or {}
        self._read: dict[tuple[str, Force | None, bool], Sentence] = {}

    def terms(self, text: str) -> tuple[Term, ...]:
        """The terms of a text, the organisation's names read as the organisation and sections by what they are in both texts."""
        found = with_sections(terms(text), text, self.sections) if self.sections else terms(text)
        if not self.names and not self.renamed:
            return found
        return tuple(self._named(term, text) for term in found)

    def _named(self, term: Term, text: str) -> Term:
        if term.code not in "A_r":
            return term
        word = text[term.start : term.end].lower().removesuffix("'s")
        if word in self.names:
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
        bounds = cuts(text, codes, found)
        only_told = told_of(text)
        statements: list[Statement] = []
        before: Statement | None = None
        for start, end in pairwise(bounds):
            if not codes[start:end].strip(",.&|!"):
                continue
            if before is not None and before.force in _LEADS and _leads_to_a_list(found, before):
                before = _statement(text, codes, found, start, end, before, before.force, led=True)
            else:
                before = _statement(text, codes, found, start, end, before, inherited, led=led)
            within = only_told and found[end - 1].start >= only_told[0] and found[start].start < only_told[1]
            if only_told and within and _TURNS.isdisjoint(codes[start:end]) and not _promised_before(before, only_told[0]):
                before = replace(before, force=Force.SILENT, known=None, unread=False)
            statements.append(before)
        found, statements = as_looked_at(text, found, statements)
        return Sentence(text, _with_rights(text, found, statements), tuple(statements))

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


_DONE_OR_NOT = DONE | {Force.BAN}
_LEADS = frozenset({Force.PRACTICE, Force.LIMITED, Force.BAN, Force.RIGHT})


def _leads_to_a_list(found: Sequence[Term], statement: Statement) -> bool:
    """Whether a list follows of what a statement is about: "we note the following: your name, your age"."""
    return found[statement.last - 1].key == ":" and any(term.code == t.CLOSER for term in found[statement.first : statement.last])


def _with_rights(text: str, found: tuple[Term, ...], statements: Sequence[Statement]) -> tuple[Term, ...]:
    """The terms, what is done for a person who may ask for it read as the right that this is: "the right to have it erased"."""
    if not any(statement.force is Force.RIGHT for statement in statements):
        return found
    terms = list(found)
    for statement in statements:
        if statement.force is Force.RIGHT:
            for index in range(statement.first, statement.last):
                term = terms[index]
                asked = statement.verb is not None and statement.verb.key == "choice.ask" and _words(text, term) in _ASKED_TO_SEE
                right = load().entries.get("choice.access" if asked else _AS_A_RIGHT.get(term.key, ""))
                if right is not None and term is not statement.verb:
                    terms[index] = Term(t.CHOICE, right.key, term.start, term.end, right)
    return tuple(terms)


def _words(text: str, term: Term) -> str:
    return text[term.start : term.end].lower()


_AS_A_RIGHT = {"guard.delete": "choice.erase"}
_ASKED_TO_SEE = frozenset({"see", "view", "inspect", "look at", "see your", "view your"})


def _promised_before(statement: Statement, told: int) -> bool:
    """Whether something is promised before the words that only name what is told: "we will warn you, and explain what we do"."""
    return statement.force is Force.DUTY and statement.verb is not None and statement.verb.key in _DEEDS and statement.verb.end < told


_DEEDS = TELLS | frozenset({"guard.ask_consent", "guard.delete", "guard.anonymise", "guard.respond"})  # not "we are committed to"
_TURNS = frozenset("nxkWDONS")
_EXPLAINS = re.compile(
    r"""(?:an?\s|the\s(?:term|word)\s)?["“'‘]?[A-Za-z][\w /-]{2,40}["”'’]?\s(?:or\s["“][A-Za-z][\w /-]{2,40}["”]\s)?(?:\([^)]{2,40}\)\s)?
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
    main = main_clause(text, codes, found, start, end)
    places = places_of(codes, found, start, main, end)
    actor, verb = actor_and_verb(text, codes, found, places, start, end)
    if not actor and before is not None and codes[start] in "&!" and found[start - 1].key != ".":
        actor = before.actor
    if actor == t.PERSON and verb is not None and is_done_to(text, found, verb):
        actor = ""
    elif actor == t.PERSON and verb is not None and _is_someone_else(text, found, main, verb, end):
        actor = t.RECIPIENT
    elif verb is not None and (_is_invited(found, main, verb, actor) or _is_anyone(text, found, main, verb, actor)):
        actor = t.PERSON
    told = force_of(Clue(text, codes, found, start, main, end, actor, verb))
    force = told or Force.SILENT
    if force in _DONE_OR_NOT and verb is not None and codes[verb] in "ag" and _kept_safe(found[verb:end]):
        force = Force.DENIAL if force is Force.BAN else Force.DUTY
    if force is Force.MENTION and verb is not None and found[verb].key == "act.retain" and _TO_THEMSELVES.match(text, found[verb].start):
        force = Force.DUTY
    if before is not None and (codes[start] in "&!" or (start and codes[start - 1] == t.BUT and not actor)):
        own_act = verb is not None and codes[verb] == t.ACT
        force = _joined_on(force, before.force, text, found[start:end], own_act=own_act)
    prevents = force is Force.BAN and verb is not None and codes[verb] == t.GUARD and {t.NEGATION, t.CHOICE}.isdisjoint(codes[main:end])
    if (prevents or force in {Force.DUTY, Force.CONSENT}) and not actor and verb is not None and _infinitive(found, main):
        force = Force.RIGHT if force is Force.DUTY and t.REFERRAL in codes[main:end] else Force.PRACTICE
    if led or force in {Force.MENTION, Force.PERSON}:
        force = _inherit(force, inherited, codes[main:end], actor)
    guess = guessed(text, codes, found, main, end) if force is Force.MENTION and "H" in places else None
    unread = told is None and force is Force.SILENT and "H" in places
    return Statement(guess or force, start, end, places, found[verb] if verb is not None else None, actor, force if guess else None, unread)


_ANYONE = re.compile(r"(?:any|every)(?:one|body)\s(?:may|can)\s", re.IGNORECASE)


def _is_anyone(text: str, found: Sequence[Term], main: int, verb: int, actor: str) -> bool:
    """Whether it is everybody who has a choice, and no one to whom data are given: "anyone may ask for a copy"."""
    return actor == t.RECIPIENT and found[verb].code == t.CHOICE and _ANYONE.match(text, found[main].start) is not None


def _is_invited(found: Sequence[Term], main: int, verb: int, actor: str) -> bool:
    """Whether it is the person who is to do what the verb says, without having to: "we invite guests to read it"."""
    if (
        actor != t.ORGANISATION
        or verb - main < 3
        or found[verb - 1].key != "to"
        or found[verb - 2].code != t.PERSON
        or found[verb].code == t.CHOICE
    ):
        return False
    return any(term.key in _INVITES for term in found[main:verb])


_INVITES = frozenset(stem(word) for word in "invite encourage enable allow help permit remind urge welcome empower".split())


def _is_someone_else(text: str, found: Sequence[Term], main: int, verb: int, end: int) -> bool:
    """Whether people do something with another's data: "our drivers note your address", not "guests may see their bills"."""
    who = [term for term in found[main:verb] if term.code == t.PERSON]
    looks = found[verb].key == "choice.access"
    if not who or (found[verb].code not in {t.ACT, t.WEAK_ACT} and not looks) or _YOU.match(text, who[0].start):
        return False
    of_whom = _OF_ANOTHER if looks else _YOURS
    return of_whom.search(text, found[verb].start if looks else found[verb].end, found[end - 1].end) is not None


_OF_ANOTHER = re.compile(r"\b(?:your|(?:an?|another)\s[\w-]+['’]s)\s", re.IGNORECASE)


_YOU, _YOURS = re.compile(r"you", re.IGNORECASE), re.compile(r"\byour\b(?!\s(?:child|son|daughter|pupil|own))", re.IGNORECASE)


def _joined_on(force: Force, before: Force, text: str, found: Sequence[Term], *, own_act: bool) -> Force:
    """The force of what "and" or "but" joins on: the same where it says nothing of itself and is of the same matter, and no act is
    joined to something done for the person.
    """
    codes = signature(found)
    if own_act and before is Force.DUTY:
        return force
    subject = codes[1:2] in {"o", "y", "r"}
    if before is Force.PERSON and not subject and _NOT_THE_PERSONS.isdisjoint(_NAMED_WITH.sub("", codes)):
        return before
    if force not in {Force.MENTION, Force.SILENT} or before is Force.SILENT:
        return force
    if before is Force.PRACTICE and t.NEGATION in _BEFORE_A_VERB.split(codes, 1)[0]:
        return force
    of_its_own = subject and t.WORD in codes and _MATTER.isdisjoint(codes) and not _POINTS_BACK.search(text, found[0].start, found[-1].end)
    return force if of_its_own else before


_BEFORE_A_VERB = re.compile("[agpc]")
_NAMED_WITH = re.compile(r"o(?=[A_])(?![A_]?[mwvnagpc])")  # a thing that bears the organisation's name
_NOT_THE_PERSONS, _MATTER = frozenset("ockWDOINS"), frozenset("drufskqtT")
_POINTS_BACK = re.compile(r"\b(?:it|its|them|their|this|that|these|those|such|so)\b", re.IGNORECASE)


_TO_THEMSELVES = re.compile(r"keeps?\s[^,;.]{0,60}?\bto\s(?:him|her|it|them|our|your)sel(?:f|ves)\b", re.IGNORECASE)


def _kept_safe(found: Sequence[Term]) -> bool:
    """Whether "keep" is part of "keep … confidential", or of "keep … under the terms it was collected under"."""
    if any(term.key == "guard.old_terms" for term in found) or _kept_anonymous(found):
        return True
    if found[0].key != "act.retain" or any(term.code in "ru" for term in found):
        return False
    return any(term.key in _KEPT_SO for term in found)


_KEPT_SO = frozenset({"guard.protect", stem("apart")})


def _kept_anonymous(found: Sequence[Term]) -> bool:
    """Whether what names nobody is to be kept so: "keep de-identified data in de-identified form"."""
    data = {term.key for term in found if term.code == t.DATA}
    return found[0].key == "act.retain" and data == {"data.anonymous"} and any(term.key == "guard.anonymise" for term in found)


def _infinitive(found: Sequence[Term], main: int) -> bool:
    """Whether it begins with "to …": a purpose, not a promise."""
    return found[main].key == "to" or (main + 1 < len(found) and found[main].code in ",&|" and found[main + 1].key == "to")


def _inherit(force: Force, inherited: Force | None, body: str, actor: str) -> Force:
    """The force of a fragment is that of what leads it in; a sentence of its own keeps its own."""
    if inherited is None or inherited is Force.SILENT or not body.strip(",.PUYA") or t.ADVICE in body:
        return force
    if force in {Force.MENTION, Force.SILENT, Force.PERSON}:
        return inherited
    whole = body.lstrip(",._b&")[:1] in {"o", "y", "i"}
    own = actor == "o" and bool(set(body) & VERBS)
    unsaid = Force.BAN if t.NEGATION not in body else None
    if inherited in DONE and force in {Force.DUTY, Force.CONSENT, Force.RIGHT, unsaid} and not whole:
        return inherited
    if inherited in {Force.BAN, Force.RIGHT, Force.DUTY, Force.EXCLUSION} and force is Force.PRACTICE and not own:
        return inherited
    return force
