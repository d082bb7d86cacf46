"""Each policy: the version in force, what is upcoming, who is drafting and who waits for whom, and what each version changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import altair as alt
import pandas as pd
import streamlit as st

from consent_gate.release import standing_of
from consent_gate.release.drafts import Standing
from desk import deleting, importing, starting, withdrawing, words
from desk.moments import said
from desk.moves import Step, steps
from desk.redline import plain
from desk.session import allowed, chosen_policy, doors, draft_names, gate, go_to, policies, way_to
from differ.model import Direction
from policy_versions import Version
from policy_versions.roles import Right
from policy_versions.timeline import scheduled

CHARTED = 24
"""Versions that the chart shows; the table has all."""
LINES, UNSCROLLED, SUMMARY_WIDTH = 4, 8, 330
"""Lines that a summary may take in the table, versions up to which all of it is drawn, and the least pixels a summary has: on a
laptop it is read without scrolling."""
LISTED = 10
"""Drafts whose standing is worked out at once; the rest are on the next page of them."""


def show() -> None:
    """Draw the page."""
    st.title(words.POLICIES)
    if not policies():
        st.header(words.NO_POLICY)
        importing.offer()
        return
    _all_of_them()
    policy = chosen_policy()
    if policy is None:
        return
    versions = gate().ledger.versions(policy)
    now = gate().clock()
    st.header(plain(str(versions[-1].policy.title)) if versions else policy)
    _now(policy, versions, now)
    st.subheader(words.DRAFTS)
    with doors():
        _drafts(policy)
        if draft_names(policy) and allowed(Right.DRAFT):
            with st.expander(words.START_DRAFT):
                starting.offer(policy)
        else:
            starting.offer(policy)
    if versions:
        st.subheader(words.VERSIONS)
        _table(policy, versions, now)
        _timeline(policy)
    with st.expander(words.BRING_IN_POLICY, key="bring-in-policy", on_change="rerun") as asked:
        if asked.open:
            importing.offer()


def _all_of_them() -> None:
    """A line for each policy, where there are several."""
    found = policies()
    if len(found) < 2:
        return
    drafts = [slug for slug, _ in draft_names()]
    now, rows = gate().clock(), []
    for slug in found:
        versions = gate().ledger.versions(slug)
        current, coming = _in_force(versions, now), [v for v in scheduled(versions) if v.effective > now]
        rows.append(
            {
                words.POLICY: slug,
                words.TITLE_OF_POLICY: str(versions[-1].policy.title) if versions else words.NOT_PUBLISHED,
                words.IN_FORCE: f"{current.name} ({words.SINCE} {current.effective:%Y-%m-%d})" if current else "–",
                words.UPCOMING: f"{coming[0].name} ({words.FROM_ON} {coming[0].effective:%Y-%m-%d})" if coming else "–",
                words.DRAFTS: drafts.count(slug),
            }
        )
    st.write(words.ALL_POLICIES.format(count=len(found)))
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 320), alt=words.POLICIES)


def _in_force(versions: Sequence[Version], now: datetime) -> Version | None:
    begun = [v for v in scheduled(tuple(versions)) if v.effective <= now]
    return begun[-1] if begun else None


def _now(policy: str, versions: tuple[Version, ...], now: datetime) -> None:
    """What is in force, and what is coming with the way to take it back."""
    current = _in_force(versions, now)
    if current is not None:
        st.markdown(words.IN_FORCE_NOW.format(name=current.name, since=said(current.effective)))
    elif versions:
        st.write(words.NOT_YET_IN_FORCE)
    else:
        st.write(words.NOTHING_PUBLISHED)
    for version in scheduled(versions):
        if version.effective > now:
            with st.container(border=True):
                summary = plain(str(version.policy.summary or ""))
                st.markdown(words.COMING.format(name=version.name, effective=said(version.effective), summary=summary))
                with st.container(horizontal=True, vertical_alignment="center"):
                    way_to("version", words.OPEN_VERSION.format(name=version.name), policy=policy, version=version.name)
                    withdrawing.offer(version)


def _table(policy: str, versions: tuple[Version, ...], now: datetime) -> None:
    """Every version; a row chosen opens it, and so does the field above, which is quicker by keyboard."""
    current = _in_force(versions, now)
    newest = list(reversed(versions))
    names = [version.name for version in newest]
    chosen = st.selectbox(words.OPEN, names, index=None, placeholder=words.CHOOSE_VERSION, key=f"open/{policy}", help=words.OPEN_HELP)
    if chosen is not None:
        go_to("version", policy=policy, version=chosen)
    rows = pd.DataFrame(
        {
            words.VERSION: names,
            words.STATE: [_state(version, current, now) for version in newest],
            words.EFFECTIVE: [said(version.effective) for version in newest],
            words.SUMMARY_SHORT: [str(version.policy.summary or "") for version in newest],
        }
    )
    picked = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height="content" if len(names) <= UNSCROLLED else "auto",
        row_height=LINES * 18 + 12,
        column_config={words.SUMMARY_SHORT: st.column_config.TextColumn(width=SUMMARY_WIDTH)},
        alt=words.VERSIONS,
        key=f"versions/{policy}",
        on_select="rerun",
        selection_mode="single-row",
    )
    places = cast("Any", picked).selection.rows
    if places:
        go_to("version", policy=policy, version=names[places[0]])


def _state(version: Version, current: Version | None, now: datetime) -> str:
    if version.withdrawn:
        return words.WITHDRAWN
    if version.effective > now:
        return words.UPCOMING
    return words.IN_FORCE if current is not None and version.number == current.number else words.PAST


def _timeline(policy: str) -> None:
    """The chart; drawn again by itself until all is compared."""
    found = steps(gate().ledger.versions(policy), newest=CHARTED)
    waiting = any(step.moves is None for step in found)
    if found:
        st.subheader(words.TIMELINE)
        st.fragment(_chart, run_every=1.0 if waiting else None, key=f"chart/{policy}/{waiting}")(policy)


def _chart(policy: str) -> None:
    found = steps(gate().ledger.versions(policy), newest=CHARTED)
    waiting = sum(step.moves is None for step in found)
    if waiting:
        st.progress(1 - waiting / len(found), words.COMPARING.format(done=len(found) - waiting, total=len(found)))
    rows = [row for step in found for row in _bars(step)]
    if not rows:
        if not waiting:
            st.write(words.NO_MOVES)
        return
    st.write(words.TIMELINE_HELP)
    pick = alt.selection_point(name="pick", fields=["version"])
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X("version:N", sort=[step.new.name for step in found], title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("changes:Q", title="relaxes ↑   tightens ↓", axis=alt.Axis(format="d", tickMinStep=1)),
            color=alt.Color("about:N", title=words.DIMENSIONS),
            tooltip=[alt.Tooltip(field) for field in ("version:N", "about:N", "direction:N", "count:Q")],
        )
        .add_params(pick)
        .properties(height=260)
    )
    event = st.altair_chart(chart, width="stretch", on_select="rerun", key=f"timeline/{policy}", alt=words.TIMELINE)
    picked = cast("Any", event).selection.get("pick") or []
    if picked:
        go_to("version", policy=policy, version=str(picked[0]["version"]))


def _bars(step: Step) -> list[dict[str, object]]:
    return [
        {
            "version": step.new.name,
            "about": dimension,
            "direction": words.DIRECTIONS[direction],
            "changes": -count if direction is Direction.TIGHTENS else count,
            "count": count,
        }
        for (direction, dimension), count in (step.moves or {}).items()
    ]


def _drafts(policy: str) -> None:
    names = [name for _, name in draft_names(policy)]
    if not names:
        st.write(words.NO_DRAFT)
    if len(names) > LISTED:
        page = st.pagination(-(-len(names) // LISTED), key=f"drafts/{policy}")
        names = names[(page - 1) * LISTED : page * LISTED]
    for name in names:
        with doors(), st.container(border=True):
            _card(standing_of(gate(), policy, name))


def _card(standing: Standing) -> None:
    """One draft: from what, by whom, and who waits for whom."""
    draft = standing.draft
    base = words.FROM_BASE.format(base=standing.base.name) if standing.base else words.FIRST_VERSION
    authors = plain(", ".join(a.id for a in draft.authors)) or words.NO_AUTHOR
    st.markdown(f"**{draft.name}** · {base} · {authors} · **{_waits_for(standing)}**")
    with st.container(horizontal=True, vertical_alignment="center"):
        way_to("draft", words.DRAFT, policy=draft.slug, draft=draft.name)
        way_to("review", words.REVIEW, policy=draft.slug, draft=draft.name)
        if allowed(Right.DRAFT):
            deleting.offer(draft)


def _waits_for(standing: Standing) -> str:
    waiting = len(standing.open_flags())
    if not standing.draft.authors:
        return words.WAITING_WORDS
    decided = standing.review.standing(flag.id for flag in standing.open_flags())  # open and decided: sent back
    if decided:
        return words.WAITING_DRAFTER.format(count=len(decided))
    if waiting:
        return words.WAITING_DECISIONS.format(count=waiting)
    return words.READY if standing.review.approved_by(standing.identity) else words.WAITING_APPROVAL
