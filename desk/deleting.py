"""Deleting a draft, which asks first."""

import streamlit as st

from desk import words
from desk.session import doors, gate, named
from policy_versions.drafts import Draft


def offer(draft: Draft) -> None:
    """Draw the button."""
    if st.button(words.DELETE, key=f"delete/{draft.slug}/{draft.name}"):
        _ask(draft)


@st.dialog(words.DELETE_DRAFT)
def _ask(draft: Draft) -> None:
    st.write(words.DELETE_WARNING.format(name=draft.name, people=words.people(len(draft.authors))))
    if st.button(words.DELETE_FINALLY.format(name=draft.name), type="primary") and (who := named()) is not None:
        with doors():
            gate().archive.delete_draft(draft.slug, draft.name, expected=draft.commit, actor=who)
            st.rerun()
