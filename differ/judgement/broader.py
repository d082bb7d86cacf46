"""Tells which broader meanings take a thing in, so that whoever named one of them named the thing too."""

from differ.judgement.kinds import Term
from differ.vocabulary import load

TOO_BROAD = frozenset({"data.personal", "recipient.third_party"})
"""Whoever names these has told of nothing in particular."""


def broader(term: Term) -> frozenset[str]:
    """The keys of those meanings; none for a grave thing, which has to be named itself, and none for a word that is in no list."""
    if term.entry is None or term.entry.material:
        return frozenset()
    return frozenset(load().ancestors(term.entry.key)) - TOO_BROAD
