"""The elements of a web page, and which of them hold its main text.

Built by the standard library's parser, forgiving what pages get wrong. Furniture is told by its element, its role, its
name, or by being a list of nothing but links.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SILENT = frozenset("script style noscript template svg math iframe object canvas audio video head title".split())
_CONTROLS = frozenset("button select textarea input form dialog nav footer aside label".split())
BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hgroup html "
    "li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_CLOSES: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
}
_CONTAINERS = frozenset({"ul", "ol", "dl", "table"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookie-?(?:banner|consent|notice)|skip-?link|share|social|newsletter|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAX_DEPTH = 100


@dataclass(slots=True)
class Element:
    """One element: its tag, its attributes, and its texts and elements in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def elements(self) -> "Iterator[Element]":
        """This element and all below it, in order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(child for child in reversed(one.children) if isinstance(child, Element))

    def words(self) -> str:
        """All text below, as one line."""
        parts: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                parts.append(one)
            elif one.tag not in SILENT:
                waiting.extend(reversed(one.children))
                parts.append(" " if one.tag in BLOCKS or one.tag == "br" else "")
        return " ".join("".join(parts).split())


class _Tree(HTMLParser):
    """Builds the tree, forgiving what pages get wrong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("html")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        closes = _CLOSES.get(tag, frozenset())
        if tag in BLOCKS and self._open[-1].tag == "p":
            self._open.pop()
        for position in range(len(self._open) - 1, 0 if closes else len(self._open), -1):
            if self._open[position].tag in closes:
                del self._open[position:]
                break
            if self._open[position].tag in _CONTAINERS:
                break
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _MAX_DEPTH:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self._open) - 1, 0, -1):
            if self._open[position].tag == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_page(text: str) -> Element:
    """The tree of a page's elements."""
    tree = _Tree()
    tree.feed(text)
    tree.close()
    return tree.root


def main_text(root: Element, dropped: list[str]) -> Element:
    """What holds a page's main text, without its furniture; the words of what was left out are added to `dropped`."""
    main = _main(root, dropped)
    _prune(main, dropped, whole_page=main is root)
    return main


def _main(root: Element, dropped: list[str]) -> Element:
    candidates = [one for one in root.elements() if one.tag == "main" or one.attributes.get("role") == "main"]
    candidates = candidates or [one for one in root.elements() if one.tag == "article"]
    whole = root.words()
    best = max(candidates, key=lambda one: len(one.words()), default=None)
    if best is None or len(best.words()) < max(200, len(whole) // 5):
        return root
    rest = [one for one in _outside(root, best) if one]
    dropped.extend(rest)
    return best


def _outside(root: Element, kept: Element) -> Iterator[str]:
    """The words of everything that is not below `kept`, part by part."""
    if root is kept:
        return
    if not any(one is kept for one in root.elements()):
        yield root.words()[:200]
        return
    for child in root.children:
        if isinstance(child, Element):
            yield from _outside(child, kept)
        elif child.strip() and root.tag not in SILENT:
            yield " ".join(child.split())[:200]


def _prune(main: Element, dropped: list[str], *, whole_page: bool) -> None:
    """Take navigation, controls and hidden parts out of the tree, and note their words; menus without a name only from a whole page."""
    waiting = [main]
    while waiting:
        element = waiting.pop()
        kept: list[Element | str] = []
        for child in element.children:
            if isinstance(child, Element) and (_is_furniture(child) or (whole_page and _is_link_list(child) and not _led_in(kept))):
                words = "" if child.tag in SILENT else child.words()
                if words:
                    dropped.append(words[:200])
                continue
            kept.append(child)
            if isinstance(child, Element):
                waiting.append(child)
        element.children = kept


def _is_furniture(element: Element) -> bool:
    held = element.attributes
    if element.tag in SILENT:
        return True
    if "hidden" in held or held.get("aria-hidden") == "true" or re.search(r"display\s*:\s*none", held.get("style", "")):
        return True
    if element.tag == "header" and not any(one.tag in ("h1", "h2") for one in element.elements()):
        return True
    looks = element.tag in _CONTROLS or held.get("role") in _ROLES or _FURNITURE.search(f"{held.get('class', '')} {held.get('id', '')}")
    if looks and element.tag in ("nav", "button", "select", "input"):
        return True
    if looks:
        # A form or a badly named box may hold the policy itself: long running text is never furniture.
        words = element.words()
        return len(words) < 1500 or not re.search(r"[a-z]{3,}[.;]\s", words)
    return False


def _led_in(before: "list[Element | str]") -> bool:
    """Whether the words right before say that a list follows."""
    for one in reversed(before):
        words = one.strip() if isinstance(one, str) else one.words()
        if words:
            return words.endswith(":")
    return False


def _is_link_list(element: Element) -> bool:
    if element.tag not in ("ul", "ol"):
        return False
    words = element.words()
    links = [one for one in element.elements() if one.tag == "a"]
    linked = sum(len(one.words().replace(" ", "")) for one in links)
    inside = all(one.attributes.get("href", "").startswith("#") for one in links)
    return len(links) >= 4 and linked >= 0.9 * len(words.replace(" ", "")) and not inside and "." not in words
