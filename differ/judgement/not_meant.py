"""Tells words that look like a phrase of the vocabulary where they stand and are none: "saved for later", "to see when you are home".

Words that are a verb in one place and a noun in another are the business of `homographs`.
"""

from collections.abc import Sequence

from differ.judgement.homographs import BEFORE_A_VERB, LEADS_A_VERB
from differ.judgement.tokens import Token

_SEEING = frozenset("see read view visit find".split())

_WHO_DOES_NOT = frozenset("we they nor neither who staff employees partners".split())


def is_denied_act(words: Sequence[Token], index: int) -> bool:
    """Whether "do not track" and the like are said of someone, and not the person's choice of that name."""
    said = [word.lower for word in words[index : index + 2]]
    return said == ["do", "not"] and index > 0 and words[index - 1].lower in _WHO_DOES_NOT


_NO = frozenset("no not nothing none never only".split())
_KEEPS_APART = frozenset("keep keeps kept keeping hold holds held store stores stored".split())


def is_no_exception(words: Sequence[Token], index: int) -> bool:
    """Whether "saved for" tells what is kept, "bar" where people drink, "kept apart from" what lies elsewhere, as "save for" and
    "apart from your name" do not.
    """
    if words[index].lower == "apart":
        kept = next((place for place in range(index - 1, max(-1, index - 8), -1) if words[place].lower in _KEEPS_APART), index)
        between = words[kept:index]
        return bool(between) and all(word.group == "word" and word.lower not in _NO for word in between)
    return words[index].lower in {"saved", "saves", "saving", "bar", "bars"}


_FEW = 3  # words of a subject
_LEADS_TO_A_TEXT = frozenset("please for to if when also then and or but in on details information".split())
_FINDING_OUT = frozenset("see know learn check predict determine understand establish guess".split())


def is_found_out(words: Sequence[Token], index: int) -> bool:
    """Whether "when" or "where" is what someone finds out, and no condition: "to see when you are at home"."""
    return index > 0 and words[index].lower in {"when", "where"} and words[index - 1].lower in _FINDING_OUT


def is_seen_by_someone(words: Sequence[Token], index: int) -> bool:
    """Whether "see the …" tells what someone may see, and does not point to another text."""
    if not index or words[index].lower not in _SEEING:
        return words[index].lower == "sees"
    return words[index - 1].lower in LEADS_A_VERB | {"only"} or (index < _FEW and words[0].lower not in _LEADS_TO_A_TEXT)


def tells_which_thing(words: Sequence[Token], index: int) -> bool:
    """Whether "associated with" tells which things are meant, and is no act: "the address associated with your account"."""
    if words[index].lower != "associated" or not index or words[index - 1].group != "word":
        return False
    return words[index - 1].lower not in BEFORE_A_VERB and not words[index - 1].lower.endswith("ly")
