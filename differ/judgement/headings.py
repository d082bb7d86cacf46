"""Tells where a clause of the same words has lost, or got, a limit with the heading it stands under: "With your consent", "Offers".

What a heading makes of a list or row below it is told by `context`.
"""

import re

from differ.judgement.context import Side
from differ.judgement.rules.base import UNCLEAR, dimension_of_statement
from differ.judgement.statements import DONE, Sentence
from differ.model import ClauseKind, Finding, Pair, Words

_LIMITS = frozenset("kKWlV")
_IF_YOU = re.compile(r"\b(?:if|unless|provided|as\slong\sas)\s(?:\w+\s)?you\b", re.IGNORECASE)


def limited_by_headings(pair: Pair, before: Side, after: Side) -> list[Finding]:
    """That a heading limited what is done below it, or newly limits what is promised there, and the other does not."""
    if not pair.old or not pair.new or any(clause.kind is ClauseKind.HEADING for clause in (*pair.old, *pair.new)):
        return []
    old, new = pair.old[0].heading[-1:], pair.new[0].heading[-1:]
    if old == new or not old or not new:
        return []
    lost, won = limits(before.reader.sentence(old[0])), limits(after.reader.sentence(new[0]))
    if lost == won or (lost and won):
        return []
    told = [
        one for sentence in after.all_sentences(pair.new) for one in sentence.statements if (one.force in DONE if lost else one.sign < 0)
    ]
    if not told:
        return []
    reason = "It stood under a heading that limited it." if lost else "It stands under a heading now that may limit it."
    words = Words(old=f"{old[0]}: {pair.old_text}", new=f"{new[0]}: {pair.new_text}")
    return [Finding(rule="lead-in", direction=UNCLEAR, dimension=dimension_of_statement(told[0]), words=words, reason=reason)]


def limits(heading: Sentence) -> bool:
    """Whether a heading says for which case or under which leave what stands below it holds, and asks nothing."""
    if heading.text.rstrip().endswith("?"):
        return False
    return not _LIMITS.isdisjoint(heading.signature) or _IF_YOU.search(heading.text) is not None
