"""What the force of a statement is told from: its verb, whether that is denied, who acts, and upon whom.

Which force that makes is the business of `forces`, how a sentence is cut into statements that of `cutting`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from differ.judgement import kinds as t
from differ.judgement.asides import (
    answers_questions,
    instructs,
    leaves_the_past,
    left_to_others,
    tells_grounds,
    tells_of_its_changes,
    tells_of_itself,
)
from differ.judgement.kinds import VERBS, Term
from differ.vocabulary.stems import stem

_NOBODY_ELSES = frozenset("orckWDOINS")
_BINDS = frozenset({"requir", "oblig", "instruct", "compel", "forbid", "prohibit"})
OF_CHANGES = frozenset({"intensifier.firm", "chang", "breach"})
LOOKS = frozenset({"act.look_up", "act.transfer"})
_HANDS_ON = frozenset({"act.look_up", "act.give", "act.disclose", "act.transfer"})
_POINTS_BACK = re.compile(r"\s+(?:it|them)\b", re.IGNORECASE)
_LOOKING = frozenset(stem(word) for word in "review see view access download export obtain receive".split())
_TELLING = re.compile(r"(?:tell|inform|notif|alert|warn|advis)\w*\s+(?!you\b|us\b|of\b|about\b|when\b|that\b)", re.IGNORECASE)
_IS_TOLD = re.compile(r"\b(?:is|are|be|was|were)\s+(?:told|informed|notified)$", re.IGNORECASE)
_TOLD_TO = re.compile(r"\b(?:is|are|be|was|were|been)\s+(?:not\s+|never\s+|also\s+|\w+ly\s+)*told\s+to\s+(?!you\b)", re.IGNORECASE)
_OTHERS = frozenset({t.RECIPIENT, t.WORD, t.NEGATION, t.OPENER})  # "other shops"
_WE_ARE_TOLD = re.compile(
    r"\bwe\s+(?:(?:are|were|will|may|can|be|not|never|also|only|\w+ly)\s+){1,4}(?:told|informed|notified)$", re.IGNORECASE
)
_IS_ASKED = re.compile(r"\b(?:is|are|be|was|were)\s+(?:\w+ly\s+|also\s+)?asked\b", re.IGNORECASE)
_TOLD_THEM = re.compile(r"\s+(?:them|him|her|others|anybody|anyone|everyone|everybody)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:\w+ )?(?:settings|preferences|controls)", re.IGNORECASE)
_MACHINES = re.compile(r"\b(?:servers?|data\scent(?:er|re)s?|backups?|cloud)\b", re.IGNORECASE)
_RANKS = re.compile(
    r"\b(?:conflicts?|differ|differs|inconsisten\w+|discrepanc\w+|contradict\w*)\b[^.;]*\b(?:prevails?|controls?|governs?|appl(?:y|ies)|counts?"
    r"|takes?\sprecedence|supersedes?)\b",
    re.IGNORECASE,
)
_NO_OTHER = re.compile(
    r"\b(?:english|translat\w+|language)\b|\b(?:this|(?:the|our)\sprivacy)\s(?:privacy\s)?(?:policy|notice|statement)\s(?:\w+\s){0,3}(?:prevail|control|govern|appl|count|take)",
    re.IGNORECASE,
)  # translations, or this text itself
_COUNTS_AS_DATA = re.compile(
    r"\b(?:constitutes?|counts?\sas|qualif(?:y|ies)\sas|amounts?\sto)\s(?:\w+\s)?(?:personal|sensitive)\b", re.IGNORECASE
)
_RESTS = re.compile(r"\b(?:rests?|rel(?:y|ies)|(?:is|are)\s(?:\w+ly\s)?based)\s(?:up)?on\b", re.IGNORECASE)
_SHOWN = re.compile(
    r"\b(?:is|are|be|becomes?|remains?|stays?)\s(?:not\s|never\s|also\s|\w+ly\s)*(?:visible|accessible|open)\sto\b", re.IGNORECASE
)
_SHOWS_ADS = re.compile(
    r"\b(?:show|display|present|serve|run|deliver)s?\s(?:(?!not\b|never\b)\w+\s){0,3}(?:ads|adverts|advertisements|advertising|offers|promotions)\b",
    re.IGNORECASE,
)
_OF_NO_ONE = ("guard.anonymise", "data.anonymous")
_MAY_FAIL = re.compile(r"\b(?:may|might|could)\snot\s(?:always\s)?be\s(?:able\sto|possible)\b", re.IGNORECASE)
_HAS_NO_EFFECT = re.compile(
    r"\b(?:(?:does|do|shall|will)\s+not|doesn't|don't|won't)\s+(?:affect|impact|influence|stop|prevent|end|interrupt|change|alter)\b",
    re.IGNORECASE,
)
_ROUTE = re.compile(r"[^apcnkWsS]*$")
_OPENS = re.compile(r"[gc][j_]?P[^agpc]*$")
_DENIED_LIST = re.compile(r"[,_&]*o[mwvh]*n_[du_]+(?:[,|]{1,2}[du_]*)+$")  # "we do not place tags, pixels or …"
_DENIED_ASIDE = re.compile(
    r"\b(?:that|which|who)\s(?:\w+\s){0,3}?(?:not|never)\b[^,;.:]*\s(?P<rest>(?:is|are|was|were|will|shall|may|can|must)\s[^,;.:]*)$",
    re.IGNORECASE,
)
_ASKS_NO_CONSENT = re.compile(r"n[hjz]{0,2}(?P<asks>[a_])[yb]{0,2}k")
_ASKING = frozenset({"act.collect", "request"})
_LEAVE = re.compile(r"\s*(?:to\s)?(?:allow|permit|agree|consent|opt\s?-?in|enable|turn\son|switch\son|activate)\b", re.IGNORECASE)
_AFTER_THE_VERB = re.compile(r".[b&|]?[adr]?[b&|]?n")


_HAS_IT_DONE = re.compile(
    r"\b(?:may|can|could)\s(?:also\s|always\s)?have\s(?:the|your|an?|any|it|this)\b[^.;,]{0,40}?\s\w{2,}ed\b", re.IGNORECASE
)


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
    def answers_for_nobody(self) -> bool:
        """Whether it only says that the organisation does not control or answer for what others do."""
        before = self.found[self.main : self.end if self.verb is None else self.verb]
        return self.actor == t.ORGANISATION and not self.has("kWD") and any(term.key == "filler.liability" for term in before)

    @property
    def left_to_others(self) -> bool:
        """Whether it only says by whose terms something is governed."""
        return self.start == 0 and not self.has("nkWx") and left_to_others(self.text)

    @property
    def answers_questions(self) -> bool:
        """Whether it only says whom to ask: "if you have a question on how we use it, write to us"."""
        return self.start == 0 and not self.has("nkWx") and answers_questions(self.text)

    @property
    def leaves_the_past(self) -> bool:
        """Whether it only says that what was lawful stays so: "this does not affect the lawfulness of earlier processing"."""
        return not self.has(t.MAY) and leaves_the_past(self.text[self.found[self.main].start : self.found[self.end - 1].end])

    @property
    def has_no_effect(self) -> bool:
        """Whether a choice is said not to end or change something: "withdrawal does not affect the lending"."""
        return not self.actor and _HAS_NO_EFFECT.search(self.text, self.found[self.main].start, self.found[self.end - 1].end) is not None

    @property
    def may_fail(self) -> bool:
        """Whether it says that something may not be possible, which forbids nobody anything: "we may not be able to serve you"."""
        return _MAY_FAIL.search(self.text, self.found[self.main].start, self.found[self.end - 1].end) is not None

    @property
    def tells_where_data_lie(self) -> bool:
        """Whether it is about the machines on which data lie."""
        return _MACHINES.search(self.text, self.found[self.main].start, self.found[self.end - 1].end) is not None

    @property
    def ranks_texts(self) -> bool:
        """Whether it says which of several texts holds where they differ, and they are no translations."""
        said = self.text[self.found[self.start].start : self.found[self.end - 1].end]
        return t.POINTER in self.codes[self.start : self.end] and _RANKS.search(said) is not None and _NO_OTHER.search(said) is None

    @property
    def counts_as_data(self) -> bool:
        """Whether it says what is, or is not, personal data under a law: "this may constitute personal data"."""
        counts = _COUNTS_AS_DATA.search(self.text, self.found[self.main].start, self.found[self.end - 1].end)
        return counts is not None and all(term.code not in VERBS or term.end > counts.start() for term in self.terms)

    @property
    def tells_grounds(self) -> bool:
        """Whether its subject is no one who acts, but the laws, grounds or criteria by which someone does."""
        return self.start == 0 and not self.has("rkWcnxqtT") and tells_grounds(self.text)

    @property
    def tells_of_itself(self) -> bool:
        """Whether it only says how the text was changed, where links lead, or who the organisation is and where it is registered."""
        if self.start == 0 and tells_of_its_changes(self.text):
            return True
        return self.start == 0 and not self.has("nxkWDOINuspq") and self.actor in {"o", ""} and tells_of_itself(self.text)

    @property
    def opens_the_text(self) -> bool:
        """Whether the person looks at a notice or site, and at no data."""
        if self.actor != t.PERSON or self.key not in LOOKS | {"choice.access"} or self.verb is None or self.has("nxkWsr"):
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
        first = self._after_a_relative_clause
        near = self.codes[max(first, self.verb - 5) : self.verb]
        if t.NEGATION in near or re.search(r"^[^,&|!ix]*n[^,&|!ix]*$", self.codes[first : self.verb]):
            return True
        if _DENIED_LIST.match(self.before_verb):
            return True
        if self.codes[self.verb] == t.CHOICE:
            return False  # "you may ask us not to …" refuses nothing
        return bool(_AFTER_THE_VERB.match(self.codes[self.verb : min(self.end, self.verb + 5)]))

    @property
    def _after_a_relative_clause(self) -> int:
        """Where the main clause goes on after "that have not been used", which only tells what is meant."""
        if self.verb is None:
            return self.main
        aside = _DENIED_ASIDE.search(self.text, self.found[self.main].start, self.found[self.verb].start)
        if aside is None:
            return self.main
        return next(index for index in range(self.main, self.verb + 1) if self.found[index].start >= aside.start("rest"))

    def has(self, letters: str) -> bool:
        """Whether the main clause has a term of one of these kinds."""
        return not set(letters).isdisjoint(self.body)

    def is_before(self, letters: str) -> bool:
        """Whether its verb stands right before a term of one of these kinds."""
        return self.verb is not None and self.codes[self.verb + 1 : min(self.end, self.verb + 2)] in set(letters)

    @property
    def weak(self) -> bool:
        """Whether its verb is an act only beside data or a recipient, and has neither, nor points back to them."""
        return self.verb is not None and self.codes[self.verb] == t.WEAK_ACT and not self.has("dr") and not self._points_back

    @property
    def _points_back(self) -> bool:
        """Whether what is seen or handed on is only pointed to: "the printers see it"."""
        if self.key not in _HANDS_ON or self.verb is None or self.actor == t.PERSON:
            return False
        return _POINTS_BACK.match(self.text, self.found[self.verb].end) is not None

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
    def asks_no_consent(self) -> bool:
        """Whether consent is what is not asked for: "we will not request your agreement"."""
        asks = _ASKS_NO_CONSENT.search(self.body)
        return asks is not None and self.actor == t.ORGANISATION and self.terms[asks.start("asks")].key in _ASKING

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
        if any(term.key in OF_CHANGES for term in self.terms):
            return False
        verb = self.found[self.verb]
        if not _TELLING.match(self.text, verb.start):
            return False
        others = self.codes[self.verb + 1 : self.verb + 2] in _OTHERS and not self._told_some
        return others or _TOLD_THEM.match(self.text, verb.end) is not None

    @property
    def _told_some(self) -> bool:
        """Whether those told are the people themselves: "each tenant", "affected guests"."""
        told = next((term for term in self.found[(self.verb or 0) + 1 : self.end] if term.code != t.WORD), None)
        return told is not None and told.code == t.PERSON and not self.text.startswith("you", told.start)

    @property
    def has_it_done(self) -> bool:
        """Whether the person may have something done for them: "you may have the sum checked"."""
        return _HAS_IT_DONE.search(self.text, self.found[self.main].start, self.found[self.end - 1].end) is not None

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
    def is_named(self) -> bool:
        """Whether its verb is a noun, and nobody does it: "your bicycle settings"."""
        verb = self.found[self.verb] if self.verb is not None else None
        return verb is not None and not self.actor and _NAMED.fullmatch(self.text, verb.start, verb.end) is not None

    @property
    def is_told_to_the_person(self) -> bool:
        """Whether its verb tells the person what to do: "if you do not want it, tell the driver"."""
        if self.verb is None or self.actor or self.main == self.start or t.PERSON not in self.codes[self.start : self.main]:
            return False
        word = self.text[self.found[self.verb].start :].split(" ", 1)[0].lower()
        return not self.codes[self.main : self.verb].strip(",b") and not word.endswith(("ed", "ing", "s", "ity"))

    @property
    def rests(self) -> bool:
        """Whether its verb is a noun, and what is told is only on what that act rests: "transfers rest on contracts"."""
        if self.verb is None or self.actor or self.has("nm") or not _ROUTE.match(self.before_verb):
            return False
        return _RESTS.search(self.text, self.found[self.verb].end, self.found[self.end - 1].end) is not None

    @property
    def is_shown(self) -> bool:
        """Whether it says to whom data are open: "your name is visible to other guests"."""
        shown = _SHOWN.search(self.text, self.found[self.main].start, self.found[self.end - 1].end)
        return shown is not None and any(
            term.code == t.DATA and term.end <= shown.start() and later.code == t.RECIPIENT and later.end > shown.start()
            for term in self.terms
            for later in self.terms
        )

    @property
    def advertises(self) -> bool:
        """Whether it says that advertisements are shown, and by what data: "we show you ads based on your visits"."""
        return self.has(t.DATA) and _SHOWS_ADS.search(self.text, self.found[self.main].start, self.found[self.end - 1].end) is not None

    @property
    def prefers_the_anonymous(self) -> bool:
        """Whether the organisation tries to do with data of no one: "we strive to use anonymised counts"."""
        if self.verb is None or self.key != "act.use" or self.actor != t.ORGANISATION or t.MAY in self.before_verb:
            return False
        tries = any(term.key == "hedge.try" for term in self.found[self.main : self.verb])
        return tries and any(term.key.startswith(_OF_NO_ONE) for term in self.found[self.verb + 1 : self.verb + 2])

    @property
    def is_received(self) -> bool:
        """Whether its verb says that someone gets what it names: "guests receive notice"."""
        verb = self.found[self.verb] if self.verb is not None else None
        return verb is not None and self.text[verb.start : verb.end].lower().startswith(("receive", "get", "hear", "learn"))

    @property
    def gets_offers(self) -> bool:
        """Whether what someone gets is of a grave purpose, or comes from others: "you will receive offers of our partners"."""
        got = self.found[self.end if self.verb is None else self.verb + 1 : self.end]
        return any(term.code == t.PURPOSE and term.entry is not None and term.entry.material for term in got) or any(
            one.key in {"from", "of"} and other.code == t.RECIPIENT for one, other in pairwise(got)
        )

    @property
    def asks_leave(self) -> bool:
        """Whether the person is asked to allow or turn on what follows."""
        return self.verb is not None and _LEAVE.match(self.text, self.found[self.verb].end) is not None

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
