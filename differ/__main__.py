"""`python -m differ old.md new.md`: the differ by itself, without git, ledger or service."""

import argparse
import sys
from pathlib import Path

from differ.compare import compare
from differ.errors import DifferError
from differ.render import to_explanation, to_html, to_json, to_markdown, to_sarif, to_text

_RENDERINGS = {"json": to_json, "html": to_html, "markdown": to_markdown, "sarif": to_sarif}


def main(arguments: list[str] | None = None) -> int:
    """Compare two files and write what changed; the exit code is 2 where they cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m differ", description="What changed between two texts, and does it loosen anything?")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--format", choices=("text", *_RENDERINGS), default="text")
    parser.add_argument("--explain", action="store_true", help="show the clauses and the alignment")
    parser.add_argument("--language", default="en")
    asked = parser.parse_args(arguments)
    try:
        old, new = (path.read_text(encoding="utf-8-sig") for path in (asked.old, asked.new))
        comparison = compare(old, new, language=asked.language)
    except (DifferError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    text = _RENDERINGS[asked.format](comparison) if asked.format in _RENDERINGS else to_text(comparison, colour=sys.stdout.isatty())
    sys.stdout.buffer.write((text + (to_explanation(comparison) if asked.explain else "")).encode("utf-8", "backslashreplace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
