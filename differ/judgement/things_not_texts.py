"""Words that may point to a text, to its date or to where to write, and name a thing instead: "a list of guests", "it reaches us".

What other words mean by what stands before them is told by `homographs`.
"""

from collections.abc import Sequence

from differ.judgement.tokens import Token
from differ.vocabulary import load

_LISTS = frozenset("list lists".split())
_OF_A_TEXT = frozenset(
    "this these our the all such current complete full any some third sub-processors subprocessors processors recipients partners "
    "providers suppliers vendors countries cookies changes companies affiliates subsidiaries purposes rights terms definitions".split()
)
_ANY_OF = frozenset("this these our the all such current complete full any some".split())
_DATED = frozenset(
    "this these revision revisions update updates version versions policy notice statement change changes publication posting amendment "
    "amendments modification issue effect adoption document page into".split()
)
_FURNITURE = frozenset("table tables board".split())
_NEAR = 4  # words


def points_nowhere(words: Sequence[Token], index: int, length: int) -> bool:
    """Whether the words of a pointer, `length` of them, name a thing: a list of people, the date of a visit, a letter that reaches us."""
    word, following = words[index].lower, [later.lower for later in words[index + 1 : index + 1 + _NEAR]]
    if word in _LISTS:
        if following[:1] != ["of"] or len(following) < 2:
            return False
        named = 3 if following[1] in _ANY_OF and len(following) > 2 else 2
        return _is_person(words, index + named) or (following[1] not in _OF_A_TEXT and not _is_recipient(words, index + 2))
    if word == "date" and length == 1:
        return following[:1] == ["of"] and _DATED.isdisjoint(following)
    if word in _FURNITURE:
        before = [earlier.lower for earlier in words[max(0, index - 2) : index]]
        return before in (["on", "the"], ["on", "a"], ["in", "a"]) and following[:1] != ["below"]
    return word == "reaches" and following[:1] == ["us"]


def begins_a_clause(words: Sequence[Token], index: int, length: int) -> bool:
    """Whether "and nobody else" is who does not do what follows, and no limit: "… and nobody else can open it"."""
    following = words[index + length].lower if index + length < len(words) else ""
    return words[index].lower == "and" and following in _DOES


_DOES = frozenset("can may could will shall must is are has have gets sees".split())


def _is_person(words: Sequence[Token], index: int) -> bool:
    """Whether those whose data it is begin at a word, of whom a list is data."""
    return index < len(words) and words[index].stem in load().person


def _is_recipient(words: Sequence[Token], index: int) -> bool:
    """Whether those who get data begin at a word, of whom a list is published."""
    entries = load().phrases.get((words[index].stem, ""), ())
    return any(entry.kind == "recipient" for _, entry in entries)
