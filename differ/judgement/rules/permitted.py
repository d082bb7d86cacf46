"""The rule on words that only say how often, or whether for certain, a thing is done that may be done anyway.

Words that soften what is promised are the business of `modality`.
"""

from collections.abc import Sequence

from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.judgement.statements import Force
from differ.model import Finding


@rule("done-anyway", "We usually keep your file at the inn.", "We may keep your file at the inn.", NEUTRAL)
def done_anyway(edit: Edit) -> Sequence[Finding]:
    """That a thing is done, is mostly done or may be done is one permission: neither word lets more be done than the other."""
    statements = [one for side in (edit.old, edit.new) for one in side.statements]
    if all(one.force is Force.PRACTICE for one in statements) and not any(_LIMITS & {*side.signature} for side in (edit.old, edit.new)):
        changed = (*edit.all_gone, *edit.all_came)
        edit.set_aside([spot for spot in changed if spot.place == "H" and (spot.term.code in "mw" or spot.words.lower() in MOSTLY)])
    return ()


_LIMITS = frozenset("pskKnlxGDSWtTXLRqvz")
MOSTLY = frozenset("generally usually normally typically mostly often frequently regularly".split())
"""Words for what is done more often than not."""
