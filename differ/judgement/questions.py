"""Finds the clauses of named questions: "how we use it", "what you bought".

Who acts in the clause around them is the business of `actors`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import Term
from differ.judgement.voice import is_passive
from differ.vocabulary.stems import stem

_ASKS = re.compile(r"\b(?:how|why|what|whether)\b", re.IGNORECASE)


def asks(text: str, found: Sequence[Term], index: int) -> bool:
    """Whether a question is named before a term, so that what follows is its clause: "how we use it"."""
    if index >= len(found):
        return False
    return _ASKS.search(text, found[index - 1].end if index else 0, found[index].start) is not None


def embedded(text: str, codes: str, found: Sequence[Term], start: int, end: int) -> frozenset[int]:
    """The terms of the clauses of named questions, each up to its verbs: "we know (what you bought and paid)"."""
    within: set[int] = set()
    if start >= end or _ASKS.search(text, found[start - 1].end if start else 0, found[end - 1].end) is None:
        return frozenset()
    for index in range(start, end):
        if index in within or not asks(text, found, index):
            continue
        clause = _TO_ITS_VERBS.match(codes, index, end)
        if clause and not (_HAS_A_VERB.match(clause["subject"]) and is_passive(text, found[clause.end("subject")])):
            within.update(range(index, clause.end()))
    return frozenset(within)


_HAS_A_VERB = re.compile(r"[^oyrA]*[oyrA].*_")
"""Of a clause whose own verb is no known word, so that the next is the sentence's: "how you voted is recorded"."""
_TO_ITS_VERBS = re.compile(r"(?P<subject>[^agpc,.!ixX]*)[agpc](?:,?[|&]?[mw]?[agpc](?=[|&,agpcd]))*")


_WORD = re.compile(r"[a-z][a-z'’-]*")
_ONLY_ASKS = frozenset(
    "what which who whom whose why when where how long is are do does did we you our your us the a an of to with for it its about".split()
)
_TURNS = frozenset("not no never only without can may will must should".split())
_YES_OR_NO = frozenset("do does did is are was were has have".split())


def ask_the_same(old: str, new: str) -> bool:
    """Whether two headings name the same matter, one of them as a question on it: no question that is answered with yes or no.

    >>> ask_the_same("Protecting your data", "How do we protect your data?"), ask_the_same("Selling data", "Do we sell data?")
    (True, False)
    """
    named, who = [], []
    for heading in (old, new):
        words = _WORD.findall(heading.lower())
        if not words or not _TURNS.isdisjoint(words) or (heading.rstrip().endswith("?") and words[0] in _YES_OR_NO):
            return False
        who.append({"we", "you", "they"} & {*words})
        named.append({stem(word) for word in words} - {stem(word) for word in _ONLY_ASKS})
    return named[0] == named[1] and bool(named[0]) and (who[0] == who[1] or not all(who))
