"""Which lines act as headings in documents that have none: bold lines, numbered lines, short lines in capitals."""

import re

from differ.normal import split_number

BOLD_LEVEL = 7
"""Below all of Markdown's own levels; lines in capitals share it."""
NUMBER_LEVEL = 8
"""Numbered lines stand below bold ones."""

_DATED = re.compile(r"\b(?:updated|effective|revised|modified|version|as of|date)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.,;!]['\"”’)]?$")
_VERB = re.compile(r"\b(?:will|may|shall|must|cannot|can't|don't|won't|please|is|are|has|have)\b", re.IGNORECASE)


def title_level(text: str, *, bold: bool) -> int:
    """The level of the heading that a paragraph of these words acts as; 0 where it is prose.

    >>> title_level("What we share", bold=True), title_level("We never sell it.", bold=True)
    (7, 0)
    >>> title_level("3. Sharing with others", bold=False), title_level("YOUR RIGHTS", bold=False)
    (8, 7)
    """
    if len(text) > 140 or "~~" in text or _SENTENCE_END.search(text) or _DATED.search(text):
        return 0
    number, rest = split_number(text)
    words = rest.split()
    if not words or not any(c.isalpha() for c in rest):
        return 0
    if bold:
        return BOLD_LEVEL if len(words) <= 18 else 0
    if len(words) > 10 or text.endswith(":"):
        return 0
    if rest.isupper() and len(rest) > 3:
        return BOLD_LEVEL
    return NUMBER_LEVEL if number[:1].isalnum() and number[:1].isdigit() and is_title(rest) else 0


def is_title(text: str) -> bool:
    """Whether a numbered line reads as a title: short, begins with a capital, says nothing as a sentence does."""
    words = text.split()
    if not 1 <= len(words) <= 10 or _SENTENCE_END.search(text) or text.endswith(":"):
        return False
    return text[0].isupper() and (text.endswith("?") or not _VERB.search(text))
