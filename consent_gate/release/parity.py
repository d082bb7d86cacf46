"""Whether two languages of a version have the same clauses: by number and position, since the words cannot be compared."""

from itertools import zip_longest

from differ.model import Clause
from differ.parse import parse


def mismatch(prevailing: str, other: str) -> str | None:
    """The first place where `other` has not the clause that `prevailing` has there, in words; None where all match."""
    theirs, ours = parse(prevailing).clauses, parse(other).clauses
    for place, (there, here) in enumerate(zip_longest(theirs, ours), start=1):
        if there is None:
            return f"clause {place}, {_said(here)}, is one too many ({len(ours)} clauses instead of {len(theirs)})"
        if here is None:
            return f"clause {place} is missing, where the other has {_said(there)} ({len(ours)} clauses instead of {len(theirs)})"
        if (there.kind, there.depth, len(there.heading)) != (here.kind, here.depth, len(here.heading)):
            return f"clause {place} is {_said(here)}, where the other has {_said(there)}"
    return None


def _said(clause: Clause | None) -> str:
    if clause is None:
        return "nothing"
    words = clause.text if len(clause.text) <= 50 else clause.text[:49] + "…"
    return f"a {clause.kind.value} “{words}”"
