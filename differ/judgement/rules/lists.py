"""Tells whether changed terms stand in a list, beside others joined to them by a comma, "and" or "or"."""

from collections.abc import Sequence

from differ.judgement.matching import Spot

_JOINTS = frozenset({",", "&", "|"})
TOGETHER = frozenset("together jointly combined both".split())
"""Words by which what is listed in a ban is ruled out only where all of it comes at once."""


def stands_in_list(spot: Spot) -> bool:
    """Whether a term is one of several, whatever tells more of it between them."""
    codes = spot.sentence.signature
    lead = codes[: spot.index].rstrip("_Ahb")
    before, after = lead[-1:], codes[spot.index + 1 :].lstrip("_Ah")[:1]
    if before == "," and "b" in codes[len(lead) : spot.index] and _JOINTS.isdisjoint(codes[spot.index :]):
        return False  # "the courier, for this delivery"
    return before in _JOINTS or after in _JOINTS


def beside_others(spots: Sequence[Spot]) -> bool:
    """Whether what joins a list stands right before or right behind a run of terms, so that one less leaves fewer."""
    codes = spots[0].sentence.signature
    return not _JOINTS.isdisjoint({*codes[max(0, spots[0].index - 1) : spots[0].index], *codes[spots[-1].index + 1 : spots[-1].index + 2]})


def of_several(spots: Sequence[Spot]) -> bool:
    """Whether a run of terms stands beside others, or holds what joins it to them."""
    return beside_others(spots) or any(spot.term.code in "&|" for spot in spots)


def is_a_part(spots: Sequence[Spot]) -> bool:
    """Whether a run of terms is a part of a list whole: begun by what joins it, or standing between what joins or ends."""
    codes = spots[0].sentence.signature
    if codes[spots[0].index] in "&|":
        return True
    return codes[: spots[0].index][-1:] in _JOINTS and codes[spots[-1].index + 1 :][:1] in {*_JOINTS, ".", ""}
