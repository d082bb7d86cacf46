"""Whom a draft touches, counted, and the exact page that one of them would be asked on."""

from itertools import islice

import altair as alt
import pandas as pd
import streamlit as st

from consent_gate import looking
from consent_gate.prompts.language import LANGUAGES, language
from consent_gate.prompts.preview import preview
from consent_gate.release.drafts import Standing
from consent_gate.release.impact import Impact
from desk import words
from desk.session import allowed, as_of, doors, gate, reader
from policy_versions import Version
from policy_versions.drafts import Draft
from policy_versions.names import REVIEW_FILE
from policy_versions.roles import Right


def show(standing: Standing) -> None:
    """Draw both."""
    _impact(standing)
    _prompt(standing)


def would_be_asked(standing: Standing) -> int:
    """How many people the draft would ask, by the data there is."""
    return _counted(standing.identity, as_of(), standing.draft).asked


def _impact(standing: Standing) -> None:
    st.header(words.IMPACT)
    with doors():
        found = _counted(standing.identity, as_of(), standing.draft)
        uncounted = _uncounted(standing)
        if uncounted:
            st.info(words.NOT_COUNTED.format(counted=words.changes(uncounted)))
        if not found.relaxations:
            st.write(words.NO_IMPACT_YET if uncounted else words.NO_IMPACT)
            return
        asked, held, uses = st.columns(3)
        asked.metric(words.ASKED, found.asked)
        held.metric(words.HELD_RECORDS, max(one.records for one in found.relaxations), help=words.HELD_RECORDS_HELP)
        uses.metric(words.HELD_USES, sum(one.requests for one in found.relaxations), help=words.HELD_USES_HELP)
        st.write(words.ESTIMATE)
        rows = [
            {
                words.WHAT: one.id,
                words.HOW: ", ".join(words.HOWS[how] for how in one.how),
                words.WOULD_BE_ASKED: one.asked,
                words.TOUCHED: one.subjects,
                words.RECORDS_HELD: one.records,
                words.USES_HELD: one.requests,
            }
            for one in found.relaxations
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=words.IMPACT)
        _cohorts(found)


def _uncounted(standing: Standing) -> int:
    """How many changes of the prose are still to be decided; whom they touch shows once they are tied."""
    return sum(flag.change is not None for flag in standing.open_flags())


@st.cache_resource(show_spinner=words.COUNTING, max_entries=20)
def _counted(identity: str, state: tuple[str, int, int], _draft: Draft) -> Impact:  # noqa: ARG001 - they tell one answer from another
    return gate().impact(_draft)


def _cohorts(found: Impact) -> None:
    """Who would be asked for this draft, by the version that their oldest data is of."""
    relaxed = {one.id for one in found.relaxations}
    rows = [
        {words.COHORT: f"{found.policy}@{one.version}" if one.version else words.NOT_KNOWN, words.WHAT: name, words.PEOPLE: people}
        for one in found.cohorts
        for name, people in one.asks.items()
        if name in relaxed
    ]
    if not rows:
        return
    chart = alt.Chart(pd.DataFrame(rows), title=words.COHORTS).mark_bar()
    st.altair_chart(
        chart.encode(
            x=alt.X(f"{words.PEOPLE}:Q", axis=alt.Axis(format="d", tickMinStep=1)),
            y=alt.Y(f"{words.COHORT}:N", title=None),
            color=alt.Color(f"{words.WHAT}:N", title=words.WHAT),
            tooltip=[words.COHORT, words.WHAT, words.PEOPLE],
        ),
        width="stretch",
    )


def _prompt(standing: Standing) -> None:
    """The exact page that a person would be asked on, in the language they read."""
    if not any(map(allowed, (Right.REVIEW, Right.APPROVE, Right.AUDIT))):
        return
    st.header(words.PROMPT)
    with doors():
        ahead = Version(
            slug=standing.draft.slug,
            number=standing.number,
            policy=standing.draft.policy,
            texts=standing.draft.texts,
            identity=standing.identity,
            effective=standing.draft.policy.effective or gate().clock(),
        )
        left, right = st.columns([1, 2])
        tag = left.selectbox(words.PROMPT_LANGUAGE, LANGUAGES, format_func=language("en").language_name, key="prompt-language")
        typed = right.text_input(words.PROMPT_SUBJECT, key="prompt-subject", help=words.PROMPT_SUBJECT_HELP)
        subject = typed or _first_asked(standing.identity, as_of(), ahead)
        if subject is None:
            st.write(words.NO_PROMPT_YET if _uncounted(standing) else words.NO_PROMPT)
            return
        review = standing.draft.files.get(REVIEW_FILE)
        shown = looking.shown_to(gate(), ahead, subject, actor=reader(), review=review, language=tag or "en")
        if not shown.asks:
            st.write(words.NO_PROMPT_FOR.format(subject=subject))
            return
        st.write(words.PROMPT_HELP.format(subject=subject, count=len(shown.asks)))
        st.iframe(shown.html, height=640, alt=words.PROMPT)


@st.cache_resource(show_spinner=words.COUNTING, max_entries=20)
def _first_asked(identity: str, state: tuple[str, int, int], _ahead: Version) -> str | None:  # noqa: ARG001 - they tell one answer from another
    """The first person in the ledger whom the draft would ask, among the first few hundred."""
    people = dict.fromkeys(record.subject for record in islice(gate().ledger.open_records(_ahead.slug), LOOKED_THROUGH))
    return next((who for who in people if preview(gate(), _ahead, who).asks), None)


LOOKED_THROUGH = 300
"""Records among which a person to preview for is sought; any other person can be named."""
