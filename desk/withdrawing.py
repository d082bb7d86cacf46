"""Taking a version back before it takes effect, with the reason."""

import streamlit as st

from consent_gate.release import withdraw_version
from desk import words
from desk.moments import said
from desk.session import allowed, doors, gate, named
from policy_versions import Version
from policy_versions.roles import Right


def offer(version: Version) -> None:
    """Draw the button, for a version that is still to come and people who may."""
    if version.withdrawn or version.effective <= gate().clock() or not allowed(Right.PUBLISH):
        return
    if st.button(words.WITHDRAW.format(name=version.name), key=f"withdraw/{version.name}"):
        _ask(version)


@st.dialog(words.WITHDRAW_VERSION)
def _ask(version: Version) -> None:
    st.write(words.WITHDRAW_WARNING.format(name=version.name, effective=said(version.effective)))
    reason = st.text_input(words.REASON, key=f"withdrawing/{version.name}", help=words.WITHDRAW_REASON_HELP)
    if st.button(words.WITHDRAW_FINALLY.format(name=version.name), type="primary") and (who := named()) is not None:
        with doors():
            withdraw_version(gate(), version.slug, version.number, actor=who, reason=reason)
            st.rerun()
