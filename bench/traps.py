"""Measures the differ on minimal pairs: for each trap of policy language, what is missed, flipped, flagged in vain or left unclear.

The pairs are text files in tests/differ/traps, whose README.md tells how to read them. The real policies are measured elsewhere.
Run it as `python -m bench.traps [--failing | --known] [FOLDER]`.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import differ
from differ.model import Comparison, Dimension, Direction

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "differ" / "traps"

_SWAPPED = {Direction.RELAXES: Direction.TIGHTENS, Direction.TIGHTENS: Direction.RELAXES}
_FIELDS = {"expect", "swapped", "dimension", "why"}
_TEXTS = {"old", "new", "same"}
_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")


class TrapFileError(ValueError):
    """A file of trap pairs that does not keep to the form."""


class Side(StrEnum):
    """Which reading of a pair a case is."""

    FORWARD = "forward"  # old -> new
    SWAPPED = "swapped"  # new -> old
    SAME = "same"  # old -> the same in other words


class Outcome(StrEnum):
    """How a case came out, worst first."""

    FLIPPED = "flipped"  # a relaxation called a tightening, or the reverse
    MISSED = "missed"  # a relaxation or a mixed change called neutral or tightens, or passed over
    FALSE_FLAG = "false flag"  # a neutral or tightening change called relaxes or mixed
    UNCLEAR = "unclear"  # left to a person where a person would not have needed to look
    INEXACT = "inexact"  # another direction, on the safe side
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One comparison with the directions that can be defended, the gold label first."""

    trap: str  # the file's name without its suffix
    number: int  # of the pair in its file
    title: str
    side: Side
    old: str
    new: str
    allowed: tuple[Direction, ...]
    dimensions: frozenset[Dimension]
    why: str

    @property
    def name(self) -> str:
        """Short, unique and fit for a test's name: `01-negation-scope/3/swapped`."""
        return f"{self.trap}/{self.number}/{self.side}"

    @property
    def relaxation(self) -> bool:
        """Whether the gold label says that something is loosened."""
        return self.allowed[0] in (Direction.RELAXES, Direction.MIXED)


def load(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Every case of every file in `folder`, in order.

    Raises:
        TrapFileError: a file does not keep to the form.
    """
    return tuple(case for file in sorted(folder.glob("[0-9][0-9]*-*.txt")) for case in read_file(file))


def read_file(file: Path) -> Iterator[Case]:
    """The cases of one file: each pair forward, then swapped and reworded where these are given."""
    preamble, *blocks = re.split(r"(?m)^=== ", file.read_text(encoding="utf-8"))
    if not preamble.startswith("Trap "):
        raise TrapFileError(f"{file.name}: the first line must say which trap it is")
    for expected, block in enumerate(blocks, start=1):
        heading, _, body = block.partition("\n")
        match = re.fullmatch(r"(\d+)\. (.+)", heading)
        if match is None or int(match[1]) != expected:
            raise TrapFileError(f"{file.name}: `{heading}` should start with `{expected}. `")
        yield from _cases(file.stem, expected, match[2], body)


def _cases(trap: str, number: int, title: str, body: str) -> Iterator[Case]:
    head, *parts = re.split(r"(?m)^--- (\w+)\n", body)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    texts = {name: _CHARACTER.sub(_character, text.strip("\n") + "\n") for name, text in zip(parts[::2], parts[1::2], strict=True)}
    where = f"{trap}, pair {number}"
    if set(fields) - _FIELDS or not {"expect", "why"} <= set(fields) or set(texts) - _TEXTS or not {"old", "new"} <= set(texts):
        raise TrapFileError(f"{where}: it needs expect, why, old and new, and knows but swapped, dimension and same besides")
    forward = _directions(fields["expect"])
    dimensions = frozenset(Dimension(name) for name in fields.get("dimension", "").split(", ") if name)
    if bool(dimensions) == (forward[0] is Direction.NEUTRAL):
        raise TrapFileError(f"{where}: every pair names a dimension, save a neutral one")
    swapped = fields.get("swapped") or " or ".join(_SWAPPED.get(direction, direction) for direction in forward)

    def case(side: Side, old: str, new: str, allowed: tuple[Direction, ...]) -> Case:
        of_what = frozenset() if allowed[0] is Direction.NEUTRAL else dimensions
        return Case(
            trap=trap, number=number, title=title, side=side, old=old, new=new, allowed=allowed, dimensions=of_what, why=fields["why"]
        )

    yield case(Side.FORWARD, texts["old"], texts["new"], forward)
    if swapped != "none":
        yield case(Side.SWAPPED, texts["new"], texts["old"], _directions(swapped))
    if "same" in texts:
        yield case(Side.SAME, texts["old"], texts["same"], (Direction.NEUTRAL,))


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _directions(words: str) -> tuple[Direction, ...]:
    return tuple(Direction(word) for word in words.split(" or "))


def overall(comparison: Comparison) -> Direction:
    """The directions of all changes as one: loosening and tightening make mixed; else the first of relaxes, unclear, tightens, neutral."""
    seen = comparison.directions()
    if Direction.MIXED in seen or {Direction.RELAXES, Direction.TIGHTENS} <= seen:
        return Direction.MIXED
    return next((d for d in (Direction.RELAXES, Direction.UNCLEAR, Direction.TIGHTENS) if d in seen), Direction.NEUTRAL)


def outcome(case: Case, got: Direction) -> Outcome:
    """How `got` stands to what was expected."""
    if got in case.allowed:
        return Outcome.EXACT
    if {case.allowed[0], got} == {Direction.RELAXES, Direction.TIGHTENS}:
        return Outcome.FLIPPED
    if case.relaxation and got in (Direction.NEUTRAL, Direction.TIGHTENS):
        return Outcome.MISSED
    if not case.relaxation and got in (Direction.RELAXES, Direction.MIXED):
        return Outcome.FALSE_FLAG
    return Outcome.UNCLEAR if got is Direction.UNCLEAR else Outcome.INEXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A case and what the differ made of it."""

    case: Case
    got: Direction
    outcome: Outcome
    dimensions: frozenset[Dimension]  # those of all changes

    @property
    def loosening_passed(self) -> bool:
        """The worst error: a relaxation came out as nothing, or as a tightening."""
        return self.case.relaxation and self.got in (Direction.NEUTRAL, Direction.TIGHTENS) and self.got not in self.case.allowed


def measure(cases: Iterable[Case], compare: Callable[[str, str], Comparison] = differ.compare) -> tuple[Result, ...]:
    """Compare each case's two texts."""
    results = []
    for case in cases:
        comparison = compare(case.old, case.new)
        got = overall(comparison)
        touched = frozenset(dimension for change in comparison.changes for dimension in change.dimensions)
        results.append(Result(case=case, got=got, outcome=outcome(case, got), dimensions=touched))
    return tuple(results)


def table(results: tuple[Result, ...]) -> str:
    """Figures for each trap and for all of them, a line each."""
    lines = [f"{'trap':34} {'pairs':>5} {'cases':>5} {'loosen':>6} " + " ".join(f"{kind:>10}" for kind in Outcome)]
    traps = sorted({result.case.trap for result in results})
    lines += [_line(trap, [result for result in results if result.case.trap == trap]) for trap in traps]
    lines.append(_line("all", list(results)))
    lines += [_line(f"  {side}", [result for result in results if result.case.side is side]) for side in Side]
    lines.append(_rates(results))
    return "\n".join(lines)


def _line(name: str, results: list[Result]) -> str:
    count = Counter(result.outcome for result in results)
    pairs = len({(result.case.trap, result.case.number) for result in results})
    loosening = sum(result.case.relaxation for result in results)
    return f"{name:34} {pairs:5} {len(results):5} {loosening:6} " + " ".join(f"{count[kind]:10}" for kind in Outcome)


def _rates(results: tuple[Result, ...]) -> str:
    loosening = [result for result in results if result.case.relaxation]
    still = [result for result in results if result.case.allowed[0] is Direction.NEUTRAL]
    flagged = [result for result in results if result.got in (Direction.RELAXES, Direction.MIXED)]
    right = [result for result in results if result.outcome is Outcome.EXACT and result.case.dimensions]

    def share(part: int, whole: int) -> str:
        return f"{part} of {whole} ({part / whole:.1%})" if whole else "none"

    return (
        f"relaxations passed over: {share(sum(r.loosening_passed for r in loosening), len(loosening))}; "
        f"flags that are right: {share(sum(r.case.relaxation for r in flagged), len(flagged))}; "
        f"neutral ones cleared: {share(sum(r.got is Direction.NEUTRAL for r in still), len(still))}; "
        f"unclear: {share(sum(r.got is Direction.UNCLEAR for r in results), len(results))}; "
        f"dimension named where the direction is right: {share(sum(bool(r.dimensions & r.case.dimensions) for r in right), len(right))}"
    )


def failing(results: tuple[Result, ...]) -> str:
    """The titles of the cases that did not come out exactly, worst first within each trap."""
    order = list(Outcome)
    wrong = sorted(
        (r for r in results if r.outcome is not Outcome.EXACT), key=lambda r: (r.case.trap, order.index(r.outcome), r.case.number)
    )
    return "\n".join(
        f"{r.case.trap} {r.outcome}: {r.case.number}. {r.case.title} [{r.case.side}] "
        f"expected {' or '.join(r.case.allowed)}, got {r.got} ({r.case.why})"
        for r in wrong
    )


def known_failures(results: tuple[Result, ...]) -> str:
    """The cases that tests/differ/test_traps.py must expect to fail, as lines of known-failures.txt."""
    return "\n".join(
        f"{r.case.name} got {r.got}: {r.case.title}"
        for r in results
        if r.loosening_passed or (r.outcome is Outcome.FLIPPED and r.case.allowed[0] is Direction.TIGHTENS)
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a relaxation was passed over."""
    parser = argparse.ArgumentParser(prog="python -m bench.traps", description="measure the differ on the trap pairs")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="files of trap pairs (default: the tests' own)")
    parser.add_argument("--failing", action="store_true", help="also list the cases that did not come out exactly")
    parser.add_argument("--known", action="store_true", help="print the lines of known-failures.txt and nothing else")
    chosen = parser.parse_args(arguments)
    results = measure(load(chosen.folder))
    if chosen.known:
        print(known_failures(results))
        return 0
    print(table(results))
    if chosen.failing:
        print("\n" + failing(results))
    return 1 if any(result.loosening_passed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
