"""A history as text, JSON and one self-contained HTML page with a chart."""

import json
import textwrap
from collections.abc import Iterator

from differ.history import History, Step
from differ.model import Change, Direction, Op
from differ.render.chart import CHART_STYLE, chart
from differ.render.html import clean, page, redline_html
from differ.render.summary import BY_WEIGHT, counted, marks, numbered, place, shown_by, told

_SIGNS = {
    Direction.RELAXES: "▲",
    Direction.MIXED: "◆",
    Direction.UNCLEAR: "?",
    Direction.TIGHTENS: "▼",
    Direction.NEUTRAL: "·",
}


def history_json(history: History) -> str:
    """The history's plain values."""
    return json.dumps(history.to_dict(), ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode() + "\n"


def history_text(history: History, *, width: int = 100) -> str:
    """A line a step, and below it a line for each change that is not neutral."""
    lines = [_title(history)]
    most = max((_weight(step) for step in history.steps), default=0)
    for step in history.steps:
        lines.append("")
        lines.append(f"{step.new.at:%Y-%m-%d} {step.new.id[:10]}  {_bar(step, most)}  {step.fault or counted(step.changes)}")
        for change in _weighty(step):
            said = f"{_SIGNS[change.direction]} {change.direction.value}: {place(change)}: {_gist(change)}"
            lines.append("    " + textwrap.shorten(said, max(width - 4, 40), placeholder=" …"))
    return "\n".join(lines) + "\n"


def _title(history: History) -> str:
    if not history.steps:
        return f"{history.name}: no change to show"
    counts = ", ".join(numbered(history.count(direction), direction) for direction in BY_WEIGHT if history.count(direction))
    first, last = history.steps[0].old.at, history.steps[-1].new.at
    steps = f"{len(history.steps)} change{'s' * (len(history.steps) != 1)} of text"
    return f"{history.name}: {steps} from {first:%Y-%m-%d} to {last:%Y-%m-%d}: {counts or 'nothing changed'}"


def _weight(step: Step) -> int:
    return sum(change.direction is not Direction.NEUTRAL for change in step.changes)


def _bar(step: Step, most: int) -> str:
    """Signs, as many as weighty changes, at most twenty in the step with most."""
    scale = min(1.0, 20 / most) if most else 1.0
    signs = "".join(_SIGNS[d] * max(1, round(step.count(d) * scale)) for d in BY_WEIGHT[:-1] if step.count(d))
    return signs.ljust(min(most, 20))


def _weighty(step: Step) -> list[Change]:
    changes = [change for change in step.changes if change.direction is not Direction.NEUTRAL]
    return sorted(changes, key=lambda change: BY_WEIGHT.index(change.direction))


def _gist(change: Change) -> str:
    """The changed words, in short."""
    parts = []
    for run in change.redline:
        if run.op is Op.DELETE:
            parts.append(f"[-{run.words.strip()}-]")
        elif run.op is Op.INSERT:
            parts.append(f"{{+{run.words.strip()}+}}")
    return " ".join(parts)


def history_html(history: History) -> str:
    """One page: a chart of relaxations and tightenings, the same as a table, and the changes of each step."""
    title = f"How {history.name} changed"
    return page(title, "\n".join(_body(history, title)), style=CHART_STYLE)


def _body(history: History, title: str) -> Iterator[str]:
    yield f"<h1>{clean(title)}</h1>"
    yield f"<p>{clean(_title(history))}.</p>"
    if not history.steps:
        return
    yield chart(history)
    yield "<h2>In numbers</h2>"
    caption = "Changes of each step, by direction"
    yield f'<div class="wide" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>'
    yield '<thead><tr><th scope="col">Date</th>'
    yield "".join(f'<th scope="col">{direction.value}</th>' for direction in BY_WEIGHT) + "</tr></thead><tbody>"
    for number, step in enumerate(history.steps):
        cells = "".join(f"<td>{step.count(direction)}</td>" for direction in BY_WEIGHT)
        yield f'<tr><th scope="row"><a href="#step{number}">{step.new.at:%Y-%m-%d}</a></th>{cells}</tr>'
    yield "</tbody></table></div>"
    for number, step in enumerate(history.steps):
        yield from _step(number, step)
    yield f"<footer><p>Engine {clean(history.engine.version)}. Not legal advice.</p></footer>"


def _step(number: int, step: Step) -> Iterator[str]:
    yield f'<section id="step{number}"><h2>{step.new.at:%Y-%m-%d} · <code>{clean(step.new.id[:10])}</code></h2>'
    yield f"<p>{clean(step.fault or counted(step.changes))}.</p>"
    for change in _weighty(step):
        yield f'<article class="{change.direction.value}"><h3>{change.direction.value.capitalize()}: {clean(place(change))}</h3>'
        yield f'<p class="marks">{clean(marks(change))}</p><p class="redline">{redline_html(change.redline)}</p>'
        reasons = [f"{f.reason} {shown_by(f)}".strip() for f in told(change.findings)]
        listed = "".join(f"<li>{clean(reason)}</li>" for reason in reasons if reason)
        yield f"<ul>{listed}</ul></article>" if listed else "</article>"
    yield "</section>"
