"""What counts as allowing more: each field on its own, and all of them against a request-by-request reading."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_gate.release.widening import How, lowered_to_law, shown, widens
from policy_versions.durations import Duration
from policy_versions.model import Basis, Controller, LocalText, Permission, Policy, Promise, Request, Weakened

KEYS = ("user", "user.contact", "user.contact.email", "user.contact.phone_number", "user.content")
USES = ("marketing", "marketing.communications", "essential")
TIMES = (None, "P30D", "P1Y")


def permission(**fields: object) -> Permission:
    told: dict[str, object] = {"data": ("user.contact",), "use": ("marketing",), "basis": Basis.CONSENT, "id": "news"}
    return Permission(text=LocalText.of("We write to you."), **{**told, **fields})


def policy(**fields: object) -> Policy:
    return Policy(
        title=LocalText.of("Privacy"), controller=Controller(id="brewery", name=LocalText.of("The Brewery")), language="en", **fields
    )


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ({}, {}, ()),
        ({"data": ("user.contact.email",)}, {"data": ("user.contact",)}, ("data",)),
        ({"data": ("user.contact",)}, {"data": ("user.contact.email", "user.contact.phone_number")}, ()),
        ({"use": ("marketing.communications",)}, {"use": ("marketing.communications", "essential")}, ("use",)),
        ({"recipients": ("self",)}, {"recipients": ("self", "printers")}, ("recipients",)),
        ({"recipients": ("self",)}, {"recipients": ("printers",)}, ("recipients",)),
        ({"basis": Basis.CONSENT}, {"basis": Basis.LEGITIMATE_INTERESTS}, ("basis",)),
        ({"basis": Basis.PUBLIC_TASK}, {"basis": Basis.LEGITIMATE_INTERESTS}, ()),
        ({"basis": Basis.CONTRACT}, {"basis": Basis.CONSENT}, ()),
        ({"retention": Duration.parse("P1Y")}, {"retention": None}, ("retention",)),
        ({"retention": None}, {"retention": Duration.parse("P1Y")}, ()),
        ({"retention": Duration.parse("P12M")}, {"retention": Duration.parse("P1Y")}, ()),
        ({"valid_for": Duration.parse("P6M")}, {"valid_for": Duration.parse("P1Y")}, ("valid_for",)),
    ],
)
def test_a_field_widens_when_it_allows_anything_more(old: dict[str, object], new: dict[str, object], fields: tuple[str, ...]) -> None:
    assert widens(permission(**old), permission(**new)) == fields


@given(
    old=st.tuples(st.sets(st.sampled_from(KEYS), min_size=1), st.sets(st.sampled_from(USES), min_size=1)),
    new=st.tuples(st.sets(st.sampled_from(KEYS), min_size=1), st.sets(st.sampled_from(USES), min_size=1)),
)
def test_keys_widen_exactly_when_some_request_is_newly_covered(old: tuple[set[str], set[str]], new: tuple[set[str], set[str]]) -> None:
    before = permission(data=tuple(sorted(old[0])), use=tuple(sorted(old[1])))
    after = permission(data=tuple(sorted(new[0])), use=tuple(sorted(new[1])))
    # One key below every key of the taxonomy stands for all that a parent covers besides its named children.
    requests = [Request(data=d + end, use=u + other) for d, u in product(KEYS, USES) for end, other in product(("", ".x"), repeat=2)]
    newly = any(after.covers(request) and not before.covers(request) for request in requests)
    assert bool(widens(before, after)) == newly


def test_only_a_step_down_to_the_law_is_lowered_to_the_law() -> None:
    assert lowered_to_law(permission(basis=Basis.CONTRACT), permission(basis=Basis.LEGAL_OBLIGATION))
    assert not lowered_to_law(permission(basis=Basis.VITAL_INTERESTS), permission(basis=Basis.LEGAL_OBLIGATION))
    assert not lowered_to_law(permission(basis=Basis.CONSENT), permission(basis=Basis.CONTRACT))


def test_what_a_draft_does_to_each_id_is_shown() -> None:
    quiet = Promise(id="quiet-hours", text=LocalText.of("We do not call at night."), dimension="purpose")
    old = policy(permissions=(permission(), permission(id="orders")), promises=(quiet,))
    new = policy(
        permissions=(permission(data=("user",)), permission(id="orders"), permission(id="ads")),
        reopens=("orders",),
        weakened=(Weakened(id="quiet-hours"), Weakened(id="never-heard-of")),
    )
    assert shown(old, new) == {
        "news": {How.WIDENS},
        "orders": {How.REOPENS},
        "ads": {How.ADDS},
        "quiet-hours": {How.WEAKENS},
    }


def test_another_controller_reopens_all_that_stays() -> None:
    old = policy(permissions=(permission(),))
    new = Policy(
        title=old.title, controller=Controller(id="buyer", name=LocalText.of("The Buyer")), language="en", permissions=old.permissions
    )
    assert shown(old, new) == {"news": {How.REOPENS}}
