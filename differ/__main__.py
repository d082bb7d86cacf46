"""`python -m differ old.md new.md`: the differ by itself, without git, ledger or service."""

import argparse
import os
import sys
from pathlib import Path

from differ.compare import compare
from differ.errors import DifferError
from differ.model import Comparison
from differ.render import to_explanation, to_html, to_json, to_markdown, to_sarif, to_text

_RENDERINGS = {"json": to_json, "html": to_html, "markdown": to_markdown, "sarif": to_sarif}


def main(arguments: list[str] | None = None) -> int:
    """Compare two files and write what changed; the exit code is 2 where they cannot be read or the result cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m differ", description="What changed between two texts, and does it loosen anything?")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--format", choices=("text", *_RENDERINGS), default="text")
    parser.add_argument("--explain", action="store_true", help="show the clauses and the alignment")
    parser.add_argument("--language", default="en")
    asked = parser.parse_args(arguments)
    try:
        comparison = compare(_read(asked.old), _read(asked.new), language=asked.language)
        _write(_rendered(comparison, asked.format) + (to_explanation(comparison) if asked.explain else ""))
    except DifferError as error:
        return _refuse(f"{error} ({error.hint})")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has gone; Python flushes once more when it leaves
        return 1
    except OSError as error:
        return _refuse((error.strerror or str(error)).lower() + (f": `{error.filename}`" if error.filename else ""))
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DifferError(f"`{path}` is no UTF-8 text (byte {fault.start})", hint="save it as UTF-8") from fault


def _rendered(comparison: Comparison, form: str) -> str:
    if form in _RENDERINGS:
        return _RENDERINGS[form](comparison)
    return to_text(comparison, colour=sys.stdout is not None and sys.stdout.isatty())


def _write(text: str) -> None:
    if sys.stdout is not None:  # it is where standard output is closed
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()


def _refuse(message: str) -> int:
    sys.stderr.write(f"error: {message}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
