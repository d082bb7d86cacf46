"""A comparison for a terminal, in colour or with the marks of `git diff --word-diff`."""

import re
import textwrap
from collections.abc import Iterator

from differ.model import Change, Comparison, Direction, Op, RedlineRun
from differ.render.summary import MEANINGS, counted, marks, place, shown_by, told

_COLOURS = {
    Direction.RELAXES: "1;31",
    Direction.MIXED: "1;35",
    Direction.UNCLEAR: "1;33",
    Direction.TIGHTENS: "1;32",
    Direction.NEUTRAL: "2",
}
_DELETED, _INSERTED = "31;9", "32;4"
_FAR = 14  # words shown on either side of what changed in a long clause
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def to_text(comparison: Comparison, *, colour: bool = False, width: int = 100, neutral: bool = True) -> str:
    """The changes in the text's order, each with its redline and the reasons for its direction.

    Args:
        comparison: what to show.
        colour: with terminal colours; else `[-removed-]` and `{+added+}`.
        width: of the terminal, in columns.
        neutral: with the changes that were found neutral; else these are only counted.
    """
    lines = [counted(comparison.changes)]
    shown = [change for change in comparison.changes if neutral or change.direction is not Direction.NEUTRAL]
    for number, change in enumerate(shown, 1):
        lines.append("")
        lines.extend(_change(number, change, colour=colour, width=max(width, 40)))
    return "\n".join(lines) + "\n"


def _change(number: int, change: Change, *, colour: bool, width: int) -> Iterator[str]:
    name = _painted(change.direction.value.upper(), _COLOURS[change.direction], colour=colour)
    yield f"{number}. {name}  {marks(change)}  ({MEANINGS[change.direction]})"
    yield f"   {_safe(place(change))}"
    lead = (change.new or change.old)[0].lead
    if lead:
        yield f"   {_safe(textwrap.shorten(lead, 90, placeholder=' …'))}"
    for line in _filled(_runs(_near(change.redline), colour=colour), width - 5):
        yield f"     {line}"
    for finding in told(change.findings):
        said = f"{finding.reason} [{finding.rule}]".strip()
        yield from (f"   {line}" for line in _filled(f"- {_safe(said)}", width - 3))
        if by := shown_by(finding):
            yield from (f"     {line}" for line in _filled(_safe(by), width - 5))


def _near(runs: tuple[RedlineRun, ...]) -> Iterator[RedlineRun]:
    """The runs with what is kept cut down to the words near a change."""
    for index, run in enumerate(runs):
        words = run.words.split(" ")
        if run.op is not Op.KEEP or len(words) <= 2 * _FAR + 4:
            yield run
            continue
        head = " ".join(words[:_FAR]) if index else ""
        tail = " ".join(words[-_FAR:]) if index < len(runs) - 1 else ""
        yield RedlineRun(op=Op.KEEP, words=f"{head} … {tail}")


def _runs(runs: Iterator[RedlineRun], *, colour: bool) -> str:
    parts = []
    for run in runs:
        words = _safe(run.words)
        if run.op is Op.DELETE:
            parts.append(_each(words, _DELETED) if colour else f"[-{words}-]")
        elif run.op is Op.INSERT:
            if colour and parts and parts[-1].endswith("\x1b[0m"):
                parts.append(" ")  # or two words read as one
            parts.append(_each(words, _INSERTED) if colour else f"{{+{words}+}}")
        else:
            parts.append(words)
    return "".join(parts)


def _each(words: str, code: str) -> str:
    """Every word painted by itself, so that a line may break between any two."""
    return " ".join(_painted(word, code, colour=True) if word else "" for word in words.replace("\n", " ").split(" "))


def _painted(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _filled(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; colours take no room."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        size = len(re.sub(r"\x1b\[[\d;]*m", "", word))
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line] if line else lines


def _safe(text: str) -> str:
    """Text that cannot command a terminal: control characters are shown as what they are."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
