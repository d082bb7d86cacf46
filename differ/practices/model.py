"""The values a policy's prose is read into: practices, each with the words it was read from."""

import re
from dataclasses import dataclass
from enum import StrEnum

from differ.model import Span
from policy_versions.durations import Duration
from policy_versions.model import Basis

__all__ = ["Act", "Evidence", "Practice"]


_ANCHOR = re.compile(r"\{#[^}]*\}")


class Act(StrEnum):
    """What is done with data."""

    COLLECT = "collect"
    USE = "use"
    SHARE = "share"
    SELL = "sell"
    KEEP = "keep"
    DELETE = "delete"

    @property
    def discloses(self) -> bool:
        """Whether somebody else gets the data."""
        return self in (Act.SHARE, Act.SELL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words something was read from, and where they stand in the text."""

    words: str  # one sentence, or a list item with its lead-in, or a table row
    span: Span  # slices the text read
    heading: tuple[str, ...]

    @property
    def clause(self) -> str | None:
        """The path of the headings, as a permission's `clause` names them; None before the first heading."""
        return "/".join(path) if (path := clause_path(self.heading)) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One statement that data are, or are not, put to some use."""

    evidence: Evidence
    act: Act
    banned: bool = False  # said not to happen
    exclusive: bool = False  # said to happen for these uses, or to go to these recipients, only
    data: tuple[str, ...]  # taxonomy keys; `user` where only "personal data" or the like is named
    uses: tuple[str, ...] = ()  # taxonomy keys; empty where none is named
    recipients: tuple[str, ...] = ()  # ids of the vocabulary
    strangers: tuple[str, ...] = ()  # recipients by their words, where the vocabulary has no id for them
    basis: Basis | None = None  # where the words name one
    period: Duration | None = None  # how long the data are kept
    excepted: tuple[str, ...] = ()  # of a ban: uses and recipients that it leaves out
    conditional: bool = False  # of a ban: it holds in some cases, or leaves out what other words say


def clause_path(heading: tuple[str, ...]) -> tuple[str, ...]:
    """The headings as parts of a clause's path: `("4. Sharing", "Our Partners")` is `("sharing", "our-partners")`."""
    return tuple(part for part in map(slug, heading) if part)


def slug(words: str) -> str:
    """A heading as part of an address: small letters, runs of anything but letters and digits as one hyphen, no number in front.

    >>> slug("4.2 Who sees it?")
    'who-sees-it'
    """
    return re.sub(r"^(?:\d+-)+(?=\D)", "", re.sub(r"[\W_]+", "-", _ANCHOR.sub("", words).lower()).strip("-"))
