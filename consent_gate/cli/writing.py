"""Files that commands write: each is whole or is not there, whatever comes in between; what stood in its place stays until then.

What is new is written beside its place under a name of its own, and renamed into it. A place that is no file, as a pipe or
a terminal, is written to as it is.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer

from consent_gate.errors import ArgumentError


def write_out(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output where none is named; what UTF-8 cannot hold is escaped."""
    data = text.encode("utf-8", "backslashreplace")
    if output is None:
        typer.echo(data, nl=False)
    else:
        write_files({output: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files: none is put into its place before all are written.

    Raises:
        OSError: one cannot be written, and all are as they were.
    """
    with _written_beside(files) as waiting:
        for path, new in waiting.items():
            new.replace(path)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        FileExistsError: it is there.
        OSError: it cannot be written.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with _written_beside({path: data}) as waiting:
        path.touch(exist_ok=False)  # whoever was first since keeps the place
        for place, new in waiting.items():
            new.replace(place)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to fill; what was put there is in `path` at the end, and nothing is where filling it failed.

    Raises:
        ArgumentError: `path` is there and not an empty folder.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ArgumentError(f"`{path}` is there already", hint="name a new folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    made = _beside(path)
    made.mkdir()
    try:
        yield made
        path.mkdir(exist_ok=True)
        for one in sorted(made.iterdir()):
            one.rename(path / one.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _written_beside(files: Mapping[Path, bytes]) -> Iterator[Mapping[Path, Path]]:
    """Each file's place, with where its new bytes are waiting; those still there at the end are taken away."""
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            if path.exists() and not path.is_file():
                with _named(path):
                    path.write_bytes(data)
                continue
            place = path.resolve()  # where a link leads; the link stays
            waiting[place] = _beside(place)
            with _named(path):
                _write(waiting[place], data, like=path)
        yield waiting
    finally:
        for new in waiting.values():
            new.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.resolve().parent / f".reconsent-{secrets.token_hex(8)}"


def _write(new: Path, data: bytes, *, like: Path) -> None:
    with new.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, new)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an error name the file as the person does."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise
