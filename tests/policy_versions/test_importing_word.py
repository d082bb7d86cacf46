"""Word files taken as policies, written by python-docx and by hand."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from policy_versions.errors import ImportRefusedError
from policy_versions.importers import import_text

docx = pytest.importorskip("docx")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_hand(body: str, **parts: str) -> bytes:
    """A DOCX file of raw parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    return out.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(run if run.startswith("<") else f"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def test_a_word_file_becomes_markdown():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Draft of the choir"
    document.add_heading("Choir notice", level=0)
    document.add_paragraph("Effective 7 July 2021")
    document.add_heading("Voices", level=1)
    line = document.add_paragraph("We record ")
    line.add_run("rehearsals").bold = True
    line.add_run(" and *keep* them.")
    document.add_paragraph("your voice", style="List Bullet")
    document.add_paragraph("your part", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_heading("Where", level=2)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([c for row in table.rows for c in row.cells], ["What", "How long", "Scores | notes", "P1Y"], strict=True):
        cell.text = words
    found = import_text(saved(document), "choir.docx")
    assert (
        found.markdown
        == """\
# Choir notice

Effective 7 July 2021

# Voices

We record **rehearsals** and \\*keep\\* them.

- your voice
- your part
1. first
2. second

## Where

| What | How long |
| --- | --- |
| Scores \\| notes | P1Y |
"""
    )
    assert found.effective == datetime(2021, 7, 7, tzinfo=UTC)
    assert found.title == "Choir notice"
    assert found.dropped == ("header: Draft of the choir",)


def test_tracked_insertions_are_text_and_tracked_deletions_are_told():
    inserted = "<w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>gladly </w:delText></w:r></w:del>"
    found = import_text(by_hand(paragraph("We ", inserted, deleted, "sell voices.")), "a.docx")
    assert found.markdown == "We never sell voices.\n"
    assert found.dropped == ("deleted: gladly",)


def test_links_content_controls_and_footnotes_are_read():
    link = "<w:hyperlink><w:r><w:t>the statutes</w:t></w:r></w:hyperlink>"
    note = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    control = f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'/><w:footnote w:id='2'>{paragraph('Of 1999.')}</w:footnote></w:footnotes>"
    )
    found = import_text(by_hand(paragraph("See ", link, ".", note) + control, footnotes=notes), "a.docx")
    assert found.markdown == "See the statutes.\\[1\\]\n\nIn a control.\n\n\\[1\\] Of 1999.\n"


def test_levels_of_lists_are_kept():
    numbering = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    )

    def item(level: int, words: str) -> str:
        style = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='5'/></w:numPr></w:pPr>"
        return f"<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>"

    body = item(0, "names") + item(1, "first") + item(1, "last") + item(0, "times")
    assert import_text(by_hand(body, numbering=numbering), "a.docx").markdown == "1. names\n   - first\n   - last\n2. times\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (by_hand(paragraph("x")).replace(b"word/document.xml", b"word/documend.xml"), "is no DOCX file"),
        (by_hand(paragraph("x"))[:60], "is no DOCX file"),
        (by_hand("<w:p>"), "is broken"),
        (by_hand(""), "holds no text"),
    ],
    ids=["its part has another name", "cut off", "no whole XML", "no text"],  # the bytes hold the time
)
def test_a_broken_word_file_gets_one_clear_line(data, told):
    with pytest.raises(ImportRefusedError, match=told):
        import_text(data, "a.docx")


def test_entities_and_bombs_are_refused():
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    bomb = f"{entities}<w:document {W}><w:body>&b;</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(ImportRefusedError, match="declares a document type"):
        import_text(out.getvalue(), "a.docx")
    with pytest.raises(ImportRefusedError, match="unpacks to more than"):
        import_text(by_hand(" " * 40_000_000), "a.docx")
