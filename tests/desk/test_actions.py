"""What may be done to drafts and versions besides writing and deciding, and who may: by the packages' word, not the desk's."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consent_gate.gate import Gate
from consent_gate.release import DraftName, ReviewVerdict, approve, decide, publish, standing_of
from consent_gate.release.obstacles import NOTICE_PERIOD
from desk import words
from policy_versions import Actor, ActorSource
from policy_versions.policy_edit import edit_policy
from tests.desk.desk_server import DRAFT, POLICY
from tests.desk.test_pages import open_page, press, shown

NOOR = "noor@orchardlane.example"
TOMAS = Actor("tomas@orchardlane.example", ActorSource.OIDC)
DIALOG = """
import streamlit as st
from desk import {module}
from desk.session import gate, sign_in
sign_in()
of = gate().{of}
{module}._ask.__wrapped__(of)
"""
ROLES = """[roles]
drafter = ["{noor}"]
approver = ["tomas@orchardlane.example"]
auditor = [{{ claim = "groups", value = "audit" }}]
"""


def opened(house: Path) -> Gate:
    return Gate.open(f"sqlite:///{house / 'ledger.db'}", house / "archive", keys=house / "keys")


def as_somebody(page: str, who: str = NOOR) -> AppTest:
    drawn = open_page(page).run()
    return drawn.text_input(key="who").set_value(who).run()


def published(house: Path, name: str = DRAFT) -> None:
    """Decide, approve and publish the example's draft, as others do elsewhere."""
    with opened(house) as gate:
        for flag in standing_of(gate, POLICY, name).open_flags():
            decide(gate, DraftName(POLICY, name), flag.id, ReviewVerdict.OVERRIDDEN, actor=TOMAS, reason="It stands elsewhere.")
        approve(gate, DraftName(POLICY, name), actor=TOMAS, one_person=True)
        publish(gate, POLICY, name, actor=TOMAS, one_person=True)


def dialog(module: str, of: str) -> AppTest:
    return AppTest.from_string(DIALOG.format(module=module, of=of), default_timeout=60)


def errors(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(error.value for error in page.error)


def test_a_version_is_withdrawn_before_its_effect_with_a_reason_and_not_without(house: Path) -> None:
    published(house)
    page = as_somebody("policies")
    assert "privacy@5" in shown(page)
    assert [b for b in page.button if b.label == words.WITHDRAW.format(name="privacy@5")]
    asking = dialog("withdrawing", "ledger.version('privacy', 5)").run()
    asking.text_input(key="who").set_value(NOOR).run()
    press(asking, words.WITHDRAW_FINALLY.format(name="privacy@5"))
    assert "needs a reason" in errors(asking)
    asking.text_input(key="withdrawing/privacy@5").set_value("The makers backed out.").run()
    press(asking, words.WITHDRAW_FINALLY.format(name="privacy@5"))
    assert errors(asking) == ""
    with opened(house) as gate:
        assert gate.ledger.version(POLICY, 5).withdrawn
    page = as_somebody("policies")
    assert list(page.dataframe[0].value[words.STATE]).count(words.WITHDRAWN) == 1
    assert not [b for b in page.button if b.label == words.WITHDRAW.format(name="privacy@5")]
    opened_version = shown(open_page("version").run())
    assert "Reason: The makers backed out" in opened_version
    assert "noor" in opened_version


def test_a_draft_is_deleted_once_that_was_asked(house: Path) -> None:
    page = as_somebody("draft")
    press(page, words.DELETE)
    assert "cannot bring it back" in shown(page)
    with opened(house) as gate:
        assert gate.archive.draft_names() == ((POLICY, DRAFT),)
    asking = dialog("deleting", f"archive.draft('{POLICY}', '{DRAFT}')").run()
    asking.text_input(key="who").set_value(NOOR).run()
    press(asking, words.DELETE_FINALLY.format(name=DRAFT))
    with opened(house) as gate:
        assert gate.archive.draft_names() == ()


def test_the_promised_notice_is_set_aside_with_a_reason_and_not_without(house: Path) -> None:
    with opened(house) as gate:
        draft = gate.archive.draft(POLICY, DRAFT)
        soon = (gate.clock() + timedelta(days=2)).isoformat()
        edited = edit_policy(draft.files["policy.yaml"], {"effective": soon}, path="policy.yaml")
        author = Actor("mara@orchardlane.example")
        gate.archive.save(POLICY, DRAFT, {"policy.yaml": edited}, expected=draft.commit, actor=author, message="Sooner")
    page = as_somebody("review")
    assert words.SHORT_NOTICE in shown(page)
    press(page, words.SET_ASIDE)
    assert "needs a reason" in errors(page)
    next(one for one in page.text_input if one.label == words.SHORT_NOTICE_REASON).set_value("A court ordered it.")
    press(page, words.SET_ASIDE)
    assert errors(page) == ""
    assert words.SHORT_NOTICE not in shown(page)
    assert "A court ordered it" in shown(page)
    with opened(house) as gate:
        standing = standing_of(gate, POLICY, DRAFT)
        exempted = standing.review.exempted(NOTICE_PERIOD, standing.identity)
        assert exempted is not None
        assert exempted.actor.id == NOOR


def second_draft(house: Path, old: str, new: str) -> None:
    """A draft from the version in force that changes other words, or the same, than the example's draft."""
    with opened(house) as gate:
        author = Actor(NOOR)
        draft = gate.archive.start_draft(POLICY, "second", actor=author)
        text = draft.files["en.md"].decode()
        assert old in text
        gate.archive.save(
            POLICY, "second", {"en.md": text.replace(old, new).encode()}, expected=draft.commit, actor=author, message="Second"
        )
    published(house)


def choose_second(page: AppTest) -> AppTest:
    return next(box for box in page.selectbox if box.label == words.CHOOSE_DRAFT).set_value("second").run()


def test_a_draft_that_is_behind_rests_on_the_newest_version_with_one_press(house: Path) -> None:
    second_draft(house, "# ", "# Our ")
    page = choose_second(as_somebody("draft"))
    press(page, words.REBASE.format(last="privacy@5"))
    assert errors(page) == ""
    with opened(house) as gate:
        draft = gate.archive.draft(POLICY, "second")
        assert draft.base == 5
        assert "two years" in draft.texts["en"]
        assert "# Our " in draft.texts["en"]


def test_what_both_changed_is_shown_as_text_and_nothing_is_written_until_it_is_settled(house: Path) -> None:
    second_draft(house, "We keep browsing for one year.", "We keep browsing for one month.")
    page = choose_second(as_somebody("draft"))
    with opened(house) as gate:
        before = gate.archive.draft(POLICY, "second").commit
    press(page, words.REBASE.format(last="privacy@5"))
    field = next(area for area in page.text_area if area.label == words.SETTLE_FILE.format(file="en.md"))
    assert "one month" in field.value
    assert "two years" in field.value
    press(page, words.SETTLED)
    assert "marks of a conflict" in errors(page)
    with opened(house) as gate:
        assert gate.archive.draft(POLICY, "second").commit == before
        settled = gate.archive.draft(POLICY, "second").texts["en"]
    field = next(area for area in page.text_area if area.label == words.SETTLE_FILE.format(file="en.md"))
    field.set_value(settled).run()
    press(page, words.SETTLED)
    assert errors(page) == ""
    with opened(house) as gate:
        draft = gate.archive.draft(POLICY, "second")
        assert draft.base == 5
        assert "one month" in draft.texts["en"]


@pytest.fixture
def roles(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECONSENT_ONE_PERSON")
    monkeypatch.setenv("RECONSENT_CONFIG", str(house / "reconsent.toml"))
    (house / "reconsent.toml").write_text(ROLES.format(noor=NOOR))


def labels(page: AppTest) -> set[str]:
    return {button.label for button in page.button}


@pytest.mark.usefixtures("roles")
def test_each_role_is_offered_what_it_may_do_and_told_of_the_rest() -> None:
    drafter = as_somebody("policies")
    assert words.DELETE in labels(drafter)
    assert words.START_DRAFT in labels(drafter)
    drafter = as_somebody("review")
    assert words.DECIDE not in labels(drafter)
    assert words.APPROVE not in labels(drafter)
    assert words.PUBLISH not in labels(drafter)
    assert "takes the role reviewer" in shown(drafter)
    approver = as_somebody("review", TOMAS.id)
    assert {words.APPROVE, words.PUBLISH} <= labels(approver)
    assert words.DECIDE not in labels(approver)
    approver = as_somebody("policies", TOMAS.id)
    assert words.START_DRAFT not in labels(approver)
    for page in ("consent", "audit"):
        drawn = as_somebody(page, TOMAS.id)
        assert "takes the role auditor" in shown(drawn)
        assert words.VERIFY_NOW not in labels(drawn)
        assert words.SUBJECT not in {field.label for field in drawn.text_input}


@pytest.mark.usefixtures("roles")
def test_what_is_pressed_on_a_page_older_than_a_change_of_roles_is_refused_in_one_line(house: Path) -> None:
    page = as_somebody("policies")
    asking = dialog("deleting", f"archive.draft('{POLICY}', '{DRAFT}')").run()
    asking.text_input(key="who").set_value(NOOR).run()
    (house / "reconsent.toml").write_text(ROLES.format(noor="somebody@orchardlane.example"))
    press(asking, words.DELETE_FINALLY.format(name=DRAFT))
    assert errors(asking) == f"`{NOOR}` may not write drafts: that takes the role drafter."
    assert not page.exception
    with opened(house) as gate:
        assert gate.archive.draft_names() == ((POLICY, DRAFT),)


APP = Path(__file__).parents[2] / "app.py"


@pytest.mark.usefixtures("roles")
def test_who_has_no_role_and_who_gave_no_name_see_nothing() -> None:
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert words.NAME_FOR_ROLES in shown(page)
    assert DRAFT not in shown(page)
    page.text_input(key="who").set_value("eve@orchardlane.example").run()
    assert words.NO_ROLE.format(name="eve@orchardlane.example") in shown(page)
    assert DRAFT not in shown(page)
    page.text_input(key="who").set_value(NOOR).run()
    assert words.YOUR_ROLES.format(roles="drafter") in shown(page)
    assert DRAFT in shown(page)
