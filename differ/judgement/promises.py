"""Tells whether words of promise promise the person anything: "we promise our sponsors your address" does not.

Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_FOR_ANYONE = frozenset({"guard.adhere", "guard.respond"})
_PROTECTS_THEM = frozenset("psnlkWcPRLxhV")
_THEY_LOOK = re.compile(r"r[mw]?c")  # "each sponsor can view"
_NO_LONGER_HOLDS = re.compile(r"(?:promises|commitments|guarantees|pledges)\s(?:no\slonger|(?:do|are|will|can|may)\s?not)\b", re.IGNORECASE)
_FREE_NOT_TO = re.compile(
    r"\b(?:not|n['’]t|never)\s(?:\w+ly\s)?(?:have|need|required|obliged|obligated|bound|compelled)\sto\b|\bneed\s?n(?:ot|['’]t)\b|\bnot\sneed\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"a|g[^.]*[dr]")
_THEIRS = frozenset({"data.personal", "safeguard.measures", "guard.protect"})
_HANDED = frozenset({"act.disclose", "act.give", "act.transfer", "act.sell", "act.publish"})
_TO_YOU = re.compile(r"\byou(?:rs?)?\b", re.IGNORECASE)
_YOU = re.compile(r"\s*(?:that\s+)?(?:you|users?|guests?|members?)\b", re.IGNORECASE)
_CHECKS = re.compile(r"(?:check|verif|control|inspect|examin|monitor|track|review)\w*\s+(?:what|how|whether|which)\b", re.IGNORECASE)
_LOOKS_AFTER = frozenset({"act.look_up", "act.observe", "act.use"})


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


def looks_to_answer(clue: Clue) -> bool:
    """Whether what is read is answered too, for which it is read: "letters are examined and replies sent"."""
    if clue.verb is None or clue.negated or clue.key not in _LOOKS_AFTER:
        return False
    answer = next((term for term in clue.found[clue.verb + 1 : clue.verb + 3] if term.code == t.GUARD), None)
    return answer is not None and answer.key == "guard.respond" and clue.codes[clue.verb + 1] == t.AND and not clue.has("run")


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


def no_longer_holds(clue: Clue) -> bool:
    """Whether promises are said not to hold: "older promises no longer bind us"."""
    return clue.verb_reads(_NO_LONGER_HOLDS)


def is_free_not_to(clue: Clue) -> bool:
    """Whether what is denied is only that it must be done: "we need not delete it", "we do not have to read it"."""
    if clue.verb is None or not clue.negated or clue.actor == t.PERSON:
        return False
    return _FREE_NOT_TO.search(clue.text, clue.found[clue.main].start, clue.found[clue.verb].end + 3) is not None


def lets_others_be(clue: Clue) -> bool:
    """Whether nobody looks at what others do with the data: "we do not check how our partners use it"."""
    return clue.negated and clue.key in _LOOKS_AFTER and clue.verb_reads(_CHECKS) and clue.is_before("r")


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


def demands(clue: Clue) -> bool:
    """Whether it is the person who is made to do something: "access requires that you accept all tags"."""
    return clue.key == "guard.bind_recipients" and clue.has("dc") and clue.verb_goes_on(_YOU)
