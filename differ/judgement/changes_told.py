"""Finds where a sentence tells how people learn that the text itself changes: they are told themselves, or it is put where all can see it.

To put a new version on a page publishes no data, and to write to people of it hands nothing on.
"""

import re
from collections.abc import Iterator

from differ.judgement.set_phrases import SetPhrase

TOLD, POSTED = "guard.notify", "guard.post"
TELLS = frozenset({TOLD, POSTED})
"""What people learn something by."""

_TEXT = r"(?:changes?|versions?|polic(?:y|ies)|notices?|statements?|terms|updates?|revisions?|amendments?|modifications?)"
_WHICH = (
    r"(?:(?:a|an|any|all|the|our|such|these|those|this|its|new|revised|updated|amended|modified|latest|current|most|material|significant"
    r"|important|future|prominent|privacy|cookie|copy|of)\s)*"
)
_POST = r"(?:post|publish|display|announce|upload|put|place|make\savailable)"
_POSTED = r"(?:posted|published|displayed|announced|uploaded|put\sup|put|placed|made\savailable)"
_PEOPLE = (
    r"(?:you|(?:(?:all|the|our|every|each|affected|registered)\s)*"
    r"(?:users?|customers?|members?|guests?|subscribers?|patients?|account\sholders?))"
)
_SEND = r"(?:send|sending|sends|sent|give|giving|gives)"
_WRITE = r"(?:e-?mail(?:ing|s)?|writ(?:e|es|ing)\sto|contact(?:ing|s)?|messag(?:e|es|ing)|call(?:ing|s)?)"
_TELL = r"(?:notif(?:y|ies|ying)|inform(?:s|ing)?|tell(?:s|ing)?|alert(?:s|ing)?|advis(?:e|es|ing)|let(?:ting)?(?=\syou\sknow))"

_IS_POSTED = re.compile(
    rf"""\b{_POST}(?:e?s|ing)?(?=\s(?:{_WHICH}{_TEXT}\b|(?:it|them)\s(?:on|in|at|to|here)\b))
      |(?<=\s){_POSTED}(?=\s(?:on|in|at|to|here|there|under|below)\b|\s?[.,;]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_BY_POSTING = re.compile(
    rf"\b(?:{_TELL}\s{_PEOPLE}|you\s(?:will|shall)\sbe\s(?:notified|informed|told|alerted))(?:\sknow)?(?=(?:(?!\b(?:e-?mail|letter|mail|message|sms)\b)[^.;])*?"
    r"\b(?:by|through|via)\s(?:posting|publishing|updating|revising|placing|displaying)\b)",
    re.IGNORECASE,
)
_IS_TOLD = re.compile(
    rf"\b(?:{_WRITE}\s{_PEOPLE}|{_SEND}\s(?:out\s)?{_PEOPLE}(?=\s(?:a|an|any|the|our)\s)|(?:sent|e-?mailed|mailed|communicated)\sto\s{_PEOPLE})",
    re.IGNORECASE,
)
_MAY_TELL = re.compile(
    r"\b(?:post|publish|display|announc|upload|put|plac|made?\sava|e-?mail|mail|writ|contact|messag|call|sen[dt]|g[ai]v|notif|inform|t[eo]l[ld])",
    re.IGNORECASE,
)
_CHANGES = r"\b(?:chang|amend|updat|revis|modif|alter|new\b)"
_OF_CHANGES = ("chang", "amend", "updat", "revis", "modif", "alter", "new ")
_OF_THE_TEXT = re.compile(
    rf"{_CHANGES}\w*\b[^.;]*\b(?:polic(?:y|ies)|notices?|statements?|terms|versions?|this\s(?:text|page|document))\b"
    rf"|\b(?:polic(?:y|ies)|notices?|statements?|terms|versions?|this\s(?:text|page|document))\b[^.;]*{_CHANGES}"
    r"|\b(?:any|such|all|these|material|significant|important)\s(?:\w+\s)?(?:changes|updates|amendments|modifications|change|update|amendment)\b"
    r"|\b(?:changes|updates)\s(?:to|in)\s(?:it|this)\b",
    re.IGNORECASE,
)


def changes_told(text: str) -> Iterator[SetPhrase]:
    """The words of a sentence by which people learn of a change of the text, each with the meaning it has in the vocabulary.

    >>> [one.key for one in changes_told("If this policy changes, we will email you and post the new version here.")]
    ['guard.post', 'guard.notify']
    >>> list(changes_told("We post your photo on our site and email you offers."))
    []
    """
    lower = text.lower()
    if not any(map(lower.__contains__, _OF_CHANGES)) or not _MAY_TELL.search(text) or not _OF_THE_TEXT.search(text):
        return
    for pattern, key in ((_IS_POSTED, POSTED), (_BY_POSTING, POSTED), (_IS_TOLD, TOLD)):
        for found in pattern.finditer(text):
            yield SetPhrase(*found.span(), key)
