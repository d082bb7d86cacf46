"""A policy that is not kept here yet: brought in at the desk, completed by forms, and taken in as it was."""

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consent_gate.release.archives import ensure_archive
from desk import words
from policy_versions.model import Basis
from tests.desk.test_actions import errors, opened
from tests.desk.test_pages import open_page, press, shown

ADA = "ada@heron.example"
NOTICE = b"""# Privacy notice of Heron Boats

Effective 1 March 2021

We use your email address to send you our newsletter if you have agreed to it.

We share your name with our insurer, so that it can settle damage.

We do not sell your personal information. We tell you 30 days before we change this notice.
"""
GERMAN = """# Datenschutz

Wir verwenden Ihre Telefonnummer, um Ihr Boot zu buchen, und wir geben sie nicht an andere weiter. Nach zwei Jahren wird sie
gelöscht, wenn Sie nichts anderes wollen.
"""
TAKING_IN = """
from desk import taking_in
from desk.session import gate, sign_in
from consent_gate.release import standing_of
sign_in()
if gate().archive.draft_names():
    taking_in._ask.__wrapped__(standing_of(gate(), "boats", "first"))
"""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive without a policy."""
    ensure_archive(tmp_path / "archive")
    monkeypatch.setenv("RECONSENT_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("RECONSENT_DATABASE_URL", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("RECONSENT_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("RECONSENT_ONE_PERSON", "true")
    return tmp_path


def beginning(name: str = "boats", organisation: str = "Heron Boats Ltd") -> AppTest:
    """The form, filled in as far as no document is needed."""
    page = open_page("policies").run()
    page.text_input(key="who").set_value(ADA).run()
    page.text_input(key="import/slug").set_value(name).run()
    return page.text_input(key="import/organisation").set_value(organisation).run()


def test_an_old_policy_becomes_a_draft_by_a_form_and_then_the_version_it_was(empty: Path) -> None:
    page = beginning()
    page.file_uploader[0].upload("notice.md", NOTICE, "text/markdown").run()
    assert "We share your name with our insurer" in shown(page)
    insurers = next(box for box in page.checkbox if "insurer" in box.label)
    insurers.uncheck().run()
    press(page, words.BEGIN_WITH_IT)
    assert errors(page) == ""
    with opened(empty) as gate:
        draft = gate.archive.draft("boats", "first")
    assert str(draft.policy.controller.name) == "Heron Boats Ltd"
    assert str(draft.policy.title) == "Privacy notice of Heron Boats"
    assert draft.policy.effective is not None
    assert draft.policy.effective.isoformat() == "2021-03-01T00:00:00+00:00"
    assert [p.basis for p in draft.policy.permissions] == [Basis.CONSENT]
    assert draft.policy.recipients == ()
    assert {p.id for p in draft.policy.promises} == {"no-sale", "notice-of-changes"}
    review = open_page("review").run()
    assert words.TAKE_IN_HELP in shown(review)
    assert not next(button for button in review.button if button.label == words.TAKE_IN).disabled
    asking = AppTest.from_string(TAKING_IN, default_timeout=60).run()
    assert "1 permission and 2 promises" in shown(asking)
    asking.text_input(key="who").set_value(ADA).run()
    press(asking, words.TAKE_IN_FINALLY)
    assert errors(asking) == ""
    with opened(empty) as gate:
        (version,) = gate.ledger.versions("boats")
        assert (version.imported, version.effective) == (True, draft.policy.effective)
        assert gate.archive.draft_names() == ()


def test_a_policy_begun_without_a_document_can_be_written(empty: Path) -> None:
    page = beginning()
    page.text_input(key="import/title").set_value("Privacy at the harbour").run()
    press(page, words.BEGIN_WITH_IT)
    assert errors(page) == ""
    drafting = open_page("draft").run()
    assert not drafting.exception
    assert not drafting.error
    area = next(one for one in drafting.text_area if one.label == words.TEXT_IN.format(language="en"))
    assert area.value == "# Privacy at the harbour\n"
    review = open_page("review").run()
    assert "since when it has been in force" in shown(review)
    assert next(button for button in review.button if button.label == words.TAKE_IN).disabled
    assert words.NO_TIME_SET in shown(review)


def test_the_form_asks_for_what_it_lacks_and_keeps_off_a_name_that_is_taken(empty: Path) -> None:
    page = beginning(organisation="")
    press(page, words.BEGIN_WITH_IT)
    assert words.ORGANISATION_FIRST in shown(page)
    page = beginning(name="No Slug")
    press(page, words.BEGIN_WITH_IT)
    assert "No Slug" in errors(page)
    page = beginning()
    press(page, words.BEGIN_WITH_IT)
    again = open_page("policies")
    again.session_state["bring-in-policy"] = True
    again.run()
    again.text_input(key="who").set_value(ADA).run()
    again.text_input(key="import/slug").set_value("boats").run()
    again.text_input(key="import/organisation").set_value("Another").run()
    press(again, words.BEGIN_WITH_IT)
    assert words.NAME_TAKEN.format(name="boats") in shown(again)
    with opened(empty) as gate:
        assert gate.archive.draft_names() == (("boats", "first"),)


def test_of_a_text_in_another_language_nothing_is_proposed_and_that_is_said_until_its_language_is(empty: Path) -> None:
    page = beginning()
    page.file_uploader[0].upload("notice.md", GERMAN.encode(), "text/markdown").run()
    assert words.CHOOSE_LANGUAGE in shown(page)
    assert words.NOTHING_FOUND in shown(page)
    next(box for box in page.selectbox if box.label == words.POLICY_LANGUAGE).set_value("de").run()
    assert words.CHOOSE_LANGUAGE not in shown(page)
    press(page, words.BEGIN_WITH_IT)
    assert errors(page) == ""
    with opened(empty) as gate:
        draft = gate.archive.draft("boats", "first")
        assert (draft.policy.language, set(draft.texts)) == ("de", {"de"})
    assert words.OTHER_LANGUAGE.format(language="German") in shown(open_page("draft").run())


def test_a_document_of_another_kind_is_told_by_what_it_is(empty: Path) -> None:
    page = beginning()
    page.file_uploader[0].upload("notice.docx", b"%PDF-1.7\n...", "application/octet-stream").run()
    assert "is a PDF, whatever its name says" in errors(page)
    assert "the Word file or the web page it was made from" in shown(page)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text")
    page = beginning()
    page.file_uploader[0].upload("notice.docx", book.getvalue(), "application/octet-stream").run()
    assert "is an OpenDocument text" in errors(page)
    assert empty.exists()
