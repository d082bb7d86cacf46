"""Cuts a folded sentence into segments that each say one thing, and tells a ban from a statement.

A segment ends where the sentence turns (`but`, `;`, `however`). Its conditions and exceptions are set apart, since a
`not` inside them denies nothing of the main words. What the main words name is read in `reader`.
"""

import re
from dataclasses import dataclass

__all__ = ["Segment", "segments"]

# Hold a negative word and deny nothing.
_NO_DENIAL = re.compile(
    r"\b(?:not (?:be )?limited to|not only|without limitation|whether or not|(?:no|not) (?:more|longer|less|later|fewer|earlier) than|"
    r"nothing in this [a-z ]+? (?:prevents|prohibits|stops) us from|nothing prevents us from|do not hesitate|no matter|"
    r"not just|not necessarily|no doubt|last but not least|without undue delay)\b"
)
_TURN = re.compile(
    r"\s*(?:;|\bbut\b(?! not\b)|, however,?|\bhowever,|, whereas\b|, while we\b|, yet\b|\bnevertheless\b|: however|"
    r"\band,? (?=(?:only )?(?:if|when|where|with your (?:consent|permission|agreement)|unless)\b[^,]*, (?:to|for|also)\b))\s*"
)
_CONDITION = re.compile(
    r"(?:\b(?:only|solely|even|and|or) )?\b(?:if|unless|when|whenever|where|wherever|until|provided that|on condition that|"
    r"in case|as long as|"
    r"so long as|subject to|except|other than|save for|save that|after you|before you|once you|"
    r"as soon as)\b[^,;]*(?:,(?= (?:we|the|our|your)\b))?"
)
_DENIAL = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|cannot|\w+n't|refrain\w*|prohibit\w*|forbid\w*|forbidden|exclud\w+|"
    r"prevents? us|"
    r"declin\w+ to|avoid\w*|ceas\w+|stop(?:s|ped)?|opposed|abstain\w*|nowhere|at no time|under no circumstances)\b"
)
_CONTRAST = re.compile(r"(?:,? (?:and|but) |, )(?:not|never)\b[^,;]*")
_MAY_NOT_CARE = re.compile(r"\bno longer (?:refrain\w*|prohibit\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One thing a sentence says, folded."""

    words: str  # all of it
    main: str  # without conditions, exceptions and the contrast
    conditions: tuple[str, ...]
    exceptions: bool  # whether a condition is an exception
    banned: bool
    contrast: str = ""  # in "for orders, not for marketing", what is denied beside a main statement that is not


def segments(folded: str) -> tuple[Segment, ...]:
    """The segments of a folded sentence.

    >>> [(s.main, s.banned) for s in segments("we do not sell names, but may lend them unless you tell us not to")]
    [('we do not sell names,', True), ('may lend them', False)]
    """
    return tuple(_segment(part) for part in _TURN.split(folded) if part.strip())


def _segment(words: str) -> Segment:
    plain = _NO_DENIAL.sub(lambda match: re.sub(r"\w", "_", match.group()), words)
    plain = _MAY_NOT_CARE.sub(lambda match: re.sub(r"\w", "_", match.group()), plain)
    conditions = tuple(match.group().strip() for match in _CONDITION.finditer(plain))
    main = " ".join(_CONDITION.sub(" ", plain).split()).strip(" ,")
    contrast = ""
    aside = _CONTRAST.search(main)
    if aside and not _DENIAL.search(main[: aside.start()]) and aside.start() > 0:
        contrast = aside.group().strip(" ,")
        main = " ".join((main[: aside.start()] + main[aside.end() :]).split())
    return Segment(
        words=words,
        main=main,
        conditions=conditions,
        exceptions=any(re.match(r"(?:\w+ )?(?:except|other than|save)", condition) for condition in conditions),
        banned=bool(_DENIAL.search(main)),
        contrast=contrast,
    )
