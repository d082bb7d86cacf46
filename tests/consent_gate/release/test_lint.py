"""What a draft should be looked at for."""

import pytest

from consent_gate.release.lint import lint
from policy_versions import Controller, LocalText, Policy
from tests.consent_gate.policies import permission


def remarks(*recipients: str) -> list[str]:
    """On a policy that declares no recipients, with a permission for each."""
    permissions = tuple(permission(f"p{n}", recipients=(name,)) for n, name in enumerate(recipients))
    policy = Policy(
        title=LocalText.of("Privacy"), controller=Controller(id="c", name=LocalText.of("C")), language="en", permissions=permissions
    )
    return [warning.message for warning in lint(None, policy) if warning.rule == "recipients_alike"]


@pytest.mark.parametrize(
    "mistyped", ["insurer", "insurerss", "insurors", "isnurers", "nsurers", "insurersx"], ids=lambda mistyped: f"insurers and {mistyped}"
)
def test_a_recipient_a_letter_apart_from_another_is_remarked_on(mistyped: str) -> None:
    (message,) = remarks("insurers", "couriers", mistyped)
    assert "`insurers`" in message
    assert f"`{mistyped}`" in message


def test_so_is_one_a_letter_apart_from_the_organisation_itself() -> None:
    assert len(remarks("slef")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("insurers", "insurers"),
        ("zone-1", "zone-2"),
        ("zone1", "zone"),
        ("labs", "ads"),
        ("couriers", "couriers.north"),
        ("banks", "shops"),
    ],
)
def test_names_that_are_the_same_or_further_apart_are_not(one: str, other: str) -> None:
    assert remarks(one, other) == []
