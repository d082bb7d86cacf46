"""Tells sentences that any policy may hold, and that may go, come or become one another without moving anything.

Each is known by its whole wording; that a statement is silent for want of anything that could be read is not enough.
"""

import re

from differ.judgement.commonplaces import is_commonplace
from differ.judgement.statements import Force, Sentence
from differ.judgement.to_the_reader import (
    answers_questions,
    left_to_others,
    only_informs,
    tells_of_another_site,
    tells_of_its_changes,
)

_DATE = (
    r"(?:\d{1,4}[./ -]\d{1,2}[./ -]\d{2,4}"
    r"|(?:the\s)?(?:first|\d{1,2}(?:st|nd|rd|th)?)?\s?(?:of\s)?[A-Z][a-z]+\.?\s?(?:\d{1,2}(?:st|nd|rd|th)?)?,?\s\d{4})"
)
_TEXT = (
    r"(?:this|the|our|these)\s(?:current\s|present\s|latest\s)?(?:version\sof\s(?:this|the|our)\s)?(?:[A-Za-z]+\s){0,3}?"
    r"(?:policy|notice|statement|version|document|page|rules|text)"
)
_DATED = re.compile(
    rf"""(?:{_TEXT}\s(?:(?:was|is|has\sbeen|were)\s(?:last\s|most\srecently\s)?
           (?:revised|updated|modified|changed|amended|dated|published|posted|reviewed|issued|effective|valid|in\sforce|in\seffect)
         |(?:takes?|took|will\stake)\seffect|(?:comes?|came|will\scome|enters?|entered)\sinto\s(?:force|effect)|appl(?:y|ies)|holds?)
           |it\s(?:takes?\seffect|(?:comes?|enters?)\sinto\s(?:force|effect)))
         (?:\sfor\s(?:all\s|new\s|existing\s|current\s)?(?:users|customers|members|visitors))?(?:\s(?:on|from|as\sof|since|in|with\seffect\sfrom))*\s{_DATE}
      |(?:please\s)?(?:check|come)\s(?:back\s)?(?:here\s|this\s\w+\s)?(?:back\s)?(?:from\stime\sto\stime|regularly|often|frequently|periodically|now\sand\sthen|for\supdates)(?:\sfor\s(?:updates|changes))?""",
    re.IGNORECASE | re.VERBOSE,
)
_FAILS_WITHOUT_COOKIES = re.compile(
    r"""(?:please\s(?:note|be\saware)\sthat,?\s|however,?\s|but\s)?(?:if|when|where|should)\syou\s[^.;,]{2,60}\b(?:cookies?|javascript)\b[^.;,]{0,40},\s(?:then\s)?[^.;,]{2,60}?
    \b(?:(?:may|might|will|could|can|would)\s(?:no\slonger|not)|cannot|won['’]t)\s(?:\w+ly\s)?(?:work|function|operate|display|load|run|perform|be\s(?:\w+ly\s)?(?:available|accessible|usable|functional|displayed|able\sto\suse))\b
    (?:\s(?!(?:and|or|but|unless|we|us)\b)[\w'’-]+){0,10}""",
    re.IGNORECASE | re.VERBOSE,
)
_BY_THEIR_WORDING = (
    is_commonplace,
    answers_questions,
    left_to_others,
    only_informs,
    tells_of_another_site,
    tells_of_its_changes,
)


def is_said_anywhere(sentence: Sentence) -> bool:
    """Whether a sentence says nothing of what is done with data, for certain."""
    if not sentence.statements or any(one.force is not Force.SILENT or one.unread for one in sentence.statements):
        return False
    text = sentence.text.strip(" .!")
    return any(pattern.fullmatch(text) for pattern in (_DATED, _FAILS_WITHOUT_COOKIES)) or any(
        told(sentence.text) for told in _BY_THEIR_WORDING
    )
