"""Writing at the desk: permissions by the form, particulars, a document brought in, and two people on one draft."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consent_gate.gate import Gate
from consent_gate.release import standing_of
from desk import words
from desk.draft import MOST
from desk.remarks import remarks_of
from policy_versions import Actor, ActorSource
from policy_versions.drafts import Draft
from tests.desk.test_pages import open_page, press, shown

NAME = "wider-reach"
SOMEBODY = Actor("lena@orchardlane.example", ActorSource.CLAIMED)


def draft_of(house: Path) -> Draft:
    with Gate.open(f"sqlite:///{house / 'ledger.db'}", house / "archive", keys=house / "keys") as gate:
        return gate.archive.draft("privacy", NAME)


def drafting(part: str) -> AppTest:
    """The draft with that tab of it open."""
    page = open_page("draft")
    page.query_params["part"] = part
    page.run()
    page.text_input(key="who").set_value("noor@orchardlane.example").run()
    return page


TEXT = words.TEXT_IN.format(language="en")


def area(page: AppTest, label: str):
    return next(field for field in page.text_area if field.label == label)


def test_a_permission_is_changed_by_the_form_and_every_other_line_stays(house: Path) -> None:
    before = draft_of(house)
    page = drafting(words.PERMISSIONS)
    next(box for box in page.selectbox if box.label == words.PERMISSION).set_value("partner-ads").run()
    area(page, words.PLAIN_WORDS).set_value("By continuing you agree that advertisers see your orders.").run()
    assert any("going on is no answer" in warning.value for warning in page.warning)
    area(page, words.PLAIN_WORDS).set_value("Advertisers may see what you order.").run()
    next(box for box in page.selectbox if box.label == words.RETENTION).set_value("P90D").run()
    press(page, words.SAVE_PERMISSION)
    assert not page.error, [error.value for error in page.error]
    after = draft_of(house)
    changed = after.policy.permission("partner-ads")
    assert changed is not None
    assert str(changed.text) == "Advertisers may see what you order."
    assert str(changed.retention) == "P90D"
    rest = [p for p in before.policy.permissions if p.id != "partner-ads"]
    assert [p for p in after.policy.permissions if p.id != "partner-ads"] == rest
    assert after.policy.promises == before.policy.promises
    assert SOMEBODY not in after.authors
    assert "noor@orchardlane.example" in {actor.id for actor in after.authors}


@pytest.mark.usefixtures("house")
def test_what_was_typed_is_there_again_after_another_tab_was_open() -> None:
    page = drafting(words.PERMISSIONS)
    area(page, words.PLAIN_WORDS).set_value("Half a sen").run()
    page.query_params["part"] = words.PARTICULARS
    page.run()
    assert words.PLAIN_WORDS not in {field.label for field in page.text_area}
    page.query_params["part"] = words.PERMISSIONS
    page.run()
    assert area(page, words.PLAIN_WORDS).value == "Half a sen"


@pytest.mark.usefixtures("house")
def test_of_more_changes_than_are_drawn_those_that_relax_are() -> None:
    page = drafting(TEXT)
    area(page, TEXT).set_value("# Privacy policy of Orchard Lane Wholesale\n").run()
    drawn = [str(one.value) for one in page.get("html") if '<span class="rl-badge' in str(one.value)]
    assert len(drawn) == MOST
    assert all("rl-relaxes" in one for one in drawn)


def test_remarks_on_what_a_draft_writes_are_told_apart_from_those_on_what_was_there(house: Path) -> None:
    page = drafting(words.PERMISSIONS)
    next(box for box in page.selectbox if box.label == words.PERMISSION).set_value("partner-ads").run()
    area(page, words.PLAIN_WORDS).set_value("By continuing you agree that advertisers see your orders.").run()
    press(page, words.SAVE_PERMISSION)
    with Gate.open(f"sqlite:///{house / 'ledger.db'}", house / "archive", keys=house / "keys") as gate:
        now, before = remarks_of(standing_of(gate, "privacy", NAME))
    assert any(one.startswith("`partner-ads`: ") and "going on is no answer" in one for one in now)
    assert not set(now) & set(before)
    assert any(one.value == words.REMARKS_HELP for one in open_page("review").run().markdown)


def test_a_proposal_from_the_prose_becomes_a_permission_with_one_press(house: Path) -> None:
    before = {p.id for p in draft_of(house).policy.permissions}
    page = drafting(words.PERMISSIONS)
    button = next(one for one in page.button if one.key and one.key.startswith("propose/"))
    button.click().run()
    assert not page.error, [error.value for error in page.error]
    assert len({p.id for p in draft_of(house).policy.permissions} - before) == 1


def test_nothing_is_proposed_that_a_permission_covers_already(house: Path) -> None:
    page = drafting(words.PERMISSIONS)
    proposed = [one.key for one in page.button if one.key and one.key.startswith("propose/")]
    assert proposed
    held = draft_of(house).policy.permissions
    assert any("user.behavior.browsing_history" in p.data and "functional.service.improve" in p.use for p in held)
    assert not [key for key in proposed if key.endswith("/improve")]


def test_a_time_that_is_past_is_told_where_it_is_typed(house: Path) -> None:
    page = drafting(words.PARTICULARS)
    assert words.PAST_MOMENT not in shown(page)
    next(field for field in page.text_input if field.label == words.EFFECTIVE).set_value("2020-01-31 09:00").run()
    assert words.PAST_MOMENT in shown(page)


def test_a_faulty_policy_yaml_is_refused_and_told_line_by_line(house: Path) -> None:
    before = draft_of(house).commit
    page = drafting(words.POLICY_YAML_TAB)
    area(page, words.POLICY_YAML).set_value("title: Privacy\ntitle: again\n").run()
    press(page, words.SAVE)
    assert page.error
    assert draft_of(house).commit == before


def test_the_second_of_two_who_save_sees_the_difference_and_overwrites_nothing(house: Path) -> None:
    page = drafting(TEXT)
    draft = draft_of(house)
    text = draft.files["en.md"].decode()
    with Gate.open(f"sqlite:///{house / 'ledger.db'}", house / "archive", keys=house / "keys") as gate:
        theirs = text.replace("two years", "three years")
        gate.archive.save("privacy", NAME, {"en.md": theirs.encode()}, expected=draft.commit, actor=SOMEBODY, message="Three years")
    area(page, TEXT).set_value(text.replace("two years", "four years"))
    page.run()
    press(page, words.SAVE)
    assert words.CONFLICT in shown(page)
    marks = next(str(element.proto.body) for element in page.get("html") if "three" in str(element.proto.body))
    assert "three" in marks.partition("<ins>")[0]
    assert "four" in marks.partition("<ins>")[2]
    assert draft_of(house).files["en.md"].decode() == theirs
    press(page, words.KEEP_MINE)
    press(page, words.SAVE)
    assert "four years" in draft_of(house).files["en.md"].decode()


def test_a_web_page_brought_in_is_shown_against_the_text_before_it_replaces_it(house: Path) -> None:
    page = drafting(words.BRING_IN)
    page.file_uploader[0].upload("new.html", b"<nav>Menu</nav><main><h1>Privacy</h1><p>We keep nothing.</p></main>", "text/html").run()
    assert not page.error, [error.value for error in page.error]
    press(page, words.TAKE_OVER)
    assert not page.error, [error.value for error in page.error]
    assert "We keep nothing." in draft_of(house).files["en.md"].decode()
    assert "Menu" not in draft_of(house).files["en.md"].decode()


def test_the_effective_time_is_kept_in_utc_whatever_zone_it_is_typed_in(house: Path) -> None:
    page = drafting(words.PARTICULARS)
    next(box for box in page.selectbox if box.label == words.ZONE).set_value("Asia/Kathmandu").run()
    field = next(one for one in page.text_input if one.label == words.EFFECTIVE)
    field.set_value("31.1.2031").run()
    assert any("is no date and time" in error.value for error in page.error)
    next(one for one in page.text_input if one.label == words.EFFECTIVE).set_value("2031-01-31 09:00").run()
    next(one for one in page.button if one.key == "save/particulars").click().run()
    assert not page.error, [error.value for error in page.error]
    effective = draft_of(house).policy.effective
    assert effective is not None
    assert effective.isoformat() == "2031-01-31T03:15:00+00:00"


def test_the_gate_is_asked_as_of_a_past_time_and_says_what_its_answer_rests_on(house: Path) -> None:
    page = open_page("consent").run()
    next(one for one in page.text_input if one.label == words.SUBJECT).set_value("shop-1").run()
    by = {box.label: box for box in page.selectbox}
    by[words.DATA].set_value("user.contact.email")
    by[words.USE].set_value("essential.service")
    press(page, words.CHECK)
    assert words.VERDICT_WORDS["allowed"] in shown(page)
    assert any("version in force" in element.value for element in page.markdown)
    next(one for one in page.text_input if one.label == words.AT_TIME).set_value("2001-01-01 00:00")
    press(page, words.CHECK)
    assert words.VERDICT_WORDS["allowed"] not in shown(page)


GERMAN = """# Datenschutz

Wir geben Ihre Bestellungen nicht an Werbepartner weiter, wenn Sie das nicht wollen, und wir bewahren sie sieben Jahre lang auf. Sie
können der Werbung jederzeit widersprechen, und dann wird Ihre Adresse nicht mehr dafür verwendet.
"""


def saved(house: Path, file: str, text: str) -> None:
    with Gate.open(f"sqlite:///{house / 'ledger.db'}", house / "archive", keys=house / "keys") as gate:
        draft = gate.archive.draft("privacy", NAME)
        gate.archive.save("privacy", NAME, {file: text.encode()}, expected=draft.commit, actor=SOMEBODY, message="Written")


def test_a_text_that_does_not_look_english_is_said_to_where_it_is_written_compared_and_decided_on(house: Path) -> None:
    for name in ("draft", "compare", "review"):
        assert words.NOT_ENGLISH not in shown(open_page(name).run())
    saved(house, "en.md", GERMAN)
    for name in ("draft", "compare", "review"):
        assert words.NOT_ENGLISH in shown(open_page(name).run()), name
    assert "The rules read English" in shown(open_page("review").run())


def test_a_passage_in_another_language_is_cited(house: Path) -> None:
    saved(house, "en.md", draft_of(house).texts["en"] + "\nNous ne vendons pas vos données.\n")
    page = open_page("draft").run()
    assert "Nous ne vendons pas vos données" in "".join(warning.value for warning in page.warning)
    assert words.NOT_ENGLISH not in shown(page)


def test_the_summary_of_the_version_before_is_told_where_it_is_written_and_reviewed(house: Path) -> None:
    with Gate.open(f"sqlite:///{house / 'ledger.db'}", house / "archive", keys=house / "keys") as gate:
        before = str(gate.ledger.versions("privacy")[-1].policy.summary)
    page = drafting(words.PARTICULARS)
    told = words.SAME_SUMMARY.format(base="privacy@4")
    assert told not in shown(page)
    area(page, words.SUMMARY).set_value(before).run()
    assert told in shown(page)
    next(one for one in page.button if one.key == "save/particulars").click().run()
    assert "word for word that of the version before" in shown(open_page("review").run())


def test_what_forbids_publishing_is_told_in_a_drafters_words_with_where_to_mend_it(house: Path) -> None:
    policy = draft_of(house).files["policy.yaml"].decode().splitlines(keepends=True)
    saved(house, "policy.yaml", "".join(line for line in policy if not line.startswith(("effective:", "summary:"))))
    told = shown(open_page("review").run())
    assert words.NO_TIME_SET in told
    assert words.NO_SUMMARY_SET in told
    assert "policy.yaml has no" not in told


def test_a_promise_is_added_changed_and_taken_out_by_the_form(house: Path) -> None:
    before = draft_of(house).policy
    page = drafting(words.PROMISES)
    box = next(one for one in page.selectbox if one.label == words.PROMISE)
    box.set_value("").run()
    next(one for one in page.text_input if one.label == words.PERMISSION_ID).set_value("no-profiles").run()
    area(page, words.PLAIN_WORDS).set_value("We build no profiles of you.").run()
    press(page, words.SAVE_PROMISE)
    assert not page.error, [error.value for error in page.error]
    added = draft_of(house).policy.promise("no-profiles")
    assert added is not None
    assert str(added.text) == "We build no profiles of you."
    next(one for one in page.selectbox if one.label == words.PROMISE).set_value("notice-of-changes").run()
    next(one for one in page.selectbox if one.label == words.NOTICE_GIVEN).set_value("P90D").run()
    press(page, words.SAVE_PROMISE)
    changed = draft_of(house).policy.promise("notice-of-changes")
    assert changed is not None
    assert str(changed.period) == "P90D"
    press(page, words.REMOVE_PROMISE)
    assert {p.id for p in draft_of(house).policy.promises} == {p.id for p in before.promises} - {"notice-of-changes"} | {"no-profiles"}
    assert draft_of(house).policy.permissions == before.permissions


def test_a_recipient_that_is_new_is_typed_and_named_in_the_policy(house: Path) -> None:
    before = draft_of(house).policy
    page = drafting(words.PERMISSIONS)
    next(box for box in page.selectbox if box.label == words.PERMISSION).set_value("fraud").run()
    field = next(box for box in page.multiselect if box.label == words.RECIPIENTS)
    field.set_value(["self", "Our insurers"]).run()
    press(page, words.SAVE_PERMISSION)
    assert not page.error, [error.value for error in page.error]
    after = draft_of(house).policy
    held = after.permission("fraud")
    assert held is not None
    assert held.recipients == ("self", "our-insurers")
    assert {one.id: str(one.name) for one in after.recipients} == {one.id: str(one.name) for one in before.recipients} | {
        "our-insurers": "Our insurers"
    }
