"""What was just published or taken in, told on the page of that version: the page it was done on would be seen from its middle."""

import streamlit as st

from desk import words
from desk.session import go_to, way_to
from policy_versions import Version

_KEPT = "published"


def turn_to(version: Version, line: str, after: str) -> None:
    """Go to the version's page, which tells the line and what comes next."""
    st.session_state[_KEPT] = (version.slug, line, after)
    go_to("version", policy=version.slug, version=version.name)
    st.rerun()


def told() -> None:
    """Draw it, once."""
    if (done := st.session_state.pop(_KEPT, None)) is None:
        return
    slug, line, after = done
    st.success(line)
    st.write(after)
    way_to("consent", words.CONSENT, policy=slug)
