"""What can go wrong while two texts are compared.

DifferError
├── TextTooLargeError       a text past the size this package reads
└── JudgementError          a judgement that does not answer for every pair, or a judge that answers nonsense
"""

from policy_versions.errors import ReconsentError


class DifferError(ReconsentError):
    """Base of this package's errors; `hint` says what to do next."""


class TextTooLargeError(DifferError, ValueError):
    """A text of more characters (or lines: `unit`) than `limit`; `size` is how many it has."""

    def __init__(self, *, size: int, limit: int, unit: str = "characters") -> None:
        super().__init__(
            f"the text has {size:,} {unit} and at most {limit:,} are read",
            hint="compare the policy itself, without images or data embedded in it, or split it into several files",
        )
        self.size = size
        self.limit = limit
        self.unit = unit


class JudgementError(DifferError):
    """A judgement or a judge that does not answer in the form agreed."""
