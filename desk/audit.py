"""The ledger as a table, a decision as it was at a past time, the ledger and archive held against their proofs, and evidence."""

import json

import pandas as pd
import streamlit as st

from consent_gate import looking
from consent_gate.anchoring import last_anchor
from consent_gate.ledger.proofs import last_checkpoint
from consent_gate.model import Change
from consent_gate.release import Discrepancy
from desk import words
from desk.moments import said
from desk.redline import plain
from desk.session import allowed, doors, gate, not_allowed, reader, settings
from policy_versions.roles import Right

WINDOW = 1000
"""Entries that are looked through at once."""


def show() -> None:
    """Draw the page."""
    st.title(words.AUDIT)
    if not allowed(Right.AUDIT):
        not_allowed(Right.AUDIT)
        return
    last = last_checkpoint(gate().ledger.database)
    sealed = last[0] if last else 0
    left, right = st.columns(2)
    left.metric(words.LEDGER_SIZE, sealed)
    with doors():
        anchored = last_anchor(gate().ledger, gate().archive)
        right.metric(words.LAST_CHECKPOINT, said(anchored.sealed_at) if anchored else words.NONE_YET)
    _verify()
    with doors():
        _entries(sealed)
    _evidence()


def _verify() -> None:
    """Hold everything against its proofs, one part after the other, and say of each how it stands."""
    st.header(words.VERIFY)
    st.write(words.VERIFY_HELP)
    if not st.button(words.VERIFY_NOW, type="primary"):
        return
    with doors():
        found: list[Discrepancy] = []
        with st.status(words.CHECKING, expanded=True) as status:
            st.write(words.CHECK_ARCHIVE)
            found += _said_of(looking.archive_faults(gate(), actor=reader()))
            bar = st.progress(0.0, words.CHECK_LEDGER)
            checked = [0]

            def told(done: int, total: int) -> None:
                checked[0] = done
                bar.progress(done / total if total else 1.0, words.CHECKED_OF.format(done=done, total=total))

            found += _said_of(looking.ledger_faults(gate(), actor=reader(), progress=told))
            status.update(label=words.CHECKED, state="error" if found else "complete")
        if found:
            st.subheader(words.FAULTS)
            for fault in found[:MOST]:
                st.error(f"**{plain(fault.name)}**: {plain(fault.detail)}")
            if len(found) > MOST:
                st.write(words.MORE_FAULTS.format(count=len(found) - MOST))
            st.write(words.FAULTS_NEXT)
        else:
            st.success(words.VERIFIED.format(count=checked[0]))


MOST = 50
"""Faults that are listed."""


def _said_of(faults: tuple[Discrepancy, ...]) -> tuple[Discrepancy, ...]:
    """The faults, after saying how many there are."""
    st.write(words.PART_FAULTY.format(counted=words.many(len(faults), "fault")) if faults else words.PART_SOUND)
    return faults


def _entries(sealed: int) -> None:
    """The ledger, a window of entries at a time, searched by any word."""
    st.header(words.ENTRIES_HEAD)
    st.write(words.ENTRIES_HELP.format(count=WINDOW))
    start, search, kinds = st.columns([1, 2, 2])
    since = start.number_input(words.FROM_ENTRY, min_value=1, value=max(1, sealed - WINDOW + 1), step=WINDOW, key="since")
    changes = looking.entries(gate(), int(since) - 1, WINDOW, actor=reader())
    wanted = str(search.text_input(words.SEARCH_ENTRIES, help=words.SEARCH_ENTRIES_HELP, key="search") or "").lower().split()
    chosen = kinds.multiselect(words.KIND, sorted({change.kind for change in changes}), key="kinds", select_all=False)
    rows = [_row(change) for change in reversed(changes) if not chosen or change.kind in chosen]
    shown = [row for row in rows if all(word in " ".join(map(str, row.values())).lower() for word in wanted)]
    st.write(words.ENTRIES_FOUND.format(shown=len(shown), count=len(changes)))
    if shown:
        st.dataframe(pd.DataFrame(shown), hide_index=True, width="stretch", alt=words.ENTRIES_HEAD)


def _row(change: Change) -> dict[str, str | int]:
    detail = {name: value for name, value in change.detail.items() if value is not None and value != change.sequence}
    return {
        words.ENTRY: change.sequence,
        words.WHEN: said(change.recorded_at),
        words.KIND: change.kind,
        words.POLICY: change.policy,
        words.WHOSE: change.subject or "",
        words.DETAIL: json.dumps(detail, ensure_ascii=False).strip("{}").replace('"', ""),
    }


def _evidence() -> None:
    st.header(words.EVIDENCE)
    st.write(words.EVIDENCE_HELP)
    with st.form("evidence"):
        subject = st.text_input(words.SUBJECT)
        asked = st.form_submit_button(words.EVIDENCE_MAKE)
    if asked and subject:
        with doors(), st.spinner(words.CHECKING):
            made = looking.evidence(gate(), subject, actor=reader(), policy_url=settings().public_url)
            st.download_button(words.EVIDENCE_DOWNLOAD, made, file_name="evidence.zip", mime="application/zip")
