"""Tells where the same things are put together otherwise, once sentences are split or joined: who gets which data, and on what limits.

"Names go to the printer, ages to the clerk" is not "names and ages go to the printer and the clerk", though every word stands in both.
"""

from collections.abc import Iterator, Sequence

from differ.judgement.rules.base import UNCLEAR
from differ.judgement.statements import Force, Sentence, Statement
from differ.model import Finding, Words

_THINGS = frozenset("dr")
_PLAIN = frozenset("_A")
_BONDS = frozenset("ruqlikKWxVL")
_BEHIND = frozenset({"to", "with", "by", "for"})
_SAYS_NOTHING = frozenset({Force.SILENT, Force.PERSON, Force.DEFINITION, Force.IDENTITY, Force.COVERAGE})

_TELLS_WHOM = frozenset({"guard.notify", "act.give", "act.disclose", "act.transfer"})  # "we tell the caterer your diet"

_Bond = tuple[str, str]


def put_together_otherwise(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Finding]:
    """That a thing stands with others, or within other limits, than before, where what was one sentence is several or the reverse."""
    if len(old) == len(new) or not old or not new:
        return []
    before, after = (frozenset(bond for sentence in side for bond in _bonds(sentence)) for side in (old, new))
    told = {key for bond in before for key in bond} & {key for bond in after for key in bond}
    moved = sorted(bond for bond in before ^ after if told.issuperset(bond))
    if not moved:
        return []
    words = Words(old=" ".join(one.text for one in old), new=" ".join(one.text for one in new))
    reason = "The same things may be put together otherwise, now that the sentences are cut otherwise."
    return [Finding(rule="unexplained", direction=UNCLEAR, dimension=None, words=words, reason=reason)]


def _bonds(sentence: Sentence) -> Iterator[_Bond]:
    """Each thing of a sentence with each recipient, purpose, time or limit that its statement puts to it; of a label, the next."""
    labelled: list[str] = []
    for statement in sentence.statements:
        things = [*_things(sentence, statement)]
        if statement.last < len(sentence.terms) and sentence.terms[statement.last - 1].key == ":":
            labelled = [*things, *_subjects(sentence, statement)]
            continue
        if statement.force in _SAYS_NOTHING and not statement.unread and not labelled:
            continue
        others = [*_others(sentence, statement)]
        yield from ((thing, other) for thing in (*labelled, *things) for other in others if thing != other)


def _things(sentence: Sentence, statement: Statement) -> Iterator[str]:
    """The data and recipients of a statement, and the plain words before its verb."""
    start = statement.verb.start if statement.verb is not None else -1
    for term in sentence.terms[statement.first : statement.last]:
        if term.code in _THINGS or (term.code in _PLAIN and term.end < start):
            yield term.key


def _subjects(sentence: Sentence, statement: Statement) -> Iterator[str]:
    """The plain words of a label."""
    yield from (term.key for term in sentence.terms[statement.first : statement.last] if term.code in _PLAIN)


def _others(sentence: Sentence, statement: Statement) -> Iterator[str]:
    """What a statement puts to its things: whom they go to, what for, how long, on what condition."""
    behind = False
    for term in sentence.terms[statement.first : statement.last]:
        if term.code in _BONDS or (term.code in _PLAIN and behind):
            yield term.key
        if term.code in "bagp":
            behind = term.key in _TELLS_WHOM or sentence.text[term.start : term.end].lower().rpartition(" ")[2] in _BEHIND
        else:
            behind = behind and term.code in "_A&|,jr"
