"""`reconsent demo`: the promise kept on a small policy history, from the first version to a tampered ledger, every verdict checked.

Walks in a temporary folder, on git and SQLite, by a clock of its own. What it walks is told in `demo_walk`.
"""

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.errors import ArgumentError

if TYPE_CHECKING:
    from consent_gate.cli.demo_walk import Step

DONE, FINDING = 0, 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    keep: Annotated[Path | None, typer.Option(help="An empty folder to walk in and leave as it is at the end.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Walk the whole path on an example and check every verdict against the decision table. Exit code 1 if one differs."""
    from consent_gate.cli.demo_walk import walk

    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise ArgumentError(f"`{keep}` is no empty folder", hint="name a new one: the demo makes, and alters, a ledger of its own")
    form = chosen(format, as_json)
    began = time.perf_counter()
    if form is Format.TEXT:
        typer.echo("The clock of this walk is set by the demo itself: each step says when it takes place. Nothing waits.\n")
    steps = []
    with tempfile.TemporaryDirectory(prefix="reconsent-demo-") as folder:
        for step in walk(keep or Path(folder)):
            steps.append(step)
            if form is Format.TEXT:
                typer.echo(_line(step))
    seconds = time.perf_counter() - began
    wrong = [step for step in steps if not step.right]
    if form is Format.JSON:
        say(form, text="", data=[step.to_dict() for step in steps])
    else:
        typer.echo(f"\n{len(steps) - len(wrong)} of {len(steps)} verdicts are what the decision table says; {seconds:.1f} s of wall time")
    return FINDING if wrong else DONE


def _line(step: "Step") -> str:
    """One step for people: when, what, and what came of it."""
    lines = [f"{step.at:%Y-%m-%d}  {step.name}", f"            {step.asked}"]
    lines += [f"            | {line}" for line in step.shown]
    mark = "" if step.right else f"   WRONG: expected {step.expected}"
    return "\n".join([*lines, f"            -> {step.verdict}{mark}"])
