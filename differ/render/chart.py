"""A history as an SVG chart: for each step, what relaxes upwards and what tightens downwards."""

from collections.abc import Iterator
from html import escape

from differ.history import History, Step
from differ.model import Direction
from differ.render.summary import numbered

_UP = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)  # from the line upwards, the worst nearest to it
_HEIGHT, _WIDTH = 120, 760
_LEFT, _TOP = 40, 14
_CAPTION = "Upwards: relaxes, mixed, unclear. Downwards: tightens. One bar a step, in order; neutral changes are not drawn."

CHART_STYLE = """
figure { margin: 1.5rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 11px system-ui, sans-serif; } svg line { stroke: var(--line); }
.bar-relaxes { fill: var(--relaxes); } .bar-mixed { fill: var(--mixed); } .bar-unclear { fill: var(--unclear); }
.bar-tightens { fill: var(--tightens); }
.key { white-space: nowrap; margin-right: .8rem; } .key svg { width: .8em; height: .8em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .2rem .6rem; text-align: right; }
caption { text-align: left; color: var(--soft); } a { color: inherit; }
"""


def chart(history: History) -> str:
    """The chart as a figure; the table beside it holds the same numbers for those who do not see it."""
    up = max((sum(step.count(direction) for direction in _UP) for step in history.steps), default=0)
    down = max((step.count(Direction.TIGHTENS) for step in history.steps), default=0)
    unit = _HEIGHT / max(up, down, 1)
    middle = _TOP + up * unit
    height = middle + down * unit + 34
    title = f"Changes of {history.name}: relaxations upwards, tightenings downwards"
    return "\n".join(
        (
            "<figure>",
            f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {_LEFT + _WIDTH + 10} {height:.0f}">',
            *_axis(middle, up, down, unit),
            *_bars(history.steps, middle, unit),
            *_dates(history.steps, height - 8),
            "</svg>",
            f"<figcaption>{_CAPTION} {_legend()}</figcaption></figure>",
        )
    )


def _legend() -> str:
    """The colours with their names."""
    return " ".join(
        f'<span class="key"><svg aria-hidden="true" viewBox="0 0 10 10"><rect class="bar-{direction.value}" width="10" height="10"/></svg>'
        f" {direction.value}</span>"
        for direction in (*_UP, Direction.TIGHTENS)
    )


def _slot(count: int) -> float:
    return _WIDTH / max(count, 1)


def _axis(middle: float, up: int, down: int, unit: float) -> Iterator[str]:
    yield f'<line x1="{_LEFT}" y1="{middle:.1f}" x2="{_LEFT + _WIDTH}" y2="{middle:.1f}"/>'
    for value, y in ((up, middle - up * unit), (down, middle + down * unit)):
        if value:
            yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    yield f'<text x="{_LEFT - 6}" y="{middle + 4:.1f}" text-anchor="end">0</text>'


def _bars(steps: tuple[Step, ...], middle: float, unit: float) -> Iterator[str]:
    slot = _slot(len(steps))
    width = min(28.0, slot * 0.8)
    for index, step in enumerate(steps):
        x = _LEFT + index * slot + (slot - width) / 2
        y = middle
        for direction in _UP:
            tall = step.count(direction) * unit
            if tall:
                y -= tall
                yield _bar(direction, step, x, y, width, tall)
        tall = step.count(Direction.TIGHTENS) * unit
        if tall:
            yield _bar(Direction.TIGHTENS, step, x, middle, width, tall)


def _bar(direction: Direction, step: Step, x: float, y: float, width: float, tall: float) -> str:
    said = f"{step.new.at:%Y-%m-%d}: {numbered(step.count(direction), direction)}"
    return (
        f'<rect class="bar-{direction.value}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{tall:.1f}"><title>{said}</title></rect>'
    )


def _dates(steps: tuple[Step, ...], y: float) -> Iterator[str]:
    slot = _slot(len(steps))
    every = max(1, round(90 / slot))
    for index in range(0, len(steps), every):
        x = _LEFT + index * slot + slot / 2
        yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{steps[index].new.at:%Y-%m-%d}</text>'
