"""`reconsent diff OLD NEW`: what changed between two texts of a policy, and which way each change moves."""

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent_gate.cli.sources import NamedText, read_named
from consent_gate.cli.writing import write_out
from consent_gate.errors import ArgumentError

if TYPE_CHECKING:
    from differ.model import Comparison


class DiffFormat(StrEnum):
    """What `diff` writes."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    SARIF = "sarif"


class Colour(StrEnum):
    """When the text is in colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


_SOURCES = "a file, REV:PATH, a version as privacy@3 (or privacy@3/fr), or - for standard input"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff")(diff)


def diff(
    old: Annotated[str, typer.Argument(help=f"The text as it was: {_SOURCES}.")],
    new: Annotated[str, typer.Argument(help="The text as it is to be; named likewise.")],
    format: Annotated[DiffFormat, typer.Option("--format", help="What to write.")] = DiffFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show the clauses, what became of each, and what was read in them.")] = False,
    fail_on: Annotated[
        list[str] | None, typer.Option(help="Directions that end in exit code 1, as relaxes,unclear; relaxes takes in mixed.")
    ] = None,
    hide_neutral: Annotated[bool, typer.Option("--hide-neutral", help="Only count the changes found neutral.")] = False,
    language: Annotated[str, typer.Option(help="Of both texts; the rules read English.")] = "en",
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
    colour: Annotated[Colour, typer.Option("--colour", "--color", help="Colour in text.")] = Colour.AUTO,
    archive: Annotated[Path | None, typer.Option(help="The archive of privacy@3; else as the settings say.")] = None,
) -> None:
    """Compare two texts: find every change that relaxes a restriction, and prove the rest harmless."""
    from differ import compare
    from differ.english import doubt, is_english

    failing = _directions(",".join(fail_on or ()))
    if old == new == "-":
        raise ArgumentError("both texts cannot come from standard input", hint="save one of them in a file")
    texts = read_named(old, archive=archive), read_named(new, archive=archive)
    comparison = compare(texts[0].text, texts[1].text, language=language)
    for text in texts:
        if is_english(language) and (why := doubt(text.text)):
            typer.echo(f"{text.name}: {why}; what changes there is left to a person", err=True)
    chosen = DiffFormat.JSON if as_json else format
    painted = chosen is DiffFormat.TEXT and output is None and _in_colour(colour)
    write_out(_rendered(comparison, chosen, texts, explain=explain, neutral=not hide_neutral, painted=painted), output)
    if failing & {direction.value for direction in comparison.directions()}:
        raise typer.Exit(1)


def _directions(names: str) -> set[str]:
    from differ import Direction

    asked = {name.strip() for name in names.split(",") if name.strip()}
    unknown = sorted(asked - {direction.value for direction in Direction})
    if unknown:
        known = ", ".join(Direction)
        raise ArgumentError(f"`{unknown[0]}` is no direction", hint=f"--fail-on takes {known}, parted by commas")
    return asked | {Direction.MIXED.value} if Direction.RELAXES in asked else asked  # one part of a mixed change relaxes


def _in_colour(colour: Colour) -> bool:
    if colour is not Colour.AUTO:
        return colour is Colour.ALWAYS
    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _rendered(
    comparison: "Comparison", format: DiffFormat, texts: tuple[NamedText, NamedText], *, explain: bool, neutral: bool, painted: bool
) -> str:
    from differ import render

    old, new = texts
    title = f"Changes from {old.name} to {new.name}"
    if format is DiffFormat.JSON:
        return render.to_json(comparison)
    if format is DiffFormat.HTML:
        return render.to_html(comparison, title=title, neutral=neutral)
    if format is DiffFormat.MARKDOWN:
        return render.to_markdown(comparison, title=title)
    if format is DiffFormat.SARIF:
        return render.to_sarif(comparison, old_path=old.path, new_path=new.path)
    width = shutil.get_terminal_size((100, 24)).columns
    text = render.to_text(comparison, colour=painted, width=min(width, 120), neutral=neutral)
    return f"{text}\n{render.to_explanation(comparison)}" if explain else text
