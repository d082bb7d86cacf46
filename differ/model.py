"""The vocabulary of a comparison: clauses, pairs of them, redlines, findings and changes.

Values only, all frozen; how they come about is the business of `parse`, `align`, `redline`, `judgement` and `compare`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policy_versions.model import Dimension

__all__ = [
    "Asked",
    "Change",
    "Clause",
    "ClauseKind",
    "Comparison",
    "Dimension",
    "Direction",
    "Document",
    "Engine",
    "Finding",
    "Judgement",
    "Kind",
    "Op",
    "Pair",
    "RedlineRun",
    "Remark",
    "RemarkKind",
    "Span",
    "Words",
]

Span = tuple[int, int]
"""Start and end of a piece of a text, in characters, the end exclusive."""


class Direction(StrEnum):
    """Which way a change moves, seen from the data subject."""

    RELAXES = "relaxes"  # more may be done with the data, or less is promised
    TIGHTENS = "tightens"  # less may be done, or more is promised
    MIXED = "mixed"  # both, in different parts
    NEUTRAL = "neutral"  # a named rule explains all changed words and none of them moves anything
    UNCLEAR = "unclear"  # no rule explains it: a person must look


class Kind(StrEnum):
    """What became of a clause between two texts."""

    KEPT = "kept"  # the same words in the same place; no change
    REWORDED = "reworded"
    MOVED = "moved"  # the same or nearly the same words elsewhere
    ADDED = "added"
    REMOVED = "removed"
    SPLIT = "split"  # one old clause became several
    MERGED = "merged"  # several old clauses became one
    RESCOPED = "rescoped"  # unchanged words whose meaning a changed definition moved


class ClauseKind(StrEnum):
    """What kind of block a clause is in its document."""

    PARAGRAPH = "paragraph"
    ITEM = "item"  # a list item's own words, without the lists inside it
    ROW = "row"  # a table's row; its column heads are in `columns`
    HEADING = "heading"  # also a bold or numbered line that acts as one
    CODE = "code"
    HTML = "html"  # visible words inside HTML blocks
    NOTE = "note"  # a footnote
    TERM = "term"  # the term of a definition list


class Op(StrEnum):
    """What a run of words in a redline is."""

    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The smallest addressable part of a policy: a paragraph, a list item or a table row."""

    kind: ClauseKind
    text: str  # the visible words, white space folded; struck-out words stand as ~~words~~
    key: str  # `text` for comparing: case, typography, look-alike characters and numbering folded away
    heading: tuple[str, ...]  # the headings it stands under, outermost first
    lead: str | None = None  # of an item: the words that lead the list in, joined over nested lists
    lead_ordinal: int | None = None  # the clause those words are from
    columns: tuple[str, ...] = ()  # of a row: the column heads
    cells: tuple[str, ...] = ()  # of a row: its cells, as many as columns
    number: str = ""  # its own number, taken off the key: `4.2`, `(a)`
    depth: int = 0  # nesting of lists and quotations; a heading's level
    span: Span  # slices the source
    links: tuple[str, ...] = ()  # the targets of links and images, in order
    ordinal: int  # its place in the document, from 0

    @property
    def row_head(self) -> str | None:
        """The first cell of a row, which names what the row is about."""
        return self.cells[0] if self.cells else None


class RemarkKind(StrEnum):
    """Why a piece of a source is not in any clause, or should be looked at."""

    FRONT_MATTER = "front_matter"
    COMMENT = "comment"  # an HTML comment: not visible
    LINK_DEFINITION = "link_definition"  # the targets stand in the clauses that use them
    RULE = "rule"  # a line across the page
    UNKNOWN_TAG = "unknown_tag"  # taken for words in angle brackets and kept
    STRUCK = "struck"  # struck-out words: still there, but not said
    HIDDEN = "hidden"  # zero-width or look-alike characters inside words
    WORDLESS = "wordless"  # links and images without words
    RAGGED_ROW = "ragged_row"  # a table row with too few or too many cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something in a source that its clauses do not show."""

    kind: RemarkKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as clauses, in their order; every visible word of `source` lies in exactly one of them."""

    source: str
    clauses: tuple[Clause, ...]
    front_matter: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Which old clauses became which new ones; an added pair has no old, a removed one no new.

    `proof` names the structural rule that shows that not one word of meaning differs (a move, a renumbering, a
    re-wrap); it is empty where the words must be judged.
    """

    kind: Kind
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    moved: bool = False  # it also stands elsewhere now
    proof: str = ""

    @property
    def old_text(self) -> str:
        """The old clauses' words, a line each."""
        return "\n".join(clause.text for clause in self.old)

    @property
    def new_text(self) -> str:
        """The new clauses' words, a line each."""
        return "\n".join(clause.text for clause in self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineRun:
    """A run of words kept, deleted or inserted, with the white space that follows them."""

    op: Op
    words: str

    def to_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"op": self.op.value, "words": self.words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words a finding rests on, on both sides."""

    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One judgement on a change, with its evidence."""

    rule: str  # the rule's name; docs/rules.md explains each
    direction: Direction
    dimension: Dimension | None  # None where the rule is about no matter of its own, such as a move
    words: Words = Words()
    reason: str = ""  # why, in a sentence
    witness: str = ""  # a concrete act the new words allow and the old did not, or the reverse
    material: bool = False  # a person deciding whether to hand data over would want to know

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "rule": self.rule,
            "direction": self.direction.value,
            "dimension": self.dimension.value if self.dimension else None,
            "words": {"old": self.words.old, "new": self.words.new},
            "reason": self.reason,
            "witness": self.witness,
            "material": self.material,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say of one pair. `kind` replaces the pair's where a changed definition re-scopes kept words."""

    direction: Direction
    dimensions: tuple[Dimension, ...] = ()
    material: bool = False
    findings: tuple[Finding, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A pair that is not simply kept, with its redline and what was judged of it."""

    id: str  # a digest of both texts, and an ordinal where the same change occurs again
    kind: Kind
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    redline: tuple[RedlineRun, ...]
    direction: Direction
    dimensions: tuple[Dimension, ...]
    material: bool
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "old": side(self.old),
            "new": side(self.new),
            "redline": [run.to_dict() for run in self.redline],
            "direction": self.direction.value,
            "dimensions": [dimension.value for dimension in self.dimensions],
            "material": self.material,
            "findings": [finding.to_dict() for finding in self.findings],
        }


def side(clauses: tuple[Clause, ...]) -> dict[str, Any] | None:
    """One side of a change as plain values; None where the clause was not there."""
    if not clauses:
        return None
    return {
        "text": "\n".join(clause.text for clause in clauses),
        "heading": list(clauses[0].heading),
        "start": clauses[0].span[0],
        "end": clauses[-1].span[1],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What judged: this package's version and a digest of its vocabulary, so that a decision can name it."""

    version: str
    vocabulary: str

    def to_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"version": self.version, "vocabulary": self.vocabulary}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an outside judge was asked about one change and what it answered, word for word."""

    change: str  # the change's id
    question: Mapping[str, Any]
    answer: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"change": self.change, "question": dict(self.question), "answer": dict(self.answer)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that changed between two texts, in the new text's order; removed clauses stand where they stood."""

    engine: Engine
    language: str
    changes: tuple[Change, ...]
    asked: tuple[Asked, ...] = ()
    old: Document = field(repr=False)
    new: Document = field(repr=False)
    pairs: tuple[Pair, ...] = field(repr=False)

    def directions(self) -> frozenset[Direction]:
        """The directions that occur."""
        return frozenset(change.direction for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, the form of `reconsent diff --format json`."""
        return {
            "engine": self.engine.to_dict(),
            "language": self.language,
            "changes": [change.to_dict() for change in self.changes],
            "judge": [asked.to_dict() for asked in self.asked],
        }
