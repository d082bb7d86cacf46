"""Tells where a ban is itself denied, so that nothing is ruled out: "nothing keeps us from selling it", "our rules do not forbid it".

Whether a verb is denied at all is told by `clues`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from differ.judgement.tokens import Token

_LIFTED = re.compile(
    r"""(?:(?:\b(?:not|never|nothing|none\sof)|n['’]t)\s(?:[\w'’]+\s){0,4}?
    (?:forbid(?:s|den)?|prohibit(?:s|ed)?|prevent(?:s|ed)?|preclude[sd]?|bar(?:s|red)?|ban(?:s|ned)?|stop(?:s|ped)?)\s
      |\b(?:no|nothing|none)\s[^,;:.]{0,80}?\b(?:keep|stop|prevent|hinder|bar|preclude|restrain|forbid|prohibit)s?\s
       (?:[\w'’-]+\s){1,6}?(?:from|to)\s)""",
    re.IGNORECASE | re.VERBOSE,
)


def lifts_a_ban(text: str, start: int, end: int) -> bool:
    """Whether words say that a ban there might be is none: "our rules do not forbid them to (read it)".

    >>> lifts_a_ban("Nothing in it keeps us from selling.", 0, 29), lifts_a_ban("We stop them from selling.", 0, 19)
    (True, False)
    """
    said = text[start:end].lower()
    return ("no" in said or "n't" in said or "n’t" in said) and _LIFTED.search(text, start, end) is not None


_RULES_OUT = frozenset("keeps stops prevents hinders bars precludes restrains".split())
_FORBIDS = frozenset("forbids prohibits".split())
_NO = frozenset("no nothing none".split())
_NEAR = 7  # words from "keeps" to "from selling"


def is_ruled_out_by_nothing(words: Sequence[Token], index: int) -> bool:
    """Whether a word is the "keeps" of "nothing keeps us from selling it", and neither keeps nor stops anything itself."""
    word = words[index].lower
    if word not in _RULES_OUT | _FORBIDS:
        return False
    before = takewhile(lambda one: one.group == "word", reversed(words[:index]))
    if all(one.lower not in _NO for one in before):
        return False
    following = words[index + 1 : index + 1 + _NEAR]
    if word in _FORBIDS:
        return any(one.lower == "to" for one in following)
    return any(one.lower == "from" and other.lower.endswith("ing") for one, other in pairwise(following))
