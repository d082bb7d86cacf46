"""The exact bytes of an event that are hashed: format 1.

JSON (RFC 8259) with the keys of every object sorted by code point, no white space, strings in UTF-8 with only the
escapes JSON needs, and no numbers but integers; the object's `format` is 1. Times are strings, UTC, with microseconds
and `Z`. Anything else is refused, so that two programs cannot write one event in two ways.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

FORMAT = 1

Plain: TypeAlias = "str | int | list[Plain] | tuple[Plain, ...] | Mapping[str, Plain] | None"

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_SINGLE = frozenset({str, int, bool, type(None)})


def canonical_bytes(event: Mapping[str, Plain]) -> bytes:
    r"""The canonical bytes of `event`.

    Raises:
        TypeError: a value is neither a string, an integer, a truth value, null, a list nor an object with string keys.
        ValueError: a string holds half a surrogate pair, or the event brings a `format` of its own.

    >>> canonical_bytes({"b": 1, "a": ["é", None]})
    b'{"a":["\xc3\xa9",null],"b":1,"format":1}'
    """
    if "format" in event:
        raise ValueError("an event has no `format` of its own")
    _require_plain(event)
    return encode(event)


def encode(event: Mapping[str, Plain]) -> bytes:
    """The same without the checks, for events made of strings, integers and nulls only."""
    return _ENCODE({**event, "format": FORMAT}).encode()


def canonical_time(at: datetime) -> str:
    """A time as events write it: UTC with microseconds.

    >>> canonical_time(datetime(2026, 1, 2, tzinfo=UTC))
    '2026-01-02T00:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise ValueError("a time without offset cannot be evidence")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _require_plain(value: object) -> None:
    if type(value) in _SINGLE or isinstance(value, str | int):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"`{key!r}` is no string and cannot be a key of an event")
            if type(item) not in _SINGLE:
                _require_plain(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _require_plain(item)
    else:
        raise TypeError(f"a {type(value).__name__} has no canonical bytes")
