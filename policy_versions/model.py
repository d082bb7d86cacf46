"""The values of a policy: permissions, promises, and the published versions that hold them.

Frozen and free of libraries. How they are written in policy.yaml is told in `policy_yaml`; what a version means for
a datum is told in `consent_gate.rule` and `consent_gate.decision`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from policy_versions.durations import Duration

SELF = "self"
"""The recipient that is the organisation itself; other recipients do not imply it."""


class Dimension(StrEnum):
    """What a promise, or a change of the text, is about."""

    COLLECTION = "collection"  # what is collected, from where
    PURPOSE = "purpose"  # what it is used for
    DISCLOSURE = "disclosure"  # who gets it
    RETENTION = "retention"  # how long it is kept
    CONSENT = "consent"  # permission, choices, legal basis
    SECURITY = "security"  # safeguards
    RIGHTS = "rights"  # access, deletion, objection, complaint
    NOTICE = "notice"  # what people are told, and when
    SCOPE = "scope"  # whom and what the policy protects
    TRANSFER = "transfer"  # other countries


class Basis(StrEnum):
    """The legal basis of a permission (GDPR art. 6(1))."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"

    @property
    def strictness(self) -> int:
        """How much it asks of the organisation: consent most, a duty by law least."""
        return _STRICTNESS[self]

    @property
    def by_law(self) -> bool:
        """Whether the law or a life at stake, not the person, lets the data be used."""
        return self in (Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS)


_STRICTNESS = {
    Basis.CONSENT: 3,
    Basis.LEGITIMATE_INTERESTS: 2,
    Basis.PUBLIC_TASK: 2,
    Basis.CONTRACT: 1,
    Basis.LEGAL_OBLIGATION: 0,
    Basis.VITAL_INTERESTS: 0,
}


class Consequence(StrEnum):
    """What weakening a promise of some dimension leads to."""

    ASK = "ask"
    NOTICE = "notice"


DEFAULT_CONSEQUENCES: Mapping[Dimension, Consequence] = MappingProxyType(
    {d: Consequence.NOTICE if d in (Dimension.SECURITY, Dimension.RIGHTS, Dimension.NOTICE) else Consequence.ASK for d in Dimension}
)


@dataclass(frozen=True, slots=True)
class LocalText:
    """Words in one or more languages; written as a plain string where they are in the prevailing language only."""

    by_language: Mapping[str, str]  # BCP 47 tag, or "" for the prevailing language

    @classmethod
    def of(cls, words: "str | Mapping[str, str] | LocalText") -> "LocalText":
        """Wrap a plain string or a mapping of language to string."""
        if isinstance(words, LocalText):
            return words
        return cls(MappingProxyType({"": words} if isinstance(words, str) else dict(words)))

    def in_language(self, *languages: str) -> str:
        """The words in the first of `languages` there are words in, else in the prevailing one, else in any."""
        for language in (*languages, ""):
            if language in self.by_language:
                return self.by_language[language]
        return next(iter(self.by_language.values()), "")

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))

    def __str__(self) -> str:
        return self.in_language()


def covers_key(parent: str, key: str) -> bool:
    """Whether `key` equals `parent` or lies below it in the dotted taxonomy.

    >>> covers_key("user.contact", "user.contact.email"), covers_key("user.contact", "user.contacts")
    (True, False)
    """
    return key == parent or key.startswith(parent + ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One data category, one use and one recipient, as asked of the gate."""

    data: str
    use: str
    recipient: str = SELF
    policy: str | None = None  # None: the only policy there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What may be done with which data: the machine-readable half of a policy."""

    id: str  # stable and unique within the policy
    text: LocalText  # plain words, shown in prompts
    data: tuple[str, ...]
    use: tuple[str, ...]
    recipients: tuple[str, ...] = (SELF,)
    basis: Basis
    retention: Duration | None = None  # limit from collection; None: no limit
    valid_for: Duration | None = None  # how long a consent lasts; None: no limit
    clause: str | None = None  # where the prose says it

    def covers(self, request: Request) -> bool:
        """Whether one of its data, uses and recipients each equals the request's or is its dotted parent."""
        return (
            any(covers_key(d, request.data) for d in self.data)
            and any(covers_key(u, request.use) for u in self.use)
            and any(covers_key(r, request.recipient) for r in self.recipients)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A duty or limit that is no use of data."""

    id: str  # stable; shares no id with a permission
    text: LocalText
    clause: str | None = None
    dimension: Dimension
    period: Duration | None = None  # on a promise of notice before changes: least time from publishing to effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakened:
    """A promise that this version weakens or drops, as against the version before.

    `text`, `clause` and `dimension` stand only where the version before held the promise in prose alone.
    """

    id: str
    text: LocalText | None = None
    clause: str | None = None
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """Who answers for the data. A new id is another controller; a new name alone is not."""

    id: str
    name: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who may get data, besides the organisation itself."""

    id: str
    name: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDetails:
    """Particulars that exports of consent records need; a change of them reopens nothing."""

    contact: LocalText | None = None
    jurisdiction: tuple[str, ...] = ()
    storage_locations: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    withdrawal: LocalText | None = None


class ActorSource(StrEnum):
    """How we know who an actor is, best first."""

    OIDC = "oidc"  # signed in with the organisation's identity provider
    SSH_SIGNATURE = "ssh-signature"  # signed a commit with a registered key
    CLAIMED = "claimed"  # said so


class Role(StrEnum):
    """What an organisation lets a person do; one person may have several."""

    DRAFTER = "drafter"  # writes drafts
    REVIEWER = "reviewer"  # decides on what drafts relax
    APPROVER = "approver"  # approves drafts, publishes them, and withdraws what is not in force yet
    AUDITOR = "auditor"  # sees the ledger and what it holds of single people
    ADMIN = "admin"  # all of these


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, and how we know."""

    id: str  # as `ada@example.org`
    source: ActorSource = ActorSource.CLAIMED
    roles: frozenset[Role] | None = field(default=None, compare=False, repr=False)  # None: roles limit nobody here


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """A taxonomy key that a team adds in its policy.yaml."""

    key: str
    label: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What one policy.yaml says: of a draft (then `effective` may be missing) or of a published version."""

    title: LocalText
    controller: Controller
    language: str  # the one that prevails
    effective: datetime | None = None  # aware, UTC
    summary: LocalText | None = None  # what changed against the version before
    recipients: tuple[Recipient, ...] = ()
    taxonomy: tuple[OwnKey, ...] = ()
    permissions: tuple[Permission, ...] = ()
    promises: tuple[Promise, ...] = ()
    consequences: Mapping[Dimension, Consequence] = field(default_factory=lambda: DEFAULT_CONSEQUENCES)
    reopens: tuple[str, ...] = ()
    weakened: tuple[Weakened, ...] = ()
    notice: NoticeDetails = field(default_factory=NoticeDetails)

    def permission(self, permission_id: str) -> Permission | None:
        """The permission of that id, if there is one."""
        return next((p for p in self.permissions if p.id == permission_id), None)

    def promise(self, promise_id: str) -> Promise | None:
        """The promise of that id, if there is one."""
        return next((p for p in self.promises if p.id == promise_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A published, frozen, numbered text with an effective time."""

    slug: str  # of the policy, as `privacy`
    number: int  # from 1, never reused
    policy: Policy
    texts: Mapping[str, str]  # language -> Markdown, exactly as published
    identity: str  # SHA-256 over policy.yaml and every language file, hex
    effective: datetime  # aware, UTC; in force from here on
    commit: str | None = None  # where the archive holds it
    published_at: datetime | None = None
    withdrawn: bool = False  # before its effect: keeps its number, is in no run
    imported: bool = False  # history from before the archive's own first version

    @property
    def name(self) -> str:
        """As people write it: `privacy@3`."""
        return f"{self.slug}@{self.number}"

    @property
    def tag(self) -> str:
        """The git tag that freezes it."""
        return f"{self.slug}/v{self.number}"
