"""Reads YAML as people mean it: every scalar is a string, nothing is said twice, and each value knows its line.

For policy.yaml and review.yaml. Refused: duplicate keys, anchors, aliases, merge keys, tags, several documents, keys that
are no strings, deep nesting, and files over a size. `no`, `2026-12-01` and `12:30` are the strings they look like; only
what YAML writes for no value at all (nothing, `~`, `null`) is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from policy_versions.errors import PolicyFileError

Value: TypeAlias = str | list["Value"] | dict[str, "Value"] | None
Path: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
_MAX_DEPTH = 16
_NOTHING = ("", "~", "null", "Null", "NULL")  # how YAML writes that there is no value; quoted they are text as any other


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: strings, None where a value was left out, lists and mappings; and the line of each value."""

    value: Value
    lines: Mapping[Path, int]  # path of keys and positions -> line, from 1; a mapping's keys have their own lines

    def line(self, path: Path) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_strict(data: bytes, *, path: str, max_bytes: int = MAX_BYTES) -> Document:
    """Read one YAML document.

    Args:
        data: the file's bytes, UTF-8.
        path: how to call the file in faults.
        max_bytes: the largest size taken.

    Raises:
        PolicyFileError: every fault found, each with file and line; where the YAML itself is broken, the first.
    """
    if len(data) > max_bytes:
        raise PolicyFileError((f"{path}: the file has {len(data)} bytes, more than {max_bytes}",), hint="keep the text in LANGUAGE.md")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise PolicyFileError((f"{path}:{line}: the file is not UTF-8",), hint="save it as UTF-8") from None
    builder = _Builder(path)
    try:
        value = builder.build(iter(yaml.parse(text, Loader=yaml.SafeLoader)))
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = f"{path}:{mark.line + 1}" if mark else path
        builder.faults.append(f"{where}: this is not YAML: {fault.problem or fault.context}")
        value = None
    except yaml.reader.ReaderError as fault:
        line = text[: fault.position].count("\n") + 1
        builder.faults.append(f"{path}:{line}: character U+{_code(fault.character):04X} may not stand in YAML")
        value = None
    if builder.faults:
        raise PolicyFileError(tuple(builder.faults))
    return Document(value, MappingProxyType(builder.lines))


@dataclass(slots=True)
class _Builder:
    path: str
    faults: list[str] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)

    def build(self, events: Iterator[yaml.Event]) -> Value:
        value: Value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "the file holds a second document")
                    return value
                value = self._value(next(events), events, ())
        return value

    def _value(self, event: Any, events: Iterator[yaml.Event], at: Path) -> Value:
        self.lines.setdefault(at, _line(event))
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"`*{event.anchor}` repeats another value; write it out")
            return None
        if event.anchor is not None:
            self._fault(event, f"the anchor `&{event.anchor}` is not allowed; write values out")
        if event.tag is not None:
            self._fault(event, f"the tag `{event.tag}` is not allowed; every value is text")
        if isinstance(event, yaml.ScalarEvent):
            return None if event.value in _NOTHING and event.style is None else str(event.value)
        if len(at) >= _MAX_DEPTH:
            self._fault(event, f"values are nested more than {_MAX_DEPTH} deep")
            self._skip(events)
            return None
        return self._sequence(events, at) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(events, at)

    def _sequence(self, events: Iterator[yaml.Event], at: Path) -> Value:
        found: list[Value] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, events, (*at, len(found))))
        return found

    def _mapping(self, events: Iterator[yaml.Event], at: Path) -> Value:
        found: dict[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            plain = isinstance(event, yaml.ScalarEvent)
            key = self._value(event, events, (*at, "\0key", line))
            if not plain or not isinstance(key, str):
                self._fault(event, "a key must be a word")
                key = f"\0{line}"
            if key == "<<":
                self._fault(event, "the merge key `<<` is not allowed; write values out")
            if key in found:
                self._fault(event, f"`{key}` stands here twice, first in line {self.lines[(*at, key)]}")
            else:
                self.lines[(*at, key)] = line
            value = self._value(next(events), events, (*at, key))
            found.setdefault(key, value)
        return found

    def _skip(self, events: Iterator[yaml.Event]) -> None:
        depth = 1
        for event in events:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return

    def _fault(self, event: Any, message: str) -> None:
        self.faults.append(f"{self.path}:{_line(event)}: {message}")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _code(character: int | str | bytes) -> int:
    return character if isinstance(character, int) else ord(character[:1])
