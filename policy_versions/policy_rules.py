"""What the fields of a policy.yaml must satisfy together, beyond each one's own shape."""

import re
from collections.abc import Iterable

from policy_versions.model import SELF, Dimension, Policy, covers_key
from policy_versions.policy_fields import Fields
from policy_versions.strict_yaml import Path
from policy_versions.taxonomy import is_shipped

_ID = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")


def is_id(text: str) -> bool:
    """Whether `text` may be the id of a permission, promise, controller or recipient: words parted by `-`, `_` or a dot."""
    return len(text) <= 64 and _ID.fullmatch(text) is not None


def check_rules(fields: Fields, policy: Policy) -> None:
    """Note every rule the policy breaks."""
    _unique(fields, "recipients", "id", (one.id for one in policy.recipients))
    _unique(fields, "taxonomy", "key", (one.key for one in policy.taxonomy))
    _unique(fields, "permissions", "id", (one.id for one in policy.permissions))
    _unique(fields, "promises", "id", (one.id for one in policy.promises))
    _ids_are_shared_by_none(fields, policy)
    _recipients_are_declared(fields, policy)
    _steps_name_what_is_there(fields, policy)
    for position, key in enumerate(policy.taxonomy):
        if is_shipped(key.key):
            fields.fault(("taxonomy", position, "key"), f"`{key.key}` is a key of the taxonomy already; leave this entry out")
    for position, promise in enumerate(policy.promises):
        if promise.period is not None and promise.dimension is not Dimension.NOTICE:
            fields.fault(
                ("promises", position, "period"),
                f"a period stands only on a promise of notice before changes, and this one is about {promise.dimension}",
            )


def _unique(fields: Fields, name: str, part: str, ids: Iterable[str]) -> None:
    seen: dict[str, int] = {}
    for position, one in enumerate(ids):
        if one in seen:
            line = fields.document.line((name, seen[one], part))
            fields.fault((name, position, part), f"`{one}` is there already, in line {line}")
        else:
            seen[one] = position


def _ids_are_shared_by_none(fields: Fields, policy: Policy) -> None:
    permissions = {permission.id for permission in policy.permissions}
    for position, promise in enumerate(policy.promises):
        if promise.id in permissions:
            fields.fault(
                ("promises", position, "id"), f"`{promise.id}` is the id of a permission; answers are kept by id, so choose another"
            )


def _recipients_are_declared(fields: Fields, policy: Policy) -> None:
    """Where the policy names its recipients, a permission names no other, except as a part of one (`couriers.north`)."""
    if not policy.recipients:
        return
    declared = (SELF, *(recipient.id for recipient in policy.recipients))
    for position, permission in enumerate(policy.permissions):
        for index, recipient in enumerate(permission.recipients):
            at: Path = ("permissions", position, "recipients", index)
            if not any(covers_key(one, recipient) for one in declared):
                fields.fault(at, f"`{recipient}` is not declared under `recipients`")


def _steps_name_what_is_there(fields: Fields, policy: Policy) -> None:
    permissions = {permission.id for permission in policy.permissions}
    for position, one in enumerate(policy.reopens):
        if one not in permissions:
            fields.fault(("reopens", position), f"`{one}` is no permission of this policy")
    seen: set[str] = set()
    for position, weakened in enumerate(policy.weakened):
        if weakened.id in permissions:
            fields.fault(("weakened", position), f"`{weakened.id}` is a permission; list it under `reopens`")
        if weakened.id in seen:
            fields.fault(("weakened", position), f"`{weakened.id}` stands here twice")
        seen.add(weakened.id)
