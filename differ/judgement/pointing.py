"""Tells statements that only say where more is told: "details of your rights are in section 8", "see our list of partners".

Whether they name a matter on their way is nothing to them. Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_TELLS_MORE = re.compile(r"information|details?|\bmore\b|\bhow to\b|\blearn\b", re.IGNORECASE)
_READS_ON = re.compile(r"[,_b&hi]*(?:y[mh]*[_g]?)?F")
_A_TEXT_TELLS = re.compile(r"[_,bAdpscru]{0,5}P[^agoyn]{0,3}[>p]")
_WE_TELL_BELOW = re.compile(r"[,_bP]*o[mwz]*>")
_CLICK = re.compile(r"\b(?:click|here)\b", re.IGNORECASE)
_HERE = re.compile(r"\b(?:below|above|here)\b", re.IGNORECASE)
_TO_LEARN = re.compile(
    r"\b(?:to\s(?:learn|see|find\sout|understand|know|read)|for)\s(?:more\s|further\s|additional\s|full\s)*(?:about|how|what|why|which|information|details|an?\slist)\b",
    re.IGNORECASE,
)
_INFORMATION = re.compile(
    r"""\W*(?:(?:an?|the|our|more|further|additional|detailed|full|complete|current|up-to-date|general)\s)*
    (?:information|details|list|overview|description|explanation|summary)\s(?:about|on|of|regarding|concerning)\s
    (?:how|why|what|which|when|whom|the\s(?!\w+\swe\s(?:hold|have|keep))|your\s(?:rights?|choices?|options)|our\s|opting|deleting|managing|third|companies|partners)
    [^;]*?\b(?:is|are|can\s(?:also\s)?be|may\s(?:also\s)?be)\s(?:also\s)?
    (?:found|available|given|set\sout|provided|contained|listed|published|described|in|on|at|below|here)\b[^;]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_GOVERNS = re.compile(
    r"\b(?:their|its|his|her|those|these|such)\s(?:own\s|respective\s)?(?:privacy\s)?(?:polic(?:y|ies)|terms|notices?|statements?)\s"
    r"(?:will\s|shall\s)?(?:govern|appl(?:y|ies)\sto)s?\b",
    re.IGNORECASE,
)
_TELLS_THAT = re.compile(
    r"\b(?:explain|describe|outline|tell|say|state|note|mention|set)s?(?:\sout)?(?:\s(?:to\s)?(?:you|readers?))?,?\sthat\s",
    re.IGNORECASE,
)
_POINTERS = frozenset("PF<>")
_SAYS_MORE = frozenset("nWDOINSxX")
_THEN_WE = re.compile(r"(?:,|;|&|!)o[mwvhz]*[agp]")


def only_points(clue: Clue) -> bool:
    """Whether it only says where more is told, and by no link to where a choice is made."""
    codes = clue.codes[clue.start : clue.end]
    if _POINTERS.isdisjoint(codes) or tells_itself(clue):
        return False
    linked = t.LINK in codes or _CLICK.search(clue.text) is not None
    if not _SAYS_MORE.isdisjoint(codes) or (linked and t.CHOICE in codes) or _THEN_WE.search(codes):
        return False
    return _reads_on(clue) or _text_tells(clue, codes) or _is_found(clue, codes) or clue.says(_GOVERNS) is not None


def tells_itself(clue: Clue) -> bool:
    """Whether what a text tells stands in the sentence itself: "this page explains that we sell it"."""
    return clue.says(_TELLS_THAT) is not None


def _reads_on(clue: Clue) -> bool:
    """Whether the person is sent to a text to learn of something: "for details of your rights, see section 8"."""
    if _READS_ON.match(clue.body) is None:
        return False
    first = next(term for term in clue.terms if term.code == t.REFERRAL)
    more = _TELLS_MORE.search(clue.text, first.start, first.end) is not None
    return more or clue.says(_TO_LEARN) is not None


def _text_tells(clue: Clue, codes: str) -> bool:
    """Whether it is a text, or the organisation further on in its text, that tells of something: "this page describes your rights"."""
    if _A_TEXT_TELLS.match(codes):
        telling = next(term for term in clue.found[clue.start + codes.index(t.POINTER) : clue.end] if term.code in ">p")
        return telling.code == t.REPORT or telling.key == "guard.notify"
    return _WE_TELL_BELOW.match(codes) is not None and (t.POINTER in codes or _HERE.search(clue.text) is not None)


def _is_found(clue: Clue, codes: str) -> bool:
    """Whether it says where information on something is found: "a list of our suppliers is on this page"."""
    return clue.start == 0 and not {*"PF<"}.isdisjoint(codes) and _INFORMATION.match(clue.text) is not None
