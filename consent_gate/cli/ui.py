"""`reconsent ui`: opens the desk for drafters and reviewers, which is a Streamlit script."""

import importlib.util
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import consent_gate
from consent_gate.errors import DeskMissingError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ui")(open_desk)


def open_desk(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port; else RECONSENT_DESK_PORT, else 8412.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
) -> None:
    """Open the desk in the browser: draft, compare, review, approve, publish."""
    from consent_gate.settings import load

    settings = load()
    command = desk_command(host=host, port=port or settings.desk_port)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - the command is our own


def desk_command(*, host: str, port: int) -> list[str]:
    """The program and arguments that serve the desk.

    Raises:
        DeskMissingError: Streamlit is not installed, or the desk's script is not where it belongs.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise DeskMissingError("the desk needs Streamlit, which is not installed", hint="pip install 'reconsent[ui]'")
    script = desk_script()
    return [sys.executable, "-m", "streamlit", "run", str(script), f"--server.address={host}", f"--server.port={port}"]


def desk_script() -> Path:
    """The desk's script: in an installed wheel inside this package, in a checkout at the top.

    Raises:
        DeskMissingError: it is in neither place.
    """
    package = Path(consent_gate.__file__).parent
    for script in (package / "desk_bundle" / "app.py", package.parent / "app.py"):
        if script.is_file():
            return script
    raise DeskMissingError("the desk's script app.py is missing", hint="install reconsent again")
