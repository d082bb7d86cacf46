"""A first draft taken in as the policy that was in force before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consent_gate.release import verify_archive
from consent_gate.release.taking_in import take_in
from policy_versions.errors import ImportRefusedError, NoRightError
from policy_versions.model import Role
from tests.consent_gate.release.build import TEXT
from tests.consent_gate.release.house import ADA, BEN, House


def test_a_first_draft_is_frozen_at_its_own_past_time_and_cleared_away(house: House) -> None:
    house.draft(days=-400)
    before = house.gate.archive.draft("privacy", "next")
    version = take_in(house.gate, "privacy", "next", actor=BEN)
    assert (version.name, version.imported, version.texts["en"]) == ("privacy@1", True, TEXT)
    assert version.effective == before.policy.effective == datetime(2024, 11, 27, tzinfo=UTC)
    assert version.policy == before.policy
    assert house.gate.ledger.versions("privacy")[0].identity == version.identity
    assert house.gate.archive.draft_names() == ()
    assert verify_archive(house.gate) == ()
    house.gate.record("ann", "user.contact.email", "account", collected_at=datetime(2025, 5, 1, tzinfo=UTC))
    assert house.gate.check("ann", use="essential.service", data="user.contact.email").verdict.value == "allowed"


@pytest.mark.parametrize(
    ("days", "text", "why"),
    [(60, TEXT, "still to come"), (-60, " \n", "missing or empty")],
)
def test_what_was_not_in_force_or_has_no_words_is_refused(house: House, days: int, text: str, why: str) -> None:
    house.draft(text, days=days)
    with pytest.raises(ImportRefusedError, match=why):
        take_in(house.gate, "privacy", "next", actor=BEN)
    assert house.gate.ledger.versions("privacy") == ()
    assert house.gate.archive.frozen("privacy") == ()


def test_a_draft_that_names_no_time_is_refused(house: House) -> None:
    house.draft()
    house.edit("policy.yaml", house.gate.archive.draft("privacy", "next").files["policy.yaml"].replace(b"effective: ", b"# effective: "))
    with pytest.raises(ImportRefusedError, match="since when"):
        take_in(house.gate, "privacy", "next", actor=BEN)


def test_history_is_not_put_before_a_version_that_is_there(house: House) -> None:
    house.first()
    house.draft(days=-100)
    with pytest.raises(ImportRefusedError, match="has versions already"):
        take_in(house.gate, "privacy", "next", actor=BEN)


def test_who_may_not_publish_takes_nothing_in(house: House) -> None:
    house.draft(days=-400)
    with pytest.raises(NoRightError):
        take_in(house.gate, "privacy", "next", actor=replace(ADA, roles=frozenset({Role.DRAFTER, Role.REVIEWER})))
    assert house.gate.archive.draft_names() == (("privacy", "next"),)
