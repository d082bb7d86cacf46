"""A second reader of Markdown, markdown-it-py, as a second opinion: what it shows, our clauses hold."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from differ import parse
from differ.html_text import read_html
from tests.differ.policies import Policy, policies

WORD = re.compile(r"\w+")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BREAKING = re.compile(r"</?(?:br|p|div|li|td|tr)\b", re.IGNORECASE)


def reader() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: bool(url) or True  # type: ignore[method-assign]
    return markdown


def shown(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (token.type == "html_inline" and BREAKING.match(token.content)):
            parts.append(" ")
        elif token.type == "image":
            parts.append(shown(token.children or []))
    return "".join(parts)


def words_by_the_other_reader(text: str) -> Counter[str]:
    words: Counter[str] = Counter()
    for token in reader().parse(UNSEEN.sub("", text)):
        if token.type == "inline":
            words.update(WORD.findall(shown(token.children or [])))
        elif token.type in ("fence", "code_block"):
            words.update(WORD.findall(token.content))
        elif token.type == "html_block":
            words.update(word for piece in read_html(token.content).pieces for word in WORD.findall(unescape(piece.text)))
    return words


def lost(text: str) -> Counter[str]:
    """Words that the other reader shows and no clause holds."""
    document = parse(text)
    ours = Counter(word for clause in document.clauses for word in WORD.findall(clause.text))
    return words_by_the_other_reader(text[len(document.front_matter) :]) - ours


@given(policies())
def test_no_word_of_a_policy_is_lost(policy: Policy) -> None:
    assert not lost(policy.markdown(width=30, bullet="+"))


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| one |\n| two | three |\n",
        "1. one\n   two\n\n       three\n2. > four\n   > - five\n",
        "Setext\n===\n\none *two* __three__ `four` ![five](x)\n\n    six\n",
        "<b>one</b> two&nbsp;three &lt;four&gt;\n",
        "- one\n- two\n\n  three\n* four\n",
        "one<br>two  \nthree\\\nfour\n",
        "[one][1] [two]: three\n\n[1]: https://a.example\n",
    ],
)
def test_no_word_is_lost_where_markdown_is_intricate(text: str) -> None:
    assert not lost(text)


def test_no_word_of_any_real_policy_is_lost(corpus: Path) -> None:
    files = sorted(corpus.glob("bench/dev/*/*.md"))[::9]
    assert files
    assert {file.parent.name: lost(file.read_text(encoding="utf-8")) for file in files} == {file.parent.name: Counter() for file in files}
