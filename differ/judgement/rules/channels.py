"""The rule on the channels through which a right is used or people are told: online, by telephone, by letter, on the spot.

Addresses and steps on a screen, which move nothing, are the business of `routes`.
"""

import re

from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, finding, rule, towards
from differ.judgement.statements import Force, Sentence
from differ.model import Dimension

_CHANNELS = {
    "online": re.compile(
        r"\b(?:click\w*|links?|online|web\s?sites?|web\spage|(?:web|contact|online)\sforms?|the\sform|(?:the|our|your)\s(?:mobile\s)?app|settings"
        r"|portal|dashboard|button|banner|browser)\b",
        re.IGNORECASE,
    ),
    "in writing": re.compile(r"\bwrit(?:e|ing)\sto\sus\b", re.IGNORECASE),
    "by email": re.compile(r"\be-?mail(?:s|ing)?\b(?!\s(?:address|newsletter|messages?|marketing|list))|@", re.IGNORECASE),
    "by telephone": re.compile(
        r"\b(?:call(?:ing)?\s(?:us|our|the|\W?\d)|(?:by|over\sthe|per)\s(?:tele)?phone|telephone|toll-free)", re.IGNORECASE
    ),
    "by letter": re.compile(r"\b(?:by|per|via)\s(?:post|mail|letter|fax)\b|\bletters?\b|\bpostal\b|\bin\swriting\b", re.IGNORECASE),
    "on the spot": re.compile(
        r"\bin\sperson\b|\b(?:at|to|visit(?:ing)?)\s(?:the|our|one\sof\sour|a|an|any\sof\sour)\s(?:[\w-]+\s)?(?:counter|reception|desk|office|branch|premises|store)\b"
        r"|\b(?:interview|appointment)\b",
        re.IGNORECASE,
    ),
}
_EASY, _HARD = frozenset({"online", "by email", "by telephone"}), frozenset({"by letter", "on the spot"})
_TOLD_TO_EACH, _TOLD_TO_ALL = frozenset({"by email", "by telephone", "by letter"}), frozenset({"online", "on the spot"})
_MAY_BE_TOLD = re.compile(
    r"\b(?:mail|letter|phone|call|form|online|click|web|app|person|office|counter|writing|desk|branch|link|settings)", re.IGNORECASE
)


@rule("channel", "You may object by telephone.", "You may object at our head office.", RELAXES)
def channel(edit: Edit) -> Findings:
    """A right that is used at more trouble than before, or in fewer ways, relaxes, as does word to each person that becomes word to
    all; the reverse tightens.
    """
    told = _of_what(edit.old), _of_what(edit.new)
    if not told[0] or told[0] != told[1]:
        return
    before, after = _channels(edit.old), _channels(edit.new)
    if told[0] == "right" and not before and after and after <= _HARD:
        spots = [spot for spot in edit.all_came if _tells_a_channel(spot)]
        yield finding("channel", UNCLEAR, Dimension.RIGHTS, "A way is told now that takes some trouble; was it needed before?", came=spots)
        return
    sign = _sign(before, after, *((_EASY, _HARD) if told[0] == "right" else (_TOLD_TO_EACH, _TOLD_TO_ALL)))
    if not sign:
        return
    gone, came = ([spot for spot in side if _tells_a_channel(spot)] for side in (edit.gone, edit.came))
    if not gone and not came:
        return
    edit.take([*gone, *came])
    dimension = Dimension.RIGHTS if told[0] == "right" else Dimension.NOTICE
    reason = "It is reached with more trouble, or in fewer ways." if sign > 0 else "It is reached with less trouble, or in more ways."
    yield finding("channel", towards(sign), dimension, reason, gone=gone, came=came)


def _sign(before: frozenset[str], after: frozenset[str], near: frozenset[str], far: frozenset[str]) -> int:
    """1 where what was told of near channels is now told of far ones or of fewer, -1 for the reverse, else 0."""
    if not before or not after or before == after:
        return 0
    if after < before or before < after:
        return 1 if after < before else -1
    lost, won = before - after, after - before
    if lost <= near and won <= far:
        return 1
    return -1 if lost <= far and won <= near else 0


def _of_what(sentence: Sentence) -> str:
    """Whether a sentence tells of a right, or of what people are told; nothing where it tells of what is done."""
    if any(one.sign > 0 for one in sentence.statements):
        return ""
    told = [one for one in sentence.statements if one.sign < 0]
    if len(told) != 1 or told[0].verb is None:
        return ""
    if told[0].force is Force.RIGHT:
        return "right"
    return "told" if told[0].force is Force.DUTY and told[0].verb.key == "guard.notify" else ""


def _channels(sentence: Sentence) -> frozenset[str]:
    return frozenset(name for name, words in _CHANNELS.items() if words.search(sentence.text))


def _tells_a_channel(spot: Spot) -> bool:
    return spot.term.code in "_PUb|" and (_MAY_BE_TOLD.search(spot.words) is not None or spot.term.key == "pointer.reach")
