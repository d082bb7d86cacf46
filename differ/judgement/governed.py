"""Tells whether what one sentence says is said in others beside it, or only in a case put before all that another says."""

import re
from collections.abc import Sequence

from differ.judgement.kinds import COMMA, PLACE, VERBS
from differ.judgement.rules import signed
from differ.judgement.statements import Sentence

_FRONTED = frozenset("ixlkKWO") | {PLACE}


_UNDONE = re.compile(r"\bwithout\s\w+ing\b", re.IGNORECASE)


def limited_there(other: Sentence, sentence: Sentence) -> bool:
    """Whether the other sentence says what is done without doing something, or begins with a case or limit, that this one does not name;
    a case is of all that is joined on there: "unless you object, we film you and may ring you".
    """
    if "without" in other.text and (undone := _UNDONE.search(other.text)) and undone.group().lower() not in sentence.text.lower():
        return True
    comma = other.signature.find(COMMA)
    if comma <= 0 or not VERBS.isdisjoint(other.signature[:comma]) or len(other.terms) == comma + 1:
        return False
    return any(term.code in _FRONTED and term.key not in sentence.keys for term in other.terms[:comma])


def held(sentence: Sentence, others: Sequence[Sentence]) -> bool:
    """Whether the clause beside it says all that a sentence says, cut in another way."""
    mine = {(term.key, sign) for term, sign in signed(sentence)}
    promised = any(statement.sign < 0 for statement in sentence.statements)
    theirs = {
        (term.key, sign)
        for other in others
        if not (promised and _is_softer(other, sentence)) and not limited_there(other, sentence)
        for term, sign in signed(other)
    }
    return bool(mine) and mine <= theirs


def _is_softer(other: Sentence, sentence: Sentence) -> bool:
    """Whether a word that makes a promise less of one stands in another sentence and not in this one."""
    return any(term.code in _SOFTENS and term.key not in sentence.keys for term in other.terms)


_SOFTENS = frozenset("mvh")
