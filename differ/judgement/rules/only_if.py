"""The rules on what is not done unless something holds, or without consent, and so is done only if, or with it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.rules.consent import strengths
from differ.judgement.rules.counterparts import changed, counterparts
from differ.judgement.statements import DONE, Force, Sentence, Statement


@rule("only-if", "We do not film you unless you ring.", "We film you only if you ring.", NEUTRAL)
def only_if(edit: Edit) -> Findings:
    """What is not done unless, or until, something holds is done only if, or once, it holds: the one said for the other moves nothing."""
    for old, new in counterparts(edit):
        ruled_out, done = _rules_out_unless(edit.old, old), _does_only_if(edit.new, new)
        if not (ruled_out and done):
            ruled_out, done = _rules_out_unless(edit.new, new), _does_only_if(edit.old, old)
        if done not in _AS_MUCH_AS.get(ruled_out, ()):
            continue
        gone, came = changed(edit, old, new, "nmwvlxiz")
        edit.take([*gone, *came])
        edit.take(_moved(edit, old, new))
        yield finding("only-if", NEUTRAL, None, "It depends on the same condition.", gone=gone, came=came)


def _moved(edit: Edit, old: Statement, new: Statement) -> list[Spot]:
    """The terms that only stand elsewhere in the main clause, or in the condition, which the other statement calls an exception."""
    found: list[Spot] = []
    left = [spot for spot in edit.gone if spot.statement is old]
    for spot in [spot for spot in edit.came if spot.statement is new]:
        same = next((one for one in left if one.term.key == spot.term.key and (one.place in "xi") == (spot.place in "xi")), None)
        if same is not None:
            left.remove(same)
            found += [same, spot]
    return found


def _openers(sentence: Sentence, statement: Statement) -> list[tuple[str, str]]:
    """The words that open a condition or exception in a statement, each with its meaning."""
    terms = sentence.terms[statement.first : statement.last]
    return [(sentence.text[term.start : term.end].lower(), term.key) for term in terms if term.code in "xi"]


def _rules_out_unless(sentence: Sentence, statement: Statement) -> str:
    """The word that leaves a way round what a statement rules out, be it once or of two acts joined; or nothing."""
    openers = _openers(sentence, statement) or _befores(sentence, statement)
    codes = sentence.signature[statement.first : statement.last]
    if not _DENIED_ONCE.fullmatch(codes) or len(openers) != 1 or statement.force not in _NOT_DONE:
        return ""
    return openers[0][0] if openers[0][0] in _AS_MUCH_AS else ""


_DENIED_ONCE = re.compile(r"[^n]*n[^n]*(?:&[^n]*n[^n]*)?")
_ONLY_THEN = ("only if", "only when", "only once", "only after", "only where", "only upon", "not until", "if and only if")
_AS_MUCH_AS = {
    "unless": ("only if", "only when", "only where", "if and only if", "only in the event", "not unless"),
    "until": _ONLY_THEN,
    "before": _ONLY_THEN,
    "without": ("only with", "only upon", "only on", "never without"),
}
"""For each word that leaves a way round what is ruled out, those that limit what is done to the same."""
_NOT_DONE = frozenset({Force.BAN, Force.MENTION, Force.SILENT})
_MAY_BE_DONE = DONE | {Force.MENTION, Force.SILENT}


def _befores(sentence: Sentence, statement: Statement) -> list[tuple[str, str]]:
    """The "before" behind the verb of a statement: what is not done before a thing is done only after it."""
    terms = sentence.terms[statement.first : statement.last]
    found = [(sentence.text[term.start : term.end].lower(), term.key) for term in terms if term.code == "z"]
    return found if [word for word, _ in found] == ["before"] else []


def _does_only_if(sentence: Sentence, statement: Statement) -> str:
    """The word that limits what a statement says is done to one condition; or nothing."""
    openers = _openers(sentence, statement)
    denied = any(term.code == "n" for term in sentence.terms[statement.first : statement.last])
    only = statement.force in _MAY_BE_DONE and not denied and [meaning for _, meaning in openers] == ["condition.only_if"]
    return openers[0][0] if only else ""


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
        if before is None or after is None or before.form == after.form or before.strength != after.strength:
            continue
        gone, came = changed(edit, old, new, "nmwvlkKWix")
        edit.take([*gone, *came])
        yield finding("only-with-consent", NEUTRAL, None, "It depends on the same consent.", gone=gone, came=came)


class _Depends(NamedTuple):
    """That something is ruled out, or done, but for consent of a certain strength."""

    form: str  # "without" it not, "unless" there is, "only" with it
    strength: frozenset[str]


def _depends(sentence: Sentence, statement: Statement) -> _Depends | None:
    """How a statement depends on consent and on nothing else; nothing where it does not."""
    terms = sentence.terms[statement.first : statement.last]
    codes = "".join(term.code for term in terms)
    if statement.verb is None or {*codes} & {*"LRIDOV|"}:
        return None
    if statement.force is Force.BAN and codes.count("W") == 1 and not {*codes} & {*"kilx"}:
        return _Depends("without", _strength(sentence, terms))
    if "x" in codes:
        openers = [word for word, _ in _openers(sentence, statement)]
        but_for = statement.force is Force.BAN and codes.count("k") == 1 and len(openers) == 1 and openers[0] in _BUT_FOR
        return _Depends("unless", _strength(sentence, terms)) if but_for and not {*codes} & {*"Wl"} else None
    conditions = [term.key for term in terms if term.code == "i"]
    only = _LIMITS_ALL.search(codes) is not None if "l" in codes else conditions == ["condition.only_if"]
    if statement.force in DONE and codes.count("k") == 1 and only and "W" not in codes and len(conditions) < 2:
        return _Depends("only", _strength(sentence, terms))
    return None


_BUT_FOR = frozenset({"unless", "until"})
_LIMITS_ALL = re.compile(r"l(?:[ag]|b*k)")  # "only share", "only with consent", and not "only with clubs"


def _strength(sentence: Sentence, terms: Sequence[Term]) -> frozenset[str]:
    """What the consent has to be: "their written agreement" and "agreed in writing" are one."""
    return frozenset(strength for term in terms if term.code in "kWK" for strength in strengths(sentence, term))
