"""HTML to Markdown: the main text of a page, without its menus, scripts and forms.

Reads with the standard library's parser, which runs nothing and fetches nothing. Main text is what `main` or `article`
holds, else the body without navigation; what was left out is told by its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from policy_versions.errors import ImportRefusedError
from policy_versions.importers.dates import effective_in
from policy_versions.importers.document import Imported, decoded, finished
from policy_versions.importers.plain import escaped
from policy_versions.names import shown

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset("script style noscript template svg math iframe object canvas audio video head title".split())
_CONTROLS = frozenset("button select textarea input form dialog nav footer aside label".split())
_BLOCKS = frozenset(
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
# Stand for the beginning and end of emphasis until its surroundings are known; characters that no text may hold.
_MARKS = {"b": ("\ue000", "\ue001"), "i": ("\ue002", "\ue003")}
_LINK = re.compile(r"(?:https?://|mailto:|tel:|/|#|\./|\.\./)[^\s<>()]*\Z", re.IGNORECASE)


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[_Element | str]" = field(default_factory=list)

    def elements(self) -> "Iterator[_Element]":
        """This element and all below it, in order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(child for child in reversed(one.children) if isinstance(child, _Element))

    def words(self) -> str:
        """All text below, as one line."""
        parts: list[str] = []
        waiting: list[_Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                parts.append(one)
            elif one.tag not in _SILENT:
                waiting.extend(reversed(one.children))
                parts.append(" " if one.tag in _BLOCKS or one.tag == "br" else "")
        return " ".join("".join(parts).split())


class _Tree(HTMLParser):
    """Builds the tree, forgiving what pages get wrong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("html")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        closes = _CLOSES.get(tag, frozenset())
        if tag in _BLOCKS and self._open[-1].tag == "p":
            self._open.pop()
        for position in range(len(self._open) - 1, 0 if closes else len(self._open), -1):
            if self._open[position].tag in closes:
                del self._open[position:]
                break
            if self._open[position].tag in _CONTAINERS:
                break
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _MAX_DEPTH:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(_Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self._open) - 1, 0, -1):
            if self._open[position].tag == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def import_html(data: bytes, name: str) -> Imported:
    """Read a web page as a policy.

    Raises:
        ImportRefusedError: the file is empty, binary, too large, or holds no main text.
    """
    tree = _Tree()
    tree.feed(decoded(data, name))
    tree.close()
    dropped: list[str] = []
    main = _main(tree.root, dropped)
    _prune(main, dropped, whole_page=main is tree.root)
    if not main.words():
        raise ImportRefusedError(
            f"`{shown(name)}` holds no text of a policy", hint="save the page as the browser shows it, and import that"
        )
    markdown = "".join(_blocks(main))
    heading = next((one for one in main.elements() if one.tag == "h1"), None)
    page_title = next((one for one in tree.root.elements() if one.tag == "title"), None)
    title = (
        heading.words()
        if heading
        else " ".join("".join(c for c in page_title.children if isinstance(c, str)).split())
        if page_title
        else None
    )
    return finished(name, markdown, tuple(dropped), effective_in(main.words()), title or None)


def _main(root: _Element, dropped: list[str]) -> _Element:
    candidates = [one for one in root.elements() if one.tag == "main" or one.attributes.get("role") == "main"]
    candidates = candidates or [one for one in root.elements() if one.tag == "article"]
    whole = root.words()
    best = max(candidates, key=lambda one: len(one.words()), default=None)
    if best is None or len(best.words()) < max(200, len(whole) // 5):
        return root
    rest = [one for one in _outside(root, best) if one]
    dropped.extend(rest)
    return best


def _outside(root: _Element, kept: _Element) -> Iterator[str]:
    """The words of everything that is not below `kept`, part by part."""
    if root is kept:
        return
    if not any(one is kept for one in root.elements()):
        yield root.words()[:200]
        return
    for child in root.children:
        if isinstance(child, _Element):
            yield from _outside(child, kept)
        elif child.strip() and root.tag not in _SILENT:
            yield " ".join(child.split())[:200]


def _prune(main: _Element, dropped: list[str], *, whole_page: bool) -> None:
    """Take navigation, controls and hidden parts out of the tree, and note their words; menus without a name only from a whole page."""
    waiting = [main]
    while waiting:
        element = waiting.pop()
        kept: list[_Element | str] = []
        for child in element.children:
            if isinstance(child, _Element) and (_is_furniture(child) or (whole_page and _is_link_list(child) and not _led_in(kept))):
                words = "" if child.tag in _SILENT else child.words()
                if words:
                    dropped.append(words[:200])
                continue
            kept.append(child)
            if isinstance(child, _Element):
                waiting.append(child)
        element.children = kept


def _is_furniture(element: _Element) -> bool:
    held = element.attributes
    if element.tag in _SILENT:
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


def _led_in(before: "list[_Element | str]") -> bool:
    """Whether the words right before say that a list follows."""
    for one in reversed(before):
        words = one.strip() if isinstance(one, str) else one.words()
        if words:
            return words.endswith(":")
    return False


def _is_link_list(element: _Element) -> bool:
    if element.tag not in ("ul", "ol"):
        return False
    words = element.words()
    links = [one for one in element.elements() if one.tag == "a"]
    linked = sum(len(one.words().replace(" ", "")) for one in links)
    inside = all(one.attributes.get("href", "").startswith("#") for one in links)
    return len(links) >= 4 and linked >= 0.9 * len(words.replace(" ", "")) and not inside and "." not in words


def _blocks(element: _Element, indent: str = "") -> Iterator[str]:
    """Markdown blocks of an element's content."""
    running: list[_Element | str] = []

    def ended() -> Iterator[str]:
        text = _inline(running).strip()
        running.clear()
        if text:
            yield f"\n{indent}{_opening(text)}\n"

    for child in element.children:
        if isinstance(child, str) or child.tag not in _BLOCKS | {"hr"}:
            if not isinstance(child, str) and any(one.tag in _BLOCKS for one in child.elements()):
                yield from ended()
                yield from _blocks(child, indent)
            else:
                running.append(child)
            continue
        yield from ended()
        yield from _block(child, indent)
    yield from ended()


def _block(element: _Element, indent: str) -> Iterator[str]:
    if re.fullmatch("h[1-6]", element.tag):
        text = _inline([element]).strip().replace("\\\n", " ")
        if text:
            yield f"\n{indent}{'#' * int(element.tag[1])} {text}\n"
    elif element.tag in ("ul", "ol"):
        yield "\n"
        yield from _list(element, indent)
    elif element.tag == "table":
        yield from _table(element, indent)
    elif element.tag == "blockquote":
        for line in "".join(_blocks(element)).strip("\n").split("\n"):
            yield f"\n{indent}> {line}" if line else f"\n{indent}>"
        yield "\n"
    elif element.tag == "dt":
        text = _inline([element]).strip()
        yield f"\n{indent}**{text}**\n" if text else ""
    elif element.tag != "hr":
        yield from _blocks(element, indent)


def _list(element: _Element, indent: str) -> Iterator[str]:
    number = int(element.attributes.get("start", "1")) if element.attributes.get("start", "1").isdecimal() else 1
    for child in element.children:
        if isinstance(child, str):
            words = " ".join(child.split())
            if words:
                yield f"{indent}- {escaped(words)}\n"
            continue
        if child.tag in ("ul", "ol"):
            yield from _list(child, f"{indent}  ")
            continue
        mark = f"{number}. " if element.tag == "ol" else "- "
        body = "".join(_blocks(child)).strip("\n")
        if body:
            inner = indent + " " * len(mark)
            lines = re.sub(r"\n\n(?=[ ]*(?:- |\d+\. ))", "\n", body).split("\n")
            yield f"{indent}{mark}{lines[0]}\n" + "".join(f"{inner}{line}\n" if line else "\n" for line in lines[1:])
            number += 1


def _table(element: _Element, indent: str) -> Iterator[str]:
    rows = [one for one in element.elements() if one.tag == "tr"]
    cells = [[c for c in row.children if isinstance(c, _Element) and c.tag in ("td", "th")] for row in rows]
    cells = [row for row in cells if row]
    nested = any(one.tag == "table" for one in element.elements() if one is not element)
    if not cells or nested or max(len(row) for row in cells) == 1:
        for held in cells:
            for cell in held:
                yield from _blocks(cell, indent)
        return
    width = max(len(row) for row in cells)
    lines = [
        [_inline(cell.children).strip().replace("\\\n", " ").replace("|", "\\|").replace("\n", " ") or " " for cell in row] for row in cells
    ]
    lines = [[*row, *[" "] * (width - len(row))] for row in lines]
    yield f"\n{indent}| " + " | ".join(lines[0]) + " |\n"
    yield f"{indent}|" + " --- |" * width + "\n"
    for row in lines[1:]:
        yield f"{indent}| " + " | ".join(row) + " |\n"


def _inline(nodes: "list[_Element | str]") -> str:
    out = "".join(_inline_parts(nodes))
    out = _emphasised(re.sub(r"[ \t\n\f]+", " ", out.replace("\u200b", "")))
    return re.sub(r" *\u2028 *", "\\\n", out).strip("\n\\ ") if "\u2028" in out else out


def _emphasised(text: str) -> str:
    """The text with emphasis in Markdown's marks, where Markdown would take them as marks; elsewhere without."""
    for (opening, closing), mark in zip(_MARKS.values(), ("**", "*"), strict=True):
        text = text.replace(f"{closing}{opening}", "")
        parts = re.split(f"{opening}([^{opening}{closing}]*){closing}", text)
        for position in range(1, len(parts), 2):
            inner = parts[position]
            before, after = parts[position - 1][-1:], parts[position + 1][:1]
            fits = inner.strip() == inner and _flanks(inner[:1], before) and _flanks(inner[-1:], after)
            parts[position] = f"{mark}{inner}{mark}" if fits else inner
        text = re.sub(f"[{opening}{closing}]", "", "".join(parts))
    return text


def _flanks(edge: str, outside: str) -> bool:
    """Whether a mark between a character inside and one outside counts as one."""
    if not outside or outside.isspace():
        return True
    return outside not in "*_\\\ue000\ue001\ue002\ue003" and (edge.isalnum() or not outside.isalnum())


def _inline_parts(nodes: "list[_Element | str]") -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield _words(node)
        elif node.tag == "br":
            yield "\u2028"
        elif node.tag == "a" and _LINK.match(node.attributes.get("href", "").strip()) and node.words():
            yield f"[{''.join(_inline_parts(node.children)).strip()}]({node.attributes['href'].strip()})"
        elif node.tag in ("b", "strong", "em", "i") and node.words():
            opening, closing = _MARKS["b" if node.tag in ("b", "strong") else "i"]
            inner = "".join(_inline_parts(node.children))
            bare = inner.strip().replace(opening, "").replace(closing, "")
            lead, trail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            yield f"{lead}{opening}{bare}{closing}{trail}"
        elif node.tag not in _SILENT:
            yield from _inline_parts(node.children)
            if node.tag in _BLOCKS:
                yield " "


def _words(text: str) -> str:
    """Escaped inside; what is special only at the beginning of a block is escaped where the block begins."""
    bare = re.sub("[\ue000-\ue003]", "", text)
    return escaped(f"x{bare}")[1:]


def _opening(text: str) -> str:
    """A paragraph whose lines begin with nothing that Markdown takes for a mark of a block."""
    return "\\\n".join(_line_opening(line) for line in text.split("\\\n"))


def _line_opening(text: str) -> str:
    if re.match(r"\*\*|\*(?=\S)|\[", text):
        return text
    return re.sub(r"^([-+#=~|])", r"\\\1", re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text))
