"""How a policy's history looks: pages and the feed as text, every word from outside escaped.

Which pages there are is told in `site`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import groupby

from differ.model import Change, Clause, ClauseKind, Comparison, Document, Kind, Op, RedlineRun
from policy_versions.model import Version
from policy_versions.timeline import scheduled

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
a { color: LinkText; } a:visited { color: VisitedText; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; }
tr + tr { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
ins { text-decoration: underline; text-decoration-thickness: 2px; background: color-mix(in srgb, #2a7d2a 18%, transparent); }
del { text-decoration: line-through; background: color-mix(in srgb, #b02020 18%, transparent); }
.changed { border-left: .3rem solid color-mix(in srgb, currentColor 45%, transparent); padding-left: .8rem; }
.kind { font-size: .85rem; font-weight: 600; }
code { overflow-wrap: anywhere; } pre { overflow-x: auto; } p time { white-space: nowrap; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
""".strip()

_KINDS = {
    Kind.ADDED: "Added",
    Kind.REMOVED: "Removed",
    Kind.REWORDED: "Reworded",
    Kind.MOVED: "Moved",
    Kind.SPLIT: "Split",
    Kind.MERGED: "Merged",
    Kind.RESCOPED: "Same words, of which a definition changed",
}


def history_page(versions: Sequence[Version], at: datetime, redlines: Collection[tuple[int, int]]) -> str:
    """The list of all versions, newest first, with links to the redlines there are."""
    live = scheduled(versions)
    current = max((v for v in live if v.effective <= at), key=lambda v: v.number, default=None)
    rows = "\n".join(_row(version, live, current, redlines) for version in reversed(versions))
    body = (
        f"<p>Every version, from the newest, as of {_time(at)}. <a href='feed.atom'>Follow changes as a feed</a>.</p>\n"
        f"<table><thead><tr><th scope='col'>Version</th><th scope='col'>In force from</th><th scope='col'>What changed</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>\n{_chooser(live, redlines)}"
    )
    return _page((live or versions)[-1], "all versions", body)


def _row(version: Version, live: Sequence[Version], current: Version | None, redlines: Collection[tuple[int, int]]) -> str:
    if version.withdrawn:
        state = " (withdrawn before it took effect)"
    else:
        state = " (in force)" if version is current else " (not in force yet)" if current is None or version.number > current.number else ""
    diff = _compare(version, live, redlines)
    language = version.policy.language
    summary = f"<span lang='{language}'>{escape(version.policy.summary.in_language(language))}</span>" if version.policy.summary else ""
    return (
        f"<tr><th scope='row'><a href='v{version.number}.html'>Version {version.number}</a>{state}</th>"
        f"<td>{_time(version.effective)}</td><td>{summary}{diff}</td></tr>"
    )


def _chooser(live: Sequence[Version], redlines: Collection[tuple[int, int]]) -> str:
    if len(live) < 3:
        return ""
    ends = {old.number: [new.number for new in live if (old.number, new.number) in redlines] for old in live}
    items = "".join(
        f"<li>Version {old} with "
        + ", ".join(f"<a href='v{old}-v{new}.html' aria-label='version {old} with version {new}'>{new}</a>" for new in found)
        + "</li>"
        for old, found in ends.items()
        if found
    )
    return f"<h2>Compare two versions</h2>\n<ul>{items}</ul>"


def text_page(version: Version, language: str, document: Document, live: Sequence[Version], redlines: Collection[tuple[int, int]]) -> str:
    """One version's text in one language; `live` are the versions that were not withdrawn, for what came before and after."""
    others = [other for other in version.texts if other != language]
    links = " ".join(f"<a href='{_text_href(version, o)}' hreflang='{o}' lang='{o}'>{o}</a>" for o in others)
    if links:
        links = f" In other languages: {links}."
    prevails = "" if language == version.policy.language else f" The text in <span lang='en'>{version.policy.language}</span> prevails."
    head = (
        f"<p><a href='index.html'>All versions</a>. Version {version.number}, {_period(version, live)}.{prevails}"
        f"{_compare(version, live, redlines)} <a href='v{version.number}.{language}.md'>As Markdown</a>.{links}</p>"
        f"<p class='kind'>Identity: <code>{version.identity}</code></p>"
    )
    body = head + f"<div lang='{escape(language)}'>" + "\n".join(_clauses(document.clauses)) + "</div>"
    return _page(version, f"version {version.number}", body)


def _period(version: Version, live: Sequence[Version]) -> str:
    """When it is in force, which stays true whenever the page is read."""
    if version.withdrawn:
        return f"which was to be in force from {_time(version.effective)} and was withdrawn before"
    after = next((v for v in live if v.number > version.number), None)
    until = f" until {_time(after.effective)}, when <a href='v{after.number}.html'>version {after.number}</a> followed" if after else ""
    return f"in force from {_time(version.effective)}{until}"


def _compare(version: Version, live: Sequence[Version], redlines: Collection[tuple[int, int]]) -> str:
    """A link to the redline from the version before, where there is one."""
    before = next((v.number for v in reversed(live) if v.number < version.number), 0)
    if (before, version.number) not in redlines:
        return ""
    return f" <a href='v{before}-v{version.number}.html'>Compare with version {before}</a>."


def redline_page(old: Version, new: Version, comparison: Comparison) -> str:
    """What changed from one version to another, the whole text with its marks."""
    changes = {(_places(change.old), _places(change.new)): change for change in comparison.changes}
    parts: list[str] = []
    kept: list[Clause] = []
    shown: list[Change] = []
    for pair in comparison.pairs:
        change = changes.get((_places(pair.old), _places(pair.new)))
        if change is None:
            kept += pair.new or pair.old
            continue
        shown.append(change)
        parts += [*_clauses(kept), _changed(change, len(shown))]
        kept = []
    parts += _clauses(kept)
    count = len(comparison.changes)
    head = (
        f"<p><a href='index.html'>All versions</a>. From <a href='v{old.number}.html'>version {old.number}</a> to "
        f"<a href='v{new.number}.html'>version {new.number}</a>, in force from {_time(new.effective)}: "
        f"{'nothing changed' if not count else f'{count} change' + ('s' if count > 1 else '')}.</p>"
    )
    body = head + _jumps(shown) + f"<div lang='{escape(comparison.language)}'>" + "\n".join(parts) + "</div>"
    return _page(new, f"from version {old.number} to version {new.number}", body)


def _jumps(changes: Sequence[Change]) -> str:
    """A list of the changes that leads to each."""
    if not changes:
        return ""
    items = "".join(
        f"<li><a href='#change-{number}'>{_KINDS[change.kind]}: {escape(_brief(change))}</a></li>"
        for number, change in enumerate(changes, 1)
    )
    return f"<nav aria-label='Changes'><ol>{items}</ol></nav>"


def _brief(change: Change) -> str:
    words = " ".join(clause.text for clause in (change.new or change.old))
    return words if len(words) <= 70 else words[:69].rsplit(" ", 1)[0] + " …"


def _changed(change: Change, number: int) -> str:
    words = "".join(_run(run.op, run.words) for run in _apart(change.redline))
    return f"<div class='changed' id='change-{number}'><p class='kind'>{_KINDS[change.kind]}</p><p>{words}</p></div>"


def _apart(runs: Sequence[RedlineRun]) -> Iterator[RedlineRun]:
    """The runs with a space between words taken away and words put in their place."""
    for run, following in zip(runs, (*runs[1:], None), strict=True):
        touch = run.op is Op.DELETE and following is not None and not run.words[-1:].isspace()
        yield replace(run, words=run.words + " ") if touch else run


def _run(op: Op, words: str) -> str:
    text = escape(words).replace("\n", "<br>")
    if op is Op.DELETE:
        return f"<del><span class='aside'>[taken away: </span>{text}<span class='aside'>]</span></del>"
    if op is Op.INSERT:
        return f"<ins><span class='aside'>[added: </span>{text}<span class='aside'>]</span></ins>"
    return text


def _clauses(clauses: Iterable[Clause]) -> Iterator[str]:
    for kind, group in groupby(clauses, key=lambda clause: clause.kind):
        if kind is ClauseKind.ITEM:
            yield "<ul>" + "".join(f"<li>{escape(c.text)}</li>" for c in group) + "</ul>"
        elif kind is ClauseKind.ROW:
            yield "<table><tbody>" + "".join(_table_row(c) for c in group) + "</tbody></table>"
        else:
            yield from (_block(clause) for clause in group)


def _block(clause: Clause) -> str:
    if clause.kind is ClauseKind.HEADING:
        level = min(max(clause.depth, 1) + 1, 6)
        return f"<h{level}>{escape(clause.text)}</h{level}>"
    if clause.kind is ClauseKind.CODE:
        return f"<pre>{escape(clause.text)}</pre>"
    return f"<p>{escape(clause.text)}</p>"


def _table_row(clause: Clause) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in clause.cells or (clause.text,)) + "</tr>"


def feed(versions: Sequence[Version], base_url: str) -> str:
    """The versions as an Atom feed, newest first."""
    newest = (scheduled(versions) or versions)[-1]
    root = base_url.rstrip("/") + "/" if base_url else ""
    entries = "\n".join(_entry(version, root) for version in reversed(versions))
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        "<feed xmlns='http://www.w3.org/2005/Atom'>\n"
        f"<title>{escape(_title(newest))}</title>\n<id>urn:reconsent:{escape(newest.slug)}:{escape(newest.policy.controller.id)}</id>\n"
        f"<author><name>{escape(_controller(newest))}</name></author>\n"
        f"<updated>{_stamp(max(map(_announced, versions)))}</updated>\n<link rel='self' href='{escape(root)}feed.atom'/>\n"
        f"<link rel='alternate' type='text/html' href='{escape(root)}index.html'/>\n{entries}\n</feed>\n"
    )


def _entry(version: Version, root: str) -> str:
    summary = escape(version.policy.summary.in_language(version.policy.language)) if version.policy.summary else ""
    state = "withdrawn before it took effect" if version.withdrawn else f"in force from {_stamp(version.effective)}"
    return (
        f"<entry><title>Version {version.number}, {state}</title><id>urn:sha256:{version.identity}:{version.number}</id>"
        f"<updated>{_stamp(_announced(version))}</updated>"
        f"<link rel='alternate' type='text/html' href='{escape(root)}v{version.number}.html'/>"
        f"<summary>{summary}</summary></entry>"
    )


def _announced(version: Version) -> datetime:
    """When it became known: what was imported was so before it was kept here."""
    return version.effective if version.imported or version.published_at is None else version.published_at


def _title(version: Version) -> str:
    return version.policy.title.in_language(version.policy.language)


def _controller(version: Version) -> str:
    return version.policy.controller.name.in_language(version.policy.language)


def _places(clauses: tuple[Clause, ...]) -> tuple[int, ...]:
    return tuple(clause.ordinal for clause in clauses)


def _text_href(version: Version, language: str) -> str:
    return f"v{version.number}.html" if language == version.policy.language else f"v{version.number}.{language}.html"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(at: datetime) -> str:
    shown = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return f"<time datetime='{_stamp(at)}'>{shown} UTC</time>"


def _page(version: Version, about: str, body: str) -> str:
    title, language = escape(_title(version)), escape(version.policy.language)
    return (
        f"<!doctype html>\n<html lang='en'>\n<head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{title}: {about}</title>\n<link rel='alternate' type='application/atom+xml' href='feed.atom' title='Changes'>\n"
        f"<style>{_STYLE}</style></head>\n<body>\n<header><p lang='{language}'>{escape(_controller(version))}</p></header>\n"
        f"<main>\n<h1><span lang='{language}'>{title}</span>: {about}</h1>\n{body}\n</main>\n</body></html>\n"
    )
