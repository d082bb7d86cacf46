"""Tells the force of a statement from its signature: tables of clues, read from the top, the first that fits decides.

How a sentence is cut into statements, and who acts in each, is the business of `syntax`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from differ.judgement import kinds as t
from differ.judgement.asides import instructs, tells_grounds, tells_of_itself
from differ.judgement.kinds import Term
from differ.judgement.statements import Force
from differ.vocabulary.stems import stem

VERBS = frozenset("agpc")

_NOBODY_ELSES = frozenset("orckWDOINS")
_DELETES = frozenset({"choice.erase", "choice.correct", "choice.access", "choice.restrict", "choice.withdraw"})
_THEIRS = frozenset({"guard.bind_recipients", "guard.delete", "guard.limit", "guard.anonymise"})
_LOOKS = frozenset({"act.look_up", "act.transfer"})
_SENDS = frozenset({"act.disclose", "act.transfer", "act.give"})
_BINDS = frozenset({"need", "oblig", "instruct", "compel", "forbid", "prohibit"})
_OF_CHANGES = frozenset({"intensifier.firm", "chang", "modify", "breach"})
_HARD_ACTS = frozenset(
    {"act.sell", "act.observe", "act.combine", "act.profile", "act.publish", "act.place_cookie"}
    | {"act.disclose", "act.collect", "act.contact_person"}
)
_LOOKING = frozenset(stem(word) for word in "review see view access download export obtain receive".split())
_TELLING = re.compile(r"(?:tell|inform|notif|alert|warn|advis)\w*\s+(?!you\b|us\b|of\b|about\b|when\b|that\b)", re.IGNORECASE)
_IS_TOLD = re.compile(r"\b(?:is|are|be|was|were)\s+(?:told|informed|notified)$", re.IGNORECASE)
_TOLD_TO = re.compile(r"\b(?:is|are|be|was|were|been)\s+(?:not\s+|never\s+|also\s+|\w+ly\s+)*told\s+to\s+(?!you\b)", re.IGNORECASE)
_WE_ARE_TOLD = re.compile(
    r"\bwe\s+(?:(?:are|were|will|may|can|be|not|never|also|only|\w+ly)\s+){1,4}(?:told|informed|notified)$", re.IGNORECASE
)
_IS_ASKED = re.compile(r"\b(?:is|are|be|was|were)\s+(?:\w+ly\s+|also\s+)?asked\b", re.IGNORECASE)
_TOLD_THEM = re.compile(r"\s+(?:them|him|her|others|anybody|anyone|everyone|everybody)\b", re.IGNORECASE)
_DATING = re.compile(r"[,_b]*o?[wmh]?P[_PYb,o]*$")
_POINTS = re.compile(r"[_,b&Pymhw]*F")
_TELLS_ABOUT = re.compile(r"[,_b&]*(?:F|ymh?F)")
_ROUTE = re.compile(r"[^apcnkWsS]*$")
_OPENS = re.compile(r"[gc][j_]?P[^agpc]*$")
_COVERS = re.compile(r"[^agpcno]*P[^agpcno]*C|[,b]{0,2}C")
_INTRODUCES = re.compile(r"[,_bih]*P[^agpcn]*>(?!.*[oy][mwvnhzlj]*[agpc].*[WkOND])")
_NOTHING = re.compile(r"n[hjl]?[yro]?[hj]?d|ny?q")
_UNGUARDED = re.compile(r"n[hjz_]{0,2}s")
_UNKNOWN_BAN = re.compile(r"[,_&]*o[wmh]*n")
_AFTER_THE_VERB = re.compile(r".[b&|]?[adr]?[b&|]?n")


@dataclass(frozen=True)
class Clue:
    """What the force of one statement is told from."""

    text: str
    codes: str  # of the whole sentence
    found: Sequence[Term]
    start: int
    main: int  # where the main clause begins
    end: int
    actor: str
    verb: int | None

    @cached_property
    def body(self) -> str:
        """The kinds of the main clause's terms."""
        return self.codes[self.main : self.end]

    @cached_property
    def terms(self) -> Sequence[Term]:
        """The main clause's terms."""
        return self.found[self.main : self.end]

    @cached_property
    def first(self) -> Term:
        """The first that says something."""
        return next((term for term in self.terms if term.code not in ",b_&"), self.found[self.main])

    @property
    def instructs(self) -> bool:
        """Whether it only tells the person what to do, for nobody else's sake and for no right's."""
        if not _NOBODY_ELSES.isdisjoint(self.codes[self.start : self.end]):
            return False
        before = self.found[self.start - 1].end if self.start else 0
        return instructs(self.text[before : self.found[self.end - 1].end])

    @property
    def tells_grounds(self) -> bool:
        """Whether its subject is no one who acts, but the laws, grounds or criteria by which someone does."""
        return self.start == 0 and not self.has("rkWcnxqtT") and tells_grounds(self.text)

    @property
    def tells_of_itself(self) -> bool:
        """Whether it only says where a site's links lead, or who the organisation is and where it is registered."""
        return self.start == 0 and not self.has("nxkWDOINuspq") and self.actor in {"o", ""} and tells_of_itself(self.text)

    @property
    def opens_the_text(self) -> bool:
        """Whether the person looks at a notice or site, and at no data."""
        if self.actor != t.PERSON or self.key not in _LOOKS | {"choice.access"} or self.verb is None or self.has("nxkWsr"):
            return False
        return _OPENS.match(self.codes[self.verb : self.end]) is not None

    @cached_property
    def key(self) -> str:
        """What its verb means, or nothing."""
        entry = self.found[self.verb].entry if self.verb is not None else None
        return entry.key if entry else ""

    @cached_property
    def before_verb(self) -> str:
        """The kinds of the terms before its verb."""
        return self.codes[self.main : self.verb] if self.verb is not None else ""

    @cached_property
    def negated(self) -> bool:
        """Whether its verb is denied."""
        if self.verb is None:
            return False
        near = self.codes[max(self.main, self.verb - 5) : self.verb]
        if t.NEGATION in near or re.search(r"^[^,&|!ix]*n[^,&|!ix]*$", self.before_verb):
            return True
        return bool(_AFTER_THE_VERB.match(self.codes[self.verb : min(self.end, self.verb + 5)]))

    def has(self, letters: str) -> bool:
        """Whether the main clause has a term of one of these kinds."""
        return not set(letters).isdisjoint(self.body)

    @property
    def weak(self) -> bool:
        """Whether its verb is an act only beside data or a recipient, and has neither."""
        return self.verb is not None and self.codes[self.verb] == t.WEAK_ACT and not self.has("dr")

    @property
    def reaches(self) -> bool:
        """Whether it only tells how to reach the organisation."""
        if not any(term.key == "pointer.reach" for term in self.terms):
            return False
        return bool(_ROUTE.match(self.body)) or (self.first.key == "pointer.reach" and not self.has("ckWs") and not self._acts)

    @property
    def _acts(self) -> bool:
        """Whether its verb stands after "may", "will" or "not", so that it tells what is done."""
        return self.verb is not None and bool(set(self.before_verb) & set("mwn")) and not self.has(t.PERSON)

    @property
    def looked_at(self) -> bool:
        """Whether another than the person looks at, changes or takes away the person's data."""
        if self.key != "choice.access" or self.verb is None or t.PERSON in {self.actor, self.codes[self.verb - 1] if self.verb else ""}:
            return False
        verb = self.found[self.verb]
        return self.looks(verb) and (self.actor in {"o", "r"} or self.before_verb.strip(",.b") != "")

    @property
    def tells_another(self) -> bool:
        """Whether it is another than the person who is told: "we tell the tourist board where you come from"."""
        if self.key != "guard.notify" or self.verb is None:
            return False
        if _TOLD_TO.search(self.text, max(0, self.found[self.verb].start - 30), self.found[self.verb].end + 8):
            return True
        if self.actor not in {t.ORGANISATION, t.RECIPIENT}:
            return False
        if self.actor == t.RECIPIENT:
            return _IS_TOLD.search(self.text[: self.found[self.verb].end]) is not None and not self.has(t.NEGATION)
        if any(term.key in _OF_CHANGES for term in self.terms):
            return False
        verb = self.found[self.verb]
        if not _TELLING.match(self.text, verb.start):
            return False
        return bool(_TOLD_THEM.match(self.text, verb.end)) or self.codes[self.verb + 1 : self.verb + 2] in {t.RECIPIENT, t.WORD, t.NEGATION}

    @property
    def is_told(self) -> bool:
        """Whether it is the organisation that is told."""
        return (
            self.key == "guard.notify" and self.verb is not None and _WE_ARE_TOLD.search(self.text[: self.found[self.verb].end]) is not None
        )

    @property
    def tells_nobody(self) -> bool:
        """Whether the one told is nobody."""
        return self.verb is not None and self.codes[self.verb + 1 : self.verb + 2] == t.NEGATION

    @property
    def is_asked(self) -> bool:
        """Whether its verb is passive: "your name is asked for"."""
        return self.verb is not None and _IS_ASKED.search(self.text[: self.found[self.verb].start + 6]) is not None

    @property
    def is_received(self) -> bool:
        """Whether its verb says that someone gets what it names: "guests receive notice"."""
        verb = self.found[self.verb] if self.verb is not None else None
        return verb is not None and self.text[verb.start : verb.end].lower().startswith(("receive", "get", "hear", "learn"))

    def looks(self, verb: Term) -> bool:
        """Whether a right's verb is one of looking, which another may do as well."""
        return stem(self.text[verb.start : verb.end].split()[0].lower()) in _LOOKING

    @property
    def binds_another(self) -> bool:
        """Whether the organisation makes another do what the verb says."""
        if self.verb is None or self.actor != "o":
            return False
        first = self.codes.find("o", self.main) + 1
        bound = re.match(r"[mwvnhzlj]*_(?P<whom>[r_])", self.codes[first : self.verb])
        if bound is None or (bound["whom"] == t.WORD and self.found[first + bound.start("whom")].key != "recipient"):
            return False
        return any(term.key in _BINDS for term in self.found[self.main : self.verb])


_Row = tuple[Callable[[Clue], object], Force]

_FIXED: tuple[_Row, ...] = (
    (lambda c: _DATING.match(c.body) or (c.has(t.DATE) and c.has(t.POINTER) and not c.has("nckW")), Force.SILENT),
    (lambda c: c.has(t.ADVICE), Force.PERSON),
    (lambda c: c.instructs, Force.PERSON),
    (lambda c: c.has(t.TOLD_ELSEWHERE) and not c.has("nkWx"), Force.SILENT),
    (lambda c: _TELLS_ABOUT.match(c.body) and (c.first.key == "referral.about" or c.first.code == t.PERSON), Force.SILENT),
    (lambda c: c.has(t.DEEMED), Force.DEEMED),
    (lambda c: c.has(t.IDENTITY) and not c.has("ps") and VERBS.isdisjoint(c.body[: c.body.index(t.IDENTITY)]), Force.IDENTITY),
    (lambda c: c.has(t.SCOPE_OUT), Force.EXCLUSION),
    (lambda c: c.has(t.AGE_GATE), Force.BAN),
    (lambda c: c.has(t.DISCLAIMER), Force.DISCLAIMER),
    (lambda c: c.has(t.SCOPE_IN) and c.has(t.DATE), Force.SILENT),
    (lambda c: _COVERS.match(c.body), Force.COVERAGE),
    (lambda c: _POINTS.match(c.body) and not c.has("ckWnsSp"), Force.SILENT),
    (lambda c: _INTRODUCES.match(c.body) and not c.has("nD"), Force.SILENT),
    (lambda c: c.has(t.DEFINITION) and c.verb is None, Force.DEFINITION),
    (lambda c: c.tells_grounds, Force.SILENT),
    (lambda c: c.tells_of_itself, Force.SILENT),
    (lambda c: c.opens_the_text, Force.SILENT),
    (lambda c: c.has(t.WITHOUT_NOTICE), Force.PRACTICE),
    (lambda c: c.reaches and t.CHOICE in c.codes[c.start : c.main], Force.RIGHT),
    (lambda c: c.reaches, Force.SILENT),
    (lambda c: c.binds_another, Force.DUTY),
)

_VERBLESS: tuple[_Row, ...] = (
    (lambda c: _UNGUARDED.search(c.body), Force.DENIAL),
    (lambda c: c.actor == "o" and c.has(t.MUST) and not c.has("nx") and t.CHOICE in c.codes[c.start : c.main], Force.DUTY),
    (lambda c: t.SAFEGUARD in c.codes[c.start : c.end], Force.DUTY),
    (lambda c: _NOTHING.search(c.body), Force.BAN),
    (lambda c: _UNKNOWN_BAN.match(c.body), Force.MENTION),
    (lambda c: c.has(t.BURDEN) and c.has(t.MAY), Force.DENIAL),
    (lambda c: not {t.CONSENT, t.WITHOUT_CONSENT}.isdisjoint(c.codes[c.start : c.end]), Force.CONSENT),
    (lambda c: not {t.INTEREST, t.DEFAULT_ON}.isdisjoint(c.codes[c.start : c.end]), Force.PRACTICE),
    (lambda c: {t.LIMITER, t.DATA} <= set(c.codes[c.start : c.end]), Force.LIMITED),
    (lambda c: not set("dtTru").isdisjoint(c.codes[c.start : c.end]), Force.MENTION),
    (lambda _: True, Force.SILENT),
)

_CHOICES: tuple[_Row, ...] = (
    (lambda c: c.key == "choice.ask" and c.is_asked and c.has(t.DATA), Force.PRACTICE),
    (lambda c: c.actor == "r" and not c.has(t.PERSON) and not c.negated, Force.MENTION),
    (lambda c: c.looked_at and c.negated, Force.BAN),
    (lambda c: c.looked_at, Force.PRACTICE),
    (lambda c: c.actor == "o" and c.key in _DELETES and not c.negated, Force.DUTY),
    (lambda c: c.actor == "o" and c.key == "choice.manage" and not c.has(t.PERSON), Force.SILENT),
    (lambda c: c.negated and c.key != "choice.equal", Force.DENIAL),
    (lambda c: c.key == "choice.refuse" and c.actor != "y" and not c.negated, Force.DENIAL),
    (lambda c: c.key == "choice.ask" and c.actor == "o", Force.SILENT),
    (lambda _: True, Force.RIGHT),
)

_GUARDS: tuple[_Row, ...] = (
    (lambda c: c.is_told and c.negated, Force.BAN),
    (lambda c: c.is_told, Force.MENTION),
    (lambda c: c.tells_another and (c.tells_nobody or c.negated), Force.BAN),
    (lambda c: c.tells_another, Force.PRACTICE),
    (lambda c: c.actor == "y" and c.key == "guard.notify" and c.is_received and not c.negated, Force.DUTY),
    (lambda c: c.actor == "y" and c.has(t.MAY) and c.key in _THEIRS and c.negated, Force.MENTION),
    (lambda c: c.actor == "y" and c.has(t.MAY) and c.key in _THEIRS, Force.RIGHT),
    (lambda c: c.actor == "y", Force.PERSON),
    (lambda c: c.key == "guard.limit" and c.has("ag") and c.negated, Force.PRACTICE),
    (lambda c: c.key == "guard.limit" and c.has("ag"), Force.BAN),
    (lambda c: c.key == "guard.anonymise" and c.has(t.MAY) and c.has("ur") and not c.negated, Force.PRACTICE),
    (lambda c: c.negated and c.key in {"guard.bind_recipients", "guard.old_terms"}, Force.BAN),
    (lambda c: c.negated, Force.DENIAL),
    (lambda _: True, Force.DUTY),
)

_ACTS: tuple[_Row, ...] = (
    (lambda c: c.weak and c.has(t.SAFEGUARD), Force.DUTY),
    (lambda c: c.key == "act.look_up" and not c.has("dr") and c.has(t.PERSON) and c.actor != "y", Force.MENTION),
    (lambda c: c.weak and c.has("uskIf"), Force.MENTION),
    (lambda c: c.weak, Force.SILENT),
    (lambda c: c.actor == "y" and not c.negated and c.has("cps") and c.has(t.MAY), Force.RIGHT),
    (lambda c: c.key == "act.request" and not c.negated and c.has("dr"), Force.PRACTICE),
    (lambda c: c.key == "act.request" and not c.negated, Force.MENTION),
    (lambda c: c.actor == "y" and c.has(t.CONSENT) and not c.negated, Force.CONSENT),
    (lambda c: c.actor == "y" and not c.negated and c.has(t.MAY) and c.has(t.DATA) and _of_their_data(c), Force.RIGHT),
    (lambda c: c.actor == "y" and c.has(t.GUARD) and c.has(t.MUST) and c.key == "act.give", Force.DUTY),
    (lambda c: c.actor == "y" and c.has(t.DATA) and c.key == "act.give" and not c.negated and not c.has("wm"), Force.PRACTICE),
    (lambda c: c.actor == "y" and t.SAFEGUARD in c.body.partition("y")[0], Force.DUTY),
    (lambda c: c.actor == "y", Force.PERSON),
    (lambda c: c.negated, Force.BAN),
    (lambda c: c.key == "act.contact_person" and not c.has(t.PURPOSE) and any(term.key in _OF_CHANGES for term in c.terms), Force.DUTY),
    (lambda c: c.key == "act.sell" and not c.has("dr"), Force.MENTION),
    (lambda c: c.key not in _HARD_ACTS and not c.has("drusftTIkWq"), Force.MENTION),
    (lambda c: c.has(t.SAFEGUARD) and c.key in {"act.use", "act.retain"} and not c.has(t.RECIPIENT), Force.DUTY),
    (lambda c: c.key in _SENDS and not c.has("ruf") and any(term.key.startswith("safeguard.encryption") for term in c.terms), Force.DUTY),
    (lambda c: c.has(t.LIMITER), Force.LIMITED),
    (lambda _: True, Force.PRACTICE),
)


def _of_their_data(clue: Clue) -> bool:
    """Whether the person looks at, or has something done with, data about themselves."""
    return clue.key in _LOOKS or (clue.verb is not None and clue.codes[clue.verb - 1] == t.DATA)


def force_of(clue: Clue) -> Force:
    """The force that the first fitting clue gives."""
    for fits, force in _FIXED:
        if fits(clue):
            return force
    table = _VERBLESS
    if clue.verb is not None:
        code = clue.codes[clue.verb]
        table = _CHOICES if code == t.CHOICE else _GUARDS if code == t.GUARD else _ACTS
        if clue.key == "choice.ask" and clue.actor == "o" and clue.has(t.DATA) and not clue.negated:
            return Force.PRACTICE
    return next(force for fits, force in table if fits(clue))
