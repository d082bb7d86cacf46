"""Writing a draft: its text, permissions and particulars, beside what it changes against the version it starts from."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consent_gate.release import ReviewVerdict, standing_of
from consent_gate.release.comparing import compared
from consent_gate.release.drafts import Standing
from desk import bringing, deleting, particulars, permission_form, promise_form, reading, rebasing, starting, words
from desk.redline import STYLE, draw, plain
from desk.session import allowed, chosen_policy, doors, draft_names, gate, not_allowed, way_to
from desk.writing import Writing
from differ.render.summary import BY_WEIGHT, counted
from policy_versions.names import POLICY_FILE
from policy_versions.roles import Right


def show() -> None:
    """Draw the page."""
    beside = titled(words.DRAFT)
    policy = chosen_policy()
    if policy is None:
        return
    if (begun := st.session_state.pop("begun", None)) is not None:
        st.success(words.BEGUN.format(name=begun))
    name = choose_draft(policy, beside)
    if name is None:
        return
    with doors():
        standing = standing_of(gate(), policy, name)
        _page(standing, Writing.on(standing.draft))
        return
    _mend(Writing.on(gate().archive.draft(policy, name)))


def _page(standing: Standing, writing: Writing) -> None:
    st.html(STYLE)
    _sent_back(standing)
    rebasing.offer(standing, writing)
    if not allowed(Right.DRAFT):
        not_allowed(Right.DRAFT)
    _tabs(standing, writing)
    if allowed(Right.DRAFT):
        deleting.offer(standing.draft)


def _mend(writing: Writing) -> None:
    """What is left where policy.yaml, edited elsewhere, cannot be read: the file itself."""
    if POLICY_FILE in writing.files:
        _write(writing, POLICY_FILE, words.POLICY_YAML)


def titled(title: str) -> DeltaGenerator:
    """Draw a page's title, and leave room beside it for the choice of a draft: on a laptop every line counts."""
    left, right = st.columns(2, vertical_alignment="bottom")
    left.title(title)
    return right


def choose_draft(policy: str, where: DeltaGenerator) -> str | None:
    """The draft to work on; None where there is none, which is then said."""
    names = [name for _, name in draft_names(policy)]
    if not names:
        st.info(words.NO_DRAFT_YET)
        starting.offer(policy)
        return None
    return where.selectbox(words.CHOOSE_DRAFT, names, key="draft", bind="query-params")


def _sent_back(standing: Standing) -> None:
    """What reviewers want changed, before anything else."""
    flags = {flag.id: flag for flag in standing.flags.flags}
    for change, decision in standing.review.standing(flags).items():
        if decision.verdict is ReviewVerdict.SENT_BACK:
            st.warning(
                words.SENT_BACK.format(actor=decision.actor.id, about=plain(flags[change].about), reason=plain(decision.reason)),
                icon=":material/undo:",
            )


def _tabs(standing: Standing, writing: Writing) -> None:
    """The parts of the draft beside what it changes; only the one that is open is drawn, what was typed into the others stays."""
    texts = {words.TEXT_IN.format(language=file.removesuffix(".md")): file for file in writing.files if file != POLICY_FILE}
    parts: dict[str, Callable[[], None]] = {title: partial(_write, writing, file, title) for title, file in texts.items()}
    parts |= {
        words.PREVIEW: partial(_preview, writing, list(texts.values())),
        words.PERMISSIONS: partial(permission_form.show, standing, writing),
        words.PROMISES: partial(promise_form.show, standing, writing),
        words.PARTICULARS: partial(particulars.show, standing, writing),
        words.BRING_IN: partial(bringing.show, writing, list(texts.values()), standing.draft.policy.language),
        words.POLICY_YAML_TAB: partial(_yaml, writing),
    }
    shown = st.tabs(list(parts), key="part", on_change="rerun", bind="query-params")
    for tab, (title, draw_it) in zip(shown, parts.items(), strict=True):
        if not tab.open and title != words.BRING_IN:  # an upload is kept only while its field is drawn
            continue
        with tab:
            left, right = st.columns([3, 2], gap="medium")
            with left:
                draw_it()
            if tab.open:
                with right, st.container(key="changes"):
                    _show_changes(standing, writing)


def _write(writing: Writing, file: str, label: str) -> None:
    """A text with the button that saves it above: there it is seen at any height of the window."""
    with st.container(key="writing"):
        _save(writing, file)
        _field(writing, file, label)


def _preview(writing: Writing, texts: Sequence[str]) -> None:
    for file in texts:
        with st.container(border=True):
            st.markdown(writing.text(file))


def _yaml(writing: Writing) -> None:
    st.write(words.POLICY_YAML_HELP)
    _write(writing, POLICY_FILE, words.POLICY_YAML)


def _field(writing: Writing, file: str, label: str) -> None:
    about = None if file == POLICY_FILE else words.TEXT_HELP
    st.text_area(label, writing.files[file], height=560, key=writing.key(file), help=about, persist_state="session")


def _save(writing: Writing, file: str) -> None:
    """A button to save everything unsaved."""
    if not allowed(Right.DRAFT):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(words.SAVE, type="primary", shortcut="Ctrl+S", key=f"save/{file}")
        if not pressed and file in writing.changed():
            st.write(words.UNSAVED)
    if pressed:
        changed = writing.changed()
        if not changed:
            st.info(words.UNCHANGED)
        elif writing.save(changed, message="Edit at the desk"):
            st.rerun()


def _show_changes(standing: Standing, writing: Writing) -> None:
    """What the words as they stand in the field change; saved or not."""
    base, language = standing.base, standing.draft.policy.language
    file = f"{language}.md"
    if base is None:
        st.header(words.FIRST_VERSION)
        st.write(words.FIRST_VERSION_HELP)
    if file in writing.files:
        reading.warn(language, writing.text(file))
    if base is None or file not in writing.files or language not in base.texts:
        return
    comparison = compared(base.texts[language], writing.text(file), language)
    if not comparison.changes:
        st.header(words.CHANGES.format(base=base.name))
        st.write(words.NO_CHANGES.format(base=base.name))
        return
    st.header(f"{words.CHANGES.format(base=base.name)} · {counted(comparison.changes)}")
    shown = sorted(comparison.changes, key=lambda change: BY_WEIGHT.index(change.direction))
    for change in shown[:MOST]:
        with st.container(border=True):
            draw(change, brief=True)
    if len(shown) > MOST:
        st.write(words.MORE_CHANGES.format(count=len(shown) - MOST))
    way_to("review", words.REVIEW, policy=standing.draft.slug, draft=standing.draft.name)


MOST = 10
"""Changes that are drawn beside the text; all of them are under Compare."""
