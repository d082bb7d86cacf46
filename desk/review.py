"""Deciding on each flagged change of a draft, approving it as another person, and publishing it."""

from itertools import islice

import altair as alt
import pandas as pd
import streamlit as st

from consent_gate import looking
from consent_gate.prompts.language import LANGUAGES, language
from consent_gate.prompts.lint import lint_words
from consent_gate.prompts.preview import preview
from consent_gate.release import DraftName, How, ReviewVerdict, Tie, approve, decide, publish, standing_of
from consent_gate.release.deciding import exempt
from consent_gate.release.drafts import Standing
from consent_gate.release.flags import Flag
from consent_gate.release.impact import Impact
from consent_gate.release.lint import LintWarning
from consent_gate.release.obstacles import NOTICE_PERIOD, obstacles, short_notice
from consent_gate.release.publishing import warnings_of
from consent_gate.release.widening import shown as how_each
from desk import words
from desk.draft import choose_draft
from desk.moments import said
from desk.redline import COLOURS, ICONS, STYLE, draw, plain
from desk.session import allowed, as_of, chosen_policy, doors, gate, named, not_allowed, reader, settings, way_to
from policy_versions import Version
from policy_versions.drafts import Draft
from policy_versions.names import REVIEW_FILE
from policy_versions.roles import Right


def show() -> None:
    """Draw the page."""
    st.title(words.REVIEW)
    if (done := st.session_state.pop("published", None)) is not None:
        slug, name, line = done
        st.success(line)
        st.write(words.AFTER_PUBLISHING)
        with st.container(horizontal=True):
            way_to("version", words.OPEN_VERSION.format(name=name), policy=slug, version=name)
            way_to("consent", words.CONSENT, policy=slug)
    policy = chosen_policy()
    if policy is None:
        return
    name = choose_draft(policy)
    if name is None:
        return
    standing = standing_of(gate(), policy, name)
    st.html(STYLE)
    _steps(standing)
    if standing.base is None:
        st.info(words.NOTHING_BEFORE)
    else:
        _queue(standing)
        _impact(standing)
        _prompt(standing)
    _wording(standing)
    _approval(standing)
    _publishing(standing)


def _steps(standing: Standing) -> None:
    """How far the draft has come, in one line."""
    waiting, approved = len(standing.open_flags()), standing.review.approved_by(standing.identity)
    done = [
        (words.STEP_DECIDE, not waiting),
        (words.STEP_APPROVE, bool(approved)),
        (words.STEP_PUBLISH, False),
    ]
    st.markdown(" › ".join(f":green-badge[:material/check: {step}]" if is_done else f":gray-badge[{step}]" for step, is_done in done))
    if standing.draft.authors:
        written = words.WRITTEN_BY.format(names=plain(", ".join(author.id for author in standing.draft.authors)))
        st.markdown(written if settings().one_person else f"{written} {words.AUTHORS_MAY_NOT}")


def _wording(standing: Standing) -> None:
    st.header(words.WORDING)
    language = standing.draft.policy.language
    policy = standing.draft.policy
    wording = {one.id: one.text for one in policy.permissions} | {one.id: one.text for one in policy.promises}
    found = [(id_, warning) for id_, text in wording.items() for warning in lint_words(text.in_language(language), language)]
    if not found:
        st.write(words.NO_WORDING)
    for id_, warning in found:
        st.warning(f"{id_}: {warning.message}")


def _impact(standing: Standing) -> None:
    st.header(words.IMPACT)
    with doors():
        found = _counted(standing.identity, as_of(), standing.draft)
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


@st.cache_resource(show_spinner=words.COUNTING, max_entries=20)
def _counted(identity: str, state: tuple[str, int, int], _draft: Draft) -> Impact:  # noqa: ARG001 - they tell one answer from another
    return gate().impact(_draft)


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
            st.write(words.NO_PROMPT)
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


def _queue(standing: Standing) -> None:
    flags, waiting = standing.flags.flags, standing.open_flags()
    total, done = len(flags), len(flags) - len(waiting)
    if flags:
        st.progress(done / total, words.TO_DECIDE.format(done=done, total=total))
    if not waiting:
        st.success(words.NOTHING_TO_DECIDE)
    else:
        with st.container(border=True):
            flag = waiting[_at(len(waiting))]
            _flag(flag)
            if allowed(Right.REVIEW):
                _decision(standing, flag)
            else:
                not_allowed(Right.REVIEW)
    _decided(standing)


def _at(count: int) -> int:
    """Which undecided change to show, by the buttons or their keys."""

    def go(by: int) -> None:
        st.session_state["deciding"] = max(0, min(count - 1, int(st.session_state.get("deciding", 0)) + by))

    at = max(0, min(count - 1, int(st.session_state.get("deciding", 0))))
    if count > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(words.PREVIOUS, on_click=go, args=(-1,), shortcut="Alt+Up", disabled=at == 0)
            st.button(words.NEXT, on_click=go, args=(1,), shortcut="Alt+Down", disabled=at == count - 1)
            st.markdown(words.UNDECIDED_OF.format(number=at + 1, count=count))
    return at


def _decided(standing: Standing) -> None:
    """What was decided, drawn only once it is opened: there may be hundreds."""
    flags = standing.flags.flags
    decided = standing.review.standing(flag.id for flag in flags)
    if not decided:
        return
    shown = st.expander(f"{words.DECIDED} ({len(decided)})", on_change="rerun", key="decided")
    if not shown.open:
        return
    with shown:
        those = [flag for flag in flags if flag.id in decided]
        if len(those) > PER_PAGE:
            page = st.pagination(-(-len(those) // PER_PAGE), key="decided-page")
            those = those[(page - 1) * PER_PAGE : page * PER_PAGE]
        for flag in those:
            _flag(flag)
            decision = decided[flag.id]
            time = decision.time.strftime("%Y-%m-%d %H:%M UTC")
            line = words.DECIDED_BY.format(verdict=words.VERDICTS[decision.verdict], actor=plain(decision.actor.id), time=time)
            st.markdown(line + (f"  \n{words.REASON}: {plain(decision.reason)}" if decision.reason else ""))


def _flag(flag: Flag) -> None:
    if flag.change is not None:
        draw(flag.change)
        return
    badge = f":{COLOURS[flag.direction]}-badge[{ICONS[flag.direction]} {words.DIRECTIONS[flag.direction]}]"
    st.markdown(f"{badge} {plain(flag.about)}")


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
            who = named()
            if who is None or verdict is None:
                if who is not None:
                    st.warning(words.VERDICT_FIRST)
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
    st.markdown(words.APPROVED_BY.format(names=plain(", ".join(a.actor.id for a in approved))) if approved else words.NOT_APPROVED)
    if not allowed(Right.APPROVE):
        not_allowed(Right.APPROVE)
        return
    waiting = len(standing.open_flags())
    if waiting:
        st.write(words.DECIDE_BEFORE.format(count=waiting))
    if st.button(words.APPROVE, help=words.APPROVE_HELP, disabled=bool(waiting)) and (who := named()) is not None:
        with doors():
            approve(gate(), DraftName(standing.draft.slug, standing.draft.name), actor=who, one_person=settings().one_person)
            st.rerun()


def _publishing(standing: Standing) -> None:
    st.header(words.PUBLISH)
    effective = standing.draft.policy.effective
    st.write(f"{words.EFFECTIVE}: {said(effective)}" if effective else words.NO_EFFECTIVE)
    for warning in _warnings(standing.identity, standing):
        st.warning(plain(warning.message))
    now = gate().clock()
    faults = obstacles(standing, now=now, one_person=settings().one_person)
    if faults:
        st.subheader(words.OBSTACLES)
        st.markdown("\n".join(f"- {plain(fault)}" for fault in faults[:MOST]))
        if len(faults) > MOST:
            st.write(words.MORE_OBSTACLES.format(count=len(faults) - MOST))
    else:
        st.write(words.NO_OBSTACLES)
    if not allowed(Right.PUBLISH):
        not_allowed(Right.PUBLISH)
        return
    _notice(standing, tuple(short_notice(standing, now)))
    if st.button(words.PUBLISH, type="primary", disabled=bool(faults)):
        _last_step(standing)


MOST = 12
"""Obstacles that are listed; a draft of hundreds of changes has one for each."""
PER_PAGE = 25
"""Decisions that are drawn at once."""


@st.cache_resource(show_spinner=False, max_entries=50)
def _warnings(identity: str, _standing: Standing) -> tuple[LintWarning, ...]:  # noqa: ARG001 - it tells one answer from another
    return warnings_of(_standing)


def _notice(standing: Standing, missed: tuple[str, ...]) -> None:
    """Set the promised notice aside with a reason, where it would not be kept; or say that it was."""
    given = standing.review.exempted(NOTICE_PERIOD, standing.identity)
    if given is not None:
        st.info(words.NOTICE_SET_ASIDE.format(actor=plain(given.actor.id), reason=plain(given.reason)))
    if not missed:
        return
    with st.form("notice"):
        st.markdown(f"**{words.SHORT_NOTICE}**")
        st.write(words.SHORT_NOTICE_HELP)
        reason = st.text_input(words.SHORT_NOTICE_REASON, help=words.WITHDRAW_REASON_HELP)
        if st.form_submit_button(words.SET_ASIDE) and (who := named()) is not None:
            with doors():
                exempt(gate(), standing, NOTICE_PERIOD, reason=reason, actor=who)
                st.rerun()


@st.dialog(words.PUBLISH)
def _last_step(standing: Standing) -> None:
    name = f"{standing.draft.slug}@{standing.number}"
    effective = standing.draft.policy.effective
    st.write(words.PUBLISH_WARNING.format(name=name, effective=said(effective) if effective else ""))
    if standing.base is not None:
        found = _counted(standing.identity, as_of(), standing.draft)
        st.write(words.WILL_ASK.format(asked=found.asked))
    if st.button(words.PUBLISH_FINALLY, type="primary") and (who := named()) is not None:
        with doors():
            done = publish(gate(), standing.draft.slug, standing.draft.name, actor=who, one_person=settings().one_person).version
            st.session_state["published"] = (done.slug, done.name, words.PUBLISHED.format(name=done.name, effective=said(done.effective)))
            st.rerun()
