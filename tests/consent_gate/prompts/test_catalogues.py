"""The catalogues say everything in every language, with the same names filled in and every plural of the language."""

import re

import pytest

from consent_gate.prompts.catalogue import read, sentences
from consent_gate.prompts.language import LANGUAGES, language
from policy_versions.durations import Duration

OTHERS = [tag for tag in LANGUAGES if tag != "en"]


def said():
    return [m for m in sentences() if m.id]


def test_there_are_sentences_to_translate():
    assert len(said()) > 100


@pytest.mark.parametrize("tag", OTHERS)
def test_every_sentence_is_translated_and_none_is_left_over(tag):
    catalogue = read(tag)
    missing = [m.id for m in said() if not (found := catalogue.get(m.id)) or not all(found.string if m.pluralizable else [found.string])]
    assert missing == []
    assert {m.id for m in catalogue if m.id} == {m.id for m in said()}


@pytest.mark.parametrize("tag", OTHERS)
def test_translations_fill_in_the_names_of_the_english_sentence(tag):
    for message in read(tag):
        if not message.id:
            continue
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {name for one in english for name in re.findall(r"%\((\w+)\)", one)}
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            found = set(re.findall(r"%\((\w+)\)", form))
            assert found <= wanted
            if len(english) == 1:
                assert found == wanted


@pytest.mark.parametrize("tag", OTHERS)
def test_every_language_has_all_its_plurals(tag):
    catalogue = read(tag)
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals


def test_arabic_counts_as_arabic_does():
    arabic = language("ar")
    one = "%(organisation)s asks you one question about your data"
    many = "%(organisation)s asks you %(num)s questions about your data"
    forms = [arabic.count(one, many, n, organisation="س", num=n) for n in (1, 2, 3, 11, 100)]
    assert len(set(forms)) == 5
    assert "سؤالان" in forms[1]


def test_a_language_without_catalogue_is_english():
    assert [language(tag).tag for tag in (None, "", "nl", "de-AT", "AR", "es_MX")] == ["en", "en", "en", "de", "ar", "es"]


def test_periods_and_lists_are_said_in_the_language():
    assert language("en").period(Duration.parse("P2Y6M")) == "2 years and 6 months"
    assert language("de").period(Duration.parse("P1Y")) == "1 Jahr"
    assert language("fr").list(["a", "b", "c"]) == "a, b et c"
    assert language("ar").direction == "rtl"
