"""A comparison as Markdown, for the comment on a pull request."""

import re
from collections.abc import Iterator

from differ.model import Change, Comparison, Direction, Op
from differ.render.summary import BY_WEIGHT, MEANINGS, counted, marks, place, shown_by, told

LIMIT = 60_000
"""Characters past which the rest is only counted; forges refuse comments of more than 65,536."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>])")


def to_markdown(comparison: Comparison, *, title: str = "Changes to the policy") -> str:
    """The changes that need a reader first, those found neutral folded away below."""
    parts = [f"### {_escaped(title)}", "", _counted_table(comparison), ""]
    size = sum(map(len, parts))
    left_out = 0
    for change in sorted(comparison.changes, key=lambda one: BY_WEIGHT.index(one.direction)):
        said = "\n".join(_change(change))
        if size + len(said) > LIMIT:
            left_out += 1
            continue
        size += len(said)
        parts.append(said)
    if left_out:
        parts.append(f"_{left_out} more changes are not shown here; `reconsent diff` shows them all._\n")
    engine = comparison.engine
    parts.append(f"<sub>engine {_escaped(engine.version)}, vocabulary `{engine.vocabulary[:12] or 'none'}`</sub>\n")
    return "\n".join(parts)


def _counted_table(comparison: Comparison) -> str:
    if not comparison.changes:
        return "No changes."
    rows = [f"{counted(comparison.changes)}.", "", "| direction | changes | meaning |", "| --- | --- | --- |"]
    for direction in BY_WEIGHT:
        found = sum(change.direction is direction for change in comparison.changes)
        if found:
            rows.append(f"| **{direction.value}** | {found} | {MEANINGS[direction]} |")
    return "\n".join(rows)


def _change(change: Change) -> Iterator[str]:
    folded = change.direction is Direction.NEUTRAL
    title = f"<b>{change.direction.value}</b> · {_folded(marks(change))} · {_folded(place(change))}"
    yield f"<details{'' if folded else ' open'}><summary>{title}</summary>"
    yield ""
    yield f"> {_redline(change)}"
    yield ""
    for finding in told(change.findings):
        shown = f" {_escaped(by)}" if (by := shown_by(finding)) else ""
        yield f"- {_escaped(finding.reason)}{shown} (`{finding.rule}`)"
    yield ""
    yield "</details>"
    yield ""


def _redline(change: Change) -> str:
    parts = []
    for run in change.redline:
        words = _escaped(run.words.strip()).replace("\n", "<br>")
        before = " " * (len(run.words) - len(run.words.lstrip()) > 0)
        after = " " * (len(run.words) - len(run.words.rstrip()) > 0)
        if not words:
            parts.append(" ")
        elif run.op is Op.DELETE:
            parts.append(f"{before}<del>{words}</del>{after}")
        elif run.op is Op.INSERT:
            parts.append(f"{before}<ins><b>{words}</b></ins>{after}")
        else:
            parts.append(f"{before}{words}{after}")
    return "".join(parts).replace("</del><ins>", "</del> <ins>").strip()


def _escaped(text: str) -> str:
    """Text that is neither markup nor a mention of somebody; its line breaks stay."""
    return "\n".join(_SPECIAL.sub(r"\\\1", _tagless(line)) for line in text.split("\n")).replace("@", "&#64;")


def _folded(text: str) -> str:
    """Text inside an HTML line, where Markdown is not read."""
    return " ".join(_tagless(text).split()).replace("@", "&#64;")


def _tagless(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
