"""The pairs in traps/, each read by the differ: a loosening must never pass as nothing, or as a tightening."""

import functools
import re
from pathlib import Path

import pytest

import differ
from bench.traps import FOLDER, Case, Outcome, Result, Side, load, measure, outcome, overall, table
from differ.model import Direction

CASES = load()

# Names of cases that fail today, one a line. A case that passes again must leave the list: its mark is strict.
KNOWN = {line.split()[0] for line in (FOLDER / "known-failures.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}


@functools.cache
def _result(case: Case) -> Result:
    return measure([case])[0]


def _marked(cases: list[Case]) -> list[object]:
    known = pytest.mark.xfail(reason="listed in known-failures.txt", raises=AssertionError, strict=True)
    return [pytest.param(case, id=case.name, marks=[known] if case.name in KNOWN else []) for case in cases]


@pytest.mark.parametrize("case", _marked([case for case in CASES if case.relaxation]))
def test_a_loosening_never_passes_as_nothing_or_as_a_tightening(case: Case):
    result = _result(case)
    assert not result.loosening_passed, f"{case.title}: {case.why}; got {result.got}"


@pytest.mark.parametrize("case", _marked([case for case in CASES if case.allowed[0] is Direction.TIGHTENS]))
def test_a_tightening_is_never_called_a_loosening(case: Case):
    assert _result(case).outcome is not Outcome.FLIPPED, f"{case.title}, {case.side}: {case.why}; got {_result(case).got}"


def test_every_trap_has_pairs_from_many_trades():
    trades: dict[int, dict[tuple[str, int], str]] = {}
    for case in CASES:
        trades.setdefault(int(case.trap[:2]), {})[case.trap, case.number] = case.title.split(":")[0]
    assert sorted(trades) == list(range(1, 23))
    for trap, pairs in trades.items():
        assert len(pairs) >= 8, trap
        assert len(set(pairs.values())) >= 6, trap


def test_no_two_cases_are_the_same_and_known_failures_exist():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert set(names) >= KNOWN
    assert all(case.old != case.new for case in CASES)


def test_a_case_gives_the_same_answer_twice():
    for case in CASES[::25]:
        assert differ.compare(case.old, case.new).to_dict() == differ.compare(case.old, case.new).to_dict()


def test_nothing_changes_between_a_text_and_itself():
    for case in CASES:
        if case.side is Side.FORWARD:
            assert overall(differ.compare(case.old, case.old)) is Direction.NEUTRAL, case.name


@pytest.mark.parametrize(
    ("expected", "got", "wanted"),
    [
        ("relaxes", "tightens", Outcome.FLIPPED),
        ("relaxes", "neutral", Outcome.MISSED),
        ("mixed", "tightens", Outcome.MISSED),
        ("relaxes", "unclear", Outcome.UNCLEAR),
        ("relaxes", "mixed", Outcome.INEXACT),
        ("tightens", "relaxes", Outcome.FLIPPED),
        ("tightens", "neutral", Outcome.INEXACT),
        ("neutral", "mixed", Outcome.FALSE_FLAG),
        ("neutral", "neutral", Outcome.EXACT),
    ],
)
def test_outcomes_are_told_apart(expected: str, got: str, wanted: Outcome):
    case = next(case for case in CASES if case.allowed == (Direction(expected),))
    assert outcome(case, Direction(got)) is wanted


def test_the_table_counts_every_case_once():
    results = tuple(_result(case) for case in CASES)
    total = next(line for line in table(results).splitlines() if line.startswith("all "))
    _, pairs, cases, _, *counts = total.split()
    assert int(pairs) == len({(case.trap, case.number) for case in CASES})
    assert int(cases) == len(CASES) == sum(map(int, counts))


def test_no_sentence_of_the_pairs_is_taken_from_the_corpus(corpus: Path):
    def folded(text: str) -> str:
        return re.sub(r"[\W_]+", " ", text.lower())

    real = [folded(file.read_text(encoding="utf-8", errors="replace")) for file in sorted((corpus / "bench").rglob("*.md"))]
    real += [folded(file.read_text(encoding="utf-8", errors="replace")) for file in sorted((corpus / "seed").rglob("*.txt"))]
    whole = " \n ".join(real)
    sentences = {folded(s).strip() for case in CASES for s in re.split(r"(?<=[.?!])\s+|\n\n", case.old + "\n\n" + case.new)}
    taken = sorted(s for s in sentences if len(s.split()) >= 7 and s in whole)
    assert not taken
