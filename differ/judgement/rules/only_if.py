"""The rules on what is not done unless something holds, or without consent, and so is done only if, or with it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from differ.judgement.kinds import Term
from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.rules.counterparts import changed, counterparts
from differ.judgement.statements import DONE, Force, Sentence, Statement


@rule("only-if", "We do not film you unless you ring.", "We film you only if you ring.", NEUTRAL)
def only_if(edit: Edit) -> Findings:
    """What is not done unless, or until, something holds is done only if, or once, it holds: the one said for the other moves nothing."""
    for old, new in counterparts(edit):
        if not (
            (_rules_out_unless(edit.old, old) and _does_only_if(edit.new, new))
            or (_does_only_if(edit.old, old) and _rules_out_unless(edit.new, new))
        ):
            continue
        gone, came = changed(edit, old, new, "nmwvlxiz")
        edit.take([*gone, *came])
        yield finding("only-if", NEUTRAL, None, "It depends on the same condition.", gone=gone, came=came)


def _openers(sentence: Sentence, statement: Statement) -> list[tuple[str, str]]:
    """The words that open a condition or exception in a statement, each with its meaning."""
    terms = sentence.terms[statement.first : statement.last]
    return [(sentence.text[term.start : term.end].lower(), term.key) for term in terms if term.code in "xi"]


def _rules_out_unless(sentence: Sentence, statement: Statement) -> bool:
    openers = _openers(sentence, statement)
    once_denied = sum(term.code == "n" for term in sentence.terms[statement.first : statement.last]) == 1
    return statement.force is Force.BAN and once_denied and len(openers) == 1 and openers[0][0] in _BUT_FOR


_BUT_FOR = frozenset({"unless", "until"})


def _does_only_if(sentence: Sentence, statement: Statement) -> bool:
    openers = _openers(sentence, statement)
    denied = any(term.code == "n" for term in sentence.terms[statement.first : statement.last])
    return statement.force in DONE and not denied and [meaning for _, meaning in openers] == ["condition.only_if"]


@rule(
    "only-with-consent",
    "We do not lend your file without your consent.",
    "We lend your file only with your consent.",
    NEUTRAL,
)
def only_with_consent(edit: Edit) -> Findings:
    """What is not done without consent is done only with it: the one said for the other moves nothing."""
    for old, new in counterparts(edit):
        before, after = _depends(edit.old, old), _depends(edit.new, new)
        if before is None or after is None or before.force is after.force or before.strength != after.strength:
            continue
        gone, came = changed(edit, old, new, "nmwvlkWi")
        edit.take([*gone, *came])
        yield finding("only-with-consent", NEUTRAL, None, "It depends on the same consent.", gone=gone, came=came)


class _Depends(NamedTuple):
    """That something is ruled out, or done, but for consent of a certain strength."""

    force: Force
    strength: str


def _depends(sentence: Sentence, statement: Statement) -> _Depends | None:
    """How a statement depends on consent and on nothing else; nothing where it does not."""
    terms = sentence.terms[statement.first : statement.last]
    codes = "".join(term.code for term in terms)
    if statement.verb is None or {*codes} & {*"xLRIDOV|"}:
        return None
    if statement.force is Force.BAN and codes.count("W") == 1 and not {*codes} & {*"kil"}:
        return _Depends(Force.BAN, _strength(terms, "W"))
    conditions = [term.key for term in terms if term.code == "i"]
    only = _LIMITS_ALL.search(codes) is not None if "l" in codes else conditions == ["condition.only_if"]
    if statement.force in DONE and codes.count("k") == 1 and only and "W" not in codes and len(conditions) < 2:
        return _Depends(Force.PRACTICE, _strength(terms, "k"))
    return None


_LIMITS_ALL = re.compile(r"l(?:[ag]|b*k)")  # "only share", "only with consent", and not "only with clubs"


def _strength(terms: Sequence[Term], code: str) -> str:
    return next(term.key.partition(":")[2] for term in terms if term.code == code)
