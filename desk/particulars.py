"""When a draft takes effect and what it says of itself: fields of policy.yaml as a form."""

from functools import cache
from zoneinfo import available_timezones

import streamlit as st

from consent_gate.release.drafts import Standing
from consent_gate.release.obstacles import short_notice
from desk import words
from desk.moments import moment
from desk.redline import marked
from desk.session import doors, gate, sentence
from desk.writing import Writing
from policy_versions.model import LocalText
from policy_versions.names import POLICY_FILE
from policy_versions.policy_edit import Plain, edit_policy, plain_moment, plain_text


def show(standing: Standing, writing: Writing) -> None:
    """Draw the form."""
    if POLICY_FILE in writing.changed():
        st.info(words.SAVE_YAML_FIRST)
        return
    policy = standing.draft.policy
    with doors():
        zone, date = st.columns([2, 3])
        chosen = zone.selectbox(words.ZONE, _zones(), key="zone", help=words.ZONE_HELP, persist_state="session")
        key = f"effective/{writing.commit}/{chosen}"
        effective, readable = moment(date, words.EFFECTIVE, policy.effective, chosen, key=key, about=words.EFFECTIVE_HELP)
        if effective is not None and effective <= gate().clock():
            st.warning(words.PAST_MOMENT) if standing.versions else st.info(words.PAST_FIRST)
        elif effective == policy.effective:
            for missed in short_notice(standing, gate().clock()):
                st.warning(marked(sentence(missed)))
        summary = _summary(policy.summary, writing)
        base = standing.base
        if summary and base and base.policy.summary and summary == plain_text(base.policy.summary):
            st.warning(words.SAME_SUMMARY.format(base=base.name))
        if st.button(words.SAVE, type="primary", key="save/particulars", disabled=not readable):
            changes: dict[str, Plain | None] = {"effective": plain_moment(effective) if effective else None, "summary": summary}
            edited = edit_policy(writing.files[POLICY_FILE].encode(), changes, path=POLICY_FILE).decode()
            if writing.save({POLICY_FILE: edited}, message="Set the effective time and the summary at the desk"):
                st.rerun()


@cache
def _zones() -> list[str]:
    return ["UTC", *sorted(available_timezones() - {"UTC"})]


def _summary(said: LocalText | None, writing: Writing) -> Plain | None:
    """The summary in each language it is in."""
    held = said.by_language if said else {"": ""}
    written = {}
    for language, text in held.items():
        label = f"{words.SUMMARY} ({language})" if language else words.SUMMARY
        key = f"summary/{writing.commit}/{language}"
        written[language] = str(
            st.text_area(label, text, help=words.SUMMARY_HELP, height=120, key=key, persist_state="session") or ""
        ).strip()
    return plain_text(LocalText.of(written))
