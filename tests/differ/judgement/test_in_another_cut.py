"""What is said in one sentence or in two, in a list or in prose, is the same; what is lost or let go on the way is not."""

import pytest

from differ import compare
from differ.model import Direction, Kind

FLAGGED = {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}

SAME = (
    ("We do not lend your diary. We do not print it either.", "We neither lend nor print your diary."),
    ("Our porters see your room number. They do not see your bill.", "Our porters see your room number but do not see your bill."),
    ("We store the film for a week and then erase it.", "We store the film for a week. After that we erase it."),
    ("We keep sign-in sheets for a month, after which they are shredded.", "We keep sign-in sheets for a month. They are then shredded."),
    ("The vet shows X-rays to your insurer. It does this only if you agree.", "The vet shows X-rays to your insurer only if you agree."),
    ("We collect details such as your name and your berth.", "We collect details. Examples include your name and your berth."),
    (
        "When you book, we ask for your shoe size, which we tell the coach.",
        "When you book, we ask for your shoe size. We tell it the coach.",
    ),
    ("You can take back your consent at any time (by ringing us).", "You can take back your consent at any time. To do so, ring us."),
    ("Your PIN is encrypted. It is never shown to our staff.", "Your PIN is encrypted and never shown to our staff."),
    ("We never sell your data, lend it to others or profile you.", "We never:\n\n- sell your data\n- lend it to others\n- profile you"),
    ("Sailors see your nickname but not your surname.", "Sailors see your nickname. They do not see your surname."),
    ("Your fare goes to Paybridge, which processes the payment.", "Your fare goes to Paybridge. Paybridge processes the payment."),
    ("You can leave the list at any time by sending a postcard.", "You can leave the list at any time. Simply send a postcard to do so."),
    ("We log dives to find faults.", "We log dives. This helps us to find faults."),
    ("Our buoys help us to count boats and to find wrecks.", "Our buoys help us to count boats. They also help us to find wrecks."),
    ("We share it with our bank, but only to process your fare.", "We share it with our bank only to process your fare."),
    ("Your consent may be withdrawn at any time.", "You may withdraw your consent at any time."),
    ("We collect your name and berth.", "The following data are collected:\n\n- name\n- berth"),
    (
        "We delete dive logs after 6 months, and copies of permits after 6 years.",
        "| Record | Deleted after |\n|---|---|\n| Dive logs | 6 months |\n| Copies of permits | 6 years |",
    ),
    (
        "Dive logs are kept for 6 months. Your permit number is kept for 24 hours.",
        "| What | How long |\n|---|---|\n| Dive logs | 6 months |\n| Permit number | 24 hours |",
    ),
    (
        "We use your e-mail address to send invoices and your phone number to arrange the trip.",
        "| Data | Purpose |\n|---|---|\n| E-mail address | to send invoices |\n| Phone number | to arrange the trip |",
    ),
    ("Dive films are destroyed after five years.", "We keep dive films for five years and then destroy them."),
    ("We delete gate logs within 30 days.", "Gate logs are kept for up to 30 days."),
    ("Guests sign a book. The book is kept at the gate.", "Guests sign a book, which is kept at the gate."),
    ("Parents can see marks but not comments.", "Parents can see marks. They cannot see comments."),
    ("The choir keeps your tape for a year. It is destroyed afterwards.", "The choir keeps your tape for a year and then destroys it."),
    ("We collect data on our guests. The data is obtained when they dive.", "We collect data on our guests when they dive."),
    ("The mill films the gate without recording faces.", "The mill films the gate. It does not record faces."),
    ("The school asks for your weight. It needs it to set the skis.", "The school asks for your weight, which it needs to set the skis."),
    (
        "We need your palm to open a box and your licence to hire a boat.",
        "To open a box, we need your palm. To hire a boat, we need your licence.",
    ),
    ("The police may ask, and in that case we may hand it over.", "The police may ask. In that case, we may hand it over."),
    ("## Protecting your data\n\nWe encrypt it.", "## How do we protect your data?\n\nWe encrypt it."),
    ("## Your rights\n\nYou may ask for a copy.", "## What are your rights?\n\nYou may ask for a copy."),
    ("## Selling data\n\nWe never sell your data.", "## Do we sell data?\n\nNo. We never sell your data."),
)
LOOSER = (
    ("We do not lend your diary. We do not print it either.", "We do not lend your diary. We print it."),
    ("We do not lend, print or copy your diary.", "We do not lend your diary. We do not print it either."),
    (
        "The vet shows X-rays to your insurer. It does this only if you agree.",
        "The vet shows X-rays to your insurer. It does this to bill.",
    ),
    (
        "We show X-rays to your insurer and the press. We do this only if you agree.",
        "We show X-rays to your insurer, and the press only if you agree.",
    ),
    ("If you agree, we film your dive and show it.", "If you agree, we film your dive. We show it."),
    (
        "With your consent, we publish your time and send it to the press.",
        "With your consent, we publish your time. We send it to the press.",
    ),
    ("Unless you object, we send you offers and may ring you.", "Unless you object, we send you offers. We may ring you."),
    ("In Wales, we film the pier and may share the film.", "In Wales, we film the pier. We may share the film."),
    ("We will not read your diary and sell it.", "We will not read your diary. We sell it."),
    ("Your letter is never opened and copied.", "Your letter is never opened. It is copied."),
    ("We store the film for a week and then erase it.", "We store the film for a week. After that we may erase it."),
    ("You may take back your consent. To do so, ring us.", "You may take back your consent by ringing us and paying a fee."),
    ("We never sell your data, lend it to others or profile you.", "We never:\n\n- sell your data\n- lend it to others"),
    ("Sailors see your nickname but not your surname.", "Sailors see your nickname. They may see your surname."),
    ("We pass your address to a courier, who wipes it after a day.", "We pass your address to a courier. We wipe it after a day."),
    ("We log dives. This helps us to find faults.", "We log dives to find faults and to profile you."),
    (
        "We use your number to confirm the trip. We also use it to send offers if you agree.",
        "We use your number to confirm the trip and to send offers.",
    ),
    ("The following data are collected only with consent:\n\n- name\n- weight", "Name, weight are collected."),
    ("We share it with our bank, but only to process your fare.", "We share it with our bank, but not only to process your fare."),
    ("If you dive, we print your name and our staff may see your age.", "We print your name if you dive. Our staff may see your age."),
    (
        "We delete dive logs after 6 months, and copies of permits after 6 years.",
        "| Record | Deleted after |\n|---|---|\n| Dive logs | 6 years |\n| Copies of permits | 6 months |",
    ),
    (
        "We delete dive logs after 6 months, and copies of permits after 6 years.",
        "| Record | Kept for at least |\n|---|---|\n| Dive logs | 6 months |\n| Copies of permits | 6 years |",
    ),
    ("Dive films are destroyed after five years.", "We keep dive films for five years."),
    ("Dive films are destroyed after five years.", "We keep dive films for five years and then archive them."),
    ("Gate logs are deleted within 30 days.", "Gate logs are kept for at least 30 days."),
    ("Gate logs and tapes are deleted within 30 days.", "Gate logs are kept for at most 30 days."),
    ("Gate logs are kept for a maximum of six months.", "We delete gate logs after six years at the latest."),
    ("The mill films the gate without recording faces.", "The mill films the gate. It may record faces."),
    ("The mill films the gate without recording faces or voices.", "The mill films the gate. It does not record faces."),
    ("## What we do not share\n\n- your name", "## What we share\n\n- your name"),
    ("No. We never sell your data.", "Yes. We sell your data."),
)


def _is_flagged(old: str, new: str) -> bool:
    return bool({change.direction for change in compare(old, new).changes} & FLAGGED)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_cut_otherwise_is_cleared_both_ways(one: str, other: str):
    assert not _is_flagged(one, other)
    assert not _is_flagged(other, one)


@pytest.mark.parametrize(("old", "new"), LOOSER)
def test_what_is_lost_when_it_is_cut_otherwise_is_flagged(old: str, new: str):
    assert _is_flagged(old, new)


def test_a_clause_in_other_forms_of_the_same_words_is_known_again():
    around = "## Data\n\nWe collect your name.\n\n## Time\n\n{}\n\n## Contact\n\nThe office opens at nine."
    old, new = "We delete accounts that have not been used for two years.", "Accounts are deleted after two years without use."
    (change,) = compare(around.format(old), around.format(new)).changes
    assert change.kind is Kind.REWORDED
