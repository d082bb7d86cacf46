"""How people responded to what they were asked; and one person: their data, answers, what they would be asked, and the gate's answer."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from consent_gate import looking
from consent_gate.explaining import Link
from consent_gate.ledger.turnout import Response, Turnout, by_day, turnout
from consent_gate.model import Decision, Request
from desk import cohorts, words
from desk.moments import moment
from desk.redline import plain
from desk.session import allowed, chosen_policy, doors, gate, not_allowed, reader
from policy_versions.model import SELF, Policy
from policy_versions.roles import Right
from policy_versions.taxonomy import KeyKind, Taxonomy


def show() -> None:
    """Draw the page."""
    st.title(words.CONSENT)
    policy = chosen_policy()
    if policy is None:
        return
    if not gate().ledger.versions(policy):
        st.info(words.NOTHING_PUBLISHED)
        return
    _responses(policy)
    cohorts.table(policy)
    st.header(words.ONE_PERSON_HEAD)
    if not allowed(Right.AUDIT):
        not_allowed(Right.AUDIT)
        return
    subject = st.text_input(words.SUBJECT, key="subject", persist_state="session")
    if not subject:
        st.write(words.SUBJECT_FIRST)
        return
    with doors():
        found = looking.person(gate(), subject, actor=reader())
        _records(policy, found)
        _answers(found)
        _pending(found)
        _ask(policy, subject, found)


def _responses(policy: str) -> None:
    """How many were asked, and what they said, ask by ask and day by day."""
    st.header(words.RESPONSES)
    found = sorted(turnout(gate().ledger.database, policy), key=lambda one: -one.edition)
    if not found:
        st.write(words.NOBODY_ASKED)
        return
    st.write(words.RESPONSES_HELP)
    with st.container(horizontal=True, gap="medium"):
        for label, count in _totals(found):
            st.metric(label, count, width="content")
    said = _texts(policy)
    rows = [
        {
            words.ASK: f"{one.subject_of} ({policy}@{one.edition})",
            words.WERE_ASKED: one.asked,
            **{words.RESPONSE[response]: count for response, count in one.people.items()},
            words.PLAIN_WORDS_SHORT: said.get(one.subject_of, ""),
        }
        for one in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=words.RESPONSES)
    shares = [
        {words.ASK: f"{one.subject_of} ({policy}@{one.edition})", words.RESPONSE_LABEL: words.RESPONSE[response], words.PEOPLE: count}
        for one in found
        for response, count in one.people.items()
        if count
    ]
    left, right = st.columns(2)
    left.altair_chart(_bars(shares), width="stretch")
    days = [
        {words.DAY: one.day.isoformat(), words.RESPONSE_LABEL: words.EVENTS[one.kind], words.COUNT: one.events}
        for one in by_day(gate().ledger.database, policy)
        if one.kind in words.EVENTS
    ]
    right.altair_chart(_days(days), width="stretch")
    _waiting(policy)


def _totals(found: Sequence[Turnout]) -> list[tuple[str, int]]:
    """All questions to all people: how many were asked, and how they stand."""
    stand = [(words.RESPONSE_BRIEF[response], sum(one.people.get(response, 0) for one in found)) for response in Response]
    return [(words.WERE_ASKED, sum(one.asked for one in found)), *stand]


def _bars(rows: list[dict[str, object]]) -> Any:
    colour = alt.Color(f"{words.RESPONSE_LABEL}:N", sort=list(words.RESPONSE.values()), legend=alt.Legend(orient="bottom"))
    chart = alt.Chart(pd.DataFrame(rows), title=words.SHARES).mark_bar()
    return chart.encode(
        x=alt.X(f"{words.PEOPLE}:Q", axis=alt.Axis(format="d", tickMinStep=1)),
        y=alt.Y(f"{words.ASK}:N", title=None, axis=alt.Axis(labelLimit=260)),
        color=colour,
        tooltip=[words.ASK, words.RESPONSE_LABEL, words.PEOPLE],
    )


def _days(rows: list[dict[str, object]]) -> Any:
    chart = alt.Chart(pd.DataFrame(rows), title=words.OVER_TIME, height=220).mark_bar()
    return chart.encode(
        x=alt.X(f"{words.DAY}:O", title=None),
        y=alt.Y(f"sum({words.COUNT}):Q", title=words.COUNT, axis=alt.Axis(format="d", tickMinStep=1)),
        color=alt.Color(f"{words.RESPONSE_LABEL}:N"),
        tooltip=[words.DAY, words.RESPONSE_LABEL, f"sum({words.COUNT})"],
    )


def _waiting(policy: str) -> None:
    st.subheader(words.NOT_ANSWERED)
    if not allowed(Right.AUDIT):
        not_allowed(Right.AUDIT)
        return
    people = looking.unanswered(gate(), policy, actor=reader())
    if not people:
        st.write(words.ALL_ANSWERED)
        return
    st.write(words.NOT_ANSWERED_HELP.format(count=len({one.subject for one in people})))
    sheet = io.StringIO()
    lines = csv.writer(sheet)
    lines.writerow(["subject", "permission_or_promise", "edition", "first_asked", "put_off"])
    lines.writerows([one.subject, one.subject_of, one.edition, one.since.isoformat(), "yes" if one.deferred else "no"] for one in people)
    st.download_button(words.NOT_ANSWERED_CSV, sheet.getvalue(), file_name=f"{policy}-not-answered.csv", mime="text/csv")


def _texts(policy: str) -> dict[str, str]:
    """The plain words of every permission and promise there was, the newest first to count."""
    found: dict[str, str] = {}
    for version in gate().ledger.versions(policy):
        found |= {one.id: str(one.text) for one in version.policy.permissions}
        found |= {one.id: str(one.text) for one in version.policy.promises}
    return found


def _records(policy: str, person: looking.Person) -> None:
    st.subheader(words.RECORDS)
    taxonomy = Taxonomy.of(gate().ledger.versions(policy)[-1].policy.taxonomy)
    found = person.records.get(policy, ())
    if not found:
        st.write(words.NO_RECORDS)
        return
    rows = [
        {
            words.DATA: taxonomy.label(held.data),
            words.VERSION: f"{policy}@{held.version}" if held.version else words.NOT_KNOWN,
            words.COLLECTED: held.collected_at.strftime("%Y-%m-%d %H:%M UTC") if held.collected_at else words.NOT_KNOWN,
            words.ENTRY: held.seq,
        }
        for held in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _answers(person: looking.Person) -> None:
    st.subheader(words.ANSWERS)
    if not person.events:
        st.write(words.NEVER_ASKED)
        return
    rows = [
        {
            words.WHEN: e.recorded_at.strftime("%Y-%m-%d %H:%M UTC"),
            words.EVENT: words.EVENTS.get(e.kind, e.kind.value),
            words.ASK: e.subject_of,
            words.EDITION: e.edition,
            words.METHOD: e.method,
        }
        for e in person.events
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _pending(person: looking.Person) -> None:
    st.subheader(words.PENDING)
    if not person.pending:
        st.write(words.NOTHING_PENDING)
    for ask in person.pending:
        taxonomy, said = Taxonomy.of(gate().ledger.versions(ask.policy)[-1].policy.taxonomy), _texts(ask.policy)
        about = ", ".join(taxonomy.label(key) if key in taxonomy.keys(KeyKind.DATA) else key for key in ask.data)
        st.markdown(f"- **{plain(said.get(ask.subject_of, ask.subject_of))}** (`{ask.subject_of}`): {plain(about)}")


def recipients_of(policy: Policy) -> list[str]:
    """Whom the gate can be asked for: the organisation, those whom the policy names, and those whom only a permission names."""
    permitted = (of for permission in policy.permissions for of in permission.recipients)
    return list(dict.fromkeys([SELF, *(one.id for one in policy.recipients), *permitted]))


def _ask(policy: str, subject: str, person: looking.Person) -> None:
    st.subheader(words.ASK_GATE)
    version = gate().ledger.versions(policy)[-1]
    taxonomy = Taxonomy.of(version.policy.taxonomy)
    with st.form("ask"):
        keys = taxonomy.keys(KeyKind.DATA)
        held = next((one.data for one in person.records.get(policy, ()) if one.data in keys), keys[0])
        data = st.selectbox(words.DATA, keys, index=keys.index(held), format_func=taxonomy.label)
        use = st.selectbox(words.USE, taxonomy.keys(KeyKind.USE), format_func=taxonomy.label)
        recipient = st.selectbox(words.RECIPIENT, recipients_of(version.policy))
        item = st.text_input(words.ITEM)
        at, readable = moment(st.container(), words.AT_TIME, None, "UTC", key="at", about=words.AT_TIME_HELP)
        if st.form_submit_button(words.CHECK) and readable and data and use and recipient:
            with doors():
                asked = Request(subject=subject, data=data, use=use, recipient=recipient, item=item or None, policy=policy, at=at)
                _decision(*looking.why(gate(), asked, actor=reader()))


def _decision(decision: Decision, links: Sequence[Link]) -> None:
    """The gate's answer in words, and all it rests on, from the published text to the verdict."""
    shown = st.success if decision.allowed else st.warning
    when = decision.at.strftime("%Y-%m-%d %H:%M UTC") if decision.at else words.NOT_KNOWN
    why = " ".join(words.REASONS.get(reason, reason.value.replace("_", " ")) for reason in decision.reasons)
    shown(f"**{words.VERDICT_WORDS[decision.verdict]}** ({when}). {why}")
    with st.expander(words.RESTS_ON_HEAD):
        for link in links:
            facts = "; ".join(
                f"{name.replace('_', ' ')}: {plain(_said(value))}" for name, value in link.items() if name != "step" and value
            )
            st.markdown(f"- **{plain(str(link['step']))}**: {facts}")
    with st.expander(words.AS_JSON):
        st.json(decision.to_dict())


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_said, value))
    return ", ".join(f"{name} {_said(held)}" for name, held in value.items() if held) if isinstance(value, dict) else str(value)
