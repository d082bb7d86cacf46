"""What a sentence that speaks of no data does to the promise or right that it stands behind."""

import re

from differ.judgement.kinds import DATA, LINK, MAY, ORGANISATION, PERSON, POINTER, WORD
from differ.judgement.statements import DONE, Force, Sentence, Statement

_OF_IT = re.compile(
    r"\b(?:this|these)\s+(?:may|might|can|could|is|are|does|do|will|holds?|changes?|ends?)\b|\b(?:it|they|them)\b|\bdifferently\b",
    re.IGNORECASE,
)
_REFERS = frozenset("PUF><Y")


def takes_back(sentence: Sentence, before: Sentence) -> bool:
    """Whether a sentence may take back a part of what the one before promises, as "this may change" does."""
    if not any(one.sign < 0 or one.force is Force.LIMITED for one in before.statements) or not _REFERS.isdisjoint(sentence.signature):
        return False
    subject = next((term for term in sentence.terms if term.code in (WORD, DATA)), None)
    promised = {term.key for term in before.terms if term.code in (WORD, DATA)}
    goes_on = any(one.actor == ORGANISATION and one.verb is None for one in sentence.statements) and MAY in sentence.signature
    return goes_on or _OF_IT.search(sentence.text) is not None or (subject is not None and subject.key in promised)


_READS_ON = re.compile(r"\b(?:more|further|additional)\b|\b(?:learn|read|information|details|questions?)\b", re.IGNORECASE)


def is_a_way(sentence: Sentence, before: Sentence) -> bool:
    """Whether a sentence tells where the person can go to use the right that the one before states."""
    if not any(one.force is Force.RIGHT for one in before.statements) or _READS_ON.search(sentence.text):
        return False
    return {PERSON, MAY} <= {*sentence.signature} and not {LINK, POINTER}.isdisjoint(sentence.signature)


_ASKED = re.compile(
    r"(?:please\snote\sthat\s)?(?:however,?\s)?(?:your|such|this|that|these|those|the|any\ssuch)\s(?:\w+\s)?"
    r"(?:requests?|removals?|withdrawals?|revocation|deletions?|erasure|objections?|corrections?|complaints?|rights?|choices?|opt-?outs?)\b",
    re.IGNORECASE,
)


_PROVES_WHO = re.compile(
    r"""\W*(?:(?:in\sorder\s)?to\s(?:respond\sto|process|answer|fulfil+|handle|act\son|comply\swith|deal\swith|carry\sout)\s(?:your|such|an?y?|the|this|these)\srequests?,?\s
      |before\swe\s(?:answer|respond|reply|act|do\sso|process|comply|can|fulfil+)\b[^,;.]{0,40},\s
      |(?:if|when|once)\syou\smake\s(?:an?y?|such\sa|your)\srequest,\s
      |for\s(?:your|security)\s[^,;.]{2,40},\s)?
    we\s(?:(?:may|might|will|must|can|also|first|sometimes)\s)*(?:(?:need|have)\s)?(?:to\s)?(?:ask|require|request|verify|confirm|check|need)\b
    (?=[^.;]*\b(?:identity|who\syou\sare|(?:further|additional|supporting|more|other)\s(?:information|details|documents)|(?:confirm|verify)\syour\se-?mail)\b)
    (?:(?!\b(?:shar\w+|sell|disclos\w+|third|partners?|advertis\w+|marketing|fees?|charge|copy|passport|fingerprints?|biometric)\b)[^.;])*\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def proves_who_asks(sentence: Sentence) -> bool:
    """Whether a sentence only says that those who use the right of which one before it tells may have to show who they are."""
    return _PROVES_WHO.match(sentence.text) is not None and not {*"rkWnx"} & {*sentence.signature}


def limits_what_is_asked(sentence: Sentence) -> bool:
    """Whether a sentence only says how far the right goes of which one before it tells: "such a request may be refused"."""
    if proves_who_asks(sentence):
        return True
    only = all(one.force is Force.DENIAL or one.sign == 0 for one in sentence.statements)
    return only and _ASKED.match(sentence.text) is not None


_OF_IT_ALONE = re.compile(
    r"""\W*(?:(?:such|these|those|this)\s(?:\w+\s){0,2}?(?:information|data|details|records?|files?|lists?|figures?|reports?|sharing|uses?
        |compan(?:y|ies)|part(?:y|ies|ners?)|providers?|recipients?|firms?|shops?)|they|it|doing\sso)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_THE_OTHER = re.compile(
    r"\W*(?:our|the|that)\s(?:\w+\s)?(?P<who>partner|provider|company|processor|agency|insurer|bank|vendor|supplier|contractor)s?\b",
    re.IGNORECASE,
)


def _is_of_its_use(statement: Statement) -> bool:
    """Whether a statement limits what is done with something, and not how safely or how long what is held already is kept."""
    key = statement.verb.key if statement.verb is not None else ""
    return (statement.force in {Force.BAN, Force.LIMITED} and key != "act.retain") or key == "guard.bind_recipients"


_AGAINST_IT = re.compile(
    r"""\b(?:opt(?:ing)?[\s-]out\sof|object\sto|refuse|decline|stop|turn\soff|switch\soff|disable|deactivate|unsubscribe\sfrom)\s
    (?:(?:this|these|such|those|that)(?:\s(?:sharing|use|uses|processing|feature|features|service|services|programme|program|letters|e-?mails|messages))?|it|them)
    (?=\W|$)(?!\s\w+ing\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def goes_with(sentence: Sentence, before: Sentence) -> bool:
    """Whether what a sentence rules out or limits is only what the one before it says is done: "such lists name nobody"."""
    if not any(one.force in DONE for one in before.statements):
        return False
    if any(one.force is Force.RIGHT for one in sentence.statements):
        return _AGAINST_IT.search(sentence.text) is not None
    if not all(_is_of_its_use(one) for one in sentence.statements if one.sign < 0 or one.force is Force.LIMITED):
        return False
    if _OF_IT_ALONE.match(sentence.text) is not None:
        return True
    other = _THE_OTHER.match(sentence.text)
    return other is not None and other["who"].lower() in before.text.lower()
