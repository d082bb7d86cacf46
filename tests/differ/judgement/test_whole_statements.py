"""Whole sentences that come or go and only seem to loosen something, and their neighbours that do."""

import pytest

from differ import compare
from differ.model import Direction

NOTICE = "# Notice\n\nThe shop opens at nine.\n\n"
LOOSENS = {Direction.RELAXES, Direction.MIXED}


def said(old: str, new: str) -> set[Direction]:
    """Which ways the changes between two texts go."""
    return {change.direction for change in compare(old, new).changes} or {Direction.NEUTRAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "Please also use that form to request removal of drawings that you hung up as a child.",
        "Pupils with an account are entitled, as the school law has it, to obtain removal of what they post.",
        "Due to the many kinds of phones, you may need to take a further step on yours to disable tracking tags.",
        "The Millers' Privacy Policy addresses how the millers use what they know of your interests for advertising.",
        'Scroll to the foot of your profile and uncheck "Send me the weekly menu" to receive it no more.',
        "Without your address we are unable to deliver.",
        "Cookies can be refused in the settings of your browser, though parts of the site may then not work.",
        "To leave the list of our magazine go to the Choices section of this notice.",
        "If you do not give us your name, we cannot print your ticket.",
        "When you ask us to delete your file, we also tell our printer to delete it.",
        "If you follow such a link, the hotel may collect information about you.",
        "The seal does not cover information that is collected by the maps we give away.",
        "This notice may change with the seasons, but changes do not affect data collected under an older one.",
    ],
)
def test_a_sentence_that_gives_or_points_is_no_new_practice(sentence: str):
    assert said(NOTICE, NOTICE + sentence) & LOOSENS == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "We may amend this policy as our inns grow.",
        "Changes made to reflect changes in the requirements of the Shield.",
        "Amend discussion of couriers.",
        "Removed information for guests of the inns in Bergen.",
    ],
)
def test_a_sentence_on_the_text_itself_is_no_promise_lost(sentence: str):
    assert said(NOTICE + sentence, NOTICE) & LOOSENS == set()


@pytest.mark.parametrize(
    "sentences",
    [
        "We may share lists of cyclists with the city. Such lists do not identify anyone.",
        "We lend your file to the bank that finances the boat. Our bank may only use the file to decide on the loan.",
        "We share your name with the clubs of the valley. You can opt out of this sharing at the desk.",
        "We disclose your meter readings to the network company. It does not use the readings for anything else.",
    ],
)
def test_a_limit_goes_with_what_it_limits(sentences: str):
    assert said(NOTICE + sentences, NOTICE) == {Direction.TIGHTENS}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We share lists of cyclists with the city. Such lists do not identify anyone.", "We share lists of cyclists with the city."),
        ("We note who comes. We do not sell what we note.", "The baths are warm."),
        ("We lend your file to the bank. You can have any file erased.", "The baths are warm."),
        ("We collect your telephone number when you buy a ticket. It is deleted after a year.", "The baths are warm."),
        ("We collect your telephone number when you buy a ticket. It is stored encrypted.", "The baths are warm."),
        ("We share your name with the clubs. You can opt out of any sharing of your data.", "The baths are warm."),
    ],
)
def test_a_limit_on_what_stays_or_on_more_than_what_goes_is_lost(before: str, after: str):
    assert said(NOTICE + before, NOTICE + after) & LOOSENS


LEAD = "Further, such purposes include:\n\n"


@pytest.mark.parametrize("purpose", ["Protecting the property of the mill and its guests", "Ensuring the functioning of our network"])
def test_a_purpose_in_a_list_of_purposes_is_no_promise(purpose: str):
    less = NOTICE + LEAD + "- Running the baths\n- Sending bills\n"
    assert Direction.TIGHTENS not in said(less, f"{less}- {purpose}\n")
    assert said(f"{less}- {purpose}\n", less) & LOOSENS == set()


ROWS = "| Tool | What for | Choice |\n| --- | --- | --- |\n| Countly | counts visits by IP address | you can opt out on its page |\n"


def test_the_choice_in_a_row_goes_with_what_the_row_is_about():
    more = ROWS + "| Hotjar | records your mouse | you can opt out on its page |\n"
    assert said(more, ROWS) == {Direction.TIGHTENS}
    assert Direction.RELAXES in said(ROWS, more)


def test_a_right_in_a_row_about_rights_does_not():
    rights = "| Your right | What it means |\n| --- | --- |\n| Access | a copy of all we hold |\n"
    assert said(rights + "| Objection | no more letters |\n", rights) == {Direction.RELAXES}


def test_counts_of_requests_promise_nothing():
    counts = "| Requests to | Received | Complied with | Denied |\n| --- | --- | --- | --- |\n| Know | 12 | 10 | 2 |\n"
    assert said(counts + "| Delete | 7 | 7 | 0 |\n", counts) == {Direction.NEUTRAL}


def test_an_entry_of_a_table_of_contents_says_nothing():
    text = (
        "# Whom we tell\n\n- Service providers\n\n## Service providers\n\nPrinters get the list of addresses.\n\n## Couriers\n\nWe walk.\n"
    )
    assert said(text, text.replace("- Service providers", "- Service providers\n- Couriers")) == {Direction.NEUTRAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "We are committed to protecting our guests' privacy.",
        "At Harbour Ferries, we believe that privacy is a right.",
        "We know that you care about how your file is used.",
        "Data protection is a top priority at the clinic.",
        "We strive to be transparent.",
        "We understand how important your privacy is to you.",
        "We take the security of your data very seriously.",
        "A processor is a company that processes data on behalf of a controller.",
        "Cookies are widely used to make websites work.",
        "Most browsers accept cookies automatically.",
        "You are responsible for keeping your PIN and password secret.",
        "Never give your PIN to a caller.",
        "You may only use the service for lawful purposes.",
        "If a part of this policy is held to be void, the rest remains in force.",
        "We process data lawfully, fairly and transparently.",
    ],
)
def test_a_commonplace_allows_and_promises_nothing(sentence: str):
    assert said(NOTICE, NOTICE + sentence) == said(NOTICE + sentence, NOTICE) == {Direction.NEUTRAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "We are committed to never selling our guests' addresses.",
        "We respect your privacy and delete your messages every night.",
        "Protecting your file is our priority, so it is kept encrypted.",
        "Most browsers accept cookies automatically, but you can refuse them.",
    ],
)
def test_a_commonplace_that_goes_on_to_promise_is_none(sentence: str):
    assert said(NOTICE + sentence, NOTICE) & {*LOOSENS, Direction.UNCLEAR}


@pytest.mark.parametrize(
    "sentence",
    [
        "A pixel is a tiny image by which we learn that you opened our letter.",
        "If any part of your claim is void, we sell your file.",
        "If any part of this policy is void, we may share your file with the mill's partners.",
        "If any provision of this policy is held invalid, your file is sold.",
        "Cookies are often used to build profiles of visitors.",
        "Visitors are responsible for what they say, which is recorded.",
        "If you do not give us your name, we cannot serve you and we pass your number to a bureau.",
        "The processors are companies that sell your data.",
    ],
)
def test_a_commonplace_that_goes_on_to_allow_is_none(sentence: str):
    assert said(NOTICE, NOTICE + sentence) & {*LOOSENS, Direction.UNCLEAR}


FERRY = "# Ferry\n\nWe collect your name and e-mail address when you buy a ticket. We use this information to answer your questions.\n\n"


@pytest.mark.parametrize(
    ("sentence", "loosens"),
    [
        ("We use your e-mail address to answer your questions.", False),
        ("When you buy a ticket, you give us your name and your e-mail address.", False),
        ("We use your e-mail address to send offers.", True),
        ("When you buy a ticket, you give us your name and your date of birth.", True),
    ],
)
def test_what_this_information_is_stands_in_the_sentence_before(sentence: str, loosens: bool):
    assert bool(said(FERRY, f"{FERRY.rstrip()} {sentence}\n") & LOOSENS) is loosens


@pytest.mark.parametrize(
    ("before", "after", "loosens"),
    [
        ("We have certified under the Privacy Shield for transfers.", "We rely on standard contractual clauses for transfers.", False),
        (
            "We have certified under the Safe Harbor for Switzerland and Norway.",
            "We have certified under the Privacy Shield for Norway.",
            True,
        ),
    ],
)
def test_a_fallen_mechanism_has_a_successor_only_for_as_many_countries(before: str, after: str, loosens: bool):
    old, new = (f"# Abroad\n\nWe bake bread in two towns. {one} The oven is warm.\n" for one in (before, after))
    assert bool(said(old, new) & LOOSENS) is loosens


def test_an_opt_out_told_as_a_refusal_is_still_told():
    stays = "You may refuse tracking cookies in the settings of the app."
    before = f"# Cookies\n\nYou can opt out of tracking cookies in the settings of the app.\n\n{stays}\n"
    assert said(before, f"# Cookies\n\n{stays}\n") & LOOSENS == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "You can adjust the volume with the slider.",
        "You can disable the sounds.",
        "You can turn off the lamp.",
    ],
)
def test_a_choice_of_an_unknown_thing_is_left_to_a_person(sentence: str):
    assert said(NOTICE + sentence, NOTICE) == said(NOTICE, NOTICE + sentence) == {Direction.UNCLEAR}


@pytest.mark.parametrize(
    "sentence", ["You can block cookies.", "You can edit your address.", "You may reject the use of your films.", "You can opt out."]
)
def test_a_choice_of_data_that_goes_is_a_choice_lost(sentence: str):
    assert said(NOTICE + sentence, NOTICE) & LOOSENS


def test_a_date_does_not_silence_what_is_said_to_have_happened_on_it():
    assert said(NOTICE, NOTICE + "On 3 March 2025 the scanner in the hall went live.") == {Direction.UNCLEAR}
    assert said(NOTICE, NOTICE + "This policy took effect on 1 May 2020.") == {Direction.NEUTRAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "Questions on this notice can be sent to the Privacy Team, Elm House, Leeds.",
        "Before you use a linked shop, you should review its terms of service and privacy policy.",
        "A processor is a firm that handles data for someone else.",
    ],
)
def test_a_word_to_the_reader_moves_nothing(sentence: str):
    assert said(NOTICE, NOTICE + sentence) == said(NOTICE + sentence, NOTICE) == {Direction.NEUTRAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "The list of our guests can be bought at the door.",
        "The footage is available on the screen in the lobby.",
        "Your file is open to the police.",
        "The premium plan includes a camera at your door.",
        "We offer prints of your visit to passers-by.",
    ],
)
def test_what_only_looks_like_a_word_on_the_trade_is_not_cleared(sentence: str):
    assert said(NOTICE, NOTICE + sentence) & (LOOSENS | {Direction.UNCLEAR})
