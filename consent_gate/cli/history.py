"""`reconsent history REPO PATH`: every relaxation and tightening a file of a git repository ever went through."""

import shutil
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from consent_gate.cli.writing import write_out


class HistoryFormat(StrEnum):
    """What `history` writes."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history")(history)


def history(
    repo: Annotated[Path, typer.Argument(help="A git repository: its folder, or a bare one.")],
    path: Annotated[str, typer.Argument(help="The Markdown file, from the top of the repository.")],
    revision: Annotated[str, typer.Option(help="Where to look back from: a branch, tag or commit.")] = "HEAD",
    last: Annotated[int | None, typer.Option(min=1, help="Only so many of the latest changes of the text.")] = None,
    format: Annotated[HistoryFormat, typer.Option("--format", help="What to write; html is one page with a chart.")] = HistoryFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    language: Annotated[str, typer.Option(help="Of the text; the rules read English.")] = "en",
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Draw a policy's timeline of relaxations and tightenings from any git history, with no set-up."""
    from differ.history import Revision, trace
    from differ.render.history import history_html, history_json, history_text
    from policy_versions.importers.history import file_history

    past = file_history(repo, PurePosixPath(path).as_posix(), revision=revision)
    revisions = [Revision(id=one.commit, at=one.at, author=one.author, text=one.text) for one in past]
    found = trace(path, revisions[-last - 1 :] if last else revisions, language=language, progress=_progress())
    chosen = HistoryFormat.JSON if as_json else format
    if chosen is HistoryFormat.TEXT:
        text = history_text(found, width=min(shutil.get_terminal_size((100, 24)).columns, 160))
    else:
        text = history_json(found) if chosen is HistoryFormat.JSON else history_html(found)
    write_out(text, output)


def _progress() -> Callable[[int, int], None] | None:
    """A bar on standard error, drawn only where somebody looks and the work has taken a second."""
    if not sys.stderr.isatty():
        return None
    start = time.monotonic()

    def draw(done: int, of: int) -> None:
        if time.monotonic() - start < 1:
            return
        filled = 30 * done // max(of, 1)
        end = "\n" if done >= of else ""
        sys.stderr.write(f"\r[{'#' * filled}{' ' * (30 - filled)}] {done}/{of}{end}")
        sys.stderr.flush()

    return draw
