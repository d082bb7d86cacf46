"""What changed between two policy texts, and does it loosen anything: text in, values out.

No git, no SQL and no user interface; `differ.compare(old, new)` is the door for texts,
`compare_permissions` for permissions, `check_prose` and `suggest_permissions` for what lies between the two.
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
from differ.permissions import compare_permissions
from differ.prose import check_prose
from differ.suggest import suggest_permissions

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
    "check_prose",
    "compare",
    "compare_permissions",
    "parse",
    "suggest_permissions",
]
