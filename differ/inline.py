"""Inline tokens to what a reader sees: words, link targets, struck-out marks."""

import html
import re
from typing import Any

from differ.blocks import Inline
from differ.html_text import TAG, hides, is_html, strikes
from differ.normal import fold, has_hidden, split_number, visible

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def unescape(text: str) -> str:
    """`text` with its character references (`&amp;`) resolved; one without a semicolon stands for itself."""
    return _ENTITY.sub(lambda m: html.unescape(m.group()), text) if "&" in text else text


def said(
    words: str,
    *,
    links: tuple[str, ...] = (),
    comments: tuple[str, ...] = (),
    unknown: tuple[str, ...] = (),
    struck: bool = False,
    bold: bool = False,
) -> Inline:
    """What a reader sees of some words, with their number and their words for comparing."""
    text = visible(words)
    number, rest = split_number(text)
    return Inline(
        text=text,
        key=fold(rest) or text,
        number=number,
        hidden=has_hidden(words),
        links=links,
        comments=comments,
        unknown=unknown,
        struck=struck,
        bold=bold,
    )


def flatten(tokens: list[dict[str, Any]]) -> Inline:
    """The visible words of inline tokens; struck-out words stand between `~~`, so that they are neither said nor lost."""
    reader = _Reader()
    reader.read(tokens)
    bold = bool(tokens) and all(
        token["type"] in ("strong", "softbreak", "linebreak") or not str(token.get("raw", "x")).strip(" :") for token in map(_inner, tokens)
    )
    return said(
        "".join(reader.words),
        links=tuple(reader.links),
        comments=tuple(reader.comments),
        unknown=tuple(reader.unknown),
        struck=reader.struck,
        bold=bold and any(_inner(token)["type"] == "strong" for token in tokens),
    )


def _inner(token: dict[str, Any]) -> dict[str, Any]:
    """An emphasis or link around one token alone is looked through: `*__Title__*` is bold too."""
    while token["type"] in ("emphasis", "link") and len(token.get("children") or ()) == 1:
        token = token["children"][0]
    return token


class _Reader:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.links: list[str] = []
        self.comments: list[str] = []
        self.unknown: list[str] = []
        self.struck = False
        self.unseen: tuple[str, int] | None = None  # the hidden element being passed over, and how deep in it

    def read(self, tokens: list[dict[str, Any]]) -> None:
        for token in tokens:
            kind = token["type"]
            if self.unseen is not None and kind != "inline_html":
                continue
            if kind == "text":
                self.words.append(unescape(token["raw"]))
            elif kind in ("softbreak", "linebreak"):
                self.words.append(" ")
            elif kind == "inline_html":
                self._html(token["raw"])
            elif kind == "strikethrough":
                self._strike()
                self.read(token["children"])
                self._strike()
            elif token.get("children") is not None:
                if kind in ("link", "image"):
                    self.links.append(str(token["attrs"].get("url", "")))
                self.read(token["children"])
            else:
                self.words.append(token.get("raw", ""))

    def _passes(self, tag: re.Match[str]) -> bool:
        """Whether the tag opens, closes or stands in an element that is not shown."""
        name = tag.group("name").lower()
        if self.unseen is None:
            if not hides(tag):
                return False
            self.comments.append(tag.group())
            self.unseen = (name, 1)
            return True
        if name == self.unseen[0]:
            depth = self.unseen[1] + (-1 if tag.group("close") else 1)
            self.unseen = (name, depth) if depth else None
        return True

    def _strike(self) -> None:
        self.struck = True
        self.words.append("~~")

    def _html(self, raw: str) -> None:
        if raw.startswith(("<!--", "<?", "<!")):
            self.comments.append(raw)
            return
        found = TAG.match(raw)
        if found is not None and self._passes(found):
            return
        if found is None or not is_html(found):
            self.unknown.append(raw)
            self.words.append(raw)
        elif strikes(found.group("name")):
            self._strike()
        elif found.group("name").lower() in ("br", "p", "div", "li", "td", "tr"):
            self.words.append(" ")
