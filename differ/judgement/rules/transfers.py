"""The rule on mechanisms of transfer that no longer hold, and on what stands in their place."""

import re
from collections.abc import Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.statements import Sentence, Statement
from differ.model import Dimension
from differ.vocabulary.stems import stem

_FALLEN = (re.compile(r"\bsafe harbou?r\b", re.IGNORECASE), re.compile(r"\bprivacy[ -]shields?\b", re.IGNORECASE))
"""The mechanisms that fell, the first before the second, which had taken its place."""
_MECHANISMS = frozenset({"safeguard.contract_clauses", "safeguard.adequacy", "safeguard.framework"})


@rule(
    "successor",
    "For hosting in America we rely on the Privacy Shield.",
    "For hosting in America we rely on standard contractual clauses.",
    NEUTRAL,
    one_way=True,
)
def successor(edit: Edit) -> Findings:
    """A mechanism of transfer that the courts struck down, swapped for one that holds, moves nothing."""
    fallen = [spot for spot in edit.gone if 0 <= _age(spot) < _HOLDS]
    instead = [spot for spot in edit.came if any(_age(spot) > _age(one) for one in fallen)]
    if instead:
        edit.take([*fallen, *instead, *(spot for spot in edit.gone if spot.term.key == _ADHERES or _names_its_form(spot))])
        reason = "A mechanism that holds stands for one that no longer does."
        yield finding("successor", NEUTRAL, Dimension.TRANSFER, reason, gone=fallen, came=instead)


def has_successor(sentence: Sentence, statement: Statement, came: Sequence[Sentence]) -> bool:
    """Whether a statement that is gone promised no more than such a mechanism, and a sentence that has come names another for as many
    countries.
    """
    spots = [Spot(sentence, index) for index in range(statement.first, statement.last)]
    fallen = [_age(spot) for spot in spots if 0 <= _age(spot) < _HOLDS]
    if not fallen or any(spot.term.code in "spckW" and _age(spot) not in fallen and spot.term.key not in _CERTIFIED for spot in spots):
        return False
    instead = [other for other in came if any(_age(Spot(other, index)) > max(fallen) for index in range(len(other.terms)))]
    covered = {term.key for other in instead for term in other.terms}
    return bool(instead) and all(spot.term.key in covered for spot in spots if spot.term.code == "f")


_ADHERES = "guard.adhere"
_CERTIFIED = frozenset({_ADHERES, "guard.assess"})
_FORMS = frozenset(stem(word) for word in "framework program programme principle scheme".split())


def _names_its_form(spot: Spot) -> bool:
    """Whether a word only says of what sort a mechanism is that stands right before it: "the Privacy Shield programme"."""
    before = spot.sentence.terms[spot.index - 1 : spot.index]
    return spot.term.key in _FORMS and bool(before) and _age(Spot(spot.sentence, spot.index - 1)) >= 0


_HOLDS = len(_FALLEN)


def _age(spot: Spot) -> int:
    """When a mechanism of transfer took the place of the one before it, counted from 0; -1 for what is none."""
    if spot.term.entry is None or spot.term.entry.key not in _MECHANISMS:
        return -1
    return next((age for age, name in enumerate(_FALLEN) if name.search(spot.words)), _HOLDS)
