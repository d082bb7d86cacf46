"""A comparison as SARIF 2.1.0, the form in which code hosts show what a check found, beside the line it is about."""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from differ.model import Change, Comparison, Direction
from differ.render.summary import MEANINGS, shown_by, told

_LEVELS = {
    Direction.RELAXES: "error",
    Direction.MIXED: "error",
    Direction.UNCLEAR: "warning",
    Direction.TIGHTENS: "note",
    Direction.NEUTRAL: "note",
}
_NEWLINE = re.compile(r"\r\n|\r|\n")
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(comparison: Comparison, *, old_path: str = "old.md", new_path: str = "new.md") -> str:
    """One result for each change that is not neutral, at its place in the new text; one removed, at its place in the old."""
    old = _Side(old_path, _Lines(comparison.old.source))
    new = _Side(new_path, _Lines(comparison.new.source))
    results = [_result(change, new if change.new else old) for change in comparison.changes if change.direction is not Direction.NEUTRAL]
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in sorted(_rules(comparison))]
    driver = {"name": "reconsent", "semanticVersion": f"{comparison.engine.version}.0.0", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2) + "\n"


def _rules(comparison: Comparison) -> set[tuple[str, str]]:
    named: dict[str, str] = {}
    for change in comparison.changes:
        if change.direction is not Direction.NEUTRAL:
            name, reason = _rule(change)
            named.setdefault(name, reason)
    return set(named.items())


def _rule(change: Change) -> tuple[str, str]:
    """The rule a result is filed under: that of the weightiest finding."""
    findings = told(change.findings)
    return (findings[0].rule, findings[0].reason or findings[0].rule) if findings else ("unexplained", MEANINGS[change.direction])


def _result(change: Change, side: "_Side") -> dict[str, Any]:
    said = " ".join(f"{f.reason} {shown_by(f)}".strip() for f in told(change.findings))
    clauses = change.new or change.old
    return {
        "ruleId": _rule(change)[0],
        "level": _LEVELS[change.direction],
        "message": {"text": f"{change.direction.value} ({change.kind.value}): {said or MEANINGS[change.direction]}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(side.path)},
                    "region": side.lines.region(clauses[0].span[0], clauses[-1].span[1]),
                }
            }
        ],
        "partialFingerprints": {"changeId/v1": change.id},
        "properties": {
            "direction": change.direction.value,
            "dimensions": [dimension.value for dimension in change.dimensions],
            "material": change.material,
        },
    }


class _Lines:
    """Where the lines of a text start, so that a position becomes a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in _NEWLINE.finditer(text))]

    def region(self, start: int, end: int) -> dict[str, int]:
        """The region from a position to another."""
        start_line, start_column = self._at(start)
        end_line, end_column = self._at(end)
        return {"startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column}

    def _at(self, position: int) -> tuple[int, int]:
        line = bisect_right(self.starts, position) - 1
        return line + 1, position - self.starts[line] + 1


@dataclass(frozen=True, slots=True)
class _Side:
    """The file a result is in."""

    path: str
    lines: _Lines
