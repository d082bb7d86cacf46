"""Tells what "without" says: that nobody is asked, or, after a "not", what is excepted.

Consent named in any other way is found by `set_phrases` and in the vocabulary.
"""

from collections.abc import Sequence
from itertools import takewhile

from differ.judgement.kinds import BUT, NEGATION, STOP, Term
from differ.judgement.tokens import Token
from differ.vocabulary import Entry, load

_NOT_ASKED = {
    "without_consent.without_consent": frozenset("consent permission agreement authorisation authorization approval assent".split()),
    "without_notice.without_notice": frozenset("notice notification warning".split()),
}
_BEFORE_CONSENT = frozenset(
    "your their his her the a an any such further additional prior previous first fresh new separate specific express explicit written "
    "asking for seeking obtaining getting having needing requiring receiving giving parental parent's guardian's".split()
)
_BUT_FOR = frozenset({"without", "besides"})
_NOT = frozenset("not no never nobody none neither nothing cannot".split())


def without_asking(words: Sequence[Token], index: int) -> tuple[int, Entry] | None:
    """Of "without any further permission" and the like, how many words it takes and what it means."""
    if words[index].lower != "without":
        return None
    for length, word in enumerate(words[index + 1 : index + 6], start=2):
        for key, said in _NOT_ASKED.items():
            if word.lower in said:
                return length, load().entries[key]
        if word.lower not in _BEFORE_CONSENT:
            return None
    return None


def leaves_a_way_round(words: Sequence[Token], index: int, found: Sequence[Term]) -> bool:
    """Whether a word is the "without" or "besides" of what is denied, so that it leaves a way round: "not … without a warrant"."""
    return words[index].lower in _BUT_FOR and (_is_denied(found) or (not index and _is_denied_later(words)))


def _is_denied(found: Sequence[Term]) -> bool:
    """Whether a "not" stands before in the same clause: "we open nothing without a warrant"."""
    for term in reversed(found):
        if term.code in {STOP, BUT}:
            return False
        if term.code == NEGATION:
            return True
    return False


def _is_denied_later(words: Sequence[Token]) -> bool:
    """Whether a "not" stands behind a fronted "without": "without a warrant we open nothing"."""
    clause = takewhile(lambda word: word.group != "stop" and word.lower != "but", words)
    return any(word.lower in _NOT or word.lower.endswith("n't") for word in clause)
