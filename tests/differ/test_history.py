"""Histories: every step of a document, compared with the one before, as text, JSON and a page with a chart."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from differ import Direction, compare
from differ.history import History, Revision, trace
from differ.render.history import history_html, history_json, history_text
from differ.source import MAX_CHARACTERS

START = datetime(2019, 3, 1, 12, tzinfo=UTC)
TEXTS = (
    "# Hotel\n\nWe do not share your room number with anybody.\n\nWe delete your bookings after 30 days.\n",
    "# Hotel\n\nWe may share your room number with newspapers.\n\nWe delete your bookings after 30 days.\n",
    "# Hotel\n\nWe may share your room number with newspapers.\n\nWe delete your bookings after 30 days.\n",
    "# Hotel\n\nWe may share your room number with newspapers.\n\nWe delete your bookings after 10 days.\n",
)


def revisions(*texts: str) -> list[Revision]:
    return [
        Revision(id=f"{number:040x}", at=START + timedelta(days=90 * number), author="Ida <Clerk>", text=text)
        for number, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def history() -> History:
    return trace("hotel <1>.md", revisions(*TEXTS))


def test_each_step_holds_what_compare_says(history: History) -> None:
    assert [step.changes for step in history.steps] == [compare(TEXTS[0], TEXTS[1]).changes, compare(TEXTS[2], TEXTS[3]).changes]
    assert (history.count(Direction.RELAXES), history.count(Direction.TIGHTENS)) == (1, 1)


def test_a_revision_of_the_same_text_makes_no_step(history: History) -> None:
    assert [int(step.new.id, 16) for step in history.steps] == [1, 3]


def test_progress_is_told_after_each_step() -> None:
    told: list[tuple[int, int]] = []
    trace("x", revisions(*TEXTS), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_revision_that_cannot_be_read_is_a_step_with_a_fault_and_no_end() -> None:
    history = trace("x", revisions(TEXTS[0], "a" * (MAX_CHARACTERS + 1), TEXTS[1]))
    assert ["at most" in step.fault for step in history.steps] == [True, True]
    assert "at most" in history_text(history)


def test_nothing_to_show_is_said() -> None:
    assert history_text(trace("x", revisions(TEXTS[0]))) == "x: no change to show\n"
    assert "no change to show" in history_html(trace("x", []))


def test_text_draws_a_line_a_step(history: History) -> None:
    lines = history_text(history).splitlines()
    assert "2 changes of text from 2019-03-01" in lines[0]
    assert [line[:10] for line in lines if line[:2] == "20"] == ["2019-05-30", "2019-11-26"]
    assert any("▲ relaxes" in line and "[-do not-] {+may+}" in line for line in lines)
    assert any("▼ tightens" in line and "[-30-] {+10+}" in line for line in lines)


def test_json_has_every_step_with_its_counts(history: History) -> None:
    told = json.loads(history_json(history))
    assert [step["counts"]["relaxes"] for step in told["steps"]] == [1, 0]
    assert told["steps"][0]["new"] == {"id": f"{1:040x}", "at": "2019-05-30T12:00:00+00:00", "author": "Ida <Clerk>"}


def test_the_page_holds_a_chart_and_the_same_numbers_as_a_table(history: History) -> None:
    html = history_html(history)
    svg = ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
    assert svg.get("role") == "img"
    bars = {rect.get("class"): rect for rect in svg.iter("rect")}
    assert set(bars) == {"bar-relaxes", "bar-tightens"}
    middle = float(next(svg.iter("line")).get("y1") or 0)
    up, down = bars["bar-relaxes"], bars["bar-tightens"]
    assert float(up.get("y") or 0) + float(up.get("height") or 0) == pytest.approx(middle, abs=0.2)
    assert float(down.get("y") or 0) == pytest.approx(middle, abs=0.2)
    assert html.count('<th scope="row">') == len(history.steps)
    assert "hotel &lt;1&gt;.md" in html
    assert "<script" not in html
    assert 'href="http' not in html
