"""The visible words inside HTML blocks, piece by piece, with what kind of block each piece is.

No HTML is interpreted beyond that: attributes, styles and scripts say nothing here, and a tag that HTML does not know
(`<Data Protection Officer>`) is taken for words.
"""

import re
from dataclasses import dataclass

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[|\]\]>|<![A-Za-z][^>]*(?:>|\Z)", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TARGET = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_ATTRIBUTE = (
    r"(?:[A-Za-z_:@][\w:.-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)"
    r"|(?:allowfullscreen|checked|disabled|hidden|open|reversed|selected)\b)"
)
_ATTRIBUTES = re.compile(rf"\s*(?:{_ATTRIBUTE}\s*)*/?")

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|\s)hidden(?:\s|=|/|$)", re.IGNORECASE)
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table tbody tfoot "
    "thead tr ul".split()
)
_KNOWN = _BREAKING | frozenset(
    "a abbr acronym area audio b base basefont bdi bdo big button canvas cite code col colgroup data datalist del dfn em "
    "embed font frame frameset head i iframe img input ins kbd label link map mark menuitem meta meter noframes noscript "
    "object optgroup output param picture progress q rp rt ruby s samp script search select slot small source span strike "
    "strong style sub sup svg td template textarea th time title track tt u var video wbr path g".split()
)
_STRIKING = frozenset({"del", "s", "strike"})


def is_html(tag: re.Match[str]) -> bool:
    """Whether HTML knows the tag; `<Data protection officer>` and `<Address>` are words in angle brackets."""
    name = tag.group("name")
    plain = name.islower() or name.isupper()
    return plain and name.lower() in _KNOWN and _ATTRIBUTES.fullmatch(tag.group("rest")) is not None


def hides(tag: re.Match[str]) -> bool:
    """Whether the tag opens an element that a browser does not show."""
    return not tag.group("close") and tag.group("name").lower() not in _EMPTY and _HIDING.search(tag.group("rest")) is not None


def strikes(name: str) -> bool:
    """Whether the tag strikes its words out."""
    return name.lower() in _STRIKING


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of visible words in HTML: `tag` is the block tag it stands in, `start` and `end` its place."""

    text: str
    tag: str
    start: int
    end: int
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What an HTML block shows, and what it hides: comments, and elements whose style says so."""

    pieces: tuple[Piece, ...]
    comments: tuple[tuple[str, int, int], ...]
    unknown: tuple[tuple[str, int, int], ...]


def read_html(raw: str) -> HtmlText:
    """The visible pieces of an HTML block, its comments and its unknown tags."""
    comments = tuple((m.group(), m.start(), m.end()) for m in _COMMENT.finditer(raw))
    for hidden in (_COMMENT, _UNSEEN):
        raw = hidden.sub(lambda m: " " * len(m.group()), raw)
    reader = _Reader(raw)
    at = 0
    for tag in TAG.finditer(raw):
        reader.words(at, tag.start())
        reader.tag(tag)
        at = tag.end()
    reader.words(at, len(raw))
    reader.flush()
    return HtmlText(tuple(reader.pieces), (*comments, *reader.hidden), tuple(reader.unknown))


class _Reader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.pieces: list[Piece] = []
        self.unknown: list[tuple[str, int, int]] = []
        self.open: list[str] = []
        self.parts: list[str] = []
        self.links: list[str] = []
        self.start = self.end = -1
        self.hidden: list[tuple[str, int, int]] = []
        self.unseen: tuple[str, int] | None = None  # the hidden element being passed over, and how deep in it

    def words(self, start: int, end: int) -> None:
        text = self.raw[start:end] if self.unseen is None else ""
        if text.strip():
            lead = len(text) - len(text.lstrip())
            self.start = start + lead if self.start < 0 else self.start
            self.end = start + len(text.rstrip())
        if text:
            self.parts.append(text)

    def tag(self, tag: re.Match[str]) -> None:
        name = tag.group("name").lower()
        if self._unseen(tag, name):
            return
        if not is_html(tag):
            self.unknown.append((tag.group(), tag.start(), tag.end()))
            self.words(tag.start(), tag.end())
            return
        if name in _STRIKING:
            self.parts.append("~~")
        if name in ("td", "th") and not tag.group("close") and "".join(self.parts).strip():
            self.parts.append(" | ")
        if not tag.group("close"):
            self.links += [next(filter(None, found), "") for found in _TARGET.findall(tag.group("rest"))]
        if name in _BREAKING and not (self._in("tr") and name in ("br", "p", "div")):
            self.flush()
            self._nest(name, closing=bool(tag.group("close")))
        elif name in ("br", "p", "div"):
            self.parts.append(" ")

    def _unseen(self, tag: re.Match[str], name: str) -> bool:
        """Whether the tag opens, closes or stands in an element that is not shown."""
        if self.unseen is None:
            if hides(tag):
                self.unseen = (name, 1)
                self.hidden.append((self.raw[tag.start() :], tag.start(), len(self.raw)))
                return True
            return False
        if name == self.unseen[0]:
            depth = self.unseen[1] + (-1 if tag.group("close") else 1)
            self.unseen = (name, depth) if depth else None
            if self.unseen is None:
                start = self.hidden[-1][1]
                self.hidden[-1] = (self.raw[start : tag.end()], start, tag.end())
        return True

    def flush(self) -> None:
        text = "".join(self.parts).strip()
        if text.strip(" |~"):
            self.pieces.append(Piece(text, self.open[-1] if self.open else "", self.start, self.end, tuple(self.links)))
            self.links = []
        self.parts = []
        self.start = self.end = -1

    def _in(self, name: str) -> bool:
        return bool(self.open) and self.open[-1] == name

    def _nest(self, name: str, *, closing: bool) -> None:
        if closing:
            if name in self.open[-50:]:
                while self.open.pop() != name:
                    pass
        elif name not in ("br", "hr"):
            self.open.append(name)
