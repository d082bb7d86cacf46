"""Pages that say what went wrong and what to do, in the reader's language, and never anything about the reader."""

from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse

from consent_gate.ledger.ledger import Ledger
from consent_gate.prompts.contacts import contacts_of
from consent_gate.prompts.language import LANGUAGES, Language, language
from consent_gate.prompts.pages import problem_page
from consent_gate.prompts.tokens import Refusal


def speech_of(request: Request, preferred: str = "") -> Language:
    """The page's language: the one chosen on the page, else the prompt's, else the browser's first that we speak."""
    chosen = request.query_params.get("lang", "")
    if chosen in LANGUAGES:
        return language(chosen)
    if preferred:
        return language(preferred)
    for part in request.headers.get("accept-language", "")[:200].split(","):
        tag = part.partition(";")[0].strip().lower().partition("-")[0]
        if tag in LANGUAGES:
            return language(tag)
    return language("en")


class Problems:
    """The pages for what is refused; each says whom to ask, by the policies as they were last seen, since the ledger may be away."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def refused_link(self, request: Request, refusal: Refusal) -> HTMLResponse:
        """The page for a link that is too old or not whole."""
        speech = speech_of(request)
        if refusal is Refusal.EXPIRED:
            return self._page(
                speech,
                HTTPStatus.GONE,
                speech.gettext("This link is too old"),
                speech.gettext("Links open for a limited time, so that nobody else can use an old one. Nothing was changed."),
                speech.gettext("Ask whoever sent you the link for a new one, or look for your choices in your account there."),
            )
        return self._page(
            speech,
            HTTPStatus.NOT_FOUND,
            speech.gettext("This link is not complete"),
            speech.gettext("A part of the address is missing or was altered. Nothing was changed."),
            speech.gettext("Open the link in your message once more, or copy all of it into your browser."),
        )

    def gone(self, request: Request) -> HTMLResponse:
        """The page for a link to somebody whose data was erased."""
        speech = speech_of(request)
        return self._page(
            speech,
            HTTPStatus.GONE,
            speech.gettext("There is nothing here any more"),
            speech.gettext("What was recorded here about you has been erased. There is nothing left for you to do."),
        )

    def unavailable(self, request: Request) -> HTMLResponse:
        """The page for when the ledger cannot be reached."""
        speech = speech_of(request)
        page = self._page(
            speech,
            HTTPStatus.SERVICE_UNAVAILABLE,
            speech.gettext("We cannot show this page at the moment"),
            speech.gettext("Nothing you answered before is lost. Please try again in a few minutes."),
            speech.gettext("If you pressed a button just now, that may not be saved yet."),
        )
        page.headers["retry-after"] = "60"
        return page

    def problem(self, request: Request, status: int) -> HTMLResponse:
        """The page for anything else that is refused."""
        speech = speech_of(request)
        return self._page(speech, HTTPStatus(status), *_WORDS.get(status, _WORDS[400])(speech))

    def _page(self, speech: Language, status: HTTPStatus, title: str, *lines: str) -> HTMLResponse:
        newest = [history.versions[-1] for _, history in sorted(self._ledger.catalogue.histories.items()) if history.versions]
        page = problem_page(title, lines, speech, contacts=contacts_of(newest, speech))
        return HTMLResponse(page, status_code=status, headers={"content-language": speech.tag})


_WORDS: dict[int, Callable[[Language], tuple[str, ...]]] = {
    400: lambda s: (
        s.gettext("Your browser sent something we could not read"),
        s.gettext("Nothing was changed. Open the link in your message once more and try again."),
    ),
    404: lambda s: (
        s.gettext("There is no such page"),
        s.gettext("Open the link in your message once more, or copy all of it into your browser."),
    ),
    405: lambda s: (
        s.gettext("This page cannot be used like that"),
        s.gettext("Nothing was changed. Open the link in your message once more and try again."),
    ),
    413: lambda s: (
        s.gettext("Your browser sent more than this page takes"),
        s.gettext("Nothing was changed. Open the link in your message once more and try again."),
    ),
    429: lambda s: (
        s.gettext("Too many requests"),
        s.gettext("Nothing was changed, and nothing you answered before is lost. Please wait a minute and try again."),
    ),
    500: lambda s: (
        s.gettext("Something went wrong on our side"),
        s.gettext("Please try again in a few minutes. If it goes on, tell whoever sent you the link."),
        s.gettext("If you pressed a button just now, that may not be saved yet."),
    ),
}
