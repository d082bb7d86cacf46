"""What somebody sees who clones the archive: on `main`, in each policy's folder, the newest version that was not withdrawn.

The ledger says which one that is. What is published is published either way: where `main` cannot follow, that is told and
left alone, and `reconciling` tries again. How the branch moves is told in `policy_versions.main_branch`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from consent_gate.release.drafts import last_scheduled
from policy_versions.errors import ArchiveError
from policy_versions.main_branch import Brought, Newest, bring, why_behind

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def show_newest(gate: "Gate", slug: str, moved: Callable[[], None] = lambda: None) -> Brought:
    """Bring `main` to the newest version of a policy; `moved` is called when the branch is moved and a work tree is not yet."""

    def newest() -> Newest:
        version = last_scheduled(gate.ledger.versions(slug))
        return Newest(None) if version is None else Newest(version.number, " ".join(str(version.policy.summary or "").split())[:2000])

    try:
        return bring(gate.archive, slug, newest, moved=moved)
    except (ArchiveError, OSError) as fault:
        return Brought(moved=False, left=str(fault))


def why_not_shown(gate: "Gate", slug: str) -> str:
    """Why `main` does not hold the newest version of a policy, as one line for people; "" where it does."""
    version = last_scheduled(gate.ledger.versions(slug))
    try:
        return told(why_behind(gate.archive, slug, version.number if version else None))
    except (ArchiveError, OSError) as fault:
        return told(str(fault))


def told(left: str) -> str:
    """The line for people; "" for ""."""
    return f"the branch main is left as it is: {left}" if left else ""
