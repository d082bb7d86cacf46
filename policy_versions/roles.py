"""Which role may do what, checked at every door where something is done.

Who has which role is not known here: an actor brings theirs along. That an author may not approve their own draft is
another rule, in `consent_gate.release.approval`, and no role sets it aside.
"""

from enum import StrEnum

from policy_versions.errors import NoRightError
from policy_versions.model import Actor, Role


class Right(StrEnum):
    """Something that not everybody may do; its value is how it reads after "may not"."""

    READ = "read here"
    DRAFT = "write drafts"
    REVIEW = "decide on changes"
    APPROVE = "approve drafts"
    PUBLISH = "publish or withdraw versions"
    AUDIT = "see the ledger and single people's data"


ROLES: dict[Right, tuple[Role, ...]] = {
    Right.READ: tuple(Role),
    Right.DRAFT: (Role.DRAFTER, Role.ADMIN),
    Right.REVIEW: (Role.REVIEWER, Role.ADMIN),
    Right.APPROVE: (Role.APPROVER, Role.ADMIN),
    Right.PUBLISH: (Role.APPROVER, Role.ADMIN),
    Right.AUDIT: (Role.AUDITOR, Role.ADMIN),
}
"""The roles that give each right."""


def may(actor: Actor, *rights: Right) -> bool:
    """Whether the actor has one of these rights; where no roles are given out everybody has all."""
    return actor.roles is None or any(role in actor.roles for right in rights for role in ROLES[right])


def require(actor: Actor, *rights: Right) -> None:
    """Let the actor pass who has one of these rights.

    Raises:
        NoRightError: they have none of them.
    """
    if may(actor, *rights):
        return
    roles = dict.fromkeys(role.value for right in rights for role in ROLES[right] if role is not Role.ADMIN)
    which = "a role" if Right.READ in rights else f"the role {' or '.join(roles)}"
    raise NoRightError(
        f"`{actor.id}` may not {rights[0].value}: that takes {which}",
        hint="ask an administrator, who gives roles under [roles] in reconsent.toml",
    )
