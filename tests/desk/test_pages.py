"""The desk on the example: every page draws, and a draft is decided, approved and published by its buttons."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consent_gate.cli.example import lay_out
from desk import words
from desk.consent import recipients_of
from desk.redline import plain
from policy_versions.policy_yaml import parse_policy

PAGES = ["policies", "draft", "compare", "review", "consent", "audit"]
SCRIPT = """
import streamlit as st
from desk import {page}
from desk.session import banner, doors, sign_in
sign_in()
banner()
with doors():
    {page}.show()
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    lay_out(folder, public_url="http://127.0.0.1:8410")
    return folder


@pytest.fixture(autouse=True)
def _at_the_example(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_ARCHIVE", str(example / "archive"))
    monkeypatch.setenv("RECONSENT_DATABASE_URL", f"sqlite:///{example}/ledger.db")
    monkeypatch.setenv("RECONSENT_KEYS", str(example / "keys"))
    monkeypatch.setenv("RECONSENT_ONE_PERSON", "true")


def open_page(page: str) -> AppTest:
    return AppTest.from_string(SCRIPT.format(page=page), default_timeout=60)


KINDS = ("title", "header", "subheader", "markdown", "info", "success", "warning", "error", "html")


def shown(page: AppTest) -> str:
    """All the text on the page."""
    return "\n".join(str(element.value) for kind in KINDS for element in page.get(kind) if hasattr(element, "value"))


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click().run()


@pytest.mark.parametrize("page", PAGES)
def test_each_page_draws_without_a_fault(page: str) -> None:
    drawn = open_page(page).run()
    assert not drawn.exception
    assert not drawn.error
    assert drawn.title[0].value in {words.POLICIES, words.DRAFT, words.COMPARE, words.REVIEW, words.CONSENT, words.AUDIT}


def test_the_policies_page_shows_versions_drafts_and_who_waits(example: Path) -> None:
    drawn = open_page("policies").run()
    table = drawn.dataframe[0].value
    assert list(table[words.VERSION]) == ["privacy@4", "privacy@3", "privacy@2", "privacy@1"]
    assert list(table[words.STATE]).count(words.IN_FORCE) == 1
    assert "wider-reach" in shown(drawn)


def test_a_version_says_when_it_took_effect_and_not_that_it_takes_it() -> None:
    drawn = open_page("version").run()
    assert f"{words.TOOK_EFFECT}: 2026-02-01 00:00 UTC" in shown(drawn)


def test_nothing_is_decided_without_a_name() -> None:
    page = open_page("review").run()
    page.radio[0].set_value("overridden")
    press(page, words.DECIDE)
    assert words.NAME_FIRST in shown(page)


def test_an_empty_archive_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from consent_gate.release.archives import ensure_archive

    ensure_archive(tmp_path / "archive")
    monkeypatch.setenv("RECONSENT_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("RECONSENT_DATABASE_URL", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("RECONSENT_KEYS", str(tmp_path / "keys"))
    for page in PAGES[:5]:
        drawn = open_page(page).run()
        assert not drawn.exception
        assert words.NO_POLICY in shown(drawn)


def test_a_missing_archive_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_ARCHIVE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("RECONSENT_DATABASE_URL", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("RECONSENT_KEYS", str(tmp_path / "keys"))
    drawn = open_page("policies").run()
    assert not drawn.exception
    assert drawn.error


def test_a_draft_is_decided_and_approved_from_the_review_page(example: Path) -> None:
    page = open_page("review").run()
    page.text_input(key="who").set_value("noor@orchardlane.example").run()
    for _ in range(10):
        if not page.radio:
            break
        page.radio[0].set_value("overridden")
        next(field for field in page.text_input if field.label == words.REASON).set_value("Decided in a test.")
        press(page, words.DECIDE)
        assert not page.exception
        assert not page.error, [error.value for error in page.error]
    assert words.NOTHING_TO_DECIDE in shown(page)
    press(page, words.APPROVE)
    assert not page.exception
    assert words.APPROVED_BY.format(names=plain("noor@orchardlane.example")) in shown(page)
    assert words.NO_OBSTACLES in shown(page)


def test_comparing_starts_from_where_people_stand() -> None:
    page = open_page("compare").run()
    people = next(box for box in page.selectbox if box.label == words.PEOPLE_FROM)
    assert any("privacy@1" in option and "1 person" not in option for option in people.options)
    people.set_value("privacy@1").run()
    assert (page.selectbox(key="old").value, page.selectbox(key="new").value) == ("privacy@1", "privacy: wider-reach")
    assert words.STAND_THERE.partition("{")[0] + "privacy@1" in shown(page)
    page.selectbox(key="old").set_value("privacy@3").run()
    assert next(box for box in page.selectbox if box.label == words.PEOPLE_FROM).value is None


def test_comparing_shows_what_the_permissions_allow_otherwise_in_plain_words() -> None:
    page = open_page("compare").run()
    assert words.BESIDE_THE_PROSE in shown(page)
    assert "`maker-browsing` is new" in shown(page)
    assert plain("Who gets it: The makers you order from · Legal basis: legitimate interests") in shown(page)
    assert plain("Kept for, from collection: 1 year → 2 years") in shown(page)
    page.selectbox(key="old").set_value("privacy: wider-reach").run()
    assert words.SAME in shown(page)
    assert words.BESIDE_THE_PROSE not in shown(page)


def test_the_gate_can_be_asked_for_whom_only_a_permission_names() -> None:
    said = b"title: Kennel\ncontroller: {id: kennel, name: Kennel}\nlanguage: en\npermissions:\n"
    said += b"  - {id: jabs, text: Vets see your name., data: [user.name], use: [essential], basis: contract, recipients: [self, vets]}\n"
    assert recipients_of(parse_policy(said, path="kennel/policy.yaml")) == ["self", "vets"]
