"""Hostile Markdown: it ends within a second a megabyte, or is refused with advice; it never hangs and never breaks."""

import time

import pytest

from differ import DifferError, compare
from differ.source import MAX_CHARACTERS

SIZE = 100_000
FLOOR = 2.5
"""Seconds of the processor that a small text may take, whatever its size."""

PIECES = {
    "links begun": "[a](",
    "brackets": "[",
    "images": "![",
    "quotations": "> ",
    "bullets on a line": "- ",
    "quotations of bullets": "> - ",
    "stars": "*",
    "emphasis begun": "*a ",
    "underlines": "_a",
    "strikes": "~~a",
    "ticks": "`",
    "bars": "|",
    "tags begun": "<div ",
    "angles": "<",
    "comments begun": "<!--",
    "unknown tags": "<Data Officer> ",
    "addresses begun": "<a@b",
    "attributes": '<a b="',
    "html items": "<li>",
    "backslashes": "\\",
    "liquid begun": "{%",
    "entities": "&#1;",
    "zero-width": "\u200b",
    "lone surrogates": "\ud800 a ",
    "NULs": "\0",
    "controls": "".join(map(chr, range(32))),
    "numbers": "1.1.",
    "spaces": " ",
    "one word": "a",
    "one long sentence": "word and ",
    "short sentences": "We may share. ",
    "parentheses": "(",
}

TEXTS = {
    **{name: piece * (SIZE // len(piece)) for name, piece in PIECES.items()},
    "a list nested deeply": "\n".join("  " * depth + "- x" for depth in range(300)),
    "a wide table": "|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n" + "|b" * 20 + "|\n",
    "a long table": "|a|b|\n|-|-|\n" + "|some x|other y|\n" * 5_000,
    "a ragged table": "a|b\n-|-\n" + "|".join("x" * 20_000),
    "growing ticks": "".join("`" * n + " " for n in range(400)),
    "the same item": "- the same item\n" * 6_000,
    "definitions": "[a]: b\n" * 10_000,
    "footnotes": "[^a]: b\n" * 10_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_it_ends_soon(text: str) -> None:
    changed = text[: len(text) // 2] + "\n\nThe miller keeps nothing.\n\n" + text[len(text) // 2 :]
    start = time.process_time()
    comparison = compare(text, changed)
    assert time.process_time() - start < FLOOR
    assert sum(len(pair.old) for pair in comparison.pairs) == len(comparison.old.clauses)


def test_ten_megabytes_are_refused_at_once() -> None:
    start = time.process_time()
    with pytest.raises(DifferError) as caught:
        compare("We bake bread. " * 700_000, "")
    assert time.process_time() - start < 1
    assert caught.value.hint


def test_the_largest_text_that_is_read_ends_in_time() -> None:
    sentence = "The miller number {} keeps the sack of the baker for {} days.\n\n"
    text = "".join(sentence.format(n, n % 90) for n in range(9_000))[:MAX_CHARACTERS]
    start = time.process_time()
    compare(text, text.replace("for 7 days", "for 70 days"))
    assert time.process_time() - start < 10
