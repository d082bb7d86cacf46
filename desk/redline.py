"""How a change is shown: its redline, and under it each finding with the words, the reason and the witness."""

import re
from dataclasses import replace
from html import escape

import streamlit as st

from consent_gate.release.flags import Flag
from desk import words
from desk.allowing import allows, allows_more
from desk.moments import in_words
from differ.model import Change, Direction, Finding, Op, RedlineRun
from differ.redline import redline
from differ.render.html import redline_html
from differ.render.summary import cited, place, told
from policy_versions.model import Policy

STYLE = """
<style>
.rl { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; }
.rl del { background: #ffe3e3; color: #7d0a12; text-decoration: line-through; padding: 0 .1em; }
.rl ins { background: #dcf5e3; color: #07491f; text-decoration: underline; padding: 0 .1em; }
.rl .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.rl-lead { opacity: .85; margin: 0; }
.rl-badge { display: inline-block; border-radius: .3rem; padding: 0 .4em; margin: 0 .3em .4em 0; font-size: .875rem; }
.rl-relaxes { background: #ffe3e3; color: #7d0a12; }
.rl-tightens { background: #dcf5e3; color: #07491f; }
.rl-mixed { background: #efe3ff; color: #45157f; }
.rl-unclear { background: #fff0d6; color: #5f3500; }
.rl-neutral, .rl-about { background: #e8ebf0; color: #2b3340; }
.rl-kind { background: #e2ecff; color: #123f86; }
.rl-why { margin: .8rem 0 0; line-height: 1.5; overflow-wrap: anywhere; }
.rl-why code { font-size: .8em; margin-left: .4em; white-space: nowrap; }
.rl-sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
.rl-sides .rl-lead { font-weight: 600; }
@media (max-width: 640px) { .rl-sides { grid-template-columns: 1fr; } }
</style>
"""
COLOURS = {
    Direction.RELAXES: "red",
    Direction.MIXED: "violet",
    Direction.UNCLEAR: "orange",
    Direction.TIGHTENS: "green",
    Direction.NEUTRAL: "gray",
}
SIGNS = {Direction.RELAXES: "↑", Direction.MIXED: "↕", Direction.UNCLEAR: "?", Direction.TIGHTENS: "↓", Direction.NEUTRAL: "="}
"""As the chart of versions has it: what relaxes stands above the line."""


def draw(change: Change, *, sides: tuple[str, str] | None = None, brief: bool = False) -> None:
    """Draw one change: what it does, where, the marked words, and why.

    Args:
        change: what to draw.
        sides: what the old and the new text are called, to show them side by side; None: in line.
        brief: leave out what is far from any changed word, where there is little room.
    """
    direction = change.direction
    badges = [f'<span class="rl-badge rl-{direction.value}">{SIGNS[direction]} {escape(words.DIRECTIONS[direction])}</span>']
    badges += [f'<span class="rl-badge rl-about">{escape(dimension.value)}</span>' for dimension in change.dimensions]
    if change.kind.value in words.KINDS:
        badges.append(f'<span class="rl-badge rl-kind">{escape(words.KINDS[change.kind.value])}</span>')
    lead = (change.new or change.old)[0].lead
    where = escape(_where(change)) + (f": {escape(lead)}" if lead else "")
    runs = _near(change.redline) if brief else change.redline
    redlined = _sides(change, *sides) if sides else f'<p class="rl">{redline_html(runs)}</p>'
    why = "".join(_why(finding) for finding in told(change.findings))
    st.html(f'<div>{"".join(badges)}</div><p class="rl-lead">{where}</p>{redlined}{why}')


NEAR = 18
"""Words that are kept on either side of a changed one where a change is drawn in brief."""


def _near(runs: tuple[RedlineRun, ...]) -> tuple[RedlineRun, ...]:
    """The runs without what is far from any changed word."""
    last = len(runs) - 1
    return tuple(
        replace(run, words=_shortened(run.words, before=0 if place == 0 else NEAR, after=0 if place == last else NEAR))
        if run.op is Op.KEEP
        else run
        for place, run in enumerate(runs)
    )


def _shortened(text: str, *, before: int, after: int) -> str:
    """The first and last words of a text, white space as it is.

    >>> _shortened("We keep your order and what you paid for two years", before=1, after=2)
    'We … two years'
    """
    found = list(re.finditer(r"\S+", text))
    if len(found) <= before + after + 5:
        return text
    head = text[: found[before - 1].end()] + " " if before else ""
    return f"{head}… {text[found[-after].start() :]}" if after else f"{head}…"


def _why(finding: Finding) -> str:
    """One judgement: the reason, the words it rests on, and what they come to."""
    parts = [f"<strong>{escape(finding.reason)}</strong>"] if finding.reason else []
    if finding.words.old or finding.words.new:
        parts.append(escape(cited(finding.words)))
    lines = [f"{' — '.join(parts)} <code>{escape(words.RULE)} {escape(finding.rule)}</code>"]
    if finding.witness:
        lines.append(escape(finding.witness))
    return f'<p class="rl-why">{"<br>".join(lines)}</p>'


def _where(change: Change) -> str:
    """The headings a change stands under; of a clause that went elsewhere both places."""
    old, new = (" › ".join(side[0].heading) if side else "" for side in (change.old, change.new))
    return words.FROM_TO.format(old=old, new=new) if old and new and old != new else place(change)


def _sides(change: Change, old: str, new: str) -> str:
    """The old words beside the new ones, each with its own marks."""
    before = tuple(run for run in change.redline if run.op is not Op.INSERT)
    after = tuple(run for run in change.redline if run.op is not Op.DELETE)
    columns = (
        f'<div><p class="rl-lead">{escape(name)}</p><p class="rl">{redline_html(runs) or escape(words.NOT_THERE)}</p></div>'
        for name, runs in ((old, before), (new, after))
    )
    return f'<div class="rl-sides">{"".join(columns)}</div>'


def draw_flag(flag: Flag, policy: Policy, base: Policy) -> None:
    """Draw what needs a decision: a change of the prose with its redline, anything else in its line, with what `policy` allows more."""
    if flag.change is not None:
        draw(flag.change)
        return
    badge = f":{COLOURS[flag.direction]}-badge[{SIGNS[flag.direction]} {words.DIRECTIONS[flag.direction]}]"
    said = [line for tie in flag.ties for line in _permitted(tie.id, policy, base)]
    st.markdown("  \n".join([f"{badge} {marked(flag.about)}", *map(plain, said)]))


def _permitted(id_: str, policy: Policy, base: Policy) -> list[str]:
    """The plain words of a permission, and all that it allows, or as against the one before."""
    held, before = policy.permission(id_), base.permission(id_)
    if held is None:
        return []
    return [str(held.text), allows_more(before, held, base, policy) if before else allows(held, policy)]


def redlined(old: str, new: str) -> None:
    """Draw the words of two texts with what was struck and what was put in."""
    st.html(f'<p class="rl">{redline_html(redline(old, new))}</p>')


def plain(text: str) -> str:
    """Words of a policy inside Markdown of ours: nothing in them is markup."""
    return _escaped(" ".join(text.split()))


def marked(text: str) -> str:
    r"""A line of the packages inside Markdown of ours: a name in backticks is set as one, nothing else is markup; times in words.

    >>> marked("`beta-ads` asks for *more*")
    '`beta-ads` asks for \\*more\\*'
    """
    parts = re.split(r"(`[\w@./-]+`)", in_words(" ".join(text.split())))
    return "".join(part if place % 2 else _escaped(part) for place, part in enumerate(parts))


def _escaped(text: str) -> str:
    return "".join("\\" + c if c in r"\`*_{}[]()#+-.!|~<>$:" else c for c in text)
