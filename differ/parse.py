"""Markdown to clauses; the only module that knows mistune.

mistune gives no positions, so its block parser is extended here to note, for every block, where it starts and ends;
nested lists and quotations are parsed by it from texts of their own, which lead back to the source line by line. Tables
are read here, so that a row with too few or too many cells does not lose the table. What becomes of the blocks is
decided in `clauses`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from mistune.block_parser import BlockParser
from mistune.core import BlockState
from mistune.inline_parser import InlineParser
from mistune.markdown import Markdown
from mistune.plugins.formatting import strikethrough

from differ.blocks import Block, BlockKind, Inline
from differ.clauses import build_document
from differ.inline import flatten, said
from differ.model import Document, Span
from differ.source import Source, read_source

Cache = dict[str, Inline]
"""Paragraphs already read, by their Markdown; shared between the versions of a text, most of which is the same."""

_MARKUP = re.compile(r"[\\`*_\[<&~]")
_LONG = 4_000
_EMPTY_ITEM = re.compile(r"\s*(?:[*+-]|\d{1,9}[.)])[ \t]*$")
_ITEM_NUMBER = re.compile(r"\s*(\d{1,9}[.)])")
_TABLE_ROW = r"^ {0,3}\S[^\n]*\|[^\n]*(?:\n|$)|^ {0,3}\|[^\n]*(?:\n|$)"
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\n?$")
_PIPE = re.compile(r"\\.|\|", re.DOTALL)


def parse(text: str, *, cache: Cache | None = None) -> Document:
    """Read a Markdown text into clauses.

    Args:
        text: the whole document.
        cache: where paragraphs already read are kept; give the same one for each version of a text.

    Raises:
        TextTooLargeError: the text has more characters than are read.
    """
    source = read_source(text)
    state = _State()
    state.process(source.body)
    state.source = source
    markdown = _markdown()
    markdown.block.parse(state)
    known: Cache = {} if cache is None else cache

    def inline(markup: str) -> Inline:
        return _read_inline(markdown, state, markup, known)

    return build_document(source, _blocks(state.tokens), inline)


def _read_inline(markdown: Markdown, state: "_State", markup: str, known: Cache) -> Inline:
    by_reference = "[" in markup and bool(state.env["ref_links"])
    read = None if by_reference else known.get(markup)
    if read is None:
        plain = not _MARKUP.search(markup) or _is_debris(markup)
        read = said(markup) if plain else flatten(markdown.inline(markup.strip(" \r\n\t\f"), state.env))
        if not by_reference:
            known[markup] = read
    return read


def _is_debris(markup: str) -> bool:
    """Whether a block holds more signs than words: no one wrote that as markup, and reading it so takes long."""
    return len(markup) > _LONG and len(_MARKUP.findall(markup)) > len(markup) // 8


@cache
def _markdown() -> Markdown:
    blocks = _Blocks()
    for name in ("block_quote_rules", "list_rules"):
        getattr(blocks, name).append("table")
    return Markdown(renderer=None, block=blocks, inline=InlineParser(), plugins=[strikethrough])


class _State(BlockState):
    """A text being parsed that knows which line of the body each of its lines is the end of."""

    def __init__(self, parent: "_State | None" = None) -> None:
        super().__init__(parent)
        self.first_line = 0
        self.starts: list[int] = [0]
        self.rules: list[_Rule] = []
        self.marker: tuple[_State, int] | None = None
        if parent is not None:
            self.source: Source = parent.source

    def process(self, src: str) -> None:
        super().process(src)
        self.starts = [0, *accumulate(len(line) + 1 for line in src.split("\n"))]

    def child_state(self, src: str, lazy_line_starts: set[int] | None = None) -> "_State":
        child: _State = super().child_state(src, lazy_line_starts)  # type: ignore[assignment]
        if self.rules:
            self.rules[-1].place(self, child)
        return child

    def add_paragraph(self, text: str) -> None:
        fresh = not (self.tokens and self.tokens[-1]["type"] == "paragraph")
        super().add_paragraph(text)
        token = self.tokens[-1]
        if fresh:
            token["at"] = (self, self.cursor)

    def local_line(self, line: int) -> str:
        return self.src[self.starts[line] : self.starts[line + 1] - 1]

    def origin(self, position: int) -> int:
        """Where a position of this text is in the body: lines lose only their beginnings on the way down."""
        line = bisect_right(self.starts, position) - 1
        to_end = self.starts[line + 1] - 1 - position
        starts = self.source.starts
        at = self.first_line + line
        end = starts[at + 1] if at + 1 < len(starts) else len(self.source.body)
        return max(starts[at], end - 1 - to_end)


class _Rule:
    """A block rule being applied to a state, and the line its next child begins on."""

    def __init__(self, name: str, state: _State, start: int) -> None:
        self.name = name
        self.line = bisect_right(state.starts, start) - 1

    def place(self, parent: _State, child: _State) -> None:
        line = self.line
        if self.name == "list":
            marker = parent.local_line(line)
            child.marker = (parent, parent.starts[line] + len(marker) - len(marker.lstrip()))
            if _EMPTY_ITEM.match(marker):
                line += 1
            self.line = line + max(child.src.count("\n"), 1 if line == self.line else 0)
            last = len(parent.starts) - 2
            while self.line < last and not parent.local_line(self.line).strip():
                self.line += 1
        child.first_line = parent.first_line + line


class _Blocks(BlockParser):
    """mistune's block parser, noting positions, with a table reader that loses nothing."""

    state_cls = _State

    def __init__(self) -> None:
        super().__init__()
        self.register("table", _TABLE_ROW, _parse_table)  # type: ignore[arg-type]

    def parse_method(self, m: re.Match[str], state: _State) -> int | None:  # type: ignore[override]
        before = len(state.tokens)
        last = state.tokens[-1] if state.tokens else None
        state.rules.append(_Rule(str(m.lastgroup), state, m.start()))
        end = super().parse_method(m, state)
        state.rules.pop()
        for token in state.tokens[max(0, before - 1) :]:
            if token is not last and "at" not in token:
                token["at"] = (state, m.start())
                token["end"] = end or state.cursor
        return end

    def parse_ref_link(self, m: re.Match[str], state: BlockState) -> int | None:
        """A link's definition; a footnote (`[^1]: …`) is no link and stays as the paragraph it is."""
        if m.group("reflink_1").startswith("^"):
            return state.append_paragraph()
        start, end = state.cursor, super().parse_ref_link(m, state)
        if end and not (state.tokens and state.tokens[-1]["type"] == "paragraph"):
            state.append_token({"type": "definition", "raw": state.src[start:end], "at": (state, start), "end": end})
        return end

    def _parse_indent_code_fast(self, state: BlockState) -> int | None:
        start, before = state.cursor, len(state.tokens)
        end = super()._parse_indent_code_fast(state)
        if end is not None and len(state.tokens) > before:
            state.tokens[-1].update(at=(state, start), end=end)
        return end


def _parse_table(_: _Blocks, m: re.Match[str], state: _State) -> int | None:
    """A table: a row of heads, a row of dashes with as many cells, then every line with a bar."""
    delimiter = state.get_line(m.end())
    if not _DELIMITER.match(delimiter) or "|" not in delimiter:
        return None
    heads = _cells(m.group())
    if len(heads) != len(_cells(delimiter)):
        return None
    rows = [(heads, m.start(), m.end())]
    end = m.end() + len(delimiter)
    while end < state.cursor_max:
        line = state.get_line(end)
        if "|" not in line or not line.strip():
            break
        rows.append((_cells(line), end, end + len(line)))
        end += len(line)
    state.append_token({"type": "table", "rows": rows})
    return end


def _cells(line: str) -> list[str]:
    """The cells of a table's line; a bar after a backslash is part of its cell."""
    line = line.strip()
    bars = [found.start() for found in _PIPE.finditer(line) if found.group() == "|"]
    edges = [-1, *bars, len(line)]
    cells = [line[a + 1 : b].strip().replace("\\|", "|") for a, b in pairwise(edges)]
    if bars and bars[0] == 0:
        cells = cells[1:]
    if bars and bars[-1] == len(line) - 1 and len(cells) > 1:
        cells = cells[:-1]
    return cells


_KINDS: dict[str, BlockKind] = {
    "paragraph": BlockKind.PARAGRAPH,
    "block_text": BlockKind.PARAGRAPH,
    "heading": BlockKind.HEADING,
    "block_code": BlockKind.CODE,
    "block_html": BlockKind.HTML,
    "thematic_break": BlockKind.RULE,
    "definition": BlockKind.DEFINITION,
}


def _blocks(tokens: list[dict[str, Any]]) -> list[Block]:
    """The tokens of mistune as blocks with their places in the body."""
    blocks: list[Block] = []
    for token in tokens:
        kind = token["type"]
        if kind == "list":
            blocks.append(Block(kind=BlockKind.LIST, children=tuple(_item(item) for item in token["children"])))
        elif kind == "block_quote":
            blocks.append(Block(kind=BlockKind.QUOTE, children=tuple(_blocks(token["children"]))))
        elif kind == "table":
            blocks.append(_table(token))
        elif kind in _KINDS:
            blocks.append(_leaf(_KINDS[kind], token))
    return blocks


def _item(token: dict[str, Any]) -> Block:
    children = tuple(_blocks(token["children"]))
    start, number = -1, ""
    state = next((child["at"][0] for child in token["children"] if "at" in child), None)
    if state is not None and state.marker is not None:
        parent, at = state.marker
        start = parent.origin(at)
        found = _ITEM_NUMBER.match(parent.src, at)
        number = found.group(1) if found else ""
    return Block(kind=BlockKind.ITEM, children=children, start=start, number=number)


def _leaf(kind: BlockKind, token: dict[str, Any]) -> Block:
    state, start = token["at"]
    text: str = token.get("text") or token.get("raw") or ""
    end = token.get("end", start + len(text))
    if kind is BlockKind.HEADING:
        end = max(end, start + len(text))
    span = _span(state, start, end)
    level = token["attrs"]["level"] if kind is BlockKind.HEADING else 0
    return Block(kind=kind, markup=text, start=span[0], end=span[1], level=level, origin=_locator(state, start))


def _locator(state: _State, start: int) -> Callable[[int], int]:
    return lambda offset: state.origin(start + offset)


def _span(state: _State, start: int, end: int) -> Span:
    src = state.src
    while end > start and src[end - 1 : end].isspace():
        end -= 1
    while start < end and src[start].isspace():
        start += 1
    if end <= start:
        at = state.origin(min(start, len(src)))
        return (at, at)
    return (state.origin(start), state.origin(end - 1) + 1)


def _table(token: dict[str, Any]) -> Block:
    state: _State = token["at"][0]
    rows = tuple(
        Block(kind=BlockKind.ROW, cells=tuple(cells), start=span[0], end=span[1])
        for cells, start, end in token["rows"]
        for span in (_span(state, start, end),)
    )
    return Block(kind=BlockKind.TABLE, children=rows)
