"""Cuts a folded sentence into segments that each say one thing, and tells a ban from a statement.

A segment ends where the sentence turns (`but`, `;`, `however`). Its conditions and exceptions are set apart, since a
`not` inside them denies nothing of the main words. What the main words name is read in `reader`.
"""

import re
from dataclasses import dataclass

__all__ = ["DENIAL", "Segment", "segments"]

# Hold a negative word and deny nothing.
_NO_DENIAL = re.compile(
    r"\b(?:not (?:be )?limited to|not only|without limitation|whether or not|(?:no|not) (?:more|longer|less|later|fewer|earlier) than|"
    r"nothing in this [a-z ]+? (?:prevents|prohibits|stops) us from|nothing prevents us from|do not hesitate|no matter|"
    r"not just|not necessarily|no doubt|last but not least|without undue delay)\b"
)
_TURN = re.compile(
    r"\s*(?:;|(?<!nobody )(?<!nothing )(?<!none )(?<!anyone )(?<!anybody )(?<!no one )(?<!all )\bbut\b(?! not\b)|, however,?|"
    r"\bhowever,|, whereas\b|, while we\b|, yet\b|\bnevertheless\b|: however|"
    r"\band,? (?=(?:only )?(?:if|when|where|with your (?:consent|permission|agreement)|unless)\b[^,]*, (?:to|for|also)\b))\s*"
)
_PARENTHETICAL = re.compile(r"\b(cannot|can|may|do|does|will|must|should|not), however,")
_EXCEPTION = re.compile(
    r"^(?:except|other than|save)\b[^,;]*,|\b(?:except|other than|save (?:for|that|where|as|in))\b"
    r"(?:[^;]*?,(?= (?:is|are|was|were|may|will|must|shall|can|cannot|do|does)\b)|[^;]*)"
)
_CONDITION = re.compile(
    r"(?:\b(?:only|solely|even|and|or) )?\b(?:if|unless|when|whenever|where|wherever|until|provided that|on condition that|in case|"
    r"as long as|so long as|subject to|after you|before you|once you|as soon as)\b[^,;]*(?:,(?= (?:we|the|our|your)\b))?|"
    r"\b(?:that|which|who) (?:do|does|did|is|are|has|have|can|may|will) ?not\b[^,;]*|\b(?:that|which|who) (?:cannot|\w+n't)\b[^,;]*"
)
DENIAL = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|cannot|\w+n't|refrain\w*|prohibit\w*|forbid\w*|forbidden|excluded|excludes|"
    r"prevents? us|"
    r"declin\w+ to|(?:avoid|ceas|stop)\w* \w+ing|opposed|abstain\w*|nowhere|at no time|under no circumstances)\b"
)
_CONTRAST = re.compile(r"(?:,? (?:and|but) |, )(?:not|never)\b[^,;]*")
_MAY_NOT_CARE = re.compile(r"\bno longer (?:refrain\w*|prohibit\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One thing a sentence says, folded."""

    words: str  # all of it
    main: str  # without conditions, exceptions and the contrast
    conditions: tuple[str, ...]  # and exceptions
    banned: bool
    contrast: str = ""  # in "for orders, not for marketing", what is denied beside a main statement that is not


def segments(folded: str) -> tuple[Segment, ...]:
    """The segments of a folded sentence.

    >>> [(s.main, s.banned) for s in segments("we do not sell names, but may lend them unless you tell us not to")]
    [('we do not sell names', True), ('may lend them', False)]
    """
    folded = _PARENTHETICAL.sub(r"\1", folded)
    return tuple(_segment(part) for part in _TURN.split(folded) if part.strip())


def _segment(words: str) -> Segment:
    plain = _NO_DENIAL.sub(lambda match: re.sub(r"\w", "_", match.group()), words)
    plain = _MAY_NOT_CARE.sub(lambda match: re.sub(r"\w", "_", match.group()), plain)
    exceptions = tuple(match.group().strip() for match in _EXCEPTION.finditer(plain))
    bare = _EXCEPTION.sub(" ", plain)
    conditions = tuple(match.group().strip() for match in _CONDITION.finditer(bare))
    main = " ".join(_CONDITION.sub(" ", bare).split()).strip(" ,")
    contrast = ""
    aside = _CONTRAST.search(main)
    if aside and not DENIAL.search(main[: aside.start()]) and aside.start() > 0:
        contrast = aside.group().strip(" ,")
        main = " ".join((main[: aside.start()] + main[aside.end() :]).split())
    return Segment(
        words=words,
        main=main,
        conditions=(*conditions, *exceptions),
        banned=bool(DENIAL.search(main)),
        contrast=contrast,
    )
