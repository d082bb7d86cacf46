"""Plain text to Markdown: menus dropped, headings, lists and paragraphs told by their form.

Flattened lines are taken apart by `flattened`. What is dropped is only what has the form of a menu: runs of short
wordings without punctuation before the first prose or after the last, and repeated page furniture.
"""

import re
from collections.abc import Iterator, Sequence

from policy_versions.importers.dates import effective_in
from policy_versions.importers.document import Imported, decoded, finished
from policy_versions.importers.flattened import Block, is_flattened, take_apart

_DOCUMENT_WORD = re.compile(
    r"\b(?:privacy|policy|notice|terms|conditions|agreement|statement|datenschutz\w*|confidentialité|privacidad)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"\d|@|,|:|;|\b(?:inc|ltd|llc|gmbh|ag|plc|s\.?a|b\.?v|corp)\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣–—]|\(?[a-z]\)|\(?[ivx]{1,4}\)|\(?\d{1,2}\))\s+(?=\S)")
_NUMBERED_HEADING = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-Z]\.|§\s*\d+|Art(?:icle|ikel|\.)\s+\d+\.?|Section\s+\d+\.?)\s+\S"
)
_URL = re.compile(r"^(?:https?://|www\.)\S+$")
_SENTENCE = re.compile(r"[.!?;:][\"”’)]*$")
_MENU_RUN = 4


def import_plain(data: bytes, name: str) -> Imported:
    """Read a plain text file as a policy.

    Raises:
        ImportRefusedError: the file is empty, binary, too large, or holds no prose.
    """
    text = decoded(data, name)
    lines = [line.strip() for line in text.split("\n")]
    first, last = _body(lines)
    kept = lines[first:last]
    dropped = tuple(line for line in (*lines[:first], *lines[last:]) if line)
    blocks = list(_blocks(kept))
    title = next((block.text for block in blocks if block.kind == "title"), None)
    effective = effective_in("\n".join(kept))
    return finished(name, markdown_of(blocks), dropped, effective, title)


def markdown_of(blocks: Sequence[Block]) -> str:
    """Markdown for blocks: the title as `#`, headings as `##`, items as a list."""
    parts: list[str] = []
    before = ""
    for block in blocks:
        text = escaped(block.text)
        if block.kind == "item":
            parts.append(f"{'' if before == 'item' else chr(10)}- {text}\n")
        else:
            mark = {"title": "# ", "heading": "## "}.get(block.kind, "")
            # What is special only at the beginning of a line is not, behind the mark of a heading.
            parts.append(f"\n{mark}{escaped(f'x{block.text}')[1:] if mark else text}\n")
        before = block.kind
    return "".join(parts)


def escaped(text: str) -> str:
    """Plain words as Markdown that shows exactly them."""
    safe = re.sub(r"([\\`*\[\]<>])", r"\\\1", text)
    safe = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", safe)
    safe = re.sub(r"^([-+#=~|])", r"\\\1", safe)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", safe)


def _body(lines: Sequence[str]) -> tuple[int, int]:
    """From which line to which the document's own text goes, menus before and after left out."""
    prose = [number for number, line in enumerate(lines) if _is_prose(line)]
    if not prose:
        return 0, len(lines)
    return _beginning(lines, prose[0]), _end(lines, prose[-1])


def _is_prose(line: str) -> bool:
    words = line.split()
    return (len(words) >= 12 or (len(words) >= 6 and bool(_SENTENCE.search(line)))) and not _URL.match(line)


def _beginning(lines: Sequence[str], first_prose: int) -> int:
    lead = [number for number in range(first_prose) if lines[number]]
    if sum(1 for number in lead if _is_menu_entry(lines[number])) < _MENU_RUN:
        return 0
    if is_flattened(lines[first_prose]):
        return first_prose
    # The document begins with the last title among the short lines, else with the line right above the prose.
    for number in lead:
        if _DOCUMENT_WORD.search(lines[number]) and all(
            not _is_menu_entry(lines[later]) or _DOCUMENT_WORD.search(lines[later]) for later in lead if number < later < first_prose - 1
        ):
            return number
    titled = [number for number in lead if _DOCUMENT_WORD.search(lines[number])]
    return titled[-1] if titled else lead[-1]


def _end(lines: Sequence[str], last_prose: int) -> int:
    end = last_prose + 1
    for number in range(last_prose + 1, len(lines)):
        line = lines[number]
        if line and (_ADDRESS.search(line) or _SENTENCE.search(line)) and not _URL.match(line):
            end = number + 1
    return end


def _is_menu_entry(line: str) -> bool:
    return bool(line) and len(line.split()) <= 5 and not _SENTENCE.search(line) and not effective_in(line)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    titled = False
    for block in _raw_blocks(lines):
        kind = block.kind
        if kind == "title" and titled:
            kind = "heading"
        if kind == "heading" and not titled:
            kind = "title"
        titled = titled or kind in ("title", "paragraph")
        yield Block(kind, block.text)


def _raw_blocks(lines: Sequence[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    item = False

    def ended() -> Iterator[Block]:
        if paragraph:
            yield Block("item" if item else "paragraph", " ".join(paragraph))
            paragraph.clear()

    for number, line in enumerate(lines):
        if not line:
            yield from ended()
            item = False
        elif is_flattened(line):
            yield from ended()
            item = False
            yield from take_apart(line)
        elif _BULLET.match(line):
            yield from ended()
            item = True
            paragraph.append(_without_bullet(line))
        elif _is_heading(lines, number, alone=not paragraph):
            yield from ended()
            item = False
            yield Block("heading", line)
        elif paragraph and not _joins(paragraph[-1], line):
            yield from ended()
            item = False
            paragraph.append(line)
        else:
            paragraph.append(line)
    yield from ended()


def _without_bullet(line: str) -> str:
    match = _BULLET.match(line)
    mark = match[0].strip() if match else ""
    # Letters and numbers are part of the text: other clauses refer to them.
    return line if any(character.isalnum() for character in mark) else line[len(match[0]) if match else 0 :].strip()


def _joins(before: str, line: str) -> bool:
    """Whether `line` goes on with the line before: hard-wrapped text breaks inside sentences or at a steady width."""
    if line[0].islower() and "@" not in line.split(maxsplit=1)[0]:
        return not before.endswith(":")
    return 40 <= len(before) <= 200 and (not _SENTENCE.search(before) or len(before) < 120)


def _is_heading(lines: Sequence[str], number: int, *, alone: bool) -> bool:
    line = lines[number]
    words = line.split()
    if len(line) > 100 or len(words) > 14 or effective_in(line) or _URL.match(line):
        return False
    letters = [character for character in line if character.isalpha()]
    if not letters or (line.endswith((".", ";", ",", ":")) and not _NUMBERED_HEADING.match(line)):
        return False
    if alone and all(character.isupper() for character in letters):
        return True
    after = lines[number + 1] if number + 1 < len(lines) else ""
    apart = (number == 0 or not lines[number - 1]) and not after
    followed = alone and (_is_prose(after) or effective_in(after) is not None)
    return (apart or followed) and (words[0][0].isupper() or words[0][0].isdigit() or words[0][0] in "§¿¡")
