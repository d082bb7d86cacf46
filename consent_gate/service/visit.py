"""One visit to a page: who it is about, what is shown now, and where its links lead.

A visit is rebuilt from the link at every request, so that any process can answer it. What somebody answered on this
visit travels in the `done` link, not in a session.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from consent_gate.prompts.addresses import place_of
from consent_gate.prompts.choices import put_off, standing
from consent_gate.prompts.content import choices_content, prompt_content
from consent_gate.prompts.gather import Gathered, Pending, gather
from consent_gate.prompts.language import Language
from consent_gate.prompts.make import page_token
from consent_gate.prompts.pages import Sheet, choices_page, prompt_page
from consent_gate.prompts.shown import Content, ShownChoice
from consent_gate.prompts.tokens import Claims, Kind, Tokens

_REMEMBERED = 12
"""Answers of one visit that its thanks show."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done on this visit."""

    key: str  # the ask's id
    action: str  # given, refused, withdrawn or deferred

    @property
    def name(self) -> tuple[str, str]:
        """The policy, and the permission or promise."""
        policy, _, rest = self.key.partition("/")
        return policy, rest.rpartition("@")[0] or rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who visits which page, and what they did on it so far."""

    view: str  # `prompt` or `choices`
    subject: str  # the product's id; never leaves the server
    claims: Claims  # of the link
    speech: Language
    done: tuple[Done, ...] = ()
    gathered: Gathered = field(repr=False)

    @property
    def deputy(self) -> str:
        """The pseudonym of whoever has the link and answers for the subject; empty: the subject."""
        return self.claims.fact("by")

    def after(self, done: Sequence[Done]) -> tuple[Done, ...]:
        """What was done on this visit, with `done` added; the latest word on each ask."""
        later = {one.name for one in done}
        return (*(one for one in self.done if one.name not in later), *done)[-_REMEMBERED:]


def visit(
    gate: Pending, view: str, claims: Claims, subject: str, speech: Language, done: tuple[Done, ...], *, hurried: bool = False
) -> Visit:
    """The visit as things stand now; in a hurry, no text is compared for it (see `gather`)."""
    return Visit(view=view, subject=subject, claims=claims, speech=speech, done=done, gathered=gather(gate, subject, hurried=hurried))


def content_of(visit: Visit) -> Content:
    """What the visit's page shows now."""
    gathered, for_another = visit.gathered, bool(visit.deputy)
    if visit.view == "choices":
        return choices_content(gathered.asks, gathered.known, visit.speech, for_another=for_another)
    put_off_keys = {one.key for one in visit.done if one.action == "deferred"}
    asks = [ask for ask in gathered.asks if ask.id not in put_off_keys]
    content = prompt_content(asks, gathered.notices, gathered.known, visit.speech, for_another=for_another)
    if not visit.done:
        return content
    later = tuple(put_off(ask, gathered.known, visit.speech) for ask in gathered.asks if ask.id in put_off_keys)
    answered = _just_answered(visit)
    done = (*later, *answered) if visit.done[-1].action == "deferred" else (*answered, *later)
    return replace(content, choices=answered, later=later, latest=next(iter(done), None))


def _just_answered(visit: Visit) -> tuple[ShownChoice, ...]:
    """The answers given on this visit, as they stand."""
    return standing(visit.gathered.known, visit.speech, {one.name for one in visit.done if one.action != "deferred"})


class Banner(StrEnum):
    """Why a page comes back instead of being taken; nothing was saved."""

    NONE = ""
    CHANGED = "changed"  # it would look different now
    OLD = "old"  # it was open for too long
    ANSWERED = "answered"  # it was answered before, otherwise


def sheet_of(visit: Visit, banner: Banner = Banner.NONE) -> Sheet:
    """The page as it looks now, under a banner that says why it came back."""
    lay = choices_page if visit.view == "choices" else prompt_page
    return lay(content_of(visit), changed=_words(banner, visit.speech), back=place_of(visit.claims.fact("r")))


def _words(banner: Banner, speech: Language) -> str:
    match banner:
        case Banner.CHANGED:
            return speech.say("Something has changed since you opened this page. Nothing was saved. Please look once more.")
        case Banner.OLD:
            return speech.say("This page had been open for a long time. Nothing was saved. Please choose once more.")
        case Banner.ANSWERED:
            return speech.say(
                "You had answered this page already. Nothing was changed now; you can change your answers under “Your choices”."
            )
        case _:
            return ""


def send(visit: Visit, tokens: Tokens, banner: Banner = Banner.NONE) -> bytes:
    """The page with its links."""
    sheet = sheet_of(visit, banner)
    return sheet.send(_Links(visit, sheet, tokens, banner))


def address(visit: Visit, token: str, done: Sequence[Done], tokens: Tokens) -> str:
    """Where the browser goes after an answer: the same page, knowing what was done."""
    path = {"prompt": "/p/", "choices": "/choices/"}[visit.view] + token
    return f"{path}?{urlencode({'done': _done_token(visit, done, tokens), 'lang': visit.speech.tag})}"


def read_done(claims: Claims) -> tuple[Done, ...]:
    """What a `done` link says was done."""
    return tuple(Done(str(key), str(action)) for key, action in claims.facts.get("n", ()))


class _Links:
    """Fills the marks of a page; each link carries a token for its one purpose."""

    def __init__(self, visit: Visit, sheet: Sheet, tokens: Tokens, banner: Banner) -> None:
        self._visit = visit
        self._banner = banner
        self._sheet = sheet
        self._tokens = tokens

    def __call__(self, name: str, argument: str) -> str:
        """What stands for one mark."""
        visit = self._visit
        match name:
            case "page":
                return page_token(
                    self._tokens,
                    visit.claims.subject,
                    visit.gathered,
                    digest=self._sheet.digest,
                    view=visit.view,
                    speech=visit.speech,
                    banner=self._banner,
                )
            case "choices":
                return f"/choices/{self._issue(Kind.CHOICES)}?lang={visit.speech.tag}"
            case "prompt":
                return f"/p/{self._issue(Kind.PROMPT)}?lang={visit.speech.tag}"
            case "receipt":
                return f"/receipt/{self._issue(Kind.RECEIPT, n=int(argument))}?lang={visit.speech.tag}"
            case "keep":
                return f"&done={_done_token(visit, visit.done, self._tokens)}" if visit.done else ""
            case "back":
                return visit.claims.fact("r")
            case _:
                return ""

    def _issue(self, kind: Kind, **facts: int) -> str:
        visit = self._visit
        carried = {"l": visit.speech.tag, **{name: fact for name in ("r", "by") if (fact := visit.claims.fact(name))}, **facts}
        now = visit.gathered.known.now
        lifetime = None if kind is Kind.RECEIPT else visit.claims.expires - now
        return self._tokens.issue(kind, visit.claims.subject, now=now, lifetime=lifetime, facts=carried)


def _done_token(visit: Visit, done: Sequence[Done], tokens: Tokens) -> str:
    named = [[one.key, one.action] for one in done]
    return tokens.issue(Kind.DONE, visit.claims.subject, now=visit.gathered.known.now, facts={"n": named})
