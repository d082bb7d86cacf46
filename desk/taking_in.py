"""Taking a first draft in as the policy that has been in force already."""

import streamlit as st

from consent_gate.release.drafts import Standing
from consent_gate.release.taking_in import take_in, why_not_taken
from desk import published, words
from desk.moments import said
from desk.redline import marked
from desk.session import allowed, doors, gate, named
from policy_versions.roles import Right


def offer(standing: Standing) -> None:
    """Draw the button with what it is for, for those who may, where no version is there yet."""
    if standing.versions or not allowed(Right.PUBLISH):
        return
    st.header(words.TAKE_IN)
    st.write(words.TAKE_IN_HELP)
    lacking = why_not_taken(standing, gate().clock())
    if lacking:
        st.markdown(words.TAKE_IN_LACKS.format(why=marked(lacking)))
    if st.button(words.TAKE_IN, type="primary", disabled=bool(lacking)):
        _ask(standing)


@st.dialog(words.TAKE_IN)
def _ask(standing: Standing) -> None:
    draft = standing.draft
    policy, name = draft.policy, f"{draft.slug}@{standing.number}"
    effective = said(policy.effective) if policy.effective else ""
    permissions = words.many(len(policy.permissions), "permission")
    st.write(
        words.TAKE_IN_WARNING.format(
            name=name, effective=effective, permissions=permissions, promises=words.many(len(policy.promises), "promise")
        )
    )
    if st.button(words.TAKE_IN_FINALLY, type="primary") and (who := named()) is not None:
        with doors():
            done = take_in(gate(), draft.slug, draft.name, actor=who)
            line = words.TAKEN_IN.format(name=done.name, effective=said(done.effective))
            published.turn_to(done, line, words.AFTER_TAKING_IN)
