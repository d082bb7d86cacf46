"""Any two versions or drafts, change by change, with what relaxes first."""

import streamlit as st

from desk import words
from desk.redline import STYLE, draw
from desk.session import chosen_policy, gate
from differ import compare
from differ.model import Change, Comparison, Direction
from differ.render import to_html
from differ.render.docx import to_docx
from differ.render.summary import counted

FLAGGED = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)
PER_PAGE = 25
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show() -> None:
    """Draw the page."""
    st.title(words.COMPARE)
    policy = chosen_policy()
    if policy is None:
        return
    texts = _texts(policy)
    names = list(texts)
    if len(names) < 2:
        st.info(words.ONE_TEXT)
        return
    left, right = st.columns(2)
    old = left.selectbox(words.OLD, names, index=len(names) - 2, key="old", persist_state="session")
    new = right.selectbox(words.NEW, names, index=len(names) - 1, key="new", persist_state="session")
    comparison = compared(*texts[old], *texts[new])
    st.html(STYLE)
    st.write(f"{counted(comparison.changes)}.")
    if not comparison.changes:
        st.info(words.SAME)
        return
    _changes(comparison, old, new)
    with st.container(horizontal=True):
        st.download_button(
            words.DOWNLOAD_HTML, to_html(comparison, title=f"{old} to {new}"), file_name=f"{policy}-changes.html", mime="text/html"
        )
        st.download_button(words.DOWNLOAD_DOCX, to_docx(comparison), file_name=f"{policy}-changes.docx", mime=WORD, help=words.DOCX_HELP)


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
