"""One clause that became several, and several that became one.

Looks only at clauses left without a partner: is what they say said by a neighbour's partner, beyond what the neighbour
itself accounts for?
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from differ.likeness import Likeness
from differ.matching import Matching
from differ.model import Clause, ClauseKind

_MOSTLY = 0.60  # how much of a leftover clause must lie in the clause it came from
_OWN = 0.35  # and how much must lie there that the partner beside it does not already account for
_REACH = 12  # how many clauses away from a partner a leftover may stand
_FAMILY = 50  # members of a list or table that are looked at: no sentence says more of them
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
    _gather(matching.open_new(), _families(matching.new), matching.splits(), matching.old, likeness, matching.add_new)
    _gather(matching.open_old(), _families(matching.old), matching.merges(), matching.new, likeness, matching.add_old_to)


def _families(clauses: Sequence[Clause]) -> dict[int, list[int]]:
    """For each clause, those it belongs with: a lead-in and its items, a table's heads and its rows."""
    members: dict[int, list[int]] = defaultdict(list)
    heads = -1
    for clause in clauses:
        if clause.kind is ClauseKind.ROW and not clause.columns:
            heads = clause.ordinal
            members[heads].append(heads)
        elif clause.kind is ClauseKind.ROW:
            members[heads].append(clause.ordinal)
        elif clause.lead_ordinal is not None:
            members[clause.lead_ordinal].append(clause.ordinal)
    families: dict[int, list[int]] = {}
    for first, members_of in members.items():
        family = [first, *members_of]
        for one in family:
            families.setdefault(one, family)
    return families


def _gather(
    leftovers: Iterable[tuple[int, Clause]],
    families: dict[int, list[int]],
    wholes: dict[int, int],
    others: Sequence[Clause],
    likeness: Likeness,
    add: Callable[[int, int], None],
) -> None:
    """Give what is left of a list or table to the clause that the rest of it became; heads and lead-ins say too little to be looked for."""
    for ordinal, clause in leftovers:
        found = {wholes[one] for one in families.get(ordinal, ())[:_FAMILY] if one in wholes}
        opens = (clause.kind is ClauseKind.ROW and not clause.columns) or clause.text.endswith(":")
        if len(found) == 1 and (opens or likeness.inside(clause.key, others[min(found)].key) >= _MOSTLY):
            add(found.pop(), ordinal)


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
