"""The rule on where a statement holds, told by a place that is put first: "in Norway, we film visitors"."""

import re
from collections.abc import Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, dimension_of_statement, finding, rule, towards
from differ.judgement.statements import Sentence, Statement
from differ.vocabulary.stems import stem

_FIRST = re.compile(r"(?:b(?:[y_]b)?[hj]?)?(?P<places>[f_][f_,&|b]*),(?=[oyrdA_])")
_WITHIN = frozenset({"in", "for", "within", "throughout"})
_SOMEWHERE = frozenset(stem(word) for word in "countries jurisdictions regions territories places locations".split())


def _put_first(sentence: Sentence) -> range:
    """The terms of the phrase of place that a sentence begins with."""
    found = _FIRST.match(sentence.signature)
    if found is None or (sentence.terms[0].code == "b" and sentence.terms[0].key not in _WITHIN):
        return range(0)
    places = [sentence.terms[index] for index in range(*found.span("places"))]
    named = any(term.code == "f" for term in places)
    return range(found.end("places")) if named or {term.key for term in places} & _SOMEWHERE else range(0)


def _places(sentence: Sentence, phrase: range) -> frozenset[str]:
    """The places a phrase names; none where it names them only in general."""
    terms = [sentence.terms[index] for index in phrase if sentence.terms[index].code == "f"]
    return frozenset(sentence.text[term.start : term.end].lower() for term in terms)


def _widened(before: Sequence[object], after: Sequence[object], old: frozenset[str], new: frozenset[str]) -> int | None:
    """1 where a statement holds in more places than before, -1 where in fewer, nothing where that is not known."""
    if not before or not after:
        return 1 if before else -1
    if bool(old) != bool(new):
        return 1 if old else -1
    return 0 if old == new else 1 if old < new else -1 if new < old else None


def _led(sentence: Sentence) -> Statement | None:
    return sentence.statements[0] if sentence.statements and sentence.statements[0].sign else None


@rule("region", "In Norway, we film visitors.", "We film visitors.", RELAXES)
def region(edit: Edit) -> Findings:
    """A place put first says where a statement holds: with it gone, or with more places, a practice reaches more people and a
    promise more of them; with it new, or with fewer, the reverse.
    """
    before, after = _put_first(edit.old), _put_first(edit.new)
    gone = [spot for spot in edit.gone if spot.sentence is edit.old and spot.index in before]
    came = [spot for spot in edit.came if spot.sentence is edit.new and spot.index in after]
    statement, same = _led(edit.new), _led(edit.old)
    if not (gone or came) or statement is None or same is None or statement.force is not same.force:
        return
    wider = _widened(before, after, _places(edit.old, before), _places(edit.new, after))
    edit.take([*gone, *came])
    if wider == 0:
        return
    yield finding(
        "region",
        UNCLEAR if wider is None else towards(statement.sign * wider),
        dimension_of_statement(statement),
        _reason(wider),
        gone=_telling(gone),
        came=_telling(came),
    )


def _telling(spots: Sequence[Spot]) -> list[Spot]:
    return [spot for spot in spots if spot.term.code not in "b,&|"]


def _reason(wider: int | None) -> str:
    if wider is None:
        return "It now holds in other places."
    return "It now holds in more places." if wider > 0 else "It now holds in fewer places."
