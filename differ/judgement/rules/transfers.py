"""The rule on mechanisms of transfer that no longer hold, and on what stands in their place."""

import re
from collections.abc import Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.statements import Sentence
from differ.model import Dimension

_FALLEN = re.compile(r"\b(?:privacy[ -]shields?|safe harbou?r)\b", re.IGNORECASE)
_SUCCESSORS = frozenset({"safeguard.contract_clauses", "safeguard.adequacy", "safeguard.framework"})


@rule(
    "successor",
    "For hosting in America we rely on the Privacy Shield.",
    "For hosting in America we rely on standard contractual clauses.",
    NEUTRAL,
    one_way=True,
)
def successor(edit: Edit) -> Findings:
    """A mechanism of transfer that the courts struck down, swapped for one that holds, moves nothing."""
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        fallen = [spot for spot in gone if _has_fallen(spot)]
        instead = [spot for spot in came if _holds(spot)]
        if fallen and instead:
            edit.take([*fallen, *instead])
            reason = "A mechanism that holds stands for one that no longer does."
            yield finding("successor", NEUTRAL, Dimension.TRANSFER, reason, gone=fallen, came=instead)


def has_successor(sentence: Sentence, came: Sequence[Sentence]) -> bool:
    """Whether a sentence that is gone promised no more than such a mechanism, and one that has come names another."""
    promises = [index for index, term in enumerate(sentence.terms) if term.code in "spckW"]
    return (
        bool(promises)
        and all(_has_fallen(Spot(sentence, index)) or sentence.terms[index].key == "guard.adhere" for index in promises)
        and any(_has_fallen(Spot(sentence, index)) for index in promises)
        and any(_holds(Spot(other, index)) for other in came for index in range(len(other.terms)))
    )


def _has_fallen(spot: Spot) -> bool:
    return spot.term.code == "s" and _FALLEN.search(spot.words) is not None


def _holds(spot: Spot) -> bool:
    entry = spot.term.entry
    return entry is not None and entry.key in _SUCCESSORS and _FALLEN.search(spot.words) is None
