"""Reads the fields of a loaded YAML document into values and notes every fault with its line, going on after each.

Knows shapes (text, lists, enumerations, times, durations), not what the fields of a policy mean together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from policy_versions.durations import Duration
from policy_versions.errors import DurationError
from policy_versions.model import LocalText
from policy_versions.names import is_language
from policy_versions.strict_yaml import Document, Path, Value

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

FIELDS = (
    "title",
    "controller",
    "language",
    "effective",
    "summary",
    "recipients",
    "taxonomy",
    "permissions",
    "promises",
    "consequences",
    "reopens",
    "weakened",
    "notice",
)
"""All fields of policy.yaml, in the order they are written in."""

PERMISSION_FIELDS = ("id", "text", "data", "use", "recipients", "basis", "retention", "valid_for", "clause")
PROMISE_FIELDS = ("id", "text", "clause", "dimension", "period")
WEAKENED_FIELDS = ("id", "text", "clause", "dimension")
NOTICE_FIELDS = ("contact", "jurisdiction", "storage_locations", "rights", "withdrawal")

MAX_TEXT = 4000
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Fields:
    """The document being read, and the faults found in it so far."""

    path: str
    document: Document
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, at: Path, message: str) -> None:
        """Note a fault at the value `at`."""
        line = self.document.line(at)
        self.faults.append((line, f"{self.path}:{line}: {shown_path(at)}: {message}" if at else f"{self.path}:{line}: {message}"))

    def mapping(self, value: Value, at: Path, *, known: Iterable[str], required: Iterable[str] = ()) -> Mapping[str, Value]:
        """A mapping with none but the `known` fields and all the `required` ones; an empty one where it is none at all."""
        if not isinstance(value, dict):
            self.fault(at, "this must be a mapping of fields to values")
            return {}
        names = tuple(known)
        for key in value:
            if key not in names:
                self.fault((*at, key), f"there is no such field; there are {', '.join(names)}")
        for key in required:
            if value.get(key) is None:
                self.fault((*at, key) if key in value else at, f"the field `{key}` is missing" if key not in value else "it has no value")
        return {key: held for key, held in value.items() if key in names and held is not None}

    def items(self, value: Value, at: Path) -> list[tuple[Path, Value]]:
        """The places and values of a list; empty where it is left out."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(at, "this must be a list")
            return []
        return [((*at, position), item) for position, item in enumerate(value)]

    def text(self, value: Value, at: Path) -> str:
        """A string that says something; "" where it does not."""
        if not isinstance(value, str) or not value.strip():
            self.fault(at, "this must be text")
            return ""
        if len(value) > MAX_TEXT:
            self.fault(at, f"the text has {len(value)} characters, more than {MAX_TEXT}")
        return value

    def texts(self, value: Value, at: Path) -> tuple[str, ...]:
        """A list of strings without repetitions."""
        found: list[str] = []
        for place, item in self.items(value, at):
            word = self.text(item, place)
            if word in found:
                self.fault(place, f"`{word}` stands here twice")
            elif word:
                found.append(word)
        return tuple(found)

    def one_or_more(self, value: Value, at: Path) -> tuple[str, ...]:
        """A string, or a list of strings without repetitions."""
        return (self.text(value, at),) if isinstance(value, str) else self.texts(value, at)

    def local_text(self, value: Value, at: Path, prevailing: str) -> LocalText:
        """A string in the prevailing language, or strings by language, the prevailing one among them."""
        if not isinstance(value, dict):
            return LocalText.of(self.text(value, at))
        found = {}
        for language, words in value.items():
            if not is_language(language):
                self.fault((*at, language), f"`{language}` is no language tag as en or pt-BR")
            found[language] = self.text(words, (*at, language))
        if prevailing and prevailing not in found:
            self.fault(at, f"the words in the prevailing language `{prevailing}` are missing")
        return LocalText(MappingProxyType(found))

    def optional(self, held: Mapping[str, Value], name: str, at: Path, read: Callable[[Value, Path], T]) -> T | None:
        """What `read` makes of the field `name`; None where it is left out."""
        return read(held[name], (*at, name)) if name in held else None

    def choice(self, value: Value, at: Path, kind: type[E], instead: E) -> E:
        """One word of an enumeration; `instead` where it is none."""
        if isinstance(value, str) and value in {member.value for member in kind}:
            return kind(value)
        self.fault(at, f"`{value if isinstance(value, str) else ''}` is none of {', '.join(member.value for member in kind)}")
        return instead

    def duration(self, value: Value, at: Path) -> Duration | None:
        """A period as P2Y or P30D."""
        try:
            return Duration.parse(self.text(value, at)) if isinstance(value, str) else Duration.parse("")
        except DurationError as fault:
            self.fault(at, f"{fault}; {fault.hint}")
            return None

    def moment(self, value: Value, at: Path) -> datetime | None:
        """A time with an offset, in UTC."""
        found: datetime | None = None
        if isinstance(value, str):
            try:
                found = datetime.fromisoformat(value)
            except ValueError:
                found = None
        if found is None:
            self.fault(at, f"`{value if isinstance(value, str) else ''}` is no time; write it as 2026-12-01T00:00:00+01:00")
            return None
        if found.tzinfo is None:
            self.fault(at, f"`{value}` has no offset; write it as 2026-12-01T00:00:00+01:00")
            return None
        try:
            utc = found.astimezone(UTC)
        except OverflowError:
            utc = _LATEST
        if not _EARLIEST <= utc < _LATEST:
            self.fault(at, f"`{value}` lies outside the years 1970 to 8999")
            return None
        return utc


def shown_path(at: Path) -> str:
    """A place as people write it: `permissions[1].use`."""
    words = ""
    for part in at:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words
