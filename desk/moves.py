"""What each version changed against the one before it, compared in the background so that no page waits for it."""

import itertools
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import streamlit as st

from differ import compare
from differ.model import Direction
from policy_versions import Version
from policy_versions.timeline import scheduled

Moves = Counter[tuple[Direction, str]]
"""How many changes of each direction each dimension had."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next, and what it changed once that is known."""

    old: Version
    new: Version
    moves: Moves | None


class _Comparing:
    """One thread that compares, and what it found; for the whole process."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparing")
        self._found: dict[tuple[str, str], Future[Moves]] = {}

    def moves(self, old: Version, new: Version) -> Moves | None:
        """What changed between two versions; None while it is being found out."""
        key = (old.identity, new.identity)
        if key not in self._found:
            self._found[key] = self._worker.submit(_moves, old, new)
        found = self._found[key]
        return found.result() if found.done() else None


@st.cache_resource(show_spinner=False)
def _comparing() -> _Comparing:
    return _Comparing()


def steps(versions: Sequence[Version], *, newest: int) -> list[Step]:
    """The last steps between versions that came or come into force, the oldest first."""
    live = scheduled(versions)[-newest - 1 :]
    pairs = list(itertools.pairwise(live))
    found = {new.number: _comparing().moves(old, new) for old, new in reversed(pairs)}  # the newest are compared first
    return [Step(old, new, found[new.number]) for old, new in pairs]


def _moves(old: Version, new: Version) -> Moves:
    language = new.policy.language
    found: Moves = Counter()
    for change in compare(old.texts.get(language, ""), new.texts[language], language=language).changes:
        if change.direction is not Direction.NEUTRAL:
            found.update((change.direction, dimension) for dimension in [d.value for d in change.dimensions] or ["unclear"])
    return found
