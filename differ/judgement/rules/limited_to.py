"""The rule on what is limited to some data, people or purposes, which is done with only these."""

from differ.judgement.rules.base import NEUTRAL, Edit, Findings, finding, rule
from differ.judgement.rules.counterparts import changed, counterparts
from differ.judgement.statements import Force, Sentence, Statement

_ANY = "_agpcsdrufkKWqtTBLRlixnmwvhzjobey&|,"
_SAYS, _LIMITS = frozenset("agdrufqtkWLRinx_"), frozenset({"guard.limit"})
_OF_ACCESS = frozenset({"act.look_up", "access"})


@rule(
    "limited-to",
    "Access to your file is limited to nurses who need it.",
    "Only nurses who need your file have access to it.",
    NEUTRAL,
)
def limited_to(edit: Edit) -> Findings:
    """What is limited to some data, people or purposes is done with only these: the one said for the other moves nothing."""
    for old, new in counterparts(edit):
        if not (_limits(old) and _is_done_only_so(edit.new, new)) and not (_limits(new) and _is_done_only_so(edit.old, old)):
            continue
        if _named(edit.old, old) != _named(edit.new, new):
            continue
        gone, came = changed(edit, old, new, _ANY)
        edit.set_aside([*gone, *came])
        yield finding("limited-to", NEUTRAL, None, "It is limited to the same.", gone=gone, came=came)


def _limits(statement: Statement) -> bool:
    return statement.verb is not None and statement.verb.key in _LIMITS and statement.force in {Force.DUTY, Force.BAN}


def _is_done_only_so(sentence: Sentence, statement: Statement) -> bool:
    limiters = [term for term in sentence.terms[statement.first : statement.last] if term.code == "l"]
    return statement.force is Force.LIMITED and len(limiters) == 1


def _named(sentence: Sentence, statement: Statement) -> frozenset[str]:
    """What is limited, and to what, but for the access that is limited."""
    terms = sentence.terms[statement.first : statement.last]
    return frozenset(term.key for term in terms if term.code in _SAYS and term.key not in _OF_ACCESS)
