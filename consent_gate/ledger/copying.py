"""Rows as PostgreSQL's COPY takes them in its binary format: of each the number of its fields, and of each field its length and bytes.

What all rows have in common is written once, as in `filling`: a field that is the same in all of them, or its length.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from struct import Struct
from typing import Any, TypeAlias

HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TAIL = b"\xff\xff"
"""What a COPY begins and ends with."""

_COUNT = Struct(">h").pack
_LENGTH = Struct(">i").pack
_NULL = _LENGTH(-1)
_Writers: TypeAlias = Mapping[type, Callable[[Any], bytes]]
_LONG: _Writers = {str: str.encode, int: Struct(">q").pack, bytes: bytes}
_SHORT: _Writers = {**_LONG, int: Struct(">i").pack}


def packed(columns: Sequence[Sequence[Any]], short: Collection[int] = ()) -> Iterator[bytes]:
    r"""Each row, its values given by column.

    Args:
        columns: texts, numbers, bytes or None; of one length, which is not 0. Equal values of a column are of one type.
        short: the places of the columns whose numbers are `integer`; all others' are `bigint`.

    Raises:
        KeyError: a value is of another type.
        struct.error: a number is too large for its column.

    >>> list(packed([["a", "b"], [1, None]]))
    [b'\x00\x02\x00\x00\x00\x01a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x01', b'\x00\x02\x00\x00\x00\x01b\xff\xff\xff\xff']
    """
    count = len(columns[0])
    before, varying = _COUNT(len(columns)), list[Iterable[bytes]]()
    for place, column in enumerate(columns):
        write = _SHORT if place in short else _LONG
        if column.count(column[0]) == count:
            before += _field(column[0], write)
            continue
        length, fields = _fields(column, write)
        varying += (repeat(before + length, count), fields)
        before = b""
    return map(b"".join, zip(*varying, repeat(before, count), strict=True))


def _fields(column: Sequence[Any], write: _Writers) -> tuple[bytes, Sequence[bytes]]:
    """The length that all fields have, and the fields; where they differ, nothing, and each field with its own."""
    kinds = set(map(type, column))
    if len(kinds) > 1:
        return b"", [_field(value, write) for value in column]
    fields = list(map(write[kinds.pop()], column))
    if len(set(map(len, fields))) > 1:
        return b"", [_LENGTH(len(field)) + field for field in fields]
    return _LENGTH(len(fields[0])), fields


def _field(value: Any, write: _Writers) -> bytes:
    if value is None:
        return _NULL
    field = write[type(value)](value)
    return _LENGTH(len(field)) + field
