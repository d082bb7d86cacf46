"""Whether a practice read from prose and a permission speak of the same thing, and whether the one denies the other."""

import re
from collections.abc import Iterable

from differ.practices.acts import act_of, without_determiner
from differ.practices.lexicon import fold, lexicon
from differ.practices.model import Act, Practice, slug
from policy_versions.model import SELF, Permission, Policy, covers_key

__all__ = ["denies", "known_recipients", "overlaps", "same_data", "same_recipient", "same_use"]


def overlaps(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether some key of the one lies above or under, or is, some key of the other."""
    others = tuple(others)
    return any(covers_key(key, other) or covers_key(other, key) for key in keys for other in others)


def same_data(practice: Practice, permission: Permission) -> bool:
    """Whether the data overlap; words as wide as "personal data" overlap all data of people."""
    return overlaps(practice.data, permission.data)


def same_use(practice: Practice, permission: Permission) -> bool:
    """Whether the uses overlap."""
    return overlaps(practice.uses, permission.use)


def known_recipients(policy: Policy) -> dict[str, frozenset[str]]:
    """For each recipient the policy lists, the vocabulary's ids that its id and name stand for, its own id among them."""
    words = lexicon().recipients
    known = {SELF: frozenset({SELF})}
    listed = {recipient.id: " ".join(recipient.name.by_language.values()) for recipient in policy.recipients}
    for permission in policy.permissions:
        listed |= {name: listed.get(name, "") for name in permission.recipients if name != SELF}
    for name, called in listed.items():
        spoken = fold(name.replace("-", " ").replace("_", " ").replace(".", " "))
        found = [*words.find(fold(called)), *words.find(spoken)]
        known[name] = frozenset({name, slug(without_determiner(fold(called))), *(one.entry.key for one in found)})
    return known


def same_recipient(named: str, recipient: str, known: dict[str, frozenset[str]]) -> bool:
    """Whether a recipient named in prose, by the vocabulary's id or as an id made of its words, is one of the policy's."""
    if named in known.get(recipient, frozenset({recipient})):
        return True
    if named in lexicon().recipients.entries:
        return False
    spoken, listed = set(named.split("-")), set(re.split(r"[._-]", recipient))
    return covers_key(recipient, named) or spoken <= listed or listed <= spoken


def denies(practice: Practice, permission: Permission, known: dict[str, frozenset[str]] | None = None) -> bool:
    """Whether a ban read from prose forbids what a permission permits.

    A ban with a condition of its own denies nothing outright; one that leaves a way open by consent denies a permission
    only where that rests on a basis which asks less.
    """
    if not practice.banned or practice.conditional or not same_data(practice, permission):
        return False
    if practice.basis is not None and permission.basis.strictness >= practice.basis.strictness:
        return False
    if overlaps(practice.excepted, permission.use):
        return False
    outside = [name for name in permission.recipients if name != SELF]
    if practice.act is Act.SELL:
        return act_of(fold(str(permission.text))) is Act.SELL
    if practice.act.discloses:
        return any(_forbidden(practice, name, known or {}) for name in outside) and (not practice.uses or same_use(practice, permission))
    if practice.recipients:
        return any(_forbidden(practice, name, known or {}) for name in outside) and (not practice.uses or same_use(practice, permission))
    if practice.uses:
        return same_use(practice, permission)
    return practice.act in (Act.COLLECT, Act.KEEP) and "user" not in practice.data and SELF in permission.recipients


def _forbidden(practice: Practice, recipient: str, known: dict[str, frozenset[str]]) -> bool:
    """Whether a ban on disclosure is about a recipient of the policy's: one it names, or any where it names none."""
    if any(same_recipient(name, recipient, known) for name in practice.excepted):
        return False
    entries = lexicon().recipients.entries
    named = [name for name in practice.recipients if not entries[name].generic]
    if not named and not practice.strangers:
        return True
    return any(same_recipient(name, recipient, known) for name in named)
