"""A comparison as one self-contained HTML page: no script, no outside file, readable by a screen reader and on paper."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from differ.model import Change, Comparison, Op, RedlineRun
from differ.render.summary import BY_WEIGHT, MEANINGS, counted, marks, place, shown_by, told

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(comparison: Comparison, *, title: str = "Changes to the policy", neutral: bool = True) -> str:
    """The changes as a page.

    Args:
        comparison: what to show.
        title: of the page; plain words.
        neutral: with the changes found neutral, folded away; else these are only counted.
    """
    body = "\n".join(_body(comparison, title, neutral=neutral))
    return page(title, body, language=comparison.language)


def page(title: str, body: str, *, language: str = "en", style: str = "") -> str:
    """A whole page around `body`, which must be HTML already."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{clean(title)}</title>\n'
        f"<style>\n{_style()}{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def clean(text: str) -> str:
    """Text as HTML: escaped, and without characters HTML does not allow."""
    return escape("".join(c if c >= " " or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text if not "\ud800" <= c <= "\udfff"))


def redline_html(runs: tuple[RedlineRun, ...]) -> str:
    """A redline as HTML; what is struck or underlined to the eye is also said, since screen readers pass over `del` and `ins`."""
    parts = []
    for run in runs:
        words = clean(run.words).replace("\n", "<br>")
        if run.op is Op.DELETE:
            parts.append(f'<del><span class="said"> [removed: </span>{words}<span class="said">] </span></del>')
        elif run.op is Op.INSERT:
            parts.append(f'<ins><span class="said"> [added: </span>{words}<span class="said">] </span></ins>')
        else:
            parts.append(words)
    return "".join(parts).replace("</del><ins>", "</del> <ins>")


def _style() -> str:
    return (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def _body(comparison: Comparison, title: str, *, neutral: bool) -> Iterator[str]:
    yield f"<h1>{clean(title)}</h1>"
    yield f"<p>{clean(counted(comparison.changes))}.</p>"
    for direction in BY_WEIGHT:
        changes = [change for change in comparison.changes if change.direction is direction]
        if not changes:
            continue
        heading = f"{direction.value.capitalize()} ({len(changes)})"
        folded = direction is BY_WEIGHT[-1]
        if folded and not neutral:
            continue
        yield f'<section class="{direction.value}" aria-labelledby="{direction.value}">'
        yield f'<h2 id="{direction.value}">{heading}</h2>'
        yield f"<p>{MEANINGS[direction].capitalize()}.</p>"
        yield from ("<details><summary>Show them</summary>",) if folded else ()
        for change in changes:
            yield from _change(change)
        yield from ("</details>",) if folded else ()
        yield "</section>"
    engine = comparison.engine
    yield f"<footer><p>Engine {clean(engine.version)}, vocabulary {clean(engine.vocabulary[:12] or 'none')}. Not legal advice.</p></footer>"


def _change(change: Change) -> Iterator[str]:
    yield f'<article id="c{clean(change.id)}">'
    yield f"<h3>{clean(place(change))}</h3>"
    yield f'<p class="marks">{clean(marks(change))}</p>'
    lead = (change.new or change.old)[0].lead
    if lead:
        yield f'<p class="lead">{clean(lead)}</p>'
    yield f'<p class="redline">{redline_html(change.redline)}</p>'
    findings = told(change.findings)
    if findings:
        yield "<ul>"
        for finding in findings:
            shown = f" <em>{clean(by)}</em>" if (by := shown_by(finding)) else ""
            yield f"<li>{clean(finding.reason)}{shown} <code>{clean(finding.rule)}</code></li>"
        yield "</ul>"
    yield "</article>"
