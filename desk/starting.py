"""Starting a draft, which leads to writing it."""

import streamlit as st

from desk import words
from desk.session import allowed, doors, gate, go_to, named
from policy_versions.roles import Right


def offer(policy: str) -> None:
    """Draw the form, for those who may."""
    if not allowed(Right.DRAFT):
        return
    with st.form("start", border=False):
        st.write(words.FROM_VERSION)
        name = st.text_input(words.DRAFT_NAME, help=words.DRAFT_NAME_HELP, placeholder="spring-terms")
        if st.form_submit_button(words.START_DRAFT, type="primary") and (who := named()) is not None:
            with doors():
                gate().archive.start_draft(policy, name, actor=who)
                go_to("draft", policy=policy, draft=name)
                st.rerun()
