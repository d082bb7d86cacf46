"""Bringing in a policy that is not kept here yet: the document, what is read from it, and what of that is taken into a first draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from consent_gate.prompts.language import LANGUAGES
from consent_gate.release.first_version import Proposal, controller_named, files_of, propose
from desk import words
from desk.bringing import KINDS, MOST_MB, left_out
from desk.moments import moment
from desk.permission_form import draw_proposal
from desk.reading import language_name
from desk.redline import plain
from desk.session import allowed, doors, gate, go_to, named, policies
from differ.english import is_english, looks_english
from differ.suggest import PermissionProposal, PromiseProposal
from policy_versions.model import LocalText, Policy
from policy_versions.roles import Right
from policy_versions.taxonomy import Taxonomy

UNREAD = 10
"""Sentences on the use of data that are listed where no use is known for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the person says of the policy."""

    slug: str
    organisation: str
    language: str


def offer() -> None:
    """Draw the form, for those who may."""
    if not allowed(Right.DRAFT):
        return
    st.write(words.BRING_IN_POLICY_HELP)
    left, middle, right = st.columns([2, 3, 2])
    said = _Said(
        slug=str(left.text_input(words.SHORT_NAME, "" if policies() else "privacy", key="import/slug", help=words.SHORT_NAME_HELP) or ""),
        organisation=str(middle.text_input(words.ORGANISATION, key="import/organisation", help=words.ORGANISATION_HELP) or "").strip(),
        language=str(
            right.selectbox(
                words.POLICY_LANGUAGE,
                LANGUAGES,
                format_func=language_name,
                accept_new_options=True,
                key="import/language",
                help=words.POLICY_LANGUAGE_HELP,
            )
            or "en"
        ),
    )
    given = st.file_uploader(words.POLICY_DOCUMENT, type=KINDS, max_upload_size=MOST_MB, help=words.DOCUMENT_HELP, key="import/document")
    with doors():
        if given is None:
            title = str(st.text_input(words.TITLE_OF_POLICY, "Privacy policy", key="import/title") or "")
            _begin(said, Policy(title=LocalText.of(title), controller=controller_named(said.organisation), language=said.language), "")
        else:
            _read(said, given.getvalue(), given.name)


def _read(said: _Said, data: bytes, name: str) -> None:
    """What was read from the document, and which of it goes into the draft."""
    found = _proposed(data, name, said.language)
    if is_english(said.language) and not looks_english(found.markdown):
        st.warning(words.CHOOSE_LANGUAGE, icon=":material/translate:")
    of = f"{name}/{len(data)}"
    one, two = st.columns([3, 2])
    title = str(one.text_input(words.TITLE_OF_POLICY, str(found.policy.title), key=f"import/title/{of}") or "")
    key = f"import/since/{of}"
    since, readable = moment(two, words.IN_FORCE_SINCE, found.policy.effective, "UTC", key=key, about=words.IN_FORCE_SINCE_HELP)
    left_out(found.dropped)
    with st.expander(words.READ_AS):
        st.markdown(found.markdown)
    permissions, promises = _kept(found.suggestions.permissions, of), _promised(found.suggestions.promises, of)
    if not (found.suggestions.permissions or found.suggestions.promises):
        st.write(words.NOTHING_FOUND)
    if found.suggestions.unread:
        st.markdown("\n".join([f"{words.NOT_UNDERSTOOD}\n", *(f"- {plain(one.words)}" for one in found.suggestions.unread[:UNREAD])]))
    used = {name for one in permissions for name in one.permission.recipients}
    policy = replace(
        found.policy,
        title=LocalText.of(title),
        controller=controller_named(said.organisation),
        effective=since,
        summary=LocalText.of(words.FIRST_SUMMARY),
        recipients=tuple(one for one in found.policy.recipients if one.id in used),
        permissions=tuple(one.permission for one in permissions),
        promises=tuple(one.promise for one in promises),
    )
    _begin(said, policy, found.markdown, readable=readable)


@st.cache_resource(show_spinner=words.READING, max_entries=5)
def _proposed(data: bytes, name: str, language: str) -> Proposal:
    return propose(data, name, language=language)


def _kept(found: Sequence[PermissionProposal], of: str) -> list[PermissionProposal]:
    """The permissions proposed, each to be taken out; one that other words deny is to be put in."""
    if not found:
        return []
    st.header(words.FOUND_PERMISSIONS)
    st.write(words.FOUND_PERMISSIONS_HELP)
    kept, taxonomy = [], Taxonomy.of(())
    for one in found:
        with st.container(border=True):
            if st.checkbox(plain(str(one.permission.text)), not one.denied_by, key=f"import/{of}/{one.permission.id}"):
                kept.append(one)
            draw_proposal(one, taxonomy)
    return kept


def _promised(found: Sequence[PromiseProposal], of: str) -> list[PromiseProposal]:
    if not found:
        return []
    st.header(words.FOUND_PROMISES)
    return [one for one in found if st.checkbox(plain(str(one.promise.text)), value=True, key=f"import/{of}/{one.promise.id}")]


def _begin(said: _Said, policy: Policy, markdown: str, *, readable: bool = True) -> None:
    """The button that makes the draft."""
    if not st.button(words.BEGIN_WITH_IT, type="primary", disabled=not readable) or (who := named()) is None:
        return
    if not said.organisation:
        st.warning(words.ORGANISATION_FIRST)
        return
    if said.slug in policies():
        st.warning(words.NAME_TAKEN.format(name=plain(said.slug)))
        return
    text = markdown or f"# {policy.title}\n"
    gate().archive.start_draft(said.slug, words.FIRST_DRAFT, actor=who, files=files_of(policy, text))
    st.session_state["begun"] = words.FIRST_DRAFT
    go_to("draft", policy=said.slug, draft=words.FIRST_DRAFT)
    st.rerun()
