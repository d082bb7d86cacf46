"""The rule on words for a number that is not told: "various couriers" are couriers.

Numbers that are told are the business of `amounts`.
"""

import re
from collections.abc import Sequence

from differ.judgement.kinds import WORD, Term
from differ.judgement.rules.base import NEUTRAL, Edit, rule
from differ.judgement.statements import Sentence
from differ.model import Finding


@rule("uncounted", "We share your file with several couriers.", "We share your file with couriers.", NEUTRAL)
def uncounted(edit: Edit) -> Sequence[Finding]:
    """A word for a number that is not told says nothing of things that both texts name in the plural."""
    edit.set_aside([spot for spot in (*edit.gone, *edit.came) if counts_nothing(spot.sentence, spot.term, edit.other_side(spot))])
    return ()


def counts_nothing(sentence: Sentence, term: Term, other: Sentence) -> bool:
    """Whether a word says of no told number of things that they are several, and another sentence names them in the plural too."""
    if term.code != WORD or UNCOUNTED.match(sentence.text, term.start) is None:
        return False
    counted = _COUNTED.match(sentence.text, term.end)
    return counted is not None and re.search(rf"\b{re.escape(counted['things'])}\b", other.text, re.IGNORECASE) is not None


_NUMBER = r"(?:several|various|numerous|multiple|many|different|diverse)"
UNCOUNTED = re.compile(rf"{_NUMBER}\b|an?\s(?:wide\s)?(?:number|variety|range)\sof\b", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\s(?:of\s)?(?:(?:our|its|the|these|those|such|{_NUMBER})\s)*(?P<things>(?:[a-z-]+\s){{0,2}}?(?:[a-z-]+[^\Wsui](?<!ic)s|data|people)\b)",
    re.IGNORECASE,
)
