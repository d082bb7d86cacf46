"""Texts of many rows from one form: what all rows have in common is written once. What is written how is told by the caller."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeAlias

Writers: TypeAlias = Mapping[type, Callable[[Any], str]]
"""How a column's values are written, by their type."""


def filled(form: str, columns: Sequence[Sequence[Any]], writers: Sequence[Writers]) -> Iterator[str]:
    """The form, which has a `%s` for each column, with each row's values in turn.

    Args:
        form: its text besides has no `%`.
        columns: of one length, which is not 0; equal values of a column are of one type.
        writers: for each column.

    Raises:
        KeyError: a value is of a type that its column's writers do not know.

    >>> list(filled("%s=%s;", [["a", "b"], [7, 7]], [{str: str.upper}, {int: str}]))
    ['A=7;', 'B=7;']
    """
    count = len(columns[0])
    before, *between = form.split("%s")
    pieces: list[Iterable[str]] = []
    for column, write, after in zip(columns, writers, between, strict=True):
        first = column[0]
        if column.count(first) == count:
            before += write[type(first)](first) + after
        else:
            pieces += (repeat(before, count), _written(column, write))
            before = after
    return map("".join, zip(*pieces, repeat(before, count), strict=True))


def _written(column: Sequence[Any], write: Writers) -> Sequence[str]:
    kinds = set(map(type, column))
    return list(map(write[kinds.pop()], column)) if len(kinds) == 1 else [write[type(value)](value) for value in column]
