"""Tells what is done with data where the meaning of the verb alone does not: who looks, what is shown, on what an act rests.

Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue
from differ.vocabulary.stems import stem

_LOOKS = frozenset({"act.look_up", "act.transfer"})
_LOOKING = frozenset(stem(word) for word in "review see view access download export obtain receive".split())  # rights that another may take
_OPENS = re.compile(r"[gc][j_]?P[^agpc]*$")
_HANDS_ON = frozenset({"act.look_up", "act.give", "act.disclose", "act.transfer"})
_POINTS_BACK = re.compile(r"\s+(?:it|them)\b", re.IGNORECASE)
_MACHINES = re.compile(r"\b(?:servers?|data\scent(?:er|re)s?|backups?|cloud)\b", re.IGNORECASE)
_RESTS = re.compile(r"\b(?:rests?|rel(?:y|ies)|(?:is|are)\s(?:\w+ly\s)?based)\s(?:up)?on\b", re.IGNORECASE)
_SHOWN = re.compile(
    r"\b(?:is|are|be|becomes?|remains?|stays?)\s(?:not\s|never\s|also\s|\w+ly\s)*(?:visible|accessible|open)\sto\b", re.IGNORECASE
)
_SHOWS_ADS = re.compile(
    r"\b(?:show|display|present|serve|run|deliver)s?\s(?:(?!not\b|never\b)\w+\s){0,3}(?:ads|adverts|advertisements|advertising|offers|promotions)\b",
    re.IGNORECASE,
)
_IN_A_SAFE = re.compile(r"ab[_hj]*s(?!.*&[^i]*a)")
_OF_NO_ONE = ("guard.anonymise", "data.anonymous")
_HAS_IT_DONE = re.compile(
    r"\b(?:may|can|could)\s(?:also\s|always\s)?have\s(?:the|your|an?|any|it|this)\b[^.;,]{0,40}?\s\w{2,}ed\b", re.IGNORECASE
)
_CONTRACT_BINDS = re.compile(
    r"\b(?:contracts?|agreements?|clauses?)\s(?:with\s(?:them|[\w-]+\s?[\w-]*)\s)?(?:also\s)?(?:forbids?|prohibits?|bars?|requires?|obliges?|obligates?|binds?)\b",
    re.IGNORECASE,
)
_BINDS = frozenset({"requir", "oblig", "instruct", "compel", "forbid", "prohibit"})


def is_to_be_sent(clue: Clue) -> bool:
    """Whether it tells the reader where to send something that is not their data: "faults should be reported to desk@mill.example"."""
    if clue.actor or clue.verb is None or clue.negated or clue.has("dr") or not clue.has("wv"):
        return False
    return clue.codes[clue.verb + 1 : clue.verb + 2] == t.LINK


_YOU_ALONE = re.compile(r"(?:only|nobody\s(?:but|except|other\sthan)|no[\s-]one\s(?:but|except|other\sthan))\syou\b", re.IGNORECASE)


def you_alone(clue: Clue) -> bool:
    """Whether it says who may look at something, the person and those named beside: "only you can read it"."""
    return (
        clue.actor == t.PERSON
        and not clue.negated
        and clue.key in _LOOKS | {"choice.access"}
        and _YOU_ALONE.match(clue.text, clue.first.start) is not None
    )


def weak(clue: Clue) -> bool:
    """Whether its verb is an act only beside data or a recipient, and has neither, nor points back to them."""
    return clue.verb is not None and clue.codes[clue.verb] == t.WEAK_ACT and not clue.has("dr") and not _points_back(clue)


def _points_back(clue: Clue) -> bool:
    """Whether what is seen or handed on is only pointed to: "the printers see it"."""
    return clue.key in _HANDS_ON and clue.actor != t.PERSON and clue.verb_goes_on(_POINTS_BACK)


def looked_at(clue: Clue) -> bool:
    """Whether another than the person looks at, changes or takes away the person's data."""
    if clue.key != "choice.access" or clue.verb is None or t.PERSON in {clue.actor, clue.codes[clue.verb - 1] if clue.verb else ""}:
        return False
    verb = clue.found[clue.verb]
    looks = stem(clue.text[verb.start : verb.end].split()[0].lower()) in _LOOKING
    return looks and (clue.actor in {"o", "r"} or clue.before_verb.strip(",.b") != "")


def opens_the_text(clue: Clue) -> bool:
    """Whether the person looks at a notice or site, and at no data."""
    if clue.actor != t.PERSON or clue.key not in _LOOKS | {"choice.access"} or clue.verb is None or clue.has("nxkWsr"):
        return False
    return _OPENS.match(clue.codes[clue.verb : clue.end]) is not None


def of_their_data(clue: Clue) -> bool:
    """Whether the person looks at, or has something done with, data about themselves."""
    return clue.key in _LOOKS or (clue.verb is not None and clue.codes[clue.verb - 1] == t.DATA)


def is_shown(clue: Clue) -> bool:
    """Whether it says to whom data are open: "your name is visible to other guests"."""
    shown = clue.says(_SHOWN)
    return shown is not None and any(
        term.code == t.DATA and term.end <= shown.start() and later.code == t.RECIPIENT and later.end > shown.start()
        for term in clue.terms
        for later in clue.terms
    )


def advertises(clue: Clue) -> bool:
    """Whether it says that advertisements are shown, and by what data: "we show you ads based on your visits"."""
    return clue.has(t.DATA) and clue.says(_SHOWS_ADS) is not None


def rests(clue: Clue) -> bool:
    """Whether its verb is a noun, and what is told is only on what that act rests: "transfers rest on contracts"."""
    if clue.verb is None or clue.actor or clue.has("nm") or not set("apckWsS").isdisjoint(clue.before_verb):
        return False
    return _RESTS.search(clue.text, clue.found[clue.verb].end, clue.found[clue.end - 1].end) is not None


def kept_guarded(clue: Clue) -> bool:
    """Whether it says under what guard data are kept: "stored in encrypted form", "kept in locked cabinets"."""
    return clue.verb is not None and clue.key == "act.retain" and _IN_A_SAFE.match(clue.codes, clue.verb, clue.end) is not None


def prefers_the_anonymous(clue: Clue) -> bool:
    """Whether the organisation tries to do with data of no one: "we strive to use anonymised counts"."""
    if clue.verb is None or clue.key != "act.use" or clue.actor != t.ORGANISATION or t.MAY in clue.before_verb:
        return False
    tries = any(term.key == "hedge.try" for term in clue.found[clue.main : clue.verb])
    return tries and any(term.key.startswith(_OF_NO_ONE) for term in clue.found[clue.verb + 1 : clue.verb + 2])


def tells_where_data_lie(clue: Clue) -> bool:
    """Whether it is about the machines on which data lie."""
    return clue.says(_MACHINES) is not None


def has_it_done(clue: Clue) -> bool:
    """Whether the person may have something done for them: "you may have the sum checked"."""
    return clue.says(_HAS_IT_DONE) is not None


def binds_another(clue: Clue) -> bool:
    """Whether the organisation makes another do what the verb says."""
    if clue.verb is None:
        return False
    if t.RECIPIENT in clue.body and not clue.has(t.NEGATION) and clue.says(_CONTRACT_BINDS) is not None:
        return True
    if clue.actor != "o":
        return False
    first = clue.codes.find("o", clue.main) + 1
    bound = re.match(r"[mwvnhzlj]*_(?P<whom>[r_])", clue.codes[first : clue.verb])
    if bound is None or (bound["whom"] == t.WORD and clue.found[first + bound.start("whom")].key != "recipient"):
        return False
    return any(term.key in _BINDS for term in clue.found[clue.main : clue.verb])
