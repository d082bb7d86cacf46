"""Plain words: what the lint finds, and what it leaves alone."""

import pytest

from consent_gate.prompts.clean import clean, clean_run, hidden_characters
from consent_gate.prompts.lint import Rule, lint_words, reading


def rules(text, language="en"):
    return {w.rule for w in lint_words(text, language)}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "We give bicycle insurers your name so that they can make you an offer."),
        ("en", "We do not sell your data."),
        ("de", "Wir geben Ihren Namen an Versicherer."),
        ("fr", "Nous donnons votre nom aux assureurs."),
        ("es", "Damos su nombre a las aseguradoras."),
        ("ar", "نعطي اسمك لشركات التأمين."),
    ],
)
def test_plain_words_raise_nothing(language, words):
    assert rules(words, language) == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "We do not stop sharing unless you object."),
        ("en", "You don’t refuse that nothing is shared."),
        ("de", "Ohne Widerspruch geben wir sie nicht nicht weiter."),
        ("fr", "Nous ne la partageons pas sans votre refus."),
        ("es", "No la compartimos sin su permiso."),
        ("ar", "لا نشاركها دون موافقتك."),
    ],
)
def test_two_negations_in_a_sentence_are_found(language, words):
    assert Rule.DOUBLE_NEGATIVE in rules(words, language)


def test_one_negation_in_each_of_two_sentences_is_no_double_negative():
    assert Rule.DOUBLE_NEGATIVE not in rules("We do not sell it. We never rent it.")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "By continuing to order you agree."),
        ("en", "Continued use constitutes acceptance."),
        ("de", "Durch die weitere Nutzung stimmen Sie zu."),
        ("fr", "En continuant, vous acceptez."),
        ("es", "Al continuar, usted acepta."),
        ("ar", "باستمرارك فإنك توافق."),
    ],
)
def test_taking_going_on_for_a_yes_is_found(language, words):
    assert Rule.BY_CONTINUING in rules(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Unfortunately you will miss out on offers."),
        ("en", "Help us give you the best experience."),
        ("de", "Leider verpassen Sie dann Angebote."),
        ("fr", "Vous risquez de passer à côté de nos offres."),
        ("es", "Lamentablemente se perderá las ofertas."),
        ("ar", "للأسف ستفوتك العروض."),
    ],
)
def test_leaning_on_one_answer_is_found(language, words):
    assert Rule.SHAMING in rules(words, language)


def test_words_with_letters_of_two_scripts_are_found():
    assert Rule.LOOK_ALIKE in rules("We share it with \u0410cme.")
    assert Rule.LOOK_ALIKE not in rules("We share it with Яндекс and Acme.")


def test_characters_that_cannot_be_seen_are_found_and_taken_out():
    hostile = "We may pay\u202eevil\u202c share\u200b it\ufeff\x00"
    assert Rule.HIDDEN in rules(hostile)
    assert hidden_characters(clean(hostile)) == ""
    assert clean(hostile) == "We may payevil share it"


def test_the_joiners_and_marks_of_real_scripts_stay():
    persian = "می\u200cخواهیم"
    assert clean(persian) == persian
    assert hidden_characters(persian) == ""


def test_a_piece_of_a_sentence_keeps_its_outer_spaces():
    assert clean_run("  with\n others ") == " with others "


def test_long_and_hard_words_are_told_with_their_level():
    hard = (
        "Notwithstanding the aforementioned provisions, the organisation reserves the prerogative to disseminate "
        "categorised behavioural information to affiliated intermediaries for commercialisation purposes."
    )
    found = {w.rule: w for w in lint_words(hard)}
    assert "reading grade" in found[Rule.HARD_TO_READ].message
    assert Rule.TOO_LONG in rules(hard * 2)


def test_the_reading_level_rises_with_the_words():
    easy, hard = (
        reading("We show you the way. You may go."),
        reading("Organisational considerations necessitate comprehensive authorisation."),
    )
    assert easy.level < 4 < hard.level
    assert easy.plain
    assert not hard.plain
    assert reading("").level == 0
    assert reading("Wir reparieren Ihr Rad.", "de").measure == "lix"
