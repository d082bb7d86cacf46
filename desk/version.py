"""One published version, opened: what it says, what it changed, who decided and approved, and how to take it back in time."""

import streamlit as st

from consent_gate.release.comparing import compared
from consent_gate.release.review_yaml import parse_review
from desk import published, verdicts, withdrawing, words
from desk.moments import said
from desk.redline import STYLE, draw, plain
from desk.session import chosen_policy, gate, way_to
from differ.render.summary import BY_WEIGHT, counted
from policy_versions import Actor, Version
from policy_versions.timeline import scheduled

MOST = 25
"""Changes that are drawn; all of them are under Compare."""


def show() -> None:
    """Draw the page."""
    st.title(words.VERSION)
    published.told()
    policy = chosen_policy()
    if policy is None:
        return
    versions = gate().ledger.versions(policy)
    if not versions:
        st.info(words.NOTHING_PUBLISHED)
        return
    names = [version.name for version in reversed(versions)]
    name = st.selectbox(words.VERSION, names, key="version", bind="query-params")
    version = versions[len(names) - 1 - names.index(name)]
    before = [one for one in scheduled(versions) if one.number < version.number]
    after = [one for one in scheduled(versions) if one.number > version.number]
    _facts(version, before[-1] if before else None, after[0] if after else None)
    text, changes, permissions = st.tabs([words.ITS_TEXT, words.WHAT_IT_CHANGED, words.ITS_PERMISSIONS])
    with text:
        _text(version)
    with changes:
        _changes(version, before[-1] if before else None)
    with permissions:
        _permissions(version)


def _facts(version: Version, before: Version | None, after: Version | None) -> None:
    st.header(plain(str(version.policy.title)))
    now = gate().clock()
    effect = words.TOOK_EFFECT
    if version.withdrawn:
        effect = words.NEVER_TOOK_EFFECT
        st.warning(words.WAS_WITHDRAWN.format(name=version.name))
    elif version.effective > now:
        effect = words.EFFECTIVE
        st.info(words.TAKES_EFFECT.format(name=version.name, effective=said(version.effective)))
    elif after is not None and after.effective <= now:
        st.info(words.IS_PAST.format(name=version.name, effective=said(version.effective), until=said(after.effective)))
    else:
        st.success(words.IS_IN_FORCE.format(name=version.name, effective=said(version.effective)))
    if version.policy.summary is not None:
        st.markdown(plain(str(version.policy.summary)))
    actors = gate().ledger.version_actors(version.slug, version.number)
    people = [f"{words.DID[did]}: {', '.join(_named(one) for one in actors[did])}" for did in words.DID if actors.get(did)]
    facts = [f"{effect}: {said(version.effective)}", *people]
    if (back := gate().ledger.version_withdrawal(version.slug, version.number)) is not None:
        facts.append(words.WITHDRAWN_BY.format(when=said(back.at), who=_named(back.actor), reason=plain(back.reason)))
    if version.imported:
        facts.append(words.IMPORTED)
    elif version.published_at is not None:
        facts.append(f"{words.PUBLISHED_ON}: {said(version.published_at)}")
    st.markdown("  \n".join(facts))
    with st.container(horizontal=True, vertical_alignment="center"):
        withdrawing.offer(version)
        if before is not None:
            way_to("compare", words.COMPARE, policy=version.slug, old=before.name, new=version.name)
        way_to("policies", words.POLICIES, policy=version.slug)


def _named(actor: Actor) -> str:
    return plain(f"{actor.id} ({words.SOURCES[actor.source]})")


def _text(version: Version) -> None:
    languages = sorted(version.texts, key=lambda one: (one != version.policy.language, one))
    language = languages[0]
    if len(languages) > 1:
        language = st.segmented_control(words.LANGUAGE, languages, default=languages[0], key="version-language") or languages[0]
    st.download_button(
        words.DOWNLOAD_TEXT, version.texts[language], file_name=f"{version.slug}-{version.number}.{language}.md", mime="text/markdown"
    )
    with st.container(border=True):
        st.markdown(version.texts[language])


def _changes(version: Version, before: Version | None) -> None:
    """What changed against the version before, with the decision on each."""
    if before is None:
        st.write(words.FIRST_VERSION_HELP)
        return
    st.html(STYLE)
    language = version.policy.language
    changes = compared(before.texts.get(language, ""), version.texts[language], language).changes
    st.write(words.AGAINST.format(base=before.name, counted=counted(changes)))
    review = parse_review(gate().ledger.version_review(version.slug, version.number))
    decided = review.standing(change.id for change in changes)
    for change in sorted(changes, key=lambda one: BY_WEIGHT.index(one.direction))[:MOST]:
        with st.container(border=True):
            draw(change)
            if (decision := decided.get(change.id)) is not None:
                st.markdown(verdicts.decided(decision))
    if len(changes) > MOST:
        st.write(words.MORE_CHANGES.format(count=len(changes) - MOST))


def _permissions(version: Version) -> None:
    policy = version.policy
    for permission in policy.permissions:
        st.markdown(f"- **{plain(str(permission.text))}** (`{permission.id}`, {words.BASES[permission.basis]})")
    if not policy.permissions:
        st.write(words.NO_PERMISSIONS)
    if policy.promises:
        st.markdown(f"**{words.PROMISES}**")
        st.markdown("\n".join(f"- {plain(str(promise.text))} (`{promise.id}`, {promise.dimension.value})" for promise in policy.promises))
