"""Tells whether words of promise, right or consent promise the person anything: "we promise our sponsors your address" does not.

Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_FOR_ANYONE = frozenset({"guard.adhere", "guard.respond"})
_PROTECTS_THEM = frozenset("psnlkWcPRLxhV")
_THEY_LOOK = re.compile(r"r[mw]?c")  # "each sponsor can view"
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
_REACHES_FURTHER = re.compile(
    r"\b(?:consent|permission|agreement|approval|authori[sz]ation)\s(?:\w+\s){0,4}?(?:also\s)?(?:covers|extends\sto|includes|applies\sto|counts\sfor)\b",
    re.IGNORECASE,
)


_NO_LONGER_HOLDS = re.compile(r"(?:promises|commitments|guarantees|pledges)\s(?:no\slonger|(?:do|are|will|can|may)\s?not)\b", re.IGNORECASE)
_AGREES_BY_DOING = re.compile(
    r"(?:if|when|once|where|by|in|on|upon)\b[^.;]*?,?\s(?:you|users?|guests?|visitors?|members?)\s(?:also\s)?(?:agree|accept|consent)(?:\sto\s(?:it|this|that))?\W*$",
    re.IGNORECASE,
)


def serves_another(clue: Clue) -> bool:
    """Whether what is promised or answered goes to a recipient, or staff are trained for an act, and nothing of it binds anybody:
    "we promise our sponsors your address", "clerks are trained to sell".
    """
    if clue.verb is None or clue.negated:
        return False
    rest = _THEY_LOOK.sub("rg", clue.codes[clue.verb + 1 : clue.end])
    if not _PROTECTS_THEM.isdisjoint(rest):
        return False
    if clue.key == "guard.assess":
        return rest.startswith("ba") and clue.found[clue.verb + 1].key == "to"
    return clue.key in _FOR_ANYONE and clue.actor == t.ORGANISATION and t.RECIPIENT in rest and not {*"dygua"}.isdisjoint(rest)


_FREE_NOT_TO = re.compile(
    r"\b(?:not|n['’]t|never)\s(?:\w+ly\s)?(?:have|need|required|obliged|obligated|bound|compelled)\sto\b|\bneed\s?n(?:ot|['’]t)\b|\bnot\sneed\b",
    re.IGNORECASE,
)


def is_free_not_to(clue: Clue) -> bool:
    """Whether what is denied is only that it must be done: "we need not delete it", "we do not have to read it"."""
    if clue.verb is None or not clue.negated or clue.actor == t.PERSON:
        return False
    return _FREE_NOT_TO.search(clue.text, clue.found[clue.main].start, clue.found[clue.verb].end + 3) is not None


_IS_FREE = re.compile(
    r"""\b(?:access|(?:cop(?:y|ies)|requests?|complaints?|corrections?|deletions?|erasure|exports?|transcripts?|printouts?|answers?))\s(?:[\w-]+\s){0,5}?
    (?:is|are|remains?|will\sbe)\s(?:always\s|entirely\s|completely\s)?(?:free\b(?!\s(?:from|to)\b)|without\scharge|at\sno\scost|gratis)""",
    re.IGNORECASE | re.VERBOSE,
)


_NO_COST = ("free", "charge", "cost", "gratis")


def is_free(clue: Clue) -> bool:
    """Whether what a person may ask for is said to cost nothing: "access is free"."""
    if clue.has("n") or not any(word in clue.text for word in _NO_COST):
        return False
    return clue.says(_IS_FREE) is not None


def no_longer_holds(clue: Clue) -> bool:
    """Whether promises are said not to hold: "older promises no longer bind us"."""
    return clue.verb_reads(_NO_LONGER_HOLDS)


def agrees_by_doing(clue: Clue) -> bool:
    """Whether what a person does counts as agreement: "if you come in, you agree"."""
    return clue.start == 0 and not clue.has("nck") and _AGREES_BY_DOING.match(clue.text) is not None


def punishes(clue: Clue) -> bool:
    """Whether those who refuse lose what they have: "if you object we close your account"."""
    if clue.main == clue.start or clue.actor != t.ORGANISATION:
        return False
    refuses = any(term.key in _REFUSES for term in clue.found[clue.start : clue.main])
    return refuses and clue.verb_reads(_ENDS_IT)


_REFUSES = frozenset({"choice.opt_out", "choice.refuse", "choice.withdraw"})
_ENDS_IT = re.compile(
    r"(?:close|end|terminate|suspend|block|cancel|freeze)\s(?:your|the)\s(?:account|membership|contract|subscription|access)", re.IGNORECASE
)


def must_prove_first(clue: Clue) -> bool:
    """Whether a person has to do something before they are answered."""
    return clue.actor == t.PERSON and clue.key == "guard.respond" and t.MUST in clue.before_verb


def guards_by_doing(clue: Clue) -> bool:
    """Whether something else than people or their data is protected by doing something: "we protect our income by selling lists"."""
    if clue.verb is None or clue.negated:
        return False
    by = next((index for index in range(clue.verb + 1, clue.end) if clue.found[index].key == "by"), clue.end - 1)
    done = _DONE.match(clue.codes, by + 1, clue.end)
    if done is None or not _PROTECTS_THEM.difference(t.POINTER).isdisjoint(clue.codes[by + 1 : clue.end]):
        return False
    if any(term.code == t.PERSON or term.key in _THEIRS for term in clue.found[clue.verb + 1 : by]):
        return False
    return _TO_YOU.search(clue.text, clue.found[clue.verb].end, clue.found[by].start) is None


_DONE = re.compile(r"a|g[^.]*[dr]")
_THEIRS = frozenset({"data.personal", "safeguard.measures", "guard.protect"})


def limits_the_person(clue: Clue) -> bool:
    """Whether it is the person whom it limits: "we restrict your access to it"."""
    return not clue.negated and clue.actor != t.PERSON and clue.verb_reads(_LIMITS_YOU)


_ENDINGS = ("end", "cease", "lapse", "expire", "cost", "limited", "lost", "void", "forfeit", "refused", "suspended", "charge")


def ends_or_costs(clue: Clue) -> bool:
    """Whether a right is said to end, or to cost something: "your rights end with your stay"."""
    if clue.negated or clue.has("n") or clue.first.key == "guard.limit":  # "access to it is limited to nurses"
        return False
    if not any(word in clue.text for word in _ENDINGS):
        return False
    said = clue.says(_ENDS_OR_COSTS)
    return said is not None and (clue.verb is None or clue.found[clue.verb].start <= said.end())


def reaches_further(clue: Clue) -> bool:
    """Whether consent once given is said to hold for more: "your consent covers all later tests"."""
    return clue.says(_REACHES_FURTHER) is not None


_HANDED = frozenset({"act.disclose", "act.give", "act.transfer", "act.sell", "act.publish"})
_TO_YOU = re.compile(r"\byou(?:rs?)?\b", re.IGNORECASE)
_YOU = re.compile(r"\s*(?:that\s+)?(?:you|users?|guests?|members?)\b", re.IGNORECASE)
_CHECKS = re.compile(r"(?:check|verif|control|inspect|examin|monitor|track|review)\w*\s+(?:what|how|whether|which)\b", re.IGNORECASE)
_LOOKS_AFTER = frozenset({"act.look_up", "act.observe", "act.use"})
_DECIDES = re.compile(r"\w+s(?:\s(?:whether|what|which))?", re.IGNORECASE)
_CHOICES = re.compile(r"(?:your\s)?choices", re.IGNORECASE)
_NO_CONSENT = re.compile(r"no", re.IGNORECASE)  # "no consent is needed", "not need your consent"


def lets_others_be(clue: Clue) -> bool:
    """Whether nobody looks at what others do with the data: "we do not check how our partners use it"."""
    return clue.negated and clue.key in _LOOKS_AFTER and clue.verb_reads(_CHECKS) and clue.is_before("r")


def demands(clue: Clue) -> bool:
    """Whether it is the person who is made to do something: "access requires that you accept all tags"."""
    return clue.key == "guard.bind_recipients" and clue.has("dc") and clue.verb_goes_on(_YOU)


def decides(clue: Clue) -> bool:
    """Whether a word of choice tells what data or past choices do: "your score decides whether you get a loan"."""
    if clue.verb is None or clue.key != "choice.manage" or clue.actor:
        return False
    verb = clue.found[clue.verb]
    if _CHOICES.fullmatch(clue.text, verb.start, verb.end):
        return clue.is_before("ag")
    return clue.before_verb[-1:] == t.DATA and _DECIDES.fullmatch(clue.text, verb.start, verb.end) is not None


def decides_itself(clue: Clue) -> bool:
    """Whether it is the organisation that decides: "we choose what others see", not "we let you choose it"."""
    if clue.verb is None or clue.key != "choice.manage" or clue.actor != t.ORGANISATION or t.PERSON in clue.before_verb:
        return False
    return clue.text[clue.found[clue.verb].start :].lower().startswith(("choose", "decide"))


def needs_no_consent(clue: Clue) -> bool:
    """Whether it is said that no consent is needed: "no consent is needed for calls"."""
    return any(term.code == t.WITHOUT_CONSENT and _NO_CONSENT.match(clue.text, term.start) for term in clue.terms)


def refuses_others(clue: Clue) -> bool:
    """Whether what the organisation refuses is to hand data to others, or a request of theirs: "we refuse to sell lists"."""
    if clue.verb is None or clue.key != "choice.refuse" or clue.actor != t.ORGANISATION or clue.negated or clue.has(t.MAY):
        return False
    rest = clue.found[clue.verb + 1 : clue.end]
    act = next((term for term in rest[:2] if term.code == t.ACT), None)
    if act is not None and act.entry is not None:
        return act.entry.key in _HANDED
    asking = next((term for term in rest if term.code == t.RECIPIENT), None)
    return asking is not None and _TO_YOU.search(clue.text, clue.found[clue.verb].end, asking.start) is None


def has_no_effect(clue: Clue) -> bool:
    """Whether a choice is said not to end or change something: "withdrawal does not affect the lending"."""
    return not clue.actor and clue.says(_HAS_NO_EFFECT) is not None


_HAS_NO_EFFECT = re.compile(
    r"\b(?:(?:does|do|shall|will)\s+not|doesn't|don't|won't)\s+(?:affect|impact|influence|stop|prevent|end|interrupt|change|alter)\b",
    re.IGNORECASE,
)


def asks_no_consent(clue: Clue) -> bool:
    """Whether consent is what is not asked for: "we will not request your agreement"."""
    asks = _ASKS_NO_CONSENT.search(clue.body)
    return asks is not None and clue.actor == t.ORGANISATION and clue.terms[asks.start("asks")].key in _ASKING


_ASKS_NO_CONSENT = re.compile(r"n[hjz]{0,2}(?P<asks>[a_])[yb]{0,2}k")
_ASKING = frozenset({"act.collect", "request"})


def is_named(clue: Clue) -> bool:
    """Whether its verb is a noun, and nobody does it: "your bicycle settings"."""
    verb = clue.found[clue.verb] if clue.verb is not None else None
    return verb is not None and not clue.actor and _NAMED.fullmatch(clue.text, verb.start, verb.end) is not None


_NAMED = re.compile(r"(?:\w+ )?(?:settings|preferences|controls)", re.IGNORECASE)
