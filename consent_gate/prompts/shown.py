"""What one person is shown, in words ready for the eye: the same for the page, the JSON and the mail.

Values only. `content` fills them from what the gate says is pending; `pages` lays them out. Sentences of ours stand in
the page's language; words of a policy stand as `Words`, in the policy's language, with anything that could hide or
turn text around taken out.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from differ.model import Op


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of a policy, in its language."""

    text: str
    language: str  # BCP 47
    direction: str  # ltr, rtl or auto

    def to_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"text": self.text, "language": self.language, "direction": self.direction}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of a redline that stay, go or come."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of the policy as it changes for this person."""

    heading: str  # where it stands, outermost heading first
    note: str  # `new`, `removed` or `now stands elsewhere`, said in the page's language; empty for a reworded one
    runs: tuple[Run, ...]
    language: str
    direction: str

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "heading": self.heading,
            "note": self.note,
            "redline": [{"op": run.op.value, "words": run.text} for run in self.runs],
            "language": self.language,
            "direction": self.direction,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """A kind of data of this person's, in plain words."""

    label: str
    since: str  # since when it is held, in the page's language

    def to_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"label": self.label, "since": self.since}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changes between the version a person's data was collected under and the one proposed."""

    title: str  # from which version to which
    clauses: tuple[Clause, ...] = ()
    left_out: str = ""  # says how many more there are, where they are too many for a page
    note: str = ""  # says why nothing can be shown, or which language prevails

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"title": self.title, "clauses": [c.to_dict() for c in self.clauses], "left_out": self.left_out, "note": self.note}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAsk:
    """One question, whole: a person can decide by this and nothing else."""

    key: str  # the ask's id, as `privacy/partner-ads@3`
    about: str  # `permission` or `promise`
    question: str  # what accepting means, in a line
    words: Words  # the plain words
    why: str  # why it is asked now
    data: tuple[Datum, ...]
    recipients: Words | None  # who gets the data besides the organisation
    effect: str  # when it takes effect
    lasts: str  # how long a yes lasts; empty where it has no end
    accepting: str  # what accepting does
    declining: str  # what declining does
    waiting: str  # what holds until there is an answer
    changes: Changes

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "key": self.key,
            "about": self.about,
            "question": self.question,
            "words": self.words.to_dict(),
            "why": self.why,
            "data": [d.to_dict() for d in self.data],
            "recipients": self.recipients.to_dict() if self.recipients else None,
            "effect": self.effect,
            "lasts": self.lasts,
            "accepting": self.accepting,
            "declining": self.declining,
            "waiting": self.waiting,
            "changes": self.changes.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """Something a person is told of and need not answer."""

    key: str
    words: Words
    why: str
    effect: str
    changes: Changes

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "key": self.key,
            "words": self.words.to_dict(),
            "why": self.why,
            "effect": self.effect,
            "changes": self.changes.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChoice:
    """An answer that stands, and the one step that turns it round."""

    key: str
    matter: str  # what the words are, where they are not what was agreed to: a promise that ends
    words: Words
    state: str  # `given`, `refused`, `withdrawn`, `lapsed` or `deferred`
    said: str  # the same with its time, in the page's language
    event: str  # the answer's id, for its receipt; empty where there is none
    means: str  # what it means for the person's data
    turn: str  # what the other answer would do; empty where it can no longer be given
    turn_action: str  # the answer that turns it round, given or withdrawn; empty where there is none

    def to_dict(self) -> dict[str, str | dict[str, str]]:
        """As plain values."""
        return {
            "key": self.key,
            "matter": self.matter,
            "words": self.words.to_dict(),
            "state": self.state,
            "said": self.said,
            "event": self.event,
            "means": self.means,
            "turn": self.turn,
            "turn_action": self.turn_action,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A version of a policy that a page speaks of, to be read whole."""

    policy: str
    number: int
    name: str  # title and number, in the page's language

    def to_dict(self) -> dict[str, str | int]:
        """As plain values."""
        return {"policy": self.policy, "version": self.number, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a page shows one person."""

    language: str
    organisation: str
    policies: tuple[Words, ...]  # titles
    asks: tuple[ShownAsk, ...] = ()
    notices: tuple[ShownNotice, ...] = ()
    choices: tuple[ShownChoice, ...] = ()  # the answers that stand; on the prompt page those just given
    earlier: tuple[ShownChoice, ...] = ()  # answers that later ones replaced, or whose edition ended
    later: tuple[ShownChoice, ...] = ()  # asks put off just now
    more: str = ""  # says how many asks follow after these
    latest: ShownChoice | None = None  # what was done just before, while asks are left
    sources: tuple[Source, ...] = ()  # the versions compared, oldest first
    remarks: tuple[str, ...] = ()  # who is to answer, and which language prevails
    contacts: tuple[str, ...] = ()  # whom to ask, and how to take a yes back without the page
    instead: str = ""  # that whoever is shown it answers for the person, and what the sentences mean then

    def to_dict(self) -> dict[str, Any]:
        """As plain values: the JSON for products that draw the prompt themselves."""
        return {
            "language": self.language,
            "organisation": self.organisation,
            "policies": [title.to_dict() for title in self.policies],
            "asks": [ask.to_dict() for ask in self.asks],
            "notices": [notice.to_dict() for notice in self.notices],
            "choices": [choice.to_dict() for choice in self.choices],
            "more": self.more,
            "sources": [source.to_dict() for source in self.sources],
            "remarks": [*([self.instead] if self.instead else []), *self.remarks, *self.contacts],
        }

    def canonical(self) -> bytes:
        """The JSON's bytes, the same for the same content: what is kept when a product draws the prompt itself."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of `canonical`, hex: a product sends it back with the answers."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def asked(self) -> Iterable[str]:
        """The keys of its asks."""
        return (ask.key for ask in self.asks)
