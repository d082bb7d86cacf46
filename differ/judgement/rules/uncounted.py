"""The rule on words for a number that is not told: "various couriers" are couriers.

Numbers that are told are the business of `amounts`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import WORD
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.model import Finding


@rule("uncounted", "We share your file with several couriers.", "We share your file with couriers.", NEUTRAL)
def uncounted(edit: Edit) -> Sequence[Finding]:
    """A word for a number that is not told says nothing of things that both texts name in the plural."""
    edit.set_aside([spot for spot in (*edit.gone, *edit.came) if _counts_nothing(edit, spot)])
    return ()


def _counts_nothing(edit: Edit, spot: Spot) -> bool:
    if spot.term.code != WORD or UNCOUNTED.match(spot.words) is None:
        return False
    counted = _COUNTED.match(spot.sentence.text, spot.term.end)
    if counted is None:
        return False
    return re.search(rf"\b{re.escape(counted['things'])}\b", edit.other_side(spot).text, re.IGNORECASE) is not None


_NUMBER = r"(?:several|various|numerous|multiple|many|different|diverse)"
UNCOUNTED = re.compile(rf"{_NUMBER}\b|an?\s(?:wide\s)?(?:number|variety|range)\sof\b", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\s(?:of\s)?(?:(?:our|its|the|these|those|such|{_NUMBER})\s)*(?P<things>(?:[a-z-]+\s){{0,2}}?(?:[a-z-]+[^\Wsui](?<!ic)s|data|people)\b)",
    re.IGNORECASE,
)
