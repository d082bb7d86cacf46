"""The ledger held against its proofs and the archive, and evidence about one person."""

import streamlit as st

from consent_gate.anchoring import anchors, last_anchor
from consent_gate.ledger.proofs import last_checkpoint
from consent_gate.proving import evidence_of_subject
from consent_gate.release import verify_archive
from consent_gate.release.verify import verify_ledger
from desk import words
from desk.session import doors, gate, settings


def show() -> None:
    """Draw the page."""
    st.title(words.AUDIT)
    last = last_checkpoint(gate().ledger.database)
    left, right = st.columns(2)
    left.metric(words.LEDGER_SIZE, last[0] if last else 0)
    anchored = last_anchor(gate().ledger, gate().archive)
    right.metric(words.LAST_CHECKPOINT, anchored.sealed_at.strftime("%Y-%m-%d %H:%M UTC") if anchored else words.NONE_YET)
    st.write(words.VERIFY_HELP)
    if st.button(words.VERIFY, type="primary"):
        with doors(), st.spinner(words.CHECKING):
            found = (*verify_archive(gate()), *verify_ledger(gate()))
            if not found:
                st.success(words.VERIFIED.format(count=last[0] if last else 0))
            else:
                st.subheader(words.FAULTS)
            for fault in found:
                st.error(str(fault))
    _evidence()


def _evidence() -> None:
    st.header(words.EVIDENCE)
    st.write(words.EVIDENCE_HELP)
    with st.form("evidence"):
        subject = st.text_input(words.SUBJECT)
        asked = st.form_submit_button(words.EVIDENCE_MAKE)
    if asked and subject:
        with doors():
            made = evidence_of_subject(
                gate().ledger,
                subject,
                anchors=anchors(gate().ledger, gate().archive),
                policy_url=settings().public_url,
                now=gate().clock(),
            )
            st.download_button(words.EVIDENCE_DOWNLOAD, made, file_name="evidence.zip", mime="application/zip")
