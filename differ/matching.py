"""Which clauses are paired so far: the working state of an alignment."""

from collections.abc import Iterator, Sequence

from differ.model import Clause
from differ.sequence import longest_rising


class Matching:
    """Pairs of old and new clauses, by their ordinals; groups hold those that became several or one."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause]) -> None:
        self.old = old
        self.new = new
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.more_old: dict[int, list[int]] = {}  # by the new clause of a pair: further old ones that merged into it
        self.more_new: dict[int, list[int]] = {}  # by the old clause of a pair: further new ones it split into
        self.taken_old: set[int] = set()
        self.taken_new: set[int] = set()

    def join(self, i: int, j: int) -> None:
        """Pair old clause `i` with new clause `j`."""
        self.to_new[i], self.to_old[j] = j, i

    def add_new(self, i: int, j: int) -> None:
        """Say that the paired old clause `i` also became new clause `j`."""
        self.more_new.setdefault(i, []).append(j)
        self.taken_new.add(j)

    def add_old(self, i: int, j: int) -> None:
        """Say that old clause `i` also went into the paired new clause `j`."""
        self.more_old.setdefault(j, []).append(i)
        self.taken_old.add(i)

    def add_old_to(self, j: int, i: int) -> None:
        """As `add_old`, the paired clause first."""
        self.add_old(i, j)

    def splits(self) -> dict[int, int]:
        """For each new clause that may be part of a split: the old clause it came from."""
        return {j: i for i, j in self.to_new.items() if j not in self.more_old} | {j: i for i, more in self.more_new.items() for j in more}

    def merges(self) -> dict[int, int]:
        """For each old clause that may be part of a merging: the new clause it went into."""
        return {i: j for i, j in self.to_new.items() if i not in self.more_new} | {i: j for j, more in self.more_old.items() for i in more}

    def open_old(self) -> list[tuple[int, Clause]]:
        """Old clauses without a pair."""
        return [(i, c) for i, c in enumerate(self.old) if i not in self.to_new and i not in self.taken_old]

    def open_new(self) -> list[tuple[int, Clause]]:
        """New clauses without a pair."""
        return [(j, c) for j, c in enumerate(self.new) if j not in self.to_old and j not in self.taken_new]

    def both_open(self, i: int, j: int) -> bool:
        """Whether both ordinals exist and neither clause is paired."""
        inside = 0 <= i < len(self.old) and 0 <= j < len(self.new)
        return inside and i not in self.to_new and j not in self.to_old and i not in self.taken_old and j not in self.taken_new

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs, in the old text's order."""
        return iter(sorted(self.to_new.items()))

    def anchors(self) -> list[tuple[int, int]]:
        """The pairs that stand in the same order in both texts; the rest have moved."""
        return longest_rising(list(self.pairs()))
