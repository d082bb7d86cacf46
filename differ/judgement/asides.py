"""Words within a sentence that are said to the reader and not of data: "please note", "(see section 4)", "(small text files)".

What the rest of its words are is the business of `terms`; sentences that are wholly of that sort are told by `to_the_reader`.
"""

import re
from collections.abc import Mapping

_POINTS_OR_NAMES = re.compile(
    r"""\((?:please\s|also\s|hereinafter\s|commonly\s)?
    (?:see|cf\.|opens\sin\san?(?:other)?\s(?:new\s)?(?:tab|window)|compare|refer\sto|referred\sto\sas|known\sas|called|formerly|abbreviated
      |(?:as\s)?(?:described|explained|defined|detailed|set\sout|listed|mentioned)\s(?:in|under|above|below|further))\b
    (?![^()]*\b(?:we|may|can|will|shall|must|not|no|unless|except|if|which|who)\b)[^()]{0,120}\)""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKED = r"(?:how|why|when|who|where|(?:what|which)(?:\s\w+){0,3}?)"
_TELLS_WHAT = re.compile(
    rf"""(?:\b(?:(?:you|reader|users?)\s(?:to\s|can\s|will\s|may\s|should\s)?(?:to\s)?(?:better\s)?(?:understand|know|learn|see|find\sout|read)(?:\sabout)?
        |(?:explains?|describes?|(?<!e-mail\s)(?<!email\s)addresses|tells\syou|tell\syou(?!\swhen\b)|outlines?|covers?|summari[sz]es?|sets?\sout)(?:\sto\syou)?(?:\s(?:information|details)\s(?:about|on))?
        |in\s(?:this|the)\s(?:policy|notice|statement|page|document)|in\shere):?
      \s(?=(?:{_ASKED}(?:,?\s(?:and|or)\s{_ASKED})*\s(?:we|our|you|your|the\s\w+|[A-Z]\w+)\b))
      |\b(?:table|chart|overview|list|section)\s(?:(?:below|above)\s)?(?:shows|lists|gives|tells|indicates)(?:\syou)?
      \s(?={_ASKED}(?:,?\s(?:and|or)\s{_ASKED})*\s(?:we|our)\b)
      |\b(?:following\s(?:sections|topics|parts|headings)|table\sof\scontents|contents):)
    """,
    re.VERBOSE,
)
_NEXT_MATTER = re.compile(r",?\s(?:and|but)\s(?:we|our|it|you)\b|;\s(?:we|our)\b")
_TITLED = r"(?:sections?|pages?|headings?|chapters?|paragraphs?|parts?|polic(?:y|ies)|notices?|statements?)"
_TITLE = re.compile(
    rf"""\b(?:{_TITLED}\s+(?:(?:titled|entitled|called|headed|named)\s+)?|titled\s+|entitled\s+|headed\s+)"(?P<after>[^"]{{2,90}})"
      |"(?P<before>[^"]{{2,90}})"\s+(?:{_TITLED})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = re.compile(r"(?:^|[.;:(!]\s*|\bplease,?\s+|\bkindly\s+|\bplease be\s+)$", re.IGNORECASE)
_CAPTION = re.compile(
    r"\(opens\s(?:in\s)?(?:an?\s|the\s|your\s)?(?:new|external|another|e-?mail|mail|tab|window)\b", re.IGNORECASE
)  # of a link
_IN_ORDER_TO = re.compile(r"\bin order (?:to|that|for (?:it|them|us|you|him|her) to)\b", re.IGNORECASE)
_TO_THE_READER = {"see": "see_", "note": "please", "aware": "please", "kindly": "please"}


def told_of(sentence: str) -> tuple[int, int] | None:
    """Where a sentence only names what the text tells of: "we want you to understand how we …"; its start and end.

    That the person is told when something happens is a promise.

    >>> told_of("This page explains why we keep it, and we mean it."), told_of("We tell you when we lend it.")
    ((10, 33), None)
    """
    found = _TELLS_WHAT.search(sentence)
    if found is None:
        return None
    following = _NEXT_MATTER.search(sentence, found.end() + 1) if not found.group().endswith(":") else None
    return found.start(), following.start() if following else len(sentence)


def titles(text: str) -> Mapping[int, int]:
    """Quoted titles of other texts and parts of this one: where the words of each begin, and where they end.

    >>> titles('Ask as the section "Your rights" says.')
    {20: 31}
    """
    if '"' not in text:
        return {}
    return dict(found.span("after" if found["after"] else "before") for found in _TITLE.finditer(text))


_IN_LETTERS = re.compile(r"(?P<before>(?:\b[\w-]+\s){1,6}|\b)\((?P<within>[A-Za-z][\w\s-]{1,50})\)(?=\s[a-z])")


def told_in_letters(text: str) -> list[tuple[int, int]]:
    """Where a bracket gives the first letters of the words before it, or the words of which the letters before it are the first.

    >>> told_in_letters("We log the IP (Internet Protocol) address."), told_in_letters("We log the Internet Protocol (IP) address.")
    ([(14, 33)], [(29, 33)])
    """
    if "(" not in text:
        return []
    return [(found.start("within") - 1, found.end()) for found in _IN_LETTERS.finditer(text) if _are_first_letters(found)]


def _are_first_letters(found: re.Match[str]) -> bool:
    before, within = found["before"].split(), found["within"].split()
    if len(within) > 1:
        return bool(before) and before[-1].isupper() and _first_letters(within) == before[-1]
    return within[0].isupper() and 1 < len(within[0]) <= len(before) and _first_letters(before[-len(within[0]) :]) == within[0]


def _first_letters(words: list[str]) -> str:
    return "".join(word[0] for word in words).upper()


_TAGS = re.compile(r"cookie|beacon|pixel|\btags?\b|\bgifs?\b", re.IGNORECASE)
_WORDS_OF_A_TAG = """
an? the or and of on in by to that which is are be can your you it when visit small tiny short little simple invisible transparent clear
electronic graphics? images? pictures? text pieces? strings? bits? blocks? lines? code files? letters numbers characters stored saved placed
set put kept downloaded embedded devices? computers? browsers? phones? tablets? hard disks? drives? web pages? e-?mails?
""".split()
_OF_A_TAG = rf"(?:(?:{'|'.join(_WORDS_OF_A_TAG)})\b[ ]?){{2,30}}"
_SAYS_WHAT_IT_IS = re.compile(
    rf"(?:cookies?|beacons?|pixels?|tags?|gifs?)(?:\s?(?P<aside>\({_OF_A_TAG}\)|,\s(?:which|that)\s(?:is|are)\s{_OF_A_TAG},)"
    rf"|(?P<dashes>\s[-–—]\s{_OF_A_TAG}[-–—]\s))",
    re.IGNORECASE,
)


def asides(text: str) -> Mapping[int, int]:
    """What only points to another text, gives a thing's other name or says what a cookie is: where each begins, and where it ends.

    >>> asides("We keep it (see section 4)."), asides("We set cookies (small text files).")
    ({11: 26}, {15: 33})
    """
    found = [one.span() for one in _POINTS_OR_NAMES.finditer(text)] if "(" in text else []
    if _TAGS.search(text):
        found += [one.span("aside" if one["aside"] else "dashes") for one in _SAYS_WHAT_IT_IS.finditer(text)]
    return dict(sorted(found))


def read_as(word: str, text: str, start: int, end: int) -> str:
    """The word that a lower-case `word` between `start` and `end` of `text` is to be read as, mostly itself.

    >>> text = "Please note that your notes are kept."
    >>> read_as("note", text, 7, 11), read_as("notes", text, 22, 27)
    ('please', 'notes')
    """
    if word == "order" and _IN_ORDER_TO.search(text, max(0, start - 4), end + 14):
        return "please"
    if word == "opens" and _CAPTION.match(text, max(0, start - 1)):
        return "please"
    if word in _TO_THE_READER and _BEFORE.search(text[max(0, start - 12) : start]):
        return _TO_THE_READER[word]
    return word
