"""What changed definitions do: to the sentences that define words, and to kept clauses that use them.

How far a definition reaches, and where a word is used, is told by `definitions`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from differ.judgement.context import Side
from differ.judgement.defining_words import says_what_it_is_otherwise
from differ.judgement.definitions import Shift, Uses, defined, definition, excluded, shift
from differ.judgement.rules import Edit
from differ.judgement.statements import Sentence
from differ.model import Clause, ClauseKind, Direction, Document, Finding, Words
from differ.sentences import sentences

_THE_SAME = Finding(
    rule="meaning", direction=Direction.NEUTRAL, dimension=None, reason="The word is given the same meaning in other words."
)


class Shifts:
    """The words that two documents define, and those of them whose extent was found to move."""

    def __init__(self, old: Document, new: Document, side: Side) -> None:
        """`side` reads the new document."""
        self._before, self._after = _definitions(old), _definitions(new)
        self._words = sorted({*self._before, *self._after})
        self._uses = Uses(new.clauses, side)
        self._moved: dict[str, Shift] = {}

    def of_edit(self, edit: Edit) -> list[Finding] | None:
        """What an edited definition does; nothing where the sentence defines no word."""
        if says_what_it_is_otherwise(edit.old.text, edit.new.text):
            return [_THE_SAME]
        moved = shift(edit)
        return None if moved is None else self._found(moved, Words(old=edit.old.text, new=edit.new.text))

    def of_sentence(self, sentence: Sentence, *, new: bool) -> list[Finding] | None:
        """What a sentence that is new, or gone, does to the extent of a defined word; nothing where it touches none."""
        words = Words(new=sentence.text) if new else Words(old=sentence.text)
        word = defined(sentence.text)
        others = self._before if new else self._after
        if word in others and says_what_it_is_otherwise(others[word], sentence.text):
            return [_THE_SAME]
        if word in others:
            return self._found(Shift(word, 0), words)
        word = excluded(sentence, self._words)
        return self._found(Shift(word, -1 if new else 1), words) if word else None

    def in_kept(self, clauses: Sequence[Clause]) -> list[Finding]:
        """What the definitions found to move do to clauses of unchanged words."""
        return [
            one
            for clause in clauses
            for word, moved in self._moved.items()
            if moved.effect and (signs := self._uses.in_clause(word, clause))
            for one in definition(moved, signs, Words(new=clause.text))
        ]

    def _found(self, moved: Shift, words: Words) -> list[Finding]:
        self._moved[moved.word] = moved
        return list(definition(moved, self._uses.signs(moved.word), words))


_DEFINES = re.compile(r"mean|refer|includ|[“\"]|\bis (?:any|every)thing")


def _definitions(document: Document) -> Mapping[str, str]:
    """The words a document defines, and the sentence that does so, the first where several do."""
    return dict(reversed(list(_defined(document.clauses))))


def _defined(clauses: Iterable[Clause]) -> Iterable[tuple[str, str]]:
    for clause in clauses:
        if clause.kind is not ClauseKind.HEADING and _DEFINES.search(clause.text):
            yield from ((word, text) for text in sentences(clause.text) if (word := defined(text)))
