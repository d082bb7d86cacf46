"""Which text was in force when: policies, their versions and the times they bind.

Values and rules only; git is reached through `policy_versions.archive`, which is imported by its full name.
"""

from policy_versions.durations import Duration
from policy_versions.model import (
    SELF,
    Actor,
    ActorSource,
    Basis,
    Consequence,
    Controller,
    Dimension,
    LocalText,
    NoticeDetails,
    OwnKey,
    Permission,
    Policy,
    Promise,
    Recipient,
    Request,
    Role,
    Version,
    Weakened,
)
from policy_versions.timeline import history, in_force, upcoming

__all__ = [
    "SELF",
    "Actor",
    "ActorSource",
    "Basis",
    "Consequence",
    "Controller",
    "Dimension",
    "Duration",
    "LocalText",
    "NoticeDetails",
    "OwnKey",
    "Permission",
    "Policy",
    "Promise",
    "Recipient",
    "Request",
    "Role",
    "Version",
    "Weakened",
    "history",
    "in_force",
    "upcoming",
]
