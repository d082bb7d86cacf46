"""The groups of words that mean the same: each is read alike, stands once, and takes nothing from what the rules know."""

from collections import Counter

import pytest

from differ import compare
from differ.judgement.terms import terms
from differ.model import Direction
from differ.vocabulary import load, phrase, synonyms

GROUPS = tuple(synonyms())
WORDS = {stems for entry in load().entries.values() for stems in map(phrase, entry.words)}
KEYED_BY_WORDS = {"data", "recipient", "purpose", "place", "safeguard"}


def known_as(words: str) -> str | None:
    """The entry that a word or phrase is one of the phrases of."""
    stems = phrase(words)
    return next((entry.key for entry in load().entries.values() if stems in map(phrase, entry.words)), None) if stems in WORDS else None


@pytest.mark.parametrize("group", [pytest.param(group, id=group[0]) for group in GROUPS])
def test_the_words_of_a_group_are_read_alike(group: tuple[str, ...]):
    assert len(group) > 1
    assert len({tuple(term.key for term in terms(f"a {words} matters")) for words in group}) == 1


def test_no_word_stands_in_two_groups_or_twice_in_one():
    counts = Counter(phrase(words) for group in GROUPS for words in group)
    assert [" ".join(stems) for stems, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("group", [pytest.param(group, id=group[0]) for group in GROUPS])
def test_a_group_is_of_words_the_rules_do_not_know_or_of_one_entry_told_apart_by_its_words(group: tuple[str, ...]):
    entries = {known_as(words) for words in group}
    assert len(entries) == 1
    entry = entries.pop()
    assert entry is None or entry.split(".")[0] in KEYED_BY_WORDS


def test_no_word_that_carries_no_meaning_has_synonyms():
    plain = load()
    silent = plain.idle | plain.glue | plain.person | plain.organisation
    assert [words for group in GROUPS for words in group if len(phrase(words)) == 1 and phrase(words)[0] in silent] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The pool's lockers operate without keys.", "The operation of the pool's lockers needs no keys."),
        ("We weigh parcels in accordance with the tariff.", "We weigh parcels pursuant to the tariff."),
        (
            "We share the mobile phone of the lift's driver with the garage.",
            "We share the smartphone of the lift's driver with the garage.",
        ),
    ],
)
def test_a_word_put_for_its_synonym_lets_no_more_be_done(old: str, new: str):
    directions = {change.direction for change in compare(f"# Terms\n\n{old}\n", f"# Terms\n\n{new}\n").changes}
    assert not directions & {Direction.RELAXES, Direction.MIXED}
