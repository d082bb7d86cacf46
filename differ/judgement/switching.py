"""Tells "turn" and "off" where a thing is switched, or stands so: "turn the camera off", "sharing is off by now".

What other words mean by their neighbours is told by `homographs`.
"""

from collections.abc import Sequence

from differ.judgement.kinds import CHOICE, DEFAULT_OFF, DEFAULT_ON
from differ.judgement.tokens import Token

_BEFORE_A_VERB = frozenset(
    "we may can could might will shall must not never nor also then don't cannot won't be been being is are was were "
    "to you and or please".split()
)
_TURNS = frozenset("turn switch turning switching".split())
_SWITCHES_TO = {"off": "choice.opt_out", "on": "choice.opt_in"}  # "turn the camera off"
_SWITCHED = {"on": (DEFAULT_ON, "default_on.default_on"), "off": (DEFAULT_OFF, "default_off.default_off")}
_STATES = frozenset("is are be stays stay remains remain".split())
_STATE_ENDS = frozenset("unless until by".split())


def switched(words: Sequence[Token], index: int, before: str) -> tuple[str, str] | None:
    """The kind and meaning of "turn" and "off" in "turn the camera off" and "sharing is off.", not "it is on our list"."""
    word, last = words[index].lower, index + 1 == len(words)
    if word in _TURNS and (before in _BEFORE_A_VERB or before == "by"):
        particle = next((later.lower for later in words[index + 2 : index + 5] if later.lower in _SWITCHES_TO), "")
        return (CHOICE, _SWITCHES_TO[particle]) if particle else None
    if (
        word in _SWITCHED
        and before in _STATES
        and not _tells_a_case(words, index)
        and (last or words[index + 1].group != "word" or words[index + 1].lower in _STATE_ENDS)
    ):
        return _SWITCHED[word]
    return None


def _tells_a_case(words: Sequence[Token], index: int) -> bool:
    """Whether what is on or off only tells when something else is done: "while the app is on, …"."""
    return not _CASES.isdisjoint(word.lower for word in words[max(0, index - 6) : index])


_CASES = frozenset("while when whenever if once as".split())
