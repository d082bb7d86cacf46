"""Policies and texts for the tests of the release workflow, short and from no real policy."""

from datetime import UTC, datetime

from policy_versions.policy_yaml import parse_policy

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

TEXT = """# Privacy

We use your email address to send you receipts.

We do not sell your data.

We keep your orders for one year.
"""

LOOSER = TEXT.replace("We do not sell your data.\n\n", "")


def policy_file(
    *,
    permissions: str = "",
    promises: str = "",
    effective: str = "2026-01-01T00:00:00+00:00",
    summary: str = "Something changed.",
    more: str = "",
    controller: str = "brewery",
) -> bytes:
    """A policy.yaml with one permission `receipts` and what else is given."""
    return f"""title: Privacy
controller: {{id: {controller}, name: The Brewery}}
language: en
effective: {effective}
{f"summary: {summary}" if summary else ""}
recipients:
  - {{id: printers, name: Our printers}}
permissions:
  - id: receipts
    text: We send you receipts.
    data: [user.contact.email]
    use: [essential.service]
    basis: contract
{permissions}
promises:
  - id: no-sale
    text: We do not sell your data.
    dimension: disclosure
{promises}
{more}
""".encode()


def policy(**told: str):
    return parse_policy(policy_file(**told), path="policy.yaml")


ADS = """  - id: ads
    text: We show you advertisements.
    data: [user.behavior]
    use: [marketing.advertising]
    basis: consent
"""
