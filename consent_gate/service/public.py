"""The public pages: the prompt behind its link, the choices, the receipts. HTML only, no cookie, no script.

A GET writes nothing, since mail scanners follow links too. A POST carries the page's own token, which only the page
could have held: that is the defence against forged requests. Any process can answer any request.
"""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from consent_gate.errors import LedgerUnavailableError
from consent_gate.prompts.errors import NotAtHandError
from consent_gate.prompts.gather import Pending
from consent_gate.prompts.pages import policy_page, static
from consent_gate.prompts.policy_text import policy_text
from consent_gate.prompts.tokens import PUBLIC_URL, Claims, Kind, Refusal, Tokens
from consent_gate.service.answering import Pressed, submit
from consent_gate.service.headers import Headers
from consent_gate.service.health import livez, readyz
from consent_gate.service.limits import Limits, Rate
from consent_gate.service.problems import Problems, speech_of
from consent_gate.service.receipts import receipt_file, receipt_links, receipt_sheet, shown_page
from consent_gate.service.visit import Banner, Done, Visit, address, read_done, send, visit

BODY = 32_768
"""Most bytes of a form; the page's own are below 5,000."""

RATE = Rate(per_second=10, burst=100)
"""What one address may ask of one process."""

AT_ONCE = {"sqlite": 2, "postgresql": 16}
"""Pages made in threads at once: making one takes the processor, and more threads only take it from each other."""

_KIND = {"prompt": Kind.PROMPT, "choices": Kind.CHOICES}


def public_app(gate: Pending, *, public_url: str = PUBLIC_URL, rate: Rate | None = RATE) -> ASGIApp:
    """The ASGI application of the public pages, which browsers call `public_url`."""
    problems = Problems(gate.ledger)
    pages = _Pages(gate, public_url, problems)
    routes = [
        Route("/p/{token}", pages.endpoint("prompt"), methods=["GET", "POST"]),
        Route("/choices/{token}", pages.endpoint("choices"), methods=["GET", "POST"]),
        Route("/receipt/{token}", pages.receipt),
        Route("/receipt/{token}/file", pages.saved, methods=["POST"]),
        Route("/shown/{token}", pages.shown),
        Route("/policy/{slug}/{number:int}", pages.policy),
        Route("/prompt.css", _static("prompt.css", "text/css; charset=utf-8")),
        Route("/favicon.ico", _static("icon.svg", "image/svg+xml")),
        Route("/robots.txt", _robots),
        Route("/livez", livez),
        Route("/readyz", readyz(gate)),
    ]

    async def refuse(request: Request, status: int) -> Response:
        return problems.problem(request, status)

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Limits, body=BODY, rate=rate, refuse=refuse)],
        exception_handlers={
            HTTPException: _http_problem(problems),
            LedgerUnavailableError: lambda request, _: problems.unavailable(request),
            Exception: lambda request, _: problems.problem(request, 500),
        },
    )
    return Headers(app)  # outermost, so that the page for a fault of ours carries them too


class _Pages:
    """The pages that hang on a link."""

    def __init__(self, gate: Pending, public_url: str, problems: Problems) -> None:
        self.gate = gate
        self.public_url = public_url
        self.problems = problems
        self.tokens = Tokens(gate.ledger.keys.token)
        self._makers = ThreadPoolExecutor(AT_ONCE["postgresql" if gate.ledger.database.postgres else "sqlite"], "pages")

    def endpoint(self, view: str) -> Callable[[Request], Any]:
        """The page of that view, for GET and POST."""

        async def page(request: Request) -> Response:
            make = asyncio.get_running_loop().run_in_executor
            if request.method == "POST":
                form = await request.form(max_fields=8, max_files=0)
                pressed = {name: value for name, value in form.items() if isinstance(value, str)}
                return await make(self._makers, self._post, view, request, pressed)
            made = self._at_once(view, request)
            return await make(self._makers, self._get, view, request) if made is None else made

        return page

    def _at_once(self, view: str, request: Request) -> Response | None:
        """The page, made on the event loop: to a thread and back would take longer than to make it.

        None where the event loop would be held up: by the way to PostgreSQL, a writer, or texts that no page has shown before.
        """
        if self.gate.ledger.database.postgres:
            return None
        try:
            with self.gate.ledger.database.hurried():
                return self._get(view, request, hurried=True)
        except (LedgerUnavailableError, NotAtHandError):
            return None

    def _get(self, view: str, request: Request, *, hurried: bool = False) -> Response:
        found = self._visit(view, request, hurried=hurried)
        return found if isinstance(found, Response) else self._show(found)

    def _post(self, view: str, request: Request, form: dict[str, str]) -> Response:
        found = self._visit(view, request)
        if isinstance(found, Response):
            return found
        page = self.tokens.read(Kind.PAGE, form.get("page", ""), now=found.gathered.known.now)
        pressed = Pressed.read(form.get("answer", ""))
        if page is Refusal.EXPIRED:
            return self._show(found, Banner.OLD)
        if not isinstance(page, Claims) or pressed is None or (page.subject, page.fact("v")) != (found.claims.subject, view):
            return self.problems.problem(request, 400)
        done = submit(self.gate, found, page, pressed)
        match done:
            case None:
                return self.problems.problem(request, 400)
            case Banner():
                return self._show(visit(self.gate, view, found.claims, found.subject, found.speech, found.done), done)
            case _:
                return RedirectResponse(address(found, request.path_params["token"], found.after(done), self.tokens), status_code=303)

    def _show(self, found: Visit, banner: Banner = Banner.NONE) -> Response:
        status = 409 if banner else 200
        return HTMLResponse(send(found, self.tokens, banner), status_code=status, headers={"content-language": found.speech.tag})

    def _visit(self, view: str, request: Request, *, hurried: bool = False) -> Visit | Response:
        """Who comes, by the link; or the page that says why it opens nothing."""
        opened = self._open(_KIND[view], request)
        if isinstance(opened, Response):
            return opened
        claims, subject = opened
        done: tuple[Done, ...] = ()
        if told := request.query_params.get("done"):
            remembered = self.tokens.read(Kind.DONE, told, now=self.gate.ledger.now())
            if isinstance(remembered, Claims) and remembered.subject == claims.subject:
                done = read_done(remembered)
        speech = speech_of(request, claims.fact("l"))
        return visit(self.gate, view, claims, subject, speech, done, hurried=hurried)

    def _open(self, kind: Kind, request: Request) -> tuple[Claims, str] | Response:
        """What the link says and whom it is about; or the page that says why it opens nothing."""
        claims = self.tokens.read(kind, request.path_params["token"], now=self.gate.ledger.now())
        if not isinstance(claims, Claims):
            return self.problems.refused_link(request, claims)
        subject, by = self.gate.ledger.subject_of(claims.subject), claims.fact("by")
        if subject is None or (by and self.gate.ledger.subject_of(by) is None):
            return self.problems.gone(request)
        return claims, subject

    def receipt(self, request: Request) -> Response:
        """The receipt of one answer, as a page."""
        opened = self._open(Kind.RECEIPT, request)
        if isinstance(opened, Response):
            return opened
        claims, subject = opened
        speech = speech_of(request, claims.fact("l"))
        sheet = receipt_sheet(self.gate, subject, claims, speech)
        if sheet is None:
            return self.problems.problem(request, 404)
        links = receipt_links(self.tokens, claims, speech, request.path_params["token"], now=self.gate.ledger.now())
        return HTMLResponse(sheet.send(links), headers={"content-language": speech.tag})

    def saved(self, request: Request) -> Response:
        """The receipt of one answer as a file, with the proof that it stands in the ledger."""
        opened = self._open(Kind.RECEIPT, request)
        if isinstance(opened, Response):
            return opened
        claims, subject = opened
        number = int(claims.facts.get("n", 0))
        made = receipt_file(self.gate, subject, number, self.public_url)
        if made is None:
            return self.problems.problem(request, 404)
        return Response(
            json.dumps(made, ensure_ascii=False, indent=2),
            media_type="application/ld+json",
            headers={"content-disposition": f'attachment; filename="receipt-{number}.json"'},
        )

    def policy(self, request: Request) -> Response:
        """A published version of a policy, whole; for anybody."""
        ledger, slug, number = self.gate.ledger, request.path_params["slug"], request.path_params["number"]
        version = next((v for v in ledger.versions(slug) if v.number == number and not v.withdrawn), None)
        if version is None:
            return self.problems.problem(request, 404)
        speech = speech_of(request, version.policy.language)
        text = policy_text(version, speech, request.query_params.get("text"), in_force=version.effective <= ledger.now())
        return HTMLResponse(policy_page(text, speech), headers={"content-language": speech.tag, "cache-control": "public, max-age=300"})

    def shown(self, request: Request) -> Response:
        """The exact page that somebody saw when they answered, as it was kept."""
        opened = self._open(Kind.RECEIPT, request)
        if isinstance(opened, Response):
            return opened
        claims, subject = opened
        kept = shown_page(self.gate, subject, int(claims.facts.get("n", 0)))
        if kept is None:
            return self.problems.problem(request, 404)
        return Response(kept.content, media_type=kept.media_type, headers={"content-language": kept.language})


def _static(name: str, media_type: str) -> Callable[[Request], Any]:
    content = static(name)

    async def answer(_request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"cache-control": "public, max-age=3600"})

    return answer


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _http_problem(problems: Problems) -> Callable[[Request, Exception], Any]:
    async def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        response = problems.problem(request, status)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    return answer


__all__ = ["BODY", "RATE", "public_app"]
