"""Changes that say the same in other words, or speak of no use of data, are cleared; their neighbours that move something are not."""

import pytest

from differ import compare
from differ.model import Direction

NOTICE = "# Notice\n\nThe shop opens at nine.\n\n"
SAME = (
    ("We scan tickets in accordance with our rules.", "We scan tickets pursuant to our rules."),
    ("We sort letters by means of barcodes.", "We sort letters with the help of barcodes."),
    ("We use your address to set up a loan card.", "We use your address to establish a loan card."),
    ("You must register for a locker before you swim.", "You must enrol for a locker before you swim."),
    ("Privacy Officer, Fir Lane 4, Oslo, desk@pool.example", "Data Protection Officer, Elm Lane 9, Oslo, dpo@pool.example"),
    ("Write to our Data Protection Manager at desk@zoo.example.", "Write to our Data Protection Officer at dpo@zoo.example."),
    ("Pixels are small pieces of code.", "Pixels are small blocks of code."),
    ("We keep the folowing: your name and your seat.", "We keep the following: your name and your seat."),
    ('You may ask for a copy as the section "Your rights" tells.', 'You may ask for a copy as the section "What you may do" tells.'),
    ("We print the number of guests.", "We print how many guests there are."),
    (
        "You can object to the use of your file at any time.",
        "You have the right to object at any time to the use of your file.",
    ),
    ("You may use any of our pools if you show your card.", "You may use our pools if you show your card."),
    ("The table below shows what we keep and why.", "What we keep and why is set out below."),
    ("You may write to the Water Board, Fir Lane 4, Oslo 0150.", "You may write to the Water Board, Elm Road 19, Oslo 0255."),
    ("We note down your calls to our call centre.", "We note down your calls to our care team."),
    ("We send slips to Quickmail.", "We send slips to Quickmail Parcel Express."),
    (
        "We lend your file to the court. We ask it for a receipt.",
        "We lend your file to the court. Where this happens, we ask it for a receipt.",
    ),
)
SAYS_NOTHING = (
    "Our website contains links to third-party websites.",
    "The hotel's app has links to other sites, such as those of our advertisers.",
    "We are a co-operative company that has its seat in Oslo.",
    "You may view this notice with your browser's audio reader.",
    "Our Data Protection Officer can be reached at dpo@pool.example.",
    "If you have questions, you will find our contact details at the foot of the page.",
    "An up-to-date list of our couriers can be found at depot.example/couriers.",
    "The criteria we use to set these periods include how long you are with us and whether the law obliges us to keep slips.",
)
REPEATED = (
    "As explained above, we may have to give files to a court that orders us to protect a witness.",
    "For guests of the Fir Lane Pool AS, our postal address is: Fir Lane Pool AS, Fir Lane 4, Oslo 0150, Norway",
    "As stated above, we weigh parcels at the depot.",
    "As already mentioned in the previous paragraph, we film the gates.",
)
MOVES = (
    "We have a data protection officer who reads every file before it leaves the house.",
    "As stated above, we never lend your file.",
    "As stated above, we keep recordings of calls for ninety days.",
    "You may view your file on our website.",
    "Your statements are saved for a year.",
)


LOOSER = (
    ("We do not open lockers unless the police ask.", "We do not open lockers unless the police ask or the alarm rings."),
    ("We may lend your file to couriers, but only for delivery.", "We may lend your file to couriers, but only for delivery or marketing."),
    ("## With whom do we share your file?\n\n- rowing clubs", "## With whom do we share your file?\n\n- rowing clubs\n- advertisers"),
)
BINDS_LESS = (
    ("Porters must treat your bags in accordance with this notice.", "Porters must treat your bags."),
    ("We handle your complaint in line with this notice.", "We handle your complaint."),
    ("We tell you before we lend your file.", "In that case we tell you before we lend your file."),
    ("We film the gates. We wipe your films at night.", "We film the gates. Where this happens, we wipe your films at night."),
    ("We only note what is necessary of your visit.", "We only note what we need of your visit."),
    ("We require porters to burn your slips.", "We need porters to burn your slips."),
    ("We wipe your films.", "We do our best to wipe your films."),
    ("We never lend your file.", "We basically never lend your file."),
    ("We will clearly tell you before we lend your file.", "We will tell you before we lend your file."),
    ("We note your clicks.", "We note your clicks and actions."),
    ("We sell lists of your residence.", "We sell lists of your domicile."),
    ("We lend your file to one rowing club.", "We lend your file to several rowing clubs."),
    ("We keep one copy of your ticket.", "We keep many copies of your ticket."),
    ("We wipe your films.", "We wipe your films later."),
    ("We keep your films on our own disks.", "We keep your films on disks."),
    ("We keep your films in the same town.", "We keep your films in a town."),
    ("We tell you as soon as we lend your file.", "We tell you if we lend your file."),
    ("Only you see your file.", "You see your file."),
    ("This notice covers our rowers.", "This notice covers our rowers in Norway."),
    ("This notice covers you wherever you live.", "This notice covers you if you live in Norway."),
    ("This notice covers our rowers in Norway and Sweden.", "This notice covers our rowers in Norway."),
)
TIGHTER = (("Gifts come from Bolt Inc.", "Gifts come from Bolt Inc. Bolt Inc., our courier, is bound by contract."),)


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize(("old", "new"), SAME)
def test_the_same_in_other_words_moves_nothing_either_way(old: str, new: str):
    assert _said(old, new) == {Direction.NEUTRAL}
    assert _said(new, old) == {Direction.NEUTRAL}


@pytest.mark.parametrize("sentence", SAYS_NOTHING)
def test_a_new_sentence_that_speaks_of_no_practice_moves_nothing(sentence: str):
    assert _said(NOTICE, NOTICE + sentence) == {Direction.NEUTRAL}


@pytest.mark.parametrize("sentence", REPEATED)
def test_a_sentence_that_only_repeats_another_or_heads_an_address_takes_nothing_with_it(sentence: str):
    assert _said(NOTICE + sentence, NOTICE) == {Direction.NEUTRAL}


@pytest.mark.parametrize("sentence", MOVES)
def test_a_promise_a_limit_or_a_right_is_missed_when_it_goes(sentence: str):
    assert _said(NOTICE + sentence, NOTICE) & {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}


@pytest.mark.parametrize(("old", "new"), LOOSER)
def test_one_thing_more_in_an_exception_a_limit_or_under_a_question_loosens(old: str, new: str):
    assert _said(old, new) & {Direction.RELAXES, Direction.MIXED}


@pytest.mark.parametrize(("old", "new"), TIGHTER)
def test_a_promise_behind_an_abbreviation_tightens(old: str, new: str):
    assert _said(old, new) - {Direction.NEUTRAL} == {Direction.TIGHTENS}


@pytest.mark.parametrize(("old", "new"), BINDS_LESS)
def test_words_that_bind_or_limit_are_no_mere_connectives_or_synonyms(old: str, new: str):
    assert _said(NOTICE + old, NOTICE + new) & {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}
