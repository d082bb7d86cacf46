"""Approving a draft as another person, and publishing it."""

import streamlit as st

from consent_gate.release import DraftName, approve, publish
from consent_gate.release.approval import why_not
from consent_gate.release.deciding import exempt
from consent_gate.release.drafts import Standing, last_scheduled
from consent_gate.release.obstacles import NO_EFFECTIVE, NO_SUMMARY, NOTICE_PERIOD, obstacles, short_notice, wrong_base
from desk import published, words
from desk.moments import said
from desk.redline import marked, plain
from desk.session import actor, allowed, doors, gate, named, not_allowed, sentence, settings, way_to
from desk.touched import would_be_asked
from policy_versions.roles import Right

MOST = 12
"""Obstacles that are listed."""


def show(standing: Standing) -> None:
    """Draw both, in the order they are done."""
    _approval(standing)
    _publishing(standing)


def _approval(standing: Standing) -> None:
    st.header(words.APPROVE)
    approved = standing.review.approved_by(standing.identity)
    st.markdown(words.APPROVED_BY.format(names=plain(", ".join(a.actor.id for a in approved))) if approved else words.NOT_APPROVED)
    if not allowed(Right.APPROVE):
        not_allowed(Right.APPROVE)
        return
    waiting = len(standing.open_flags())
    refused, who = _refused(standing), actor()
    done = who is not None and any(one.actor.id == who.id for one in approved)
    if waiting:
        st.write(words.DECIDE_BEFORE.format(counted=words.changes(waiting)))
    elif refused:
        st.markdown(words.MAY_NOT_APPROVE.format(why=marked(refused)))
    if st.button(words.APPROVE, help=words.APPROVE_HELP, disabled=bool(waiting or refused or done)) and (who := named()) is not None:
        with doors():
            approve(gate(), DraftName(standing.draft.slug, standing.draft.name), actor=who, one_person=settings().one_person)
            st.rerun()


def _refused(standing: Standing) -> str | None:
    """Why who is working may not approve this draft, as the packages will say; None where they may, or said no name yet."""
    who, alone = actor(), settings().one_person
    return why_not(who, standing.stakes(one_person=alone), one_person=alone) if who else None


def _publishing(standing: Standing) -> None:
    st.header(words.PUBLISH)
    draft, now = standing.draft, gate().clock()
    st.write(f"{words.EFFECTIVE}: {said(draft.policy.effective)}" if draft.policy.effective else words.NO_EFFECTIVE)
    faults = obstacles(standing, now=now, one_person=settings().one_person)
    if faults:
        st.subheader(words.OBSTACLES)
        st.markdown("\n".join(f"- {line}" for line in _in_the_way(standing, faults)))
    else:
        st.write(words.NO_OBSTACLES)
    if draft.policy.effective is None or draft.policy.effective <= now or not draft.policy.summary:
        way_to("draft", words.SET_EFFECT, policy=draft.slug, draft=draft.name, part=words.PARTICULARS)
    if any(wrong_base(standing)):
        way_to("draft", words.REBASE_THERE, policy=draft.slug, draft=draft.name)
    if not allowed(Right.PUBLISH):
        not_allowed(Right.PUBLISH)
        return
    _notice(standing, tuple(short_notice(standing, now)))
    if st.button(words.PUBLISH, type="primary", disabled=bool(faults)):
        _last_step(standing)


def _in_the_way(standing: Standing, faults: tuple[str, ...]) -> list[str]:
    """The obstacles as lines, with where at the desk to mend them; the undecided changes, in the queue above, are counted in one."""
    waiting, last, base = standing.open_flags(), last_scheduled(standing.versions), standing.base
    here = {NO_EFFECTIVE: words.NO_TIME_SET, NO_SUMMARY: words.NO_SUMMARY_SET}
    if last is not None:
        behind = words.REBASE_FIRST.format(base=base.name if base else words.NOTHING, last=last.name)
        here |= dict.fromkeys(wrong_base(standing), behind)
    others = [fault for fault in faults if fault not in here and not any(f"`{flag.id}`" in fault for flag in waiting)]
    back = len(standing.review.standing(flag.id for flag in waiting))  # open and decided: sent back
    lines = [words.STILL_TO_DECIDE.format(counted=words.changes(len(waiting) - back))] if len(waiting) > back else []
    lines += [words.STILL_SENT_BACK.format(counted=words.changes(back))] if back else []
    lines += [told for fault, told in here.items() if fault in faults]
    lines += [marked(sentence(fault)) for fault in others[:MOST]]
    return lines + ([words.MORE_OBSTACLES.format(count=len(others) - MOST)] if len(others) > MOST else [])


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
        asked = would_be_asked(standing)
        st.write(words.WILL_ASK.format(people=words.people(asked)) if asked else words.WILL_ASK_NOBODY)
    if st.button(words.PUBLISH_FINALLY, type="primary") and (who := named()) is not None:
        with doors():
            done = publish(gate(), standing.draft.slug, standing.draft.name, actor=who, one_person=settings().one_person).version
            line = words.PUBLISHED.format(name=done.name, effective=said(done.effective))
            published.turn_to(done, line, words.AFTER_PUBLISHING)
