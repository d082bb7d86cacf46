"""Blocks of a Markdown text with their places: what `parse` hands to `clauses`, free of any library's types."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"  # its children are items
    ITEM = "item"  # its children are blocks
    QUOTE = "quote"
    TABLE = "table"  # its children are rows, the heads first
    ROW = "row"
    CODE = "code"
    HTML = "html"
    RULE = "rule"
    DEFINITION = "definition"  # of a link's target


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block; `start` and `end` are positions in the body, `origin` leads from an offset in `markup` to one."""

    kind: BlockKind
    markup: str = ""
    start: int = -1
    end: int = -1
    level: int = 0
    number: str = ""
    cells: tuple[str, ...] = ()
    children: "tuple[Block, ...]" = ()
    origin: Callable[[int], int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """What a reader sees of a piece of Markdown, and where its links lead."""

    text: str  # white space folded, characters that show nothing taken out
    key: str = ""  # its words for comparing, without its number
    number: str = ""
    hidden: bool = False  # characters that show nothing, or look like others, stand in it
    links: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()  # HTML comments inside
    unknown: tuple[str, ...] = ()  # tags that are no HTML: kept as words
    struck: bool = False
    bold: bool = False  # all of it is bold
