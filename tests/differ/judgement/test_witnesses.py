"""Witnesses: each says in a plain sentence what the new words allow and the old did not."""

import pytest

import differ
from differ.judgement.rules import RULES
from differ.model import Direction
from differ.render.summary import told


def witnesses(old: str, new: str) -> list[str]:
    return [finding.witness for change in differ.compare(old, new).changes for finding in told(change.findings) if finding.witness]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("We collect your name.", "We collect your name and your licence plate.", "The organisation may now collect “licence plate”."),
        ("We share rents with our bank.", "We share rents with our bank and insurers.", "Data may now reach “insurers”."),
        (
            "We use your weight for training plans.",
            "We use your weight for training plans and advertising.",
            "“advertising” is now among the purposes of what is done.",
        ),
        ("We keep tapes for 30 days.", "We keep tapes for 90 days.", "It may now be 90 days where it was 30 days."),
        ("We run a pool.", "We run a pool. We sell your address.", "The new words allow this: “We sell your address”."),
        ("We run a pool. We never sell your address.", "We run a pool.", "The new text no longer says: “We never sell your address”."),
        ("We do not sell your photos.", "We may sell your photos.", "The new words allow this: “We may sell your photos”."),
        (
            "We keep letters for one year.",
            "We keep letters for as long as necessary.",
            "It now says “for as long as necessary” where it said “one year”.",
        ),
        ("We call you only with your consent.", "We call you.", "It may now be done without asking the person first."),
        ("We never share names or photos.", "We never share names.", "“photos” is no longer named in what is promised or ruled out."),
        ("We post invoices.", "We post invoices. And (ii) we sell your file.", "The new words allow this: “we sell your file”."),
        ("We bake.", "We bake. You cannot object to this.", "The new words say: “You cannot object to this”."),
    ],
)
def test_a_relaxation_says_what_it_allows(old, new, said):
    assert said in witnesses(old, new)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=name) for name, rule in sorted(RULES.items())])
def test_every_finding_that_relaxes_has_a_witness(rule):
    changes = (*differ.compare(rule.example.old, rule.example.new).changes, *differ.compare(rule.example.new, rule.example.old).changes)
    findings = [finding for change in changes for finding in change.findings]
    assert all(finding.witness for finding in findings if finding.direction is Direction.RELAXES)


def test_what_tightens_needs_no_witness():
    assert witnesses("We keep tapes for 90 days.", "We keep tapes for 30 days.") == []


def test_findings_that_differ_only_in_their_words_are_told_as_one():
    (change,) = differ.compare("We collect names.", "We collect names. We sell addresses. We sell photos.").changes
    assert len(change.findings) == 2
    (one,) = told(change.findings)
    assert one.witness == "The new words allow this: “We sell addresses”. The new words allow this: “We sell photos”."
    assert one.words.new == "We sell addresses. … We sell photos."
