"""The receipt of one answer: what was asked, what was answered, when, and the digests that prove it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from consent_gate.errors import ArgumentError, EvidenceError
from consent_gate.model import ConsentEvent, EventKind, Page
from consent_gate.prompts.clean import clean
from consent_gate.prompts.contacts import contacts_of
from consent_gate.prompts.content import instead_of
from consent_gate.prompts.gather import Pending, gather
from consent_gate.prompts.known import Known
from consent_gate.prompts.language import Language
from consent_gate.prompts.pages import Line, Receipt, Sheet, receipt_page
from consent_gate.prompts.plain import local_words, matter_of, words_of
from consent_gate.prompts.tokens import Claims, Kind, Tokens
from consent_gate.proving import receipt


def event_of(gate: Pending, subject: str, sequence: int) -> ConsentEvent | None:
    """The event of that place of the ledger, if it is this subject's."""
    return next((e for e in gate.ledger.events(subject) if e.sequence == sequence), None)


def shown_page(gate: Pending, subject: str, sequence: int) -> Page | None:
    """The page that was shown when that event was made."""
    event = event_of(gate, subject, sequence)
    return gate.ledger.page(subject, event.page) if event is not None and event.page else None


def receipt_sheet(gate: Pending, subject: str, claims: Claims, speech: Language) -> Sheet | None:
    """The receipt that a link speaks of, as a page; None where there is no such event of this subject."""
    event = event_of(gate, subject, int(claims.facts.get("n", 0)))
    if event is None or not event.subject_of:
        return None
    known = gather(gate, subject).known
    version = known.version(event.policy, event.version)
    title = local_words(version.policy.title, version.policy, speech).text if version else event.policy
    organisation = local_words(version.policy.controller.name, version.policy, speech).text if version else ""
    lines = [
        (speech.gettext("Answer"), Line(text=_answer(event, speech))),
        (speech.gettext("Time"), Line(text=speech.moment(event.recorded_at))),
        (speech.gettext("Policy"), Line(text=speech.say("%(title)s, version %(number)s", title=title, number=event.version))),
        (speech.gettext("How you answered"), Line(text=_method(event, speech))),
        *([(speech.gettext("Who answered"), Line(text=speech.gettext("somebody else, for you")))] if event.actor else []),
        (speech.gettext("Number of this receipt"), Line(text=str(event.sequence), code=True)),
    ]
    page = gate.ledger.page(subject, event.page) if event.page else None
    if page is not None:
        lines.append((speech.gettext("Language of the page"), Line(text=speech.language_name(page.language))))
        lines.append((speech.gettext("Fingerprint of the page you saw (SHA-256)"), Line(text=page.digest, code=True)))
    matter = matter_of(event.policy, event.subject_of, known, speech)
    words = words_of(event.policy, event.subject_of, known, speech, prefer=event.version)
    return receipt_page(
        Receipt(
            organisation=organisation,
            matter=matter,
            words=words,
            lines=lines,
            seen=page is not None,
            file=_can_be_saved(event, known),
            until=speech.say("Its link opens until %(date)s.", date=speech.day(claims.expires)),
            instead=instead_of(speech) if claims.fact("by") else "",
            contacts=contacts_of([current] if (current := known.in_force(event.policy) or version) else (), speech),
        ),
        speech,
    )


def _can_be_saved(event: ConsentEvent, known: Known) -> bool:
    """Whether a receipt after ISO/IEC TS 27560 can be made: of an answer to a permission, where the policy names a contact."""
    answered = known.version(event.policy, event.edition or event.version)
    return (
        event.kind in (EventKind.GIVEN, EventKind.REFUSED, EventKind.WITHDRAWN)
        and answered is not None
        and answered.policy.permission(event.subject_of) is not None
        and answered.policy.notice.contact is not None
    )


def receipt_file(gate: Pending, subject: str, sequence: int, policy_url: str) -> Mapping[str, Any] | None:
    """The receipt as plain values, with its proof; seals the answer first. None where the policy lacks what such a receipt must say."""
    try:
        return receipt(gate.ledger, subject, sequence, policy_url=policy_url)
    except (ArgumentError, EvidenceError):
        return None


def receipt_links(tokens: Tokens, claims: Claims, speech: Language, token: str, *, now: datetime) -> Callable[[str, str], str]:
    """Fills the marks of a receipt's page."""

    def link(name: str, _argument: str) -> str:
        match name:
            case "choices":
                facts = {"l": speech.tag, **({"by": by} if (by := claims.fact("by")) else {})}
                made = tokens.issue(Kind.CHOICES, claims.subject, now=now, lifetime=claims.expires - now, facts=facts)
                return f"/choices/{made}?lang={speech.tag}"
            case "shown":
                return f"/shown/{token}"
            case "file":
                return f"/receipt/{token}/file"
            case _:
                return ""

    return link


def _answer(event: ConsentEvent, speech: Language) -> str:
    return {
        EventKind.GIVEN: speech.gettext("accepted"),
        EventKind.REFUSED: speech.gettext("declined"),
        EventKind.WITHDRAWN: speech.gettext("taken back"),
        EventKind.DEFERRED: speech.gettext("put off for later"),
        EventKind.REQUESTED: speech.gettext("asked"),
        EventKind.TOLD: speech.gettext("told"),
    }.get(event.kind, event.kind.value)


def _method(event: ConsentEvent, speech: Language) -> str:
    known = {
        "web": speech.gettext("on this website"),
        "own-ui": speech.gettext("through the organisation's own product"),
    }
    return known.get(event.method) or clean(event.method)
