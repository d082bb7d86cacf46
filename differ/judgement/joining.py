"""Joins what was found in the sentences of a pair of clauses into one judgement."""

from collections.abc import Iterable

from differ.model import Dimension, Direction, Finding, Judgement


def joined(found: Iterable[Finding]) -> Judgement:
    """One judgement of all that was found: the gravest direction, mixed where some of it loosens and some tightens."""
    findings = tuple(dict.fromkeys(found))
    said = {one.direction for one in findings}
    if Direction.MIXED in said or {Direction.RELAXES, Direction.TIGHTENS} <= said:
        direction = Direction.MIXED
    else:
        order = (Direction.RELAXES, Direction.UNCLEAR, Direction.TIGHTENS, Direction.NEUTRAL)
        direction = next((one for one in order if one in said), Direction.NEUTRAL)
    telling = [one for one in findings if one.direction is not Direction.NEUTRAL]
    dimensions: tuple[Dimension, ...] = tuple(dict.fromkeys(one.dimension for one in telling if one.dimension is not None))
    return Judgement(direction=direction, dimensions=dimensions, material=any(one.material for one in telling), findings=findings)
