"""The sentences of `reading/` are read as they say: force | sentence, several forces joined by " + " in order, each once in a row.

`silent.txt` holds what says nothing of what is done with data: there it only matters that no such force is read.
`misread.txt` holds sentences that are known to be read wrongly today.
"""

from itertools import groupby
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from differ.judgement.reader import Reader
from differ.judgement.statements import WHOLE, Force, only_leads

HERE = Path(__file__).parent / "reading"
UNKNOWN_VERBS = ("sniff", "weigh", "lend", "paste", "forward", "x-ray", "engrave")
KNOWN_VERBS = ("share", "keep", "read", "sell", "film", "publish", "disclose")


def _lines() -> list[ParameterSet]:
    found: list[ParameterSet] = []
    for file in sorted(HERE.glob("*.txt")):
        marks = [pytest.mark.xfail(strict=True, reason="read wrongly today")] if file.stem == "misread" else []
        lines = [line.split(" | ", 1) for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        found += [pytest.param(forces, sentence, marks=marks, id=sentence[:60]) for forces, sentence in lines]
    return found


def _said(sentence: str) -> list[Force]:
    """The forces that weigh, without those of words that only lead the sentence in."""
    read = Reader().sentence(sentence)
    said = (one.force for number, one in enumerate(read.statements) if one.force in WHOLE and not only_leads(read, number))
    return [force for force, _ in groupby(said)]


@pytest.mark.parametrize(("forces", "sentence"), _lines())
def test_a_sentence_is_read_as_a_lawyer_reads_it(forces: str, sentence: str):
    assert _said(sentence) == [Force(force) for force in forces.split(" + ") if Force(force) in WHOLE]


@pytest.mark.parametrize("verb", [*UNKNOWN_VERBS, *KNOWN_VERBS])
@pytest.mark.parametrize(
    "sentence",
    [
        "We do not {} your letters.",
        "Our postmen never {} your letters.",
        "We will not, whatever happens, {} the letters that you give us.",
        "We do not {} your letters on a day when you visit us.",
        "To save time, we do not {} your letters.",
        "When you call at our counter, we do not {} your letters.",
    ],
)
def test_what_is_not_done_is_never_read_as_done(sentence: str, verb: str):
    assert not {Force.PRACTICE, Force.LIMITED} & set(_said(sentence.format(verb)))


@pytest.mark.parametrize("verb", KNOWN_VERBS)
def test_what_others_than_the_person_do_with_the_persons_data_is_not_the_persons_own_act(verb: str):
    assert Force.PRACTICE in _said(f"Our drivers {verb} your address.")
    assert Force.PRACTICE not in _said(f"You must not {verb} the pictures of other guests.")
