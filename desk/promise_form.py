"""Promises as a form: the words, what they are about, where the text makes them, and the notice they give of changes."""

from collections.abc import Iterable

import streamlit as st

from consent_gate.release.drafts import Standing
from desk import words
from desk.fields import NEW, clauses, id_of, one_of, period, plain_words
from desk.session import doors
from desk.writing import Writing
from policy_versions.model import Dimension, Policy, Promise
from policy_versions.names import POLICY_FILE
from policy_versions.policy_edit import edit_policy, plain_promise


def show(standing: Standing, writing: Writing) -> None:
    """Draw the form for one promise."""
    if POLICY_FILE in writing.changed():
        st.info(words.SAVE_YAML_FIRST)
        return
    policy = standing.draft.policy
    st.write(words.PROMISES_HELP)
    there = {one.id: one.text for one in policy.promises}
    chosen = one_of(words.PROMISE, there, words.NEW_PROMISE, f"promise/{writing.slug}/{writing.name}")
    with doors():
        _one(writing, policy, policy.promise(chosen) if chosen else None)


def _one(writing: Writing, policy: Policy, held: Promise | None) -> None:
    of = f"promise/{writing.slug}/{writing.name}/{writing.commit}/{held.id if held else NEW}"
    id_ = id_of(held.id if held else None, words.PROMISE_ID_HELP, of)
    text = plain_words(policy, held.text if held else None, of)
    left, right = st.columns(2)
    matters = [one.value for one in Dimension]
    about = Dimension(
        left.selectbox(
            words.PROMISE_ABOUT,
            matters,
            matters.index(held.dimension) if held else 0,
            key=f"about/{of}",
            persist_state="session",
        )
    )
    clause = right.selectbox(
        words.CLAUSE, clauses(writing, policy, held.clause if held else None), key=f"clause/{of}", persist_state="session"
    )
    notice = None
    if about is Dimension.NOTICE:
        notice = period(left, words.NOTICE_GIVEN, held.period if held else None, f"notice/{of}")
    made = Promise(id=id_.strip(), text=text, clause=clause or None, dimension=about, period=notice)
    _buttons(writing, policy, held, made)


def _buttons(writing: Writing, policy: Policy, held: Promise | None, made: Promise) -> None:
    left, right = st.columns(2)
    if left.button(words.SAVE_PROMISE, type="primary", disabled=made == held, help=words.UNCHANGED if made == held else None):
        others = [made if one is held else one for one in policy.promises] if held else [*policy.promises, made]
        if _write(writing, others, f"{'Change' if held else 'Add'} the promise {made.id}"):
            st.rerun()
    if held is not None:
        with right.popover(words.REMOVE_PERMISSION):
            st.write(words.REMOVE_PROMISE_WARNING)
            if st.button(words.REMOVE_PROMISE):
                rest = [one for one in policy.promises if one is not held]
                if _write(writing, rest, f"Remove the promise {held.id}"):
                    st.rerun()


def _write(writing: Writing, promises: Iterable[Promise], message: str) -> bool:
    """Write the list into policy.yaml, every other byte as it was; whether it was saved."""
    with doors():
        before = writing.files[POLICY_FILE].encode()
        edited = edit_policy(before, {"promises": [plain_promise(one) for one in promises]}, path=POLICY_FILE)
        return writing.save({POLICY_FILE: edited.decode()}, message=message)
    return False
