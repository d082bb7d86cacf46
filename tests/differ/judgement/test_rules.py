"""Every rule's example runs, and the page of rules is the one the rules make."""

from pathlib import Path

import pytest

from differ import compare
from differ.judgement.catalogue import page
from differ.judgement.rules import RULES, Rule
from differ.model import Direction

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def _direction(old: str, new: str) -> Direction:
    said = {change.direction for change in compare(old, new).changes}
    if Direction.MIXED in said or {Direction.RELAXES, Direction.TIGHTENS} <= said:
        return Direction.MIXED
    order = (Direction.RELAXES, Direction.UNCLEAR, Direction.TIGHTENS)
    return next((direction for direction in order if direction in said), Direction.NEUTRAL)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=name) for name, rule in sorted(RULES.items())])
def test_a_rules_example_goes_the_way_it_says(rule: Rule):
    assert _direction(rule.example.old, rule.example.new) is rule.example.direction


@pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=name) for name, rule in sorted(RULES.items()) if rule.example.direction is not Direction.NEUTRAL]
)
def test_a_rules_example_is_judged_by_that_rule(rule: Rule):
    changes = compare(rule.example.old, rule.example.new).changes
    assert rule.name in {finding.rule for change in changes for finding in change.findings}


@pytest.mark.parametrize("rule", [pytest.param(rule, id=name) for name, rule in sorted(RULES.items())])
def test_a_rule_is_told_in_one_sentence_of_plain_words(rule: Rule):
    assert rule.text.endswith(".")
    assert 40 < len(rule.text) < 260
    assert ". " not in rule.text


def test_the_page_of_rules_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m differ.judgement.catalogue > docs/rules.md"
