"""The command `reconsent`: puts the groups of commands together, and is the one door at which errors become a line and an exit code.

Exit codes: 0 done, 1 a finding (the command did its work and found what it looks for), 2 wrong use or nothing could be done;
130 where Ctrl-C stopped it.
The modules of the groups import what is heavy inside their commands, so that `reconsent --help` stays quick.
"""

import errno
import inspect
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from consent_gate.cli import demo, diff, drafting, evidence, example, gate, history, release, serve, ui, verify, versions
from policy_versions.errors import ReconsentError

GROUPS = (versions, drafting, release, verify, gate, diff, history, serve, evidence, ui, demo, example)
"""Every module of commands, in the order of `reconsent --help`; each has `register(app)`."""

DONE, FINDING, WRONG_USE = 0, 1, 2

_REFUSED = {
    errno.ENOENT: "check the path",
    errno.EEXIST: "name another place",
    errno.ENOTDIR: "name another place",
    errno.EISDIR: "name another place",
    errno.EACCES: "see that you may read and write there, or name another place",
    errno.EPERM: "see that you may read and write there, or name another place",
    errno.EROFS: "see that you may read and write there, or name another place",
    errno.ENOSPC: "make room on the disk and say it again",
    errno.EDQUOT: "make room on the disk and say it again",
    errno.EFBIG: "make room on the disk and say it again",
}
"""What to do where the system refuses a file."""

app = typer.Typer(
    name="reconsent",
    help="Data is used only under the terms it was collected under, unless the person agreed to looser ones or the law requires it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"reconsent {version('reconsent')}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")] = False,
) -> None:
    """Options before the command's name."""


def _list_in_full(commands: typer.Typer) -> None:
    """Show the whole first sentence of each command where commands are listed; Typer cuts it off to keep to one line."""
    for command in commands.registered_commands:
        command.short_help = _first_sentence(inspect.getdoc(command.callback) or "")
    for group in commands.registered_groups:
        if group.typer_instance is not None:
            group.short_help = _first_sentence(str(group.typer_instance.info.help))
            _list_in_full(group.typer_instance)


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).partition(". ")[0].rstrip(".") + "."


for _group in GROUPS:
    _group.register(app)
_list_in_full(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code; what is expected to go wrong ends in one line on standard error."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="reconsent", standalone_mode=False)
    except ReconsentError as error:
        _tell(str(error), hint=error.hint, faults=getattr(error, "faults", ()))
    except typer.Abort:
        typer.echo(err=True)  # the question it was asked at ends without a line end
        _tell("stopped; nothing further was done")
    except TyperException as error:
        usage = error.format_message().replace("Value error, ", "")  # pydantic's word for it
        if usage.startswith("Usage:"):  # a group without a command: its help
            typer.echo(usage)
            return DONE
        _tell(usage[:1].lower() + usage[1:].rstrip("."), hint="reconsent COMMAND --help shows what it takes")
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; Python would complain once more when it leaves
        return FINDING
    except OSError as error:
        where = f": `{error.filename}`" if error.filename else ""
        _tell(f"{(error.strerror or str(error)).lower()}{where}", hint=_REFUSED.get(error.errno or 0, ""))
    else:
        return code if isinstance(code, int) else DONE
    return WRONG_USE


def _tell(message: str, *, hint: str = "", faults: Sequence[str] = ()) -> None:
    """One line; where several faults were found, a line for each below it."""
    several = len(faults) > 1
    line = f"error: {len(faults)} faults" if several else f"error: {message}"
    typer.echo(line + (f" ({hint})" if hint else ""), err=True)
    for fault in faults if several else ():
        typer.echo(f"  {fault}", err=True)
