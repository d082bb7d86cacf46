"""Tells what is said of the browsers people use, and of how they refuse cookies in them.

It is no promise of the organisation, and no more nor less when it is told in other words.
"""

import re

from differ.judgement.kinds import CHOICE, GUARD, NEGATION, ORGANISATION
from differ.judgement.statements import Force, Sentence, Statement

_BROWSERS = re.compile(
    r"\b(?:(?:your|most|many|some|all|the|any|their|web|internet|modern|mobile)\s(?:\w+\s){0,2})browsers?\b|\bbrowser(?:s['’]|['’]s)?\ssettings\b",
    re.IGNORECASE,
)
_ONLY_SO = re.compile(r"\b(?:only|fees?|pay(?:ing|s)?)\b", re.IGNORECASE)
_COOKIES = re.compile(r"\b(?:cookies?|(?:similar|tracking)\stechnolog(?:y|ies))\b", re.IGNORECASE)
_REFUSES = re.compile(
    r"\b(?:refus|reject|declin|block|disabl|turn(?:ed)?\soff|switch(?:ed)?\soff|delet|remov|stop(?:s|ped|ping)?\saccepting|not\s(?:to\s)?accept)",
    re.IGNORECASE,
)
_LIMITS = frozenset("lxWkDOISH")


def speaks_of_browsers(sentence: Sentence) -> bool:
    """Whether a sentence tells of refusing cookies in one's browser, be it only as a case: "if you block cookies in your browser, …"."""
    codes = sentence.signature
    if ORGANISATION in codes or NEGATION in codes or not {*codes}.isdisjoint(_LIMITS) or _ONLY_SO.search(sentence.text):
        return False
    return all(pattern.search(sentence.text) for pattern in (_BROWSERS, _COOKIES, _REFUSES))


def is_of_browsers(sentence: Sentence, statement: Statement) -> bool:
    """Whether a statement, the only one of weight in its sentence, says that cookies can be refused in one's browser, without condition."""
    if statement.force is not Force.RIGHT or statement.actor == ORGANISATION or sum(one.sign != 0 for one in sentence.statements) > 1:
        return False
    codes = sentence.signature
    if ORGANISATION in codes or _ONLY_SO.search(sentence.text) or not _LIMITS.isdisjoint(codes) or {CHOICE, GUARD}.isdisjoint(codes):
        return False
    return all(pattern.search(sentence.text) for pattern in (_BROWSERS, _COOKIES, _REFUSES))
