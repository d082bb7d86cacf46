"""How a recipient is named to people: never by an id where the policy has words for it."""

import pytest

from consent_gate.prompts.language import language
from consent_gate.prompts.plain import recipient_words
from policy_versions.policy_yaml import parse_policy

POLICY = """
title: {en: Kennel, de: Tierpension}
controller: {id: kennel, name: Kennel}
language: en
recipients:
  - {id: vets, name: {en: Our vets, de: Unsere Tierärzte}}
  - {id: vets.night, name: The vet on call}
"""


@pytest.mark.parametrize(
    ("recipient", "tag", "said", "tongue"),
    [
        ("vets", "de", "Unsere Tierärzte", "de"),
        ("vets.harbour_street", "de", "Unsere Tierärzte (harbour street)", "de"),
        ("vets.night", "en", "The vet on call", "en"),
        ("vets.night.back-up", "de", "The vet on call (back up)", "en"),
        ("pet-food-maker", "de", "pet food maker", "en"),
    ],
)
def test_a_recipient_goes_by_the_nearest_name_there_is(recipient: str, tag: str, said: str, tongue: str) -> None:
    words = recipient_words(recipient, parse_policy(POLICY.encode(), path="kennel/policy.yaml"), language(tag))
    assert (words.text, words.language) == (said, tongue)
