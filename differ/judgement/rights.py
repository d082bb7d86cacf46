"""Tells what words of choice give the person: a right, or one that ends, costs something, or is another's to use.

Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_LIMITS_YOU = re.compile(
    r"""(?:limit|restrict|suspend|stop|reduce|cap)\w*\s+
    (?:your\s+(?:\w+\s+)?(?:rights?|choices?|requests?|copies|complaints?|control|access\sto\s(?:your|the|these)\s(?:data|files?|information|records?))\b
      |(?:the\s+)?(?:number\s+of\s+|how\s+many\s+|how\s+often\s+)?(?:copies|requests|complaints|objections)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_OR_COSTS = re.compile(
    r"""\b(?:rights?|requests?|objections?|complaints?|appeals?|cop(?:y|ies)|access|corrections?|deletions?|erasure|exports?)\s
    (?:[\w-]+\s){0,4}?(?:(?:will|may|can|shall|must)\s)?
    (?:ends?|ceases?|lapses?|expires?|costs?|(?:is|are|be)\s(?:\w+ly\s)?(?:limited|lost|void|forfeited|refused|suspended|chargeable|charged))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_IS_FREE = re.compile(
    r"""\b(?:access|(?:cop(?:y|ies)|requests?|complaints?|corrections?|deletions?|erasure|exports?|transcripts?|printouts?|answers?))\s(?:[\w-]+\s){0,5}?
    (?:is|are|remains?|will\sbe)\s(?:always\s|entirely\s|completely\s)?(?:free\b(?!\s(?:from|to)\b)|without\scharge|at\sno\scost|gratis)""",
    re.IGNORECASE | re.VERBOSE,
)
_SENDS_ON = re.compile(
    r"\b(?:go\sto|see|turn\sto|refer\sto|read|consult)\s(?:(?:the|our|your)\s(?:[\w'\"-]+\s){0,5}?(?:section|paragraph|part|chapter|heading)\b"
    r"|(?:section|paragraph|part|chapter)\s\w+|(?:below|above)\b)"
    r"|\bsee\b[^.;]{0,140}?\bfor\s(?:more\s|further\s|additional\s|full\s)?(?:information|details)\b",
    re.IGNORECASE,
)
_NO_COST = ("free", "charge", "cost", "gratis")
_REFUSES = frozenset({"choice.opt_out", "choice.refuse", "choice.withdraw"})
_ENDS_IT = re.compile(
    r"(?:close|end|terminate|suspend|block|cancel|freeze)\s(?:your|the)\s(?:account|membership|contract|subscription|access)", re.IGNORECASE
)
_ENDINGS = ("end", "cease", "lapse", "expire", "cost", "limited", "lost", "void", "forfeit", "refused", "suspended", "charge")
_DECIDES = re.compile(r"\w+s(?:\s(?:whether|what|which))?", re.IGNORECASE)
_CHOICES = re.compile(r"(?:your\s)?choices", re.IGNORECASE)
_HAS_NO_EFFECT = re.compile(
    r"\b(?:(?:does|do|shall|will)\s+not|doesn't|don't|won't)\s+(?:affect|impact|influence|stop|prevent|end|interrupt|change|alter)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:\w+ )?(?:settings|preferences|controls)", re.IGNORECASE)


def is_a_button(clue: Clue) -> bool:
    """Whether it is what a person presses to be left alone, put in their own mouth: "Take me off the list"."""
    return clue.start == 0 and len(clue.text) < _LONGEST_BUTTON and _BUTTON.fullmatch(clue.text) is not None


_LONGEST_BUTTON = 100  # characters
_BUTTON = re.compile(
    r"""\W*(?:please\s)?(?:no,?\s)?(?:(?:do\snot|don['’]t|never|stop|quit)\s[\w-]{3,}
    |take|leave|keep|remove|delete|erase|forget|hide|exclude|unlist|opt|sign|count|get|drop|unsubscribe|withdraw|download|export|correct|show|send)\s
    (?:[\w'’-]+\s){0,3}?(?:me|my|mine)\b(?:\s[\w'’-]+){0,6}\W*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_free(clue: Clue) -> bool:
    """Whether what a person may ask for is said to cost nothing: "access is free"."""
    if clue.has("n") or not any(word in clue.text for word in _NO_COST):
        return False
    return clue.says(_IS_FREE) is not None


def ends_or_costs(clue: Clue) -> bool:
    """Whether a right is said to end, or to cost something: "your rights end with your stay"."""
    if clue.negated or clue.has("n") or clue.first.key == "guard.limit":  # "access to it is limited to nurses"
        return False
    if not any(word in clue.text for word in _ENDINGS):
        return False
    said = clue.says(_ENDS_OR_COSTS)
    return said is not None and (clue.verb is None or clue.found[clue.verb].start <= said.end())


def is_told_further_on(clue: Clue) -> bool:
    """Whether a choice is not given here, but in the part of the text to which the person is sent: "to opt out, see section 4"."""
    sent = clue.says(_SENDS_ON)
    return sent is not None and all(term.code != t.LINK or term.start < sent.start() for term in clue.terms)


def punishes(clue: Clue) -> bool:
    """Whether those who refuse lose what they have: "if you object we close your account"."""
    if clue.main == clue.start or clue.actor != t.ORGANISATION:
        return False
    refuses = any(term.key in _REFUSES for term in clue.found[clue.start : clue.main])
    return refuses and clue.verb_reads(_ENDS_IT)


def has_no_effect(clue: Clue) -> bool:
    """Whether a choice is said not to end or change something: "withdrawal does not affect the lending"."""
    return not clue.actor and clue.says(_HAS_NO_EFFECT) is not None


def limits_the_person(clue: Clue) -> bool:
    """Whether it is the person whom it limits: "we restrict your access to it"."""
    return not clue.negated and clue.actor != t.PERSON and clue.verb_reads(_LIMITS_YOU)


def must_prove_first(clue: Clue) -> bool:
    """Whether a person has to do something before they are answered."""
    return clue.actor == t.PERSON and clue.key == "guard.respond" and t.MUST in clue.before_verb


def decides(clue: Clue) -> bool:
    """Whether a word of choice tells what data or past choices do: "your score decides whether you get a loan"."""
    if clue.verb is None or clue.key != "choice.manage" or clue.actor:
        return False
    verb = clue.found[clue.verb]
    if _CHOICES.fullmatch(clue.text, verb.start, verb.end):
        return clue.is_before("ag")
    return clue.before_verb[-1:] == t.DATA and _DECIDES.fullmatch(clue.text, verb.start, verb.end) is not None


def refuses_tags(clue: Clue) -> bool:
    """Whether what can be refused are tags, which it is for the person to refuse: "cookies can be refused"."""
    if clue.verb is None or clue.key != "choice.refuse" or clue.actor or clue.negated or not clue.has(t.MAY):
        return False
    return any(term.code == t.DATA and term.key.startswith("data.cookies") for term in clue.found[clue.main : clue.verb])


def decides_itself(clue: Clue) -> bool:
    """Whether it is the organisation that decides: "we choose what others see", not "we let you choose it"."""
    if clue.verb is None or clue.key != "choice.manage" or clue.actor != t.ORGANISATION or t.PERSON in clue.before_verb:
        return False
    return clue.text[clue.found[clue.verb].start :].lower().startswith(("choose", "decide"))


def is_of_a_thing_unknown(clue: Clue) -> bool:
    """Whether it is of no known data, act or purpose what a person may do, and may be of anything: "you can mute the radio"."""
    if clue.verb is None or clue.actor not in {t.PERSON, ""} or not _OF_ANYTHING.isdisjoint(clue.codes[clue.start : clue.end]):
        return False
    verb = clue.found[clue.verb]
    if clue.codes[clue.start : clue.end].count(t.CHOICE) > 1 or clue.codes[clue.verb + 1 : clue.end].lstrip("bjh")[:1] not in {
        t.WORD,
        t.NAME,
    }:
        return False
    return _OF_MANY_THINGS.fullmatch(clue.text, verb.start, verb.end) is not None


_OF_ANYTHING = frozenset("adgorpukKsfWDOISLRHT")  # of something that weighs
_OF_MANY_THINGS = re.compile(
    r"(?:block|disabl|deactivat|enabl|activat|edit|correct|modif|amend|remov|delet|adjust|control|withdraw|revok|refus|reject|declin|deny|download)\w*"
    r"|(?:turn|switch)\w*\s(?:off|on)|ask\s(?:for|that|to|the)|appeals?",
    re.IGNORECASE,
)


def is_named(clue: Clue) -> bool:
    """Whether its verb is a noun, and nobody does it: "your bicycle settings"."""
    verb = clue.found[clue.verb] if clue.verb is not None else None
    return verb is not None and not clue.actor and _NAMED.fullmatch(clue.text, verb.start, verb.end) is not None
