"""Tells that a choice or a change of the text leaves people as they were: it costs nothing, or takes nothing from them.

Each is matched to the end of its clause, so that one which goes on to say more is none. Which force a statement has in the end is told
by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_SERVED = (
    r"(?:(?:your|the|our|any|which|what)\s)?(?:(?:quality|level|standard|price)\sof\s(?:your|the|our)\s)?(?:[\w-]+\s)?(?:services?|prices?|fares?|fees?|quality|treatment|care|stay|contract|delivery|booking|membership"
    r"|subscription|order|legal\srights|statutory\srights)\b"
)
_HARM = r"(?:disadvantages?|detriment|drawbacks?|(?:negative|adverse)\s(?:effects?|consequences)|penalt(?:y|ies)|consequences)"
_END = (
    r"(?:\s(?:for\syou|to\syou|(?:that\s|which\s)?you\s(?:receive|get|have|enjoy)(?:\s(?:from|with)\sus)?"
    r"|in\sany\sway|at\sall|under\s[^.;,]{0,40}law))*\W*$"
)
_NO_HARM = re.compile(
    rf"""(?:refusing|declining|objecting|withdrawing|opting\sout|saying\sno|not\sgiving|not\sconsenting|(?:(?:your|the|a|such\sa|this|any)\s)?
       (?:choices?|decisions?|refusals?|objections?|withdrawals?))\b[^.;,]{{0,40}}?\s
    (?:(?:(?:does|do|will|shall)\snot|won't|doesn't|don't)\s(?:affect|influence|impact|change|alter|lower|reduce|raise)\s{_SERVED}
      |(?:(?:has|have|brings|will\shave)\sno|(?:does|do|will)\snot\s(?:have|bring|cause|lead\sto|result\sin)(?:\sany)?)\s{_HARM}){_END}""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_FEE = re.compile(
    r"""(?:no|without\sany|without\sa)\s(?:fee|charge|cost|payment)\s(?:is|are|will\sbe|shall\sbe)\s(?:charged|made|levied|due|payable|required|taken)\sfor\s
    (?:(?!\b(?:unless|except|if|but|first)\b)[^.;,])*\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SAVED = re.compile(
    r"""nothing\sin\s(?:this|our|the)\s(?:\w+\s)?(?:notice|policy|statement|document)\s(?:\w+\s)?
    (?:limits?|affects?|restricts?|excludes?|reduces?|removes?|takes\saway|waives?|overrides?)\s(?:any\sof\s|or\s\w+\s)?(?:your|the|any)\s
    (?:statutory\s|legal\s|mandatory\s|consumer\s)?rights(?:\s(?:you\shave|that\syou\shave|given\sto\syou|granted))?(?:\s(?:under|by)\s[^.;,]{0,40})?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_ON_REQUEST = re.compile(
    r"""(?:(?:an?|the|our|this)\s)?(?:\w+\s)?(?:list|copy|overview|register|text|version)\sof\s(?:(?:our|the|all|these|those|this|current)\s)*(?!your)[\w-]+(?:\s[\w-]+)?\s
    (?:(?:can|may|will)\sbe\s(?:sent|given|provided|handed|supplied|made\savailable|obtained|requested|had)|is\s(?:available|provided|sent))\s
    (?:to\syou\s|from\sus\s)?(?:on|upon|at|by)\s(?:your\s|written\s)?request(?:\sto\sus)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_OLDER_KEPT = re.compile(
    r"""(?:(?:any|the|such|these|those|future|later|our|and|but)\s)*(?:changes|amendments|revisions|modifications|updates|new\sversions?|new\sterms)\b[^.;,]{0,60}?\s
    (?:(?:do|does|will|shall|may)\s(?:not|never)|won't|don't)\s(?:apply\sto|affect|govern|cover|touch)\s(?:any\s|the\s|your\s|personal\s)*(?:data|information)\s
    (?:(?:that\s)?(?:was|were|has\sbeen|have\sbeen|we\s(?:have\s)?|which\swas)\s)?(?:already\s)?(?:collected|received|gathered|obtained|given|provided)
    (?:\s(?:to\sus|by\sus|before|earlier|previously|already|under\s(?:an?|the|our)\s(?:earlier|previous|prior|former|older?)\s(?:\w+\s){0,3}?
      |before\s(?:then|that|the\schange|they\s[\w\s]{0,20}))|version|of|this|policy|notice|statement|terms|\s)*\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


_VOLUNTARY = re.compile(
    r"""(?:(?:giving|providing|entering|stating|disclosing|sharing|telling)\b[^.;,]{0,60}?\b(?:your|it|them|this|these|data|information)\b[^.;,]{0,40}?
      |(?:provision|supply)\sof\s[^.;,]{0,60}?)\s(?:is|are)\s(?:always\s|entirely\s|completely\s|purely\s|wholly\s)?(?:voluntary|optional|up\sto\syou)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_voluntary(clue: Clue) -> bool:
    """Whether it only says that it is for the person to decide whether they give something: a choice, of what may be newly asked."""
    if "voluntary" not in clue.text and "optional" not in clue.text and "up to you" not in clue.text:
        return False
    return clue.start == clue.main and _VOLUNTARY.match(clue.text, clue.found[clue.main].start) is not None


_OLDER_TAKEN = re.compile(
    r"""(?:(?:any|the|such|these|those|future|later|our|and|but)\s)*(?:changes|amendments|revisions|modifications|updates|new\sversions?|new\sterms)\b[^.;,]{0,60}?\s
    (?:(?:will|shall|may|also|do)\s)*(?:apply|applies|extends?|holds?)\s(?:also\s|likewise\s|equally\s)?(?:to|for)\s[^.;,]{0,30}?\b(?:data|information|records)\b
    [^.;,]{0,60}?\b(?:before|earlier|previously|already|in\sthe\spast)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def takes_older_data_in(clue: Clue) -> bool:
    """Whether it says that changes of the text hold for the data there was before as well."""
    if clue.start != clue.main or t.DATA not in clue.body or clue.has(t.NEGATION):
        return False
    return _OLDER_TAKEN.match(clue.text, clue.found[clue.main].start) is not None


def leaves_unharmed(clue: Clue) -> bool:
    """Whether it says that a choice brings no harm or fee, that rights by law stay, or that a list can be had on request."""
    denied = clue.has(t.NEGATION)
    if not denied and "request" not in clue.text:
        return False
    said = clue.text[clue.found[clue.main].start : clue.found[clue.end - 1].end]
    if not denied:
        return _ON_REQUEST.match(said) is not None
    return any(pattern.match(said) for pattern in (_NO_HARM, _NO_FEE, _SAVED))


_RIGHTS_KEPT = re.compile(
    r"""[^.;,]{0,40}?\b(?:will|shall|may|can)\s?(?:not|never)\s(?:make\s(?:any\s)?(?:\w+\s)?(?:changes|amendments)\s(?:that|which)\s(?:would\s|could\s)?)?
    (?:reduce|weaken|limit|lessen|diminish|restrict|curtail|take\saway)\s(?:any\sof\s)?(?:your|their|(?:the|our)\s[\w']+|users'|guests')\s(?:\w+\s)?rights\b""",
    re.IGNORECASE | re.VERBOSE,
)


_RIGHTS_TAKEN = re.compile(
    r"""[^.;,]{0,40}?\b(?:may|can|will|shall|might|could)\s(?:also\s|then\s)?(?:reduce|weaken|lessen|diminish|curtail|take\saway)\s
    (?:any\sof\s|some\sof\s)?(?:your|their|the)\s(?:\w+\s)?rights\b""",
    re.IGNORECASE | re.VERBOSE,
)


def takes_rights(clue: Clue) -> bool:
    """Whether it says that rights may be made less: "we may reduce your rights"."""
    return "rights" in clue.text and not clue.has("n") and _RIGHTS_TAKEN.match(clue.text, clue.found[clue.main].start) is not None


def keeps_rights(clue: Clue) -> bool:
    """Whether it promises that no right is made less: "we will not reduce your rights without your consent"."""
    return "rights" in clue.text and clue.has("n") and _RIGHTS_KEPT.match(clue.text, clue.found[clue.main].start) is not None


def keeps_older_data_out(clue: Clue) -> bool:
    """Whether it promises that changes of the text do not touch the data there was before."""
    if clue.start != clue.main or t.DATA not in clue.body:
        return False
    return _OLDER_KEPT.match(clue.text, clue.found[clue.main].start) is not None
