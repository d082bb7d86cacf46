"""Roles at the doors of the archive: who may not is told so in one line, and nothing is changed."""

from pathlib import Path

import pytest

from policy_versions.archive import Archive
from policy_versions.errors import NoRightError
from policy_versions.model import Actor, ActorSource, Role
from policy_versions.roles import ROLES, Right, may, require

FILES = {
    "policy.yaml": b"title: T\ncontroller: {id: c, name: C}\nlanguage: en\npermissions: []\npromises: []\n",
    "en.md": b"# T\n\nHello.\n",
}


def someone(*roles: Role) -> Actor:
    return Actor("ada@example.org", ActorSource.OIDC, frozenset(roles))


def test_an_admin_may_do_everything_and_who_has_no_role_nothing() -> None:
    assert all(may(someone(Role.ADMIN), right) for right in Right)
    assert not any(may(someone(), right) for right in Right)
    assert all(may(Actor("ada@example.org"), right) for right in Right)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_a_role_gives_the_rights_of_the_table_and_no_other(role: Role, right: Right) -> None:
    if role in ROLES[right]:
        require(someone(role), right)
    else:
        with pytest.raises(NoRightError, match=r"^`ada@example\.org` may not [a-z' ]+: that takes the role [a-z]+$") as refused:
            require(someone(role), right)
        assert refused.value.hint


def test_roles_do_not_tell_actors_apart() -> None:
    assert someone(Role.DRAFTER) == someone(Role.ADMIN) == Actor("ada@example.org", ActorSource.OIDC)


def test_only_a_drafter_begins_writes_and_deletes_drafts(tmp_path: Path) -> None:
    with Archive.create(tmp_path) as archive:
        reader, drafter = someone(Role.REVIEWER, Role.APPROVER, Role.AUDITOR), someone(Role.DRAFTER)
        with pytest.raises(NoRightError):
            archive.start_draft("privacy", "first", actor=reader, files=FILES)
        assert archive.drafts() == ()
        draft = archive.start_draft("privacy", "first", actor=drafter, files=FILES)
        changed = {"en.md": b"# T\n\nHello you.\n"}
        with pytest.raises(NoRightError):
            archive.save("privacy", "first", changed, expected=draft.commit, actor=reader, message="Greet")
        with pytest.raises(NoRightError):
            archive.delete_draft("privacy", "first", expected=draft.commit, actor=reader)
        frozen = archive.freeze("privacy", 1, draft.commit, message_fields={}, actor=drafter)
        with pytest.raises(NoRightError):
            archive.rebase("privacy", "first", frozen.number, actor=reader)
        assert archive.draft("privacy", "first").commit == draft.commit
        assert archive.draft_names() == archive.draft_names("privacy") == (("privacy", "first"),)
        archive.delete_draft("privacy", "first", expected=draft.commit, actor=drafter)
        assert archive.drafts() == ()
