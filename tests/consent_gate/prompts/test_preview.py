"""The page that a draft would lead to, before it is published."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consent_gate.prompts.make import make_prompt
from consent_gate.prompts.preview import preview
from policy_versions.model import Version
from tests.consent_gate.prompts.house import PERSON, House, open_house


@pytest.fixture
def house(tmp_path) -> House:
    return open_house(tmp_path)


def next_version(house: House) -> Version:
    """A draft that adds a permission to use what the house has on the person for something else."""
    newest = house.gate.ledger.versions("privacy")[-1]
    offers = newest.policy.permissions[0]
    added = replace(offers, id="street-maps", text=type(offers.text).of("We put your name on a map of the street."), use=("marketing",))
    policy = replace(newest.policy, permissions=(*newest.policy.permissions, added), reopens=(), weakened=())
    return replace(newest, number=newest.number + 1, policy=policy, effective=house.gate.clock() + timedelta(days=40), identity="")


@pytest.mark.parametrize("tag", ["en", "de", "ar"])
def test_the_preview_asks_what_the_draft_adds_and_nothing_else(house, tag):
    shown = preview(house.gate, next_version(house), PERSON, wanted=tag)
    assert [ask.subject_of for ask in shown.asks] == ["street-maps"]
    assert f'lang="{tag}"' in shown.html
    assert "We put your name on a map of the street." in shown.html


def test_the_preview_writes_nothing_and_leaves_the_real_prompt_as_it_was(house):
    before = make_prompt(house.gate, PERSON).content.digest
    events = len(house.gate.ledger.events(PERSON))
    preview(house.gate, next_version(house), PERSON)
    assert len(house.gate.ledger.events(PERSON)) == events
    assert make_prompt(house.gate, PERSON).content.digest == before


def test_nothing_on_the_preview_leads_away_or_is_sent(house):
    html = preview(house.gate, next_version(house), PERSON).html
    assert "form-action 'none'" in html
    assert ' href="/' not in html
    assert ' href="?' not in html
    assert "<link" not in html
