"""What every page shares: the gate, who is working, and the one door at which errors become a message."""

from datetime import UTC, datetime, timedelta
from types import TracebackType

import streamlit as st

from consent_gate.errors import ConsentGateError
from consent_gate.gate import Gate
from consent_gate.settings import Settings, load
from desk import words
from differ.errors import DifferError
from policy_versions import Actor, ActorSource
from policy_versions.errors import PolicyVersionsError
from policy_versions.names import check_actor

SIGNED_IN_FOR = timedelta(hours=12)
OUR_ERRORS = (ConsentGateError, PolicyVersionsError, DifferError)


@st.cache_resource(show_spinner=False)
def _open(settings: Settings) -> Gate:
    return Gate.open(settings.database_url, settings.archive, keys=settings.keys)


def settings() -> Settings:
    """The installation's settings."""
    return load()


def gate() -> Gate:
    """The gate on the ledger and archive of the settings; one for the whole process."""
    return _open(settings())


def sign_in() -> bool:
    """Let the person say who they are: by the identity provider where one is set up, else by a name. Whether they may go on."""
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


def actor() -> Actor | None:
    """Who is working; None while nobody said."""
    if _has_provider():
        address = _address()
        return check_actor(Actor(address, ActorSource.OIDC)) if address else None
    name = str(st.session_state.get("who") or "").strip()
    return check_actor(Actor(name, ActorSource.CLAIMED)) if name else None


def _address() -> str | None:
    """The address that the identity provider vouches for; one that it calls unverified is nobody's."""
    if not st.user.is_logged_in or _over() or st.user.get("email_verified") is False:
        return None
    return str(st.user.get("email") or "") or None


def _over() -> bool:
    """Whether the sign-in is too long ago; Streamlit's own cookie would last 30 days."""
    issued = st.user.get("iat")
    return isinstance(issued, (int, float)) and datetime.now(UTC) - datetime.fromtimestamp(issued, UTC) > SIGNED_IN_FOR


def _has_provider() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def banner() -> None:
    """Say in which mode the desk runs."""
    with doors():
        if settings().one_person:
            st.info(words.ONE_PERSON, icon=":material/person:")
        elif not _has_provider():
            st.info(words.CLAIMED, icon=":material/person:")


class _Doors:
    """Takes up what is expected to go wrong inside it."""

    def __enter__(self) -> None:
        """Nothing is needed to go in."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(error, OUR_ERRORS):
            return False
        for fault in getattr(error, "faults", ()) or (str(error),):
            st.error(_sentence(fault), icon=":material/error:")
        if error.hint:
            st.write(_sentence(error.hint))
        return True


def doors() -> _Doors:
    """Show what is expected to go wrong as a message that says what to do next; anything else is a fault of ours."""
    return _Doors()


def way_to(page: str, label: str, **query: str) -> None:
    """Draw a link to another page of the desk, where the pages are known; what was typed in the side bar stays."""
    pages = st.session_state.get("pages", {})
    if page in pages:
        st.page_link(pages[page], label=label, icon=":material/arrow_forward:", query_params=query)


def chosen_policy() -> str | None:
    """The policy the person works on, from the address or a choice; None where there is none, which is then said."""
    found = sorted({*gate().ledger.policies(), *(found.slug for found in gate().archive.drafts())})
    if not found:
        st.header(words.NO_POLICY)
        st.markdown(words.NO_POLICY_NEXT)
        return None
    if len(found) == 1:
        return found[0]
    return st.sidebar.selectbox(words.POLICY, found, key="policy", bind="query-params")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
