"""Numbers for Prometheus, in its text format: how many, how long, how late. No label ever says who.

Every label comes from a closed set: a verdict, a call, a status, a kind of event. Written out here rather than taken
from a library, since a page of counters is all there is to it.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from consent_gate.ledger.tallies import Tally
from consent_gate.model import EventKind, Verdict

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the histogram, in seconds."""


class Metrics:
    """What one process has done since it started. Threads may share it."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._decisions: Counter[str] = Counter()
        self._responses: Counter[tuple[str, str, int]] = Counter()
        self._durations: dict[tuple[str, str], list[int]] = {}
        self._seconds: dict[tuple[str, str], float] = {}
        self._sealing_failures = 0

    def decided(self, reply: Mapping[str, Any]) -> None:
        """Count the decisions in a reply of the product API; there may be none."""
        decisions = (reply, *reply.get("decisions", ()))
        with self._one:
            for one in decisions:
                verdict = one.get("verdict")
                if verdict in _VERDICTS:
                    self._decisions[verdict] += 1

    def responded(self, service: str, call: str, status: int, seconds: float) -> None:
        """Count an answer to a request, and how long it took."""
        with self._one:
            self._responses[service, call, status] += 1
            counts = self._durations.setdefault((service, call), [0] * (len(BUCKETS) + 1))
            counts[bisect_left(BUCKETS, seconds)] += 1
            self._seconds[service, call] = self._seconds.get((service, call), 0.0) + seconds

    def sealing_failed(self) -> None:
        """Count a round of sealing that failed."""
        with self._one:
            self._sealing_failures += 1

    def text(self, tally: Tally | None, *, blocked: bool) -> str:
        """The page.

        Args:
            tally: what the ledger holds; None where it did not answer.
            blocked: whether every check is refused because an older copy of the ledger was restored.
        """
        with self._one:
            lines = [
                *self._process(),
                *_ledger(tally),
                *_plain("blocked", "gauge", "an older copy was restored: every check is refused", int(blocked)),
            ]
        return "\n".join(lines) + "\n"

    def _process(self) -> Iterator[str]:
        yield from _head("decisions_total", "counter", "decisions of the product API by verdict")
        yield from (f'reconsent_decisions_total{{verdict="{verdict}"}} {self._decisions[verdict]}' for verdict in Verdict)
        yield from _head("responses_total", "counter", "answers to requests by status; 5xx are faults of ours")
        for (service, call, status), count in sorted(self._responses.items()):
            yield f'reconsent_responses_total{{service="{service}",call="{call}",status="{status}"}} {count}'
        yield from _head("response_seconds", "histogram", "how long answers took")
        for (service, call), counts in sorted(self._durations.items()):
            labels = f'service="{service}",call="{call}"'
            upto = list(accumulate(counts))
            yield from (
                f'reconsent_response_seconds_bucket{{{labels},le="{bound:g}"}} {count}' for bound, count in zip(BUCKETS, upto, strict=False)
            )
            yield f'reconsent_response_seconds_bucket{{{labels},le="+Inf"}} {upto[-1]}'
            yield f"reconsent_response_seconds_sum{{{labels}}} {self._seconds[service, call]:.6f}"
            yield f"reconsent_response_seconds_count{{{labels}}} {upto[-1]}"
        yield from _plain("sealing_failures_total", "counter", "rounds of sealing that failed", self._sealing_failures)


def _ledger(tally: Tally | None) -> Iterator[str]:
    yield from _plain("ledger_up", "gauge", "whether the ledger answered", int(tally is not None))
    if tally is None:
        return
    yield from _head(
        "events_total", "counter", "consent events in the ledger by kind; `requested` are prompts, `given` to `deferred` answers"
    )
    yield from (f'reconsent_events_total{{kind="{kind}"}} {tally.events.get(kind, 0)}' for kind in EventKind)
    yield from _plain("unsealed_entries", "gauge", "entries that wait to be sealed", tally.unsealed)
    yield from _plain("sealed_entries", "gauge", "entries under the last checkpoint", tally.sealed)
    if tally.sealed_at is not None:
        age = (tally.now - tally.sealed_at).total_seconds()
        yield from _plain("checkpoint_age_seconds", "gauge", "since the last checkpoint was signed", f"{age:.3f}")


def _head(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP reconsent_{name} {told}"
    yield f"# TYPE reconsent_{name} {kind}"


def _plain(name: str, kind: str, told: str, value: int | str) -> Iterator[str]:
    yield from _head(name, kind, told)
    yield f"reconsent_{name} {value}"


_VERDICTS = frozenset(verdict.value for verdict in Verdict)
