"""The words for data and its uses."""

import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest

from policy_versions.errors import TaxonomyError
from policy_versions.model import SELF, LocalText, OwnKey
from policy_versions.taxonomy import (
    LANGUAGES,
    KeyKind,
    Taxonomy,
    data_categories,
    data_subjects,
    data_uses,
    is_key,
    label,
    parent,
)

ALL = (*data_categories(), *data_uses(), *data_subjects())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_label_of_its_own_in_every_language(language):
    labels = json.loads(files("policy_versions").joinpath("data", f"labels.{language}.json").read_text(encoding="utf-8"))
    assert set(labels) == {*ALL, SELF}
    assert len(set(labels.values())) == len(labels)
    for key, words in labels.items():
        assert words == words.strip() == unicodedata.normalize("NFC", words)
        assert 2 <= len(words) <= 90, (key, words)
        assert not re.search(r"[_.;:]", words), (key, words)


def test_arabic_labels_are_arabic():
    assert all(any("ARABIC" in unicodedata.name(c, "") for c in label(key, "ar")) for key in ALL)


def test_selling_work_is_not_called_selling_data():
    assert "data" not in label("sales", "en").lower()
    assert "Passing data on" in label("third_party_sharing", "en")


def test_a_label_falls_back_to_the_language_without_region_and_then_to_english():
    assert label("user.contact.email", "de-AT") == label("user.contact.email", "de") != label("user.contact.email", "xx")
    assert label("user.contact.email", "xx") == label("user.contact.email", "en") == "Email address"


def test_every_key_stands_under_a_key_that_is_there():
    assert all(is_key(key) for key in ALL)
    assert [key for key in ALL if parent(key) is not None and parent(key) not in ALL] == []


def test_an_unknown_key_is_refused_with_what_was_meant():
    taxonomy = Taxonomy.of()
    for wrong, meant in [
        ("user.contact.e-mail", "user.contact.email"),
        ("user.behaviour.purchase_history", "user.behavior.purchase_history"),
        ("email", "user.contact.email"),
    ]:
        with pytest.raises(TaxonomyError) as caught:
            taxonomy.check(wrong, KeyKind.DATA)
        assert f"`{meant}`" in caught.value.hint


def test_a_key_of_the_other_kind_is_told_apart():
    with pytest.raises(TaxonomyError, match="`marketing` is a use, not a data category"):
        Taxonomy.of().check("marketing", KeyKind.DATA)


def test_own_keys_take_the_kind_of_what_stands_above_them():
    own = [OwnKey(key=key, label=LocalText.of("x")) for key in ("user.pager", "marketing.leaflets", "bakery.crumbs")]
    taxonomy = Taxonomy.of(own)
    assert {"user.pager", "bakery.crumbs"} <= set(taxonomy.keys(KeyKind.DATA))
    assert "marketing.leaflets" not in taxonomy.keys(KeyKind.DATA)
    assert {"marketing.leaflets", "bakery.crumbs"} <= set(taxonomy.keys(KeyKind.USE))
    assert "user.pager" in taxonomy.children("user", KeyKind.DATA)
    assert taxonomy.parents("user.contact.address.city") == ("user.contact.address", "user.contact", "user")


def test_own_labels_come_first_and_in_the_readers_language():
    taxonomy = Taxonomy.of([OwnKey(key="user.pager", label=LocalText.of({"en": "Pager", "fr": "Bipeur"}))])
    assert (taxonomy.label("user.pager", "fr-CH"), taxonomy.label("user.pager", "en")) == ("Bipeur", "Pager")
    assert taxonomy.label("user.name", "en") == label("user.name", "en")


def test_the_page_of_keys_is_in_step(monkeypatch):
    root = Path(__file__).parents[2]
    monkeypatch.syspath_prepend(str(root / "scripts"))
    from taxonomy_page import page

    assert (root / "docs/taxonomy.md").read_text(encoding="utf-8") == page()
