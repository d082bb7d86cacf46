"""What a person is told: why they are asked, which of their data it is about, and what each answer does."""

from datetime import UTC, datetime, timedelta

import pytest

from consent_gate.model import UNKNOWN
from consent_gate.prompts.choices import standing
from consent_gate.prompts.content import prompt_content
from consent_gate.prompts.errors import PageChangedError, TokenRefusedError
from consent_gate.prompts.gather import gather
from consent_gate.prompts.language import LANGUAGES, language
from consent_gate.prompts.make import make_prompt
from consent_gate.prompts.own_ui import answer_own_ui
from differ.model import Op
from tests.consent_gate.prompts.house import AFTER, DE2, EN2, PERSON, V1, V2, open_house, publish


@pytest.fixture
def house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.gate.close()


IN_PART = "Your data is not used for what is new in this. What was allowed before goes on."


def content(house, subject=PERSON, tag="en"):
    gathered = gather(house.gate, subject)
    return prompt_content(gathered.asks, gathered.notices, gathered.known, language(tag))


def ask(house, name, subject=PERSON, tag="en"):
    return next(one for one in content(house, subject, tag).asks if name in one.key)


def test_only_what_this_person_must_answer_for_is_asked(house):
    assert sorted(one.key for one in content(house).asks) == [
        "privacy/insurer-offers@2",
        "privacy/no-insurers@2",
        "privacy/reminders@2",
    ]
    house.gate.record("newcomer", "user.name")
    assert [one.key for one in content(house, "newcomer").asks] == ["privacy/insurer-offers@2"]


def test_somebody_without_data_is_asked_nothing(house):
    house.gate.ledger.ensure_subject("ghost")
    assert content(house, "ghost").asks == ()


def test_a_deleted_datum_is_not_asked_about(house):
    house.gate.delete(PERSON, "order-1")
    assert "reminders" not in " ".join(one.key for one in content(house).asks)


def test_the_data_is_named_in_plain_words_with_its_time(house):
    told = ask(house, "insurer-offers").data
    assert [(d.label, d.since) for d in told] == [("What you have bought", "since 15 July 2026"), ("Your name", "since 15 July 2026")]
    assert not any("user." in d.label for d in ask(house, "insurer-offers", tag="ar").data)


def test_why_it_is_asked_is_said(house):
    assert ask(house, "insurer-offers").why == "This is new since you gave us this data."
    assert ask(house, "reminders").why == "The terms have become wider since you gave us this data."
    house.gate.record("newcomer", "user.name")
    assert ask(house, "insurer-offers", "newcomer").why == "We do this only with your yes, and we do not have it yet."
    house.gate.record("stranger", "user.name", version=UNKNOWN)
    assert "do not know under which terms" in ask(house, "insurer-offers", "stranger").why


def test_a_yes_that_ran_out_is_asked_again_with_its_end(house):
    house.gate.answer(PERSON, {"privacy/insurer-offers@2": "given"})
    assert "insurer-offers" not in " ".join(one.key for one in content(house).asks)
    house.clock.now = AFTER + timedelta(days=366)
    assert ask(house, "insurer-offers").why == "Your earlier yes ended on 9 March 2028."


def test_what_declining_does_depends_on_the_basis(house):
    assert ask(house, "insurer-offers").declining == "Your data is not used for this."
    assert ask(house, "reminders").declining == "None of your data is used for this, whenever you gave it to us."
    assert "old promise still holds" in ask(house, "no-insurers").declining


@pytest.fixture
def widened(tmp_path):
    """Reminders are not reopened: what they were for before goes on, and only what is new in them is asked."""
    house = open_house(tmp_path, v2=V2.replace("reopens: [reminders]\n", ""))
    yield house
    house.gate.close()


def test_a_no_to_what_became_wider_says_that_the_rest_goes_on_and_it_does(widened):
    house = widened
    ours = {"data": "user.behavior.purchase_history", "item": "order-1"}
    asked = ask(house, "reminders")
    assert asked.waiting.startswith("The data you gave us before is not used for what is new in this.")
    for answered in (False, True):
        if answered:
            house.gate.answer(PERSON, {asked.key: "refused"})
        assert house.gate.check(PERSON, use="functional.service", **ours).allowed
        assert not house.gate.check(PERSON, use="personalize", **ours).allowed
    (choice,) = standing(gather(house.gate, PERSON).known, language("en"))
    assert (choice.state, choice.means) == ("refused", IN_PART)


def test_an_objection_without_a_yes_before_it_is_called_so(house):
    house.gate.withdraw(PERSON, "reminders")
    (choice,) = standing(gather(house.gate, PERSON).known, language("en"))
    assert choice.said.startswith("You objected on ")
    assert choice.means == "Your data is not used for this."


def turn_of(house, name):
    """What stands about one answer on the choices page: what it means, and what the other one would do."""
    (choice,) = standing(gather(house.gate, PERSON).known, language("en"), {("privacy", name)})
    return choice.means, choice.turn


def test_taking_the_end_of_a_promise_back_says_that_it_holds_again_and_it_does(house):
    house.gate.answer(PERSON, {"privacy/no-insurers@2": "given"})
    assert turn_of(house, "no-insurers")[1] == "If you take it back, the old promise holds for your earlier data again."
    assert house.gate.bound(PERSON, "no-insurers") == ()
    house.gate.withdraw(PERSON, "no-insurers")
    assert turn_of(house, "no-insurers") == (
        "The old promise still holds for your earlier data.",
        "If you accept now, the old promise no longer holds for your earlier data.",
    )
    assert [wording.version for wording in house.gate.bound(PERSON, "no-insurers")] == [1]


def test_taking_a_yes_to_new_terms_of_a_contract_back_says_that_the_old_ones_hold_again_and_they_do(tmp_path):
    house = open_house(tmp_path, v2=V2.replace("basis: consent\n    valid_for: P1Y", "basis: contract"))
    offers = {"data": "user.name", "use": "marketing.advertising.third_party", "recipient": "insurers"}
    house.gate.answer(PERSON, {"privacy/insurer-offers@2": "given"})
    assert turn_of(house, "insurer-offers")[1] == "If you take it back, your earlier data is under its old terms again."
    assert house.gate.check(PERSON, **offers).allowed
    house.gate.withdraw(PERSON, "insurer-offers")
    assert turn_of(house, "insurer-offers")[0] == "Your earlier data stays under its old terms."
    assert not house.gate.check(PERSON, **offers).allowed
    house.gate.close()


def test_doing_nothing_is_told_as_it_is(house):
    assert ask(house, "insurer-offers").waiting == "Your data is not used for this."
    assert "under the new terms may be" in ask(house, "reminders").waiting


def test_the_clause_is_marked_from_the_persons_version_to_the_one_proposed(house):
    changes = ask(house, "insurer-offers").changes
    assert "From version 1" in changes.note
    assert "to version 2" in changes.note
    (clause,) = changes.clauses
    assert clause.heading == "Sharing"
    assert "do not" in "".join(run.text for run in clause.runs if run.op is Op.DELETE)
    assert "if you agree" in "".join(run.text for run in clause.runs if run.op is Op.INSERT)


def test_what_only_the_permission_shows_is_shown_too(house):
    clauses = {clause.heading: clause for clause in ask(house, "reminders").changes.clauses}
    kept = clauses["How long it is kept"]
    assert [(run.op.value, run.text.strip()) for run in kept.runs] == [("delete", "1 year"), ("insert", "2 years")]


def test_a_newcomer_sees_what_the_policy_says_and_no_change(house):
    house.gate.record("newcomer", "user.name")
    changes = ask(house, "insurer-offers", "newcomer").changes
    assert changes.title == "What the policy says"
    assert {run.op for clause in changes.clauses for run in clause.runs} == {Op.KEEP}
    german = ask(house, "insurer-offers", "newcomer", tag="de").changes.clauses[0]
    assert (german.heading, german.runs[0].text[:25]) == ("Weitergabe", "Wir geben Ihren Namen und")


def test_the_policys_words_come_in_the_pages_language_where_it_has_them(house):
    german = ask(house, "insurer-offers", tag="de")
    assert german.words.text.startswith("Wir geben Fahrradversicherern")
    assert german.words.language == "de"
    assert german.recipients.text == "Fahrradversicherer"
    assert german.changes.clauses[0].language == "de"
    assert ask(house, "reminders", tag="de").words.language == "en"


def test_a_translations_clauses_are_found_by_their_place(house):
    (clause,) = ask(house, "insurer-offers", tag="de").changes.clauses
    assert (clause.heading, clause.language) == ("Weitergabe", "de")
    assert "nicht" in "".join(run.text for run in clause.runs if run.op is Op.DELETE)
    first = ask(house, "reminders", tag="de").changes.clauses[0]
    assert first.heading == "Verwendung › Erinnerungen"


def test_a_translation_with_other_clauses_gives_way_to_the_text_that_counts(tmp_path):
    house = open_house(tmp_path, de2=DE2.replace("## Sicherheit", "Ein Satz mehr.\n\n## Sicherheit"))
    (clause,) = ask(house, "insurer-offers", tag="de").changes.clauses
    assert (clause.heading, clause.language) == ("Sharing", "en")
    house.gate.close()


def test_a_promise_that_ends_is_asked_as_such(house):
    told = ask(house, "no-insurers")
    assert told.question == "Do you agree that this promise ends?"
    assert told.words.text == "We give no insurer your data."


def test_a_weakened_promise_of_which_people_are_told_is_a_notice(house):
    (notice,) = content(house).notices
    assert notice.key == "privacy/breach@2"
    assert "within three days" in notice.words.text
    house.gate.told(PERSON, 2, "mail")
    assert content(house).notices == ()


def test_a_notice_tells_the_step_it_is_about_and_not_that_the_data_was_collected_before_it(house):
    v3 = V2.replace("2027-03-01", "2027-03-05").replace("within three days", "within a week").replace("[no-insurers, breach]", "[breach]")
    publish(house.gate, "privacy", 3, v3.replace("reopens: [reminders]\n", ""), {"en": EN2.replace("within three days", "within a week")})
    notes = {notice.key: notice.changes.note for notice in content(house).notices}
    assert notes == {
        "privacy/breach@2": "From version 1 of the policy to version 2.",
        "privacy/breach@3": "From version 2 of the policy to version 3.",
    }


def test_an_upcoming_version_is_asked_about_with_its_time(tmp_path):
    house = open_house(tmp_path)
    house.clock.now = datetime(2027, 2, 1, tzinfo=UTC)
    assert ask(house, "insurer-offers").effect == "From 1 March 2027 on."
    house.gate.close()


def test_the_same_state_gives_the_same_bytes_in_every_language(house):
    for tag in LANGUAGES:
        assert content(house, tag=tag).digest == content(house, tag=tag).digest
    assert len({content(house, tag=tag).digest for tag in LANGUAGES}) == len(LANGUAGES)


def test_the_message_has_one_line_of_subject_one_link_and_both_outcomes(house):
    for tag in LANGUAGES:
        message = make_prompt(house.gate, PERSON, wanted=tag, public_url="https://privacy.example").message()
        assert "\n" not in message.subject
        assert message.text.count("https://privacy.example/p/") == 1
        assert message.html.count("<a href=") == 1
        assert "<img" not in message.html
        assert "user." not in message.text
        say = language(tag).gettext
        assert message.text.count(say("If you accept")) == message.text.count(say("If you decline")) == 3


@pytest.mark.parametrize("tag", LANGUAGES)
def test_who_doubts_the_message_learns_where_it_leads_and_what_to_do_instead(house, tag):
    message = make_prompt(house.gate, PERSON, wanted=tag, public_url="https://privacy.example").message()
    say = language(tag).say
    elsewhere = say(
        "If you doubt that this message comes from %(organisation)s, do not open the link. "
        "Ask them at an address that you know from elsewhere.",
        organisation=language(tag).isolated("Kestrel Cycles"),
    )
    nothing_else = say("The page asks for a yes or a no, and for nothing else: no password, no payment.")
    leads = say("The link leads to %(host)s.", host=language(tag).isolated("privacy.example"))
    for text in (message.text, message.html):
        assert all(line in text for line in (leads, nothing_else, elsewhere))


def test_the_policys_words_stand_on_a_line_of_their_own_in_the_plain_message(house):
    lines = make_prompt(house.gate, PERSON).message().text.splitlines()
    assert "   We give no insurer your data." in lines
    assert "3. Do you agree that this promise ends?" in lines
    assert "- We tell you of a breach within three days." in lines


def test_a_message_that_only_tells_asks_for_nothing(house):
    house.gate.answer(PERSON, {one.id: "refused" for one in house.gate.pending(PERSON)})
    told = make_prompt(house.gate, PERSON).message()
    assert told.subject == "Kestrel Cycles tells you of a change that concerns your data"
    assert "within three days" in told.text
    for words in ("Read and answer", "a yes or a no", "answer only if"):
        assert words not in told.text + told.html
    house.gate.told(PERSON, 2, "mail")
    assert make_prompt(house.gate, PERSON).message().subject == "Nothing to decide"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_page_message_and_json_say_who_is_to_answer_while_something_is_asked(house, tag):
    prompt = make_prompt(house.gate, PERSON, wanted=tag)
    line = language(tag).say(
        "Please answer only if it is your own data, or if you may decide for the person whose data it is, as a parent may for a child. "
        "Without an answer, nothing is agreed to."
    )
    for shown in (prompt.html, prompt.message().text, prompt.message().html, prompt.json["remarks"][0]):
        assert line in shown
    house.gate.answer(PERSON, {one.id: "refused" for one in house.gate.pending(PERSON)})
    assert line not in make_prompt(house.gate, PERSON, wanted=tag).html


@pytest.mark.parametrize("tag", LANGUAGES)
def test_page_and_message_say_where_a_person_can_be_asked(house, tag):
    prompt = make_prompt(house.gate, PERSON, wanted=tag)
    for shown in (prompt.html, prompt.message().text, prompt.message().html, prompt.json["remarks"][-2]):
        assert "4 Mill Lane, Dover; data@kestrel.example" in shown
    assert "Open your choices from your account." in prompt.json["remarks"][-1], "a way without the link"


def test_a_policy_that_names_no_contact_promises_none(tmp_path):
    house = open_house(tmp_path, v2=V2.partition("notice:")[0])
    assert content(house).contacts == ()
    assert "Questions?" not in make_prompt(house.gate, PERSON).message().text
    house.gate.close()


def test_asking_is_written_down_when_the_prompt_is_made(house):
    assert make_prompt(house.gate, PERSON).reminder.due
    events = house.gate.ledger.events(PERSON)
    assert {e.kind.value for e in events} == {"requested"}
    assert len(events) == 3
    assert not make_prompt(house.gate, PERSON).reminder.due
    house.clock.now += timedelta(days=7)
    assert make_prompt(house.gate, PERSON).reminder.due


def test_a_refusal_is_not_asked_about_again(house):
    house.gate.answer(PERSON, {one.id: "refused" for one in house.gate.pending(PERSON)})
    house.clock.now += timedelta(days=300)
    made = make_prompt(house.gate, PERSON)
    assert made.asks == ()
    assert not made.reminder.due


def test_answers_from_a_products_own_drawing_must_be_to_what_it_drew(house):
    made = make_prompt(house.gate, PERSON)
    with pytest.raises(TokenRefusedError):
        answer_own_ui(house.gate, made.token, {"privacy/insurer-offers@2": "given"})
    with pytest.raises(PageChangedError):
        answer_own_ui(house.gate, made.json["page"], {"privacy/insurer-offers@2": "given"}, digest="0" * 64)
    house.gate.delete(PERSON, "order-1")
    with pytest.raises(PageChangedError):
        answer_own_ui(house.gate, made.json["page"], {"privacy/insurer-offers@2": "given"})
    again = make_prompt(house.gate, PERSON)
    assert answer_own_ui(house.gate, again.json["page"], {"privacy/insurer-offers@2": "given"})["privacy/insurer-offers@2"] == "recorded"


def test_two_policies_are_asked_about_together(house):
    publish(
        house.gate,
        "loyalty",
        1,
        V1.replace("title: {en: Privacy policy, de: Datenschutzerklärung}", "title: Club rules"),
        {"en": "# Club\n"},
    )
    assert "Kestrel Cycles" in content(house).organisation
    assert {one.key.partition("/")[0] for one in content(house).asks} == {"privacy"}
