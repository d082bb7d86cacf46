"""Lays what is shown out as HTML: one stylesheet, no script, nothing from elsewhere.

A page is rendered with marks where its links go, since links carry tokens that differ every time. The page without them
is what a person is shown, what its digest is of, and what is kept; with them it is what is sent. Marks are control
characters, which no words of a policy can hold once `content` has cleaned them.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from consent_gate.prompts.language import LANGUAGES, Language, language
from consent_gate.prompts.policy_text import PolicyText
from consent_gate.prompts.shown import Content, Words

RENDERER = "reconsent-page/1"
"""Names the layout; kept with each page so that old ones can be told from new."""

_MARK = re.compile("\x01([a-z]+)(?::([^\x01]*))?\x01")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered page whose links are still marks."""

    marked: str

    @property
    def kept(self) -> bytes:
        """The page as kept for evidence: every link that carries a token is empty."""
        return _MARK.sub("", self.marked).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of `kept`, hex."""
        return hashlib.sha256(self.kept).hexdigest()

    def send(self, link: Callable[[str, str], str]) -> bytes:
        """The page to send: `link(name, argument)` tells what stands for each mark."""
        return _MARK.sub(lambda mark: str(escape(link(mark[1], mark[2] or ""))), self.marked).encode()


class _Links:
    """What templates call links: each gives a mark."""

    root = "\x01root\x01"  # before the stylesheet's path
    here = "\x01here\x01"  # the page itself, without its query
    page = "\x01page\x01"
    choices = "\x01choices\x01"
    prompt = "\x01prompt\x01"
    file = "\x01file\x01"
    shown = "\x01shown\x01"

    def __init__(self, back_name: str = "") -> None:
        self.back = "\x01back\x01" if back_name else ""
        self.back_name = back_name

    def receipt(self, event: str) -> str:
        """The link to the receipt of one event."""
        return f"\x01receipt:{event}\x01"


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


@lru_cache(maxsize=256)
def prompt_page(shown: Content, *, changed: str = "", back: str = "") -> Sheet:
    """The page behind a prompt's link: the asks; or, with none left, the thanks or that there is nothing to decide.

    Remembered, since many people are asked the same, and each page is rendered again when it is answered.
    """
    done = "thanks.html" if shown.choices or shown.later else "nothing.html"
    name = "ask.html" if shown.asks else done
    return _render(name, language(shown.language), shown=shown, changed=changed, links=_Links(back), keep="\x01keep\x01")


def choices_page(shown: Content, *, changed: str = "", back: str = "") -> Sheet:
    """Every answer of one person, each with its receipt and the one press that turns it round."""
    return _render("choices.html", language(shown.language), shown=shown, changed=changed, links=_Links(back), keep="\x01keep\x01")


def receipt_page(receipt: Receipt, speech: Language) -> Sheet:
    """One answer: what was asked, what was answered, when, and the digests that prove it."""
    return _render("receipt.html", speech, receipt=receipt, links=_Links(), keep="")


def policy_page(policy: PolicyText, speech: Language) -> bytes:
    """A published version, whole."""
    return _render("policy.html", speech, policy=policy, links=_Links(), keep="").kept


def problem_page(title: str, lines: Sequence[str], speech: Language) -> bytes:
    """What went wrong and what to do now, without a link that could go wrong again."""
    return _render("problem.html", speech, title=title, lines=lines, links=_Links(), keep="", switch=()).kept


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


def _render(name: str, speech: Language, **values: object) -> Sheet:
    context: Mapping[str, object] = {"changed": "", **values}
    return Sheet(_environment(speech.tag).get_template(name).render(context))
