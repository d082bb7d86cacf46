"""The rule on where the data meant comes from: what the person gave, or all that is held about them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from differ.judgement.kinds import DATA
from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, UNCLEAR, Edit, Findings, dimension_of_statement, finding, rule, towards
from differ.judgement.statements import Sentence, Statement
from differ.model import Finding

_GIVE = r"(?:provid|gave|giv|submit|suppl|enter|upload|send|sent|typ|tell|told|fill)\w*"
_COLLECT = r"(?:collect|obtain|hold|held|have|gather|receiv|keep|kept|stor|process|record|get|got|acquir)\w*"
_SOFTLY = r"(?:(?:may|can|will|also|choose\sto|have|ha[ds]|yourself|directly|voluntarily)\s)*"
_OF_YOU = r"(?:\s(?:concerning|about|regarding)\syou)?,?"
_GIVEN = re.compile(
    rf"{_OF_YOU}(?:\s(?:that\s)?we\s{_SOFTLY}{_COLLECT}\sis)?\s(?:that\s|which\s|what\s)?(?:you\s{_SOFTLY}{_GIVE}(?:\s(?:in|to|with|us|directly))*"
    rf"|(?:we\s{_SOFTLY})?(?:receiv|obtain|collect|get|got)\w*\s(?:directly\s)?from\syou\b(?!,?\s(?:and|or)\b))",
    re.IGNORECASE,
)
_OR_TAKEN = re.compile(
    rf",?\s(?:and|or|as\swell\sas)\s(?:that\s|which\s|what\s|information\s|data\s)*we\s{_SOFTLY}{_COLLECT}", re.IGNORECASE
)
_TAKEN = re.compile(
    rf"\s(?:that\s|which\s)?we\s{_SOFTLY}{_COLLECT}(?:\s(?:from|about|on|and|or|you))*|\s(?:about|on)\syou\b|\sof\syours\b", re.IGNORECASE
)
_ALL_OF_IT = frozenset({"data.personal"})


@dataclass(frozen=True, slots=True)
class _Meant:
    """Data named in general, with the words that say where it comes from."""

    statement: Statement
    only_given: bool
    start: int
    end: int


def _meant(sentence: Sentence) -> Iterator[_Meant]:
    for index, term in enumerate(sentence.terms):
        owner = sentence.owners[index]
        if term.code != DATA or term.key not in _ALL_OF_IT or owner < 0 or not sentence.statements[owner].sign:
            continue
        given = _GIVEN.match(sentence.text, term.end)
        words = given or _TAKEN.match(sentence.text, term.end)
        only_given = given is not None and _OR_TAKEN.match(sentence.text, given.end()) is None
        yield _Meant(sentence.statements[owner], only_given, term.end, words.end() if words else term.end)


@rule("source", "We sell information you give us.", "We sell information we hold about you.", RELAXES)
def source(edit: Edit) -> Findings:
    """What a person gave is less than all that is held about them: where a practice is no longer limited to it, or a promise or
    right newly is, that relaxes, the reverse tightens, and of one kind of data, as photos, it is left to a person.
    """
    told = _of_data_in_general(edit)
    if told is not None:
        yield told
    else:
        yield from _of_one_kind(edit)


def _of_data_in_general(edit: Edit) -> Finding | None:
    """What it means that data named in general is that which the person gave on one side only; nothing where it is not."""
    old, new = list(_meant(edit.old)), list(_meant(edit.new))
    wider = _count(old, only_given=True) - _count(new, only_given=True)
    if not wider or (_count(new, only_given=False) - _count(old, only_given=False)) * wider <= 0:
        return None
    limited = next(one for one in (old if wider > 0 else new) if one.only_given)
    open_ = next(one for one in (new if wider > 0 else old) if not one.only_given)
    if limited.statement.force is not open_.statement.force:
        return None
    before, after = (limited, open_) if wider > 0 else (open_, limited)
    gone, came = _within(edit.gone, edit.old, before), _within(edit.came, edit.new, after)
    edit.take([*gone, *came])
    statement = after.statement
    return finding(
        "source",
        towards(statement.sign if wider > 0 else -statement.sign),
        dimension_of_statement(statement),
        "All that is held about a person is more than what they gave.",
        gone=gone,
        came=came,
        material=statement.verb is not None and statement.verb.entry is not None and statement.verb.entry.material,
    )


def _count(meant: Sequence[_Meant], *, only_given: bool) -> int:
    return sum(1 for one in meant if one.only_given is only_given)


def _within(spots: Sequence[Spot], sentence: Sentence, meant: _Meant) -> list[Spot]:
    return [spot for spot in spots if spot.sentence is sentence and meant.start <= spot.term.start < meant.end]


def _of_one_kind(edit: Edit) -> Findings:
    """That a kind of data with which something is done is no longer said to be only what the person gave."""
    found = _YOU_GIVE.search(edit.old.text)
    if found is None or _YOU_GIVE.search(edit.new.text) or _FROM_YOU.search(edit.new.text):
        return
    terms = edit.old.terms
    for index in range(1, len(terms)):
        spot = Spot(edit.old, index)
        given = terms[index].start == found.start("you") and terms[index - 1].code == DATA
        if given and spot.statement is not None and spot.sign > 0 and spot.place == "H":
            reason = "It is no longer only what the person gave."
            yield finding("source", UNCLEAR, dimension_of_statement(spot.statement), reason, gone=[spot])


_FROM_YOU = re.compile(r"\bfrom\syou\b(?!\s(?:and|or)\b)", re.IGNORECASE)
_YOU_GIVE = re.compile(
    r"\b(?P<you>you)\s(?:\w+\s){0,2}?(?:provide|gave|give|submit|enter|type|upload|send|sent|supply|post|report|fill|choose|select)(?:s|d|ed|ted)?\b",
    re.IGNORECASE,
)
