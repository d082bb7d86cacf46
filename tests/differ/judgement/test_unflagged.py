"""What is told beside a new right, promise or mechanism, and only serves or bounds it, is no relaxation beside it."""

import pytest

from differ import compare
from differ.model import Direction

FLAGGED = {Direction.RELAXES, Direction.MIXED}


def _said(old: str, new: str) -> set[Direction]:
    return {change.direction for change in compare(old, new).changes}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We run a club.", "We run a club. Members may request removal of their posts. Such a request does not ensure complete removal."),
        (
            "We run a bank.",
            "We run a bank. You may withdraw your consent. The withdrawal does not affect processing that took place before.",
        ),
        ("We run a bank. We rely on the Safe Harbor.", "We run a bank.\n\nWe rely on model contractual clauses for letters to Peru."),
    ],
)
def test_what_only_bounds_or_replaces_it_is_not_flagged(old: str, new: str):
    assert not _said(old, new) & FLAGGED


RIGHTS = "# Your rights\n\nYou have the following rights:\n\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            RIGHTS + "- Right of access\n- Right to erasure\n- Right to object\n\nWrite to us.",
            "# Your rights\n\nYou have the right to access your data, the right to have it erased and the right to object.\n\nWrite to us.",
        ),
        (
            "# Your rights\n\nYou have the right to access your data and to delete it.",
            RIGHTS + "- Access: you may ask for a copy of your data.\n- Deletion: you may ask us to delete your data.",
        ),
        (
            "# Your rights\n\nYou have the right to access, rectify and erase your data. You also have the right to object.",
            RIGHTS + "- the right to access your data\n- the right to have your data rectified\n"
            "- the right to have your data erased\n- the right to object",
        ),
    ],
)
def test_a_right_told_in_another_cut_is_not_lost(old: str, new: str):
    assert not _said(old, new) & FLAGGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            RIGHTS + "- Right of access\n- Right to erasure\n- Right to object\n\nWrite to us.",
            "# Your rights\n\nYou have the right to access your data and the right to object.\n\nWrite to us.",
        ),
        (
            "# Your rights\n\nYou have the right to access your data and to delete it.",
            RIGHTS + "- Access: you may ask for a copy of your data.\n- Deletion: you may ask us to delete your data unless we need it.",
        ),
    ],
)
def test_a_right_lost_or_limited_in_another_cut_is_flagged(old: str, new: str):
    assert _said(old, new) & FLAGGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We run a clinic.", "We run a clinic. You may ask for a copy of your file. You may not object to our advertising."),
        ("We run a clinic.", "We run a clinic. You may ask for a copy of your file. We may sell your file."),
        (
            "We run a gym. You may delete your posts.",
            "We run a gym. You may delete your posts. Your request does not ensure their removal.",
        ),
        ("We rely on standard contractual clauses for letters to Peru.", "We rely on the Safe Harbor for letters to Peru."),
    ],
)
def test_what_goes_further_is_flagged(old: str, new: str):
    assert _said(old, new) & FLAGGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect your name, address and age.", "We collect the following information: your name, address and age."),
        ("We only collect data that you give us.", "The only data we collect is what you give us."),
        ("We use Countly to count the visits to our pages.", "We use Countly, an analytics service, to count the visits to our pages."),
        ("If we change this policy, we will post the new policy here.", "If we change this policy, the new version will be posted here."),
        ("We run a mill.", "We run a mill. If you want to exercise any of these rights, please send an email to us."),
    ],
)
def test_the_same_in_another_build_is_not_flagged(old: str, new: str):
    assert not (_said(old, new) | _said(new, old)) & FLAGGED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect your name and age.", "We collect the following information: your name, age and religion."),
        ("We only collect data that you give us.", "The only data we collect is what we need."),
        (
            "We give your visits to Countly, an archive, for one day.",
            "We give your visits to Countly and an analytics service for one day.",
        ),
        ("The new list of prices will be posted here.", "The new list of guests will be posted here."),
    ],
)
def test_what_such_a_build_adds_is_seen(old: str, new: str):
    assert _said(old, new) & {*FLAGGED, Direction.UNCLEAR}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We take the protection of your files very seriously.", "The protection of your files is very important to us."),
        ("Responsible for data processing is: Harbour Ferries Ltd.", "The controller is Harbour Ferries Ltd."),
        ("We only collect the notes you give us.", "We only collect the notes you provide to us."),
        ("The median time to answer a request was 5 days.", "The median time to answer a request was 7 days."),
        ("The notes lie in our archive in Bergen.", "The notes lie in our archive, which is located in Bergen."),
    ],
)
def test_the_same_in_other_words_moves_nothing(old: str, new: str):
    assert _said(old, new) | _said(new, old) == {Direction.NEUTRAL}


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("We note the following data: name, age.", "We note the following data: name, age, religion.", Direction.RELAXES),
        ("We do not note the following data: religion, health.", "We do not note the following data: religion.", Direction.RELAXES),
        ("We pass your order to the following partners: our carrier, our advertisers.",
         "We pass your order to the following partners: our carrier.", Direction.TIGHTENS),
        ("We note the following data: name, age.", "We note these data: age, name.", Direction.NEUTRAL),
        ("We note:\n\n- name\n- address\n- phone number", "We note the following data: name, address, phone number.", Direction.NEUTRAL),
        ("We share data: see section 4.", "We share data: see section 5.", Direction.NEUTRAL),
    ],
)  # fmt: skip
def test_a_list_behind_a_colon_is_of_what_its_lead_says(old: str, new: str, direction: Direction):
    assert _said(old, new) == {direction}
