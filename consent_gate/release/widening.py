"""What a policy allows beyond the one before it, field by field: exact, from the keys and numbers alone.

Which change of the prose a widening belongs to is the reviewer's business (`ties`); what it does to a record is the
rule's.
"""

from collections.abc import Mapping
from enum import StrEnum

from policy_versions.durations import Duration
from policy_versions.model import Permission, Policy, Promise, covers_key


class How(StrEnum):
    """What a new version does to a permission or promise, as against the version before."""

    ADDS = "adds"  # the permission is new
    WIDENS = "widens"  # it allows anything more than before
    REOPENS = "reopens"  # listed under `reopens`: the prose relaxed and no field shows it
    WEAKENS = "weakens"  # the promise is listed under `weakened`


def widens(old: Permission, new: Permission) -> tuple[str, ...]:
    """The fields in which `new` allows anything more than `old`, in the order they are written; empty where none.

    >>> from policy_versions.model import Basis, LocalText
    >>> def news(**fields):
    ...     return Permission(id="news", text=LocalText.of("We write to you."), use=("marketing",), basis=Basis.CONSENT, **fields)
    >>> widens(news(data=("user.contact.email",)), news(data=("user.contact",)))
    ('data',)
    >>> widens(news(data=("user.contact",)), news(data=("user.contact.email",)))
    ()
    """
    wider = {
        "data": _more_keys(old.data, new.data),
        "use": _more_keys(old.use, new.use),
        "recipients": _more_keys(old.recipients, new.recipients),
        "basis": new.basis.strictness < old.basis.strictness,
        "retention": _longer(old.retention, new.retention),
        "valid_for": _longer(old.valid_for, new.valid_for),
    }
    return tuple(name for name, is_wider in wider.items() if is_wider)


def lowered_to_law(old: Permission, new: Permission) -> bool:
    """Whether the person's say was replaced by a duty of law or a life at stake, which release older data too."""
    return new.basis.by_law and not old.basis.by_law


def shown(old: Policy, new: Policy) -> Mapping[str, frozenset[How]]:
    """What `new` does to each permission and promise it adds, widens, reopens or weakens."""
    found: dict[str, set[How]] = {}
    for permission in new.permissions:
        before = old.permission(permission.id)
        if before is None:
            found.setdefault(permission.id, set()).add(How.ADDS)
            continue
        if widens(before, permission):
            found.setdefault(permission.id, set()).add(How.WIDENS)
        if permission.id in new.reopens or old.controller.id != new.controller.id:
            found.setdefault(permission.id, set()).add(How.REOPENS)
    for weak in new.weakened:
        if old.promise(weak.id) is not None or weak.text is not None:
            found.setdefault(weak.id, set()).add(How.WEAKENS)
    return {name: frozenset(hows) for name, hows in found.items()}


def shortened(old: Promise, new: Promise) -> bool:
    """Whether a promised notice became shorter or lost its length."""
    return old.period is not None and (new.period is None or new.period.notice_days < old.period.notice_days)


def _more_keys(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    return any(not any(covers_key(parent, key) for parent in old) for key in new)


def _longer(old: Duration | None, new: Duration | None) -> bool:
    return old is not None and (new is None or new.days > old.days)
