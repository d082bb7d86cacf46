"""HTML to Markdown: the main text of a page, without its menus, scripts and forms.

Nothing in a page runs, and nothing is fetched. What was left out is told by its words; which part is the main text is
`web_tree`'s to tell.
"""

import re
from collections.abc import Iterator

from policy_versions.errors import ImportRefusedError
from policy_versions.importers.dates import effective_in
from policy_versions.importers.document import Imported, decoded, finished
from policy_versions.importers.plain import escaped
from policy_versions.importers.web_tree import BLOCKS, SILENT, Element, main_text, read_page
from policy_versions.names import shown

# Stand for the beginning and end of emphasis until its surroundings are known; characters that no text may hold.
_MARKS = {"b": ("\ue000", "\ue001"), "i": ("\ue002", "\ue003")}
_LINK = re.compile(r"(?:https?://|mailto:|tel:|/|#|\./|\.\./)[^\s<>()]*\Z", re.IGNORECASE)


def import_html(data: bytes, name: str) -> Imported:
    """Read a web page as a policy.

    Raises:
        ImportRefusedError: the file is empty, binary, too large, or holds no main text.
    """
    root = read_page(decoded(data, name))
    dropped: list[str] = []
    main = main_text(root, dropped)
    if not main.words():
        raise ImportRefusedError(
            f"`{shown(name)}` holds no text of a policy", hint="save the page as the browser shows it, and import that"
        )
    markdown = "".join(_blocks(main))
    heading = next((one for one in main.elements() if one.tag == "h1"), None)
    page_title = next((one for one in root.elements() if one.tag == "title"), None)
    title = (
        heading.words()
        if heading
        else " ".join("".join(c for c in page_title.children if isinstance(c, str)).split())
        if page_title
        else None
    )
    return finished(name, markdown, tuple(dropped), effective_in(main.words()), title or None)


def _blocks(element: Element, indent: str = "") -> Iterator[str]:
    """Markdown blocks of an element's content."""
    running: list[Element | str] = []

    def ended() -> Iterator[str]:
        text = _inline(running).strip()
        running.clear()
        if text:
            yield f"\n{indent}{_opening(text)}\n"

    for child in element.children:
        if isinstance(child, str) or child.tag not in BLOCKS | {"hr"}:
            if not isinstance(child, str) and any(one.tag in BLOCKS for one in child.elements()):
                yield from ended()
                yield from _blocks(child, indent)
            else:
                running.append(child)
            continue
        yield from ended()
        yield from _block(child, indent)
    yield from ended()


def _block(element: Element, indent: str) -> Iterator[str]:
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


def _list(element: Element, indent: str) -> Iterator[str]:
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


def _table(element: Element, indent: str) -> Iterator[str]:
    rows = [one for one in element.elements() if one.tag == "tr"]
    cells = [[c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th")] for row in rows]
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


def _inline(nodes: "list[Element | str]") -> str:
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


def _inline_parts(nodes: "list[Element | str]") -> Iterator[str]:
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
        elif node.tag not in SILENT:
            yield from _inline_parts(node.children)
            if node.tag in BLOCKS:
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
