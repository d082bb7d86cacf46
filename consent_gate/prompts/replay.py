"""Tells a request that came twice from a page that is out of date, by the events that a page's answers left."""

from collections.abc import Iterable, Mapping

from consent_gate.model import ConsentEvent, EventKind
from consent_gate.prompts.tokens import Claims

Made = Mapping[tuple[str, str], tuple[ConsentEvent, ...]]
"""By policy and permission or promise."""

_ANSWERS = frozenset({EventKind.GIVEN, EventKind.REFUSED, EventKind.DEFERRED, EventKind.WITHDRAWN})


def made_on(events: Iterable[ConsentEvent], page: Claims) -> Made:
    """What was answered on the page that the token speaks of, or on one that looked the same, since it was rendered."""
    made: dict[tuple[str, str], list[ConsentEvent]] = {}
    for event in events:
        if event.kind in _ANSWERS and is_of(event, page):
            made.setdefault((event.policy, event.subject_of), []).append(event)
    return {name: tuple(found) for name, found in made.items()}


def is_of(event: ConsentEvent, page: Claims) -> bool:
    """Whether an event came of the page that the token speaks of, or of one that looked the same, since it was rendered."""
    return event.page == page.fact("d") and event.sequence > int(page.facts.get("q", 0))
