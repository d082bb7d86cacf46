"""The rule on the channels through which a right is used or people are told: online, by telephone, by letter, on the spot.

Addresses and steps on a screen, which move nothing, are the business of `routes`.
"""

from dataclasses import replace

from differ.judgement.channels import channels, names_a_channel
from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, finding, rule, towards
from differ.judgement.statements import Force, Sentence
from differ.model import Dimension, Words

_EASY, _HARD = frozenset({"online", "by email", "by telephone"}), frozenset({"by letter", "on the spot"})
_TOLD_TO_EACH, _TOLD_TO_ALL = frozenset({"by email", "by telephone", "by letter"}), frozenset({"online", "on the spot"})


@rule("channel", "You may object by telephone.", "You may object at our head office.", RELAXES)
def channel(edit: Edit) -> Findings:
    """A right that is used at more trouble than before, or in fewer ways, relaxes, as does word to each person that becomes word to
    all; the reverse tightens.
    """
    told = _of_what(edit.old), _of_what(edit.new)
    if not told[0] or told[0] != told[1]:
        return
    before, after = channels(edit.old.text), channels(edit.new.text)
    if told[0] == "right" and not before and after and after <= _HARD:
        spots = [spot for spot in edit.all_came if _tells_a_channel(spot)]
        yield finding("channel", UNCLEAR, Dimension.RIGHTS, "A way is told now that takes some trouble; was it needed before?", came=spots)
        return
    others = any(spot.term.code in "|&" for spot in (*edit.all_gone, *edit.all_came))
    near, far = (_EASY, _HARD) if told[0] == "right" else (_TOLD_TO_EACH, _TOLD_TO_ALL)
    sign = _sign(before, after, near, far, others=others)
    if not sign:
        return
    gone, came = ([spot for spot in side if _tells_a_channel(spot)] for side in (edit.gone, edit.came))
    edit.take([*gone, *came])
    dimension = Dimension.RIGHTS if told[0] == "right" else Dimension.NOTICE
    reason = "It is reached with more trouble, or in fewer ways." if sign > 0 else "It is reached with less trouble, or in more ways."
    witness = f"It is told {' or '.join(sorted(after))} now, where it was {' or '.join(sorted(before))}." if sign > 0 else ""
    told_now = finding("channel", towards(sign), dimension, reason, gone=gone, came=came, witness=witness)
    yield told_now if gone or came else replace(told_now, words=Words(old=edit.old.text, new=edit.new.text))


def _sign(before: frozenset[str], after: frozenset[str], near: frozenset[str], far: frozenset[str], *, others: bool) -> int:
    """1 where what was told of near channels is now told of far ones or of fewer, -1 for the reverse, else 0."""
    if not before or not after or before == after:
        return 0
    if after < before or before < after:
        return 0 if not others else 1 if after < before else -1
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


def _tells_a_channel(spot: Spot) -> bool:
    return spot.term.code in "_PUb|" and (names_a_channel(spot.words) or spot.term.key == "pointer.reach")
