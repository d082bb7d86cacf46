"""Roles at the doors of the release workflow and of what only auditors may see."""

from dataclasses import replace

import pytest

from consent_gate import looking
from consent_gate.errors import ArgumentError
from consent_gate.model import Request
from consent_gate.release import DraftName, How, ReviewVerdict, Tie, approve, decide, publish, standing_of, withdraw_version
from consent_gate.release.deciding import claim_editorial, exempt
from consent_gate.release.errors import DecisionRefusedError
from consent_gate.release.obstacles import NOTICE_PERIOD
from policy_versions.errors import NoRightError
from policy_versions.model import Actor, Role
from tests.consent_gate.release.build import LOOSER
from tests.consent_gate.release.house import ADA, BEN, CLEO, WHERE, House


def with_roles(actor: Actor, *roles: Role) -> Actor:
    return replace(actor, roles=frozenset(roles))


def everything_but(actor: Actor, *missing: Role) -> Actor:
    return with_roles(actor, *set(Role) - {Role.ADMIN, *missing})


def test_each_step_of_a_release_takes_its_role_and_changes_nothing_without(house: House) -> None:
    house.first()
    (flag,) = house.draft(LOOSER, actor=with_roles(ADA, Role.DRAFTER)).open_flags()
    ties = (Tie("no-sale", How.WEAKENS),)
    before = house.gate.archive.draft("privacy", "next").commit
    with pytest.raises(NoRightError, match="takes the role reviewer"):
        decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=everything_but(BEN, Role.REVIEWER), ties=ties)
    with pytest.raises(NoRightError, match="takes the role drafter"):
        claim_editorial(house.gate, WHERE, flag.id, actor=everything_but(BEN, Role.DRAFTER))
    with pytest.raises(NoRightError, match="takes the role approver"):
        exempt(house.gate, standing_of(house.gate, *_pair(WHERE)), NOTICE_PERIOD, reason="x", actor=everything_but(BEN, Role.APPROVER))
    assert house.gate.archive.draft("privacy", "next").commit == before
    decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=with_roles(BEN, Role.REVIEWER), ties=ties)
    with pytest.raises(NoRightError, match="may not approve drafts: that takes the role approver"):
        approve(house.gate, WHERE, actor=with_roles(BEN, Role.REVIEWER))
    approve(house.gate, WHERE, actor=with_roles(BEN, Role.APPROVER))
    with pytest.raises(NoRightError, match="may not publish or withdraw versions"):
        publish(house.gate, "privacy", "next", actor=with_roles(ADA, Role.DRAFTER))
    assert len(house.gate.ledger.versions("privacy")) == 1
    publish(house.gate, "privacy", "next", actor=with_roles(CLEO, Role.APPROVER))
    with pytest.raises(NoRightError, match="may not publish or withdraw versions"):
        withdraw_version(house.gate, "privacy", 2, actor=everything_but(ADA, Role.APPROVER), reason="Too early.")
    assert withdraw_version(house.gate, "privacy", 2, actor=with_roles(CLEO, Role.ADMIN), reason="Too early.").withdrawn


def test_an_exemption_needs_a_reason(house: House) -> None:
    house.first()
    standing = house.draft(LOOSER)
    with pytest.raises(DecisionRefusedError, match="needs a reason"):
        exempt(house.gate, standing, NOTICE_PERIOD, reason="  ", actor=BEN)


def test_only_an_auditor_sees_entries_and_single_people(house: House) -> None:
    house.first()
    house.gate.record("shop-1", "user.contact.email", "account")
    auditor, others = with_roles(BEN, Role.AUDITOR), everything_but(BEN, Role.AUDITOR)
    asked = Request(subject="shop-1", use="essential.service", data="user.contact.email", policy="privacy")
    assert looking.person(house.gate, "shop-1", actor=auditor).records["privacy"]
    assert looking.entries(house.gate, 0, 10, actor=auditor)
    assert looking.why(house.gate, asked, actor=auditor)[0].allowed
    assert looking.unanswered(house.gate, "privacy", actor=auditor) == ()
    assert looking.evidence(house.gate, "shop-1", actor=auditor).startswith(b"PK")
    counts: list[tuple[int, int]] = []
    assert looking.archive_faults(house.gate, actor=auditor) == ()
    assert looking.ledger_faults(house.gate, actor=auditor, progress=lambda done, total: counts.append((done, total))) == ()
    assert counts[-1][0] == counts[-1][1] > 0
    for look in (
        lambda: looking.person(house.gate, "shop-1", actor=others),
        lambda: looking.entries(house.gate, 0, 10, actor=others),
        lambda: looking.why(house.gate, asked, actor=others),
        lambda: looking.unanswered(house.gate, "privacy", actor=others),
        lambda: looking.evidence(house.gate, "shop-1", actor=others),
        lambda: looking.archive_faults(house.gate, actor=others),
        lambda: looking.ledger_faults(house.gate, actor=others),
    ):
        with pytest.raises(NoRightError, match="takes the role auditor"):
            look()
    with pytest.raises(ArgumentError, match="knows nobody"):
        looking.person(house.gate, "shop-2", actor=auditor)


def _pair(where: DraftName) -> tuple[str, str]:
    return where.policy, where.draft
