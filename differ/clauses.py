"""Blocks to clauses: heading paths, list lead-ins, table heads, numbers; nothing a reader sees is lost.

How Markdown is read is the business of `parse`, where a block falls apart of `pieces`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from differ.blocks import Block, BlockKind, Inline
from differ.html_text import Piece, read_html
from differ.inline import said, unescape
from differ.model import Clause, ClauseKind, Document, Remark, RemarkKind, Span
from differ.normal import fold, split_number
from differ.pieces import cut
from differ.sentences import sentence_spans
from differ.source import Source
from differ.titles import NUMBER_LEVEL, is_title, title_level

_ANNOUNCES = re.compile(r"\b(?:following|below|these|such as|includ(?:e|es|ing)|listed)\b", re.IGNORECASE)
_WRITTEN_ITEM = re.compile(r"\s*(?:[•●▪◦‣·○■–-]\s|\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s|[a-z]\\?[.)]\s)")
_NOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:\s*")
_HTML_KINDS = {"li": ClauseKind.ITEM, "tr": ClauseKind.ROW, "dt": ClauseKind.TERM, "dd": ClauseKind.ITEM, "pre": ClauseKind.CODE}
_HTML_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in lists and tables the blocks being read stand."""

    lead: str | None = None
    lead_ordinal: int | None = None
    depth: int = 0
    in_item: bool = False


def build_document(source: Source, blocks: list[Block], inline: Callable[[str], Inline]) -> Document:
    """The clauses of a text, from its blocks; `inline` reads a piece of Markdown."""
    builder = _Builder(source, inline)
    builder.walk(tuple(blocks), _Place())
    start, end = source.front_matter
    front_matter = source.original[start:end]
    if front_matter:
        builder.remarks.insert(0, Remark(kind=RemarkKind.FRONT_MATTER, text=front_matter, span=source.front_matter))
    return Document(source=source.original, clauses=tuple(builder.clauses), front_matter=front_matter, remarks=tuple(builder.remarks))


class _Builder:
    def __init__(self, source: Source, inline: Callable[[str], Inline]) -> None:
        self.source = source
        self.inline = inline
        self.clauses: list[Clause] = []
        self.remarks: list[Remark] = []
        self.path: list[tuple[int, str]] = []

    def walk(self, blocks: tuple[Block, ...], place: _Place) -> None:
        """Read blocks that stand beside each other; the paragraph before a list or table leads it in."""
        before: Clause | None = None
        for index, block in enumerate(blocks):
            if block.kind is BlockKind.LIST:
                following = blocks[index + 1] if index + 1 < len(blocks) else None
                if not place.in_item and self._numbered_title(block, following):
                    before = None
                else:
                    self._list(block, self._led(place, before))
            elif block.kind is BlockKind.TABLE:
                self._table(block, self._led(place, before))
            elif block.kind is BlockKind.QUOTE:
                self.walk(block.children, replace(place, depth=place.depth + 1))
                before = None
            else:
                before = self._leaf(block, place, before)

    def _leaf(self, block: Block, place: _Place, before: Clause | None) -> Clause | None:
        """Read a block without blocks inside; return the clause that may lead a list in."""
        if block.kind is BlockKind.PARAGRAPH:
            return self._paragraph(block, place, before)
        if block.kind is BlockKind.HTML:
            self._html(block, place)
        elif block.kind is BlockKind.HEADING:
            self._heading(self.inline(block.markup), block.level, self._span(block.start, block.end))
        elif block.kind is BlockKind.CODE:
            self._add(ClauseKind.CODE, said(block.markup), self._span(block.start, block.end), place)
        elif block.kind is BlockKind.RULE:
            self._remark(RemarkKind.RULE, "", self._span(block.start, block.end))
        elif block.kind is BlockKind.DEFINITION:
            self._remark(RemarkKind.LINK_DEFINITION, block.markup.strip(), self._span(block.start, block.end))
            return before
        return None

    def _paragraph(self, block: Block, place: _Place, before: Clause | None) -> Clause | None:
        spans = cut(block.markup)
        last = before
        for start, end in spans:
            markup = block.markup[start:end]
            read = self.inline(markup)
            span = (block.start, block.end) if len(spans) == 1 else self._inside(block, start, end)
            level = 0 if place.in_item else title_level(read.text, bold=read.bold)
            if level and len(self.clauses) > 0 and len(spans) == 1 and self._leads_on(last):
                level = 0
            if level:
                self._heading(read, level, self._span(*span))
                last = None
                continue
            kind, where = self._written_item(markup, place, last)
            added = self._add(kind, read, self._span(*span), where)
            if added is not None and not (kind is ClauseKind.ITEM and not place.in_item):
                last = added
        return last

    def _leads_on(self, before: Clause | None) -> bool:
        """Whether a paragraph follows one that announces a list: then it is its item, however short."""
        return before is not None and before.text.endswith(":")

    def _written_item(self, markup: str, place: _Place, before: Clause | None) -> tuple[ClauseKind, _Place]:
        """What a paragraph is: an item where it begins with a bullet or `(a)` after a paragraph that leads it in."""
        if place.in_item:
            return ClauseKind.ITEM, place
        if before is not None and _WRITTEN_ITEM.match(markup) and self._leads_on(before):
            return ClauseKind.ITEM, self._led(place, before)
        return ClauseKind.PARAGRAPH, place

    def _led(self, place: _Place, before: Clause | None) -> _Place:
        """The place of a list's items after a paragraph: its last sentence leads them in if it announces anything."""
        if before is None or before.kind in (ClauseKind.HEADING, ClauseKind.ROW):
            return place
        text = before.text
        ends = text[-1:] in (".", "!", "?", ";")
        sentence = text[sentence_spans(text)[-1][0] :] if len(text) > 60 else text
        if place.in_item:
            return replace(place, lead=" ".join(filter(None, (place.lead, text))), lead_ordinal=before.ordinal)
        if ends and not _ANNOUNCES.search(sentence):
            return place
        return replace(place, lead=sentence, lead_ordinal=before.ordinal)

    def _list(self, block: Block, place: _Place) -> None:
        for item in block.children:
            first = len(self.clauses)
            self.walk(item.children, replace(place, depth=place.depth + 1, in_item=True))
            if len(self.clauses) > first and item.start >= 0:
                self._take_marker(first, item)

    def _take_marker(self, first: int, item: Block) -> None:
        """Let an item's first clause begin at its bullet or number, which a reader sees."""
        clause = self.clauses[first]
        start = self.source.origin(item.start)
        if start < clause.span[0]:
            number = clause.number or item.number
            self.clauses[first] = replace(clause, span=(start, clause.span[1]), number=number)

    def _numbered_title(self, block: Block, following: Block | None) -> bool:
        """Read `3. Sharing` before a paragraph as the heading it is; Markdown takes it for a list of one item."""
        if len(block.children) != 1 or following is None or following.kind is BlockKind.RULE:
            return False
        item = block.children[0]
        if not item.number or len(item.children) != 1 or item.children[0].kind is not BlockKind.PARAGRAPH:
            return False
        read = self.inline(item.children[0].markup)
        if not is_title(read.text):
            return False
        span = self._span(item.start, item.children[0].end)
        self._heading(said(f"{item.number} {read.text}", links=read.links, struck=read.struck), NUMBER_LEVEL, span)
        return True

    def _table(self, block: Block, place: _Place) -> None:
        heads: tuple[str, ...] = ()
        for index, row in enumerate(block.children):
            reads = [self.inline(cell) for cell in row.cells]
            cells = tuple(read.text for read in reads)
            links = tuple(link for read in reads for link in read.links)
            span = self._span(row.start, row.end)
            if index and len(cells) != len(heads):
                self._remark(RemarkKind.RAGGED_ROW, " | ".join(cells), span)
                cells = _fit(cells, len(heads))
            text = " | ".join(cells) if any(cells) else ""
            read = said(text, links=links, struck=any(r.struck for r in reads))
            self._add(ClauseKind.ROW, read, span, place, columns=heads, cells=cells)
            if not index:
                heads = cells

    def _html(self, block: Block, place: _Place) -> None:
        shown = read_html(block.markup)
        for text, start, end in shown.comments:
            self._remark(RemarkKind.COMMENT, text, self._span(*self._inside(block, start, end)))
        for text, start, end in shown.unknown:
            self._remark(RemarkKind.UNKNOWN_TAG, text, self._span(*self._inside(block, start, end)))
        for piece in shown.pieces:
            self._piece(piece, self._span(*self._inside(block, piece.start, piece.end)), place)

    def _piece(self, piece: Piece, span: Span, place: _Place) -> None:
        read = said(unescape(piece.text), links=piece.links, struck="~~" in piece.text)
        level = _HTML_LEVELS.get(piece.tag, 0)
        if level:
            self._heading(read, level, span)
            return
        kind = _HTML_KINDS.get(piece.tag, ClauseKind.PARAGRAPH if piece.tag in ("", "p", "div", "section") else ClauseKind.HTML)
        self._add(kind, read, span, place)

    def _heading(self, read: Inline, level: int, span: Span) -> None:
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        added = self._add(ClauseKind.HEADING, read, span, _Place(depth=level))
        if added is not None:
            self.path.append((level, added.text))

    def _add(
        self,
        kind: ClauseKind,
        read: Inline,
        span: Span,
        place: _Place,
        *,
        columns: tuple[str, ...] = (),
        cells: tuple[str, ...] = (),
    ) -> Clause | None:
        text = read.text
        self._notes(read, text, span)
        if not text:
            if read.links:
                self._remark(RemarkKind.WORDLESS, " ".join(read.links), span)
            return None
        if kind is ClauseKind.PARAGRAPH and _NOTE.match(text):
            kind = ClauseKind.NOTE
        number, key = read.number, read.key
        if kind is ClauseKind.HEADING and not number:
            number, rest = split_number(text, heading=True)
            key = fold(rest) or text
        clause = Clause(
            kind=kind,
            text=text,
            key=key,
            heading=tuple(title for _, title in self.path),
            lead=place.lead,
            lead_ordinal=place.lead_ordinal,
            columns=columns,
            cells=cells,
            number=number,
            depth=place.depth,
            span=span,
            links=read.links,
            ordinal=len(self.clauses),
        )
        self.clauses.append(clause)
        return clause

    def _notes(self, read: Inline, text: str, span: Span) -> None:
        for comment in read.comments:
            self._remark(RemarkKind.COMMENT, comment, span)
        for tag in read.unknown:
            self._remark(RemarkKind.UNKNOWN_TAG, tag, span)
        if read.struck:
            self._remark(RemarkKind.STRUCK, text, span)
        if read.hidden:
            self._remark(RemarkKind.HIDDEN, text, span)

    def _remark(self, kind: RemarkKind, text: str, span: Span) -> None:
        self.remarks.append(Remark(kind=kind, text=text, span=span))

    def _inside(self, block: Block, start: int, end: int) -> Span:
        """The place in the body of a piece of a block's markup, without the white space around it."""
        markup = block.markup
        while end > start and markup[end - 1].isspace():
            end -= 1
        while start < end and markup[start].isspace():
            start += 1
        if block.origin is None or end <= start:
            return (block.start, block.start)
        return (block.origin(start), block.origin(end - 1) + 1)

    def _span(self, start: int, end: int) -> Span:
        """A span of the body as one of the original text."""
        if end <= start:
            at = self.source.origin(max(start, 0))
            return (at, at)
        return (self.source.origin(start), self.source.origin(end - 1) + 1)


def _fit(cells: tuple[str, ...], count: int) -> tuple[str, ...]:
    """A ragged row with as many cells as the heads: missing ones are empty, what is too much joins the last."""
    if len(cells) < count:
        return cells + ("",) * (count - len(cells))
    return (*cells[: count - 1], " ".join(cells[count - 1 :]))
