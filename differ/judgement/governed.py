"""Tells whether what one sentence says is said in another only in a case put before all that the other says."""

from differ.judgement.kinds import COMMA, PLACE, VERBS
from differ.judgement.statements import Sentence

_FRONTED = frozenset("ixlkKWO") | {PLACE}


def limited_there(other: Sentence, sentence: Sentence) -> bool:
    """Whether the other sentence begins with a case or limit that this one does not name; it is of all that is joined on there: "unless
    you object, we film you and may ring you".
    """
    comma = other.signature.find(COMMA)
    if comma <= 0 or not VERBS.isdisjoint(other.signature[:comma]) or len(other.terms) == comma + 1:
        return False
    return any(term.code in _FRONTED and term.key not in sentence.keys for term in other.terms[:comma])
