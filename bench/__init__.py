"""Figures, each measured beside its limit in the same run, so that another machine's speed does not matter.

A module bench/bench_NAME.py has a docstring whose first line is its title, and one function::

    def measure(run: Run) -> Iterator[Figure]:
        rows = run.rows(10_000_000)
        limit = run.best(lambda: by_hand(rows), of=3)
        ours = run.best(lambda: mask(rows), of=3)
        yield Figure(name="mask, 10 M rows", value=rows / ours, unit="rows/s", limit=rows / limit, limit_name="numpy by hand", at_least=0.8)

`make bench` runs all modules and prints one table; `make bench BENCH="mask http"` only those named; `make bench BENCH=--full` with
the sizes in full, where `run.rows` otherwise gives a tenth. A missed bound makes the exit code 1.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured.

    `value` is ours, in `unit`. With a `limit`, measured in the same run, the bounds are on value ÷ limit; without one they are on
    the value itself. A figure without bounds is only told.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    limit_name: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """Value ÷ limit."""
        return None if self.limit is None else self.value / self.limit

    @property
    def holds(self) -> bool:
        """Whether the figure is within its bounds."""
        bounded = self.value if self.ratio is None else self.ratio
        return (self.at_least is None or bounded >= self.at_least) and (self.at_most is None or bounded <= self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a module gets to measure with: a folder of its own that is deleted afterwards, and how large to make things."""

    folder: Path
    full: bool

    def rows(self, full: int) -> int:
        """`full` in a full run, else a tenth."""
        return full if self.full else max(1, full // 10)

    def best(self, work: Callable[[], object], *, of: int = 5) -> float:
        """Seconds of the quickest of so many runs: what is slower was disturbed."""
        return min(seconds(work) for _ in range(of))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
