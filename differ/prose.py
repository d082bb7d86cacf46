"""Finds where the prose of a policy and its permissions and promises disagree.

It speaks up where the words say something else than the permission, and where one of the two is silent on a recipient
or a use; it cannot vouch that they agree, since it reads no more than `practices` can. English only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from differ.model import ClauseKind, Document, Span
from differ.parse import parse
from differ.practices.acts import without_determiner
from differ.practices.agreement import denies, known_recipients, overlaps, same_data, same_recipient, same_use
from differ.practices.lexicon import fold, lexicon
from differ.practices.model import Act, Evidence, Practice, clause_path, slug
from differ.practices.organisation import organisation_names
from differ.practices.pledges import Pledge, read_pledges
from differ.practices.reader import read_practices
from policy_versions.durations import Duration
from policy_versions.model import SELF, Basis, Permission, Policy, Promise, covers_key

__all__ = ["Disagreement", "DisagreementKind", "check_prose"]


class DisagreementKind(StrEnum):
    """In what prose and permissions disagree."""

    CLAUSE_MISSING = "clause missing"  # a permission or promise names a heading that is not there
    DENIED = "denied"  # the prose says that what is permitted does not happen
    LIMITED = "limited"  # the prose says it happens for other uses, or goes to other recipients, only
    RETENTION = "retention"  # the prose names another time, or a time where the permission has no limit
    BASIS = "basis"  # the prose names another basis
    RECIPIENT_NOT_PERMITTED = "recipient not permitted"  # the prose names a recipient that no permission has
    RECIPIENT_NOT_NAMED = "recipient not named"  # a permission has a recipient that the prose does not name
    USE_NOT_NAMED = "use not named"  # a permission has a use that the prose does not speak of
    NOTICE_PERIOD = "notice period"  # the prose promises another notice of changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One point on which prose and permissions do not say the same."""

    kind: DisagreementKind
    permission: str | None = None  # id
    promise: str | None = None  # id
    words: str = ""  # of the prose; empty where it is silent
    span: Span | None = None  # slices the text
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "kind": self.kind.value,
            "permission": self.permission,
            "promise": self.promise,
            "words": self.words,
            "start": self.span[0] if self.span else None,
            "end": self.span[1] if self.span else None,
            "reason": self.reason,
        }


def check_prose(text: str, policy: Policy) -> tuple[Disagreement, ...]:
    """Hold a Markdown text in the policy's prevailing language, English, against its permissions and promises.

    Returns the disagreements, permission by permission in the policy's order, then promises, then what no permission is about.
    """
    document = parse(text)
    names = organisation_names(document, tuple(policy.controller.name.by_language.values()))
    practices = read_practices(document, names)
    pledges = tuple(read_pledges(document, practices, names))
    known = known_recipients(policy)
    found: list[Disagreement] = []
    for permission in policy.permissions:
        found += _clause(document, permission.clause, permission=permission.id)
        found += _denials(practices, permission, known)
        found += _limits(practices, permission, known)
        found += _retention(practices, permission)
        found += _basis(practices, permission, known)
        found += _silence(document, permission, known)
    for promise in policy.promises:
        found += _clause(document, promise.clause, promise=promise.id)
        found += _notice(pledges, promise)
    used = {name for permission in policy.permissions for name in permission.recipients}
    return (*found, *_not_permitted(practices, {name: known[name] for name in used}))


def _clause(document: Document, named: str | None, *, permission: str | None = None, promise: str | None = None) -> Iterator[Disagreement]:
    if not named or any(_stands(clause_path(clause.heading), named) for clause in document.clauses):
        return
    if slug(named) in _anchors(document) or any(
        clause.kind is ClauseKind.HEADING and slug(clause.text) == slug(named) for clause in document.clauses
    ):
        return
    yield Disagreement(
        kind=DisagreementKind.CLAUSE_MISSING,
        permission=permission,
        promise=promise,
        reason=f"no heading of the text is `{named}`",
    )


def _stands(path: tuple[str, ...], named: str) -> bool:
    """Whether a path of headings has the parts of an address in a row; numbers in front of headings do not count."""
    parts = tuple(slug(part) for part in named.lstrip("#").split("/"))
    return any(path[at : at + len(parts)] == parts for at in range(len(path) - len(parts) + 1))


def _anchors(document: Document) -> frozenset[str]:
    source = document.source
    return frozenset(
        slug(name) for name in re.findall(r"""\{#([\w/-]+)\}|\b(?:id|name)=["']([\w/-]+)["']""", source) for name in name if name
    )


def _denials(practices: tuple[Practice, ...], permission: Permission, known: dict[str, frozenset[str]]) -> Iterator[Disagreement]:
    for practice in practices:
        if denies(practice, permission, known):
            way = f", save on the basis of {_plain(practice.basis)}" if practice.basis else ""
            yield _of(DisagreementKind.DENIED, permission, practice.evidence, f"the prose says that this does not happen{way}")


def _limits(practices: tuple[Practice, ...], permission: Permission, known: dict[str, frozenset[str]]) -> Iterator[Disagreement]:
    """What the prose says to be so and no further: data for these uses only, or with these recipients only."""
    for practice in practices:
        if not practice.exclusive or "user" in practice.data or not overlaps(practice.data, permission.data):
            continue
        others = [name for name in permission.recipients if name != SELF]
        if practice.act.discloses and practice.recipients and not practice.strangers:
            beyond = [name for name in others if not any(same_recipient(one, name, known) for one in practice.recipients)]
            if beyond:
                yield _of(
                    DisagreementKind.LIMITED,
                    permission,
                    practice.evidence,
                    f"the prose keeps others than those it names out; `{beyond[0]}` is not among them",
                )
        elif practice.uses and not practice.recipients and not practice.act.discloses:
            beyond = [use for use in permission.use if not any(covers_key(named, use) for named in practice.uses)]
            if beyond:
                yield _of(DisagreementKind.LIMITED, permission, practice.evidence, f"the prose limits the use to others than `{beyond[0]}`")


def _retention(practices: tuple[Practice, ...], permission: Permission) -> Iterator[Disagreement]:
    said = [p for p in practices if p.period and not p.banned and _kept_alike(p, permission) and not _longer_for_the_law(p, permission)]
    here = [p for p in said if permission.clause and _stands(clause_path(p.evidence.heading), permission.clause)]
    said = here or [p for p in said if "user" not in p.data]
    if not said or any(_agree(p.period, permission.retention) for p in said):
        return
    practice = said[0]
    held = f"`{permission.retention}`" if permission.retention else "no limit"
    yield _of(
        DisagreementKind.RETENTION, permission, practice.evidence, f"the prose keeps it for `{practice.period}`, the permission has {held}"
    )


def _kept_alike(practice: Practice, permission: Permission) -> bool:
    return same_data(practice, permission) and (not practice.uses or same_use(practice, permission) or practice.act is Act.KEEP)


def _longer_for_the_law(practice: Practice, permission: Permission) -> bool:
    """Whether the law alone has it kept for longer than the permission says: other uses may well end before."""
    by_law = practice.basis is Basis.LEGAL_OBLIGATION and permission.basis is not Basis.LEGAL_OBLIGATION
    return (
        by_law
        and practice.period is not None
        and permission.retention is not None
        and permission.retention.notice_days < practice.period.days
    )


def _agree(one: Duration | None, other: Duration | None) -> bool:
    """Whether two periods may be the same time, counted long or short: 30 days and a month, 12 months and a year."""
    return one is not None and other is not None and one.days <= other.notice_days and other.days <= one.notice_days


def _basis(practices: tuple[Practice, ...], permission: Permission, known: dict[str, frozenset[str]]) -> Iterator[Disagreement]:
    for practice in practices:
        if practice.banned or practice.basis is None or not same_use(practice, permission) or not same_data(practice, permission):
            continue
        if practice.act.discloses and not _shared_alike(practice, permission, known):
            continue
        if practice.basis.strictness != permission.basis.strictness:
            reason = f"the prose rests it on {_plain(practice.basis)}, the permission on {_plain(permission.basis)}"
            yield _of(DisagreementKind.BASIS, permission, practice.evidence, reason)


def _shared_alike(practice: Practice, permission: Permission, known: dict[str, frozenset[str]]) -> bool:
    named = (*practice.recipients, *(slug(without_determiner(words)) for words in practice.strangers))
    return any(same_recipient(name, other, known) for name in named for other in permission.recipients)


def _silence(document: Document, permission: Permission, known: dict[str, frozenset[str]]) -> Iterator[Disagreement]:
    words = lexicon()
    folded = [fold(f"{clause.lead or ''} {clause.text}") for clause in document.clauses]
    named = {one.entry.key for line in folded for one in words.recipients.find(line)}
    whole = " ".join(folded)
    for recipient in permission.recipients:
        spoken = fold(recipient.replace("-", " ").replace("_", " ").replace(".", " "))
        if recipient != SELF and not (known[recipient] & named) and not _mentioned(spoken, whole):
            reason = f"the prose does not name the recipient `{recipient}`"
            yield Disagreement(kind=DisagreementKind.RECIPIENT_NOT_NAMED, permission=permission.id, reason=reason)
    uses = {one.entry.key for line in folded for one in words.uses.find(line)}
    for use in permission.use:
        if (
            use in ("collect", "third_party_sharing")
            or overlaps([use], uses)
            or not any(overlaps([use], [key]) for key in words.uses.entries)
        ):
            continue
        yield Disagreement(
            kind=DisagreementKind.USE_NOT_NAMED, permission=permission.id, reason=f"the prose does not speak of the use `{use}`"
        )


def _mentioned(spoken: str, whole: str) -> bool:
    return re.search(rf"\b{re.escape(spoken)}", whole) is not None or (
        spoken.endswith("s") and re.search(rf"\b{re.escape(spoken[:-1])}\b", whole) is not None
    )


def _notice(pledges: tuple[Pledge, ...], promise: Promise) -> Iterator[Disagreement]:
    if promise.period is None:
        return
    said = [pledge for pledge in pledges if pledge.about == "notice-of-changes" and pledge.period]
    if said and not any(_agree(pledge.period, promise.period) for pledge in said):
        evidence = said[0].evidence
        yield Disagreement(
            kind=DisagreementKind.NOTICE_PERIOD,
            promise=promise.id,
            words=evidence.words,
            span=evidence.span,
            reason=f"the prose gives notice of `{said[0].period}`, the promise `{promise.period}`",
        )


def _not_permitted(practices: tuple[Practice, ...], known: dict[str, frozenset[str]]) -> Iterator[Disagreement]:
    entries = lexicon().recipients.entries
    told: set[str] = set()
    for practice in practices:
        if practice.banned:
            continue
        named = [(name, entries[name].plain) for name in practice.recipients if not entries[name].generic]
        named += [(slug(without_determiner(words)), words) for words in practice.strangers if slug(without_determiner(words))]
        for name, plain in named:
            if name not in told and not any(same_recipient(name, other, known) for other in known):
                told.add(name)
                yield Disagreement(
                    kind=DisagreementKind.RECIPIENT_NOT_PERMITTED,
                    words=practice.evidence.words,
                    span=practice.evidence.span,
                    reason=f"no permission has the recipient that the prose names: {plain} (`{name}`)",
                )


def _of(kind: DisagreementKind, permission: Permission, evidence: Evidence, reason: str) -> Disagreement:
    return Disagreement(kind=kind, permission=permission.id, words=evidence.words, span=evidence.span, reason=reason)


def _plain(basis: object) -> str:
    return str(basis).replace("_", " ")
