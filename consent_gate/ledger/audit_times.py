"""Whether the clock went back: an entry that stands after another says an earlier time.

That is no alteration: times are what the database's clock said. But what was collected under which version hangs on them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

MOMENTS = timedelta(minutes=1)
"""By so much writers at work at once may differ."""

_MOMENTS = MOMENTS // timedelta(microseconds=1)


@dataclass(slots=True)
class Times:
    """Sees the entries in their order, and tells of each run of them that is behind one before it."""

    latest: tuple[int, int] | None = None  # place and time, in ticks, of the entry with the latest time
    first: int = 0  # of the run that is behind
    last: int = 0
    most: int = 0  # ticks; 0: no run

    def see(self, entries: Sequence[tuple[int, int]]) -> Iterator[str]:
        """Go on with these entries: their places and times."""
        times = [at for _, at in entries]
        if times and not self.most and (self.latest is None or self.latest[1] <= times[0]) and times == sorted(times):
            self.latest = entries[-1]  # as nearly always
            return
        for seq, at in entries:
            behind = 0 if self.latest is None else self.latest[1] - at
            if behind > _MOMENTS:
                self.first, self.last, self.most = self.first if self.most else seq, seq, max(self.most, behind)
                continue
            yield from self.end()
            if behind <= 0:
                self.latest = seq, at

    def end(self) -> Iterator[str]:
        """Tell of the run that ends here."""
        if self.most and self.latest is not None:
            which = f"entry {self.first} says" if self.first == self.last else f"entries {self.first} to {self.last} say"
            by = timedelta(microseconds=self.most)
            yield f"to explain: {which} a time up to {by} earlier than entry {self.latest[0]}, which stands before: was the clock set back?"
            self.most = 0
