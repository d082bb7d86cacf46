"""The kinds of a term, a letter each, and the term itself.

The letters of a sentence's terms make a string, its signature, on which the reading of statements rests.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from differ.vocabulary import Entry

ORGANISATION, PERSON, RECIPIENT = "o", "y", "r"
ACT, WEAK_ACT, GUARD, CHOICE = "a", "g", "p", "c"
DATA, PURPOSE, SAFEGUARD, PLACE, QUANTITY = "d", "u", "s", "f", "q"
NEGATION, MAY, MUST, SHOULD = "n", "m", "w", "v"
HEDGE, FIRM, LIMITER, EXCEPTION, CONDITION = "h", "z", "l", "x", "i"
VERBS = frozenset({ACT, WEAK_ACT, GUARD, CHOICE})
CONSENT, CONSENT_STRENGTH, WITHOUT_CONSENT, WITHOUT_NOTICE = "k", "K", "W", "N"
DEEMED, DEFAULT_ON, INTEREST = "D", "O", "I"
OPENER, CLOSER, SCOPE_OUT, SCOPE_IN, DEFINITION, AGE_GATE, DISCLAIMER = "e", "E", "S", "C", "M", "Q", "G"
OPEN_TIME, NO_TIME_LIMIT, EXTENSION, LEGAL_OPENING, LEGAL_DUTY = "t", "T", "X", "L", "R"
POINTER, LINK, DATE, NAME, WORD = "P", "U", "Y", "A", "_"
QUANTIFIER, BOUND, IDENTITY, REFERRAL, DEFAULT_OFF, BURDEN, ADVICE, REPORT, TOLD_ELSEWHERE = "j", "B", "J", "F", "V", "H", "Z", ">", "<"
AND, OR, BUT, GLUE, COMMA, STOP = "&", "|", "!", "b", ",", "."

KINDS: Mapping[str, str] = {
    "data": DATA,
    "recipient": RECIPIENT,
    "purpose": PURPOSE,
    "act": ACT,
    "guard": GUARD,
    "choice": CHOICE,
    "safeguard": SAFEGUARD,
    "place": PLACE,
    "negation": NEGATION,
    "filler": WORD,
    "connective": GLUE,
    "permission": MAY,
    "obligation": MUST,
    "weak_obligation": SHOULD,
    "hedge": HEDGE,
    "intensifier": FIRM,
    "quantifier": QUANTIFIER,
    "bound": BOUND,
    "limiter": LIMITER,
    "open_time": OPEN_TIME,
    "no_time_limit": NO_TIME_LIMIT,
    "extension": EXTENSION,
    "exception": EXCEPTION,
    "condition": CONDITION,
    "legal_opening": LEGAL_OPENING,
    "legal_duty": LEGAL_DUTY,
    "consent": CONSENT,
    "consent_strength": CONSENT_STRENGTH,
    "without_consent": WITHOUT_CONSENT,
    "without_notice": WITHOUT_NOTICE,
    "retroactive": WITHOUT_NOTICE,
    "deemed_consent": DEEMED,
    "default_on": DEFAULT_ON,
    "legitimate_interest": INTEREST,
    "opener": OPENER,
    "closer": CLOSER,
    "scope_out": SCOPE_OUT,
    "scope_in": SCOPE_IN,
    "default_off": DEFAULT_OFF,
    "burden": BURDEN,
    "definition": DEFINITION,
    "referral": REFERRAL,
    "report": REPORT,
    "told_elsewhere": TOLD_ELSEWHERE,
    "advice": ADVICE,
    "identity": IDENTITY,
    "age_gate": AGE_GATE,
    "disclaimer": DISCLAIMER,
    "pointer": POINTER,
}


class Term(NamedTuple):
    """A word or phrase of a sentence: `code` its kind's letter, `key` equal for the same meaning."""

    code: str
    key: str
    start: int
    end: int
    entry: Entry | None = None


def signature(found: Sequence[Term]) -> str:
    """The kinds of the terms, a letter each."""
    return "".join(term.code for term in found)
