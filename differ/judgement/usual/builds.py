"""Tells whether two sentences say the same in another build: turned round, in the other voice, in another order.

A sentence is cut into its main clause and the cases that stand with it, each taken as the words in it. A "not" or "only" goes with
the word that it stands before, "may" with who may.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"[\w'@+%-]+(?:[./][\w'@+%-]+)*|[,;:]")
_CASES = {
    "if": "if", "should": "if", "when": "if", "whenever": "if", "where": "if", "once": "after", "unless": "unless", "until": "until",
    "before": "before", "after": "after", "except": "except", "because": "because", "provided": "if", "while": "while",
    "although": "while", "though": "while", "without": "without", "which": "which", "who": "who", "whose": "whose", "than": "than",
    "IFDONE": "ifdone",
}  # fmt: skip
_BINDS = {
    "not": "not", "never": "never", "no": "no", "only": "only", "solely": "only", "nobody": "no", "cannot": "cannot", "can't": "cannot",
    "don't": "not", "doesn't": "not", "won't": "not", "isn't": "not", "aren't": "not",
}  # fmt: skip
_MODAL = {"may": "may", "might": "may", "can": "may", "could": "may", "must": "must", "should": "should", "would": "would"}
_BE = frozenset("is are be been being was were will shall has have had do does did".split())
_IDLE = frozenset(
    """a an the of to for with by in on at from and us your our its it their them this these those that there as please also
    such so into about upon via through more further you we they or nor but then US PROMISED ASK DATA IT""".split()
)
_JOINS = frozenset({"and", "or", "nor", "but", "either", "both", ","})


class Build(NamedTuple):
    """How a sentence is built."""

    main: tuple[str, ...]  # the words of its main clause, in their order
    parts: frozenset[frozenset[str]]  # the same, cut where it lists
    joins: tuple[str, ...]  # how it lists, where something in it is denied
    cases: frozenset[frozenset[str]]  # those of each case that stands with it


def build(said: str, meant: Callable[[str], str]) -> Build:
    """How a sentence is built, its forms put as marks."""
    main, *cases = _clauses(_TOKEN.findall(said))
    parts = (frozenset(_weighed(part, meant)) for part in _listed(main))
    told = (frozenset({*_weighed(case[1:], meant), f"{case[0]}:", *_who_and_how(case[1:])}) for case in cases)
    joins = sorted(word for word in main if word in _JOINS) if any(word in _BINDS for word in main) else ()
    return Build(tuple(_weighed(main, meant)), frozenset(part for part in parts if part), tuple(joins), frozenset(told))


def are_alike(one: Build, other: Build) -> bool:
    """Whether two sentences say the same, be it that one block of words has changed its place."""
    if one.cases != other.cases or one.joins != other.joins:
        return False
    if one.parts == other.parts or _one_block_moved(one.main, other.main):
        return True
    return {*one.main} == {*other.main} and min(len(one.parts), len(other.parts)) <= 1


def _one_block_moved(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether words are others with one run of them at another place: so no two verbs have changed their objects."""
    if sorted(one) != sorted(other):
        return False
    if one == other:
        return True
    first = next(index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    last = next(index for index in range(len(one), 0, -1) if one[index - 1] != other[index - 1])
    mine, theirs = one[first:last], other[first:last]
    return any(mine[cut:] + mine[:cut] == theirs for cut in range(1, len(mine)))


def _clauses(words: Sequence[str]) -> list[list[str]]:
    """The main clause of a sentence, then the cases that stand with it, each with the word that opens it first."""
    main: list[str] = []
    found = [main]
    current = main
    for index, said in enumerate(words):
        if said in _CASES and not (said == "should" and index and words[index - 1] not in ",;"):
            current = [_CASES[said]]
            found.append(current)
        elif said in {"PROMISED", "RIGHT", "but"}:
            current = main
            current.append(said)
        elif said == ";" or (said == "," and current is not main and _starts(words[index + 1 : index + 2])):
            current = main
        elif said != ":" and (current is main or said != ","):
            current.append(said)
    return found


def _starts(following: Sequence[str]) -> bool:
    """Whether a main clause may start with a word."""
    return bool(following) and (following[0] in _SUBJECTS or following[0].isupper())


_SUBJECTS = frozenset("we you your our please the this such any these no they it there then".split())


def _who_and_how(case: Sequence[str]) -> Iterator[str]:
    """Whom a case is of, and how it lists."""
    yield from (f"{word}," for word in case[:1] if word in _WHO)
    yield from (f"{word}," for word in case if word in {"and", "or", "either", "both"})


def _listed(words: Sequence[str]) -> Iterator[list[str]]:
    """The parts of a clause between "and", "or" and commas."""
    part: list[str] = []
    for word in words:
        if word in _JOINS:
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _weighed(words: Sequence[str], meant: Callable[[str], str]) -> Iterator[str]:
    """What words say, without those that only build a sentence."""
    bound = ""
    for index, word in enumerate(words):
        if word in _BINDS:
            bound += f"{_BINDS[word]}:"
        elif word in _MODAL:
            turned = index + 1 < len(words) and words[index + 1] in _BINDS
            yield word if turned else f"{words[index - 1] if index and words[index - 1] in _WHO else ''}:{_MODAL[word]}"
        elif word in _THEM and index and words[index - 1] in _TOWARDS:
            yield f"{words[index - 1]}:{word}"
        elif word in _WHO and index == 0 and _acts(words):
            yield f"{word}:"
        elif word not in _BE and word not in _IDLE and word != ",":
            yield bound + (word if word.isupper() else meant(word.removesuffix("'s")))
            bound = ""
    if bound:
        yield bound


def _acts(words: Sequence[str]) -> bool:
    """Whether the first word is who does something that others may do instead: "you decide", not "we will keep", "you are told"."""
    if words[0] == "you":
        return _IS_DONE_TO.match(" ".join(words[:5])) is None
    return words[0] == "we" and len(words) > 1 and words[1] in _CHOOSE


_IS_DONE_TO = re.compile(r"you (?:(?:will|shall|can|may|not|never|also|always|have) )*(?:be|been|are)\b")
_THEM, _TOWARDS = frozenset({"you", "us", "US"}), frozenset({"to", "for", "with", "of"})
_CHOOSE = frozenset("decide choose determine select control agree consent".split())
_WHO = frozenset({"we", "you", "they"})
