"""The message that brings a person to their prompt: a subject line, plain text and HTML, for the product's own mailer.

It says what is asked and what happens without an answer, and carries one link; no picture, no tracking, and nothing
about the person beyond what they are asked. Who doubts that it is genuine finds where the link leads, what the page will
never ask for, and what to do instead of opening it.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from consent_gate.prompts.language import Language
from consent_gate.prompts.shown import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message ready to send."""

    subject: str  # one line
    text: str
    html: str
    language: str


def message(content: Content, *, url: str, expires: datetime, speech: Language) -> Message:
    """The message for a prompt at `url`, which opens until `expires`."""
    subject = _subject(content, speech)
    values = {
        "content": content,
        "heading": subject,
        "url": url,
        "open": speech.gettext("Read and answer here:") if content.asks else speech.gettext("Read it here:"),
        "assuring": _assuring(content, urlsplit(url).hostname or "", expires, speech),
        "waiting": speech.gettext("If you do nothing"),
        "accepting": speech.gettext("If you accept"),
        "declining": speech.gettext("If you decline"),
        "information": speech.gettext("For your information"),
        "language": speech,
    }
    text = _TEXT.from_string(_PLAIN).render(values)
    return Message(subject=subject, text=text, html=_HTML.get_template("message.html").render(values), language=speech.tag)


def _subject(content: Content, speech: Language) -> str:
    organisation = speech.isolated(content.organisation)
    if content.asks:
        return speech.count(
            "%(organisation)s asks you one question about your data",
            "%(organisation)s asks you %(num)s questions about your data",
            len(content.asks),
            organisation=organisation,
            num=len(content.asks),
        )
    if content.notices:
        return speech.say("%(organisation)s tells you of a change that concerns your data", organisation=organisation)
    return speech.gettext("Nothing to decide")


def _assuring(content: Content, host: str, expires: datetime, speech: Language) -> list[str]:
    """What stands below the link: where it leads, what the page never asks for, and what to do where that is in doubt."""
    asked = [
        speech.gettext("The page asks for a yes or a no, and for nothing else: no password, no payment."),
        speech.gettext("Whatever you choose, you can change it later. A change counts from then on."),
    ]
    return [
        speech.say("The link leads to %(host)s.", host=speech.isolated(host)),
        *(asked if content.asks else []),
        speech.say("The link is meant for you alone and opens until %(date)s.", date=speech.day(expires)),
        speech.say(
            "If you doubt that this message comes from %(organisation)s, do not open the link. "
            "Ask them at an address that you know from elsewhere.",
            organisation=speech.isolated(content.organisation),
        ),
    ]


_PLAIN = """\
{{ heading }}.

{% if content.instead %}
{{ content.instead }}

{% endif %}
{% for ask in content.asks %}
{{ loop.index }}. {{ ask.question }}
   {{ ask.words.text }}

   {{ ask.why }}
   {{ accepting }}: {{ ask.accepting }}
   {{ declining }}: {{ ask.declining }}
   {{ waiting }}: {{ ask.waiting }}

{% endfor %}
{% if content.more %}
{{ content.more }}

{% endif %}
{{ open }}
{{ url }}

{% for line in assuring %}
{{ line }}
{% endfor %}

{% for remark in content.remarks + content.contacts %}
{{ remark }}
{% endfor %}
{% if content.notices %}

{{ information }}:
{% for notice in content.notices %}
- {{ notice.words.text }}
  {{ notice.why }} {{ notice.effect }}
{% endfor %}
{% endif %}
"""

_TEXT = Environment(autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - plain text
_HTML = Environment(
    loader=PackageLoader("consent_gate.prompts", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
