"""Judges each pair of clauses: sentence by sentence, over the whole of both documents.

Two lanes: whole sentences, new or gone, are looked for in the other document; sentences that changed have every
changed term explained by a rule. It relaxes if either lane says so; it is neutral or tightens only if nothing is
left unexplained.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from differ.deciding import deciding_words, turned_words
from differ.judgement.context import Side
from differ.judgement.coverage import Coverage
from differ.judgement.edited import edited
from differ.judgement.headings import limited_by_headings
from differ.judgement.in_another_cut import in_another_cut, reaches_otherwise, same_actor
from differ.judgement.joining import joined
from differ.judgement.matching import pair_sentences
from differ.judgement.names import organisation_names, renamed
from differ.judgement.new_and_gone import NewAndGone
from differ.judgement.put_together import put_together_otherwise
from differ.judgement.questions import ask_the_same
from differ.judgement.reader import Reader
from differ.judgement.rules import Edit, finding, pool
from differ.judgement.rules.references import turned
from differ.judgement.rules.wording import in_other_words
from differ.judgement.sections import numbered_sections
from differ.judgement.shifts import Shifts
from differ.judgement.statements import Sentence
from differ.judgement.told_alike import are_told_alike
from differ.judgement.unread import unread
from differ.model import ClauseKind, Direction, Document, Finding, Judgement, Kind, Pair

_NEUTRAL = Judgement(direction=Direction.NEUTRAL)
_FLAGGED = frozenset({Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR})
_TELLING_HEADINGS = frozenset({"amount", "ban-and-permission", "only"})


def judge(pairs: Sequence[Pair], old: Document, new: Document) -> Sequence[Judgement]:
    """One judgement for each pair, in their order; pairs kept or proved alike by their structure are neutral."""
    return Bench(pairs, old, new).judge()


@dataclass(frozen=True, slots=True)
class Case:
    """A changed pair with its sentences: those that became one another, those gone and those new."""

    pair: Pair
    same: tuple[tuple[Sentence, Sentence], ...]
    gone: tuple[Sentence, ...]
    came: tuple[Sentence, ...]

    @property
    def is_told_alike(self) -> bool:
        """Whether its sentences tell the same right, choice or promise in another cut."""
        if not (self.gone or self.came):
            return False  # each sentence is judged by itself
        return are_told_alike([*(old for old, _ in self.same), *self.gone], [*(new for _, new in self.same), *self.came])

    @property
    def headings(self) -> bool:
        """Whether it is of headings alone."""
        return all(clause.kind is ClauseKind.HEADING for clause in (*self.pair.old, *self.pair.new))


class Bench:
    """Two documents as the judgement reads them, and the changes between them."""

    def __init__(self, pairs: Sequence[Pair], old: Document, new: Document) -> None:
        names = renamed(pairs)
        called = organisation_names(old.clauses) | organisation_names(new.clauses)
        called |= {after for before, after in names.items() if before in called}
        sections_before, sections_after = numbered_sections(pairs)
        self.old = Side(Reader(called, {name: name for name in names}, sections_before))
        self.new = Side(Reader(called, {after: before for before, after in names.items()}, sections_after))
        self.pairs = pairs
        self.cases = [None if pair.kind is Kind.KEPT or pair.proof else self._case(pair) for pair in pairs]
        self.shifts = Shifts(old, new, self.new)
        came = [(sentence, case.pair) for case in self.cases if case for sentence in case.came]
        gone = [(sentence, case.pair) for case in self.cases if case for sentence in case.gone]
        self.wholes = NewAndGone(pairs, Coverage(old, self.old), Coverage(new, self.new), self.shifts, gone, came)

    def _case(self, pair: Pair) -> Case:
        same, gone, came = pair_sentences(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new))
        return Case(pair, tuple(same), tuple(gone), tuple(came))

    def judge(self) -> list[Judgement]:
        """One judgement for each pair; the changed ones first, for they tell which definitions moved."""
        found = [_NEUTRAL if case is None else self.judged(case) for case in self.cases]
        return [
            self._rescoped(pair) or judgement if case is None else judgement
            for pair, case, judgement in zip(self.pairs, self.cases, found, strict=True)
        ]

    def _rescoped(self, pair: Pair) -> Judgement | None:
        """The judgement of kept words whose meaning a changed definition moved."""
        found = self.shifts.in_kept(pair.new) if pair.kind is Kind.KEPT else []
        found = found or limited_by_headings(pair, self.old, self.new)
        return replace(joined(found), kind=Kind.RESCOPED) if found else None

    def judged(self, case: Case) -> Judgement:
        """The judgement of one changed pair."""
        pair = case.pair
        if case.headings and not (pair.old and pair.new):
            return _NEUTRAL
        elsewhere = list(turned(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new), dict(case.same)))
        if not elsewhere and pair.kind is not Kind.MERGED and case.is_told_alike:
            return joined([replace(in_other_words(pair.old_text, pair.new_text), rule="same-thing-said")])
        if case.same or case.gone or case.came:
            found = [*elsewhere, *self._of_changed(case)]
        else:
            found = elsewhere or self.wholes.limited(pair) or [self._in_other_words(pair)]
        if not any(one.direction in _FLAGGED for one in found):
            found = [
                *found,
                *limited_by_headings(pair, self.old, self.new),
                *put_together_otherwise(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new)),
            ]
        alike = not elsewhere and _is_not_cleared(found) and self._is_only_cut_otherwise(case)
        return _SAID_ALIKE if alike else joined(found)

    def _of_changed(self, case: Case) -> list[Finding]:
        """What is found in the sentences that became others, are gone or new."""
        pair = case.pair
        edits = [Edit(before, after) for before, after in case.same]
        pool(edits, case.gone, case.came)
        found = [one for edit in edits for one in edited(edit, pair, self.shifts, self.wholes)]
        found += self.wholes.found(pair, case.gone, case.came)
        if case.headings:
            found = _of_headings(found, pair)
        in_words = bool(found) and all(one.rule == "wording" for one in found)
        if in_words and not any(turned_words(edit.old.text, edit.new.text) for edit in edits):
            found = [self._in_other_words(pair)]
        elif not any(one.direction in _FLAGGED for one in found):
            found += [_decided(edit) for edit in edits if _is_passed_over(edit, found)]
        return found

    def _is_only_cut_otherwise(self, case: Case) -> bool:
        """Whether both sides say the same once they are cut into sentences alike."""
        pair = case.pair
        if case.headings or not (pair.old and pair.new) or self.wholes.limited(pair):
            return False
        before, after = in_another_cut(self.old, pair.old), in_another_cut(self.new, pair.new)
        if before is None or after is None or not (before.is_anew or after.is_anew) or reaches_otherwise(before.text, after.text):
            return False
        same, gone, came = pair_sentences(before.sentences, after.sentences)
        if gone or came or deciding_words(*unread(before.sentences, after.sentences)) or turned_words(before.text, after.text):
            return False
        if not all(same_actor(old.text, new.text) for old, new in same):
            return False
        found = (one for each in same for one in self._of_changed(Case(pair, (each,), (), ())))
        return all(one.direction is Direction.NEUTRAL for one in found)

    def _in_other_words(self, pair: Pair) -> Finding:
        """That a pair says the same in other words: proved where no deciding word differs but in words that are read alike."""
        rest = unread(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new))
        said = in_other_words(pair.old_text, pair.new_text)
        return said if deciding_words(*rest) or turned_words(pair.old_text, pair.new_text) else replace(said, rule="same-reading")


def _is_not_cleared(found: Sequence[Finding]) -> bool:
    """Whether something was found, or nothing but that the wording is another, of which the small words have still to be looked at."""
    return any(one.direction is not Direction.NEUTRAL for one in found) or all(one.rule == "wording" for one in found)


_SAID_ALIKE = joined(
    [
        Finding(
            rule="same-reading",
            direction=Direction.NEUTRAL,
            dimension=None,
            reason="Both sides say the same; only how it is cut into sentences or items differs.",
        )
    ]
)


def _is_passed_over(edit: Edit, found: Sequence[Finding]) -> bool:
    """Whether a sentence was taken for the same in other words, beside others that moved, though words that decide differ in it."""
    if in_other_words(edit.old.text, edit.new.text) not in found:
        return False
    return bool(deciding_words(*unread([edit.old], [edit.new])) or turned_words(edit.old.text, edit.new.text))


def _decided(edit: Edit) -> Finding:
    reason = "No rule explains what these words decide."
    return finding("unexplained", Direction.UNCLEAR, None, reason, gone=edit.all_gone, came=edit.all_came)


def _of_headings(found: Sequence[Finding], pair: Pair) -> list[Finding]:
    """What is left of findings on headings, which mostly only name a matter: grave ones, or a doubt where a question was put otherwise."""
    told = [one for one in found if one.rule in _TELLING_HEADINGS]
    if not told and ask_the_same(pair.old_text, pair.new_text):
        return []
    if told or not any(clause.text.rstrip().endswith("?") for clause in pair.new):
        return told
    return [replace(one, direction=Direction.UNCLEAR) for one in found if one.direction is not Direction.NEUTRAL]
