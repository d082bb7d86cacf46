"""A comparison as text, HTML, Markdown, SARIF and JSON: all is shown, nothing of a text is taken for markup."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from differ import Comparison, Direction, compare
from differ.render import to_explanation, to_html, to_json, to_markdown, to_sarif, to_text

OLD = """# Boat hire

## Who sees it

We will not share your address with anybody.

We show the guest's name to:

- the harbour master <b>Anna</b>

The mooring fee is paid [here](https://a.example).

We never lend the keys to @strangers.
"""
NEW = """# Boat hire

## Who sees it

We may now share your address with anybody.

We show the guest's name to:

- the harbour master <b>Anna</b>
- the makers of advertisements <script>alert(1)</script> & “friends”

The mooring fee is paid [here](https://b.example).
"""


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(OLD, NEW)


class Page(HTMLParser):
    """Reads a page: its tags, its words as a screen reader has them, and the words that are only said."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_text_shows_every_change_with_both_sides_and_the_reasons(comparison: Comparison) -> None:
    text = to_text(comparison)
    assert "[-will not-]{+may now+} share" in text
    assert text.count("Boat hire › Who sees it") == len(comparison.changes)
    for change in comparison.changes:
        assert f"{change.direction.value.upper()}  {change.kind.value}" in text
        assert all(finding.rule in text for finding in change.findings)


def test_in_colour_the_words_are_the_same_and_no_marks_stand_in_them(comparison: Comparison) -> None:
    coloured = to_text(comparison, colour=True)
    assert "\x1b[31;9m" in coloured
    assert "[-" not in coloured
    assert "will not may now share" in re.sub(r"\x1b\[[\d;]*m", "", coloured)


def test_neutral_changes_can_be_only_counted(comparison: Comparison) -> None:
    assert Direction.NEUTRAL in comparison.directions()
    assert "NEUTRAL" not in to_text(comparison, neutral=False)
    assert re.search(r"\d neutral", to_text(comparison, neutral=False))


def test_a_text_cannot_command_the_terminal() -> None:
    text = to_text(compare("We bake bread.", "We bake \x1b]0;owned\x07 and \u202egnitalf bread."))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)


def test_html_escapes_the_text_and_has_no_script(comparison: Comparison) -> None:
    html = to_html(comparison, title="Boats <&>")
    page = Page(html)
    assert "script" not in page.tags
    assert "a.example" not in html or 'href="https://a.example' not in html
    assert "“friends”" in page.words
    assert "Boats <&>" in page.words
    assert re.search(r"default-src 'none'", html)
    assert not re.search(r"\b(?:src|href)=\"(?!#)", html)


def test_html_says_aloud_what_is_struck_or_underlined(comparison: Comparison) -> None:
    words = " ".join(Page(to_html(comparison)).words.split())
    assert "We [removed: will not] [added: may now] share your address" in words


def test_html_has_one_first_heading_and_steps_down_one_level_at_a_time(comparison: Comparison) -> None:
    levels = [int(tag[1]) for tag in Page(to_html(comparison)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_markdown_mentions_nobody_and_holds_no_markup_of_the_text(comparison: Comparison) -> None:
    markdown = to_markdown(comparison)
    assert "@strangers" not in markdown
    assert "<script" not in markdown
    assert "<del>will not</del> <ins><b>may now</b></ins>" in markdown
    assert "| **relaxes** |" in markdown


def test_markdown_of_many_changes_stays_short_enough_for_a_comment() -> None:
    new = "\n\n".join(f"The miller shows sack {n} to merchant {n} of street {n}, and to his {n} sons." for n in range(900))
    markdown = to_markdown(compare("", new))
    assert len(markdown) < 65_536
    assert "more changes are not shown" in markdown


def test_sarif_names_the_place_of_each_change_that_is_not_neutral(comparison: Comparison) -> None:
    run = json.loads(to_sarif(comparison, old_path="old text.md", new_path="new.md"))["runs"][0]
    weighty = [change for change in comparison.changes if change.direction is not Direction.NEUTRAL]
    assert len(run["results"]) == len(weighty)
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for result, change in zip(run["results"], weighty, strict=True):
        place = result["locations"][0]["physicalLocation"]
        source, clauses = (NEW, change.new) if change.new else (OLD, change.old)
        assert place["artifactLocation"]["uri"] == ("new.md" if change.new else "old%20text.md")
        lines = source.split("\n")
        region = place["region"]
        first = lines[region["startLine"] - 1][region["startColumn"] - 1 :]
        assert source[slice(*clauses[0].span)].startswith(first[:10])
        assert result["ruleId"] in known
        assert result["level"] == {"relaxes": "error", "mixed": "error", "unclear": "warning", "tightens": "note"}[change.direction.value]


def test_a_finding_without_a_witness_names_its_words_in_every_rendering() -> None:
    compared = compare("# Hire\n\nWe do not lend your address.\n", "# Hire\n\nWe do not lend or sell your address.\n")
    assert [finding.witness for change in compared.changes for finding in change.findings] == [""]
    page = Page(to_html(compared)).words
    annotated = json.loads(to_sarif(compared, old_path="a.md", new_path="b.md"))["runs"][0]["results"][0]["message"]["text"]
    for rendered in (to_text(compared), page, to_markdown(compared), annotated):
        assert "added: “sell”" in rendered


def test_json_is_the_plain_values(comparison: Comparison) -> None:
    assert json.loads(to_json(comparison)) == json.loads(json.dumps(comparison.to_dict()))


def test_a_lone_surrogate_can_be_written() -> None:
    odd = compare("We bake.", "We bake \ud800 bread.")
    for write in (to_json, to_html, to_markdown, to_sarif, to_text):
        write(odd).encode("utf-8", "backslashreplace" if write in (to_markdown, to_text) else "strict")


def test_an_explanation_shows_every_clause_and_what_became_of_it(comparison: Comparison) -> None:
    told = to_explanation(comparison)
    for clause in (*comparison.old.clauses, *comparison.new.clauses):
        assert repr(clause.text) in told
    assert len(told.split("ALIGNMENT")[1].strip().splitlines()) >= len(comparison.pairs)
    assert 'after "We show the guest\'s name to:"' in told


def test_no_changes_are_told_as_that() -> None:
    same = compare(OLD, OLD)
    assert to_text(same) == "no changes\n"
    assert "no changes" in to_html(same)
    assert "No changes." in to_markdown(same)
    assert json.loads(to_sarif(same))["runs"][0]["results"] == []
