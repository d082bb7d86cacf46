"""The pages as people meet them: on a phone, by keyboard, without scripts, in their language, in the dark, enlarged."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from consent_gate.model import Verdict
from tests.consent_gate.prompts.house import PERSON

OFFERS = {"use": "marketing.advertising.third_party", "recipient": "insurers", "data": "user.name"}
PHONE = {"width": 320, "height": 568}
LANGUAGES = ("en", "de", "fr", "es", "ar")
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture
def phone(chromium):
    """A narrow touch screen without JavaScript."""
    context = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, locale="en-GB", timezone_id="UTC"
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def verdict(site):
    return site.house.gate.check(PERSON, **OFFERS).verdict


def card(page, words="insurers"):
    return page.locator("section.sheet").filter(has_text=words).first


def go(page, how):
    """Do something that leads to another page, and be there."""
    with page.expect_navigation():
        how()


def asks_left(page):
    return page.get_by_role("button", name="Decide later").count()


def test_the_whole_path_by_touch_at_320_pixels_without_scripts(site, phone):
    phone.goto(site.prompt())
    asked = asks_left(phone)
    for left in range(asked, 0, -1):
        assert asks_left(phone) == left
        go(phone, phone.get_by_role("button", name="Decline", exact=True).first.tap)
    assert phone.get_by_role("heading", level=1).inner_text() == "Thank you, it is done"
    assert verdict(site) is Verdict.DECLINED
    go(phone, card(phone).get_by_role("button", name="Accept").tap)
    assert verdict(site) is Verdict.ALLOWED
    go(phone, phone.get_by_role("link", name="See or change your choices").tap)
    go(phone, card(phone).get_by_role("button", name="Take it back").tap)
    assert verdict(site) is Verdict.DECLINED
    go(phone, card(phone).get_by_role("link", name="Receipt").tap)
    assert phone.get_by_role("heading", level=1).inner_text() == "Receipt"
    go(phone, phone.get_by_role("link", name="The page as you saw it").tap)
    assert "Kestrel Cycles" in phone.content()


def test_the_whole_path_by_keyboard_only(site, page):
    page.goto(site.prompt())

    def tab_to(name):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(document.activeElement.textContent || '').trim()") == name:
                return
        pytest.fail(f"no {name} by keyboard")

    for left in range(asks_left(page), 0, -1):
        assert asks_left(page) == left
        tab_to("Accept" if left > 1 else "Decline")
        go(page, lambda key="Space" if left > 1 else "Enter": page.keyboard.press(key))
    assert "Thank you" in page.title()
    tab_to("See or change your choices")
    go(page, lambda: page.keyboard.press("Enter"))
    assert page.title() == "Your choices"
    tab_to("Take it back")
    go(page, lambda: page.keyboard.press("Enter"))
    assert page.title() == "Your choices"
    assert page.get_by_text("You took your yes back").is_visible()


def test_focus_follows_the_reading_order_and_is_never_hidden(site, page):
    page.set_viewport_size(PHONE)
    page.goto(site.prompt())
    tops, seen = [], []
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
            const r = e.getBoundingClientRect(); const x = r.left + r.width / 2, y = r.top + r.height / 2;
            const hit = document.elementFromPoint(x, y);
            return {text: e.textContent.trim(), top: r.top + scrollY, inside: r.top >= 0 && r.bottom <= innerHeight,
                    hit: hit === e || e.contains(hit), outline: getComputedStyle(e).outlineStyle}; }"""
        )
        if found is None:
            break
        seen.append(found["text"])
        assert found["inside"], found
        assert found["hit"], found
        assert found["outline"] != "none", found
        tops.append(found["top"])
    assert seen[0] == "Skip to the content"
    ordered = [t for t in seen if t in ("Accept", "Decline", "Decide later")]
    assert ordered[:3] == ["Accept", "Decline", "Decide later"]


def style_of(button):
    return button.evaluate(
        """e => { const s = getComputedStyle(e); return Object.fromEntries(['color', 'backgroundColor', 'fontSize', 'fontWeight',
        'borderTopColor', 'borderTopWidth', 'borderRadius', 'paddingTop', 'paddingLeft', 'textTransform', 'opacity', 'cursor',
        'boxShadow', 'lineHeight'].map(n => [n, s[n]])) }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_accept_and_decline_are_alike_to_the_pixel_and_both_in_the_first_view(site, page, scheme, tag, size):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    page.goto(site.prompt(wanted=tag))
    for pair in page.locator(".pair").all():
        accept, decline = pair.locator("button").all()
        one, other = accept.bounding_box(), decline.bounding_box()
        assert abs(one["width"] - other["width"]) < 0.5
        assert abs(one["height"] - other["height"]) < 0.5
        assert abs(one["y"] - other["y"]) < 0.5
        assert style_of(accept) == style_of(decline)
        assert one["height"] >= 44
        assert one["width"] >= 44
        assert accept.evaluate("e => e.tagName") == decline.evaluate("e => e.tagName") == "BUTTON"
    for button in page.locator(".pair").first.locator("button").all():
        box = button.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert contrast(*[style_of(button)[name] for name in ("color", "backgroundColor")]) >= 7


def contrast(one, other):
    def light(colour):
        parts = [int(float(n)) / 255 for n in re.findall(r"[\d.]+", colour)[:3]]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_every_target_is_large_enough(site, page):
    page.set_viewport_size(PHONE)
    for address in states(site, page):
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a:not(.skip), button')].map(e => { const r = e.getBoundingClientRect();
            return [e.textContent.trim(), r.width, r.height] }).filter(([_, w, h]) => w < 24 || h < 24)"""
        )
        assert small == []


def test_going_back_after_an_answer_and_pressing_the_other_button_answers_the_question_that_is_seen(site, phone):
    phone.goto(site.prompt())
    go(phone, phone.get_by_role("button", name="Decline", exact=True).first.tap)
    phone.go_back()
    left = asks_left(phone)
    seen = phone.locator("section.sheet h2").first.inner_text()
    go(phone, phone.get_by_role("button", name="Accept", exact=True).first.tap)
    band = phone.locator(".band").first.inner_text()
    if "answered this page already" in band:  # the page as it was, kept by the browser: nothing was taken
        assert len(house_answers(site)) == 1
    else:
        assert seen in band
        assert asks_left(phone) == left - 1


def house_answers(site):
    return [event for event in site.house.gate.ledger.events(PERSON) if event.kind.value in ("given", "refused")]


def test_in_two_tabs_only_the_first_press_counts_and_the_second_is_told_so(site, chromium):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    address = site.prompt()
    one, other = context.new_page(), context.new_page()
    for tab in (one, other):
        tab.goto(address)
    go(one, one.get_by_role("button", name="Accept", exact=True).first.click)
    go(other, other.get_by_role("button", name="Decline", exact=True).first.click)
    assert "You had answered this page already" in other.locator(".band").first.inner_text()
    assert [event.kind.value for event in house_answers(site)] == ["given"]
    context.close()


def test_without_its_stylesheet_the_page_can_still_be_read_and_answered(site, chromium):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.route("**/prompt.css", lambda route: route.abort())
    page.goto(site.prompt())
    assert page.get_by_text("[removed:]").first.is_visible()
    go(page, page.get_by_role("button", name="Decline", exact=True).first.click)
    assert [event.kind.value for event in house_answers(site)] == ["refused"]
    context.close()


def test_nothing_is_chosen_beforehand_and_nothing_runs(site, page):
    page.goto(site.prompt())
    assert page.locator("input:not([type=hidden]), select, textarea, [checked], script, iframe, img, object").count() == 0
    assert page.evaluate("document.activeElement === document.body")


def states(site, page):
    """The address of every page and state there is."""
    prompt = site.prompt()
    found = [prompt]
    page.goto(prompt)
    go(page, page.get_by_role("button", name="Decide later").first.click)
    found.append(page.url)
    go(page, page.get_by_role("button", name="Decline", exact=True).first.click)
    found.append(page.url)
    page.goto(prompt)
    while asks_left(page):
        go(page, page.get_by_role("button", name="Accept", exact=True).first.click)
    found.append(page.url)
    go(page, page.get_by_role("link", name="See or change your choices").click)
    go(page, page.get_by_role("button", name="Take it back").first.click)
    found.append(page.url)
    go(page, page.get_by_role("link", name="Receipt").first.click)
    found.append(page.url)
    go(page, page.get_by_role("link", name="The page as you saw it").click)
    found.append(page.url)
    another = site.prompt(answered_by="somebody-who-looks-after-her")
    return [*found, another, prompt[:-3] + "AAA", site.address + "/nowhere", site.address + "/policy/privacy/2"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_or_state(site, page, scheme):
    page.set_viewport_size(PHONE)
    first = site.prompt()
    page.emulate_media(color_scheme=scheme)
    page.goto(first)
    problems = {}

    def look(name):
        found = Axe().run(page, options=AXE).response["violations"]
        if found:
            problems[name] = [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found]

    for tag in LANGUAGES:
        page.goto(f"{first}?lang={tag}")
        look(f"asks {tag}")
    for address in states(site, page):
        page.goto(address)
        look(page.title())
    assert problems == {}


@pytest.mark.parametrize(("width", "height", "name"), [(320, 256, "400 %"), (640, 450, "200 %"), (320, 568, "phone")])
@pytest.mark.parametrize("tag", ["en", "de", "ar"])
def test_enlarged_the_page_reflows_without_sideways_scrolling(site, page, width, height, name, tag):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.prompt(wanted=tag))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button = page.get_by_role("button").first
    button.scroll_into_view_if_needed()
    assert button.is_visible()
    covered = page.evaluate(
        """() => { const b = document.querySelector('.choose');
        return getComputedStyle(b).position === 'sticky' ? b.offsetHeight / innerHeight : 0 }"""
    )
    assert covered < 0.34, f"the buttons cover {covered:.0%} at {name}"


def test_text_spaced_wider_loses_nothing(site, page):
    page.set_viewport_size(PHONE)
    page.goto(site.prompt())
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('*')) { e.style.setProperty('line-height', '1.5', 'important');
        e.style.setProperty('letter-spacing', '.12em', 'important'); e.style.setProperty('word-spacing', '.16em', 'important'); } }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator("button").all():
        assert button.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")


def test_a_screen_reader_hears_what_goes_and_what_comes(site, page):
    page.goto(site.prompt())
    heard = " ".join(card(page).locator(".redline").first.inner_text().split())
    assert re.search(r"\[removed:\].*\[end of removed\].*\[added:\].*\[end of added\]", heard)
    assert page.locator("del .vh").first.evaluate("e => e.offsetWidth <= 1")


def test_arabic_runs_from_right_to_left_and_the_policys_english_from_left_to_right(site, page):
    page.set_viewport_size(PHONE)
    page.goto(site.prompt(wanted="ar"))
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    accept, decline = (b.bounding_box() for b in page.locator(".pair").first.locator("button").all())
    assert accept["x"] > decline["x"]
    assert page.locator(".redline").first.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_in_print_the_words_stay_and_the_buttons_go(site, page):
    page.goto(site.prompt())
    page.emulate_media(media="print")
    assert not page.locator(".choose").first.is_visible()
    assert page.locator(".redline").first.is_visible()


def test_the_browser_has_nothing_to_complain_of_and_asks_nobody_else(site, page):
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.prompt())
    go(page, page.get_by_role("button", name="Decline", exact=True).first.click)
    assert said == []
    assert all(url.startswith(site.address) for url in asked)


def test_no_other_page_can_frame_it(site, page):
    address = site.prompt()
    page.set_content(f'<iframe src="{address}" width="400" height="400"></iframe>')
    page.wait_for_timeout(500)
    assert all("Kestrel" not in (frame.content() if frame != page.main_frame else "") for frame in page.frames)
