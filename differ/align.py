"""Which old clause became which new one: every clause of both texts in exactly one pair.

In steps, each over what the one before left: the same words once in both texts; the same words beside such a pair or
under the same heading; like words between two pairs; like words anywhere; one clause that became several, or several
that became one. All steps look only at words that are rare enough, so the work grows with the text and not with its
square. Alignment never decides which way a change moves.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from differ.likeness import Likeness
from differ.matching import Matching
from differ.model import Clause, ClauseKind, Document, Pair
from differ.regroup import regroup
from differ.structure import pairs_of

SHORT = 5
"""A clause of fewer words means too little by itself to be known again in another list or section."""
_COMMON = 12  # a word in more clauses than this finds no partner by itself
_SMALL_GAP = 900  # pairs of clauses between two anchors up to which all are compared
_NEAR, _FAR = 0.30, 0.50  # how alike two clauses must be, between the same anchors and anywhere else
_CONTAINED = 0.72
_Signature = Callable[[Clause], object]


def align(old: Document, new: Document) -> tuple[Pair, ...]:
    """Pair the clauses of two texts, in the new text's order; removed clauses stand after what they stood after."""
    matching = Matching(old.clauses, new.clauses)
    _match_unique(matching, lambda clause: (clause.key, clause.heading[-1:], clause.lead))
    _match_unique(matching, lambda clause: clause.key if _long(clause) else None)
    _extend(matching)
    _match_in_order(matching, lambda clause: (clause.key, clause.heading[-1:], clause.lead))
    _match_in_order(matching, lambda clause: (clause.key, clause.heading[-1:]))
    _match_in_order(matching, lambda clause: clause.key if _long(clause) else None)
    _match_unique(matching, _row_of)
    if matching.open_old() and matching.open_new():
        likeness = Likeness(old.clauses, new.clauses)
        _match_alike(matching, likeness)
        regroup(matching, likeness)
    return pairs_of(matching)


def _long(clause: Clause) -> bool:
    return clause.key.count(" ") + 1 >= SHORT


def _row_of(clause: Clause) -> object:
    """What a row of a table is of: its first cell names it, whatever is told of it in the others."""
    if clause.kind is not ClauseKind.ROW or not clause.columns or not clause.row_head:
        return None
    return clause.row_head.casefold(), len(clause.columns), clause.heading[-1:]


def _places(clauses: Iterable[tuple[int, Clause]], signature: _Signature) -> dict[object, list[int]]:
    places: dict[object, list[int]] = defaultdict(list)
    for index, clause in clauses:
        sign = signature(clause)
        if sign is not None:
            places[sign].append(index)
    return places


def _match_unique(matching: Matching, signature: _Signature) -> None:
    """Pair clauses whose signature stands once in each text."""
    old, new = _places(matching.open_old(), signature), _places(matching.open_new(), signature)
    for sign, at in old.items():
        if len(at) == 1 and len(new.get(sign, ())) == 1:
            matching.join(at[0], new[sign][0])


def _match_in_order(matching: Matching, signature: _Signature) -> None:
    """Pair what stands several times, the first with the first."""
    old, new = _places(matching.open_old(), signature), _places(matching.open_new(), signature)
    for sign, at in old.items():
        for i, j in zip(at, new.get(sign, ()), strict=False):
            matching.join(i, j)


def _extend(matching: Matching) -> None:
    """Pair clauses of the same words that stand beside a pair, forwards and then backwards."""
    for step in (1, -1):
        pairs = sorted(matching.pairs(), reverse=step < 0)
        for start_old, start_new in pairs:
            i, j = start_old + step, start_new + step
            while matching.both_open(i, j) and matching.old[i].key == matching.new[j].key:
                matching.join(i, j)
                i, j = i + step, j + step


def _match_alike(matching: Matching, likeness: Likeness) -> None:
    """Pair clauses of like words, the most alike first; a place between the same anchors counts for a pair."""
    anchors = matching.anchors()
    gap_old = {i: bisect_right(anchors, (i, len(matching.new))) for i, _ in matching.open_old()}
    new_anchors = [j for _, j in anchors]
    gap_new = {j: bisect_right(new_anchors, j) for j, _ in matching.open_new()}
    scored: list[tuple[float, int, int, int]] = []
    for i, j in _candidates(matching, gap_old, gap_new):
        one, other = matching.old[i], matching.new[j]
        if (one.kind is ClauseKind.HEADING) != (other.kind is ClauseKind.HEADING):
            continue
        near = gap_old[i] == gap_new[j]
        score = _score(likeness, one, other, near=near)
        if score > 0:
            scored.append((-score, abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if matching.both_open(i, j):
            matching.join(i, j)


def _score(likeness: Likeness, one: Clause, other: Clause, *, near: bool) -> float:
    """How well two clauses go together; 0 where they are not alike enough."""
    ratio = likeness.ratio(one.key, other.key)
    if ratio < 0.12:
        return 0.0
    context = 0.06 * (one.heading[-1:] == other.heading[-1:]) + 0.04 * (one.lead == other.lead) + 0.02 * (one.kind is other.kind)
    if near:
        smaller, larger = sorted((one.key, other.key), key=len)
        contained = len(smaller) > 40 and likeness.inside(smaller, larger) >= _CONTAINED
        return ratio + context + 0.1 if ratio >= _NEAR - context or contained else 0.0
    if not (_long(one) and _long(other)):
        return 0.0
    return ratio + context if ratio >= _FAR else 0.0


def _candidates(matching: Matching, gap_old: dict[int, int], gap_new: dict[int, int]) -> set[tuple[int, int]]:
    """Pairs worth comparing: all in small gaps, and those that share a word that few clauses have."""
    found: set[tuple[int, int]] = set()
    in_gap: dict[int, list[int]] = defaultdict(list)
    for j, gap in gap_new.items():
        in_gap[gap].append(j)
    sizes: dict[int, int] = defaultdict(int)
    for gap in gap_old.values():
        sizes[gap] += 1
    for i, gap in gap_old.items():
        if sizes[gap] * len(in_gap.get(gap, ())) <= _SMALL_GAP:
            found.update((i, j) for j in in_gap.get(gap, ()))
    for at_old, at_new in _shared_rare_words(matching):
        found.update((i, j) for i in at_old for j in at_new)
    return found


def _shared_rare_words(matching: Matching) -> Iterable[tuple[list[int], list[int]]]:
    places_old: dict[str, list[int]] = defaultdict(list)
    places_new: dict[str, list[int]] = defaultdict(list)
    for places, clauses in ((places_old, matching.open_old()), (places_new, matching.open_new())):
        for index, clause in clauses:
            words = clause.key.split()
            for feature in dict.fromkeys([*words, *map(" ".join, pairwise(words))]):
                places[feature].append(index)
    for feature, at_old in places_old.items():
        at_new = places_new.get(feature)
        if at_new and len(at_old) * len(at_new) <= _COMMON:
            yield at_old, at_new
