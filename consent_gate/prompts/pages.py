"""Lays what is shown out as HTML: one stylesheet, no script, nothing from elsewhere.

A page is rendered with marks where its links go, since links carry tokens that differ every time. The page without them
is what a person is shown, what its digest is of, and what is kept; with them it is what is sent. A prompt has blanks for
the days since which a person's data is held, too: without them many people's are the same, and laid out once. Marks and
blanks are control characters, which no words of a policy can hold once `content` has cleaned them.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from consent_gate.prompts.language import LANGUAGES, Language, language
from consent_gate.prompts.policy_text import PolicyText
from consent_gate.prompts.shown import Content, Datum, ShownAsk, Words

_MARK = "\x01"
_BLANK = "\x02"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered page whose links are not filled in."""

    parts: Sequence[str]  # by turns what is shown, and the name of a link with its argument after a colon

    @property
    def kept(self) -> bytes:
        """The page as kept for evidence: every link that carries a token is empty."""
        return "".join(self.parts[::2]).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of `kept`, hex."""
        return hashlib.sha256(self.kept).hexdigest()

    def send(self, link: Callable[[str, str], str]) -> bytes:
        """The page to send: `link(name, argument)` tells what stands for each link, wherever on the page it is."""
        named = {mark: mark.partition(":") for mark in self.parts[1::2]}
        links = {mark: str(escape(link(name, argument))) for mark, (name, _, argument) in named.items()}
        return "".join(links[part] if place % 2 else part for place, part in enumerate(self.parts)).encode()


def _mark(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


class _Links:
    """What templates call links: each gives a mark."""

    root = _mark("root")  # before the stylesheet's path
    here = _mark("here")  # the page itself, without its query
    page = _mark("page")
    choices = _mark("choices")
    prompt = _mark("prompt")
    file = _mark("file")
    shown = _mark("shown")

    def __init__(self, back_name: str = "") -> None:
        self.back = _mark("back") if back_name else ""
        self.back_name = back_name

    def receipt(self, event: str) -> str:
        """The link to the receipt of one event."""
        return _mark(f"receipt:{event}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a receipt."""

    text: str
    code: bool = False  # digits and digests, set as such


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt's page says."""

    organisation: str
    matter: str
    words: Words
    lines: Sequence[tuple[str, Line]]
    seen: bool  # whether the page that was shown is kept
    file: bool  # whether there is a receipt to save
    until: str = ""  # how long its link opens
    instead: str = ""  # that whoever is shown it answers for the person
    contacts: Sequence[str] = ()  # whom to ask


def prompt_page(shown: Content, *, changed: str = "", back: str = "") -> Sheet:
    """The page behind a prompt's link: the asks; or, with none left, the thanks or that there is nothing to decide."""
    days = [escape(datum.since) for ask in shown.asks for datum in ask.data]
    pieces = _with_blanks(replace(shown, asks=tuple(_blank(ask) for ask in shown.asks)), changed, back)
    return _sheet("".join(f"{piece}{day}" for piece, day in zip(pieces, (*days, ""), strict=True)))


def _blank(ask: ShownAsk) -> ShownAsk:
    return replace(ask, data=tuple(Datum(label=datum.label, since=_BLANK) for datum in ask.data))


@lru_cache(maxsize=256)
def _with_blanks(shown: Content, changed: str, back: str) -> Sequence[str]:
    """The page between its blanks; remembered, since many people are asked the same."""
    done = "thanks.html" if shown.choices or shown.later else "nothing.html"
    name = "ask.html" if shown.asks else done
    return _laid_out(name, shown, changed, back).split(_BLANK)


def choices_page(shown: Content, *, changed: str = "", back: str = "") -> Sheet:
    """Every answer of one person, each with its receipt and the one press that turns it round."""
    return _sheet(_laid_out("choices.html", shown, changed, back))


def _laid_out(name: str, shown: Content, changed: str, back: str) -> str:
    speech = language(shown.language)
    return _render(
        name, speech, shown=shown, changed=changed, contacts=shown.contacts, instead=shown.instead, links=_Links(back), keep=_mark("keep")
    )


def receipt_page(receipt: Receipt, speech: Language) -> Sheet:
    """One answer: what was asked, what was answered, when, and the digests that prove it."""
    return _sheet(
        _render("receipt.html", speech, receipt=receipt, contacts=receipt.contacts, instead=receipt.instead, links=_Links(), keep="")
    )


def policy_page(policy: PolicyText, speech: Language) -> bytes:
    """A published version, whole."""
    return _sheet(_render("policy.html", speech, policy=policy, contacts=policy.contacts, links=_Links(), keep="")).kept


def problem_page(title: str, lines: Sequence[str], speech: Language, *, contacts: Sequence[str] = ()) -> bytes:
    """What went wrong, what to do now and whom to ask, without a link that could go wrong again."""
    return _sheet(_render("problem.html", speech, title=title, lines=lines, contacts=contacts, links=_Links(), keep="", switch=())).kept


@cache
def static(name: str) -> bytes:
    """The stylesheet or the icon."""
    return files("consent_gate.prompts").joinpath("static", name).read_bytes()


@cache
def _environment(tag: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("consent_gate.prompts", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    speech = language(tag)
    environment.install_gettext_callables(speech.gettext, speech.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(language=speech, isolated=speech.isolated, switch=[language(other) for other in LANGUAGES])
    return environment


def _render(name: str, speech: Language, **values: object) -> str:
    context: Mapping[str, object] = {"changed": "", "instead": "", **values}
    return _environment(speech.tag).get_template(name).render(context)


def _sheet(marked: str) -> Sheet:
    return Sheet(marked.split(_MARK))
