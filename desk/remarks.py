"""What is worth another look before a draft is published, though nothing forbids it: the plain words, and where parts disagree."""

import streamlit as st

from consent_gate.prompts.lint import lint_words
from consent_gate.release.drafts import Standing
from consent_gate.release.lint import lint
from desk import words
from desk.redline import marked
from policy_versions.model import Policy

Remarks = tuple[str, ...]


def show(standing: Standing) -> None:
    """Draw what this draft gives cause for; what the version before it did already is folded away."""
    st.header(words.REMARKS)
    now, before = _found(standing.identity, standing)
    if now:
        st.write(words.REMARKS_HELP)
        _listed(now)
    else:
        st.write(words.NO_REMARKS)
    if before:
        with st.expander(words.OLD_REMARKS.format(counted=words.many(len(before), "remark"))):
            _listed(before)


def _listed(remarks: Remarks) -> None:
    st.markdown("\n".join(f"- {marked(remark)}" for remark in remarks))


@st.cache_resource(show_spinner=False, max_entries=50)
def _found(identity: str, _standing: Standing) -> tuple[Remarks, Remarks]:  # noqa: ARG001 - it tells one answer from another
    return remarks_of(_standing)


def remarks_of(standing: Standing) -> tuple[Remarks, Remarks]:
    """The remarks that are new with a draft, and those that its base gave cause for already."""
    draft, base = standing.draft, standing.base
    found = _of(draft.policy, draft.texts.get(draft.policy.language), base.policy if base else None)
    old = set(_of(base.policy, base.texts.get(base.policy.language), None)) if base else set()
    return tuple(one for one in found if one not in old), tuple(one for one in found if one in old)


def _of(policy: Policy, text: str | None, before: Policy | None) -> Remarks:
    language = policy.language
    wording = {one.id: one.text for one in policy.permissions} | {one.id: one.text for one in policy.promises}
    said = [f"`{id_}`: {one.message}" for id_, held in wording.items() for one in lint_words(held.in_language(language), language)]
    found = [one.message for one in lint(before, policy, text) if one.rule != "not_english"]  # that stands above the changes
    return tuple(dict.fromkeys((*said, *found)))
