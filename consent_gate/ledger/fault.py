"""What an audit finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was."""

    where: str  # as `records 17`
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
