"""Which section the number in a reference leads to, in both texts alike: a new number is no other section, and another section is."""

from collections.abc import Mapping, Sequence

from differ.judgement.kinds import POINTER, Term
from differ.model import Clause, ClauseKind, Pair

_MARKS = " .):"
_NUMBER = "number"  # what any figure is that stands after "section"


def numbered_sections(pairs: Sequence[Pair]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """For each text, the numbers of the sections that stand in both, each with a name that is the same in both."""
    old, new = dict[str, str](), dict[str, str]()
    for pair in pairs:
        if pair.old and pair.new and _is_numbered(pair.old[0]) and _is_numbered(pair.new[0]):
            name = f"section:{pair.old[0].ordinal}"
            old[pair.old[0].number.strip(_MARKS)] = name
            new[pair.new[0].number.strip(_MARKS)] = name
    return old, new


def _is_numbered(clause: Clause) -> bool:
    return clause.kind is ClauseKind.HEADING and bool(clause.number)


def with_sections(found: Sequence[Term], text: str, sections: Mapping[str, str]) -> tuple[Term, ...]:
    """Terms in which the number after "section" has the name of the section that it leads to."""
    return tuple(
        Term(POINTER, sections[text[term.start : term.end]], term.start, term.end)
        if index and term.key == _NUMBER and found[index - 1].code == POINTER and text[term.start : term.end] in sections
        else term
        for index, term in enumerate(found)
    )
