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
    ("We store your readings.", "Your readings are stored by us."),
    ("We lend your file to our courier.", "We lend your file to the courier."),
    ("We lend your file to our couriers.", "We lend your file to couriers."),
    ("We lend your file to the hotel that you booked.", "We lend your file to the hotel you booked."),
    ("As described in this notice, we scan tickets.", "We scan tickets as set out in this notice."),
    ("We hand your card back to you.", "We hand your card back."),
    ("Our shops are in the mall.", "Our shops are at the mall."),
    ("We may lend the photos you upload.", "We may lend photos that you upload."),
    ("Our head office is in Finland.", "Our head office is in Sweden."),
    ("| Shop | Country |\n|---|---|\n| Fir Lane | Norway |", "| Shop | Country |\n|---|---|\n| Fir Lane | Sweden |"),
    ("Our tools are made by:\n\n- Northpost\n- Fir Soft", "Our tools are made by:\n\n- Northpost\n- Fir Soft\n- Elm Soft"),
    ('"We" means the pool.', '"We" refers to the pool.'),
    ("This notice covers our pool and our app.", "This notice covers our app and our pool."),
    ("This notice covers our site.", "This notice covers our web site."),
    ("We lend your file to the police.", "We lend your file to law enforcement agencies."),
    ("We lend your file to authorities.", "We lend your file to authorities, such as courts."),
    ("Once you agree, we film.", "We film once you agree."),
    ("You will be told by us before the gates close.", "We will tell you before the gates close."),
    ("We may contact you by letter about your locker.", "You may be contacted by letter about your locker."),
    (
        "We keep your slip only for the purposes for which it was collected.",
        "We keep your slip only for the purposes for which we collected it.",
    ),
    ("We only keep your slip for as long as it is needed.", "We keep your slip only for as long as it is needed."),
    ("We use your number exclusively for the purpose of printing tickets.", "We use your number only to print tickets."),
    ("Should you wish to leave, write to us.", "If you wish to leave, write to us."),
    ("The guest may ask for the deletion of his or her account.", "You may ask for the deletion of your account."),
    ("The data subject has the right to complain to the authority.", "You have the right to complain to the authority."),
    ("You have the right to object at any time.", "You may object at any time."),
    ("Your slip is deleted as soon as it is no longer needed.", "We delete your slip as soon as it is no longer required."),
    ("Your data is deleted when you leave.", "We delete your data when you leave."),
    ("We use reasonable measures to protect your file.", "We take reasonable measures to protect your file."),
    ("We need your card for the performance of the contract.", "We need your card to perform the contract."),
    ("We use your file for the management of your membership.", "We use your file to manage your membership."),
    ("We keep your card for the provision of our services.", "We keep your card to provide our services."),
    ("You can opt out of receiving leaflets.", "You can opt out of leaflets."),
    ("Use the link contained in any of our letters to object.", "Use the link in any of our letters to object."),
    ("Write to the desk given at the end of this page to object.", "Write to the desk at the end of this page to object."),
    ("If we learn that a child has joined, we delete the file.", "If we become aware that a child has joined, we delete the file."),
    ("We collect your visits on our site.", "We collect your visits on our website."),
    ("Our partners run their own sites.", "Our partners run their own sites. We wish you a good swim."),
    (
        "Withdrawal does not affect the lawfulness of what was done before.",
        "Withdrawal shall not affect the legality of what was done before.",
    ),
    ("Access to your file is limited to nurses who need it.", "We limit access to your file to nurses who need it."),
    ("We lend your file where we are legally required to do so.", "We lend your file where the law requires us to do so."),
    ("We keep slips for ten years.", "We keep slips for ten years, because the law requires it."),
    ("We use cookies to keep your basket.", "We use cookies, which are small text files stored on your device, to keep your basket."),
    ("We use pixels to count visits.", "We use pixels (tiny invisible images) to count visits."),
    ("We note the following:\n\n- your name\n- your seat\n- your ticket", "We note your name, your seat and your ticket."),
    (
        "The slips that you give us are sold to nobody. We use information you give us to print tickets.",
        "The slips that you give us are sold to nobody. We use information that we receive from you to print tickets.",
    ),
    ("We lend your file where required by law.", "We lend your file if we are legally obliged to do so."),
    ("We lend your file if the law requires it.", "Where there is a legal obligation to do so, we lend your file."),
    ("We lend your file with your consent.", "We lend your file if you have given us your permission."),
    ("If you agree, we lend your file.", "We lend your file where we have your consent."),
    ("We never lend your file without your consent.", "We never lend your file unless you have agreed."),
    ("We do not lend your file except with your consent.", "We lend your file only if you have given your consent."),
    ("You have the right to have your data deleted.", "You may request deletion of your data."),
    ("You are entitled to access your data.", "You have the right to access your data."),
    ("You may ask us to erase your data.", "You can request the erasure of your data."),
    ("We will never sell your file.", "We will never sell your file to anyone."),
    (
        "We keep slips as long as it is needed for the purposes for which we collected them.",
        "We keep slips as long as it is needed for the purposes for which they were collected.",
    ),
    ("Updated this week", "Updated over a week ago"),
    ("We note the date your visit began.", "We note the date when your visit began."),
)
SAYS_NOTHING = (
    "The withdrawal of your consent does not affect the lawfulness of processing that took place before it.",
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
    "All processing takes place in Norway.",
)


LOOSER = (
    ("We do not open lockers unless the police ask.", "We do not open lockers unless the police ask or the alarm rings."),
    ("We may lend your file to couriers, but only for delivery.", "We may lend your file to couriers, but only for delivery or marketing."),
    ("## With whom do we share your file?\n\n- rowing clubs", "## With whom do we share your file?\n\n- rowing clubs\n- advertisers"),
    ("We keep your slip only for as long as your account exists.", "We keep your slip for as long as your account exists."),
    ("Your slip is kept by us.", "Your slip is kept by others."),
    ("We use your slip with your consent.", "We use your slip to perform the contract."),
    ("We give your contact details to porters.", "We give your contacts to porters."),
    ("We send you the paper.", "We send you the paper and offers."),
    ("We share lists with the Fir Lane app.", "We share lists with the Fir Lane app and the Elm Road app."),
    ("We do not collect names of anyone under the age of 16.", "We do not collect names of anyone under the age of 13."),
    ("We use locks and encryption for your file.", "We use locks for your file."),
    ("You can withdraw your consent.", "You can withdraw your consent. Withdrawal does not stop the lending that has begun."),
    ("Access to your file is limited to nurses.", "Access to your file is limited to nurses and insurers."),
    ("We limit access to your file to nurses.", "Access to your file is limited to nurses and advertisers."),
    ("We lend your file where we are legally required to do so.", "We lend your file."),
    ("We keep slips only because the law requires it.", "We keep slips."),
    ("We use cookies to keep your basket.", "We use cookies (small text files that we share with advertisers) to keep your basket."),
    ("We use pixels to count visits.", "We use pixels (tiny images that track your e-mail) to count visits."),
    (
        "You have the right to:\n\n- see your file,\n- correct your file,\n- delete your file.",
        "You have the right to see and correct your file.",
    ),
    ("We note the following:\n\n- your name\n- your seat", "We note your name, your seat and your income."),
    (
        "We lend your file in these cases:\n\n- If a court asks.",
        "We lend your file in these cases:\n\n- If a court asks.\n- If a guest calls and we deem it needed.",
    ),
    ("We lend your file if you have given your explicit consent.", "We lend your file if you have given your consent."),
    ("We lend your file only if you agree.", "We lend your file if you agree."),
    ("We never lend your file unless you agree.", "We never lend your file unless you agree or a club asks."),
    ("We never lend your file without your consent.", "We never lend your file without your consent or a club's request."),
    ("We do not lend your file without your written consent.", "We lend your file only with your consent."),
    ("We do not lend your file without your consent.", "We lend your file with your consent."),
    ("We lend your file only to clubs with your consent.", "We do not lend your file to clubs without your consent."),
    ("We lend your file where we are legally obliged to do so.", "We lend your file where we are legally allowed to do so."),
    ("We wipe your films.", "We wipe your films unless we are legally obliged to keep them."),
    ("You may withdraw your consent at any time.", "If you have been a guest for a year, you may withdraw your consent at any time."),
    ("You have the right to access and erase your data.", "You have the right to access your data."),
    ("You may ask us to delete your data at any time.", "We will delete your data if we find it useful."),
    ("You have the right to obtain a copy of your data.", "You can ask us for a copy of your data for a fee."),
    ("We tell you of changes and breaches.", "If we make changes, we tell you."),
    ("We tell you of a breach.", "We tell you of a breach if it is likely to harm you."),
    ("We never share your file with anyone.", "We never share your file with advertisers."),
    ("We use your file only for the purposes for which we collected it.", "We use your file."),
)
BINDS_LESS = (
    ("We wipe your films over the weekend.", "We wipe your films over a week later."),
    ("We keep your file for as long as it is needed for your stay.", "We keep your file for as long as it is needed."),
    ("We tell you of material changes.", "If we make material changes and find it needed, we tell you."),
    ("You have the right to have your data deleted.", "You have the right to ask for your data to be reviewed."),
    ("We lend your file if you have given us your consent.", "We lend your file if we have given our consent."),
    ("We lend your file where you and your doctor agree.", "We lend your file where your doctor agrees."),
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
    ("We lend your file to a porter.", "We lend your file to any porter."),
    ("We tell you of any breach.", "We tell you of a breach."),
    ("Your access to your file is limited to ten requests.", "Your access to your file is limited to one request."),
    ("You have the right to see your file.", "You have the right to ask to see your file."),
    ("You may delete your account at any time.", "We may delete your account at any time."),
    ("You may opt out of leaflets.", "We may opt out of leaflets."),
    ("Once you leave, we delete your file.", "Once we leave, we delete your file."),
    ("Should you object, we stop.", "Should we object, we stop."),
    ("We only lend your slip to your doctor.", "We lend only your slip to your doctor."),
    ("You can manage your cookies.", "We can manage your cookies."),
    ("This notice covers our pools and apps.", "This notice covers our pools and apps that link to this notice."),
    ("The withdrawal of consent does not affect the lawfulness of earlier filming.", "The withdrawal of consent does not affect filming."),
    ("This notice covers our rowers.", "This notice covers our rowers in Norway."),
    ("This notice covers you wherever you live.", "This notice covers you if you live in Norway."),
    ("This notice covers our rowers in Norway and Sweden.", "This notice covers our rowers in Norway."),
    ("Your readings are kept by us.", "Your readings are kept."),
    ("Your chart is shared within the ward.", "Your chart is shared across the ward."),
    ("We keep your trips for the police.", "We keep your trips from the police."),
    ("We share your test results with you.", "We share your test results."),
    ("We lend your file as described in this notice.", "We lend your file."),
    ("We publish the number of complaints.", "We publish the complaints."),
    ("We give your seat number to the steward who serves you.", "We give your seat number to stewards."),
    ("We give your file to the relevant court.", "We give your file to courts."),
    ("We send your bill to your bank.", "We send your bill to banks."),
    ("We send your bill to your landlord.", "We send your bill to a landlord."),
    ("We lend your file to a rowing club.", "We lend your file to multiple rowing clubs."),
    ("We do not film lessons.", "We do not film lessons in full."),
    ("We do not film lessons.", "We do not film lessons in use."),
    ("We never print your name.", "We never print your full name."),
    ("We never print your name.", "We never print your name and address together."),
    ("We never lend your position to sponsors.", "We never lend your live position to sponsors."),
    ("We first ask you and then lend your file.", "We first lend your file and then ask you."),
    ("We may lend the photos you upload.", "We may lend photos."),
    ("We may lend the records you give us.", "We may lend the records we collect from and about you."),
    ("We share your file with Northpost, Fir Bank and Elm Labs.", "We share your file with Northpost, Fir Bank and Adora."),
    ("We share your file with:\n\n- Northpost\n- Fir Bank", "We share your file with:\n\n- Northpost\n- Fir Bank\n- Adora"),
    ("We keep your file in Norway.", "We keep your file in India."),
    ("Our servers stand in Finland.", "Our servers stand in Finland and Turkey."),
    ("| Recipient | Country |\n|---|---|\n| Northpost | Norway |", "| Recipient | Country |\n|---|---|\n| Northpost | India |"),
    ("If our terms differ, this notice counts.", "If our terms differ, the notice of our owner counts."),
    (
        "We lend your letters and give you keys that keep outsiders from reading them.",
        "We lend your letters and give you keys that keep advertisers from reading them.",
    ),
    ("This notice covers calls, letters and lessons.", "This notice covers letters and lessons."),
    ("This notice covers slips on paper and in computers.", "This notice covers slips in computers."),
    ("This notice covers our rowers in Norway.", "This notice covers our rowers in Sweden."),
    ('"We" means the pool.', '"We" means the pool and its caterers.'),
    ("You need not give your telephone number.", "You need to give your telephone number."),
    ("We publish your first name.", "We publish your name."),
    ("We never publish your address.", "We never publish your postcode."),
    ("- your courier, for delivery", "- your courier"),
    ("We collect your readings from you.", "We collect your readings."),
    ("Your file never leaves the island.", "Your file never leaves the island by post."),
    ("Our porters, who are bound to silence, read your slips.", "Our porters read your slips."),
    ("We ask a bureau about your income once.", "We ask a bureau about your income."),
    ("We lend your file to courts.", "We lend your file to the police."),
    ("We treat your nickname as personal data.", "We treat your nickname as technical data."),
    ("This notice covers every boat we let.", "This notice covers every boat we let online."),
)
MAY_NOW = (
    ("We use your number to collect the rent.", "We use your number to collect the rent and other sums."),
    ("We use your readings to work out your bill.", "We use your readings to work out your bill and to see when you are at home."),
    ("Children need the consent of a parent.", "Children under ten need the consent of a parent."),
    ("We hold your file until the case is closed.", "We hold your file at least until the case is closed."),
    ("Your draft is discarded unless you save it.", "Your draft is saved unless you discard it."),
    ("You choose what others see of you.", "We choose what others see of you."),
    ("Location sharing is off. You may turn it on.", "Location sharing is on. You may turn it off."),
    ("Taking part is voluntary.", "Taking part is part of the contract."),
    ("Access is free.", "Access may cost a fee."),
    ("Copies are free.", "Copies are free for members."),
    ("You may speak to a person instead of the robot.", "You may speak to the robot."),
    ("Laptops are encrypted.", "Laptops with guests' files are encrypted."),
    ("We never sell names.", "We never sell names of members."),
    ("We do not sell any of your data.", "We do not sell all of your data."),
    ("We never ask for your PIN.", "We do not always ask for your PIN."),
    ("We never read your letters.", "We have no interest in reading your letters."),
    ("We do not read your letters.", "We do not have to read your letters."),
    ("We do not read your letters.", "We need not read your letters."),
    ("We will erase the list.", "The list is subject to erasure."),
    ("We will erase the list.", "Erasure of the list can be arranged."),
    ("We share totals, not names.", "We share names, not totals."),
    ("We do not share names and do share totals.", "We do share names and do not share totals."),
    ("We are against sharing files.", "We are for sharing files."),
    ("The device works offline.", "The device works online."),
    ("We ask you and then we open the parcel.", "We open the parcel and then we ask you."),
    ("The judge signs and the file is handed over.", "The file is handed over and the judge signs."),
    ("You can turn the ads off for good.", "You can turn the ads off for a day."),
    ("You may ask as often as you like.", "You may ask once."),
    ("You may look at your file whenever you like.", "You may look at your file on Tuesdays."),
    ("We use your photo for the diploma and for that alone.", "We use your photo for the diploma."),
    ("We erase names before the study.", "We erase names in the study where needed."),
    (
        "We notify each tenant of repairs to their meter.",
        "We endeavour, where we think it useful, to notify each tenant of repairs to their meter.",
    ),
    ("Personal data is deleted when the purpose ends.", "Personal data is deleted or made anonymous when the purpose ends."),
    ("The zoo shreds your forms.", "The zoo shreds or stores your forms."),
    ("The bank returns or destroys your papers.", "The bank returns, destroys or keeps your papers."),
    ("Your letters are burnt. Your files are deleted.", "Your letters are burnt. Your files are deleted or locked away."),
    ("You are told in person.", "You are told."),
    ("No decision is made by a machine.", "No final decision is made by a machine."),
    ("We never ask for your password.", "We never ask for your password by e-mail."),
    ("Overdue notes go to you, not to your parents.", "Overdue notes go to your parents, not to you."),
    ("We keep health notes apart from the rest.", "We keep health notes with the rest."),
    ("A red light is on while the camera runs.", "A red light may be on while the camera runs."),
    ("We erase names from the minutes.", "We erase names from the minutes where that is possible."),
    (
        "If a breach puts your data at risk, we will tell you within a day and describe what we do about it.",
        "If a breach puts your data at high risk, we will tell you within a day and describe what we do about it.",
    ),
    (
        "Two sisters run the pool. Your draft is discarded unless you save it.",
        "The pool is run by two sisters. Your draft is saved unless you discard it.",
    ),
    (
        "We never lend your file. The box is empty until you tick it.",
        "We never lend or sell your file. The box is ticked until you empty it.",
    ),
)
MAY_STILL = (
    ("We delete or anonymise your file.", "We anonymise or delete your file."),
    ("We keep health notes apart from the rest.", "Health notes are kept apart from the rest by us."),
    ("Fines are sent to you, not to your parents.", "Fines are sent to you and not to your parents."),
    ("Personal data is deleted when you leave.", "When you leave, personal data is deleted."),
    (
        "We tell you of a theft within a day and describe what we do about it.",
        "Within a day we tell you of a theft and describe what we do about it.",
    ),
    (
        "Two sisters run the pool. Your draft is discarded unless you save it.",
        "The pool is run by two sisters. Unless you save it, your draft is discarded.",
    ),
    ("We use your number to collect the rent and the deposit.", "We use your number to collect the deposit and the rent."),
    ("Your draft is discarded unless you save it.", "Unless you save it, your draft is discarded."),
    ("You choose what others see of you.", "You decide what others see of you."),
    ("You may speak to a person instead of the robot.", "You can talk to a person instead of the robot."),
    ("We do not sell any of your data.", "We sell none of your data."),
    ("We ask you and then open the parcel.", "We ask you, and then we open the parcel."),
    ("We film the gates and the halls.", "We film the halls and the gates."),
    ("We never sell names.", "We do not sell names."),
    ("You can turn the ads off.", "You can turn off the ads."),
    ("You may look at your file whenever you like.", "You may look at your file whenever you want."),
    ("We do not always film the gates.", "We don't always film the gates."),
    ("We have no interest in reading your letters.", "We are not interested in reading your letters."),
    ("Laptops are encrypted.", "Laptops are encrypted (see section 4)."),
    ("Members need the consent of a parent if they are under ten.", "If they are under ten, members need the consent of a parent."),
    ("We delete accounts on request.", "We delete accounts upon request."),
    ("Only our nurses may open your file.", "Our nurses alone may open your file."),
    ("We erase names from the minutes where needed.", "We erase names from the minutes where necessary."),
    ("We notify affected guests of a loss.", "Affected guests are notified of a loss."),
    ("We film the yard, not the rooms.", "We film the yard and not the rooms."),
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


@pytest.mark.parametrize(("old", "new"), MAY_NOW)
def test_small_words_that_let_more_be_done_are_never_passed_over(old: str, new: str):
    assert _said(NOTICE + old, NOTICE + new) & {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}


@pytest.mark.parametrize(("old", "new"), MAY_STILL)
def test_the_same_words_in_another_order_or_their_like_let_no_more_be_done(old: str, new: str):
    assert _said(NOTICE + old, NOTICE + new) == {Direction.NEUTRAL}
