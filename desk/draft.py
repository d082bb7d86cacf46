"""Writing a draft: its text and its policy.yaml, beside what it changes against the version it starts from."""

import streamlit as st

from consent_gate.release import standing_of
from consent_gate.release.drafts import Standing
from desk import words
from desk.compare import compared
from desk.redline import STYLE, draw
from desk.session import actor, chosen_policy, doors, gate
from differ.model import Direction
from differ.render.summary import counted
from policy_versions.errors import ArchiveConflictError


def show() -> None:
    """Draw the page."""
    st.title(words.DRAFT)
    policy = chosen_policy()
    if policy is None:
        return
    name = choose_draft(policy)
    if name is None:
        return
    standing = standing_of(gate(), policy, name)
    st.html(STYLE)
    writing, changes = st.columns(2)
    with writing:
        _write(standing)
    with changes:
        _show_changes(standing)


def choose_draft(policy: str) -> str | None:
    """The draft to work on; None where there is none, which is then said."""
    names = [draft.name for draft in gate().archive.drafts(policy)]
    if not names:
        st.info(words.NO_DRAFT + " " + words.START_DRAFT + ": " + words.POLICIES)
        return None
    return st.selectbox(words.CHOOSE_DRAFT, names, key="draft", bind="query-params")


def _write(standing: Standing) -> None:
    draft = standing.draft
    files = {name: data.decode("utf-8", "replace") for name, data in draft.files.items() if name != "review.yaml"}
    started = st.session_state.setdefault(f"started/{draft.slug}/{draft.name}", draft.commit)
    with st.form(f"write/{draft.slug}/{draft.name}"):
        written = {}
        for name in sorted(files, key=lambda n: (n == "policy.yaml", n)):
            label = words.POLICY_YAML if name == "policy.yaml" else words.TEXT_IN.format(language=name.removesuffix(".md"))
            written[name] = st.text_area(label, files[name], height=420, key=f"{draft.slug}/{draft.name}/{name}")
        if st.form_submit_button(words.SAVE, type="primary", shortcut="Ctrl+Enter"):
            _save(standing, started, files, written)


def _save(standing: Standing, started: str, files: dict[str, str], written: dict[str, str]) -> None:
    draft, who = standing.draft, actor()
    changed = {name: text.encode() for name, text in written.items() if text != files[name]}
    if who is None:
        st.warning(words.NAME_FIRST)
    elif not changed:
        st.info(words.UNCHANGED)
    else:
        with doors():
            try:
                saved = gate().archive.save(draft.slug, draft.name, changed, expected=started, actor=who, message="Edit at the desk")
            except ArchiveConflictError:
                _conflict(files, written)
                return
            st.session_state[f"started/{draft.slug}/{draft.name}"] = saved.commit
            st.toast(words.SAVED)
            st.rerun()


def _conflict(files: dict[str, str], written: dict[str, str]) -> None:
    st.warning(words.CONFLICT)
    for name, theirs in files.items():
        if theirs != written[name]:
            st.subheader(name)
            st.text_area(words.THEIRS, theirs, key=f"theirs/{name}", disabled=True)
            st.text_area(words.YOURS, written[name], key=f"yours/{name}", disabled=True)


def _show_changes(standing: Standing) -> None:
    base = standing.base
    if base is None:
        st.markdown(standing.draft.texts.get(standing.draft.policy.language, ""))
        return
    language = base.policy.language
    comparison = compared(base.texts[language], language, standing.draft.texts.get(language, ""), language)
    st.header(words.CHANGES.format(base=base.name))
    if not comparison.changes:
        st.write(words.NO_CHANGES.format(base=base.name))
        return
    st.write(f"{counted(comparison.changes)}.")
    for change in sorted(comparison.changes, key=lambda c: c.direction is Direction.NEUTRAL):
        with st.container(border=True):
            draw(change)
