"""Runs the benches named, or all, and prints one table."""

import argparse
import importlib
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench import Figure, Run, seconds


def main() -> int:
    """The exit code: 1 if a bound is missed, 2 if a name is wrong."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(known) or 'none yet'}")
    parser.add_argument("--full", action="store_true", help="sizes in full instead of a tenth")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked = parser.parse_args()
    if strangers := sorted(set(asked.names) - set(known)):
        parser.error(f"no such bench: {', '.join(strangers)} (there are: {', '.join(known) or 'none yet'})")
    figures: dict[str, list[Figure]] = {}
    for name in asked.names or known:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures[name] = measure(name, full=asked.full)
    print(table(figures))
    if asked.json:
        asked.json.write_text(json.dumps({name: [asdict(figure) for figure in of] for name, of in figures.items()}, indent=2) + "\n")
    return 0 if all(figure.holds for of in figures.values() for figure in of) else 1


def measure(name: str, *, full: bool) -> list[Figure]:
    """All figures of one module, and last the time it took."""
    module = importlib.import_module(f"bench.bench_{name}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
        taken = seconds(lambda: figures.extend(module.measure(Run(folder=Path(folder), full=full))))
    return [*figures, Figure(name="(the bench itself)", value=taken, unit="s")]


def table(figures: dict[str, list[Figure]]) -> str:
    """The figures in columns: what, ours, the limit of the same run, the ratio, the bound and whether it holds."""
    rows: list[tuple[str, ...]] = [("bench", "figure", "ours", "limit", "ratio", "must be", "")]
    rows += [row(name, figure) for name, of in figures.items() for figure in of]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in rows)


def row(bench: str, figure: Figure) -> tuple[str, ...]:
    """One figure's cells."""
    limit = "" if figure.limit is None else f"{amount(figure.limit)} {figure.limit_name}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    bounds = [f"{sign} {bound:g}" for sign, bound in (("≥", figure.at_least), ("≤", figure.at_most)) if bound is not None]
    verdict = ("ok" if figure.holds else "MISSED") if bounds else ""
    return bench, figure.name, f"{amount(figure.value)} {figure.unit}", limit, ratio, " ".join(bounds), verdict


def amount(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
