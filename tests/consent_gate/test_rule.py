"""Editions and terms, from versions alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_gate.editions import answerable, editions_at, was_answerable
from consent_gate.rule import History, Terms, tighter
from policy_versions import Basis, Controller, LocalText, Permission, Policy, Request, Version
from tests.consent_gate.policies import ADS, EMAIL, START, permission

ASKED = Request(data=EMAIL, use=ADS)


def version(
    number: int, *permissions: Permission, controller: str = "mill", reopens: tuple[str, ...] = (), withdrawn: bool = False
) -> Version:
    policy = Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id=controller, name=LocalText.of(controller)),
        language="en",
        permissions=permissions,
        reopens=reopens,
    )
    effective = START + timedelta(days=number)
    return Version(slug="privacy", number=number, policy=policy, texts={}, identity="0" * 64, effective=effective, withdrawn=withdrawn)


def edition(*versions: Version, asked: Request = ASKED) -> int | None:
    rule = History(versions).rule(asked, max(v.number for v in versions if not v.withdrawn))
    return rule.permissions[0].edition if rule.permissions else None


def terms(*versions: Version) -> dict[int, Terms]:
    return dict(History(versions).rule(ASKED, versions[-1].number).permissions[0].terms)


def test_an_edition_begins_with_the_unbroken_run():
    p = permission()
    assert edition(version(1, p), version(2, p), version(3, p)) == 1
    assert edition(version(1, p), version(2), version(3, p)) == 3
    assert edition(version(1, p), version(2)) is None
    assert edition(version(1), version(2, p), version(3, p)) == 2


def test_a_version_in_which_it_does_not_cover_the_request_breaks_the_run():
    narrow, wide = permission(use=("analytics",)), permission(use=("analytics", "marketing"))
    assert edition(version(1, narrow), version(2, wide)) == 2
    assert edition(version(1, wide), version(2, narrow), version(3, wide)) == 3
    assert edition(version(1, narrow), version(2, wide), asked=Request(data=EMAIL, use="analytics")) == 1


def test_reopening_or_another_controller_begins_a_new_run():
    p, other = permission(), permission("other", use=("analytics",))
    assert edition(version(1, p), version(2, p, reopens=("letters",)), version(3, p)) == 2
    assert edition(version(1, p), version(2, p, other, reopens=("other",))) == 1
    assert edition(version(1, p), version(2, p, controller="millers"), version(3, p, controller="millers")) == 2
    assert edition(version(1, p), version(2, p, controller="millers"), version(3, p)) == 3


def test_versions_taken_back_are_in_no_run():
    p = permission()
    assert edition(version(1, p), version(2, withdrawn=True), version(3, p)) == 1
    assert edition(version(1, p), version(2, p, reopens=("letters",), withdrawn=True), version(3, p)) == 1
    assert edition(version(1, p), version(2, p, controller="millers", withdrawn=True), version(3, p)) == 1


def test_neither_a_lower_basis_nor_a_longer_time_begins_an_edition():
    assert edition(version(1, permission(retention="P1Y", valid_for="P1Y")), version(2, permission(basis="contract"))) == 1


def test_terms_are_the_tightest_from_the_version_to_the_one_in_force():
    found = terms(
        version(1, permission(basis="consent", retention="P10D", valid_for="P5D")),
        version(2, permission(basis="contract", retention="P20D")),
        version(3, permission(basis="legitimate_interests", valid_for="P7D")),
    )
    assert found == {
        1: Terms(Basis.CONSENT, 10, 5),
        2: Terms(Basis.LEGITIMATE_INTERESTS, 20, 7),
        3: Terms(Basis.LEGITIMATE_INTERESTS, None, 7),
    }


def test_terms_begin_with_the_edition_for_older_data():
    rule = History([version(1, permission(retention="P1D")), version(2), version(3, permission())]).rule(ASKED, 3).permissions[0]
    assert rule.terms_of(0) == rule.terms_of(1) == rule.terms_of(3) == Terms(Basis.CONSENT, None, None)
    assert not rule.under_edition(1)
    with pytest.raises(KeyError):
        rule.terms_of(4)


@pytest.mark.parametrize("law", ["legal_obligation", "vital_interests"])
def test_where_the_law_decides_its_own_terms_count(law: str):
    found = terms(version(1, permission(basis="consent", retention="P10D")), version(2, permission(basis=law, retention="P9Y")))
    assert found[1] == found[2] == Terms(Basis(law), 9 * 365, None)
    back = terms(version(1, permission(basis=law)), version(2, permission(basis="contract", retention="P10D")))
    assert back[1] == Terms(Basis.CONTRACT, 10, None)


def test_one_permission_can_have_several_editions_in_force():
    history = History(
        [version(1, permission()), version(2, permission(use=(ADS, "analytics"))), version(3, permission(use=("marketing", "analytics")))]
    )
    assert editions_at(history, "letters", 3) == {1, 2, 3}
    assert editions_at(history, "letters", 1) == {1}
    assert editions_at(history, "else", 3) == frozenset()


def test_upcoming_editions_can_be_answered_for_and_ended_ones_could():
    history = History(
        [version(1, permission()), version(2, permission(), reopens=("letters",)), version(3, permission(use=(ADS, "analytics")))]
    )
    now = START + timedelta(days=2)
    assert answerable(history, "letters", now) == {2, 3}
    assert was_answerable(history, history.versions, "letters", 1)
    assert not was_answerable(history, history.versions, "letters", 9)
    assert not was_answerable(history, history.versions, "else", 1)


TERMS = st.builds(Terms, st.sampled_from(Basis), st.none() | st.integers(1, 9999), st.none() | st.integers(1, 9999))


@given(TERMS, TERMS, TERMS)
def test_the_tighter_of_terms_is_the_same_in_whatever_order(one: Terms, other: Terms, third: Terms):
    def told(found: Terms) -> tuple[int, int | None, int | None]:
        return found.basis.strictness, found.days_kept, found.consent_days

    assert told(tighter(one, other)) == told(tighter(other, one))
    assert told(tighter(tighter(one, other), third)) == told(tighter(one, tighter(other, third)))
    assert tighter(one, one) == one
