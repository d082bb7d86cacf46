"""Tells whether a sentence only gives an example of what the one before it says is done: "… to improve our services. For example, …"."""

import re
from collections.abc import Iterator, Sequence

from differ.judgement.broader import TOO_BROAD, broader
from differ.judgement.kinds import DATA, GLUE, PERSON, PURPOSE, RECIPIENT, WORD, Term
from differ.judgement.statements import DONE, Force, Sentence

_OPENS = re.compile(r"\W*(?:for\s(?:example|instance)|by\sway\sof\s(?:\w+\s)?example|e\.g\.)\W+", re.IGNORECASE)
_FORM = frozenset(",.&|beyomEjhvFPU")
_NARROWS = frozenset("nxikKWlLRqtT")
_TELLS = frozenset({DATA, PURPOSE, RECIPIENT})
_NOT_DONE = frozenset({Force.SILENT, Force.MENTION})


def only_gives_an_example(sentence: Sentence, before: Sentence) -> bool:
    """Whether a sentence names nothing that is not told, or of a kind that is told, in the one it stands behind.

    That one has to say outright what is done, with no condition, consent or limit of which the example might be free.
    """
    if _OPENS.match(sentence.text) is None or not _NARROWS.isdisjoint(before.signature):
        return False
    done = [one for one in before.statements if one.force in DONE]
    if not done or not all(one.force is Force.PRACTICE or one.force in _NOT_DONE for one in sentence.statements):
        return False
    told = [term for one in done for term in before.terms[one.first : one.last]]
    return all(_is_told(term, told) for term in _new_to(sentence)) and any(term.code in _TELLS for term in sentence.terms)


def _new_to(sentence: Sentence) -> Iterator[Term]:
    """The terms of an example that have to be told before it: not the object of a purpose ("improve the (night trains)")."""
    of_a_purpose = False
    for term in sentence.terms[1:]:
        if term.code in _FORM:
            of_a_purpose = of_a_purpose and term.code != PERSON and term.key not in _AIMS
            continue
        if of_a_purpose and (term.code == WORD or (term.code == PURPOSE and term.entry is not None and not term.entry.material)):
            continue
        of_a_purpose = term.code == PURPOSE
        yield term


_AIMS = frozenset({"to", "so", "and"})


def _is_told(term: Term, told: Sequence[Term]) -> bool:
    """Whether a term, or a kind that takes it in and is not too broad to say anything, stands among those told."""
    if term.code == GLUE or any(term.key == other.key for other in told):
        return True
    if term.entry is None:
        return False
    if term.key == "act.give" and any(other.key == "act.collect" for other in told):
        return True  # what people give is collected
    same = any(other.entry is term.entry for other in told) and not (term.code == RECIPIENT and term.entry.material)
    kinds = broader(term) - TOO_BROAD
    return same or any(other.entry is not None and other.entry.key in kinds for other in told)
