"""Finds the clauses of named questions: "how we use it", "what you bought".

Who acts in the clause around them is the business of `actors`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import Term
from differ.judgement.voice import is_passive

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
