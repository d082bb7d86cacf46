"""The message that brings a person to their prompt: a subject line, plain text and HTML, for the product's own mailer.

It says what is asked and what happens without an answer, and carries one link; no picture, no tracking, and nothing
about the person beyond what they are asked.
"""

from dataclasses import dataclass
from datetime import datetime

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
    number = len(content.asks)
    subject = speech.count(
        "%(organisation)s asks you one question about your data",
        "%(organisation)s asks you %(num)s questions about your data",
        number,
        organisation=speech.isolated(content.organisation),
        num=number,
    )
    values = {
        "content": content,
        "heading": subject,
        "url": url,
        "later": speech.gettext("Whatever you choose, you can change it later. A change counts from then on."),
        "waiting": speech.gettext("If you do nothing"),
        "open": speech.gettext("Read and answer here:"),
        "until": speech.say("The link is meant for you alone and opens until %(date)s.", date=speech.day(expires)),
        "accepting": speech.gettext("If you accept"),
        "declining": speech.gettext("If you decline"),
        "information": speech.gettext("For your information"),
        "language": speech,
    }
    text = _TEXT.from_string(_PLAIN).render(values)
    return Message(subject=subject, text=text, html=_HTML.get_template("message.html").render(values), language=speech.tag)


_PLAIN = """\
{{ heading }}.
{% for ask in content.asks %}
{{ loop.index }}. {{ ask.question }} {{ ask.words.text }}
   {{ ask.why }}
   {{ accepting }}: {{ ask.accepting }}
   {{ declining }}: {{ ask.declining }}
   {{ waiting }}: {{ ask.waiting }}
{% endfor %}
{{ open }}
{{ url }}

{{ later }}
{{ until }}
{% for remark in content.remarks + content.contacts %}
{{ remark }}
{% endfor %}
{% if content.notices %}
{{ information }}:
{% for notice in content.notices %}
- {{ notice.words.text }} {{ notice.why }} {{ notice.effect }}
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
