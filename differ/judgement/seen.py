"""Reads the right to see one's data as what it is where another looks at them: "the courier sees your name"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from differ.judgement.kinds import WEAK_ACT, Term
from differ.judgement.statements import DONE, Force, Statement
from differ.vocabulary import load

_SEES = re.compile(r"(?:see|sees|view|views)\b", re.IGNORECASE)
_DONE_OR_NOT = DONE | {Force.BAN}


def as_looked_at(text: str, found: tuple[Term, ...], statements: Sequence[Statement]) -> tuple[tuple[Term, ...], list[Statement]]:
    """Terms and statements, the right to see one's data read as what it is where another looks at them: "the courier sees your name"."""
    terms, read = list(found), list[Statement]()
    for statement in statements:
        verb = statement.verb
        if verb is not None and verb.key == "choice.access" and statement.force in _DONE_OR_NOT and _SEES.match(text, verb.start):
            seen = Term(WEAK_ACT, "act.look_up", verb.start, verb.end, load().entries["act.look_up"])
            terms[found.index(verb)] = seen
            read.append(replace(statement, verb=seen))
        else:
            read.append(statement)
    return tuple(terms), read
