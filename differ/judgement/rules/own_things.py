"""The rule on the organisation's own site, app or service, which a text may call by several names.

What a name that is written like one names is the business of `names`.
"""

import re
from collections.abc import Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.judgement.statements import Force
from differ.model import Finding


@rule("own-thing", "We use cookies on our site.", "We use cookies on our services.", NEUTRAL)
def own_thing(edit: Edit) -> Sequence[Finding]:
    """The organisation's own site, app or service, where or for which something is done, called by another of these names, moves
    nothing; but an app is no site, and what is promised, sold or passed on is left to a person.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        before, after = _things(hunk.gone), _things(hunk.came)
        if not gone or not came or not before or not after:
            continue
        kinds = {_KINDS[spot.words.lower()] for spot in (*before, *after)}
        if not kinds >= _SITE_AND_APP and all(map(_stands_where_it_may, (before[0], after[0]))):
            edit.take([*gone, *came])
    return ()


def _things(spots: Sequence[Spot]) -> Sequence[Spot]:
    """The words that name own things among some that name nothing else, but may tell that they are used; else none."""
    telling = [spot for spot in spots if spot.term.code not in "b|&" and spot.words.lower() not in _BESIDE]
    return telling if all(spot.words.lower() in _KINDS for spot in telling) else []


_KINDS = {
    **dict.fromkeys("site sites website websites webpage webpages".split(), "site"),
    **dict.fromkeys("app apps application applications software".split(), "app"),
    **dict.fromkeys("service services platform platforms product products".split(), "service"),
}
_SITE_AND_APP = frozenset({"site", "app"})
_BESIDE = frozenset(
    {"web", "online", "mobile", "using", "by using", "use", "visiting", "visit", "accessing", "access", "browsing", "browse"}
)


def _stands_where_it_may(spot: Spot) -> bool:
    """Whether it is called the organisation's own, and stands where something is done with data that is no grave act, or nothing is."""
    statement, sentence = spot.statement, spot.sentence
    limited = any(term.code in _LIMITS or term.key == "condition.only_if" for term in sentence.terms)
    if statement is None or limited or statement.force not in _WEIGHS_NOTHING or _OWN.search(sentence.text, 0, spot.term.start) is None:
        return False
    acts = [term for term in sentence.terms[statement.first : statement.last] if term.code in "agp"]
    return not any(term.key in _GRAVE or (term.entry is not None and term.entry.material) for term in acts)


_OWN = re.compile(
    r"\b(?:on|in|at|through|via|within|from|by|with|us(?:e|es|ing)|visit(?:s|ing)?|access(?:es|ing)?|brows(?:e|es|ing)|run|runs|running|operat(?:e|es|ing))"
    r"\s(?:(?:pages|parts|areas|sections|any)\sof\s)?(?:our|this|the|these)\s(?:(?:products?|services?|web\s?sites?|apps?|platforms?)\s(?:or|and)\s)?(?:online\s|web\s|mobile\s)?$",
    re.IGNORECASE,
)
_LIMITS = frozenset("lnx")
_GRAVE = frozenset({"act.disclose", "act.sell", "act.transfer", "act.publish"})
_WEIGHS_NOTHING = frozenset({Force.PRACTICE, Force.MENTION, Force.SILENT, Force.PERSON, Force.DEEMED, Force.RIGHT})
