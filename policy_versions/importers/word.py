"""DOCX to Markdown: headings, lists, tables and footnotes; tracked deletions, comments, headers and footers left out.

Reads the archive with the standard library, part by part and up to a fixed size. A part with a document type is refused,
so that no entity can be expanded.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from policy_versions.errors import ImportRefusedError
from policy_versions.importers.dates import effective_in
from policy_versions.importers.document import MAX_BYTES, Imported, finished, require_content
from policy_versions.importers.plain import escaped
from policy_versions.names import shown

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HINT = "open it in a word processor, save it as DOCX again, and import that"
_BULLETS = frozenset({"bullet", "none"})


@dataclass(slots=True)
class _Word:
    """The parts of one file that are read."""

    name: str
    body: ET.Element
    headings: dict[str, int]  # style id -> level; 0 is the title
    bullets: dict[tuple[str, str], bool]  # list id and level -> whether its items are bullets
    footnotes: dict[str, ET.Element]
    dropped: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)


def import_docx(data: bytes, name: str) -> Imported:
    """Read a Word file as a policy.

    Raises:
        ImportRefusedError: the file is empty, too large, no DOCX, or holds no text.
    """
    require_content(data, name)
    word = _opened(data, name)
    markdown = "".join(_blocks(word, word.body))
    for position, cited in enumerate(word.cited, start=1):
        note = word.footnotes.get(cited)
        if note is not None:
            markdown += f"\n\\[{position}\\] {' '.join(_text(word, p) for p in note.iter(f'{_W}p')).strip()}\n"
    title = next((line.lstrip("# ") for line in markdown.split("\n") if line.startswith("# ")), None)
    return finished(name, markdown, tuple(dict.fromkeys(word.dropped)), effective_in(markdown.replace("*", "")), title)


def _opened(data: bytes, name: str) -> _Word:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise ImportRefusedError(f"`{shown(name)}` is no DOCX file", hint=_HINT)
            parts = {
                part: _part(archive, part, name)
                for part in names
                if re.fullmatch(r"word/(?:document|styles|numbering|footnotes|comments|header\d*|footer\d*)\.xml", part)
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise ImportRefusedError(f"`{shown(name)}` is no DOCX file", hint=_HINT) from fault
    body = parts["word/document.xml"].find(f"{_W}body")
    if body is None:
        raise ImportRefusedError(f"`{shown(name)}` holds no text", hint=_HINT)
    notes = parts.get("word/footnotes.xml")
    word = _Word(
        name=name,
        body=body,
        headings=_headings(parts.get("word/styles.xml")),
        bullets=_bullets(parts.get("word/numbering.xml")),
        footnotes={} if notes is None else {_value(one, "id"): one for one in notes if _value(one, "type") in ("", "normal")},
    )
    for part in sorted(parts):
        kind = re.sub(r"\d*\.xml$", "", part.removeprefix("word/"))
        if kind in ("header", "footer", "comments"):
            words = " ".join("".join(t.text or "" for t in parts[part].iter(f"{_W}t")).split())
            if words:
                word.dropped.append(f"{kind}: {words[:200]}")
    return word


def _part(archive: zipfile.ZipFile, part: str, name: str) -> ET.Element:
    with archive.open(part) as stream:
        data = stream.read(4 * MAX_BYTES + 1)
    if len(data) > 4 * MAX_BYTES:
        raise ImportRefusedError(f"`{shown(name)}` unpacks to more than {4 * MAX_BYTES} bytes", hint="give the policy's text alone")
    if re.search(rb"<!DOCTYPE|<!ENTITY", data.replace(b"\0", b""), re.IGNORECASE):
        raise ImportRefusedError(f"`{shown(name)}` declares a document type, which no word processor writes", hint=_HINT)
    try:
        return ET.fromstring(data)  # noqa: S314 - no document type, so no entities
    except ET.ParseError as fault:
        raise ImportRefusedError(f"`{shown(name)}` is broken: {shown(fault)}", hint=_HINT) from fault


def _headings(styles: ET.Element | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for style in [] if styles is None else styles.iter(f"{_W}style"):
        label = style.find(f"{_W}name")
        words = _value(label, "val").lower() if label is not None else ""
        match = re.fullmatch(r"heading ([1-6])", words)
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if words == "title":
            found[_value(style, "styleId")] = 0
        elif match:
            found[_value(style, "styleId")] = int(match[1])
        elif outline is not None and _value(outline, "val").isdecimal() and int(_value(outline, "val")) < 6:
            found[_value(style, "styleId")] = int(_value(outline, "val")) + 1
    return found


def _bullets(numbering: ET.Element | None) -> dict[tuple[str, str], bool]:
    if numbering is None:
        return {}
    kinds: dict[tuple[str, str], bool] = {}
    for abstract in numbering.iter(f"{_W}abstractNum"):
        for level in abstract.iter(f"{_W}lvl"):
            form = level.find(f"{_W}numFmt")
            kinds[_value(abstract, "abstractNumId"), _value(level, "ilvl")] = form is None or _value(form, "val") in _BULLETS
    found = {}
    for number in numbering.iter(f"{_W}num"):
        target = number.find(f"{_W}abstractNumId")
        for (abstract_id, level_id), kind in kinds.items():
            if target is not None and abstract_id == _value(target, "val"):
                found[_value(number, "numId"), level_id] = kind
    return found


def _blocks(word: _Word, parent: ET.Element) -> Iterator[str]:
    counters: dict[tuple[int, str], int] = {}
    in_list = False
    for child in parent:
        if child.tag == f"{_W}tbl":
            yield from _table(word, child)
            in_list = False
        elif child.tag == f"{_W}p":
            block, is_item = _paragraph(word, child, counters)
            if block and in_list and is_item:
                block = block.removeprefix("\n")
            if block:
                in_list = is_item
            yield block
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _blocks(word, child)


def _paragraph(word: _Word, paragraph: ET.Element, counters: dict[tuple[int, str], int]) -> tuple[str, bool]:
    text = _text(word, paragraph).strip()
    if not text:
        return "", False
    properties = paragraph.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    style_id = _value(style, "val") if style is not None else ""
    if style_id in word.headings:
        counters.clear()
        level = max(1, word.headings[style_id])
        return f"\n{'#' * level} {text.replace('**', '')}\n", False
    number = properties.find(f"{_W}numPr") if properties is not None else None
    listed = re.search(r"list\s*(bullet|number)", style_id, re.IGNORECASE)
    if number is None and not listed:
        counters.clear()
        return f"\n{text}\n", False
    level_node = number.find(f"{_W}ilvl") if number is not None else None
    id_node = number.find(f"{_W}numId") if number is not None else None
    level_text = _value(level_node, "val") if level_node is not None else "0"
    level = int(level_text) if level_text.isdecimal() else 0
    list_id = _value(id_node, "val") if id_node is not None else style_id
    known = word.bullets.get((list_id, level_text))
    bullet = known if known is not None else not (listed and listed[1].lower() == "number")
    for deeper in [one for one in counters if one[0] > level]:
        del counters[deeper]
    counters[level, list_id] = counters.get((level, list_id), 0) + 1
    return f"\n{'   ' * level}{'-' if bullet else f'{counters[level, list_id]}.'} {text}\n", True


def _text(word: _Word, paragraph: ET.Element) -> str:
    """The words of a paragraph, tracked insertions in and deletions out, bold kept."""
    parts: list[tuple[str, bool]] = []
    for node in _runs(word, paragraph):
        bold = node.find(f"{_W}rPr/{_W}b")
        strong = bold is not None and _value(bold, "val") not in ("0", "false")
        words = ""
        for piece in node:
            if piece.tag == f"{_W}t":
                words += piece.text or ""
            elif piece.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                words += " "
            elif piece.tag == f"{_W}noBreakHyphen":
                words += "-"
            elif piece.tag == f"{_W}footnoteReference":
                word.cited.append(_value(piece, "id"))
                words += f"[{len(word.cited)}]"
        if words and parts and parts[-1][1] == strong:
            parts[-1] = (parts[-1][0] + words, strong)
        elif words:
            parts.append((words, strong))
    out = ""
    for words, strong in parts:
        shown_words = escaped(f"x{words}")[1:] if out else escaped(words)
        bare = shown_words.strip()
        out += shown_words.replace(bare, f"**{bare}**", 1) if strong and bare else shown_words
    return " ".join(out.split())


def _runs(word: _Word, parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in (f"{_W}del", f"{_W}moveFrom"):
            words = " ".join("".join(t.text or "" for t in child.iter() if t.tag in (f"{_W}delText", f"{_W}t")).split())
            if words:
                word.dropped.append(f"deleted: {words[:200]}")
        elif child.tag != f"{_W}pPr":
            yield from _runs(word, child)


def _table(word: _Word, table: ET.Element) -> Iterator[str]:
    rows = [
        [" ".join(_text(word, p) for p in cell.iter(f"{_W}p")).strip() for cell in row.iter(f"{_W}tc")] for row in table.iter(f"{_W}tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return
    width = max(len(row) for row in rows)
    if width == 1:
        for row in rows:
            yield f"\n{row[0]}\n"
        return
    lines = ["| " + " | ".join(cell.replace("|", "\\|") or " " for cell in [*row, *[""] * (width - len(row))]) + " |\n" for row in rows]
    yield "\n" + lines[0] + "|" + " --- |" * width + "\n" + "".join(lines[1:])


def _value(node: ET.Element | None, name: str) -> str:
    return "" if node is None else node.get(f"{_W}{name}", "")
