"""Makes a prompt for one person: a link, the same as JSON and HTML, and the message that brings them there.

`Gate.prompt` is the door. That somebody was asked is written down here, when the link is made, and never by opening it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from consent_gate.answers import request
from consent_gate.model import Ask, EventKind
from consent_gate.prompts.addresses import check_return_address, checked_public_url, place_of
from consent_gate.prompts.content import prompt_content
from consent_gate.prompts.gather import Gathered, Pending, gather
from consent_gate.prompts.language import Language, language
from consent_gate.prompts.message import Message, message
from consent_gate.prompts.pages import prompt_page
from consent_gate.prompts.reminders import Reminder, reminder
from consent_gate.prompts.shown import Content
from consent_gate.prompts.tokens import LIFETIME, PUBLIC_URL, Kind, Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The asks of one person, ready to be shown in whichever way the product likes."""

    token: str
    url: str
    json: Mapping[str, Any]  # for products that draw the prompt themselves; answers go back with its `digest` and `page`
    html: str  # the page, ready to be shown elsewhere: its links and buttons lead to the prompt pages
    language: str
    expires: datetime
    asks: tuple[Ask, ...]
    reminder: Reminder  # whether it is time to ask; a product that mails looks here first
    content: Content = field(repr=False)

    def message(self) -> Message:
        """Subject line, plain text and HTML for the product's own mailer."""
        return message(self.content, url=self.url, expires=self.expires, speech=language(self.language))


def make_prompt(
    gate: Pending,
    subject: str,
    *,
    wanted: str | None = None,
    return_to: str | None = None,
    lifetime: timedelta = LIFETIME[Kind.PROMPT],
    public_url: str = PUBLIC_URL,
    return_hosts: tuple[str, ...] = (),
    key: str | None = None,
    answered_by: str | None = None,
) -> Prompt:
    """Make the prompt for all that is pending for `subject`, and write down that they were asked.

    Args:
        gate: says what is pending.
        subject: the product's id; only its pseudonym goes into the link.
        wanted: the language the person reads, a BCP 47 tag; where it has no catalogue, English. Where none is named, the page
            follows the browser, and all else is English.
        return_to: where the page leads back to when they are done.
        lifetime: how long the link opens, at most 30 days.
        public_url: what browsers call the prompt pages.
        return_hosts: the hosts that `return_to` may name.
        answered_by: the product's id for somebody else who gets the link and answers for the person, as a parent; None: the person.
        key: an idempotency key of the asking; links are new each time.

    Raises:
        ArgumentError: `public_url` is no https address.
        ReturnAddressError: `return_to` is no https address at one of `return_hosts`.
        LedgerConflictError: the key came before for another asking.
    """
    pages = checked_public_url(public_url)
    if return_to is not None:
        check_return_address(return_to, return_hosts)
    ledger = gate.ledger
    pseudonym = ledger.ensure_subject(subject)
    by = ledger.ensure_subject(answered_by) if answered_by not in (None, subject) else ""
    gathered = gather(gate, subject)
    speech = language(wanted)
    content = prompt_content(gathered.asks, gathered.notices, gathered.known, speech, for_another=bool(by))
    now = gathered.known.now
    tokens = Tokens(ledger.keys.token)
    facts = {**({"l": speech.tag} if wanted else {}), **({"r": return_to} if return_to else {}), **({"by": by} if by else {})}
    token = tokens.issue(Kind.PROMPT, pseudonym, now=now, lifetime=lifetime, facts={**facts, "q": gathered.sequence})
    page = page_token(tokens, pseudonym, gathered, digest=content.digest, view="json", speech=speech, by=by)
    url = f"{pages}/p/{token}"
    sheet = prompt_page(content, back=place_of(return_to or ""))
    html_links = {
        "root": pages,
        "here": url,
        "page": page_token(tokens, pseudonym, gathered, digest=sheet.digest, view="prompt", speech=speech),
        "choices": f"{pages}/choices/{tokens.issue(Kind.CHOICES, pseudonym, now=now, lifetime=lifetime, facts=facts)}",
        "back": return_to or "",
    }
    asking = request(ledger, subject, [ask.id for ask in gathered.asks], method="prompt", key=key) if gathered.asks else ()
    return Prompt(
        token=token,
        url=url,
        json={**content.to_dict(), "digest": content.digest, "page": page, "url": url},
        html=sheet.send(lambda name, _: html_links.get(name, "")).decode(),
        language=speech.tag,
        expires=now + min(lifetime, LIFETIME[Kind.PROMPT]),
        asks=gathered.asks,
        reminder=_reminder(gate, subject, gathered, asking),
        content=content,
    )


def page_token(
    tokens: Tokens, pseudonym: str, gathered: Gathered, *, digest: str, view: str, speech: Language, banner: str = "", by: str = ""
) -> str:
    """The token that a page or JSON carries: what was shown to whom, in which language, as of which place of the ledger."""
    more = {**({"b": str(banner)} if banner else {}), **({"by": by} if by else {})}
    facts = {"d": digest, "q": gathered.sequence, "v": view, "l": speech.tag, **more}
    return tokens.issue(Kind.PAGE, pseudonym, now=gathered.known.now, facts=facts)


def _reminder(gate: Pending, subject: str, gathered: Gathered, asking: Collection[int]) -> Reminder:
    """When to ask, by the ask that was asked least before this asking."""
    events = [event for event in gate.ledger.events(subject) if event.sequence not in asking]
    found = []
    for ask in gathered.asks:
        times = [
            e.recorded_at
            for e in events
            if e.kind is EventKind.REQUESTED and (e.policy, e.subject_of) == (ask.policy, ask.subject_of) and e.edition in ask.editions
        ]
        found.append(reminder(times, gathered.known.now))
    if not found:
        return Reminder(due=False, asked=0, next_at=None)
    return min(found, key=lambda r: (not r.due, r.asked))
