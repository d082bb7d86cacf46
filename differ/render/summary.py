"""What every rendering says of a comparison: how many changes go which way, and where a change stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from differ.model import Change, Clause, Direction, Finding, Words

BY_WEIGHT = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR, Direction.TIGHTENS, Direction.NEUTRAL)
"""Directions, what a reviewer must see first."""

MEANINGS = {
    Direction.RELAXES: "more may be done with the data, or less is promised",
    Direction.MIXED: "one part relaxes and another tightens",
    Direction.UNCLEAR: "no rule explains it; a person has to read it",
    Direction.TIGHTENS: "less may be done with the data, or more is promised",
    Direction.NEUTRAL: "nothing moves for the people the data is about",
}
"""What each direction means, in a few words."""


def counted(changes: Sequence[Change]) -> str:
    """How many changes go which way.

    >>> counted(())
    'no changes'
    """
    if not changes:
        return "no changes"
    by = Counter(change.direction for change in changes)
    parts = ", ".join(numbered(by[direction], direction) for direction in BY_WEIGHT if by[direction])
    return f"{len(changes)} change{'s' * (len(changes) != 1)}: {parts}"


_PLURAL = {Direction.RELAXES: "relax", Direction.TIGHTENS: "tighten"}


def numbered(count: int, direction: Direction) -> str:
    """So many changes of a direction.

    >>> numbered(1, Direction.RELAXES), numbered(2, Direction.RELAXES), numbered(2, Direction.UNCLEAR)
    ('1 relaxes', '2 relax', '2 unclear')
    """
    return f"{count} {_PLURAL.get(direction, direction.value) if count != 1 else direction.value}"


def place(change: Change) -> str:
    """The headings a change stands under, outermost first."""
    clause = shown_clause(change)
    return " › ".join(clause.heading) or "(no heading)"


def shown_clause(change: Change) -> Clause:
    """The clause that says where a change stands: the new one, where there is one."""
    return (change.new or change.old)[0]


def told(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order of their weight; those that differ only in their words are told as one."""
    alike: dict[tuple[str, Direction, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.rule, finding.direction, finding.reason), []).append(finding)
    return sorted(map(_as_one, alike.values()), key=lambda finding: BY_WEIGHT.index(finding.direction))


def shown_by(finding: Finding) -> str:
    """What shows a finding: its witness, else the words it rests on; nothing for one that finds no harm, whose words may be all."""
    return finding.witness or ("" if finding.direction is Direction.NEUTRAL else cited(finding.words))


def cited(words: Words) -> str:
    """The words of a finding.

    >>> cited(Words(old="14", new="30")), cited(Words(old="carriers", new="")), cited(Words(old="", new=""))
    ('“14” → “30”', 'removed: “carriers”', '')
    """
    if words.old and words.new:
        return f"“{words.old}” → “{words.new}”"
    return f"removed: “{words.old}”" if words.old else f"added: “{words.new}”" if words.new else ""


def _as_one(findings: Sequence[Finding]) -> Finding:
    old, new = (_each_once((f.words.old for f in findings), " … "), _each_once((f.words.new for f in findings), " … "))
    return replace(findings[0], words=Words(old=old, new=new), witness=_each_once((f.witness for f in findings), " "))


def _each_once(parts: Iterable[str], between: str) -> str:
    return between.join(dict.fromkeys(part for part in parts if part))


def marks(change: Change) -> str:
    """Kind, dimensions and whether it is material, in one line."""
    parts = [change.kind.value, *(dimension.value for dimension in change.dimensions)]
    if change.material:
        parts.append("material")
    return " · ".join(parts)
