"""The vocabulary's entries: their examples are read as they say, and no phrase stands under two meanings."""

from collections import defaultdict

import pytest

from differ.judgement.terms import terms
from differ.vocabulary import Entry, digest, load, phrase

ENTRIES = sorted(load().entries.values(), key=lambda entry: entry.key)


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.key) for entry in ENTRIES])
def test_an_entrys_examples_are_read_as_it(entry: Entry):
    assert len(entry.examples) >= 2
    for example in entry.examples:
        assert entry.key in {term.entry.key for term in terms(example) if term.entry}, example


def test_no_phrase_stands_under_two_entries():
    where: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for entry in ENTRIES:
        for words in entry.words:
            where[phrase(words)].add(entry.key)
    assert {" ".join(stems): keys for stems, keys in where.items() if len(keys) > 1} == {}


def test_a_parent_is_an_entry_of_the_same_kind():
    known = load().entries
    for entry in ENTRIES:
        assert not entry.parent or f"{entry.kind}.{entry.parent}" in known


def test_the_digest_is_of_the_words():
    assert len(digest()) == 64
    assert digest() == digest()
