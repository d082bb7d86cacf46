"""Sentences that speak to the reader, or of the text, its grounds and its writer, and not of data: "please lock the gate".

Words of that sort within other sentences are the business of `asides`; whether a statement then says nothing, that of `silences`.
"""

import re
from functools import lru_cache

_REQUESTS = re.compile(
    r"""^\W*(?:(?:and|or|also|so|then|finally|when|if|for|once|additionally|alternatively|otherwise|in\saddition)\b[^;:]{0,90}?,\s*|and\s)?please,?\s
    (?!note\b|be\b|remember\b|understand\b|know\b|see\b|refer\b|find\b|keep\sin\smind)""",
    re.IGNORECASE | re.VERBOSE,
)
_INSTRUCTS = re.compile(
    r"""^\W*(?:(?:to|if|when|before|after|for|once|on\sthe|in\sthe|at\sthe|from\sthe)\b[^.;:]{0,90}?,\s+|[^.;:]{0,90},\sso\s)?(?:then\s|simply\s|just\s|first\s|and\s|or\s)?
    (?:sign\sin|log\s(?:in|out|off)|sign\sout|click|tap|press|hold\sdown|scroll|swipe|configure|go\sto\s(?:the|your)|open\s(?:the|your)|check
      |use\s(?:the|this|that|our)\s(?:same\s|online\s|web\s)?(?:button|form|link|chat|menu|switch|toggle|icon|page)|choose\sa|pick\sa|type\sin|fill\sin|look\s(?:at|for|in)|view\s(?:the|our|a)|read\s(?:the|our)|browse\s(?:the|our))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_GROUNDS = re.compile(
    r"(?:the|these|some|our|examples of|such)?\s*(?:main\s|relevant\s|legal\s|applicable\s)?"
    r"(?:laws?|regulations|criteria|factors|reasons|grounds|legal bas[ie]s|principles)\s(?:(?:that|which)\s)?"
    r"[^.;:]{0,90}?\b(?:include|are|is)\b",
    re.IGNORECASE,
)
_SITE = r"(?:web\s?sites?|sites?|web\s?pages?|pages|services?|platforms?|apps?|applications?|resources)"
_OF_ITSELF = re.compile(
    rf"""\W*(?:(?:our|the|this|these|\w+'s)\s(?:[\w']+\s){{0,2}}{_SITE}\s(?:(?:may|can|will|also|sometimes|occasionally)\s)*(?:(?:contains?|includes?|provides?|has|have|offers?)\s
        (?:\w+\s)?(?:hyper)?)?links?\sto\s(?:(?:and|from|the|some|certain|many|various|external|other|third-party|third|party|parties'?)\s)*{_SITE}\b
      |(?:we|(?-i:[A-Z])[\w&.-]*(?:\s(?-i:[A-Z])[\w&.-]*){{0,4}})\s(?:is|are)\s
        (?:(?:an?|the)\s(?:[\w-]+\s){{0,4}}(?:company|corporation|business\sunit|subsidiary|association|foundation|charity|partnership|body)\b
          |(?:duly\s|also\s)?(?:registered|incorporated|headquartered|domiciled|entered)\s(?:with|in|at|under|by|as)\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_WHO_IT_IS = re.compile(
    r"""\W*(?:we|(?:the\s)?(?-i:[A-Z])[\w&.-]*(?:\s(?-i:[A-Z])[\w&.-]*){0,4})\s?(?:\([^()]*\)\s)?(?:\bis|\bare|'re)\s
    (?:(?:an?|one\sof|(?:a\s)?part\sof|(?:a\s)?member\sof)\s|(?-i:[A-Z]))""",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY_TO_INFORM = re.compile(
    r"""\W*(?:please\snote\s(?:that\s|though\s|also\s|however\s)*)?(?:it|(?:\w+\s){0,3}(?:summar(?:y|ies)|overview|headings?|titles?|captions?|translations?|versions?|examples?|links?|illustrations?|diagrams?)\b
    [^.;,]{0,40}?)\s(?:is|are)\s(?:being\s)?
    (?:(?:provided|included|given|inserted|offered|meant|intended|used)\s)?(?:solely\s|only\s|merely\s|purely\s)?
    for\s(?:your\s)?(?:(?:ease\sof\s)?(?:information(?:al)?|convenience|reference|illustration|reading))(?:\spurposes)?(?:\sonly|\salone)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_GREETS = re.compile(r"\W*(?:thank\syou|welcome|we\s(?:wish\syou|hope\syou|thank|look\sforward))\b", re.IGNORECASE)
_DATED = r"(?:(?-i:[A-Z])\w+,?\s(?:\d{1,2},?\s)?\d{4}|\d[\d./-]+\d):?\s*[–—:-]?\s*"
_TEXT = r"(?:language|wording|descriptions?|discussions?|sections?|references?|paragraphs?|clauses?|explanations?)"
_CHANGED = re.compile(
    rf"""\W*(?:(?:finally|also|in\saddition|lastly),?\s)?(?:we(?:\shave|'ve)?\s|(?P<dated>{_DATED}))?(?:also\s)?
    (?:(?:the\s|these\s)?changes\s(?:were\s)?made\s(?:\w+ly\s)?to\s(?:reflect|cover|clarify)\b
      |corrected?\s(?:some\s|minor\s)?(?:typographical\serrors|typos|misprints|spelling)\b
      |(?:added|removed|updated)\s(?:information|details|terms)\s(?:about|of|on|for|regarding)\s(?!.*\b(?:is|are|was|can|cannot|may|will|has|have|we|your?)\b)
      |(?:added|removed|updated|revised|clarified|expanded|reworded|deleted|inserted|simplified|amended|corrected
        |add|remove|update|revise|clarify|expand|reword|delete|insert|simplify|amend|correct)\s(?:\w+\s){{0,3}}?
    (?(dated)(?:{_TEXT}|information|details|terms)|{_TEXT})\s(?:about|of|on|to|regarding|describing|concerning|for|that\sexplains?)\s(?!you))""",
    re.IGNORECASE | re.VERBOSE,
)
_ANSWERS_QUESTIONS = re.compile(
    r"""(?:(?:any|all|your|further|general)\s)*(?:questions?|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|comments?|feedback)\b[^.;,]{0,90}?\s(?:can|may|should|must)\sbe\s
      (?:sent|addressed|directed|put|e-?mailed)\sto\b
    |(?:if|should|where|in\scase)\syou\s(?:(?:have|has|still)\s){1,2}(?:(?:any|a|an|some|further|other|more|additional|general|specific|particular)\s)*
    (?:questions?|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|comments?)\b[^.;]{0,160}?(?:,\s|\sthen\s)(?:please\s|you\s(?:can|may)\s|kindly\s|do\s)*
    (?:contact|e-?mail|write|call|reach|ask|get\sin\stouch)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_GOVERNS = re.compile(r"\b(?:governed|covered)\sby\b|\bsubject\sto\b", re.IGNORECASE)
_LEFT_TO_OTHERS = re.compile(
    r"""(?:(?!\b(?:is|are|be|was|were|may|will|can|must|shall|has|have|we)\b)[^.;:])+\b(?:is|are)\s(?:\w+ly\s)?
    (?:governed\sby|subject\sto|covered\sby)\s(?:the|their|its|those|that|such|these)\s
    [^.;:]{0,60}?\b(?:polic(?:y|ies)|terms|notices?|statements?)\b(?![^.;:]*\bwe\s(?:\w+\s)?(?:sell|rent|share|give|pass|send|disclose|transfer|trade|provide|show|hand)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAVES_THE_PAST = re.compile(
    r"""\b(?:(?:(?:does|do|shall|will|did)\snot|doesn't|won't)\s(?:affect|impact|influence|touch|change|alter)\sthe\s(?:lawfulness|legality|validity)
      |(?:lawfulness|legality|validity)\b[^,;.]{0,60}\b(?:is|are|remains?)\s(?:not\saffected|unaffected))\b""",
    re.IGNORECASE | re.VERBOSE,
)


_ELSEWHERE = re.compile(
    r"""\W*(?:if|when|once|where|whenever|after)\syou\s(?:\w+\s){0,2}?(?:follow|click|visit|leave|open|go\sto)\b[^,]{0,80}?
    \b(?:links?|(?:other|another|external|linked|those|these|such)\s(?:\w+\s)?(?:web\s?)?(?:sites?|pages?))\b[^,]{0,60},
    (?!.*\b(?:we|us|our|ours|adverti\w+|ads?)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


_LINKED_SITES = re.compile(
    rf"""\W*(?:our|the|this|these)\s(?:[\w']+\s){{0,2}}{_SITE}\s(?:(?:may|can|will|also|sometimes)\s)*(?:contains?|includes?|has|have|offers?)\s
    (?:\w+\s)?links?\sto\s(?:\w+\s){{0,4}}?{_SITE}\b[^.;:]{{0,60}}?,?\s(?:which|that|whose|who)\s
    (?:may|might|can|will|have|has|are|is)\s(?:(?!\b(?:we|us|our|ours|adverti\w+|partners?)\b)[^.;:])*$""",
    re.IGNORECASE | re.VERBOSE,
)  # "our site has links to the sites of others, which may collect data"


def tells_of_another_site(sentence: str) -> bool:
    """Whether a sentence only says what others do on their own sites with those who go there.

    >>> tells_of_another_site("If you follow such a link, the inn may note it."), tells_of_another_site("If you click a link, we note it.")
    (True, False)
    """
    return _ELSEWHERE.match(sentence) is not None


def tells_of_linked_sites(sentence: str) -> bool:
    """Whether a sentence only says what those do to whose own sites links lead.

    >>> tells_of_linked_sites("Our site has links to other sites, which may set tags."), tells_of_linked_sites("Our site may set tags.")
    (True, False)
    """
    return _LINKED_SITES.match(sentence) is not None


_CANNOT_WITHOUT = re.compile(
    r"""\W*(?:please\snote\sthat\s)?(?:without\s(?:it|them|(?:this|these|that|those|such|your|the)\s[^.;,]{2,50}?)
      |(?:if|where|should|unless)\syou\s(?:do\snot|don't|fail\sto|cho?ose\snot\sto|decide\snot\sto|prefer\snot\sto|refuse\sto|decline\sto)\s
        (?:do\sso|(?:provide|give|share|supply|send|tell|disclose|enter|submit)\b[^.;,]{2,80}?)),?\s(?:in\s(?:many|some|most|certain)\scases,?\s)?
    (?:we|our\s\w+|you|it)\s(?:\w+\s)?(?:cannot|can't|can\snot|(?:may|will|might|would)\s(?:not|no\slonger)\sbe\sable\sto|won't\sbe\sable\sto|(?:are|is|will\sbe|may\sbe)\sunable\sto)\s
    (?:properly\s|fully\s)?(?!protect|secure|safeguard|guarantee|ensure|delete|erase|use|share|disclose|collect|keep|store|transfer|contact)\w+\b
    (?!.*\band\s(?:\w+\s)?\w+\s(?:your|it|them|the|this|that|their)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def cannot_be_done_without(sentence: str) -> bool:
    """Whether a sentence only says what cannot be had by those who do not give their data.

    >>> cannot_be_done_without("Without your address, we cannot deliver."), cannot_be_done_without("Without consent we cannot share it.")
    (True, False)
    """
    return _CANNOT_WITHOUT.match(sentence) is not None


def instructs(clause: str) -> bool:
    """Whether a clause tells the reader to do something: "please lock the gate", "to print it, press the button".

    >>> instructs("To print it, press the button."), instructs("Please note that we print it.")
    (True, False)
    """
    return bool(_REQUESTS.match(clause) or _INSTRUCTS.match(clause))


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


def tells_who_it_is(sentence: str) -> bool:
    """Whether a sentence says who the organisation or another company is.

    >>> tells_who_it_is("We are a bakery."), tells_who_it_is("We are at your door.")
    (True, False)
    """
    return _WHO_IT_IS.match(sentence) is not None


def only_informs(sentence: str) -> bool:
    """Whether a sentence only says that a text, heading or link is there to inform.

    >>> only_informs("The headings are for convenience only."), only_informs("Your age is used for convenience.")
    (True, False)
    """
    return _ONLY_TO_INFORM.match(sentence) is not None


def greets(sentence: str) -> bool:
    """Whether a sentence thanks or welcomes the reader, or wishes them well.

    >>> greets("Welcome to the mill."), greets("You are welcome to it.")
    (True, False)
    """
    return _GREETS.match(sentence) is not None


def tells_of_its_changes(sentence: str) -> bool:
    """Whether a sentence only says how the text itself was changed.

    >>> tells_of_its_changes("May 2020 - Added details about cookies."), tells_of_its_changes("We added your name to the list.")
    (True, False)
    """
    return _CHANGED.match(sentence) is not None


def answers_questions(sentence: str) -> bool:
    """Whether a sentence only says whom to ask.

    >>> answers_questions("If you have any questions on how we use it, please write to us."), answers_questions("If you have it, ask us.")
    (True, False)
    """
    return _ANSWERS_QUESTIONS.match(sentence) is not None


def left_to_others(sentence: str) -> bool:
    """Whether a sentence only says by whose terms something is governed.

    >>> left_to_others("Their use of it is governed by their own terms."), left_to_others("It is sent on and is subject to the terms.")
    (True, False)
    """
    return _GOVERNS.search(sentence) is not None and _LEFT_TO_OTHERS.match(sentence) is not None


@lru_cache(maxsize=64)  # asked for each statement of a sentence
def leaves_the_past(text: str) -> bool:
    """Whether a sentence only says that what was lawful before a withdrawal stays so.

    >>> leaves_the_past("This does not affect the lawfulness of earlier films."), leaves_the_past("This does not affect the films.")
    (True, False)
    """
    return _LEAVES_THE_PAST.search(text) is not None
