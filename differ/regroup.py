"""One clause that became several, and several that became one.

Looks only at clauses left without a partner: is what they say said by a neighbour's partner, beyond what the neighbour
itself accounts for?
"""

from collections.abc import Sequence

from differ.likeness import Likeness
from differ.matching import Matching
from differ.model import Clause, ClauseKind

_MOSTLY = 0.60  # how much of a leftover clause must lie in the clause it came from
_OWN = 0.35  # and how much must lie there that the partner beside it does not already account for
_REACH = 12  # how many clauses away from a partner a leftover may stand
_LEAST = 12  # characters: less says too little to be found again


def regroup(matching: Matching, likeness: Likeness) -> None:
    """Give leftover clauses to the pairs they were split from or merged into."""
    for j, clause in matching.open_new():
        source = _whole(likeness, clause, j, matching.old, matching.to_old, matching.new)
        if source is not None and matching.to_new[source] not in matching.more_old:
            matching.add_new(source, j)
    for i, clause in matching.open_old():
        target = _whole(likeness, clause, i, matching.new, matching.to_new, matching.old)
        if target is not None and matching.to_old[target] not in matching.more_new:
            matching.add_old(i, target)


def _whole(
    likeness: Likeness, clause: Clause, at: int, others: Sequence[Clause], partners: dict[int, int], beside: Sequence[Clause]
) -> int | None:
    """The clause on the other side that a leftover is part of, among the partners of its neighbours."""
    if clause.kind is ClauseKind.HEADING or len(clause.key) < _LEAST:
        return None
    best: tuple[float, int] | None = None
    for near in range(at - _REACH, at + _REACH + 1):
        partner = partners.get(near)
        if partner is None or len(others[partner].key) <= len(clause.key) or others[partner].kind is ClauseKind.HEADING:
            continue
        share = likeness.inside(clause.key, others[partner].key)
        own = likeness.inside(clause.key, others[partner].key, beyond=beside[near].key)
        if share >= _MOSTLY and own >= _OWN and (best is None or share > best[0]):
            best = (share, partner)
    return best[1] if best else None
