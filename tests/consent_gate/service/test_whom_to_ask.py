"""Wherever a person may be stuck, the page says whom they can ask: on every page, in every language, whatever went wrong."""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from consent_gate.prompts.language import LANGUAGES, language
from consent_gate.prompts.make import make_prompt
from consent_gate.service.limits import Rate
from consent_gate.service.public import public_app
from tests.consent_gate.prompts.house import PERSON, V1, V2, publish
from tests.consent_gate.service.conftest import served
from tests.consent_gate.service.form import form_of, link_of

CONTACT = "4 Mill Lane, Dover; data@kestrel.example"
WITHDRAWAL = "Open your choices from your account."


def path_of(house, subject=PERSON, tag=None):
    return urlsplit(make_prompt(house.gate, subject, wanted=tag).url).path


def line(tag):
    """The first words of the line in a language."""
    whole = language(tag).say("Questions? You can reach %(organisation)s here: %(contact)s", organisation="", contact="")
    return whole.replace("؟", "?").partition("?")[0]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_that_a_link_opens_says_it_once(house, client, tag):
    house.gate.ledger.ensure_subject("nobody-in-particular")
    asked = client.get(path_of(house, tag=tag)).text
    thanks = client.post(path_of(house, tag=tag), data=form_of(asked).press("refused", "*")).text
    choices = client.get(link_of(thanks, "choices")).text
    pages = {
        "asks": asked,
        "thanks": thanks,
        "choices": choices,
        "receipt": client.get(link_of(choices, "receipt")).text,
        "nothing": client.get(path_of(house, "nobody-in-particular", tag=tag)).text,
        "answered": client.get(path_of(house, tag=tag)).text,
        "policy": client.get(f"/policy/privacy/2?lang={tag}").text,
    }
    assert {name: page.count(CONTACT) for name, page in pages.items()} == dict.fromkeys(pages, 1)
    assert {name: line(tag) in page for name, page in pages.items()} == dict.fromkeys(pages, True)
    assert {name: page.count(WITHDRAWAL) for name, page in pages.items()} == dict.fromkeys(pages, 1)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_of_what_went_wrong_says_it(house, client, tag):
    path, gone = path_of(house), path_of(house, "somebody-erased")
    with house.gate.ledger.database.write() as transaction:
        transaction.run("DELETE FROM subjects WHERE subject = 'somebody-erased'")
    client.headers["accept-language"] = tag
    found = {
        404: client.get(path[:-3] + "AAA"),
        405: client.put(path),
        400: client.post(path, data={"page": "x", "answer": "given:*"}),
        413: client.post(path, data={"page": "x" * 40_000}),
    }
    erased = client.get(gone)
    house.clock.now += timedelta(days=31)
    old = client.get(path)
    assert {status: answer.status_code for status, answer in found.items()} == {status: status for status in found}
    assert (erased.status_code, old.status_code) == (410, 410)
    for answer in (*found.values(), erased, old):
        assert CONTACT in answer.text
        assert line(tag) in answer.text
        assert WITHDRAWAL in answer.text, "a link too old is no reason to be bound by a yes"


def test_a_client_past_the_rate_and_one_without_a_ledger_are_told_too(house, tmp_path):
    with served(public_app(house.gate, rate=Rate(per_second=0.001, burst=1))) as address:
        httpx.get(address + "/livez")
        hurried = httpx.get(address + "/livez")
    assert hurried.status_code == 429
    assert CONTACT in hurried.text
    path = path_of(house)
    house.gate.ledger.database.close()
    (tmp_path / "ledger.db").rename(tmp_path / "gone.db")
    with served(public_app(house.gate, rate=None)) as address:
        away = httpx.get(address + path)
    assert away.status_code == 503
    assert CONTACT in away.text, "the policies as they were last seen"


def test_two_policies_with_one_contact_say_it_once(house, client):
    publish(
        house.gate,
        "loyalty",
        1,
        V1.replace("title: {en: Privacy policy, de: Datenschutzerklärung}", "title: Club rules"),
        {"en": "# Club\n"},
    )
    assert client.get("/nowhere").text.count(CONTACT) == 1


def test_a_policy_that_names_no_contact_promises_none(make_site):
    site = make_site(v2=V2.partition("notice:")[0])
    for path in ("/nowhere", path_of(site.house), "/policy/privacy/2"):
        page = httpx.get(site.address + path).text
        assert "Questions?" not in page
        assert "take a yes back later" not in page


def test_on_a_narrow_phone_the_line_is_seen_at_once_where_a_link_opens_nothing(site, chromium):
    context = chromium.new_context(viewport={"width": 320, "height": 568}, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(site.prompt()[:-3] + "AAA")
    box = page.get_by_text("data@kestrel.example").bounding_box()
    assert box["y"] + box["height"] <= 568
    assert box["x"] + box["width"] <= 320
    context.close()
