"""What a form is: one way of saying a thing, which is put as marks in the place of its words."""

import re
from typing import NamedTuple

_INDENTED = re.compile(r"\n\s*")


class Form(NamedTuple):
    """One way of saying a thing: the pattern of its words, in small letters, and the marks, in capitals, that stand for it."""

    pattern: re.Pattern[str]
    marks: str


def form(pattern: str, marks: str = "") -> Form:
    """A form; in its pattern the ends of lines, and what indents the next, count for nothing."""
    pattern = _INDENTED.sub("", pattern)
    return Form(re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])"), f" {marks} " if marks else " ")


def marked(said: str, forms: tuple[Form, ...]) -> str:
    """Words with marks in place of every form of some kinds, in their order."""
    for one in forms:
        put, times = one.pattern.subn(one.marks, said)
        said = " ".join(put.split()) if times else said
    return said
