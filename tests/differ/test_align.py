"""Which clause became which: each exactly once, and moves, numbers and forms told from changed words."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ import Kind, Pair, parse
from differ.align import align
from tests.differ.policies import MARKDOWN, Policy, policies


def pairs(old: str, new: str) -> tuple[Pair, ...]:
    return align(parse(old), parse(new))


def facts(old: str, new: str) -> list[tuple[str, str]]:
    """Kind and proof of every pair that is not simply kept."""
    return [(pair.kind.value, pair.proof) for pair in pairs(old, new) if pair.kind is not Kind.KEPT]


def assert_accounted_once(old: str, new: str) -> None:
    before, after = parse(old), parse(new)
    found = align(before, after)
    assert Counter(c.ordinal for p in found for c in p.old) == Counter(c.ordinal for c in before.clauses)
    assert Counter(c.ordinal for p in found for c in p.new) == Counter(c.ordinal for c in after.clauses)
    for pair in found:
        assert bool(pair.old) == (pair.kind is not Kind.ADDED)
        assert bool(pair.new) == (pair.kind is not Kind.REMOVED)


@given(policies(), policies())
def test_every_clause_is_accounted_for_exactly_once(old: Policy, new: Policy) -> None:
    assert_accounted_once(old.markdown(), new.markdown())


@given(MARKDOWN, MARKDOWN)
def test_every_clause_of_any_markdown_is_accounted_for_exactly_once(old: str, new: str) -> None:
    assert_accounted_once(old, new)


@given(MARKDOWN)
def test_a_text_is_kept_by_itself(text: str) -> None:
    assert all(pair.kind is Kind.KEPT for pair in pairs(text, text))


@given(policies())
def test_wrapping_bullets_and_the_style_of_headings_change_nothing(policy: Policy) -> None:
    assert facts(policy.markdown(), policy.markdown(bullet="*", setext=True, width=33)) == []


@given(policies(), st.data())
def test_a_moved_section_is_moved_and_nothing_else(policy: Policy, data: st.DataObject) -> None:
    section = data.draw(st.integers(0, len(policy.sections) - 1))
    to = data.draw(st.integers(0, len(policy.sections) - 1))
    found = facts(policy.markdown(), policy.moved(section, to).markdown())
    assert set(found) <= {("moved", "moved")}


BASE = """## Loans

The library deletes loan records 30 days after a book came back.

We show the list of readers to nobody.

Fines are paid at the counter, in coins or by card.
"""


def edited(*edits: tuple[str, str]) -> str:
    text = BASE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_changed_word_makes_a_reworded_clause() -> None:
    assert facts(BASE, edited(("30 days", "90 days"))) == [("reworded", "")]


def test_an_added_and_a_removed_clause_stand_alone() -> None:
    added = BASE + "\nPhotographs of the reading hour hang in the hall.\n"
    assert facts(BASE, added) == [("added", "")]
    assert facts(added, BASE) == [("removed", "")]


def test_a_number_is_no_change_of_meaning() -> None:
    old, new = (re.sub("^(?=[TWF])", f"{n}. ", BASE, flags=re.MULTILINE) for n in (1, 2))
    assert set(facts(old, new)) == {("reworded", "renumbered")}


def test_quotation_marks_capitals_and_dashes_are_typography() -> None:
    assert facts(BASE, edited(("counter, in coins", "Counter - in coins"))) == [("reworded", "typography")]


def test_a_link_that_leads_elsewhere_is_told_as_that() -> None:
    old, new = (f"See [the rules](https://library.example/{page})." for page in "ab")
    assert facts(old, new) == [("reworded", "link-target")]


def test_prose_made_a_list_keeps_its_words() -> None:
    prose = "The harbour master notes the name of the boat, the length of the boat, and the home port of the boat.\n"
    listed = "The harbour master notes\n\n- the name of the boat\n- the length of the boat\n- and the home port of the boat.\n"
    assert facts(prose, listed) == [("split", "form")]
    assert facts(listed, prose) == [("merged", "form")]


def test_the_short_items_and_the_lead_in_of_a_list_go_where_its_other_items_went() -> None:
    listed = "We never\n\n- sell your address,\n- lend it, or\n- show it to other hotels.\n"
    prose = "We never sell your address, lend it or show it to other hotels.\n"
    assert facts(listed, prose) == [("merged", "form")]
    assert facts(prose, listed) == [("split", "form")]


def test_the_heads_of_a_table_go_where_its_rows_went() -> None:
    table = "| record | kept for |\n|---|---|\n| guest book | 2 years |\n| bar bills | 7 years |\n"
    prose = "The guest book is kept for 2 years. The bar bills are kept for 7 years.\n"
    assert [kind for kind, _ in facts(table, prose)] == ["merged"]
    assert [kind for kind, _ in facts(prose, table)] == ["split"]


def test_a_paragraph_cut_in_two_is_a_split() -> None:
    old = "Our vets note the weight of your dog at each visit. The laboratory in Ash Street sees the blood but never the owner's name.\n"
    new = old.replace("visit. ", "visit.\n\n")
    assert facts(old, new) == [("split", "form")]
    assert facts(new, old) == [("merged", "form")]


def test_a_new_clause_much_like_its_neighbour_is_added_and_not_split_off() -> None:
    old = "Write to the stables at Mill Lane 4, for the attention of the farrier, if your horse was photographed.\n"
    new = old + "\n" + old.replace("farrier", "groom")
    assert facts(old, new) == [("added", "")]


def test_a_ban_moved_into_a_list_of_permissions_is_not_proven_harmless() -> None:
    old = "We never note:\n\n- the seat you booked in the theatre\n\nWe note:\n\n- the name on the ticket\n"
    new = "We never note:\n\n- the colour of your coat\n\nWe note:\n\n- the name on the ticket\n- the seat you booked in the theatre\n"
    assert ("moved", "moved") not in facts(old, new)
    assert any(not proof for _, proof in facts(old, new))


def test_a_promise_moved_under_a_heading_that_narrows_it_is_not_proven_harmless() -> None:
    promise = "You can have your photographs deleted at any time."
    rest = "The studio notes who ordered prints, and how many of them there were."
    old = f"## Your say\n\n{promise}\n\n## For residents of California\n\n{rest}\n"
    new = f"## Your say\n\n## For residents of California\n\n{rest}\n\n{promise}\n"
    assert [(p.kind, p.proof) for p in pairs(old, new) if promise in p.new_text] == [(Kind.MOVED, "")]


def test_items_of_a_word_or_two_that_come_together_are_one_change() -> None:
    old = "The show is for:\n\n- adults\n- the choir\n"
    new = old + "- babies\n- dog owners\n- people of the town who bought a ticket\n"
    assert [p.new_text for p in pairs(old, new) if p.kind is Kind.ADDED] == ["babies\ndog owners", "people of the town who bought a ticket"]


def test_signs_without_words_say_nothing() -> None:
    assert facts(BASE, BASE + "\n\u2014 \u2022 \u2014\n") == [("added", "typography")]
    assert facts(BASE, BASE + "\n5 %\n") == [("added", "")]


def test_of_two_like_clauses_each_finds_its_own() -> None:
    people = ("porter", "maid", "cook")
    old = "\n\n".join(f"Room {n} is cleaned by the {who} on weekday mornings before nine." for n, who in enumerate(people))
    new = old.replace("mornings", "evenings")
    assert [(p.old_text[:6], p.new_text[:6]) for p in pairs(old, new)] == [(f"Room {n}", f"Room {n}") for n in range(3)]


@pytest.mark.parametrize("count", [2_000])
def test_a_rewrite_of_many_clauses_ends_soon(count: int) -> None:
    old = "\n\n".join(f"We keep item {n} of shelf {n % 7} in box {n * 3} for the owner." for n in range(count))
    new = "\n\n".join(f"They put thing {n} from rack {n % 5} into crate {n * 5} for a guest." for n in range(count))
    assert len(pairs(old, new)) >= count
