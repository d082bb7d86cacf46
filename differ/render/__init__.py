"""A comparison as something to read or to hand on: terminal text, HTML, Markdown, SARIF, JSON. Nothing is judged here."""

from differ.render.explain import to_explanation
from differ.render.html import to_html
from differ.render.json import to_json
from differ.render.markdown import to_markdown
from differ.render.sarif import to_sarif
from differ.render.text import to_text

__all__ = ["to_explanation", "to_html", "to_json", "to_markdown", "to_sarif", "to_text"]
