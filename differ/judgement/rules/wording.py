"""The rules that prove a change of words harmless: the same in other words, links, dates, connecting words.

Which of these may weigh after all is the business of `weighty_words`; words of no known kind, that of `unknown_words`.
"""

from collections.abc import Sequence

from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.rules.weighty_words import QUIET, may_weigh
from differ.judgement.to_the_reader import leaves_the_past
from differ.model import Finding, Words

_HARMLESS = "<>FPUYb&|!zeEhjvwoy"
_SITE = "site"  # as good as "website", which is a pointer


def in_other_words(old: str, new: str) -> Finding:
    """That two texts say the same in other words."""
    return Finding(rule="wording", direction=NEUTRAL, dimension=None, words=Words(old=old, new=new), reason="The same in other words.")


@rule("wording", "We keep your data safe at our office in Lund.", "At our office in Lund we keep your data safe.", NEUTRAL)
def wording(edit: Edit) -> Sequence[Finding]:
    """Connecting words, links, dates, pointers to other texts and words in sentences that say nothing of data move nothing."""
    for spot in [*edit.gone, *edit.came]:
        statement = spot.statement
        harmless = spot.term.code in _HARMLESS or spot.term.key == _SITE or statement is None or statement.force in QUIET
        if harmless and not may_weigh(edit, spot):
            edit.take([spot])
    return ()


@rule(
    "stays-lawful",
    "Withdrawal does not affect the lawfulness of what was done before.",
    "Withdrawal shall not affect the legality of what was done before.",
    NEUTRAL,
)
def stays_lawful(edit: Edit) -> Findings:
    """That what was lawful before a withdrawal stays so, said in other words, moves nothing."""
    if all(leaves_the_past(side.text) and len(side.statements) == 1 for side in (edit.old, edit.new)) and edit.hunks:
        reason = "It only says that what was lawful stays so."
        gone, came = list(edit.gone), list(edit.came)
        edit.take([*gone, *came])
        yield finding("stays-lawful", NEUTRAL, None, reason, gone=gone, came=came)
