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


def of_each(table: str, rows: Sequence[object], what: str) -> Iterator[Fault]:
    """A fault of each of these rows of a table, in their order; of more than a few at once one for all."""
    if len(rows) > _FEW:
        yield Fault(f"{table} {rows[0]} to {rows[-1]}", f"{len(rows):,} of these: each {what}")
    else:
        yield from (Fault(f"{table} {row}", what) for row in rows)
