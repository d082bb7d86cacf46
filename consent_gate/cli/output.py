"""How every command says its result: as text for people or as JSON for programs.

A command takes `format: FormatOption = Format.TEXT, as_json: JsonOption = False` and ends with
`say(chosen(format, as_json), text=…, data=…)`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """What a command writes to its standard output."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="What to write: text for people, json for programs.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]


def chosen(format: Format, as_json: bool) -> Format:
    """The format asked for; `--json` wins."""
    return Format.JSON if as_json else format


def say(format: Format, *, text: str | Callable[[], str], data: Mapping[str, object] | Sequence[object]) -> None:
    """Write the result: `text` (made only if asked for), or `data` as JSON with keys in the order given."""
    if format is Format.JSON:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        typer.echo(text if isinstance(text, str) else text())
