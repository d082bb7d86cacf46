"""Two texts to word-level marks: what is kept, deleted and inserted; the only module that knows diff-match-patch.

Words are mapped to single characters first, so that no mark ever falls inside a word: `will not` → `may now` shows the
lost `not`, 30 → 300 shows both numbers. There is no time limit, so the same texts give the same marks on any machine;
instead, stretches of more than `MOST_WORDS` words without a landmark in common are shown as replaced.
"""

import re
from collections import Counter
from functools import cache

from diff_match_patch import diff_match_patch

from differ.model import Op, RedlineRun
from differ.sequence import longest_rising

MOST_WORDS = 400
"""Words and signs of a stretch, old and new together, past which it is cut at landmarks, and shown as replaced where it has none."""

_TOKEN = re.compile(r"\s+|\{[{%][^{}\n]{0,200}[%}]\}|\d+(?:[.,:/]\d+)*|\w+(?:['’]\w+)*|~~|[^\w\s]")
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF
_SUPPLEMENTARY = 0xF0000
_KEEP, _DELETE, _INSERT = 0, -1, 1
_OPS = {_KEEP: Op.KEEP, _DELETE: Op.DELETE, _INSERT: Op.INSERT}
Marks = list[tuple[int, str]]


def redline(old: str, new: str) -> tuple[RedlineRun, ...]:
    """The marks that turn `old` into `new`; kept and deleted runs rebuild `old`, kept and inserted ones `new`.

    >>> [(run.op.value, run.words) for run in redline("We will not sell", "We may now sell")]
    [('keep', 'We '), ('delete', 'will not'), ('insert', 'may now'), ('keep', ' sell')]
    """
    if old == new:
        return (RedlineRun(op=Op.KEEP, words=old),) if old else ()
    if not old or not new:
        return (RedlineRun(op=Op.DELETE if old else Op.INSERT, words=old or new),)
    book = _Codebook()
    marks = _diff(book.encode(old), book.encode(new))
    return tuple(RedlineRun(op=_OPS[op], words=book.decode(code)) for op, code in _readable(marks) if code)


class _Codebook:
    """Words as single characters of the private-use planes, and back."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.words: dict[str, str] = {}

    def encode(self, text: str) -> str:
        codes = self.codes
        tokens = _TOKEN.findall(text)
        for token in tokens:
            if token not in codes:
                codes[token] = code = self._code(len(codes))
                self.words[code] = token
        return "".join([codes[token] for token in tokens])

    @staticmethod
    def _code(index: int) -> str:
        private = _LAST_PRIVATE - _FIRST_PRIVATE + 1
        return chr(_FIRST_PRIVATE + index if index < private else _SUPPLEMENTARY + index - private)

    def decode(self, codes: str) -> str:
        return "".join(self.words[code] for code in codes)


@cache
def _engine() -> diff_match_patch:
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    return engine


def _diff(old: str, new: str, cuts: int = 8) -> Marks:
    """Marks of two coded texts: without what both begin and end with, cut at landmarks, at most `cuts` times, where they are long."""
    head = _shared_head(old, new)
    tail = _shared_head(old[head:][::-1], new[head:][::-1])
    marks: Marks = [(_KEEP, old[:head])] if head else []
    marks += _middle(old[head : len(old) - tail], new[head : len(new) - tail], cuts)
    return [*marks, (_KEEP, old[len(old) - tail :])] if tail else marks


def _shared_head(old: str, new: str) -> int:
    end = min(len(old), len(new))
    for index in range(end):
        if old[index] != new[index]:
            return index
    return end


def _middle(old: str, new: str, cuts: int) -> Marks:
    if not old or not new:
        return [(_DELETE, old)] * bool(old) + [(_INSERT, new)] * bool(new)
    if len(old) + len(new) <= MOST_WORDS:
        return [(int(op), str(code)) for op, code in _engine().diff_main(old, new, checklines=False)]
    landmarks = _landmarks(old, new) if cuts else []
    if not landmarks:
        return [(_DELETE, old), (_INSERT, new)]
    marks: Marks = []
    at_old = at_new = 0
    for in_old, in_new in landmarks:
        marks += _between(old[at_old:in_old], new[at_new:in_new], cuts - 1)
        marks.append((_KEEP, old[in_old]))
        at_old, at_new = in_old + 1, in_new + 1
    return marks + _between(old[at_old:], new[at_new:], cuts - 1)


def _between(old: str, new: str, cuts: int) -> Marks:
    if old == new:
        return [(_KEEP, old)] if old else []
    return _diff(old, new, cuts)


def _landmarks(old: str, new: str) -> list[tuple[int, int]]:
    """Words that stand once in both stretches and in the same order: the longest such run (patience)."""
    in_old, in_new = Counter(old), Counter(new)
    place = {code: index for index, code in enumerate(old) if in_old[code] == 1 == in_new[code]}
    return longest_rising(sorted((place[code], index) for index, code in enumerate(new) if code in place))


def _readable(marks: Marks) -> Marks:
    """Marks in runs a person can read: crumbs kept between two changes join them; deletions come before insertions."""
    engine = _engine()
    engine.diff_cleanupMerge(marks)
    engine.diff_cleanupSemantic(marks)
    return marks
