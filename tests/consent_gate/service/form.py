"""Reads the forms of a page as a browser without JavaScript would."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A page's token and its buttons."""

    page: str
    buttons: tuple[str, ...]

    def press(self, action: str, name: str) -> dict[str, str]:
        """What pressing the button of that action and permission sends."""
        found = [b for b in self.buttons if b.startswith(f"{action}:") and ((name == "*" and b.endswith(":*")) or f"/{name}" in b)]
        assert len(found) == 1, (action, name, self.buttons)
        return {"page": self.page, "answer": found[0]}


def form_of(text: str) -> Form:
    """The form of a page."""
    page = re.search(r'name="page" value="([^"]*)"', text)
    return Form(
        page=html.unescape(page[1]) if page else "",
        buttons=tuple(html.unescape(b) for b in re.findall(r'name="answer" value="([^"]*)"', text)),
    )


def links_of(text: str) -> list[str]:
    """Where a page's links lead."""
    return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', text)]


def link_of(text: str, kind: str) -> str:
    """The first link of a page to another of that kind, as `choices`."""
    return next(link for link in links_of(text) if link.startswith(f"/{kind}/"))
