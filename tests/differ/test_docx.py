"""The Word document of a comparison: accepting all gives the new text, rejecting all the old."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from differ import compare
from differ.parse import parse
from differ.render.docx import to_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = {f"{W}t", f"{W}delText", f"{W}br"}
OLD = """# Allotments

## What we keep

We keep your name & plot number for one year.

- We do not sell <seeds> lists.
- We tell the parish council.

## Who sees it

The secretary sees the waiting list.

Nobody else does.
"""
NEW = """# Allotments

## Who sees it

The secretary sees the waiting list.

## What we keep

We keep your name & plot number for two years.

- We may sell <seeds> lists.
- We tell the parish council.
- We tell the water board.
"""


def paragraphs(data: bytes, *, rejected: str) -> list[str]:
    """The document's paragraphs after all changes are accepted (`rejected` is `del`) or rejected (`ins`)."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        root = ET.fromstring(packed.read("word/document.xml"))
    found = []
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{rejected}") is not None:
            continue
        parts = [run for child in paragraph if child.tag != f"{W}{rejected}" for run in child.iter() if run.tag in TEXTS]
        found.append("".join("\n" if part.tag == f"{W}br" else part.text or "" for part in parts))
    return found


def words(text: str) -> list[str]:
    return [clause.text for clause in parse(text).clauses]


def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old():
    data = to_docx(compare(OLD, NEW))
    assert paragraphs(data, rejected="del") == words(NEW)
    assert sorted(paragraphs(data, rejected="ins")) == sorted(words(OLD))


def test_a_word_library_opens_it_and_sees_headings():
    document = Document(io.BytesIO(to_docx(compare(OLD, NEW), author="Ada & co")))
    assert next(p.text for p in document.paragraphs if p.style.name.lower().startswith("heading")) == "Allotments"
    assert 'w:author="Ada &amp; co"' in document.element.xml


def test_the_same_comparison_gives_the_same_bytes():
    assert to_docx(compare(OLD, NEW)) == to_docx(compare(OLD, NEW))


@pytest.mark.parametrize("text", ["", "a \x08 control\n", "<w:t>&amp;</w:t> \u202e\n"])
def test_hostile_words_stay_words(text):
    data = to_docx(compare("Plain words.\n", text))
    assert paragraphs(data, rejected="ins") == ["Plain words."]


CLAUSES = st.lists(
    st.sampled_from([f"We {verb} your {what}." for verb in ("keep", "sell", "share") for what in ("name", "address", "orders")]), max_size=8
)


@given(old=CLAUSES, new=CLAUSES)
@settings(max_examples=40)
def test_both_sides_are_in_it_whatever_changed(old, new):
    before, after = "\n\n".join(old) + "\n", "\n\n".join(new) + "\n"
    data = to_docx(compare(before, after))
    assert paragraphs(data, rejected="del") == words(after)
    assert sorted(paragraphs(data, rejected="ins")) == sorted(words(before))
