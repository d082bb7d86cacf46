"""Deciding on each flagged change of a draft, approving it as another person, and publishing it."""

from itertools import islice

import altair as alt
import pandas as pd
import streamlit as st

from consent_gate.prompts.language import LANGUAGES, language
from consent_gate.prompts.lint import lint_words
from consent_gate.prompts.preview import preview
from consent_gate.release import DraftName, How, ReviewVerdict, Tie, approve, decide, publish, standing_of
from consent_gate.release.drafts import Standing
from consent_gate.release.flags import Flag
from consent_gate.release.impact import Impact
from consent_gate.release.lint import lint
from consent_gate.release.obstacles import obstacles
from consent_gate.release.widening import shown as how_each
from desk import words
from desk.draft import choose_draft
from desk.redline import COLOURS, ICONS, STYLE, draw
from desk.session import actor, chosen_policy, doors, gate, settings
from policy_versions import Version
from policy_versions.names import REVIEW_FILE


def show() -> None:
    """Draw the page."""
    st.title(words.REVIEW)
    if (done := st.session_state.pop("published", None)) is not None:
        st.success(done)
    policy = chosen_policy()
    if policy is None:
        return
    name = choose_draft(policy)
    if name is None:
        return
    standing = standing_of(gate(), policy, name)
    st.html(STYLE)
    if standing.base is None:
        st.info(words.NOTHING_BEFORE)
    else:
        _queue(standing)
        _impact(standing)
        _prompt(standing)
    _wording(standing)
    _approval(standing)
    _publishing(standing)


def _wording(standing: Standing) -> None:
    st.header(words.WORDING)
    language = standing.draft.policy.language
    policy = standing.draft.policy
    said = {one.id: one.text for one in policy.permissions} | {one.id: one.text for one in policy.promises}
    found = [(id_, warning) for id_, text in said.items() for warning in lint_words(text.in_language(language), language)]
    if not found:
        st.write(words.NO_WORDING)
    for id_, warning in found:
        st.warning(f"{id_}: {warning.message}")


def _impact(standing: Standing) -> None:
    st.header(words.IMPACT)
    with doors():
        found = gate().impact(standing.draft)
        if not found.relaxations:
            st.write(words.NO_IMPACT)
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


def _cohorts(found: Impact) -> None:
    """Who would be asked, by the version that their oldest data is of."""
    rows = [
        {words.COHORT: f"{found.policy}@{one.version}" if one.version else words.NOT_KNOWN, words.WHAT: name, words.PEOPLE: people}
        for one in found.cohorts
        for name, people in one.asks.items()
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
        subject = right.text_input(words.PROMPT_SUBJECT, key="prompt-subject", help=words.PROMPT_SUBJECT_HELP) or _first_asked(ahead)
        if subject is None:
            st.write(words.NO_PROMPT)
            return
        shown = preview(gate(), ahead, subject, review=standing.draft.files.get(REVIEW_FILE), wanted=tag)
        if not shown.asks:
            st.write(words.NO_PROMPT_FOR.format(subject=subject))
            return
        st.write(words.PROMPT_HELP.format(subject=subject, count=len(shown.asks)))
        st.iframe(shown.html, height=640, alt=words.PROMPT)


def _first_asked(ahead: Version) -> str | None:
    """The first person in the ledger whom the draft would ask, among the first few hundred."""
    people = dict.fromkeys(record.subject for record in islice(gate().ledger.open_records(ahead.slug), LOOKED_THROUGH))
    return next((who for who in people if preview(gate(), ahead, who).asks), None)


LOOKED_THROUGH = 300
"""Records among which a person to preview for is sought; any other person can be named."""


def _queue(standing: Standing) -> None:
    flags, waiting = standing.flags.flags, standing.open_flags()
    total, done = len(flags), len(flags) - len(waiting)
    if flags:
        st.progress(done / total, words.TO_DECIDE.format(done=done, total=total))
    if not waiting:
        st.success(words.NOTHING_TO_DECIDE)
    else:
        with st.container(border=True):
            _flag(waiting[0])
            _decision(standing, waiting[0])
    decided = standing.review.standing(flag.id for flag in flags)
    if decided:
        with st.expander(f"{words.DECIDED} ({len(decided)})"):
            for flag in flags:
                if (decision := decided.get(flag.id)) is not None:
                    _flag(flag)
                    st.markdown(
                        words.DECIDED_BY.format(
                            verdict=words.VERDICTS[decision.verdict],
                            actor=decision.actor.id,
                            time=decision.time.strftime("%Y-%m-%d %H:%M UTC"),
                        )
                        + (f"  \n{words.REASON}: {decision.reason}" if decision.reason else "")
                    )


def _flag(flag: Flag) -> None:
    if flag.change is not None:
        draw(flag.change)
        return
    badge = f":{COLOURS[flag.direction]}-badge[{ICONS[flag.direction]} {words.DIRECTIONS[flag.direction]}]"
    st.markdown(f"{badge} {flag.about}")


def _decision(standing: Standing, flag: Flag) -> None:
    ties = {_said(tie): tie for tie in (*flag.ties, *_possible_ties(standing))}
    with st.form(f"decide/{flag.id}"):
        verdict = st.radio(
            words.VERDICT, list(ReviewVerdict), format_func=lambda v: words.VERDICTS[v], key=f"verdict/{flag.id}", index=None
        )
        tied = st.multiselect(
            words.TIE, list(ties), default=[_said(tie) for tie in flag.ties], help=words.TIE_HELP, key=f"tie/{flag.id}", select_all=False
        )
        reason = st.text_input(words.REASON, help=words.REASON_HELP, key=f"reason/{flag.id}")
        if st.form_submit_button(words.DECIDE, type="primary", shortcut="Ctrl+Enter"):
            who = actor()
            if who is None or verdict is None:
                st.warning(words.NAME_FIRST if who is None else words.VERDICT)
                return
            with doors():
                where = DraftName(standing.draft.slug, standing.draft.name)
                decide(gate(), where, flag.id, verdict, actor=who, reason=reason, ties=tuple(ties[name] for name in tied))
                st.rerun()


def _possible_ties(standing: Standing) -> list[Tie]:
    """What a confirmed change may be tied to: what the permissions show, each permission reopened, each promise weakened."""
    base, policy = standing.base, standing.draft.policy
    if base is None:
        return []
    found = [Tie(id_, how) for id_, hows in how_each(base.policy, policy).items() for how in sorted(hows)]
    found += [Tie(p.id, How.REOPENS) for p in policy.permissions if base.policy.permission(p.id) is not None]
    found += [Tie(p.id, How.WEAKENS) for p in base.policy.promises]
    return list(dict.fromkeys(found))


def _said(tie: Tie) -> str:
    return f"{words.HOWS[tie.how]} {tie.id}"


def _approval(standing: Standing) -> None:
    st.header(words.APPROVE)
    approved = standing.review.approved_by(standing.identity)
    st.write(words.APPROVED_BY.format(names=", ".join(a.actor.id for a in approved)) if approved else words.NOT_APPROVED)
    if st.button(words.APPROVE, help=words.APPROVE_HELP, disabled=bool(standing.open_flags())):
        who = actor()
        if who is None:
            st.warning(words.NAME_FIRST)
            return
        with doors():
            approve(gate(), DraftName(standing.draft.slug, standing.draft.name), actor=who, one_person=settings().one_person)
            st.rerun()


def _publishing(standing: Standing) -> None:
    st.header(words.PUBLISH)
    effective = standing.draft.policy.effective
    st.write(f"{words.EFFECTIVE}: {effective:%Y-%m-%d %H:%M UTC}" if effective else words.NO_EFFECTIVE)
    for warning in lint(standing.base.policy if standing.base else None, standing.draft.policy):
        st.warning(warning.message)
    faults = obstacles(standing, now=gate().clock(), one_person=settings().one_person)
    if faults:
        st.subheader(words.OBSTACLES)
        st.markdown("\n".join(f"- {fault}" for fault in faults))
    else:
        st.write(words.NO_OBSTACLES)
    if st.button(words.PUBLISH, type="primary", disabled=bool(faults)):
        _last_step(standing)


@st.dialog(words.PUBLISH)
def _last_step(standing: Standing) -> None:
    name = f"{standing.draft.slug}@{standing.number}"
    effective = standing.draft.policy.effective
    st.write(words.PUBLISH_WARNING.format(name=name, effective=f"{effective:%Y-%m-%d %H:%M UTC}" if effective else ""))
    if st.button(words.PUBLISH_FINALLY, type="primary"):
        who = actor()
        if who is None:
            st.warning(words.NAME_FIRST)
            return
        with doors():
            done = publish(gate(), standing.draft.slug, standing.draft.name, actor=who, one_person=settings().one_person).version
            st.session_state["published"] = words.PUBLISHED.format(name=done.name, effective=f"{done.effective:%Y-%m-%d %H:%M UTC}")
            st.rerun()
