"""The pages of a comparison and of a history in a real browser: accessible, in both colour schemes, complete on paper."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from differ import compare
from differ.history import Revision, trace
from differ.render import to_html
from differ.render.history import history_html
from tests.differ.test_history import TEXTS
from tests.differ.test_render import NEW, OLD


def comparison_page() -> str:
    return to_html(compare(OLD, NEW), title="Changes of the boat hire's policy")


def history_page() -> str:
    at = itertools.count(1)
    made = [Revision(id=f"{n:040x}", at=datetime(2020, next(at), 1, tzinfo=UTC), author="Ida", text=text) for n, text in enumerate(TEXTS)]
    return history_html(trace("privacy.md", made))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("make", [comparison_page, history_page])
def test_a_page_has_no_fault_that_axe_knows_and_says_nothing_to_the_console(page: Page, tmp_path: Path, make: object, scheme: str) -> None:
    assert callable(make)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    file = tmp_path / "page.html"
    file.write_text(make(), encoding="utf-8")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(file.as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert said == []


def test_on_paper_the_neutral_changes_are_unfolded(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(comparison_page(), encoding="utf-8")
    page.goto(file.as_uri())
    folded = page.locator("details article").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()


def test_a_page_is_no_wider_than_a_telephone(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    page.set_viewport_size({"width": 340, "height": 700})
    for make in (comparison_page, history_page):
        file.write_text(make(), encoding="utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 340
