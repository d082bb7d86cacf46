"""From where people stand: the versions their data is of and that they accepted, with how many people, and the way to compare from one."""

import pandas as pd
import streamlit as st

from consent_gate.ledger.cohorts import Cohort, cohorts
from desk import words
from desk.session import as_of, draft_names, gate, go_to
from policy_versions.timeline import scheduled


def newest(policy: str) -> str | None:
    """The text that people would be asked for next: the last draft, else the newest version that stands; None where there is neither."""
    drafts = [name for _, name in draft_names(policy)]
    if drafts:
        return draft_label(policy, drafts[-1])
    versions = scheduled(gate().ledger.versions(policy))
    return versions[-1].name if versions else None


def draft_label(policy: str, draft: str) -> str:
    """What a draft is called among versions."""
    return f"{policy}: {draft}"


def shortcut(policy: str) -> None:
    """Draw a choice of people, which sets what Compare compares to their version and the newest text."""
    groups = _by_name(policy)
    if not groups:
        return
    if st.session_state.get("cohort") != st.session_state.get("old"):
        st.session_state["cohort"] = None  # another text was chosen since

    def start() -> None:
        if chosen := st.session_state["cohort"]:
            st.session_state["old"], st.session_state["new"] = chosen, newest(policy)

    st.selectbox(
        words.PEOPLE_FROM,
        list(groups),
        index=None,
        format_func=lambda name: f"{name} · {said(groups[name])}",
        placeholder=words.CHOOSE_PEOPLE,
        help=words.PEOPLE_FROM_HELP,
        key="cohort",
        on_change=start,
    )


def table(policy: str) -> None:
    """Draw how many people stand where, and the way to compare from there to the newest text."""
    st.header(words.WHERE_PEOPLE_STAND)
    found = _found(policy, as_of())
    if not found:
        st.write(words.NO_DATA_YET)
        return
    st.write(words.WHERE_PEOPLE_STAND_HELP)
    rows = [
        {
            words.VERSION: f"{policy}@{one.version}" if one.version else words.NOT_KNOWN,
            words.HOLDING: one.holding,
            words.ACCEPTED: one.accepted,
        }
        for one in reversed(found)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=words.WHERE_PEOPLE_STAND)
    chosen = st.selectbox(words.COMPARE_FROM, list(_by_name(policy)), index=None, placeholder=words.CHOOSE_VERSION, key=f"from/{policy}")
    if chosen is not None:
        go_to("compare", policy=policy, old=chosen, new=newest(policy) or chosen)


def said(one: Cohort) -> str:
    """How many people stand there, in words."""
    parts = []
    if one.holding:
        parts.append(words.HOLDING_COUNT.format(count=words.people(one.holding)))
    if one.accepted:
        parts.append(words.ACCEPTED_COUNT.format(count=words.people(one.accepted)))
    return ", ".join(parts)


def of(policy: str, name: str) -> Cohort | None:
    """The people who stand at the version of that name, if any do."""
    return _by_name(policy).get(name)


def _by_name(policy: str) -> dict[str, Cohort]:
    """Who stands at each version that is known, the newest first."""
    return {f"{policy}@{one.version}": one for one in reversed(_found(policy, as_of())) if one.version}


@st.cache_resource(show_spinner=words.COUNTING, max_entries=50)
def _found(policy: str, state: tuple[str, int, int]) -> tuple[Cohort, ...]:  # noqa: ARG001 - it tells one answer from another
    return cohorts(gate().ledger.database, policy)
