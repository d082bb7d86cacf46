"""What exported consent records say of how each answer was expressed: never more than the ledger knows."""

from urllib.parse import urlsplit

import httpx
import pytest

from consent_gate.prompts.make import make_prompt
from consent_gate.prompts.own_ui import answer_own_ui
from consent_gate.proving import export_records, receipt
from policy_versions.model import Actor
from tests.consent_gate.prompts.house import PERSON
from tests.consent_gate.service.form import form_of, links_of

OFFERS = "privacy/insurer-offers@2"
REMINDERS = "privacy/reminders@2"
URL = "https://privacy.kestrel.example"


@pytest.fixture
def pressed(site):
    """Presses a button of the person's prompt page, or of their choices page."""

    def press(action, name, *, choices=False):
        with httpx.Client(base_url=site.address, follow_redirects=False, timeout=30) as client:
            path = urlsplit(make_prompt(site.house.gate, PERSON).url).path
            if choices:
                path = next(link for link in links_of(client.get(path).text) if link.startswith("/choices/"))
            assert client.post(path, data=form_of(client.get(path).text).press(action, name)).status_code == 303

    return press


def events(house, about=OFFERS, subject=PERSON):
    """The state, type of consent and speaker of each event in the record about one permission."""
    name = about.partition("/")[2].partition("@")[0]
    number = {e.sequence for e in house.gate.ledger.events(subject) if e.subject_of == name}
    records = export_records(house.gate.ledger, subject, policy_url=URL)
    found = [event for record in records for event in record["dpv:hasConsentEvent"] if int(event["dct:identifier"]) in number]
    return [
        tuple(event[f"dpv:{what}"].removeprefix("dpv:") for what in ("hasConsentStatus", "hasLegalBasis", "isIndicatedBy"))
        for event in found
    ]


def kantara(house, subject=PERSON):
    last = max(e.sequence for e in house.gate.ledger.events(subject) if e.kind.value in ("given", "refused", "withdrawn"))
    return receipt(house.gate.ledger, subject, last, policy_url=URL, kantara=True)["services"][0]["purposes"][0]["consentType"]


def test_only_a_yes_by_a_button_of_our_pages_is_recorded_as_explicit(house, pressed):
    pressed("given", "insurer-offers")
    assert events(house)[-1] == ("ConsentGiven", "ExplicitlyExpressedConsent", PERSON)
    assert kantara(house) == "EXPLICIT"


def test_asking_deferring_refusing_and_taking_back_express_no_consent(house, pressed):
    pressed("deferred", "insurer-offers")
    pressed("refused", "insurer-offers")
    pressed("given", "insurer-offers", choices=True)
    pressed("withdrawn", "insurer-offers", choices=True)
    assert [event[:2] for event in events(house) if event[0] != "ConsentRequested"] == [
        ("ConsentRequestDeferred", "Consent"),
        ("ConsentRefused", "Consent"),
        ("ConsentGiven", "ExplicitlyExpressedConsent"),
        ("ConsentWithdrawn", "Consent"),
    ]
    assert ("ConsentRequested", "Consent", "kestrel-cycles") in events(house), "who asked is the shop"
    assert kantara(house) == "NONE (WITHDRAWN)"


def test_a_yes_in_a_product_s_own_drawing_is_expressed_and_not_known_to_be_explicit(house):
    answer_own_ui(house.gate, make_prompt(house.gate, PERSON).json["page"], {OFFERS: "given"})
    assert events(house)[-1][:2] == ("ConsentGiven", "ExpressedConsent")
    assert kantara(house) == "GIVEN (OWN-UI)"


@pytest.mark.parametrize("method", ["web", "paper", "brought over"])
def test_of_a_yes_that_a_product_only_reports_it_is_not_said_how_it_was_expressed(house, method):
    house.gate.answer(PERSON, {OFFERS: "given"}, method=method, actor=Actor("desk@kestrel.example"))
    assert events(house)[-1] == ("ConsentGiven", "Consent", "desk@kestrel.example")
    assert kantara(house) == f"GIVEN ({method.upper()})"


def test_the_copy_for_a_linked_id_does_not_claim_that_its_page_was_shown_there(house, pressed):
    house.gate.record("rosa-on-the-phone", "user.name", item="customer")
    house.gate.link(PERSON, "rosa-on-the-phone")
    pressed("given", "insurer-offers")
    assert events(house, subject="rosa-on-the-phone")[-1][:2] == ("ConsentGiven", "Consent")


def test_a_yes_to_what_does_not_rest_on_consent_is_recorded_with_its_own_basis(house, pressed):
    pressed("given", "reminders")
    assert events(house, REMINDERS)[-1][:2] == ("ConsentGiven", "LegitimateInterest")
    assert kantara(house) == "LEGITIMATE_INTERESTS"
