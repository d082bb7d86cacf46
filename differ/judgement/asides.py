"""Words said to the reader and not of data: "please note", "see section 4", "(referred to as the feed)".

What the rest of a sentence's words are is the business of `terms`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

_POINTS_OR_NAMES = re.compile(
    r"""\((?:please\s|also\s|hereinafter\s|commonly\s)?
    (?:see|cf\.|opens\sin\san?(?:other)?\s(?:new\s)?(?:tab|window)|compare|refer\sto|referred\sto\sas|known\sas|called|formerly|abbreviated
      |(?:as\s)?(?:described|explained|defined|detailed|set\sout|listed|mentioned)\s(?:in|under|above|below|further))\b
    (?![^()]*\b(?:we|may|can|will|shall|must|not|no|unless|except|if|which|who)\b)[^()]{0,120}\)""",
    re.IGNORECASE | re.VERBOSE,
)
_REQUESTS = re.compile(
    r"""^\W*(?:(?:and|or|also|so|then|finally|when|if|for|once)\b[^;:]{0,90}?,\s*|and\s)?please,?\s
    (?!note\b|be\b|remember\b|understand\b|know\b|see\b|refer\b|find\b|keep\sin\smind)""",
    re.IGNORECASE | re.VERBOSE,
)
_INSTRUCTS = re.compile(
    r"""^\W*(?:(?:to|if|when|before|after|for|once)\b[^.;:]{0,90}?,\s+|[^.;:]{0,90},\sso\s)?(?:then\s|simply\s|just\s|first\s|and\s|or\s)?
    (?:sign\sin|log\s(?:in|out|off)|sign\sout|click|tap|press|hold\sdown|scroll|swipe|configure|go\sto\s(?:the|your)|open\s(?:the|your)|check
      |use\sthe\s(?:button|form|link|chat|menu|switch|toggle|icon|page)|choose\sa|pick\sa|type\sin|fill\sin|look\s(?:at|for|in))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKED = r"(?:how|why|when|who|where|(?:what|which)(?:\s\w+){0,3}?)"
_TELLS_WHAT = re.compile(
    rf"""(?:\b(?:(?:you|reader|users?)\s(?:to\s|can\s|will\s|may\s|should\s)?(?:to\s)?(?:better\s)?(?:understand|know|learn|see|find\sout|read)(?:\sabout)?
        |(?:explains?|describes?|tells\syou|tell\syou(?!\swhen\b)|outlines?|covers?|summari[sz]es?|sets?\sout)(?:\sto\syou)?(?:\s(?:information|details)\s(?:about|on))?
        |in\s(?:this|the)\s(?:policy|notice|statement|page|document)|in\shere):?
      \s(?=(?:{_ASKED}(?:,?\s(?:and|or)\s{_ASKED})*\s(?:we|our|you|your|the\s\w+|[A-Z]\w+)\b))
      |\b(?:table|chart|overview|list|section)\s(?:(?:below|above)\s)?(?:shows|lists|gives|tells|indicates)(?:\syou)?
      \s(?={_ASKED}(?:,?\s(?:and|or)\s{_ASKED})*\s(?:we|our)\b)
      |\b(?:following\s(?:sections|topics|parts|headings)|table\sof\scontents|contents):)
    """,
    re.VERBOSE,
)
_GROUNDS = re.compile(
    r"(?:the|these|some|our|examples of|such)?\s*(?:main\s|relevant\s|legal\s|applicable\s)?"
    r"(?:laws?|regulations|criteria|factors|reasons|grounds|legal bases|principles)\s(?:(?:that|which)\s)?"
    r"[^.;:]{0,90}?\b(?:include|are|is)\b",
    re.IGNORECASE,
)
_SITE = r"(?:web\s?sites?|sites?|web\s?pages?|pages|services?|platforms?|apps?|applications?|resources)"
_OF_ITSELF = re.compile(
    rf"""\W*(?:(?:our|the|this|these|\w+'s)\s(?:[\w']+\s){{0,2}}{_SITE}\s(?:(?:may|can|will|also|sometimes|occasionally)\s)*(?:contains?|includes?|provides?|has|have|offers?)\s
        (?:\w+\s)?(?:hyper)?links\sto\s(?:(?:and|from|the|some|certain|many|various|external|other|third-party|third|party|parties'?)\s)*{_SITE}\b
      |(?:we|(?-i:[A-Z])[\w&.-]*(?:\s(?-i:[A-Z])[\w&.-]*){{0,4}})\s(?:is|are)\s
        (?:(?:an?|the)\s(?:[\w-]+\s){{0,4}}(?:company|corporation|business\sunit|subsidiary|association|foundation|charity|partnership|body)\b
          |(?:duly\s|also\s)?(?:registered|incorporated|headquartered|domiciled|entered)\s(?:with|in|at|under|by|as)\b))""",
    re.IGNORECASE | re.VERBOSE,
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
_IN_ORDER_TO = re.compile(r"\bin order (?:to|that)\b", re.IGNORECASE)
_TO_THE_READER = {"see": "see_", "note": "please", "aware": "please", "kindly": "please"}


def instructs(clause: str) -> bool:
    """Whether a clause tells the reader to do something: "please lock the gate", "to print it, press the button".

    >>> instructs("To print it, press the button."), instructs("Please note that we print it.")
    (True, False)
    """
    return bool(_REQUESTS.match(clause) or _INSTRUCTS.match(clause))


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


def tells_grounds(sentence: str) -> bool:
    """Whether the subject of a sentence is no one who acts, but the laws, grounds or criteria by which someone does.

    >>> tells_grounds("The criteria we use include its age."), tells_grounds("We use criteria.")
    (True, False)
    """
    return _GROUNDS.match(sentence) is not None


def tells_of_itself(sentence: str) -> bool:
    """Whether a sentence only says where the links of a site lead, or what company the organisation is and where it is registered.

    >>> tells_of_itself("Our site has links to other sites."), tells_of_itself("We are registered in Oslo.")
    (True, True)
    """
    return _OF_ITSELF.match(sentence) is not None


def tells_of_its_changes(sentence: str) -> bool:
    """Whether a sentence only says how the text itself was changed.

    >>> tells_of_its_changes("May 2020 - Added details about cookies."), tells_of_its_changes("We added your name to the list.")
    (True, False)
    """
    return _CHANGED.match(sentence) is not None


_DATED = r"(?:(?-i:[A-Z])\w+,?\s(?:\d{1,2},?\s)?\d{4}|\d[\d./-]+\d):?\s*[–—:-]?\s*"
_TEXT = r"(?:language|wording|descriptions?|sections?|references?|paragraphs?|clauses?|explanations?)"
_CHANGED = re.compile(
    rf"""\W*(?:(?:finally|also|in\saddition|lastly),?\s)?(?:we(?:\shave|'ve)?\s|(?P<dated>{_DATED}))?(?:also\s)?
    (?:added|removed|updated|revised|clarified|expanded|reworded|deleted|inserted|simplified)\s(?:\w+\s){{0,3}}?
    (?(dated)(?:{_TEXT}|information|details|terms)|{_TEXT})\s(?:about|of|on|to|regarding|describing|concerning|for|that\sexplains?)\s(?!you)""",
    re.IGNORECASE | re.VERBOSE,
)


def titles(text: str) -> Mapping[int, int]:
    """Quoted titles of other texts and parts of this one: where the words of each begin, and where they end.

    >>> titles('Ask as the section "Your rights" says.')
    {20: 31}
    """
    if '"' not in text:
        return {}
    return dict(found.span("after" if found["after"] else "before") for found in _TITLE.finditer(text))


def answers_questions(sentence: str) -> bool:
    """Whether a sentence only says whom to ask.

    >>> answers_questions("If you have any questions on how we use it, please write to us."), answers_questions("If you have it, ask us.")
    (True, False)
    """
    return _ANSWERS_QUESTIONS.match(sentence) is not None


_ANSWERS_QUESTIONS = re.compile(
    r"""(?:if|should|where|in\scase)\syou\s(?:(?:have|has|still)\s){1,2}(?:(?:any|a|an|some|further|other|more|additional|general)\s)*
    (?:questions?|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|comments?)\b[^.;]{0,160}?(?:,\s|\sthen\s)(?:please\s|you\s(?:can|may)\s|kindly\s|do\s)*
    (?:contact|e-?mail|write|call|reach|ask|get\sin\stouch)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def left_to_others(sentence: str) -> bool:
    """Whether a sentence only says by whose terms something is governed.

    >>> left_to_others("Their use of it is governed by their own terms."), left_to_others("It is sent on and is subject to the terms.")
    (True, False)
    """
    return _GOVERNS.search(sentence) is not None and _LEFT_TO_OTHERS.match(sentence) is not None


_GOVERNS = re.compile(r"\b(?:governed|covered)\sby\b|\bsubject\sto\b", re.IGNORECASE)
_LEFT_TO_OTHERS = re.compile(
    r"""(?:(?!\b(?:is|are|be|was|were|may|will|can|must|shall|has|have|we)\b)[^.;:])+\b(?:is|are)\s(?:\w+ly\s)?
    (?:governed\sby|subject\sto|covered\sby)\s(?:the|their|its|those|that|such|these)\s
    [^.;:]{0,60}?\b(?:polic(?:y|ies)|terms|notices?|statements?)\b""",
    re.IGNORECASE | re.VERBOSE,
)


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
_LEAVES_THE_PAST = re.compile(
    r"""\b(?:(?:(?:does|do|shall|will|did)\snot|doesn't|won't)\s(?:affect|impact|influence|touch|change|alter)\sthe\s(?:lawfulness|legality|validity)
      |(?:lawfulness|legality|validity)\b[^,;.]{0,60}\b(?:is|are|remains?)\s(?:not\saffected|unaffected))\b""",
    re.IGNORECASE | re.VERBOSE,
)


@lru_cache(maxsize=64)  # asked for each statement of a sentence
def leaves_the_past(text: str) -> bool:
    """Whether a sentence only says that what was lawful before a withdrawal stays so.

    >>> leaves_the_past("This does not affect the lawfulness of earlier films."), leaves_the_past("This does not affect the films.")
    (True, False)
    """
    return _LEAVES_THE_PAST.search(text) is not None


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
    if word == "order" and _IN_ORDER_TO.search(text, max(0, start - 4), end + 6):
        return "please"
    if word == "opens" and _CAPTION.match(text, max(0, start - 1)):
        return "please"
    if word in _TO_THE_READER and _BEFORE.search(text[max(0, start - 12) : start]):
        return _TO_THE_READER[word]
    return word
