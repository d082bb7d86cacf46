"""Pairs the statements of an edited sentence, old with new, and gives what changed of a pair; what it means is left to the rules."""

from differ.judgement.matching import Spot
from differ.judgement.rules.base import Edit
from differ.judgement.statements import Statement


def counterparts(edit: Edit) -> list[tuple[Statement, Statement]]:
    """The statements of the old sentence with those of the new that share most of their terms."""
    found = []
    for one in edit.old.statements:
        mine = {term.key for term in edit.old.terms[one.first : one.last] if term.code not in ",.&|!b"}
        scored = [
            (-len(mine & {term.key for term in edit.new.terms[other.first : other.last]}), number)
            for number, other in enumerate(edit.new.statements)
        ]
        if scored and (min(scored)[0] < 0 or len(edit.old.statements) == len(edit.new.statements) == 1):
            found.append((one, edit.new.statements[min(scored)[1]]))
    return found


def changed(edit: Edit, old: Statement, new: Statement, codes: str) -> tuple[list[Spot], list[Spot]]:
    """The terms of some kinds that are gone from the old of a pair and come in the new, and that no rule has explained yet."""
    return (
        [spot for spot in edit.gone if spot.statement is old and spot.term.code in codes],
        [spot for spot in edit.came if spot.statement is new and spot.term.code in codes],
    )
