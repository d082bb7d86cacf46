"""Where one block of Markdown falls into several clauses: run-in titles, written bullets, blocks of giant size.

A paragraph is one clause. It is cut only where a reader would see more: a bold line on top of it, lines that begin with
a bullet sign, or a length no paragraph has, as in documents that were flattened on their way to Markdown. A cut never
falls inside a link, a code span or emphasis.
"""

import re
from collections.abc import Iterator

from differ.model import Span
from differ.sentences import sentence_spans

GIANT = 2_000
"""Characters past which a paragraph is cut at its line breaks and numbers."""

_RUN_IN_TITLE = re.compile(r"\s*(\*\*|__)(?=\S)((?:(?!\1)[^\n]){2,120}?)\1[ \t]*:?[ \t]*(?:\\|[ ]{2,}|<br ?/?>)?\n(?=\s*\S)")
_BULLET = re.compile("[•●▪◦‣·○■]")
_BULLET_LINE = re.compile(r"(?:^|\n|<br ?/?>)[ \t]*(?=[•●▪◦‣·○■][ \t\u00a0])")
_GIANT_CUT = re.compile(
    r"<br ?/?>|(?:[ ]{2,}|\\)\n"  # written line breaks
    r"|\n(?=[ \t]*(?:\(?[0-9a-z]{1,4}\\?[.)]|[-*•–]|#)[ \t])"  # lines that begin with a number or bullet
    r"|(?<=[.;:!?])\s+(?=\d{1,2}(?:\.\d{1,2})*\\?\.\s+[A-Z])"  # numbers after a sentence
)
_OPENERS = re.compile(r"\\.|\*\*|__|`|\[|\]|<[A-Za-z/]|>", re.DOTALL)


def cut(markup: str) -> list[Span]:
    """The spans of the clauses in one paragraph's Markdown; together they hold all of its words."""
    title = _RUN_IN_TITLE.match(markup)
    if title and not title.group(2).rstrip(" :").endswith((".", ",", ";")):
        return [(0, title.end()), *_shift(cut(markup[title.end() :]), title.end())]
    if len(markup) > GIANT:
        return [span for part in _at(markup, _GIANT_CUT) for span in _giant(markup, part)]
    if not markup.isascii() and _BULLET.search(markup) and _BULLET_LINE.search(markup):
        return _at(markup, _BULLET_LINE)
    return [(0, len(markup))]


def _shift(spans: list[Span], by: int) -> Iterator[Span]:
    return ((start + by, end + by) for start, end in spans)


def _giant(markup: str, part: Span) -> Iterator[Span]:
    """A part that is still of giant size, sentence by sentence."""
    start, end = part
    if end - start <= GIANT:
        yield part
        return
    ends = {start + stop for _, stop in sentence_spans(markup[start:end])}
    yield from _shift(_balanced(markup[start:end], sorted(stop - start for stop in ends if stop < end)), start)


def _at(markup: str, where: re.Pattern[str]) -> list[Span]:
    return _balanced(markup, [found.end() for found in where.finditer(markup) if found.end() > 0])


def _balanced(markup: str, cuts: list[int]) -> list[Span]:
    """The spans between those cuts that fall inside no markup left open, in one pass."""
    spans: list[Span] = []
    start = 0
    marks = _OPENERS.finditer(markup)
    mark = next(marks, None)
    open_marks: dict[str, int] = {}
    for at in cuts:
        while mark is not None and mark.start() < at:
            _count(open_marks, mark.group())
            mark = next(marks, None)
        if not any(open_marks.values()) and markup[start:at].strip():
            spans.append((start, at))
            start = at
    if markup[start:].strip() or not spans:
        spans.append((start, len(markup)))
    return spans


def _count(open_marks: dict[str, int], mark: str) -> None:
    if mark in ("**", "__", "`"):
        open_marks[mark] = 1 - open_marks.get(mark, 0)
    elif mark == "[":
        open_marks["["] = open_marks.get("[", 0) + 1
    elif mark == "]":
        open_marks["["] = max(0, open_marks.get("[", 0) - 1)
    elif mark.startswith("<"):
        open_marks["<"] = 1
    elif mark == ">":
        open_marks["<"] = 0
