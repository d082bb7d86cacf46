"""A comparison as a Word document with real tracked changes: accept all gives the new text, reject all the old.

Written by hand as the four parts that Word needs, so that no library is needed for it; the same comparison gives the same bytes.
A clause that moved is deleted where it stood and inserted where it stands.
"""

import io
import re
import zipfile
from bisect import bisect_left
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from differ.model import Clause, ClauseKind, Comparison, Op, RedlineRun
from differ.redline import redline

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = f'{_HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/%s" Target="%s"/></Relationships>'
_DEEPEST = 6
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: no clock is asked
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_docx(comparison: Comparison, *, author: str = "reconsent") -> bytes:
    """The whole new text, with every change marked as Word marks its own.

    Args:
        comparison: what to show.
        author: whose changes Word says they are.
    """
    marks = _Marks(author)
    body = "".join(marks.paragraph(*piece) for piece in _pieces(comparison))
    document = f'{_HEAD}<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATION % ("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _RELATION % ("styles", "styles.xml"),
        "word/styles.xml": _styles(),
        "word/document.xml": document,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


_Piece = tuple[Clause, tuple[RedlineRun, ...], Op]
"""What gives a paragraph its form, its words, and what became of the paragraph itself."""


def _pieces(comparison: Comparison) -> list[_Piece]:
    """Every paragraph in the new text's order; what is deleted stands behind the clause it followed in the old text."""
    placed: list[tuple[tuple[int, int, int], _Piece]] = []
    stayed = [pair for pair in comparison.pairs if len(pair.old) == len(pair.new) == 1 and not pair.moved]
    for pair in stayed:
        old, new = pair.old[0], pair.new[0]
        placed.append(((new.ordinal, 0, 0), (new, redline(old.text, new.text), Op.KEEP)))
    anchors = sorted((pair.old[0].ordinal, pair.new[0].ordinal) for pair in stayed)
    olds = [old for old, _ in anchors]
    for pair in comparison.pairs:
        if len(pair.old) == len(pair.new) == 1 and not pair.moved:
            continue
        placed += [((clause.ordinal, 0, 0), _whole(clause, Op.INSERT)) for clause in pair.new]
        for clause in pair.old:
            place = bisect_left(olds, clause.ordinal)
            placed.append(((anchors[place - 1][1] if place else -1, 1, clause.ordinal), _whole(clause, Op.DELETE)))
    return [piece for _, piece in sorted(placed, key=lambda one: one[0])]


def _whole(clause: Clause, op: Op) -> _Piece:
    return clause, (RedlineRun(op=op, words=clause.text),), op


class _Marks:
    """Writes paragraphs; every tracked change has a number of its own."""

    def __init__(self, author: str) -> None:
        self._who = f"w:author={quoteattr(_FORBIDDEN.sub('', author))}"
        self._numbers = count(1)

    def paragraph(self, clause: Clause, runs: tuple[RedlineRun, ...], fate: Op) -> str:
        """One clause as a paragraph."""
        mark = "" if fate is Op.KEEP else f"<w:rPr>{self._open(fate)[:-1]}/></w:rPr>"
        words = "".join(map(self._run, runs))
        return f"<w:p><w:pPr>{_style(clause)}{mark}</w:pPr>{words}</w:p>"

    def _run(self, run: RedlineRun) -> str:
        tag = "delText" if run.op is Op.DELETE else "t"
        lines = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", run.words).split("\n")
        text = "<w:br/>".join(f'<w:{tag} xml:space="preserve">{escape(line)}</w:{tag}>' for line in lines)
        inner = f"<w:r>{text}</w:r>"
        return inner if run.op is Op.KEEP else f"{self._open(run.op)}{inner}</w:{_TAGS[run.op]}>"

    def _open(self, op: Op) -> str:
        return f'<w:{_TAGS[op]} w:id="{next(self._numbers)}" {self._who}>'


_TAGS = {Op.INSERT: "ins", Op.DELETE: "del"}


def _style(clause: Clause) -> str:
    if clause.kind is ClauseKind.HEADING:
        return f'<w:pStyle w:val="Heading{min(max(clause.depth, 1), _DEEPEST)}"/>'
    if clause.kind is ClauseKind.ITEM:
        return f'<w:pStyle w:val="Item"/><w:ind w:left="{360 * max(clause.depth, 1)}"/>'
    return ""


def _styles() -> str:
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{max(22, 38 - 4 * level)}"/></w:rPr></w:style>'
        for level in range(1, _DEEPEST + 1)
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{_NAMESPACE}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/><w:basedOn w:val="Normal"/></w:style>{headings}</w:styles>'
    )
