"""A text as lines and offsets: newlines made one, front matter set apart, and the way back to the original.

Markdown is read from `body`; every position in it leads back to a position in `original`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from differ.errors import TextTooLargeError
from differ.model import Span

MAX_CHARACTERS = 1_000_000
"""The largest text that is read; the longest real policies have some 300,000 characters."""
MAX_LINES = 20_000
"""The most lines that are read; the longest real policies have some 3,000."""

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"[\w.-]+[ \t]*:(?:\s|$)|\s|#|-\s|$|[\]}]")
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Source:
    """An original text and its body, which starts after the front matter and whose lines all end in a line feed."""

    original: str
    body: str
    front_matter: Span
    starts: tuple[int, ...]  # where each line of the body starts, in the body
    original_starts: tuple[int, ...]  # and in the original

    def line_of(self, position: int) -> int:
        """The line of the body that a position of it is in."""
        return bisect_right(self.starts, position) - 1

    def origin(self, position: int) -> int:
        """Where a position of the body is in the original."""
        line = bisect_right(self.starts, position) - 1
        return min(self.original_starts[line] + position - self.starts[line], len(self.original))


def read_source(text: str) -> Source:
    """Set the front matter apart and make the newlines one.

    Raises:
        TextTooLargeError: the text has more than `MAX_CHARACTERS` characters or `MAX_LINES` lines.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLargeError(size=len(text), limit=MAX_CHARACTERS)
    plain = "\r" not in text
    lines = text.count("\n") if plain else len(_NEWLINE.findall(text))
    if lines > MAX_LINES:
        raise TextTooLargeError(size=lines, limit=MAX_LINES, unit="lines")
    unified = text if plain else _NEWLINE.sub("\n", text)
    original_starts = (0, *(m.end() for m in _NEWLINE.finditer(text)))
    head = _front_matter_lines(unified)
    starts = (0, *(i + 1 for i, c in enumerate(unified) if c == "\n")) if not plain else original_starts
    cut = starts[head]
    body = unified[cut:]
    if not body.endswith("\n"):
        body += "\n"
    if body.startswith("\ufeff"):
        body = " " + body[1:]
    return Source(
        original=text,
        body=body,
        front_matter=(0, original_starts[head]),
        starts=tuple(s - cut for s in starts[head:]),
        original_starts=original_starts[head:],
    )


def _front_matter_lines(text: str) -> int:
    """How many lines a leading YAML block takes; 0 where what looks like one is prose between two rules."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return 0
    inner = found.group(1) or ""
    if not all(_FIELD.match(line) for line in inner.split("\n")):
        return 0
    return found.group().count("\n")
