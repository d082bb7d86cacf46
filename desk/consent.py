"""One person: the version each datum is under, what they answered, what they would be asked, what a use would be answered."""

import pandas as pd
import streamlit as st

from desk import words
from desk.session import chosen_policy, doors, gate
from policy_versions.taxonomy import KeyKind, Taxonomy


def show() -> None:
    """Draw the page."""
    st.title(words.CONSENT)
    policy = chosen_policy()
    if policy is None:
        return
    subject = st.text_input(words.SUBJECT, key="subject")
    if not subject:
        st.write(words.SUBJECT_FIRST)
        return
    if gate().ledger.pseudonym(subject) is None:
        st.warning(words.UNKNOWN_SUBJECT)
        return
    _records(policy, subject)
    _answers(subject)
    _pending(subject)
    _ask(policy, subject)


def _records(policy: str, subject: str) -> None:
    st.header(words.RECORDS)
    taxonomy = Taxonomy.of(gate().ledger.versions(policy)[-1].policy.taxonomy)
    found = gate().ledger.holdings(subject).records.get(policy, ())
    rows = [
        {
            "data": taxonomy.label(held.data),
            "version": f"{policy}@{held.version}" if held.version else words.NOT_KNOWN,
            "collected": held.collected_at.strftime("%Y-%m-%d %H:%M UTC") if held.collected_at else words.NOT_KNOWN,
            "entry": held.seq,
        }
        for held in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _answers(subject: str) -> None:
    st.header(words.ANSWERS)
    events = gate().ledger.events(subject)
    rows = [
        {
            "when": e.recorded_at.strftime("%Y-%m-%d %H:%M UTC"),
            "what": e.kind.value,
            "about": e.subject_of,
            "edition": e.edition,
            "how": e.method,
        }
        for e in events
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _pending(subject: str) -> None:
    st.header(words.PENDING)
    asks = gate().pending(subject)
    if not asks:
        st.write(words.NOTHING_PENDING)
    for ask in asks:
        st.markdown(f"- **{ask.subject_of}** ({ask.kind}), {', '.join(f'`{d}`' for d in ask.data)}")


def _ask(policy: str, subject: str) -> None:
    st.header(words.ASK_GATE)
    version = gate().ledger.versions(policy)[-1]
    taxonomy = Taxonomy.of(version.policy.taxonomy)
    with st.form("ask"):
        data = st.selectbox(words.DATA, taxonomy.keys(KeyKind.DATA), format_func=taxonomy.label)
        use = st.selectbox(words.USE, taxonomy.keys(KeyKind.USE), format_func=taxonomy.label)
        recipient = st.selectbox(words.RECIPIENT, ["self", *(r.id for r in version.policy.recipients)])
        item = st.text_input(words.ITEM)
        if st.form_submit_button(words.CHECK) and data and use and recipient:
            with doors():
                decision = gate().check(subject, data=data, use=use, recipient=recipient, item=item or None, policy=policy)
                st.markdown(f"**{decision.verdict}** — {', '.join(decision.reasons)}")
                st.json(decision.to_dict(), expanded=False)
