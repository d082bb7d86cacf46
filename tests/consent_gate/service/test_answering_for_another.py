"""Somebody who answers for another, as a parent for a child: every page says so, and the ledger tells who it was."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from consent_gate.model import Verdict
from consent_gate.prompts.errors import TokenRefusedError
from consent_gate.prompts.language import LANGUAGES, language
from consent_gate.prompts.own_ui import answer_own_ui
from consent_gate.proving import export_records
from tests.consent_gate.prompts.house import PERSON
from tests.consent_gate.service.form import form_of, link_of

PARENT = "mother-of-rosa@example.net"
OFFERS = "privacy/insurer-offers@2"


def band(tag):
    return language(tag).say("You answer for somebody else, whose account you look after. “You” and “your data” mean that person here.")


def path_of(house, **how):
    return urlsplit(house.gate.prompt(PERSON, answered_by=PARENT, **how).url).path


def said(house, subject=PERSON):
    """What was answered, and by whom."""
    by = house.gate.ledger.pseudonym(PARENT)
    return [
        (e.kind.value, "the parent" if e.actor and e.actor.id == by else e.actor)
        for e in house.gate.ledger.events(subject)
        if e.kind.value not in ("requested", "told")
    ]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_behind_the_link_says_for_whom_it_is(house, client, tag):
    asked = client.get(path_of(house, language=tag)).text
    thanks = client.post(path_of(house, language=tag), data=form_of(asked).press("refused", "*")).text
    choices = client.get(link_of(thanks, "choices")).text
    receipt = client.get(link_of(choices, "receipt")).text
    again = client.get(link_of(receipt, "choices")).text
    nothing = client.get(path_of(house, language=tag)).text
    assert [page.count(band(tag)) for page in (asked, thanks, choices, receipt, again, nothing)] == [1] * 6


def test_the_ledger_tells_who_answered_from_every_page_that_the_link_leads_to(house, client):
    path = path_of(house)
    thanks = client.post(path, data=form_of(client.get(path).text).press("deferred", "insurer-offers")).text
    after = link_of(thanks, "choices")
    client.post(path, data=form_of(client.get(path).text).press("given", "insurer-offers"))
    client.post(after, data=form_of(client.get(after).text).press("withdrawn", "insurer-offers"))
    receipt = link_of(client.get(after).text, "receipt")
    choices = link_of(client.get(receipt).text, "choices")
    client.post(choices, data=form_of(client.get(choices).text).press("given", "insurer-offers"))
    assert said(house) == [(kind, "the parent") for kind in ("deferred", "given", "withdrawn", "given")]
    assert "somebody else, for you" in client.get(receipt).text
    assert (
        house.gate.check(PERSON, data="user.name", use="marketing.advertising.third_party", recipient="insurers").verdict is Verdict.ALLOWED
    )


def test_the_record_names_the_one_who_answered_and_the_link_nobody(house, client):
    path = path_of(house)
    client.post(path, data=form_of(client.get(path).text).press("given", "insurer-offers"))
    (record,) = export_records(house.gate.ledger, PERSON, policy_url="https://privacy.kestrel.example")
    given = record["dpv:hasConsentEvent"][-1]
    assert given["dpv:isIndicatedBy"] == house.gate.ledger.pseudonym(PARENT)
    assert "mother" not in str(record)
    made = house.gate.prompt(PERSON, answered_by=PARENT)
    assert not any("mother" in text or "rosa" in text for text in (made.url, made.html, made.message().text, str(made.json)))


def test_the_message_and_the_json_say_it_and_do_not_ask_whose_data_it_is(house):
    made = house.gate.prompt(PERSON, answered_by=PARENT)
    message = made.message()
    for shown in (message.text, message.html, made.html, made.json["remarks"][0]):
        assert band("en") in shown
        assert "answer only if" not in shown


def test_a_product_s_own_drawing_tells_who_answered_too(house):
    answer_own_ui(house.gate, house.gate.prompt(PERSON, answered_by=PARENT).json["page"], {OFFERS: "refused"})
    assert said(house) == [("refused", "the parent")]


def test_once_who_answers_is_erased_their_links_open_nothing(house, client):
    made, path = house.gate.prompt(PERSON, answered_by=PARENT), path_of(house)
    form = form_of(client.get(path).text).press("given", "insurer-offers")
    house.gate.erase(PARENT)
    assert client.get(path).status_code == 410
    assert client.post(path, data=form).status_code == 410
    with pytest.raises(TokenRefusedError):
        answer_own_ui(house.gate, made.json["page"], {OFFERS: "given"})
    assert said(house) == []


def test_the_person_s_own_link_stays_their_own(house, client):
    path = path_of(house)
    client.post(path, data=form_of(client.get(path).text).press("given", "insurer-offers"))
    house.clock.now += timedelta(days=1)
    own = urlsplit(house.gate.prompt(PERSON, answered_by=PERSON).url).path
    choices = client.get(link_of(client.get(own).text, "choices"))
    assert band("en") not in choices.text
    client.post(choices.request.url.raw_path.decode(), data=form_of(choices.text).press("withdrawn", "insurer-offers"))
    assert said(house) == [("given", "the parent"), ("withdrawn", None)], "whoever has grown up takes back what was said for them"


def test_the_page_of_one_who_answers_for_another_takes_no_answer_as_the_persons_own(house, client):
    theirs, own = path_of(house), urlsplit(house.gate.prompt(PERSON).url).path
    form = form_of(client.get(theirs).text).press("given", "insurer-offers")
    answer = client.post(own, data=form)
    assert answer.status_code == 409, "the page they saw said something else"
    assert said(house) == []


def test_on_a_narrow_phone_the_question_and_both_buttons_are_in_the_first_view_all_the_same(site, chromium):
    context = chromium.new_context(viewport={"width": 320, "height": 568}, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(site.house.gate.prompt(PERSON, answered_by=PARENT, public_url=site.address).url)
    assert re.search("You answer for somebody else", page.locator("main > .band").inner_text())
    for shown in (page.locator(".sheet h2").first, *page.locator(".pair").first.locator("button").all()):
        box = shown.bounding_box()
        assert box["y"] + box["height"] <= 568
    context.close()
