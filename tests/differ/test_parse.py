"""Markdown to clauses: nothing a reader sees is lost, and every clause knows where it stands."""

import re
from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given

from differ import ClauseKind, Document, TextTooLargeError, parse
from differ.model import RemarkKind
from differ.source import MAX_CHARACTERS, MAX_LINES
from tests.differ.policies import MARKDOWN, Policy, policies

WORD = re.compile(r"\w+")


def read(text: str) -> Document:
    return parse(dedent(text))


def uncovered(text: str, document: Document) -> str:
    """What of a text lies neither in a clause nor in what is remarked on."""
    free = list(text)
    for start, end in [c.span for c in document.clauses] + [r.span for r in document.remarks]:
        free[start:end] = " " * (end - start)
    return "".join(free)


@given(MARKDOWN)
@example("> - a\n>   b\n- c")
@example("a\r\nb\r\n\r\n- c\r\n")
@example("1. a\n\n   b\n2. c\n> d\n---\ne\n---\n")
def test_every_word_lies_in_a_clause_or_is_remarked_on(text: str) -> None:
    document = parse(text)
    left = re.sub(r"</?(?:b|div)>|\b\d+\\?[.)]|\[\^1\]:|\[a\]: b", "", uncovered(text, document))
    assert not WORD.findall(left.replace("\\", ""))


@given(MARKDOWN)
def test_spans_rise_and_stay_inside_the_source(text: str) -> None:
    at = 0
    for clause in parse(text).clauses:
        assert at <= clause.span[0] < clause.span[1] <= len(text)
        at = clause.span[1]


@given(policies())
def test_spans_slice_the_words_of_their_clause_out_of_the_source(policy: Policy) -> None:
    source = policy.markdown(width=40).replace("\n", "\r\n")
    for clause in parse(source).clauses:
        piece = source[slice(*clause.span)]
        assert " ".join(piece.split()).lstrip("-# ").split("- ")[0].startswith(clause.text[:20])
        assert WORD.findall(clause.text) == WORD.findall(piece)


def test_a_heading_path_names_the_sections_around_a_clause() -> None:
    clauses = read("""
        # Bakery

        ## Orders

        We note the cake.

        ### Gluten

        We note allergies.

        ## Visits

        We note nothing.
        """).clauses
    assert [c.heading for c in clauses if c.kind is ClauseKind.PARAGRAPH] == [
        ("Bakery", "Orders"),
        ("Bakery", "Orders", "Gluten"),
        ("Bakery", "Visits"),
    ]


@pytest.mark.parametrize("title", ["**Who sees it**", "WHO SEES IT", "2\\. Who sees it", "2. Who sees it", "__Who sees it__"])
def test_documents_without_headings_have_titles_all_the_same(title: str) -> None:
    clauses = parse(f"{title}\n\nThe postman sees the address on the parcel.\n").clauses
    assert [c.kind for c in clauses] == [ClauseKind.HEADING, ClauseKind.PARAGRAPH]
    assert "who sees it" in clauses[1].heading[0].lower()


def test_a_bold_sentence_is_no_title() -> None:
    assert [c.kind for c in parse("**We never lend your bicycle.**\n\nAsk us.\n").clauses] == [ClauseKind.PARAGRAPH] * 2


def test_a_dated_line_is_no_title_for_what_follows() -> None:
    assert parse("**Last updated: 3 May 2021**\n\nAsk us.\n").clauses[1].heading == ()


def test_a_bold_line_on_top_of_a_paragraph_is_its_title() -> None:
    title, rest = parse("**Loans**\nWe note who has which book.\n").clauses
    assert (title.kind, title.text, rest.heading, rest.text) == (ClauseKind.HEADING, "Loans", ("Loans",), "We note who has which book.")


def test_items_know_the_words_that_lead_them_in() -> None:
    clauses = read("""
        We show the garden plan only to:

        - the gardener;
        - firms, namely
          - the mason
          - the plumber
        """).clauses
    assert [c.lead for c in clauses] == [
        None,
        "We show the garden plan only to:",
        "We show the garden plan only to:",
        "We show the garden plan only to: firms, namely",
        "We show the garden plan only to: firms, namely",
    ]
    assert clauses[3].lead_ordinal == 2


def test_a_paragraph_that_announces_nothing_leads_nothing_in() -> None:
    assert parse("The shop is closed on Mondays.\n\n- bread\n").clauses[1].lead is None


def test_bullets_written_into_a_paragraph_are_items() -> None:
    clauses = parse("We note:\n• the name\n• the shoe size\n").clauses
    assert [c.text for c in clauses] == ["We note:", "• the name", "• the shoe size"]
    assert [c.kind for c in clauses[1:]] == [ClauseKind.ITEM] * 2
    assert clauses[2].lead == "We note:"


def test_lettered_paragraphs_after_a_colon_are_items() -> None:
    clauses = parse("We do not:\n\n(a) sell the list;\n\n(b) lend the list.\n").clauses
    assert [(c.kind, c.number, c.key, c.lead) for c in clauses[1:]] == [
        (ClauseKind.ITEM, "(a)", "sell the list", "We do not:"),
        (ClauseKind.ITEM, "(b)", "lend the list", "We do not:"),
    ]


def test_a_ragged_row_does_not_lose_the_table() -> None:
    document = read("""
        | cookie | kept | set by |
        | --- | --- | --- |
        | cart | 2 days | us |
        | seen | 9 days |
        | lang | 1 year | us | and the map firm |
        """)
    rows = [c for c in document.clauses if c.kind is ClauseKind.ROW]
    assert [c.cells for c in rows] == [
        ("cookie", "kept", "set by"),
        ("cart", "2 days", "us"),
        ("seen", "9 days", ""),
        ("lang", "1 year", "us and the map firm"),
    ]
    assert rows[1].columns == ("cookie", "kept", "set by")
    assert rows[1].row_head == "cart"
    assert [r.kind for r in document.remarks] == [RemarkKind.RAGGED_ROW] * 2


def test_a_table_in_a_list_or_a_quotation_is_a_table() -> None:
    for text in ("- note\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n", "> | a | b |\n> |---|---|\n> | 1 | 2 |\n"):
        assert [c.cells for c in parse(text).clauses if c.kind is ClauseKind.ROW] == [("a", "b"), ("1", "2")]


def test_an_escaped_bar_is_part_of_its_cell() -> None:
    assert parse("| a | b |\n|---|---|\n| x \\| y | z |\n").clauses[1].cells == ("x | y", "z")


@pytest.mark.parametrize("line", ["<Data Protection Officer>", "<Address>", "<our sister firm>"])
def test_words_in_angle_brackets_are_words(line: str) -> None:
    for text in (f"{line}\nHarbour Street 4\n", f"Write to {line} at Harbour Street 4\n"):
        document = parse(text)
        assert line in " ".join(c.text for c in document.clauses)
        assert RemarkKind.UNKNOWN_TAG in {r.kind for r in document.remarks}


def test_the_words_inside_html_are_read() -> None:
    clauses = read("""
        <div class="x"><h2>Loans</h2>
        <p>We note <b>who</b> reads.</p>
        <ul><li>books</li><li>maps</li></ul>
        <table><tr><td>book</td><td>30 days</td></tr></table></div>
        """).clauses
    assert [(c.kind, c.text) for c in clauses] == [
        (ClauseKind.HEADING, "Loans"),
        (ClauseKind.PARAGRAPH, "We note who reads."),
        (ClauseKind.ITEM, "books"),
        (ClauseKind.ITEM, "maps"),
        (ClauseKind.ROW, "book | 30 days"),
    ]
    assert clauses[2].heading == ("Loans",)


def test_comments_scripts_and_styles_are_not_seen() -> None:
    document = parse("<!-- one -->\n\nWe bake. <!-- two -->\n\n<style>b { }</style>\n\n<script>x()</script>\n")
    assert [c.text for c in document.clauses] == ["We bake."]
    assert [r.text.strip() for r in document.remarks if r.kind is RemarkKind.COMMENT] == ["<!-- one -->", "<!-- two -->"]


@pytest.mark.parametrize("hiding", ['style="display: none"', "hidden", "style='visibility:hidden'"])
def test_what_a_browser_does_not_show_is_not_read(hiding: str) -> None:
    for text in (f"<p {hiding}>We lend <b>keys</b>.</p>\n\nWe bake.\n", f"We <span {hiding}>never <i>ever</i> </span>bake.\n"):
        document = parse(text)
        assert [c.text for c in document.clauses] in (["We bake."], ["We bake."])
        assert RemarkKind.COMMENT in {r.kind for r in document.remarks}


def test_front_matter_is_set_apart() -> None:
    text = "---\ntitle: Privacy\ntags: [a, b]\n---\n\nWe bake bread.\n"
    document = parse(text)
    assert document.front_matter == "---\ntitle: Privacy\ntags: [a, b]\n---\n"
    assert [(c.text, text[slice(*c.span)]) for c in document.clauses] == [("We bake bread.", "We bake bread.")]


def test_prose_between_two_rules_is_no_front_matter() -> None:
    assert [c.text for c in parse("---\nWe bake bread and sell it\n---\n").clauses] == ["We bake bread and sell it"]


def test_struck_out_words_stay_in_sight_as_struck_out() -> None:
    for text in ("We will ~~not~~ sell it.", "We will <del>not</del> sell it."):
        (clause,) = parse(text).clauses
        assert clause.text == "We will ~~not~~ sell it."
        assert clause.key != parse("We will not sell it.").clauses[0].key


def test_a_word_split_by_emphasis_is_one_word() -> None:
    assert parse("We will n**o**t sell it.").clauses[0].text == "We will not sell it."


@pytest.mark.parametrize(
    "text",
    ["We will n\u200bot sell it.", "We will no\u00adt sell it.", "We will nоt sell it.", "We will ｎｏｔ sell it.", "WE WILL NOT SELL IT"],
    ids=["zero-width", "soft hyphen", "a Cyrillic letter", "full width", "capitals"],
)
def test_look_alikes_compare_as_what_they_look_like(text: str) -> None:
    (clause,) = parse(text).clauses
    assert clause.key == "we will not sell it"


def test_the_country_is_not_the_people_who_write() -> None:
    assert parse("Data goes to the US.").clauses[0].key != parse("Data goes to the us.").clauses[0].key


def test_numbers_are_told_apart_from_words() -> None:
    facts = [(c.number, c.key) for c in parse("4.2 We bake.\n\n30 days later we rest.\n\nvi) We sleep.\n").clauses]
    assert facts == [("4.2", "we bake"), ("", "30 days later we rest"), ("vi)", "we sleep")]


def test_a_footnote_is_read_and_a_link_definition_remarked_on() -> None:
    document = parse("We bake[^1] [here][x].\n\n[^1]: On Fridays only.\n\n[x]: https://bakery.example\n")
    assert [c.kind for c in document.clauses] == [ClauseKind.PARAGRAPH, ClauseKind.NOTE]
    assert document.clauses[0].links == ("https://bakery.example",)
    assert [r.kind for r in document.remarks] == [RemarkKind.LINK_DEFINITION]


def test_a_giant_paragraph_is_cut_where_its_numbers_are() -> None:
    rule = "{0}\\. Cakes of kind {0} are baked in oven {0}, and the baker notes who ordered which of them by name."
    text = " ".join(rule.format(n) for n in range(1, 40))
    clauses = parse(text).clauses
    assert len(clauses) == 39
    assert clauses[6].text.startswith("7. Cakes of kind 7")


def test_a_cut_never_falls_inside_a_link() -> None:
    text = "See [the rule. 2\\. It is long](https://a.example). " * 90
    assert all(c.text.count("(https") == 0 for c in parse(text).clauses)


def test_liquid_tags_are_words() -> None:
    assert parse("We bake {% data shop.name %} bread.").clauses[0].text == "We bake {% data shop.name %} bread."


@pytest.mark.parametrize("text", ["a" * (MAX_CHARACTERS + 1), "a\n" * (MAX_LINES + 1)], ids=["characters", "lines"])
def test_a_text_past_any_real_size_is_refused_with_advice(text: str) -> None:
    with pytest.raises(TextTooLargeError, match="at most") as caught:
        parse(text)
    assert caught.value.hint
    assert caught.value.size > caught.value.limit


def test_no_word_of_a_real_policy_is_lost(corpus: Path) -> None:
    files = sorted(corpus.glob("bench/dev/*/new.md"))[::6]
    assert files
    for file in files:
        source = file.read_text(encoding="utf-8")
        document = parse(source)
        left = re.sub(r"<[^>]*>", "", uncovered(source, document))
        assert not Counter(WORD.findall(left)), file
