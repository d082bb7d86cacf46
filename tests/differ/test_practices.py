"""The words by which prose names data, uses and recipients, and what sentences are read as."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ.parse import parse
from differ.practices.lexicon import fold, lexicon
from differ.practices.model import Act, slug
from differ.practices.organisation import organisation_names
from differ.practices.periods import find_periods
from differ.practices.pledges import read_pledges
from differ.practices.reader import read_practices
from differ.practices.segments import segments
from policy_versions.taxonomy import KeyKind, Taxonomy

WORDS = lexicon()
LISTS = {"data": WORDS.data, "uses": WORDS.uses, "recipients": WORDS.recipients}
EXAMPLES = [
    pytest.param(name, entry.key, example, id=f"{name}-{entry.key}-{place}")
    for name, finder in LISTS.items()
    for entry in finder.entries.values()
    for place, example in enumerate(entry.examples)
]


@pytest.mark.parametrize(("name", "key", "example"), EXAMPLES)
def test_each_example_of_the_vocabulary_is_found(name, key, example):
    found = [one.entry.key for one in LISTS[name].find(WORDS.masked(fold(example)))]
    assert key in found


def test_every_entry_has_examples_and_is_a_key_of_the_taxonomy():
    taxonomy = Taxonomy.of()
    for key, entry in WORDS.data.entries.items():
        assert taxonomy.check(key, KeyKind.DATA) == key
        assert len(entry.examples) >= 2, key
    for key, entry in WORDS.uses.entries.items():
        assert taxonomy.check(key, KeyKind.USE) == key
        assert len(entry.examples) >= 2, key
    for key, entry in WORDS.recipients.entries.items():
        assert slug(key) == key
        assert len(entry.examples) >= 2, key


def test_no_form_stands_in_two_entries():
    for finder in LISTS.values():
        forms = [fold(form) for entry in finder.entries.values() for form in entry.forms]
        assert sorted(forms) == sorted(set(forms))


def read(text: str) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(p.act.value, p.banned, p.data) for p in read_practices(parse(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We share your name with insurers.", [("share", False, ("user.name",))]),
        ("Your name is not shared with insurers.", [("share", True, ("user.name",))]),
        ("We do not sell your name, but we may lend it to sponsors.", [("sell", True, ("user.name",)), ("share", False, ("user.name",))]),
        ("We collect your name, including but not limited to your surname.", [("collect", False, ("user.name",))]),
        ("We keep your name for no longer than a year.", [("keep", False, ("user.name",))]),
        ("We use your name unless you have asked us not to.", [("use", False, ("user.name",))]),
        (
            "We use your e-mail address to send news, not for advertising.",
            [("use", False, ("user.contact.email",)), ("use", True, ("user.contact.email",))],
        ),
        ("You may share your name with friends.", []),
        ("You must keep your password secret.", []),
        ("By joining you allow us to publish your name.", [("share", False, ("user.name",))]),
        ("Nothing in this notice prevents us from sharing your name with insurers.", [("share", False, ("user.name",))]),
        ("We no longer sell your name.", [("sell", True, ("user.name",))]),
        ("We no longer refrain from selling your name.", [("sell", False, ("user.name",))]),
        ("Under no circumstances do we record your voice chat.", [("collect", True, ("user.content.private",))]),
        ("**Do you sell my name?** No.", [("sell", True, ("user.name",))]),
        ("**Do you share my name with insurers?** Yes.", [("share", False, ("user.name",))]),
        ("~~We sell your name.~~ We keep your name.", [("keep", False, ("user.name",))]),
        (
            "We never:\n\n- sell your name\n- lend your address",
            [("sell", True, ("user.name",)), ("share", True, ("user.contact.address",))],
        ),
    ],
)
def test_what_is_done_and_what_is_denied(text, wanted):
    assert read(text) == wanted


def test_words_that_point_back_take_the_data_of_the_sentence_before():
    assert read("We record your age. It is shown to sponsors.")[1] == ("share", False, ("user.demographic.age_range",))


def test_a_row_of_a_table_is_read_by_its_column_heads():
    text = "| Record | Used for | Goes to | Kept for |\n| --- | --- | --- | --- |\n| Order history | billing | tax adviser | 10 years |\n"
    (practice,) = read_practices(parse(text))
    assert practice.data == ("user.behavior.purchase_history",)
    assert practice.uses == ("essential.service.payment_processing",)
    assert practice.recipients == ("advisers",)
    assert str(practice.period) == "P10Y"


def test_a_least_time_and_a_time_to_answer_are_no_limits_of_storage():
    text = "We keep invoices for at least six years. We answer questions about your invoices within 30 days."
    assert all(practice.period is None for practice in read_practices(parse(text)))


def test_evidence_slices_the_text():
    text = "# Club\n\n## Sharing\n\nWe play on Sundays. We share your *name* with the league."
    (practice,) = read_practices(parse(text))
    start, end = practice.evidence.span
    assert text[start:end].startswith("We ")
    assert "league." in text[start:end]
    assert practice.evidence.clause == "club/sharing"


def test_the_organisation_after_once_is_no_somebody_else():
    (practice,) = read_practices(parse("Once we receive your transmission of information, the shop keeps its systems safe."))
    assert practice.strangers == ()


def test_somebody_else_doing_it_is_a_recipient():
    (practice,) = read_practices(parse("Our couriers may use your address to bring you the parcel."))
    assert (practice.act, practice.recipients) == (Act.USE, ("couriers",))


@pytest.mark.parametrize(
    ("words", "periods"),
    [
        ("for twelve (12) months", ["P12M"]),
        ("for twelve (10) months", []),
        ("within ninety days or two years", ["P90D", "P2Y"]),
        ("twenty-one days", ["P21D"]),
        ("for a year and a fortnight", ["P1Y", "P2W"]),
        ("one hundred days", ["P100D"]),
        ("in the year 2019", []),
        ("some days", []),
    ],
)
def test_periods_in_words_and_figures(words, periods):
    assert [str(period.duration) for period in find_periods(fold(words))] == periods


@given(st.text(alphabet="abc not,;.if we sell your name unless\n", max_size=200))
def test_any_words_are_cut_without_loss_of_order(text):
    folded = fold(text)
    at = 0
    for segment in segments(folded):
        at = folded.index(segment.words, at) + len(segment.words)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    read_practices(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "pass your name " * 20_000,
        "ACME" * 5_000 + ' ("we")',
        "(" * 50_000 + '"we"' + ")" * 50_000,
        "We give " + "very " * 20_000 + "names to you.",
        "Do " + "we share " * 5_000 + "it? No.",
        "If " * 20_000 + "we sell your name.",
        "we share it, not " * 5_000,
        "| a | b |\n| - | - |\n" + "| your name | how long |\n" * 3_000,
        "- " + "your name with the mill and " * 3_000,
        "except " * 10_000 + "other than " * 10_000,
    ],
)
def test_hostile_text_is_read_within_seconds(text):
    started = time.perf_counter()
    document = parse(text)
    parsed = time.perf_counter()
    practices = read_practices(document, organisation_names(document))
    list(read_pledges(document, practices))
    assert time.perf_counter() - parsed < 5 + 2 * (parsed - started)
