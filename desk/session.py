"""What every page shares: the gate, who is working, and the one door at which errors become a message."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TypeVar, cast

import streamlit as st

from consent_gate.errors import ConsentGateError, LedgerUnavailableError
from consent_gate.gate import Gate
from consent_gate.ledger.proofs import last_checkpoint
from consent_gate.membership import roles_of
from consent_gate.release.matching import unknown_policies
from consent_gate.settings import Settings, load
from desk import words
from differ.errors import DifferError
from policy_versions import Actor, ActorSource
from policy_versions.errors import PolicyVersionsError
from policy_versions.names import check_actor
from policy_versions.roles import ROLES, Right, may

SIGNED_IN_FOR = timedelta(hours=12)
_ASKED = "asked in this run"
Answer = TypeVar("Answer")
OUR_ERRORS = (ConsentGateError, PolicyVersionsError, DifferError)


@st.cache_resource(show_spinner=False)
def _open(database_url: str, archive: Path, keys: Path, allowed_signers: Path | None) -> Gate:
    opened = Gate.open(database_url, archive, keys=keys)
    opened.allowed_signers = allowed_signers
    return opened


def _once(question: str, ask: Callable[[], Answer]) -> Answer:
    """What a page asks for in many places, asked once a run: settings are read from files, and each question to git is a process."""
    asked = st.session_state.setdefault(_ASKED, {})
    if question not in asked:
        asked[question] = ask()
    return cast("Answer", asked[question])


def settings() -> Settings:
    """The installation's settings."""
    return _once("settings", load)


def gate() -> Gate:
    """The gate on the ledger and archive of the settings; one for the whole process."""
    told = settings()
    return _open(told.database_url, told.archive, told.keys, told.allowed_signers)


def as_of() -> tuple[str, int, int]:
    """What tells one state of the ledger's people from another, well enough for a count: the ledger, its entries, and the minute."""
    last = _once("checkpoint", lambda: last_checkpoint(gate().ledger.database))
    return settings().database_url, last[0] if last else 0, int(gate().clock().timestamp()) // 60


def sign_in() -> bool:
    """Let the person say who they are: by the identity provider where one is set up, else by a name. Whether they may go on."""
    st.session_state.pop(_ASKED, None)
    with st.sidebar:
        if not _has_provider():
            st.text_input(words.WORKING_AS, key="who", help=words.WORKING_AS_HELP, placeholder="ada@example.org")
            return True
        if st.user.is_logged_in and not _over():
            st.write(f"{words.WORKING_AS} {_address() or words.NO_ADDRESS}")
            st.button(words.SIGN_OUT, on_click=st.logout)
            return _address() is not None
    st.title(words.TITLE)
    st.write(words.SIGN_IN_AGAIN if st.user.is_logged_in else words.SIGN_IN_FIRST)
    st.button(words.SIGN_IN, on_click=st.login, type="primary")
    return False


def admitted() -> bool:
    """Whether the person may see the desk at all; where not, what to do is said."""
    with doors():
        if settings().roles is None:
            return True
        who = actor()
        if who is None:
            st.title(words.TITLE)
            st.info(words.NAME_FOR_ROLES)
            return False
        if not may(who, Right.READ):
            st.title(words.TITLE)
            st.info(words.NO_ROLE.format(name=who.id), icon=":material/lock:")
            return False
        with st.sidebar:
            st.write(words.YOUR_ROLES.format(roles=", ".join(sorted(words.ROLES[role] for role in who.roles or ()))))
        return True
    return False


def actor() -> Actor | None:
    """Who is working; None while nobody said."""
    if _has_provider():
        address = _address()
        if address is None:
            return None
        return check_actor(Actor(address, ActorSource.OIDC, roles_of(settings().roles, address, st.user.to_dict())))
    name = str(st.session_state.get("who") or "").strip()
    return check_actor(Actor(name, ActorSource.CLAIMED, roles_of(settings().roles, name, {}))) if name else None


def reader() -> Actor:
    """Who looks at something that nothing is written about; a stranger where nobody said and no roles are given out."""
    return actor() or Actor("somebody", ActorSource.CLAIMED, None if settings().roles is None else frozenset())


def allowed(right: Right) -> bool:
    """Whether to offer it; the packages ask again when it is done."""
    return may(reader(), right)


def not_allowed(right: Right) -> None:
    """Say in place of what is not offered which role it takes."""
    roles = " or ".join(words.ROLES[role] for role in ROLES[right][:-1])
    st.info(words.TAKES_ROLE.format(right=words.RIGHTS[right], roles=roles), icon=":material/lock:")


def named() -> Actor | None:
    """Who is working, for something about to be done; where nobody said, that is asked for."""
    who = actor()
    if who is None:
        st.warning(words.NAME_FIRST)
    return who


def _address() -> str | None:
    """The address that the identity provider vouches for; one that it calls unverified is nobody's."""
    if not st.user.is_logged_in or _over() or st.user.get("email_verified") is False:
        return None
    return str(st.user.get("email") or "") or None


def _over() -> bool:
    """Whether the sign-in is too long ago, or says not when it was; Streamlit's own cookie would last 30 days."""
    issued = st.user.get("iat")
    return not isinstance(issued, (int, float)) or datetime.now(UTC) - datetime.fromtimestamp(issued, UTC) > SIGNED_IN_FOR


def _has_provider() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


@st.cache_data(show_spinner=False, ttl=60.0)
def _unknown(known: tuple[str, ...], archive: Path) -> tuple[str, ...]:  # noqa: ARG001 - they tell one answer from another
    return unknown_policies(gate())


ROOM = """<style>
.stMain kbd { opacity: 1; }
@media (min-width: 640px) {
  .stMainBlockContainer { padding: 2rem 2.5rem; }
  .st-key-changes h2 { font-size: 1.1rem; padding: 0; }
  .st-key-changes .rl, .st-key-changes .rl-lead, .st-key-changes .rl-why { font-size: .9375rem; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-writing) { position: sticky; top: 1rem; }
  .st-key-writing textarea { height: max(14rem, 100dvh - 20rem) !important; }
}
@media (max-height: 700px) { .stMainBlockContainer h1 { padding: .25rem 0; font-size: 1.6rem; } }
</style>"""
"""Less of an edge than Streamlit leaves: on a laptop the words and the decision on them are to be seen at once. A text that is
written takes the height of the window and stays in sight beside what it changes. A key's name is as dark as what it stands by."""


def banner() -> None:
    """Say in which mode the desk runs, in a line; what that means stands behind it."""
    st.html(ROOM)
    with doors():
        if settings().one_person:
            st.markdown(f":blue-badge[:material/person: {words.ONE_PERSON_BRIEF}]", help=words.ONE_PERSON)
        elif not _has_provider():
            st.markdown(f":blue-badge[:material/person: {words.CLAIMED_BRIEF}]", help=words.CLAIMED)
    with doors():
        if gate().blocked:
            st.error(words.BLOCKED.format(why=gate().blocked), icon=":material/error:")
        unknown = _unknown(gate().ledger.policies(), settings().archive)
        if unknown:
            st.error(words.LEDGER_LOST.format(policies=", ".join(unknown)), icon=":material/error:")


class _Doors:
    """Takes up what is expected to go wrong inside it."""

    def __enter__(self) -> None:
        """Nothing is needed to go in."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(error, OUR_ERRORS):
            return False
        for fault in getattr(error, "faults", ()) or (str(error),):
            st.error(sentence(fault), icon=":material/error:")
        if error.hint:
            st.write(sentence(error.hint))
        if isinstance(error, LedgerUnavailableError):
            st.write(words.LEDGER_AWAY)
        return True


def doors() -> _Doors:
    """Show what is expected to go wrong as a message that says what to do next; anything else is a fault of ours."""
    return _Doors()


def way_to(page: str, label: str, **query: str) -> None:
    """Draw a link to another page of the desk, where the pages are known; what was typed in the side bar stays."""
    pages = st.session_state.get("pages", {})
    if page in pages:
        st.page_link(pages[page], label=label, icon=":material/arrow_forward:", query_params=query)


def go_to(page: str, **query: str) -> None:
    """Turn to another page of the desk, where the pages are known."""
    pages = st.session_state.get("pages", {})
    if page in pages:
        st.switch_page(pages[page], query_params=query)


def policies() -> list[str]:
    """The short names of all policies that have a version or a draft."""
    return sorted({*gate().ledger.policies(), *(slug for slug, _ in draft_names())})


def draft_names(policy: str | None = None) -> list[tuple[str, str]]:
    """Policy and name of every draft, or of one policy's."""
    return [(slug, name) for slug, name in _once("drafts", gate().archive.draft_names) if policy in (None, slug)]


def chosen_policy() -> str | None:
    """The policy the person works on, from the address or a choice; None where there is none, which is then said."""
    found = policies()
    if not found:
        st.header(words.NO_POLICY)
        st.markdown(words.NO_POLICY_NEXT)
        return None
    if len(found) == 1:
        return found[0]
    return st.sidebar.selectbox(words.POLICY, found, key="policy", bind="query-params", persist_state="session")


def sentence(text: str) -> str:
    """A line of the packages as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
