"""Tells who is told, asked or sent something: that another than the person is told is no promise to the person.

Which force a statement has in the end is told by `forces`.
"""

import re
from itertools import pairwise

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_TELLING = re.compile(r"(?:tell|inform|notif|alert|warn|advis)\w*\s+(?!you\b|us\b|of\b|about\b|when\b|that\b)", re.IGNORECASE)
_TELLS = re.compile(r"(?:tell|inform|alert|warn|notifie)s\b(?!\s+you\b)", re.IGNORECASE)
_IS_TOLD = re.compile(r"\b(?:is|are|be|was|were)\s+(?:told|informed|notified)$", re.IGNORECASE)
_TOLD_TO = re.compile(r"\b(?:is|are|be|was|were|been)\s+(?:not\s+|never\s+|also\s+|\w+ly\s+)*told\s+to\s+(?!you\b)", re.IGNORECASE)
_THE_OTHER_IS_TOLD = re.compile(r"(?:the|our|your|an?)\s(?:[\w'-]+\s){1,3}?(?:is|are)\s(?:told|informed|notified)$", re.IGNORECASE)
_OTHERS = frozenset({t.RECIPIENT, t.WORD, t.NEGATION, t.OPENER})  # "other shops"
_WE_ARE_TOLD = re.compile(
    r"\bwe\s+(?:(?:are|were|will|may|can|be|not|never|also|only|\w+ly)\s+){1,4}(?:told|informed|notified)$", re.IGNORECASE
)
_DO_NOT = re.compile(r"[,\s]*(?:please\s)?(?:do\snot|don't|never)\s", re.IGNORECASE)
_YOURS_OR_OURS = re.compile(r"\b(?:you|yours?|we|us|ours?)\b", re.IGNORECASE)
_BODY = re.compile(
    r"""[^.;,:]{2,60}?\sis\san?\s(?:[\w-]+,?\s){0,4}?
    (?:organi[sz]ation|body|third\sparty|agency|association|authority|program(?:me)?|foundation|charity|initiative|council|commission|institute)\s
    (?:whose\s(?:mission|aim|purpose|goal|task|role)\sis|(?:that|which)\s(?:promotes|supports|supervises|oversees|defends|protects|reviews|certifies|audits|resolves)
      |(?:dedicated|committed|devoted)\sto)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_IS_ASKED = re.compile(r"\b(?:is|are|be|was|were)\s+(?:\w+ly\s+|also\s+)?asked\b", re.IGNORECASE)
_ASKS_FOR = re.compile(r"asks\s(?:you\s)?for\b", re.IGNORECASE)
_TOLD_THEM = re.compile(r"\s+(?:them|him|her|others|anybody|anyone|everyone|everybody)\b", re.IGNORECASE)
_OF_CHANGES = frozenset({"intensifier.firm", "chang", "breach"})


_TO_DELETE = re.compile(
    r"\s+(?!you\b)(?:(?!\bto\b)[\w'-]+\s+){1,6}?to\s+(?:also\s+)?(?:delete|erase|destroy|remove|correct|stop)\b", re.IGNORECASE
)


def tells_another(clue: Clue) -> bool:
    """Whether it is another than the person who is told: "we tell the tourist board where you come from"."""
    if clue.key != "guard.notify" or clue.verb is None:
        return False
    if clue.verb_goes_on(_TO_DELETE) and not clue.has(t.NEGATION):
        return False
    if _TOLD_TO.search(clue.text, max(0, clue.found[clue.verb].start - 30), clue.found[clue.verb].end + 8):
        return True
    if clue.actor not in {t.ORGANISATION, t.RECIPIENT}:
        return False
    if clue.actor == t.RECIPIENT:
        return _IS_TOLD.search(clue.text[: clue.found[clue.verb].end]) is not None and not clue.has(t.NEGATION)
    if tells_of_changes(clue) or not clue.verb_reads(_TELLING):
        return False
    others = clue.codes[clue.verb + 1 : clue.verb + 2] in _OTHERS and not _told_some(clue)
    return others or clue.verb_goes_on(_TOLD_THEM)


def asks_for(clue: Clue) -> bool:
    """Whether a form, a page or the like asks for something: "the form asks for your age"."""
    return not clue.actor and not clue.negated and clue.verb_reads(_ASKS_FOR)


def is_told_instead(clue: Clue) -> bool:
    """Whether someone is told who is not known to be the person: "the pharmacy is told the dose"."""
    if clue.key != "guard.notify" or clue.verb is None or t.PERSON in clue.before_verb or t.WORD not in clue.before_verb:
        return False
    return _THE_OTHER_IS_TOLD.search(clue.text[: clue.found[clue.verb].end]) is not None


def is_told_of_another(clue: Clue) -> bool:
    """Whether people are told what another does or is: "visitors are not told how a guest has slept"."""
    if clue.key != "guard.notify" or clue.verb is None or clue.codes[clue.verb + 1 : clue.verb + 2] != t.PERSON:
        return False
    told, other = next((one for one in clue.terms if one.code == t.PERSON), None), clue.found[clue.verb + 1]
    if told is None or told.end > clue.found[clue.verb].start or _YOU.match(clue.text, told.start):
        return False
    passive = _IS_TOLD_NOT.search(clue.text, told.end, clue.found[clue.verb].end) is not None
    return passive and _OF_ONE.match(clue.text, clue.found[clue.verb].end, other.end) is not None


_YOU = re.compile(r"you", re.IGNORECASE)
_IS_TOLD_NOT = re.compile(r"\b(?:is|are|be|was|were)\s+(?:not\s+|never\s+|also\s+|\w+ly\s+)*(?:told|informed|notified)$", re.IGNORECASE)
_OF_ONE = re.compile(r"\s(?:how|what|whether|when|where|why|which|that)\s(?:an?|the|another|any|our)\s", re.IGNORECASE)


def _told_some(clue: Clue) -> bool:
    """Whether those told are the people themselves: "each tenant", "affected guests"."""
    told = next((term for term in clue.found[(clue.verb or 0) + 1 : clue.end] if term.code != t.WORD), None)
    return told is not None and told.code == t.PERSON and not clue.text.startswith("you", told.start)


def tells_of_changes(clue: Clue) -> bool:
    """Whether it names a change, a breach or the like, of which people are told for their own sake."""
    return any(term.key in _OF_CHANGES for term in clue.terms)


def is_told(clue: Clue) -> bool:
    """Whether it is the organisation that is told."""
    return clue.key == "guard.notify" and clue.verb is not None and _WE_ARE_TOLD.search(clue.text[: clue.found[clue.verb].end]) is not None


def tells_nobody(clue: Clue) -> bool:
    """Whether the one told is nobody."""
    return clue.verb is not None and clue.codes[clue.verb + 1 : clue.verb + 2] == t.NEGATION


def is_told_to_the_person(clue: Clue) -> bool:
    """Whether its verb tells the person what to do: "if you do not want it, tell the driver"."""
    if clue.verb is None or clue.actor or clue.main == clue.start or t.PERSON not in clue.codes[clue.start : clue.main]:
        return False
    word = clue.text[clue.found[clue.verb].start :].split(" ", 1)[0].lower()
    return not clue.codes[clue.main : clue.verb].strip(",b") and not word.endswith(("ed", "ing", "s", "ity"))


def tells_of_a_body(clue: Clue) -> bool:
    """Whether it only says what an outside body is for: "the Board is a charity whose aim is to promote the fair use of data"."""
    if clue.start or " is a" not in clue.text or t.NEGATION in clue.codes or _YOURS_OR_OURS.search(clue.text):
        return False
    return _BODY.match(clue.text) is not None


_SHOWS_THE_TEXT = re.compile(
    r"""(?:in\saddition(?:\sto\s[^.;,]{0,60})?,\s)?[\w&.' -]{2,30}?\s(?:(?:also|will|may|can)\s)*
    (?:publish|provide|offer|post|print|give|keep|make|issue)(?:e?s)?\s(?:(?:you|readers|everyone)\s(?:with\s)?)?
    (?:(?:(?:an?|the|this|our)\s)?(?:[\w-]+\s){0,2}?
        (?:summary|summaries|overview|versions?|cop(?:y|ies)|translations?|explanations?|guides?|history|archive)\s(?:of|to)\s
        (?:this|our|the)\s(?:[\w-]+\s)?(?:notices?|polic(?:y|ies)|statements?|terms)
      |(?:(?:data|security)\sand\s)?privacy\sinformation)\b(?!.*\bwe\b)(?!.*\b(?:and|or|with|of)\s(?:\w+\s){0,2}your\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def shows_the_text(clue: Clue) -> bool:
    """Whether it only says that this text, or more of its kind, is shown to readers: "we publish a summary of this notice"."""
    if clue.actor not in {t.ORGANISATION, ""} or clue.has("nrkWx"):
        return False
    if t.POINTER not in clue.body and "privacy information" not in clue.text:
        return False
    return _SHOWS_THE_TEXT.match(clue.text, clue.found[clue.main].start) is not None


_LETS_THEM_SEE = re.compile(
    r"(?:show|tell|let)s?\s(?:you|(?:the|our)\s\w+)\s(?:see\s)?(?:what|which|all)\s(?:the\s)?(?:personal\s)?(?:data|information|details|records)\s"
    r"(?:(?:that\s)?we\s(?:hold|have|keep|store|collect|process|use))\b",
    re.IGNORECASE,
)


def lets_them_see(clue: Clue) -> bool:
    """Whether people are shown which data is held of them: "we show you what data we have about you"."""
    if clue.actor != t.ORGANISATION or t.DATA not in clue.body or clue.has("rnxkW"):
        return False
    return clue.says(_LETS_THEM_SEE) is not None


def is_warned(clue: Clue) -> bool:
    """Whether the person is told not to do something: "if you get such a letter, do not answer it"."""
    if clue.verb is None or clue.actor or clue.main == 0:
        return False
    return _DO_NOT.fullmatch(clue.text, clue.found[clue.main - 1].end, clue.found[clue.verb].start) is not None


def nobody_is_told(clue: Clue) -> bool:
    """Whether it is nobody who is told: "apart from your doctor, no one is told"."""
    if clue.key != "guard.notify" or clue.verb is None or clue.actor:
        return False
    return _NOBODY_IS_TOLD.search(clue.text[: clue.found[clue.verb].end]) is not None


_NOBODY_IS_TOLD = re.compile(
    r"\b(?:nobody|no[\s-]one|none)(?:\s(?:else|of\s\w+|in\s\w+))?\s(?:is|are|will\sbe)\s(?:ever\s)?(?:told|informed|notified)$",
    re.IGNORECASE,
)


def tells_by_itself(clue: Clue) -> bool:
    """Whether a thing tells something, and not to the person: "the badge tells where you are"."""
    return clue.key == "guard.notify" and not clue.actor and clue.before_verb.strip(",b") != "" and clue.verb_reads(_TELLS)


def is_asked(clue: Clue) -> bool:
    """Whether its verb is passive: "your name is asked for"."""
    return clue.verb is not None and _IS_ASKED.search(clue.text[: clue.found[clue.verb].start + 6]) is not None


def is_received(clue: Clue) -> bool:
    """Whether its verb says that someone gets what it names: "guests receive notice"."""
    verb = clue.found[clue.verb] if clue.verb is not None else None
    return verb is not None and clue.text[verb.start : verb.end].lower().startswith(("receive", "get", "hear", "learn"))


_BY_WHAT_IS_KNOWN = re.compile(r"\b(?:based\son|tailored\sto|according\sto|matched\sto)\syour\b", re.IGNORECASE)


def gets_offers(clue: Clue) -> bool:
    """Whether what someone gets is of a grave purpose, chosen by their data, or from others: "you receive offers of our partners"."""
    got = clue.found[clue.end if clue.verb is None else clue.verb + 1 : clue.end]
    if t.DATA in clue.codes[clue.end if clue.verb is None else clue.verb + 1 : clue.end] and clue.says(_BY_WHAT_IS_KNOWN):
        return True
    return any(term.code == t.PURPOSE and term.entry is not None and term.entry.material for term in got) or any(
        one.key in {"from", "of"} and other.code == t.RECIPIENT for one, other in pairwise(got)
    )
