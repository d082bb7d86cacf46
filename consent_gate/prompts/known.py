"""What a prompt is made from, besides what is pending: versions, records, answers, the comparison of texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from consent_gate.model import Choice
from consent_gate.prompts.errors import NotAtHandError
from consent_gate.rule import History
from differ.model import Comparison
from policy_versions.model import Version

Compare = Callable[[str, str, str], Comparison]
"""Old text, new text, language -> what changed."""

Tied = Callable[[str, int, int, str], frozenset[str]]
"""Policy, old version, new version, permission or promise -> keys of the clauses that reviewers tied to it on the way."""

Found = TypeVar("Found")

_ROOM = 4_096


class Memory:
    """What follows from the published versions, and from which of them is in force, alone: by what it is and what of.

    It serves while these stay as they are. Emptied when it grows large.
    """

    __slots__ = ("_found", "_hurried")

    def __init__(self) -> None:
        """Nothing is remembered yet."""
        self._found: dict[tuple[object, ...], Any] = {}
        self._hurried = False

    def in_a_hurry(self) -> "Memory":
        """The same for somebody who cannot wait while texts are read and compared."""
        hurried = Memory()
        hurried._found, hurried._hurried = self._found, True
        return hurried

    def recall(self, place: tuple[object, ...], work_out: Callable[[], Found]) -> Found:
        """What is remembered at that place; worked out the first time.

        Raises:
            NotAtHandError: it would have to be worked out, in a hurry.
        """
        found: Found | None = self._found.get(place)
        if found is None:
            if self._hurried:
                raise NotAtHandError(f"{place[0]} must be worked out first", hint="ask again without a hurry")
            found = work_out()
            if len(self._found) >= _ROOM:
                self._found.clear()
            self._found[place] = found
        return found


def no_ties(_policy: str, _old: int, _new: int, _subject_of: str) -> frozenset[str]:
    """Nothing is known of reviews."""
    return frozenset()


class Recorded(Protocol):
    """What a prompt needs of a record."""

    @property
    def data(self) -> str:
        """The category."""

    @property
    def collected_at(self) -> datetime | None:
        """When it was collected; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a prompt is made from, besides what is pending."""

    histories: Mapping[str, History]  # of each policy
    records: Mapping[int, Recorded]  # those that the asks name
    compare: Compare  # compares two texts; remembered by the caller, since versions never change
    label: Callable[[str, str, str], str]  # policy, taxonomy key, language -> plain words
    now: datetime
    tied: Tied = no_ties  # the clauses that reviewers tied to a permission or promise
    choices: Sequence[Choice] = field(default=())  # every answer of the person
    memory: Memory = field(default_factory=Memory)  # what was worked out from the histories as of now, kept between prompts
    answerable: Callable[[str, str], Sequence[int]] = lambda _policy, _subject_of: ()  # editions that an answer may be for

    def versions(self, policy: str) -> Sequence[Version]:
        """The versions of a policy, ascending by number, none withdrawn."""
        return self.histories[policy].versions if policy in self.histories else ()

    def version(self, policy: str, number: int | None) -> Version | None:
        """One version, if it is there."""
        history = self.histories.get(policy)
        return history.version(number) if history is not None and number is not None and number in history else None

    def in_force(self, policy: str) -> Version | None:
        """The version in force now."""
        return self.histories[policy].in_force(self.now) if policy in self.histories else None
