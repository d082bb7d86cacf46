"""Permissions as a form over the taxonomy: plain labels to search, plain words with their wording checked, proposals from the prose."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from consent_gate.release.drafts import Standing
from desk import words
from desk.fields import NEW, clauses, id_of, one_of, period, plain_words
from desk.redline import plain
from desk.session import doors
from desk.writing import Writing
from differ.english import is_english, looks_english
from differ.suggest import PermissionProposal, Suggestions, suggest_permissions
from policy_versions.model import SELF, Basis, LocalText, Permission, Policy, Recipient, covers_key
from policy_versions.names import POLICY_FILE
from policy_versions.policy_edit import Plain, edit_policy, plain_permission, plain_text
from policy_versions.taxonomy import KeyKind, Taxonomy


def show(standing: Standing, writing: Writing) -> None:
    """Draw the form for one permission, and the proposals below it."""
    if POLICY_FILE in writing.changed():
        st.info(words.SAVE_YAML_FIRST)
        return
    policy = standing.draft.policy
    st.write(words.PERMISSIONS_HELP)
    there = {one.id: one.text for one in policy.permissions}
    chosen = one_of(words.PERMISSION, there, words.NEW_PERMISSION, f"permission/{writing.slug}/{writing.name}")
    with doors():
        _one(writing, policy, policy.permission(chosen) if chosen else None)
    _proposals(writing, policy, standing.base.texts.get(policy.language, "") if standing.base else "")


def _one(writing: Writing, policy: Policy, held: Permission | None) -> None:
    taxonomy, of = Taxonomy.of(policy.taxonomy), f"{writing.slug}/{writing.name}/{writing.commit}/{held.id if held else NEW}"
    id_ = id_of(held.id if held else None, words.PERMISSION_ID_HELP, of)
    text = plain_words(policy, held.text if held else None, of)
    data = _keys(words.DATA, taxonomy, KeyKind.DATA, held.data if held else (), of)
    use = _keys(words.USE, taxonomy, KeyKind.USE, held.use if held else (), of)
    names = {id_: id_ for id_ in held.recipients} if held else {}
    names |= {SELF: words.SELF} | {one.id: str(one.name) for one in policy.recipients}
    chosen = st.multiselect(
        words.RECIPIENTS,
        list(names),
        list(held.recipients if held else (SELF,)),
        format_func=lambda id_: names.get(id_, id_),
        key=f"who/{of}",
        help=words.RECIPIENTS_HELP,
        accept_new_options=True,
        select_all=False,
        persist_state="session",
    )
    named = [*policy.recipients, *(Recipient(id=_id_of(one), name=LocalText.of(one.strip())) for one in chosen if one not in names)]
    recipients = [one if one in names else _id_of(one) for one in chosen]
    left, right = st.columns(2)
    bases = list(Basis)
    basis = left.selectbox(
        words.BASIS,
        bases,
        bases.index(held.basis) if held else 0,
        format_func=lambda b: words.BASES[b],
        key=f"basis/{of}",
        help=words.BASIS_HELP,
        persist_state="session",
    )
    clause = right.selectbox(
        words.CLAUSE,
        clauses(writing, policy, held.clause if held else None),
        key=f"clause/{of}",
        help=words.CLAUSE_HELP,
        persist_state="session",
    )
    retention = period(left, words.RETENTION, held.retention if held else None, f"retention/{of}")
    valid_for = period(right, words.VALID_FOR, held.valid_for if held else None, f"valid/{of}")
    made = Permission(
        id=id_.strip(),
        text=text,
        data=tuple(data),
        use=tuple(use),
        recipients=tuple(recipients) or (SELF,),
        basis=basis or Basis.CONSENT,
        retention=retention,
        valid_for=valid_for,
        clause=clause or None,
    )
    _buttons(writing, policy, held, made, named)


def _buttons(writing: Writing, policy: Policy, held: Permission | None, made: Permission, named: Sequence[Recipient]) -> None:
    left, right = st.columns([1, 1])
    if left.button(words.SAVE_PERMISSION, type="primary", disabled=made == held, help=words.UNCHANGED if made == held else None):
        others = list(policy.permissions)
        if held is None:
            others.append(made)
        else:
            others[others.index(held)] = made
        if _write(writing, others, named, f"{'Change' if held else 'Add'} the permission {made.id}"):
            st.rerun()
    if held is not None:
        with right.popover(words.REMOVE_PERMISSION):
            st.write(words.REMOVE_WARNING.format(id=held.id))
            if st.button(words.REMOVE_FINALLY):
                rest = [p for p in policy.permissions if p.id != held.id]
                if _write(writing, rest, policy.recipients, f"Remove the permission {held.id}"):
                    st.rerun()


def _id_of(name: str) -> str:
    """An id for somebody who was named.

    >>> _id_of("Übersee-Versand GmbH"), _id_of("保険")
    ('ubersee-versand-gmbh', 'recipient')
    """
    plain_letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:64].rstrip("-") or "recipient"


def _keys(label: str, taxonomy: Taxonomy, kind: KeyKind, held: Sequence[str], of: str) -> list[str]:
    keys = taxonomy.keys(kind)
    return st.multiselect(
        label,
        [*keys, *(key for key in held if key not in keys)],
        list(held),
        format_func=lambda key: f"{taxonomy.label(key)} ({key})" if key in keys else key,
        key=f"{kind}/{of}",
        help=words.KEYS_HELP,
        placeholder=words.SEARCH,
        select_all=False,
        persist_state="session",
    )


def _proposals(writing: Writing, policy: Policy, before: str) -> None:
    """What the text seems to allow and no permission does; first what it did not say `before`."""
    st.header(words.PROPOSED)
    file = f"{policy.language}.md"
    if file not in writing.files or not is_english(policy.language) or not looks_english(writing.text(file)):
        st.write(words.PROPOSED_ENGLISH)
        return
    found = _suggested(writing.text(file))
    fresh = [one for one in found.permissions if not _known(one.permission, policy)]
    said = {evidence.words for one in _suggested(before).permissions for evidence in one.evidence}
    fresh.sort(key=lambda one: said.issuperset(evidence.words for evidence in one.evidence))
    st.write(words.PROPOSED_HELP if fresh else words.PROPOSED_NONE)
    taxonomy = Taxonomy.of(policy.taxonomy)
    for place, one in enumerate(fresh):
        with st.container(border=True):
            _proposal(writing, policy, one, taxonomy, found.recipients, place)


def _proposal(
    writing: Writing, policy: Policy, one: PermissionProposal, taxonomy: Taxonomy, recipients: Iterable[Recipient], place: int
) -> None:
    asked = one.permission
    st.markdown(f"**{plain(str(asked.text))}**")
    draw_proposal(one, taxonomy)
    if st.button(words.ADD_PROPOSAL.format(id=asked.id), key=f"propose/{place}/{asked.id}"):
        taken = {p.id for p in policy.permissions} | {p.id for p in policy.promises}
        free = next(name for name in (asked.id, *(f"{asked.id}-{n}" for n in range(2, 99))) if name not in taken)
        known = {one.id for one in policy.recipients}
        named = [*policy.recipients, *(r for r in recipients if r.id in asked.recipients and r.id not in known)]
        if _write(writing, [*policy.permissions, replace(asked, id=free)], named, f"Add the permission {free}, proposed from the text"):
            st.rerun()


def draw_proposal(one: PermissionProposal, taxonomy: Taxonomy) -> None:
    """What a proposed permission allows, and the words of the text that it rests on and that deny it."""
    asked = one.permission
    others = [name.replace("-", " ") for name in asked.recipients if name != SELF]
    st.markdown(
        f"{words.DATA}: {', '.join(taxonomy.label(d) for d in asked.data)} · "
        f"{words.USE}: {', '.join(taxonomy.label(u) for u in asked.use)} · "
        + (f"{words.RECIPIENTS}: {plain(', '.join(others))} · " if others else "")
        + words.BASES[asked.basis]
        + ("" if one.basis_stated else f" {words.BASIS_GUESSED}")
    )
    for evidence in one.evidence[:2]:
        st.markdown(f"{words.RESTS_ON} “{plain(evidence.words)}”")
    for evidence in one.denied_by:
        st.warning(f"{words.DENIED_BY} “{plain(evidence.words)}”")


@st.cache_resource(show_spinner=words.READING, max_entries=20)
def _suggested(text: str) -> Suggestions:
    return suggest_permissions(text)


def _known(proposed: Permission, policy: Policy) -> bool:
    """Whether one permission of the draft covers all of its data, uses and recipients."""

    def covers(held: Permission) -> bool:
        pairs = ((held.data, proposed.data), (held.use, proposed.use), (held.recipients, proposed.recipients))
        return all(any(covers_key(parent, key) for parent in wider) for wider, keys in pairs for key in keys)

    return any(map(covers, policy.permissions))


def _write(writing: Writing, permissions: Iterable[Permission], recipients: Iterable[Recipient], message: str) -> bool:
    """Write both lists into policy.yaml, every other byte as it was; whether it was saved."""
    changes: dict[str, Plain | None] = {"permissions": [plain_permission(one) for one in permissions]}
    with doors():
        before = writing.files[POLICY_FILE].encode()
        changes["recipients"] = [{"id": one.id, "name": plain_text(one.name)} for one in recipients]
        return writing.save({POLICY_FILE: edit_policy(before, changes, path=POLICY_FILE).decode()}, message=message)
    return False
