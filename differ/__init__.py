"""What changed between two policy texts, and does it loosen anything: text in, values out.

No git, no SQL and no user interface; `differ.compare(old, new)` is the door.
"""

from differ.compare import compare
from differ.errors import DifferError, JudgementError, TextTooLargeError
from differ.model import (
    Change,
    Clause,
    ClauseKind,
    Comparison,
    Dimension,
    Direction,
    Document,
    Finding,
    Judgement,
    Kind,
    Op,
    Pair,
    RedlineRun,
    Words,
)
from differ.parse import parse

__all__ = [
    "Change",
    "Clause",
    "ClauseKind",
    "Comparison",
    "DifferError",
    "Dimension",
    "Direction",
    "Document",
    "Finding",
    "Judgement",
    "JudgementError",
    "Kind",
    "Op",
    "Pair",
    "RedlineRun",
    "TextTooLargeError",
    "Words",
    "compare",
    "parse",
]
