"""Brings a sentence that nearly every policy has to the set of things it says.

What is left of it once the forms are read is kept word by word: sentences say the same only where that is the same too, and
where none of it turns what the others say.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from differ.judgement.usual.builds import Build, are_alike, build
from differ.judgement.usual.forms import marked
from differ.judgement.usual.nouns import NOUNS
from differ.judgement.usual.promises import PROMISES
from differ.judgement.usual.rights import BEFORE, KINDS, OFFERED
from differ.judgement.usual.ways import WAYS
from differ.judgement.usual.wordings import WORDINGS
from differ.normal import unlike
from differ.vocabulary import load
from differ.vocabulary.stems import stem

_LONGEST = 420  # characters
_COUNTRY = re.compile(r"\bUS\b|\bU\.S\.(?:A\.)?|\bUSA\b")
_FIGURE_OR_NAME = re.compile(r"\d[\d.,:/-]*\d|\d|[~*_%$€£#<>=+|]|(?<=[a-z,] )[A-Z][\w'-]+")
_WORD = re.compile(r"[\w'@.+%-]*[\w%]")
_TURNS = frozenset(
    """not no never none nor neither unless except only solely until without if when where whether while may might can could should
    would must shall will we they who whose but than before after first free charge fee cannot some certain consider""".split()
)
_DROPPED = frozenset(
    """a an the of to for with by in on at from and or you your our it its them this these those that which is are be been am was
    has have had do does did so please also any such then there their as into about own here further more ever""".split()
)
_ONLY_FORM = frozenset("RIGHT WISH ASK PROMISED US DATA".split())
_ON_SCREEN, _IN_WRITING = frozenset({"BYLINK", "BYSETTINGS", "BYBROWSER"}), frozenset({"BYEMAIL", "BYCONTACT"})
_WAYS = _ON_SCREEN | _IN_WRITING | {"BYPHONE"}
_RIGHTS = frozenset("WITHDRAW COMPLAIN COPY ACCESS PORT ERASE CORRECT RESTRICT OBJECT OPTOUT CLOSE REFUSE EXERCISE REVIEW UPDATE".split())


@lru_cache(maxsize=4096)
def _marked(sentence: str) -> tuple[str, ...]:
    """The words of a sentence in their order, with marks in place of the forms."""
    if len(sentence) > _LONGEST:
        return ()
    said = _COUNTRY.sub("u_s", unlike(sentence)).replace("’", "'").lower().strip(" .!\n")
    for forms in (NOUNS, PROMISES, BEFORE, OFFERED, WAYS, KINDS):
        said = marked(said, forms)
    return tuple(said.split())


def _is_mark(word: str) -> bool:
    return word.isupper()


@lru_cache(maxsize=4096)
def what_is_said(sentence: str) -> frozenset[str] | None:
    """The things that a sentence says, or nothing where it is none of those that nearly every policy has.

    >>> what_is_said("You may withdraw your consent at any time.") == what_is_said("At any time you can revoke your consent.")
    True
    >>> what_is_said("We sell your address.") is None
    True
    """
    found = _marked(sentence)
    marks = {word for word in found if _is_mark(word)}
    rest = set(_WORD.findall(" ".join(word for word in found if not _is_mark(word))))
    if not _is_usual(marks) or not rest.isdisjoint(_TURNS):
        return None
    return frozenset(_plain(marks)) | {_meant(word) for word in rest - _DROPPED}


def _is_usual(marks: set[str]) -> bool:
    """Whether the marks make up a right, a choice or a promise."""
    offered = not marks.isdisjoint({"RIGHT", "WISH"} | _WAYS) and not marks.isdisjoint(_RIGHTS)
    return offered or not marks.isdisjoint({"PROMISED", "MAYCHANGE"}) or {"TAKEN", "MEASURES", "PROTECT"} <= marks


def _meant(word: str) -> str:
    return load().same.get(stem(word), stem(word))


def _plain(marks: set[str]) -> set[str]:
    """Marks but for those that others of them imply."""
    plain = marks - _ONLY_FORM
    for told, implied in _IMPLIED:
        if told <= plain:
            plain -= implied
    if not plain.isdisjoint(_IN_WRITING):
        plain.discard("SELF")
    return plain


_IMPLIED = (
    (frozenset({"WITHDRAW"}), frozenset({"CONSENTED", "IT"})),
    (frozenset({"COMPLAIN", "AUTHORITY"}), frozenset({"UNHAPPY", "HANDLING"})),
    (frozenset({"CORRECT"}), frozenset({"WRONG"})),
    (frozenset({"BREACH"}), frozenset({"EVENT"})),
    (frozenset({"POSTED"}), frozenset({"CHANGES"})),
    (frozenset({"SOMETIMES"}), frozenset({"PERHAPS"})),
    (frozenset({"LEGALLY"}), frozenset({"PERHAPS"})),
)


def say_the_same(old: str, new: str, *, only_promised: bool = False) -> bool:
    """Whether two sentences that nearly every policy has say the same, the way to a right told as near as before.

    What is `only_promised` may be told in any build.

    >>> say_the_same("You may opt out.", "You may opt out by writing to us."), say_the_same("You may opt out.", "You cannot opt out.")
    (True, False)
    """
    if "[" in old or _figures_and_names(old) != _figures_and_names(new):
        return False
    if max(len(old), len(new)) > _LONGEST or len(old) > 3 * len(new) or len(new) > 3 * len(old):
        return False
    ways = [{word for word in _marked(text) if word in _WAYS} for text in (old, new)]
    if not (_marked(old) and _marked(new)) or not _as_near(*ways):
        return False
    before, after = what_is_said(old), what_is_said(new)
    if before is not None and after is not None and before - _WAYS == after - _WAYS:
        return True
    return _in_the_same_order(old, new) or (only_promised and _in_another_build(old, new))


def _figures_and_names(text: str) -> list[str]:
    """The figures, signs and names in a text."""
    return sorted(_FIGURE_OR_NAME.findall(text))


def _in_the_same_order(old: str, new: str) -> bool:
    """Whether two sentences of a right or promise are the same word for word but for the forms."""
    before, after = _marked(old), _marked(new)
    if not all(_is_usual({word for word in one if _is_mark(word)}) for one in (before, after)):
        return False
    return _but_for_glue(before) == _but_for_glue(after)


def _in_another_build(old: str, new: str) -> bool:
    """Whether two texts are made of sentences that name the same things in their main clauses, and in each case that stands with them."""
    if _IN_TURN.search(old) or _IN_TURN.search(new):
        return False
    before, after = _builds(old), _builds(new)
    if len(before) != len(after):
        return False
    return all(any(are_alike(one, other) for other in after) for one in before)


_IN_TURN = re.compile(r"\b(?:then|first|next|afterwards|respectively|former|latter|have\sto|need\sto|with\sor\swithout)\b", re.IGNORECASE)


def _builds(text: str) -> frozenset[Build]:
    """The builds of the sentences of a text, those apart that tell nothing but a way."""
    found = (build(_but_for_ways(one), _meant) for one in re.split(r"(?<=[a-z)\"”])[.;]\s+", text.strip()))
    return frozenset(one for one in found if {*one.main} - _LEADS or one.cases)


_LEADS = frozenset({"RIGHT"})


def _but_for_ways(text: str) -> str:
    """The words of a text with marks for all forms but the ways, which only tell that something may be done."""
    words = _marked(text)
    if not _DENIED.isdisjoint(words):
        return marked(" ".join(words), WORDINGS)
    kept = ("RIGHT" if word == "WISH" or (word in _WAYS and _begins(words, index)) else word for index, word in enumerate(words))
    return marked(" ".join(word for word in kept if word not in _WAYS), WORDINGS)


_DENIED = frozenset("not never no nobody don't won't cannot NOT NEVER WILLNOT".split())  # what is denied in one way only is not denied


def _begins(words: Sequence[str], index: int) -> bool:
    """Whether a way stands where the reader is told to use it."""
    return index == 0 or words[index - 1].endswith((",", ";"))


def _but_for_glue(found: tuple[str, ...]) -> list[str]:
    words = (word if _is_mark(word) else word.strip(",;:()\"'") for word in found if word not in _WAYS)
    return [word if _is_mark(word) else _meant(word) for word in words if word and word not in _GLUE]


_GLUE = frozenset("a an the also please RIGHT WISH".split())


def _as_near(before: set[str], after: set[str]) -> bool:
    """Whether the ways told to use a right are no fewer and no longer."""
    if before <= after:
        return True
    return len(before) == 1 and bool(after) and (after <= _ON_SCREEN or (before <= _IN_WRITING and after <= _IN_WRITING | _ON_SCREEN))
