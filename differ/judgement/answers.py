"""Tells what a question makes of the bare answer behind it: "Who sees my score? Your coach." says that the coach sees it.

A bare yes or no is put to its question by `context`; what a heading in the form of a question says of a list is told there too.
"""

import re
from dataclasses import replace

from differ.judgement.statements import Force, Sentence

_ASKS = re.compile(
    r"""\W*(?:(?:with|to|from|by)\s)?(?:who|whom|what|which|where|how\slong|for\show\slong)\b[^?]*
    \b(?:sees?|gets?|receives?|shares?|shared|collects?|collected|keeps?|kept|uses?|used|stores?|stored|pass(?:es|ed)?|gives?|given|sells?|sold|knows?
    |reads?|discloses?|disclosed|holds?|held|views?|access(?:es)?|told|shown|sent)\b[^?]*\?$""",
    re.IGNORECASE | re.VERBOSE,
)
_DENIES = re.compile(r"\b(?:not|never|no|nobody|cannot)\b|n['’]t\b|\b(?:rights?|choices?|delete|refuse|object)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:we|you|they|it|this|that|i|is|are|was|were|be|can|may|might|will|shall|should|do|does|has|have|must|see|click|please|yes|no)\b"
    r"|n['’]t\b|[:?]",
    re.IGNORECASE,
)
_LONGEST = 12  # words of an answer that is no sentence


_TELLS_TO = re.compile(
    r"(?:choose|set|go|visit|write|contact|ask|read|learn|tell|use|manage|change|open|select|tap|find|get|send|call|email|check|update)\b",
    re.IGNORECASE,
)


def answers(question: str, answer: str) -> bool:
    """Whether a question asks with or by whom, what or how long something is done, and the answer only names that.

    >>> answers("Who sees my score?", "Your coach."), answers("Who sees my score?", "We tell you below.")
    (True, False)
    """
    if not question.endswith("?") or not answer.endswith(".") or len(answer.split()) > _LONGEST:
        return False
    if _CLAUSE.search(answer) or _TELLS_TO.match(answer):
        return False
    return _ASKS.match(question) is not None and _DENIES.search(question) is None


def as_answered(sentence: Sentence) -> Sentence:
    """A bare answer as read: what it names is what is done. Of one that is wholly new, or gone, that is no more than a guess."""
    told = (
        replace(one, force=Force.PRACTICE, known=Force.MENTION, unread=False) if one.force in _SAYS_NOTHING else one
        for one in sentence.statements
    )
    return Sentence(sentence.text, sentence.terms, tuple(told))


_SAYS_NOTHING = frozenset({Force.SILENT, Force.MENTION})
