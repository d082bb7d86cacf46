"""Signing in with an identity provider that the test runs: nothing before it, the vouched-for name after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_gate.cli.supervise import free_port
from desk import words
from policy_versions import Actor, ActorSource
from tests.desk.desk_server import SETTLING, decide_all, desk_at, example, settled, turn_to
from tests.desk.identity_provider import Provider, provider

SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret of a test, long enough for it"
client_id = "{client}"
client_secret = "another"
server_metadata_url = "{url}/.well-known/openid-configuration"
"""
ROLES = """[roles]
drafter = ["mara@orchardlane.example"]
reviewer = ["mara@orchardlane.example", "noor@orchardlane.example"]
approver = ["mara@orchardlane.example", "noor@orchardlane.example"]
auditor = [{ claim = "groups", value = "audit" }]
"""


@pytest.fixture(scope="module")
def signing() -> Iterator[Provider]:
    with provider() as one:
        yield one


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("signed"))


@pytest.fixture(scope="module")
def desk(laid_out: Path, signing: Provider) -> Iterator[str]:
    folder = laid_out
    (folder / ".streamlit").mkdir()
    port = free_port(0)  # the provider must be told before the desk starts
    (folder / ".streamlit" / "secrets.toml").write_text(SECRETS.format(port=port, client=signing.client, url=signing.url))
    (folder / "reconsent.toml").write_text(ROLES)
    with desk_at(folder, port=port, within=folder) as address:
        yield address


def sign_in(page: Page, desk: str) -> None:
    page.goto(desk)
    settled(page)
    with page.expect_response(lambda response: "/oauth2callback" in response.url, timeout=SETTLING):
        page.get_by_role("button", name=words.SIGN_IN).click()
    expect(page.get_by_text(words.SIGN_IN_FIRST)).to_have_count(0, timeout=SETTLING)
    settled(page)


def sign_out(page: Page) -> None:
    """Sign out, and wait until the browser has been sent round: the page says so before the cookie is gone."""
    with page.expect_navigation(timeout=SETTLING):
        page.get_by_role("button", name=words.SIGN_OUT).click()
    settled(page)
    expect(page.get_by_text(words.SIGN_IN_FIRST)).to_be_visible(timeout=SETTLING)


def test_nothing_is_shown_before_sign_in_and_decisions_count_as_signed_in_after_it(desk: str, signing: Provider, page: Page) -> None:
    signing.claims = {"email": "noor@orchardlane.example", "email_verified": True}
    page.goto(f"{desk}/review")
    expect(page.get_by_text(words.SIGN_IN_FIRST)).to_be_visible(timeout=SETTLING)
    assert page.get_by_text("wider-reach").count() == 0
    sign_in(page, desk)
    expect(page.get_by_text("noor@orchardlane.example")).to_be_visible(timeout=SETTLING)
    expect(page.get_by_text("wider-reach")).to_be_visible()
    assert page.get_by_role("textbox", name=words.WORKING_AS).count() == 0


def test_roles_come_from_the_claims_that_the_provider_vouches_for(desk: str, signing: Provider, page: Page) -> None:
    signing.claims = {"email": "cleo@orchardlane.example", "email_verified": True, "groups": ["sales"]}
    sign_in(page, desk)
    expect(page.get_by_text("has no role here")).to_be_visible(timeout=SETTLING)
    assert page.get_by_text("wider-reach").count() == 0
    sign_out(page)
    signing.claims |= {"groups": ["sales", "audit"]}
    sign_in(page, desk)
    expect(page.get_by_text(words.YOUR_ROLES.format(roles="auditor"))).to_be_visible(timeout=SETTLING)
    turn_to(page, words.AUDIT)
    expect(page.get_by_role("button", name=words.VERIFY_NOW)).to_be_visible(timeout=SETTLING)
    turn_to(page, words.REVIEW)
    expect(page.get_by_text(words.TAKES_ROLE.format(right=words.RIGHTS["decide on changes"], roles="reviewer"))).to_be_visible()
    assert page.get_by_role("button", name=words.APPROVE, exact=True).count() == 0


def test_an_address_that_is_not_verified_is_nobodys(desk: str, signing: Provider, page: Page) -> None:
    signing.claims = {"email": "mara@orchardlane.example", "email_verified": False}
    sign_in(page, desk)
    expect(page.get_by_text(words.NO_ADDRESS)).to_be_visible(timeout=SETTLING)
    assert page.get_by_text("wider-reach").count() == 0


def test_a_sign_in_of_yesterday_is_over(desk: str, signing: Provider, page: Page) -> None:
    signing.claims = {"email": "noor@orchardlane.example", "email_verified": True, "iat": 1_600_000_000}
    sign_in(page, desk)
    expect(page.get_by_text(words.SIGN_IN_AGAIN)).to_be_visible(timeout=SETTLING)
    assert page.get_by_text("wider-reach").count() == 0


def test_who_is_signed_in_and_wrote_none_of_it_approves_without_the_one_person_mode(
    desk: str, laid_out: Path, signing: Provider, page: Page
) -> None:
    signing.claims = {"email": "mara@orchardlane.example", "email_verified": True}  # the draft's author
    sign_in(page, desk)
    turn_to(page, words.REVIEW)
    decide_all(page, laid_out, Actor("mara@orchardlane.example", ActorSource.OIDC))
    expect(page.get_by_text(words.NOT_APPROVED)).to_be_visible()
    expect(page.get_by_text("mara@orchardlane.example wrote part of this draft and may not approve it")).to_be_visible()
    expect(page.get_by_role("button", name=words.APPROVE, exact=True)).to_be_disabled()
    sign_out(page)
    signing.claims = {"email": "noor@orchardlane.example", "email_verified": True}
    sign_in(page, desk)
    turn_to(page, words.REVIEW)
    page.get_by_role("button", name=words.APPROVE, exact=True).click()
    expect(page.get_by_text(words.APPROVED_BY.format(names="noor@orchardlane.example"))).to_be_visible(timeout=SETTLING)
    expect(page.get_by_text(words.NO_OBSTACLES)).to_be_visible()
