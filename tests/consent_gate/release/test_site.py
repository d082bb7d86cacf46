"""The public history: every version and every redline, well formed, escaped, for eye and ear."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from consent_gate.release import withdraw_version
from consent_gate.release.site import EVERY_PAIR_UP_TO, site
from policy_versions.model import LocalText
from tests.consent_gate.release.build import LOOSER, TEXT
from tests.consent_gate.release.house import BEN, House

ATOM = "{http://www.w3.org/2005/Atom}"
VOID = {"meta", "link", "br"}


class Checker(HTMLParser):
    """Open and closed tags in balance, links and text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.tags: list[str] = []
        self.feed(page.decode())
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture
def pages(house: House) -> dict[str, bytes]:
    house.first(
        "# Privacy <b>\n\n" + TEXT.partition("\n\n")[2] + "\n- one\n- two\n\n| what | how long |\n| --- | --- |\n| orders | 1 year |\n"
    )
    house.release(LOOSER, days=60, summary="We say <less> now.")
    house.release(TEXT, days=90)
    house.release(LOOSER, days=120)
    withdraw_version(house.gate, "privacy", 4, actor=BEN, reason="Wrong date.")
    return dict(site(house.gate.ledger.versions("privacy"), at=house.clock(), base_url="https://example.org/privacy"))


def test_every_version_has_a_page_and_every_two_have_a_redline(pages: dict[str, bytes]) -> None:
    redlines = {f"v{old}-v{new}.html" for old, new in ((1, 2), (1, 3), (2, 3))}
    texts = {f"v{number}{end}" for number in range(1, 5) for end in (".html", ".en.md")}
    assert set(pages) == {"index.html", "feed.atom"} | redlines | texts


def test_pages_are_well_formed_and_their_links_lead_somewhere(pages: dict[str, bytes]) -> None:
    for name, page in pages.items():
        if name.endswith(".html"):
            checked = Checker(page)
            assert {link for link in checked.links if not link.startswith("#")} <= set(pages), name
            assert all(f"id='{link[1:]}'".encode() in page for link in checked.links if link.startswith("#")), name
            assert checked.tags.count("h1") == 1
            assert "script" not in checked.tags
            assert "b" not in checked.tags, "words in angle brackets stay words"


def test_a_redline_marks_what_went_for_eye_and_ear(pages: dict[str, bytes]) -> None:
    checked = Checker(pages["v1-v2.html"])
    assert "del" in checked.tags
    assert "[taken away: " in checked.text
    assert "Removed" in checked.text
    assert "We do not sell your data." in checked.text


def test_the_list_tells_which_is_in_force_and_which_was_withdrawn(pages: dict[str, bytes]) -> None:
    text = "".join(Checker(pages["index.html"]).text)
    assert "Version 1 (in force)" in text
    assert "Version 4 (withdrawn before it took effect)" in text
    assert "We say <less> now." in text


def test_the_feed_is_atom_with_an_entry_for_each_version(pages: dict[str, bytes]) -> None:
    feed = ET.fromstring(pages["feed.atom"])
    assert feed.tag == f"{ATOM}feed"
    for part in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{part}") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 4
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 4
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://example.org/privacy/v4.html"


def test_the_markdown_is_given_byte_for_byte(pages: dict[str, bytes]) -> None:
    assert pages["v2.en.md"] == LOOSER.encode()


def test_past_a_number_of_versions_redlines_stay_few(house: House) -> None:
    version = house.first()

    many = [
        replace(version, number=n, effective=version.effective + timedelta(days=n), texts=dict(version.texts))
        for n in range(1, EVERY_PAIR_UP_TO + 6)
    ]
    pages = site(many, at=house.clock())
    assert len([name for name in pages if "-" in name]) < 2 * len(many)
    for name, page in pages.items():
        if name.endswith(".html"):
            assert {link for link in Checker(page).links if not link.startswith("#")} <= set(pages), name


def test_who_lands_on_an_old_version_is_led_to_the_one_that_followed(pages: dict[str, bytes]) -> None:
    text = " ".join("".join(Checker(pages["v1.html"]).text).split())
    assert "when version 2 followed" in text
    assert "v2.html" in Checker(pages["v1.html"]).links
    assert "v1-v2.html" in Checker(pages["v2.html"]).links
    assert "was withdrawn before" in "".join(Checker(pages["v4.html"]).text)


def test_words_in_another_language_are_marked_and_the_prevailing_ones_shown(house: House) -> None:
    version = house.first()
    policy = replace(version.policy, language="fr", title=LocalText.of({"de": "Datenschutz", "fr": "Confidentialité"}))
    pages = site([replace(version, policy=policy, texts={"fr": TEXT})], at=house.clock())
    assert "<h1><span lang='fr'>Confidentialité</span>: all versions</h1>".encode() in pages["index.html"]
    assert "<title>Confidentialité</title>".encode() in pages["feed.atom"]


def test_what_was_imported_was_announced_when_it_took_effect(pages: dict[str, bytes]) -> None:
    entries = ET.fromstring(pages["feed.atom"]).findall(f"{ATOM}entry")
    assert entries[-1].findtext(f"{ATOM}updated") == "2025-01-01T00:00:00Z"


def test_the_pages_have_no_accessibility_faults(pages: dict[str, bytes], page, tmp_path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for name, content in pages.items():
        (tmp_path / name).write_bytes(content)
    for name in ("index.html", "v1.html", "v4.html", "v1-v2.html"):
        page.goto((tmp_path / name).as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{name} is cut off on a small screen"
