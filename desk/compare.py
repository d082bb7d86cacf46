"""Any two versions or drafts, change by change, with what relaxes first."""

from collections.abc import Sequence

import streamlit as st

from consent_gate.release.comparing import compared
from consent_gate.release.flags import Flag, flagged
from desk import cohorts, reading, words
from desk.redline import STYLE, draw, draw_flag
from desk.session import chosen_policy, draft_names, gate, way_to
from differ.model import Change, Comparison, Direction
from differ.render import to_html
from differ.render.docx import to_docx
from differ.render.summary import counted
from policy_versions import Version
from policy_versions.drafts import Draft
from policy_versions.model import Policy

FLAGGED = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)
PER_PAGE = 15
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show() -> None:
    """Draw the page."""
    st.title(words.COMPARE)
    policy = chosen_policy()
    if policy is None:
        return
    found = _texts(policy)
    names = list(found)
    if len(names) < 2:
        st.info(words.ONE_TEXT)
        way_to("policies", words.POLICIES, policy=policy)
        return
    left, right, people = st.columns(3)
    with people:
        cohorts.shortcut(policy)
    new = right.selectbox(words.NEW, names, index=len(names) - 1, key="new", bind="query-params", persist_state="session")
    before = max(0, names.index(new) - 1) if names.index(new) else 1
    old = left.selectbox(words.OLD, names, index=before, key="old", bind="query-params", persist_state="session")
    before_it, after_it = _read(policy, found[old]), _read(policy, found[new])
    comparison = compared(_prevailing(before_it), _prevailing(after_it), after_it.policy.language)
    st.html(STYLE)
    there = cohorts.of(policy, old)
    standing = words.STAND_THERE.format(name=old, counted=cohorts.said(there)) if there is not None else ""
    st.write(f"{counted(comparison.changes)}. {standing}")
    reading.warn(after_it.policy.language, _prevailing(after_it))
    others = [flag for flag in flagged(before_it.policy, before_it.texts, after_it.policy, after_it.texts).flags if flag.change is None]
    if comparison.changes:
        _changes(comparison, old, new)
    else:
        st.info(words.SAME_PERMISSIONS_DIFFER if others else words.SAME)
    _beside_the_prose(others, after_it.policy, before_it.policy)
    if not comparison.changes:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if isinstance(draft := found[new], str):
            way_to("review", words.DECIDE_ON_THEM, policy=policy, draft=draft)
        st.download_button(
            words.DOWNLOAD_HTML,
            lambda: to_html(comparison, title=f"{old} to {new}"),
            file_name=f"{policy}-changes.html",
            mime="text/html",
            help=words.HTML_HELP,
        )
        st.download_button(
            words.DOWNLOAD_DOCX, lambda: to_docx(comparison), file_name=f"{policy}-changes.docx", mime=WORD, help=words.DOCX_HELP
        )


def _texts(policy: str) -> dict[str, Version | str]:
    """What can be compared: by name the version, or the draft's name; versions first, drafts last."""
    versions = {version.name: version for version in gate().ledger.versions(policy)}
    drafts = {cohorts.draft_label(policy, name): name for _, name in draft_names(policy)}
    return {**versions, **drafts}


def _read(policy: str, of: Version | str) -> Version | Draft:
    return gate().archive.draft(policy, of) if isinstance(of, str) else of


def _prevailing(of: Version | Draft) -> str:
    """A text in the language that prevails."""
    return of.texts.get(of.policy.language, "")


def _beside_the_prose(flags: Sequence[Flag], policy: Policy, base: Policy) -> None:
    """What the permissions, the promises and who answers for the data allow otherwise; nothing where they allow nothing more."""
    if not flags:
        return
    st.header(words.BESIDE_THE_PROSE)
    st.write(words.BESIDE_THE_PROSE_HELP)
    for flag in flags:
        with st.container(border=True):
            draw_flag(flag, policy, base)


def _changes(comparison: Comparison, old: str, new: str) -> None:
    which, how, about = st.columns(3)
    wanted = which.radio(words.SHOW, [words.FLAGGED_ONLY, words.ALL_CHANGES], key="which", persist_state="session")
    layout = how.radio(words.LAYOUT, [words.IN_LINE, words.SIDE_BY_SIDE], key="layout", persist_state="session")
    reading = how.toggle(words.ONE_AT_A_TIME, key="one-at-a-time", persist_state="session")
    dimensions = sorted({d.value for change in comparison.changes for d in change.dimensions})
    chosen = about.multiselect(words.DIMENSIONS, dimensions, key="about", persist_state="session", select_all=False)
    shown = [change for change in comparison.changes if _wanted(change, all_of_them=wanted == words.ALL_CHANGES, about=chosen)]
    if not shown:
        st.write(words.NOTHING_SHOWN)
        return
    if reading:
        shown = [shown[_step(len(shown))]]
    elif len(shown) > PER_PAGE:
        page = st.pagination(-(-len(shown) // PER_PAGE), key="page")
        shown = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
    for change in shown:
        with st.container(border=True):
            draw(change, sides=(old, new) if layout == words.SIDE_BY_SIDE else None)


def _step(count: int) -> int:
    """Which change to read, by the buttons or their keys."""

    def go(by: int) -> None:
        st.session_state["reading"] = max(0, min(count - 1, int(st.session_state.get("reading", 0)) + by))

    at = max(0, min(count - 1, int(st.session_state.get("reading", 0))))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(words.PREVIOUS, on_click=go, args=(-1,), shortcut="Alt+Up", disabled=at == 0)
        st.button(words.NEXT, on_click=go, args=(1,), shortcut="Alt+Down", disabled=at == count - 1)
        st.markdown(words.CHANGE_OF.format(number=at + 1, count=count))
    return at


def _wanted(change: Change, *, all_of_them: bool, about: list[str]) -> bool:
    return (all_of_them or change.direction in FLAGGED) and (not about or any(d.value in about for d in change.dimensions))
