"""What says the same in other words is cleared, and the nearest looser wording of each kind is not."""

import pytest

from differ import compare
from differ.model import Direction

HARMLESS = {Direction.NEUTRAL}


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We answer within 30 days (one month).", "We answer within 30 days."),
        ("The gym deletes door logs after 12 months (1 year).", "The gym deletes door logs after 12 months."),
        ("Tapes of the bank are kept for 24 hours (one day).", "Tapes of the bank are kept for one day."),
        ("If we change this policy, we will tell you in advance.", "If we change this policy, we will tell you before the change."),
        ("We will inform patients of changes before they take effect.", "We will inform patients of changes in advance."),
        ("The club gives members prior notice of any change.", "The club gives members notice of any change in advance."),
        ("You can view your bookings at any time in the app.", "You can view your bookings anytime on our website."),
        ("These organisations may use your name to send parcels.", "These companies may use your name to send parcels."),
    ],
)
def test_the_same_in_other_words_is_cleared(old: str, new: str):
    assert _said(old, new) <= HARMLESS
    assert _said(new, old) <= HARMLESS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We answer within 30 days (one month).", "We answer within 60 days (two months)."),
        ("We delete tapes after 30 days (one month).", "We delete tapes after 30 days (six months)."),
        ("We delete tapes after 30 days.", "We delete tapes after 30 days, and those of the lift after a year."),
        ("We will tell guests of changes in advance.", "We will tell guests of changes."),
        ("We will email you 30 days in advance.", "We will email you 10 days in advance."),
        ("We will tell you before we share your file.", "We will tell you in advance."),
        ("You can view your bookings at any time in the app.", "You can view your bookings at any time at our desk in Hull."),
        ("We share your address with delivery companies.", "We share your address with delivery companies and other companies."),
        ("The school gives your name to its trainers.", "The school gives your name to organisations that ask for it."),
    ],
)
def test_less_than_the_same_is_not_cleared(old: str, new: str):
    assert not _said(old, new) <= HARMLESS | {Direction.TIGHTENS}


def _table(title: str, heads: str, *rows: str) -> str:
    return "\n".join([f"# {title}", "", f"| {heads} |", "|" + " --- |" * (heads.count("|") + 1), *(f"| {row} |" for row in rows), ""])


@pytest.mark.parametrize(
    ("title", "heads", "old", "new"),
    [
        ("Cookies", "Name | Purpose", "cart | Analytics", "cart | Used for analytics"),
        ("Cookies", "Name | Purpose", "lamp | To count visits", "lamp | It is used to count visits"),
        ("Cookies", "Name | Purpose | Duration", "lang | Language | Session", "lang | Language | Session cookie"),
        ("What we use", "Data | Why we use it", "Weight | To plan your training", "Weight | We use it to plan your training"),
        ("Tickets", "Data | Purpose", "E-mail | Sending your ticket", "E-mail | Used for sending your ticket"),
    ],
)
def test_a_row_need_not_repeat_what_its_table_is_of(title: str, heads: str, old: str, new: str):
    assert _said(_table(title, heads, old), _table(title, heads, new)) <= HARMLESS
    assert _said(_table(title, heads, new), _table(title, heads, old)) <= HARMLESS


@pytest.mark.parametrize(
    ("title", "heads", "old", "new"),
    [
        ("Cookies", "Name | Purpose", "cart | Counts visits", "cart | Used to count visits and to show you ads"),
        ("What we use", "Data | Why we use it", "Address | Delivery", "Address | Used for marketing"),
        ("Sharing", "Data | Who gets it", "Address | Couriers", "Address | Couriers and advertisers"),
        ("What we note", "Service | Data", "Shop | your name", "Shop | your name and cookies"),
    ],
)
def test_a_row_that_tells_more_is_flagged(title: str, heads: str, old: str, new: str):
    assert _said(_table(title, heads, old), _table(title, heads, new)) & {Direction.RELAXES, Direction.MIXED}


NOTICE = "# Privacy notice\n\nWe run a shop. We collect your name and address and use them for delivery.\n\n"
FLAGGED = {Direction.RELAXES, Direction.MIXED}


@pytest.mark.parametrize(
    "sentence",
    [
        "Our carriers' use of your data must comply with this notice.",
        "Any sharing of the data by our agents must be in accordance with our written instructions.",
        "For all transfers of your data to Peru, the airline is certified under the Framework and follows its principles.",
        "It is not always clear whether users intend these signals to be sent.",
        "TrustMark is an independent organisation that audits the privacy practices of its members.",
        "This notice prevails over conflicting terms of our partners.",
        "You can ask for a copy of your data. To respond to your request, we may require further information to verify your identity.",
        "You can ask us to erase your data. For your protection, we may need additional information.",
        "The bank is subject to the enforcement powers of the Markets Board.",
        "Refusing has no negative consequences for you.",
        "Your choices do not affect the service you receive from us.",
        "No fee is charged for a copy of your data.",
        "Nothing in this policy restricts your statutory rights.",
        "A list of our suppliers can be sent to you on request.",
        "Changes to this notice will not apply to data collected before.",
        "We will not reduce your rights without your explicit consent.",
        "We publish a summary of this notice for children.",
        "The school trains its clerks in how to handle pupils' data.",
        "Giving us your birthday is voluntary.",
        "We show you what data we hold about you in your account.",
        "Our policy does not apply to websites that are operated by third parties.",
        "Our app has links to other websites, which may set their own cookies.",
        "Should our notice change, we will publish such changes on our site.",
    ],
)
def test_what_protects_or_only_explains_is_no_new_practice(sentence: str):
    assert not _said(NOTICE, f"{NOTICE}{sentence}\n") & FLAGGED


@pytest.mark.parametrize(
    "sentence",
    [
        "Our carriers' use of your data is bound by their own terms, and they may sell it.",
        "For transfers to Peru, we share your data with brokers.",
        "Your data is subject to the terms of our partners, to whom we sell it.",
        "We may ask you for a copy of your passport before we deliver.",
        "To respond to your request we may share your data with partners.",
        "Opting out does not affect how we use your data for research.",
        "Changes to this notice also apply to data collected before.",
        "This notice does not apply to data collected before.",
        "Nothing in this notice limits our right to share your data.",
        "A list of your purchases can be sent to our partners on request.",
        "We train our models in how to predict your moods.",
        "We publish a copy of our policy and your address.",
        "We show you what data we hold and sell it to partners.",
        "This notice does not cover sites on which we share your data with others.",
        "Our website contains links to other sites, and we share your data with them.",
    ],
)
def test_what_reads_like_it_and_allows_something_is_flagged(sentence: str):
    assert _said(NOTICE, f"{NOTICE}{sentence}\n") & FLAGGED


@pytest.mark.parametrize(
    ("told", "example"),
    [
        ("The bakery uses your orders to improve its products.", "For example, to improve the rye loaf."),
        ("We collect contact details.", "For example, we collect your e-mail address."),
        ("The hospital uses your letters for quality assurance.", "For example, to train our staff."),
        ("The clinic uses your answers for research.", "For instance, we use them in medical research on sleep."),
        ("Our site collects certain facts such as your browser type.", "Examples include your browser type."),
    ],
)
def test_an_example_of_what_is_told_is_no_new_practice(told: str, example: str):
    assert _said(f"We run a shop. {told}", f"We run a shop. {told} {example}") <= HARMLESS


@pytest.mark.parametrize(
    ("told", "example"),
    [
        ("We use your data to improve our services.", "For example, we sell your data to advertisers."),
        ("We use your data to improve our services.", "For example, we use it to show you ads."),
        ("We collect contact details.", "For example, we collect your blood group."),
        ("We share your address with service providers.", "For example, we share your address with data brokers."),
        ("With your consent we use your data for research.", "For example, we use your data for medical research."),
        ("We use your orders to provide the service.", "For example, we fling your orders at passers-by."),
    ],
)
def test_an_example_of_something_else_is_not_cleared(told: str, example: str):
    assert not _said(f"We run a shop. {told}", f"We run a shop. {told} {example}") <= HARMLESS


def test_a_well_known_company_is_nobody_else_in_its_own_policy():
    own = "# Privacy\n\nWelcome to Pinterest! We note what you pin on {} website. Pinterest keeps pins for a year.\n"
    assert _said(own.format("this"), own.format("the Pinterest")) <= HARMLESS | {Direction.UNCLEAR}
    others = "# Privacy\n\nWelcome to Hill Cycles! We share your rides with {}.\n"
    assert _said(others.format("couriers"), others.format("couriers and Pinterest")) == {Direction.RELAXES}
