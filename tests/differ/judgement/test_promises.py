"""Words of promise that promise the person nothing are no promises; their neighbours that do are."""

import pytest

from differ import compare
from differ.model import Direction

NOTICE = "# Notice\n\nThe shop opens at nine.\n\n"
NO_PROMISE = (
    "We promise our sponsors your address.",
    "We guarantee our insurers that your address is fresh.",
    "We are committed to giving our insurers your readings.",
    "We ensure that advertisers learn what you buy.",
    "We answer the letters of insurers about you.",
    "Our clerks are trained to sell you more of what you like.",
    "We protect our stock by filming you.",
    "For your safety and protection, your calls are listened to.",
    "To keep you safe we film you.",
    "We take out your name and sell the rest to a university.",
    "We may anonymise your letters and sell them.",
    "We protect the lists of our partners, and they may use yours.",
    "Our audits may include reading your letters.",
    "We restrict your access to your file while we look into it.",
    "We limit copies to one a year.",
    "Your rights end when you leave.",
    "Complaints cost ten euros.",
    "Your consent covers all later tests.",
    "If you come in, you agree.",
    "By entering the pool you agree.",
    "If you object we close your account.",
    "You must say who you are before we answer.",
    "Earlier promises no longer hold.",
    "You will receive offers from our partners.",
    "You can opt out only by leaving.",
    "We ensure that each sponsor can see your address.",
    "We commit to sharing your results with your employer.",
    "We protect the income of our league by selling lists of players.",
    "We safeguard our partners' trade by giving them your readings.",
    "We comply with requests of any ministry for your file.",
    "We do not check how our partners use your photos.",
    "No consent is needed for calls by our sponsors.",
    "Your score decides whether you get a loan.",
    "Your choices help us to sell advertising space.",
    "The badge tells where you are.",
    "Entry requires that you accept all cookies.",
    "For your security, a camera films you in the lift.",
    "We tell the bar what you like to drink.",
    "We remove old cards and pass your name on to a bureau.",
    "We limit sales of your data to ten firms.",
)
PROMISE = (
    "We promise you that advertisers never see your address.",
    "We ensure that insurers keep your readings secret.",
    "We answer your letters about your file.",
    "Our staff are trained to keep your letters confidential.",
    "We protect your file by locking it away.",
    "We limit access to your file.",
    "We take out your name and tell you.",
    "We limit what couriers may see of your letters.",
    "If you ask us we close your account.",
    "If you withdraw your consent, we delete your file.",
    "We tell you when the police ask for your file.",
    "We tell you when we lend your file.",
    "You can opt out by letter.",
    "We ensure that our sponsors keep your address confidential.",
    "We protect your file by encrypting it.",
    "We require that each partner deletes your photos.",
    "We refuse to sell your address.",
    "We decline requests of insurers for your file.",
)
NEITHER = (
    "You will receive a receipt.",
    "To keep warm we light a fire.",
)


def _said(sentence: str, *, gone: bool = False) -> set[Direction]:
    old, new = NOTICE, NOTICE + sentence
    return {change.direction for change in (compare(new, old) if gone else compare(old, new)).changes}


@pytest.mark.parametrize("sentence", NO_PROMISE)
def test_words_of_promise_that_promise_the_person_nothing_do_not_tighten(sentence: str):
    assert _said(sentence) & {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}


@pytest.mark.parametrize("sentence", PROMISE)
def test_a_promise_tightens_when_it_comes_and_relaxes_when_it_goes(sentence: str):
    assert _said(sentence) == {Direction.TIGHTENS}
    assert _said(sentence, gone=True) == {Direction.RELAXES}


@pytest.mark.parametrize("sentence", NEITHER)
def test_words_that_only_look_like_it_are_not_taken_for_it(sentence: str):
    assert _said(sentence) <= {Direction.NEUTRAL, Direction.UNCLEAR}


WIDER = (
    ("We limit access to your file to nurses.", "We limit access to your file to nurses and contractors."),
    ("We restrict access to your data to our pilots.", "We restrict access to your data to our pilots and caterers."),
    ("We limit the use of your data to billing.", "We limit the use of your data to billing and marketing."),
    ("We do not share your tickets.", "We do not sell your tickets."),
    ("We do not track your position.", "We do not track your exact position."),
)


@pytest.mark.parametrize(("old", "new"), WIDER)
def test_what_is_limited_to_more_or_ruled_out_in_fewer_cases_loosens(old: str, new: str):
    assert {change.direction for change in compare(NOTICE + old, NOTICE + new).changes} == {Direction.RELAXES}
    assert {change.direction for change in compare(NOTICE + new, NOTICE + old).changes} == {Direction.TIGHTENS}
