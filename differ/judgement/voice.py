"""Tells whether a verb is passive.

Who acts where it is not is found by `actors`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from differ.judgement import kinds as t
from differ.judgement.kinds import VERBS, Term

_TO_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?)(?:\s+(?:not|never|also|only|always|then|first|no\s+longer|(?:at|in)\s+(?:any|no)\s+\w+|\w+ly),?)*\s+$",
    re.IGNORECASE,
)


def is_done_to(text: str, found: Sequence[Term], verb: int) -> bool:
    """Whether the verb is passive, so that the person before it is not the one who acts: "you are filmed"."""
    term = found[verb]
    if term.code not in VERBS - {t.CHOICE} or _first_word(text, term).endswith("ing"):
        return False
    by_person = any(one.key == "by" and other.code == t.PERSON for one, other in pairwise(found[verb:]))
    return not by_person and is_passive(text, term)


def is_passive(text: str, verb: Term) -> bool:
    """Whether a form of "to be" stands before a verb, or is its first word."""
    return any(_TO_BE.search(text[:end] + " ") for end in (verb.start - 1, verb.start + len(_first_word(text, verb))))


def _first_word(text: str, term: Term) -> str:
    return text[term.start : term.end].partition(" ")[0]
