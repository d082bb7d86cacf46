"""Each policy: the version in force, what is upcoming, who is drafting, and what each version changed."""

import itertools
from datetime import datetime

import altair as alt
import pandas as pd
import streamlit as st

from consent_gate.release import standing_of
from desk import words
from desk.redline import plain
from desk.session import actor, chosen_policy, doors, gate, way_to
from differ import compare
from differ.model import Direction
from policy_versions import Version
from policy_versions.timeline import scheduled


def show() -> None:
    """Draw the page."""
    st.title(words.POLICIES)
    policy = chosen_policy()
    if policy is None:
        return
    versions = gate().ledger.versions(policy)
    now = gate().clock()
    if versions:
        st.header(str(versions[-1].policy.title))
        _timeline(versions)
        st.header(words.VERSIONS)
        _table(versions, now)
    st.header(words.DRAFTS)
    _drafts(policy)
    _start(policy)


def _timeline(versions: tuple[Version, ...]) -> None:
    rows = []
    live = scheduled(versions)
    for old, new in itertools.pairwise(live):
        for direction, dimension in _moves(old, new):
            sign = -1 if direction is Direction.TIGHTENS else 1
            rows.append({"version": new.name, "about": dimension, "changes": sign, "direction": words.DIRECTIONS[direction]})
    if not rows:
        return
    st.subheader(words.TIMELINE)
    st.write(words.TIMELINE_HELP)
    counted = pd.DataFrame(rows).groupby(["version", "about", "direction"], as_index=False)["changes"].sum()
    chart = (
        alt.Chart(counted)
        .mark_bar()
        .encode(
            x=alt.X("version:N", sort=[v.name for v in live], title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("changes:Q", title="relaxes ↑   tightens ↓", axis=alt.Axis(format="d")),
            color=alt.Color("about:N", title=words.DIMENSIONS),
            tooltip=["version", "about", "direction", "changes"],
        )
    )
    st.altair_chart(chart, width="stretch")


@st.cache_data(show_spinner=False)
def _compared(old_text: str, new_text: str, language: str) -> list[tuple[str, list[str]]]:
    changes = compare(old_text, new_text, language=language).changes
    return [(change.direction.value, [d.value for d in change.dimensions]) for change in changes]


def _moves(old: Version, new: Version) -> list[tuple[Direction, str]]:
    language = new.policy.language
    found = []
    for direction, dimensions in _compared(old.texts.get(language, ""), new.texts[language], language):
        if direction != Direction.NEUTRAL:
            found += [(Direction(direction), dimension) for dimension in dimensions or ["unclear"]]
    return found


def _table(versions: tuple[Version, ...], now: datetime) -> None:
    begun = [v for v in scheduled(versions) if v.effective <= now]
    current = begun[-1].number if begun else None
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "version": version.name,
                    "state": _state(version, current, now),
                    "takes effect": version.effective.strftime("%Y-%m-%d %H:%M UTC"),
                    "summary": str(version.policy.summary or ""),
                }
                for version in reversed(versions)
            ]
        ),
        hide_index=True,
        width="stretch",
    )


def _state(version: Version, current: int | None, now: datetime) -> str:
    if version.withdrawn:
        return words.WITHDRAWN
    if version.effective > now:
        return words.UPCOMING
    return words.IN_FORCE if version.number == current else words.PAST


def _drafts(policy: str) -> None:
    drafts = gate().archive.drafts(policy)
    if not drafts:
        st.write(words.NO_DRAFT)
    for draft in drafts:
        with doors(), st.container(border=True):
            standing = standing_of(gate(), policy, draft.name)
            waiting = len(standing.open_flags())
            approved = standing.review.approved_by(standing.identity)
            state = words.WAITING_DECISIONS.format(count=waiting) if waiting else words.READY if approved else words.WAITING_APPROVAL
            base = words.FROM_BASE.format(base=f"{policy}@{draft.base}") if draft.base else words.FIRST_VERSION
            authors = plain(", ".join(a.id for a in draft.authors)) or words.NO_AUTHOR
            st.markdown(f"**{draft.name}** · {base} · {authors} · **{state}**")
            with st.container(horizontal=True):
                way_to("draft", words.DRAFT, draft=draft.name)
                way_to("review", words.REVIEW, draft=draft.name)


def _start(policy: str) -> None:
    with st.form("start", border=True):
        st.subheader(words.START_DRAFT)
        st.write(words.FROM_VERSION)
        name = st.text_input(words.DRAFT_NAME, help=words.DRAFT_NAME_HELP)
        if st.form_submit_button(words.START_DRAFT):
            who = actor()
            if who is None:
                st.warning(words.NAME_FIRST)
                return
            with doors():
                gate().archive.start_draft(policy, name, actor=who)
                st.rerun()
