"""What a permission allows in words, and what of it is more than before."""

from consent_gate.release.widening import widens
from desk import words
from desk.moments import spelled
from policy_versions.durations import Duration
from policy_versions.model import SELF, Permission, Policy
from policy_versions.taxonomy import Taxonomy

FIELDS = {
    "data": words.DATA,
    "use": words.USE,
    "recipients": words.RECIPIENTS,
    "basis": words.BASIS,
    "retention": words.RETENTION,
    "valid_for": words.VALID_FOR,
}


def allows(permission: Permission, policy: Policy) -> str:
    """All that it allows, in a line."""
    limits = [name for name in ("retention", "valid_for") if getattr(permission, name) is not None]
    return " · ".join(f"{FIELDS[name]}: {_said(permission, name, policy)}" for name in ("data", "use", "recipients", "basis", *limits))


def allows_more(old: Permission, new: Permission, base: Policy, policy: Policy) -> str:
    """Each field in which it allows more than in `base`, as it was and as it is."""
    return " · ".join(f"{FIELDS[name]}: {_said(old, name, base)} → {_said(new, name, policy)}" for name in widens(old, new))


def _said(permission: Permission, field: str, policy: Policy) -> str:
    if field == "basis":
        return words.BASES[permission.basis]
    held: tuple[str, ...] | Duration | None = getattr(permission, field)
    if held is None or isinstance(held, Duration):
        return spelled(held.iso) if held else words.NO_LIMIT
    if field == "recipients":
        names = {SELF: words.SELF} | {one.id: str(one.name) for one in policy.recipients}
        return ", ".join(names.get(one, one) for one in held)
    taxonomy = Taxonomy.of(policy.taxonomy)
    return ", ".join(taxonomy.label(key) for key in held)
