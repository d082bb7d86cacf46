"""A bicycle hire in Django, in one file: record what comes in, check before it is used, refuse with problem details.

`Refusals` is all that Django needs: it turns the refusal that `guarded` raises into an answer (RFC 9457).
"""

import os
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from consent_gate import Gate, NotAllowedError, Verdict, guarded
from consent_gate.guard import MEDIA_TYPE, problem

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    SECRET_KEY=os.environ.get("SECRET_KEY", "only for the example"),
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", f"{__name__}.Refusals"],
)
gate = Gate.from_settings()
emails: dict[str, str] = {}
places: dict[str, list[str]] = {}


class Refusals:
    """Middleware: a use that is not allowed is answered 409 (the person may be asked), 403, or 503 (the gate cannot tell)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NotAllowedError):
            return None
        decision = error.decision
        ask = decision.verdict is Verdict.CONSENT_REQUIRED
        refusal = problem(decision, gate.prompt(decision.request.subject).url if ask else None)
        return JsonResponse(dict(refusal.body), status=refusal.status, content_type=MEDIA_TYPE)


@require_POST
def sign_up(request: HttpRequest, customer: str) -> HttpResponse:
    gate.record(customer, data="user.contact.email", item="email", key=f"sign-up/{customer}")
    emails[customer] = request.POST["email"]
    return JsonResponse({"customer": customer}, status=201)


@require_POST
def ride_ended(request: HttpRequest, customer: str, ride: str) -> HttpResponse:
    gate.record(customer, data="user.location", item=f"ride/{ride}", key=f"ride/{ride}")
    places.setdefault(customer, []).append(request.POST["place"])
    return JsonResponse({"ride": ride}, status=201)


@require_POST
@guarded(gate, use="marketing.communications.email", data="user.contact.email", subject="customer")
def send_newsletter(_request: HttpRequest, customer: str) -> HttpResponse:
    return JsonResponse({"sent": emails[customer]})


@require_safe
@guarded(gate, use="analytics", data="user.location", subject="customer", recipient="city")
def for_the_city(_request: HttpRequest, customer: str) -> HttpResponse:
    return JsonResponse(places[customer], safe=False)


urlpatterns = [
    path("customers/<customer>", sign_up),
    path("customers/<customer>/rides/<ride>", ride_ended),
    path("customers/<customer>/newsletter", send_newsletter),
    path("customers/<customer>/for-the-city", for_the_city),
]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
