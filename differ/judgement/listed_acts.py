"""Tells words that may be a verb or a noun by the verb that stands before them: "we use it and lend it", "we keep deck films".

What such words mean by their neighbours alone is told by `homographs`.
"""

from collections.abc import Sequence
from itertools import takewhile

from differ.judgement.tokens import Token

_FAR = 24  # words back to the "we" of a list of acts
_NEAR = 4  # words from a verb to the last of its object
_DOES_WITH_A_THING = frozenset(
    "keep keeps store stores hold holds delete deletes wipe wipes erase erases show shows send sends lend lends".split()
)
_NO_PART_OF_A_THING = frozenset(
    "we may can could might will shall must not never nor also then don't cannot won't be been being is are was "
    "were to you and or please".split()
)


def is_listed_with_an_act(words: Sequence[Token], index: int) -> bool:
    """Whether a word behind "and" may be joined to what the organisation does: "we use it and (lend) it"."""
    return any(word.lower == "we" for word in words[max(0, index - _FAR) : index])


def is_what_is_kept(words: Sequence[Token], index: int) -> bool:
    """Whether a word stands, with what tells more of it, right behind the verb of which it is the object: "we keep deck (films)"."""
    before = [word.lower for word in takewhile(lambda word: word.group == "word", reversed(words[max(0, index - _NEAR) : index]))]
    told = list(takewhile(lambda word: word not in _DOES_WITH_A_THING, before))
    return 0 < len(told) < len(before) and _NO_PART_OF_A_THING.isdisjoint(told)


def is_no_deed(words: Sequence[Token], index: int, before: str) -> bool:
    """Whether "hold" is to be valid, or "order" to ask for a thing: "the rule holds for staff", "they stay off the list"."""
    word, following = words[index].lower, words[index + 1].lower if index + 1 < len(words) else ""
    if word in {"stay", "stays", "remain", "remains"}:
        return following in {"off", "out", "away"}
    if word == "order":
        return before in _MAY and following not in {"to", "history"}
    return word in {"hold", "holds"} and following in _GOOD and before not in _WHO_KEEP and _tells_of_a_rule(words[:index])


def _tells_of_a_rule(words: Sequence[Token]) -> bool:
    return any(word.lower in _RULES for word in words)


_MAY = frozenset("may can could".split())
_GOOD = frozenset("for good true here".split())
_WHO_KEEP = frozenset("we and to they who".split())
_RULES = frozenset(
    "rule rules ban bans promise promises safeguard safeguards exception exceptions condition conditions limit limits point clause "
    "paragraph article section chapter same this that said here".split()
)
