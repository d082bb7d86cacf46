"""Texts of many rows from one form: what all rows have in common is written once. What is written how is told by the caller."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    places: list[str] = []
    varying: list[Sequence[str]] = []
    for column, write in zip(columns, writers, strict=True):
        first = column[0]
        if column.count(first) == len(column):
            places.append(write[type(first)](first).replace("%", "%%"))
        else:
            places.append("%s")
            varying.append([write[type(value)](value) for value in column])
    text = form % tuple(places)
    return map(text.__mod__, zip(*varying, strict=True)) if varying else iter([text % ()] * len(columns[0]))
