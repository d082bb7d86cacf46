"""The rule on what is not done unless something holds, which is done only if it holds."""

from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.rules.modality import counterparts
from differ.judgement.statements import Force, Sentence, Statement

_OPERATORS = frozenset("nmwvlxiz")
_BUT_FOR = frozenset({"unless", "until"})


@rule("only-if", "We do not film you unless you ring.", "We film you only if you ring.", NEUTRAL)
def only_if(edit: Edit) -> Findings:
    """What is not done unless, or until, something holds is done only if, or once, it holds: the one said for the other moves nothing."""
    for old, new in counterparts(edit):
        if not (
            (_rules_out_unless(edit.old, old) and _does_only_if(edit.new, new))
            or (_does_only_if(edit.old, old) and _rules_out_unless(edit.new, new))
        ):
            continue
        gone = [spot for spot in edit.gone if spot.statement is old and spot.term.code in _OPERATORS]
        came = [spot for spot in edit.came if spot.statement is new and spot.term.code in _OPERATORS]
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


def _does_only_if(sentence: Sentence, statement: Statement) -> bool:
    openers = _openers(sentence, statement)
    denied = any(term.code == "n" for term in sentence.terms[statement.first : statement.last])
    return (
        statement.force in {Force.PRACTICE, Force.LIMITED} and not denied and [meaning for _, meaning in openers] == ["condition.only_if"]
    )
