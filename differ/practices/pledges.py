"""Finds promises in prose: notice of changes and breaches, no sale and other bans, safeguards, rights, deletion, consent first.

A promise is a duty or limit of the organisation's that is no use of data. Uses of data are read in `reader`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from differ.model import Document
from differ.practices.acts import by_the_person, no_practice
from differ.practices.model import Act, Evidence, Practice
from differ.practices.periods import find_periods
from differ.practices.segments import segments
from differ.practices.statements import statements
from policy_versions.durations import Duration
from policy_versions.model import Dimension

__all__ = ["Pledge", "read_pledges"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A promise found, by what it is about."""

    about: str  # as an id: `notice-of-changes`, `no-sale`
    dimension: Dimension
    evidence: Evidence
    period: Duration | None = None  # of a notice before changes only


_TELL = re.compile(
    r"\b(?:notif\w+|inform(?:s|ed|ing)?|tell(?:s)?|told|email(?:s|ed)?|announc\w+|let you know|writ(?:e|es|ten) to you|warn\w*|"
    r"post(?:s|ed)? (?:a )?notice|alert)\b"
)
_NOTICES = (
    (
        "notice-of-changes",
        Dimension.NOTICE,
        re.compile(
            r"\b(?:chang\w+|amend\w*|revis\w+|updat\w+|new version)\b.*\b(?:notice|policy|statement|terms|text|it)\b|"
            r"\b(?:notice|policy|statement|terms|text)\b.*\b(?:chang\w+|amend\w*|revis\w+|updat\w+)\b"
        ),
    ),
    (
        "notice-of-breaches",
        Dimension.NOTICE,
        re.compile(r"\b(?:breach\w*|stolen|steals?|leak\w*|break[ -]?in|broken into|security incident|lost data|hack\w*)\b"),
    ),
    (
        "notice-of-requests",
        Dimension.NOTICE,
        re.compile(
            r"\b(?:official request|court order|subpoena|(?:request|order|demand)\w* (?:of|by|from) (?:an |the |"
            r"any )?(?:authorit(?:y|ies)|police|court)|warrant)\b"
        ),
    ),
)
_SAFEGUARDS = (
    ("encryption", re.compile(r"\bencrypt\w*|\bhash(?:es|ed)?\b|\btls\b|\bcipher\w*")),
    (
        "access-limits",
        re.compile(
            r"\baccess\b.*\b(?:limited|restricted|only|need to know|authori[sz]ed)\b|\bneed to know\b|\bbound (?:to|"
            r"by) (?:secrecy|confidentiality)\b|\bconfidentiality\b"
        ),
    ),
    (
        "audits",
        re.compile(
            r"\b(?:audit(?:s|ed)?|penetration test\w*|tested by|tests our|certif\w+ (?:to|under|by)|iso 27001|review(?:s|ed)? each)\b"
        ),
    ),
    (
        "safeguards",
        re.compile(
            r"\b(?:safeguards?|security measures?|technical and organi[sz]ational measures|firewall\w*|two factor|locked|"
            r"pseudonymi[sz]\w+)\b"
        ),
    ),
)
_RIGHTS = (
    (
        "withdrawal",
        Dimension.CONSENT,
        re.compile(r"\b(?:withdraw\w*|revok\w+|take back) (?:\w+ ){0,3}(?:consent|agreement|permission)\b|\b(?:withdraw|revoke) it\b"),
    ),
    (
        "opting-out",
        Dimension.CONSENT,
        re.compile(r"\b(?:opt(?:ing)? out|unsubscrib\w+|switch (?:it |this )?off|turn (?:it |this )?off|refuse)\b"),
    ),
    ("deletion", Dimension.RIGHTS, re.compile(r"\b(?:delet\w+|eras\w+|remov\w+|destroy\w*|taken off|take down)\b")),
    ("correction", Dimension.RIGHTS, re.compile(r"\b(?:correct\w*|rectif\w+|put right|updated?|amend\w*)\b")),
    (
        "portability",
        Dimension.RIGHTS,
        re.compile(r"\b(?:portab\w+|machine readable|sent to another|moved? (?:it |them )?to another|export\w*)\b"),
    ),
    ("objection", Dimension.RIGHTS, re.compile(r"\b(?:object(?:s|ion)?|restrict\w*)\b")),
    ("complaint", Dimension.RIGHTS, re.compile(r"\b(?:complain\w*|lodge|appeal\w*|ombudsman)\b")),
    (
        "access",
        Dimension.RIGHTS,
        re.compile(
            r"\b(?:access|copy|copies|see|read|look at|view|find out|what we (?:hold|know|"
            r"store|keep))\b"
        ),
    ),
)
_RIGHT_HOLDER = re.compile(
    r"^(?:(?:[\w ]+, )?)(?:you|parents?|members?|customers?|patients?|players?|donors?|readers?|passengers?|employees?|"
    r"guests?|residents?)\b.*?\b(?:may|can|right|entitled|able|free)\b"
)
_ABOUT_DATA = re.compile(
    r"\b(?:data|information|details?|records?|file|account|profile|photographs?|pictures?|log|history|consent|agreement|it|"
    r"them|what we)\b"
)
_ANSWERS = re.compile(
    r"\b(?:answer\w*|respond\w*|reply|replies|deal with)\b.*\b(?:request\w*|questions? about your data)\b|"
    r"\brequests?\b.*\b(?:answered|dealt with)\b"
)
_ASKS = re.compile(
    r"\b(?:ask\w*|obtain\w*|request\w*|seek\w*) (?:\w+ ){0,3}(?:consent|permission|agreement)\b|\bask you (?:before|first|"
    r"again)\b|\bonly (?:with|after) (?:your|a parent's|their) (?:\w+ )?(?:consent|permission|agreement)\b"
)
_BANS = {
    Act.SELL: ("no-sale", Dimension.DISCLOSURE),
    Act.SHARE: ("no-disclosure", Dimension.DISCLOSURE),
    Act.COLLECT: ("no-collection", Dimension.COLLECTION),
    Act.KEEP: ("no-storage", Dimension.RETENTION),
    Act.USE: ("no-such-use", Dimension.PURPOSE),
}
_ABROAD = re.compile(
    r"\b(?:outside|abroad|another country|third countr(?:y|ies)|overseas|leave (?:the )?(?:country|eu|european|eea|canada|"
    r"switzerland))\b"
)
_HOME = re.compile(
    r"\b(?:stored|kept|held|processed|hosted|stay\w*|remain\w*)\b.*\b(?:only|exclusively|solely)\b.*\bin\b|\bonly in\b|"
    r"\bnever leave\w*\b"
)


def read_pledges(document: Document, practices: tuple[Practice, ...], names: tuple[str, ...] = ()) -> Iterator[Pledge]:
    """Every promise found, in the document's order within each kind; `practices` are those read from it under the same `names`."""
    for statement in statements(document, names):
        for segment in segments(statement.folded):
            if segment.main:
                yield from _of_words(segment.words, segment.main, statement.evidence, banned=segment.banned)
    for practice in practices:
        yield from _of_practice(practice)


def _of_words(words: str, main: str, evidence: Evidence, *, banned: bool) -> Iterator[Pledge]:
    if _RIGHT_HOLDER.match(main) and not banned:
        right = next(((name, dimension) for name, dimension, pattern in _RIGHTS if pattern.search(main)), None)
        if right is not None and _ABOUT_DATA.search(main):
            yield Pledge(about=right[0], dimension=right[1], evidence=evidence)
        return
    if banned or by_the_person(main) or no_practice(main):
        return
    if _ANSWERS.search(words):
        yield Pledge(about="answers-in-time", dimension=Dimension.RIGHTS, evidence=evidence)
    if _TELL.search(main):
        notice = next(((name, dimension) for name, dimension, pattern in _NOTICES if pattern.search(words)), None)
        if notice is not None:
            period = next(find_periods(words), None) if notice[0] == "notice-of-changes" else None
            yield Pledge(about=notice[0], dimension=notice[1], evidence=evidence, period=period.duration if period else None)
    if _ASKS.search(words):
        yield Pledge(about="consent-first", dimension=Dimension.CONSENT, evidence=evidence)
    safeguard = next((name for name, pattern in _SAFEGUARDS if pattern.search(main)), None)
    if safeguard is not None:
        yield Pledge(about=safeguard, dimension=Dimension.SECURITY, evidence=evidence)


def _of_practice(practice: Practice) -> Iterator[Pledge]:
    words = practice.evidence.words.lower()
    if practice.banned and practice.act in _BANS:
        about, dimension = _BANS[practice.act]
        if _ABROAD.search(words):
            about, dimension = "no-transfer", Dimension.TRANSFER
        yield Pledge(about=about, dimension=dimension, evidence=practice.evidence)
    elif practice.act is Act.DELETE and not practice.banned and practice.period is not None:
        yield Pledge(about="deletion-in-time", dimension=Dimension.RETENTION, evidence=practice.evidence)
    elif practice.exclusive and _HOME.search(words):
        yield Pledge(about="no-transfer", dimension=Dimension.TRANSFER, evidence=practice.evidence)
    elif practice.exclusive and practice.uses:
        yield Pledge(about="no-other-use", dimension=Dimension.PURPOSE, evidence=practice.evidence)
    elif practice.exclusive and practice.act is Act.SHARE:
        yield Pledge(about="no-other-recipient", dimension=Dimension.DISCLOSURE, evidence=practice.evidence)
