"""Deciding on each flagged change of a draft, approving it as another person, and publishing it."""

import pandas as pd
import streamlit as st

from consent_gate.prompts.lint import lint_words
from consent_gate.release import DraftName, How, ReviewVerdict, Tie, approve, decide, publish, standing_of
from consent_gate.release.drafts import Standing
from consent_gate.release.flags import Flag
from consent_gate.release.lint import lint
from consent_gate.release.obstacles import obstacles
from consent_gate.release.widening import shown as how_each
from desk import words
from desk.draft import choose_draft
from desk.redline import COLOURS, ICONS, STYLE, draw
from desk.session import actor, chosen_policy, doors, gate, settings


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
    _queue(standing)
    _wording(standing)
    _impact(standing)
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
        st.metric(words.ASKED, found.asked)
        st.write(words.ESTIMATE)
        st.dataframe(pd.DataFrame([relaxation.to_dict() for relaxation in found.relaxations]), hide_index=True, width="stretch")


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
        tied = st.multiselect(words.TIE, list(ties), default=[_said(tie) for tie in flag.ties], help=words.TIE_HELP, key=f"tie/{flag.id}")
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
    st.write(f"{words.EFFECTIVE}: {effective.isoformat()}" if effective else words.NO_EFFECTIVE)
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
    st.write(words.PUBLISH_WARNING.format(name=name, effective=effective.isoformat() if effective else ""))
    if st.button(words.PUBLISH_FINALLY, type="primary"):
        who = actor()
        if who is None:
            st.warning(words.NAME_FIRST)
            return
        with doors():
            done = publish(gate(), standing.draft.slug, standing.draft.name, actor=who, one_person=settings().one_person).version
            st.session_state["published"] = words.PUBLISHED.format(name=done.name, effective=done.effective.isoformat())
            st.rerun()
