"""Deciding at the desk: what a decision lacks, what was sent back, and through what people hear of a change."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from consent_gate.release import DraftName, How, ReviewVerdict, Tie, approve, decide, publish, standing_of
from desk import words
from policy_versions import Actor, ActorSource
from tests.desk.desk_server import DRAFT, POLICY
from tests.desk.test_actions import as_somebody, errors, opened
from tests.desk.test_pages import open_page, press, shown

TOMAS = Actor("tomas@orchardlane.example", ActorSource.OIDC)


def decide_first(page: AppTest, verdict: str, reason: str = "") -> None:
    """Decide on the change that is shown, without a tie."""
    page.radio[0].set_value(verdict)
    next(field for field in page.text_input if field.label == words.REASON).set_value(reason)
    press(page, words.DECIDE)


def test_what_a_decision_lacks_is_told_without_the_id_of_the_change(house: Path) -> None:
    page = as_somebody("review")
    for verdict, lacking in (("overridden", "no reason"), ("confirmed", "no permission and no promise")):
        decide_first(page, verdict)
        told = errors(page)
        assert words.THIS_CHANGE in told
        assert lacking in told
        assert "`" not in told


def test_a_change_sent_back_says_so_and_gives_way_to_those_nobody_decided_on(house: Path) -> None:
    page = as_somebody("review")
    first = page.radio[0].key
    decide_first(page, "sent_back", "Keep the word not.")
    assert errors(page) == ""
    assert page.radio[0].key != first
    assert not [one for one in page.expander if one.label.startswith(words.DECIDED)]
    assert words.STILL_SENT_BACK.format(counted=words.changes(1)) in shown(page)
    with opened(house) as gate:
        count = len(standing_of(gate, POLICY, DRAFT).open_flags())
    for _ in range(count - 1):
        press(page, words.NEXT)
    assert page.radio[0].key == first
    assert "Keep the word not" in shown(page)
    assert words.WAITS_FOR_DRAFTER in shown(page)


def test_whom_a_draft_touches_is_not_said_to_be_nobody_before_its_changes_are_decided_on(house: Path) -> None:
    with opened(house) as gate:
        author = Actor("noor@orchardlane.example")
        draft = gate.archive.start_draft(POLICY, "second", actor=author)
        text = draft.files["en.md"].decode().replace("We do not rent or sell", "We do not sell")
        gate.archive.save(POLICY, "second", {"en.md": text.encode()}, expected=draft.commit, actor=author, message="Rent it")
    page = as_somebody("review")
    next(box for box in page.selectbox if box.label == words.CHOOSE_DRAFT).set_value("second").run()
    assert words.NOT_COUNTED.format(counted=words.changes(1)) in shown(page)
    assert words.NO_IMPACT_YET in shown(page)
    assert words.NO_IMPACT not in shown(page)
    decide_first(page, "overridden", "Nobody rents data here.")
    assert words.NO_IMPACT in shown(page)
    assert words.NO_PROMPT in shown(page)


def test_a_decision_is_shown_with_what_people_are_asked_through(house: Path) -> None:
    with opened(house) as gate:
        where = DraftName(POLICY, DRAFT)
        first = standing_of(gate, POLICY, DRAFT).open_flags()[0]
        decide(gate, where, first.id, ReviewVerdict.CONFIRMED, actor=TOMAS, ties=(Tie("maker-browsing", How.ADDS),))
        for flag in standing_of(gate, POLICY, DRAFT).open_flags():
            decide(gate, where, flag.id, ReviewVerdict.OVERRIDDEN, actor=TOMAS, reason="It stands elsewhere.")
        approve(gate, where, actor=TOMAS, one_person=True)
        publish(gate, POLICY, DRAFT, actor=TOMAS, one_person=True)
    assert f"{words.TIED}: adds maker\\-browsing" in shown(open_page("version").run())
