"""Any two versions or drafts, change by change, with what relaxes first."""

import streamlit as st

from desk import words
from desk.redline import STYLE, draw
from desk.session import chosen_policy, gate
from differ import compare
from differ.model import Change, Comparison, Direction
from differ.render import to_html
from differ.render.summary import counted

FLAGGED = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)
PER_PAGE = 25


def show() -> None:
    """Draw the page."""
    st.title(words.COMPARE)
    policy = chosen_policy()
    if policy is None:
        return
    texts = _texts(policy)
    names = list(texts)
    left, right = st.columns(2)
    old = left.selectbox(words.OLD, names, index=max(len(names) - 2, 0), key="old")
    new = right.selectbox(words.NEW, names, index=len(names) - 1, key="new")
    comparison = compared(*texts[old], *texts[new])
    st.html(STYLE)
    st.write(f"{counted(comparison.changes)}.")
    if not comparison.changes:
        st.info(words.SAME)
        return
    _changes(comparison)
    st.download_button(
        words.DOWNLOAD_HTML, to_html(comparison, title=f"{old} to {new}"), file_name=f"{policy}-changes.html", mime="text/html"
    )


def _texts(policy: str) -> dict[str, tuple[str, str]]:
    """What can be compared: name to text and language, versions first, drafts last."""
    found = {}
    for version in gate().ledger.versions(policy):
        found[version.name] = (version.texts[version.policy.language], version.policy.language)
    for draft in gate().archive.drafts(policy):
        language = draft.policy.language
        found[f"{policy}: {draft.name}"] = (draft.texts.get(language, ""), language)
    return found


@st.cache_resource(show_spinner=False, max_entries=50)
def compared(old: str, _old_language: str, new: str, language: str) -> Comparison:
    """The comparison of two texts; kept, since it is the same for the same texts."""
    return compare(old, new, language=language)


def _changes(comparison: Comparison) -> None:
    left, right = st.columns(2)
    all_of_them = left.radio(words.SHOW, [words.FLAGGED_ONLY, words.ALL_CHANGES], horizontal=True, key="which") == words.ALL_CHANGES
    dimensions = sorted({d.value for change in comparison.changes for d in change.dimensions})
    about = right.multiselect(words.DIMENSIONS, dimensions, key="about")
    shown = [change for change in comparison.changes if _wanted(change, all_of_them=all_of_them, about=about)]
    if not shown:
        st.write(words.NOTHING_SHOWN)
        return
    page = 1
    if len(shown) > PER_PAGE:
        page = st.pagination(-(-len(shown) // PER_PAGE), key="page")
    for change in shown[(page - 1) * PER_PAGE : page * PER_PAGE]:
        with st.container(border=True):
            draw(change)


def _wanted(change: Change, *, all_of_them: bool, about: list[str]) -> bool:
    return (all_of_them or change.direction in FLAGGED) and (not about or any(d.value in about for d in change.dimensions))
