"""Resting a draft on a version published since it was begun; what both changed is shown as text, for a person to settle."""

from dataclasses import dataclass

import streamlit as st

from consent_gate.release.drafts import Standing, last_scheduled
from desk import words
from desk.redline import redlined
from desk.session import allowed, doors, gate, named
from desk.writing import Writing
from policy_versions import Version
from policy_versions.roles import Right


@dataclass(frozen=True, slots=True)
class _Conflict:
    """What a person has to settle before the draft rests on a version."""

    commit: str
    onto: int
    files: dict[str, str]


def offer(standing: Standing, writing: Writing) -> None:
    """Say that the draft is behind, and draw what mends it."""
    last, base = last_scheduled(standing.versions), standing.base
    if last is None or (base is not None and base.number == last.number):
        return
    st.warning(words.BEHIND.format(base=base.name if base else words.NOTHING, last=last.name), icon=":material/update:")
    if not allowed(Right.DRAFT):
        return
    if writing.changed():
        st.write(words.REBASE_AFTER_SAVING)
        return
    place = f"conflict/{writing.slug}/{writing.name}"
    held = st.session_state.get(place)
    if isinstance(held, _Conflict) and held.commit == standing.draft.commit and held.onto == last.number:
        _settle(standing, held, last, place)
    elif st.button(words.REBASE.format(last=last.name), type="primary"):
        _rebase(standing, last, place, {})


def _rebase(standing: Standing, last: Version, place: str, settled: dict[str, str]) -> None:
    who = named()
    if who is None:
        return
    draft = standing.draft
    with doors():
        resolved = {file: text.encode() for file, text in settled.items()}
        done = gate().archive.rebase(draft.slug, draft.name, last.number, actor=who, resolved=resolved, expected=draft.commit)
        if done.conflicts:
            st.session_state[place] = _Conflict(draft.commit, last.number, dict(done.conflicts))
        else:
            st.session_state.pop(place, None)
            st.toast(words.REBASED.format(name=draft.name, last=last.name))
        st.rerun()


def _settle(standing: Standing, held: _Conflict, last: Version, place: str) -> None:
    """Both sides of each file in conflict, in one field, as the archive marks them."""
    st.header(words.BOTH_CHANGED)
    st.markdown(words.CONFLICT_MARKS.format(last=last.name))
    settled = {}
    for file, marked in held.files.items():
        label = words.SETTLE_FILE.format(file=file)
        settled[file] = str(st.text_area(label, marked, height=420, key=f"settle/{held.commit}/{held.onto}/{file}") or "")
        language = file.removesuffix(".md")
        if language in last.texts and language in standing.draft.texts:
            with st.expander(words.BOTH_SIDES.format(last=last.name)):
                redlined(last.texts[language], standing.draft.texts[language])
    with st.container(horizontal=True):
        if st.button(words.SETTLED, type="primary"):
            _rebase(standing, last, place, settled)
        st.button(words.NOT_NOW, on_click=lambda: st.session_state.pop(place, None))
