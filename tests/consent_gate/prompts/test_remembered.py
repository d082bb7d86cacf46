"""What pages remember of one another changes nothing: each shows what a process that has made none before would show."""

from datetime import timedelta

import pytest

from consent_gate.gate import Gate
from consent_gate.model import UNKNOWN
from consent_gate.prompts.content import choices_content, prompt_content
from consent_gate.prompts.gather import gather
from consent_gate.prompts.language import language
from consent_gate.prompts.pages import choices_page, prompt_page
from tests.consent_gate.prompts.house import AFTER, BEFORE, DE2, EN2, PERSON, V2, open_house, publish

V3 = (
    V2.replace("2027-03-01", "2027-05-01")
    .replace("retention: P2Y", "retention: P3Y")
    .replace("weakened: [no-insurers, breach]", "weakened: []")
)
EN3 = EN2.replace("two years", "three years")
EFFECT = AFTER.replace(month=5, day=1, hour=0)


@pytest.fixture
def house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.gate.close()


def pages(gate, person, tag):
    """Both pages of a person, as they are kept."""
    found, speech = gather(gate, person), language(tag)
    asked = prompt_page(prompt_content(found.asks, found.notices, found.known, speech))
    return asked.kept, choices_page(choices_content(found.asks, found.known, speech)).kept


def people(house):
    """Some whose data came in at other times, under other versions, or nobody knows when."""
    yield PERSON
    for number in range(6):
        person = f"person-{number}"
        at = BEFORE + timedelta(days=number // 2)
        house.gate.record(person, "user.behavior.purchase_history", item="order", version=UNKNOWN if number == 5 else None, collected_at=at)
        if number % 2:
            house.gate.record(person, "user.name", item="customer", collected_at=at + timedelta(days=3))
        yield person
    house.gate.record("newcomer", "user.behavior.purchase_history", item="order")
    yield "newcomer"


def test_each_page_is_as_a_new_process_would_make_it_whatever_was_shown_before(house):
    met = list(people(house))

    def compare():
        for tag in ("en", "de"):
            for person in met:
                with Gate.open(house.url, clock=house.clock, keys=house.keys) as fresh:
                    assert pages(house.gate, person, tag) == pages(fresh, person, tag)

    compare()
    house.gate.answer(met[1], {house.gate.pending(met[1])[0].id: "refused"})
    house.gate.answer(PERSON, {"privacy/insurer-offers@2": "given"})
    compare()
    house.clock.now = AFTER + timedelta(days=1)
    publish(house.gate, "privacy", 3, V3, {"en": EN3, "de": DE2})
    compare()
    house.clock.now = EFFECT
    compare()
    house.clock.now = AFTER + timedelta(days=400)
    compare()
