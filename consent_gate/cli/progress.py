"""A line that says how far a long command is: on a terminal only, and only once it takes longer than a second."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

PATIENCE = 1.0
"""Seconds before anything is shown."""

_EVERY = 0.1
_WIDTH = 30


class Progress:
    """Call it with how much is done and how much there is; `clear` takes the line away."""

    def __init__(self, what: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Count `what`, as `entries`, on standard error unless another stream is given."""
        self._what = what
        self._stream = stream or sys.stderr
        self._clock = clock
        self._next = clock() + PATIENCE
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        """Show it, if it is time to."""
        if not self._stream.isatty() or self._clock() < self._next:
            return
        self._next = self._clock() + _EVERY
        share = done / total if total else 1.0
        bar = ("#" * int(share * _WIDTH)).ljust(_WIDTH, ".")
        self._write(f"{bar} {share:4.0%}  {done:,} of {total:,} {self._what}")

    def clear(self) -> None:
        """Leave the line as if nothing had been there."""
        if self._shown:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(self._shown))
        self._stream.flush()
        self._shown = len(line)
