"""The pipeline as a whole: what it says of the same text, of harmless edits, and of an outside judge."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ import Comparison, Direction, JudgementError, Kind, Op, compare
from tests.differ.policies import MARKDOWN, SENTENCES, Policy, policies

HARMFUL = {Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR}


def directions(old: str, new: str) -> frozenset[Direction]:
    return compare(old, new).directions()


@given(MARKDOWN)
def test_a_text_has_not_changed_against_itself(text: str) -> None:
    assert compare(text, text).changes == ()


@given(policies())
def test_wrapping_bullets_and_heading_styles_are_no_change(policy: Policy) -> None:
    assert compare(policy.markdown(), policy.markdown(bullet="*", setext=True, width=33)).changes == ()


@given(policies(), st.data())
def test_moving_a_section_is_not_a_relaxation(policy: Policy, data: st.DataObject) -> None:
    section = data.draw(st.integers(0, len(policy.sections) - 1))
    to = data.draw(st.integers(0, len(policy.sections) - 1))
    assert directions(policy.markdown(), policy.moved(section, to).markdown()) <= {Direction.NEUTRAL}


@given(policies(), policies())
def test_redlines_and_sides_rebuild_the_changed_clauses(old: Policy, new: Policy) -> None:
    before, after = old.markdown(), new.markdown()
    for change in compare(before, after).changes:
        kept_old = "".join(run.words for run in change.redline if run.op is not Op.INSERT)
        kept_new = "".join(run.words for run in change.redline if run.op is not Op.DELETE)
        assert kept_old == "\n".join(c.text for c in change.old)
        assert kept_new == "\n".join(c.text for c in change.new)
        for source, clauses in ((before, change.old), (after, change.new)):
            assert all(clause.text.split()[-1] in source[slice(*clause.span)] for clause in clauses)


@given(policies(), policies())
def test_every_clause_of_both_texts_is_kept_or_in_one_change(old: Policy, new: Policy) -> None:
    comparison = compare(old.markdown(), new.markdown())
    changed = [clause.ordinal for change in comparison.changes for clause in change.old]
    kept = [clause.ordinal for pair in comparison.pairs if pair.kind is Kind.KEPT for clause in pair.old]
    assert sorted({*changed, *kept}) == list(range(len(comparison.old.clauses)))
    assert len(changed) == len(set(changed))


@given(policies(), policies())
def test_ids_tell_changes_apart(old: Policy, new: Policy) -> None:
    ids = [change.id for change in compare(old.markdown(), new.markdown()).changes]
    assert len(ids) == len(set(ids))


def test_the_same_change_twice_has_two_ids() -> None:
    old = "## A\n\nWe bake.\n\n## B\n\nWe rest.\n"
    new = "## A\n\nWe bake.\n\nAsk the miller who grinds it.\n\n## B\n\nWe rest.\n\nAsk the miller who grinds it.\n"
    first, second = compare(old, new).changes
    assert (first.id.removesuffix(".1"), second.id) == (second.id.removesuffix(".2"), first.id.replace(".1", ".2"))


def test_the_form_of_the_result_is_the_one_agreed() -> None:
    comparison = compare("## Loans\n\nKept for 30 days.\n", "## Loans\n\nKept for 90 days.\n\nAsk us.\n")
    told = json.loads(json.dumps(comparison.to_dict()))
    assert set(told["engine"]) == {"version", "vocabulary"}
    first, second = told["changes"]
    assert set(first) == {"id", "kind", "old", "new", "redline", "direction", "dimensions", "material", "findings"}
    assert first["old"] == {"text": "Kept for 30 days.", "heading": ["Loans"], "start": 10, "end": 27}
    assert second["old"] is None
    assert all(set(f) == {"rule", "direction", "dimension", "words", "reason", "witness", "material"} for f in first["findings"])


def test_a_proven_change_names_the_structural_rule() -> None:
    (change,) = compare("We bake “bread”.", 'We bake "bread".').changes
    assert (change.direction, [f.rule for f in change.findings]) == (Direction.NEUTRAL, ["typography"])


@given(policies(), policies())
def test_nothing_is_cleared_without_a_rule_that_has_a_name(old: Policy, new: Policy) -> None:
    assert all(f.rule and f.reason for change in compare(old.markdown(), new.markdown()).changes for f in change.findings)
    assert all(change.findings for change in compare(old.markdown(), new.markdown()).changes)


def test_struck_out_words_are_not_the_same_words() -> None:
    assert directions("We will not sell the guest book.", "We will ~~not~~ sell the guest book.") & HARMFUL


def test_struck_out_words_are_read_as_withdrawn_and_left_to_a_person() -> None:
    (change,) = compare("We will not share your address.", "We will ~~not~~ share your address.").changes
    assert change.direction is Direction.RELAXES
    assert "struck-out" in {f.rule for f in change.findings}
    (change,) = compare("We will share your address.", "We will ~~not~~ share your address.").changes
    assert change.direction is Direction.UNCLEAR


def test_the_same_words_under_a_heading_that_limits_them_are_left_to_a_person() -> None:
    old = "## Everyone\n\nInterview notes are deleted after a year.\n\n## Applicants\n\nSend your papers as PDF.\n"
    new = "## Everyone\n\nSend your papers as PDF.\n\n## Applicants only\n\nInterview notes are deleted after a year.\n"
    assert directions(old, new) & HARMFUL


@pytest.mark.parametrize("language", ["fr", "de-AT", "pt_BR"])
def test_in_another_language_every_reworded_clause_is_unclear(language: str) -> None:
    old = "Le boulanger garde votre nom.\n\nIl ne le vend pas.\n"
    new = old.replace("ne le vend pas", "le vend")
    assert [c.direction for c in compare(old, new, language=language).changes] == [Direction.UNCLEAR]
    assert compare(old, old.replace("\n\n", "\n\n\n"), language=language).changes == ()


OLD = "We show the guest book to nobody.\n\nThe hall is swept on Mondays.\n"
NEW = "We may show the guest book to anybody.\n\nThe hall is swept on Tuesdays.\n"


def answering(suspicious: bool) -> Any:
    def judge(question: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"suspicious": suspicious, "reason": "so it seems", "seen": question["id"]}

    return judge


def findings(comparison: Comparison) -> list[set[str]]:
    return [{f.rule for f in change.findings} for change in comparison.changes]


def test_a_judge_never_removes_a_finding_and_never_clears_a_change() -> None:
    plain, cleared = compare(OLD, NEW), compare(OLD, NEW, judge=answering(False))
    assert cleared.changes == plain.changes


def test_a_judge_can_add_suspicion() -> None:
    plain, suspected = compare(OLD, NEW), compare(OLD, NEW, judge=answering(True))
    assert all(change.direction in HARMFUL for change in suspected.changes)
    assert all(before <= after for before, after in zip(findings(plain), findings(suspected), strict=True))
    assert all("outside-judge" in rules for rules in findings(suspected))


def test_what_a_judge_was_asked_and_answered_is_recorded() -> None:
    comparison = compare(OLD, NEW, judge=answering(True))
    recorded = comparison.to_dict()["judge"]
    assert [one["change"] for one in recorded] == [change.id for change in comparison.changes]
    assert all(one["answer"]["seen"] == one["question"]["id"] for one in recorded)
    assert recorded[0]["question"]["old"]["text"] == "We show the guest book to nobody."


@pytest.mark.parametrize("answer", [{}, {"suspicious": "yes"}])
def test_an_answer_in_another_form_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(JudgementError, match="suspicious"):
        compare(OLD, NEW, judge=lambda _: answer)


def test_hash_seeds_change_no_byte() -> None:
    program = (
        "import json, sys; from differ import compare; from tests.differ.policies import SENTENCES as s; "
        "old, new = '\\n\\n'.join(s), '\\n\\n- '.join(t.replace('We', 'They') for t in s[::-2] + s[::3]); "
        "sys.stdout.write(json.dumps(compare(old, new).to_dict()))"
    )
    root = Path(__file__).parents[2]
    told = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(told) == 1
    assert SENTENCES[0][:20].encode() in told.pop()


def test_the_differ_pulls_in_no_git_sql_or_ui() -> None:
    program = (
        "import sys, differ, differ.render, differ.history; "
        "heavy = {'git', 'sqlalchemy', 'sqlmodel', 'streamlit', 'starlette', 'pydantic'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
