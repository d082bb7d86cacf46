"""Deciding on each flagged change of a draft; whom it touches, approving and publishing it stand below."""

import streamlit as st

from consent_gate.release import DraftName, How, ReviewVerdict, Tie, decide, standing_of
from consent_gate.release.drafts import Standing
from consent_gate.release.errors import DecisionRefusedError
from consent_gate.release.flags import Flag
from consent_gate.release.widening import shown as how_each
from desk import published, publishing, reading, remarks, taking_in, touched, words
from desk.draft import choose_draft, titled
from desk.redline import STYLE, draw_flag, plain
from desk.session import allowed, chosen_policy, doors, gate, named, not_allowed, settings, way_to
from desk.verdicts import decided, tied
from policy_versions.errors import ArchiveConflictError
from policy_versions.model import Policy
from policy_versions.roles import Right

PER_PAGE = 25
"""Decisions that are drawn at once."""


def show() -> None:
    """Draw the page."""
    beside = titled(words.REVIEW)
    published.told()
    policy = chosen_policy()
    if policy is None:
        return
    name = choose_draft(policy, beside)
    if name is None:
        return
    standing = standing_of(gate(), policy, name)
    st.html(STYLE)
    _steps(standing)
    language = standing.draft.policy.language
    if language in standing.draft.texts:
        reading.warn(language, standing.draft.texts[language])
    if standing.base is None:
        taking_in.offer(standing)
        st.info(words.NOTHING_BEFORE)
    else:
        _queue(standing, standing.base.policy)
        touched.show(standing)
    remarks.show(standing)
    publishing.show(standing)


def _steps(standing: Standing) -> None:
    """How far the draft has come, in one line."""
    waiting, approved = len(standing.open_flags()), standing.review.approved_by(standing.identity)
    done = [
        (words.STEP_DECIDE, not waiting),
        (words.STEP_APPROVE, bool(approved)),
        (words.STEP_PUBLISH, False),
    ]
    steps = " › ".join(f":green-badge[:material/check: {step}]" if is_done else f":gray-badge[{step}]" for step, is_done in done)
    written = ""
    if standing.draft.authors:
        written = words.WRITTEN_BY.format(names=plain(", ".join(author.id for author in standing.draft.authors)))
        written += "" if settings().one_person else f" {words.AUTHORS_MAY_NOT}"
    st.markdown(f"{steps} {written}")


def _queue(standing: Standing, base: Policy) -> None:
    flags, waiting = standing.flags.flags, standing.open_flags()
    total, done = len(flags), len(flags) - len(waiting)
    back = standing.review.standing(flag.id for flag in waiting)  # open and decided: sent back
    waiting = tuple(sorted(waiting, key=lambda flag: flag.id in back))
    if flags:
        counted = words.TO_DECIDE.format(done=done, total=total)
        st.progress(done / total, f"{counted}, {words.WAITING_DRAFTER.format(count=len(back))}" if back else counted)
    if not waiting:
        st.success(words.NOTHING_TO_DECIDE)
    else:
        with st.container(border=True):
            flag = waiting[_at(len(waiting))]
            draw_flag(flag, standing.draft.policy, base)
            if flag.id in back:
                st.warning(f"{decided(back[flag.id])}  \n{words.WAITS_FOR_DRAFTER}", icon=":material/undo:")
            if allowed(Right.REVIEW):
                _decision(standing, flag)
                if allowed(Right.DRAFT):
                    draft = standing.draft
                    way_to("draft", words.NO_FITTING_TIE, policy=draft.slug, draft=draft.name, part=words.PERMISSIONS)
            else:
                not_allowed(Right.REVIEW)
    _decided(standing, base)


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


def _decided(standing: Standing, base: Policy) -> None:
    """What was decided, drawn only once it is opened: there may be hundreds."""
    waiting = standing.open_flags()
    those = [flag for flag in standing.flags.flags if flag not in waiting]
    if not those:
        return
    shown = st.expander(f"{words.DECIDED} ({len(those)})", on_change="rerun", key="decided")
    if not shown.open:
        return
    with shown:
        said = standing.review.standing(flag.id for flag in those)
        if len(those) > PER_PAGE:
            page = st.pagination(-(-len(those) // PER_PAGE), key="decided-page")
            those = those[(page - 1) * PER_PAGE : page * PER_PAGE]
        for flag in those:
            draw_flag(flag, standing.draft.policy, base)
            st.markdown(decided(said[flag.id]))


def _decision(standing: Standing, flag: Flag) -> None:
    ties = {tied(tie): tie for tie in (*flag.ties, *_possible_ties(standing))}
    with st.form(f"decide/{flag.id}"):
        verdict = st.radio(
            words.VERDICT, list(ReviewVerdict), format_func=lambda v: words.VERDICTS[v], key=f"verdict/{flag.id}", index=None
        )
        chosen = st.multiselect(
            words.TIE,
            list(ties),
            default=[tied(tie) for tie in flag.ties],
            format_func=lambda said: _in_words(standing, ties[said]),
            help=words.TIE_HELP,
            key=f"tie/{flag.id}",
            select_all=False,
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
                try:
                    decide(gate(), where, flag.id, verdict, actor=who, reason=reason, ties=tuple(ties[name] for name in chosen))
                except ArchiveConflictError:  # pressed twice, it may be: then it is decided, and the page only has to show it
                    if flag.id in {one.id for one in standing_of(gate(), where.policy, where.draft).open_flags()}:
                        raise
                except DecisionRefusedError as refused:  # it names the change by its id, which the desk shows nowhere
                    raise DecisionRefusedError(str(refused).replace(f"`{flag.id}`", words.THIS_CHANGE), hint=refused.hint) from None
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


def _in_words(standing: Standing, tie: Tie) -> str:
    """A tie with the plain words of what it is to."""
    base, policy = standing.base, standing.draft.policy
    held = policy.permission(tie.id) or policy.promise(tie.id) or (base.policy.promise(tie.id) if base else None)
    return f"{tied(tie)}: {held.text}" if held else tied(tie)
