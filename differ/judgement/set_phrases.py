"""Finds the set phrases by which a lawyer makes something depend on consent or on the law, in whatever words and order of them.

"If you have given us your permission" and "where you agree" are "with your consent"; "where we are legally obliged to" is "where
required by law". Single words and shorter phrases are in the vocabulary.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WHERE = r"(?:if|where|when|whenever|once|provided\sthat|provided|to\sthe\sextent(?:\sthat)?|insofar\sas|in\scases\swhere)"
_STRENGTHS = r"(?:(?:explicit|express|prior|written|informed|affirmative|specific)(?:ly)?(?:,|\sand)?\s)*"
_CONSENT = rf"(?:your\s|their\s)?{_STRENGTHS}(?:consent|permission|approval|authori[sz]ation)"
_TO_IT = r"(?:\sto\s(?:do\s(?:so|this)|this|it|that)(?=[,.;:)]|$|\s(?:and|or|we)\b))?"
_GIVES = r"(?:have\s|has\s)?(?:first\s)?(?:given|give|gives|granted|grant|grants)"
_ENDS = r"(?=[,.;:)]|$|\swe\b)"
_WHO = r"(?:you|the\s(?:user|customer|member|guest|patient)s?)"
_AGREES = (
    rf"{_WHO}\s(?:{_GIVES}\s(?:us\s)?{_CONSENT}{_TO_IT}"
    rf"|(?:have\s|has\s)?{_STRENGTHS}(?:consent|consented|agree|agreed|agrees){_TO_IT}{_ENDS})"
)
_HAVE = (
    r"we\s(?:have|have\sobtained|obtain|have\sreceived|receive)\s(?:your|their)\s"
    rf"{_STRENGTHS}(?:consent|permission|approval|authori[sz]ation){_TO_IT}"
)
_WITH_CONSENT = re.compile(
    rf"\b{_WHERE}\s(?:{_AGREES}|{_HAVE})|\b(?:on\sthe\sbasis\sof|based\son|subject\sto)\s{_CONSENT}\b", re.IGNORECASE
)
_WITHOUT_CONSENT = re.compile(rf"\b(?:unless|except\s(?:if|where|when))\s(?:{_AGREES}|{_HAVE})|\bexcept\swith\s{_CONSENT}\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\bwithout\s(?:our\s|us\s|anyone\s)?(?:first\s|previously\s)?asking\s(?:you|them)(?:\s(?:first|beforehand|in\sadvance))?(?=[,.;:)]|$)",
    re.IGNORECASE,
)
_DO_SO = r"(?:\sto\s(?:do\s(?:so|this)|(?:disclose|share|keep|retain)\sit)|\sto(?=[,.;:)]|$))?"
_ARE = r"(?:(?:we|they|it|this|that)\s(?:is|are|may\sbe)\s)?"
_LAW = r"(?:the\s|any\s)?(?:applicable\s)?(?:laws?|legislation)"
_REQUIRED_BY_LAW = re.compile(
    rf"""\b{_WHERE}\s(?:{_ARE}legally\s(?:required|obliged|obligated|bound|compelled){_DO_SO}
      |{_ARE}(?:required|obliged|obligated|compelled|mandated){_DO_SO}\s(?:by|under)\s{_LAW}
      |(?:we\s(?:have|are\sunder)|there\sis)\sa\slegal\s(?:duty|obligation|requirement){_DO_SO}
      |{_LAW}\s(?:requires?|obliges?|compels?)(?:\s(?:it|this|us{_DO_SO}))?)(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_BY_A_PERSON = re.compile(
    r"\b(?:review|check|examin|hear|answer|reply|confirm|decid|decision|assess|handl|overse|supervis|look)\w*\s(?:[\w-]+\s){0,3}?"
    r"(?P<who>(?:by|from)\s(?:an?\s(?:\w+\s)?(?:person|human)(?:\sbeing)?|people|humans|human\sbeings|a\smember\sof\s(?:our\s)?staff))\b",
    re.IGNORECASE,
)
_STRENGTH = re.compile(r"explicit|express|prior|written|informed|affirmative|specific", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no|nor|neither|nobody|none)\b|n['’]t\b", re.IGNORECASE)
_MAY_HOLD = re.compile(
    r"consent|permission|approval|authori[sz]ation|agree|asking|law|legal|legislation|person|people|human|staff", re.IGNORECASE
)


class SetPhrase(NamedTuple):
    """Where a set phrase stands, the meaning it has in the vocabulary, and how strong a consent it asks for."""

    start: int
    end: int
    key: str
    strengths: tuple[str, ...] = ()


def set_phrases(text: str) -> Iterator[SetPhrase]:
    """The set phrases of a sentence.

    >>> [one.key for one in set_phrases("If you have given us your permission, we call you.")]
    ['consent.consent']
    >>> [one.key for one in set_phrases("We never call unless you agree, or where we are legally obliged to.")]
    ['without_consent.without_consent', 'legal_duty.required_by_law']
    """
    if not _MAY_HOLD.search(text):
        return
    for pattern, key in ((_WITH_CONSENT, "consent.consent"), (_WITHOUT_CONSENT, "without_consent.without_consent")):
        for found in pattern.finditer(text):
            if pattern is _WITH_CONSENT or _DENIED.search(text, 0, found.start()):
                yield SetPhrase(*found.span(), key, tuple(sorted({one.lower() for one in _STRENGTH.findall(found.group())})))
    for found in _ASKED.finditer(text):
        yield SetPhrase(*found.span(), "without_consent.without_consent")
    for found in _BY_A_PERSON.finditer(text):
        yield SetPhrase(*found.span("who"), "safeguard.human")
    for found in _REQUIRED_BY_LAW.finditer(text):
        yield SetPhrase(*found.span(), "legal_duty.required_by_law")
