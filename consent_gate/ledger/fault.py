"""What an audit finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FEW = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was."""

    where: str  # as `records 17`
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def of_each(source: str, seqs: Sequence[int], what: str) -> Iterator[Fault]:
    """A fault of each of these entries of a table, in their order; of more than a few at once one for all."""
    if len(seqs) > _FEW:
        yield Fault(f"{source} {seqs[0]} to {seqs[-1]}", f"{len(seqs):,} of these entries: each {what}")
    else:
        yield from (Fault(f"{source} {seq}", what) for seq in seqs)
