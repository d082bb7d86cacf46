"""Judges whole sentences: those that are new, and those that are gone.

Each is looked for in the other document first. Sentences that became one another are the business of `edited`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from differ.judgement.beside import Said, said_beside
from differ.judgement.controllers import another_controller
from differ.judgement.coverage import Coverage
from differ.judgement.examples import only_gives_an_example
from differ.judgement.governed import held
from differ.judgement.neighbours import goes_with, is_a_way, limits_what_is_asked, takes_back
from differ.judgement.rules import STATEMENT_RULES, unexplained
from differ.judgement.rules.base import dimension_of_statement
from differ.judgement.rules.routes import lost_way
from differ.judgement.rules.transfers import has_successor
from differ.judgement.shifts import Shifts
from differ.judgement.statements import DONE, Force, Sentence, Statement, only_leads
from differ.judgement.tabled import only_heads_columns
from differ.judgement.told_alike import is_told_among
from differ.model import Clause, ClauseKind, Dimension, Direction, Finding, Kind, Pair


class NewAndGone:
    """What sentences that are only in one of two documents do, in the light of the other."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        before: Coverage,
        after: Coverage,
        shifts: Shifts,
        gone: Sequence[tuple[Sentence, Pair]],
        came: Sequence[tuple[Sentence, Pair]],
    ) -> None:
        """`before` and `after` tell what the documents cover; `gone` and `came` are all the sentences that are gone or new."""
        self._pairs = pairs
        self._places: Mapping[int, int] = {id(pair): place for place, pair in enumerate(pairs)}
        self._before, self._after = before, after
        self._shifts = shifts
        self._gone, self._new = gone, came
        self._came = [sentence for sentence, _ in came]
        self._fresh = [
            (dimension_of_statement(statement), _topics(sentence, statement))
            for sentence, _ in came
            for statement in sentence.statements
            if statement.force in DONE
        ]

    def found(self, pair: Pair, gone: Sequence[Sentence], came: Sequence[Sentence]) -> list[Finding]:
        """What the sentences of a pair that are gone and that are new do, but for those that its other side says in another cut."""
        found = []
        before: tuple[Sentence, list[Finding]] | None = None
        for sentence in gone:
            told = [] if held(sentence, self._after.side.all_sentences(pair.new)) else self._whole(sentence, pair, new=False)
            if before is not None and all(one.direction is Direction.TIGHTENS for one in before[1]) and goes_with(sentence, before[0]):
                told = [_OF_WHAT_GOES if one.direction is Direction.RELAXES else one for one in told]
            before = (sentence, told) if told else None
            found += told
        offers = False
        for sentence in came:
            if held(sentence, self._before.side.all_sentences(pair.old)):
                continue
            told = self._listed(sentence, pair) or self._whole(sentence, pair, new=True)
            if offers and limits_what_is_asked(sentence):
                told = [_OF_A_NEW_RIGHT if one.direction is Direction.RELAXES else one for one in told]
            offers = offers or (sentence.force is Force.RIGHT and any(one.direction is Direction.TIGHTENS for one in told))
            found += told
        return found

    def told_of_law(self, dimension: Dimension | None) -> bool:
        """Whether the old document says that as much is done where the law requires it."""
        return dimension is not None and self._before.tells_of_law(dimension)

    def limited(self, pair: Pair) -> list[Finding]:
        """That promises of clauses that became one stand below a heading now for some people, places or products only."""
        if pair.kind is not Kind.MERGED:
            return []
        return [
            self.told(sentence, statement, pair, new=False)
            for clause in pair.old
            if self._after.narrower(pair.new[0], clause, strictly=False)
            for sentence in self._before.side.sentences(clause)
            for statement in sentence.statements
            if statement.sign < 0
        ]

    def _whole(self, sentence: Sentence, pair: Pair, *, new: bool) -> list[Finding]:
        """What the rules say of a sentence that is new, or gone."""
        clause = pair.new[0] if new else pair.old[0]
        if clause.kind is ClauseKind.ITEM and (self._after if new else self._before).has_heading(clause.text):
            return [_ONLY_LISTS]
        if only_heads_columns(clause):
            return [_ONLY_OPENS]
        if _only_opens(sentence) and (self._after if new else self._before).leads(clause):
            return [_ONLY_OPENS]
        moved = self._shifts.of_sentence(sentence, new=new)
        if moved is not None:
            return moved
        said = self._said_elsewhere(sentence, pair, new=new)
        if said is not None:
            return [said]
        another = another_controller(sentence, (one for one, _ in self._gone), self._before) if new else None
        if another is not None:
            return [another]
        before = self._stands_behind(sentence, pair, new=new)
        if new and before is not None and only_gives_an_example(sentence, before):
            return [_AN_EXAMPLE]
        told = [
            self.told(sentence, statement, pair, new=new)
            for number, statement in enumerate(sentence.statements)
            if not only_leads(sentence, number)
        ]
        if not new and self._is_of_a_row_that_goes(sentence, clause):
            told = [_OF_WHAT_GOES if one.direction is Direction.RELAXES and one.dimension in _CHOSEN else one for one in told]
        return self._behind(sentence, before, new=new) or told if all(one.rule == "no-data-practice" for one in told) else told

    def _said_elsewhere(self, sentence: Sentence, pair: Pair, *, new: bool) -> Finding | None:
        """That the other text says the same elsewhere, if it does."""
        clause = pair.new[0] if new else pair.old[0]
        said = (self._before if new else self._after).find(sentence, clause, strictly=new)
        if said is not None:
            promised = not new and any(one.sign < 0 for one in sentence.statements)
            return _OF_ITS_PART if promised and self._said_in_two_parts(pair, said) else _SAID_ELSEWHERE
        return _SAID_ELSEWHERE if self._is_said_as_usual(sentence, clause, new=new) else None

    def _is_said_as_usual(self, sentence: Sentence, clause: Clause, *, new: bool) -> bool:
        """Whether a sentence that nearly every policy has only changed its place, and is told of no fewer people there."""
        there, others = (self._before, self._gone) if new else (self._after, self._new)
        near = [other for other, pair in others if not there.narrower((pair.old if new else pair.new)[0], clause, strictly=new)]
        return is_told_among(sentence, near, new=new)

    def _is_of_a_row_that_goes(self, sentence: Sentence, clause: Clause) -> bool:
        """Whether a choice is told in a table's row of what is not named any more: "Countly | counts visits | opt out here"."""
        head = clause.row_head
        if not head or clause.kind is not ClauseKind.ROW or not all(_is_against(one) for one in sentence.statements if one.sign < 0):
            return False
        named = self._before.side.reader.sentence(head)
        return {"c", "p"}.isdisjoint(named.signature) and not self._after.names(head)

    def _stands_behind(self, sentence: Sentence, pair: Pair, *, new: bool) -> Sentence | None:
        """The sentence before one that is new, or gone."""
        around = (self._after if new else self._before).side.all_sentences(pair.new if new else pair.old)
        index = next((index for index, one in enumerate(around) if one is sentence), 0)
        return around[index - 1] if index else None

    def _behind(self, sentence: Sentence, before: Sentence | None, *, new: bool) -> list[Finding]:
        """What a sentence that speaks of no data does to the one that it stands behind."""
        if before is None:
            return []
        if new:
            doubted = unexplained(sentence, sentence.statements[0], new=True) if takes_back(sentence, before) else None
            return [replace(doubted, reason="It may take back a part of what is promised right before it.")] if doubted else []
        return [lost_way(sentence)] if is_a_way(sentence, before) else []

    def _listed(self, sentence: Sentence, pair: Pair) -> list[Finding]:
        """What it means that a thing of no known kind is new in a list or table right below a heading that says what is done, or in
        a list of those who get data.
        """
        clause = pair.new[0]
        if pair.old or clause.kind not in {ClauseKind.ITEM, ClauseKind.ROW} or not _only_names(sentence):
            return []
        force, led = self._after.side.inherited(clause)
        if (
            force is not Force.PRACTICE
            or (led and not _GIVEN_TO.search(clause.lead or ""))
            or self._before.find(sentence, clause, strictly=True) is not None
        ):
            return []
        return [self.told(sentence, replace(sentence.statements[0], force=force, last=sentence.statements[-1].last), pair, new=True)]

    def told(self, sentence: Sentence, statement: Statement, pair: Pair, *, new: bool) -> Finding:
        """What the first rule that knows it says of one statement that is new, or gone."""
        if statement.known is not None:
            statement = replace(statement, force=statement.known, known=None)
        told = next((one for rule in STATEMENT_RULES if (one := rule(sentence, statement, new=new)) is not None), None)
        if told is None:
            return unexplained(sentence, statement, new=new)
        if not new and told.direction is Direction.RELAXES and has_successor(sentence, statement, self._came):
            return _SUCCEEDED
        said = said_beside(sentence, statement, self._beside(pair, new=new)) if told.direction in _MOVES else Said.NO
        if said is Said.YES:
            return _SAID_BESIDE
        if said is Said.BUT_FOR_UNKNOWN_WORDS and told.direction is Direction.RELAXES:
            return replace(told, direction=Direction.UNCLEAR, reason=_BUT_FOR_WORDS, witness="")
        if not new and told.direction is Direction.TIGHTENS and self._replaced(sentence, statement):
            return replace(
                told, direction=Direction.UNCLEAR, reason="Another practice of the same kind is new; a person has to compare the two."
            )
        return told

    def items_beside(self, pair: Pair, *, new: bool) -> list[Sentence]:
        """The sentences of the items next to a pair that are only in the text in which what is new (or gone) in it is not."""
        at, side = self._places[id(pair)], (self._before if new else self._after).side
        near = self._pairs[max(0, at - _A_LIST) : at + _A_LIST]
        clauses = [clause for one in near if not (one.new if new else one.old) for clause in (one.old if new else one.new)]
        return [sentence for clause in clauses if clause.kind is ClauseKind.ITEM for sentence in side.sentences(clause)]

    def _beside(self, pair: Pair, *, new: bool) -> Iterator[Sentence]:
        """The sentences of the other text in the clause that a statement came into or is gone from, and in those next to it.

        Of a list in which it stands, or that stands next to it, all items, each as its lead-in opens it. Not those below a heading
        that limits them to some people, places or products.
        """
        at = self._places[id(pair)]
        clause, there = (pair.new[0], self._before) if new else (pair.old[0], self._after)
        first, last = max(0, at - 1), min(at + 2, len(self._pairs))
        while first > 0 and _is_listed(self._pairs[first]):
            first -= 1
        while last < len(self._pairs) and (_is_listed(self._pairs[last - 1]) or _leads_in(self._pairs[last - 1])):
            last += 1
        for near in self._pairs[first:last]:
            for beside in near.old if new else near.new:
                if not there.narrower(beside, clause, strictly=new):
                    yield from there.side.sentences(beside)
                    yield from there.side.led(beside) if beside.lead != clause.lead else ()

    def _said_in_two_parts(self, pair: Pair, said: Sentence) -> bool:
        """Whether a whole part of the text goes, and what it says was said in another, which stays, as well.

        Each part spoke of its own people and services for all that can be told.
        """
        if any(said is one for one in self._came):
            return False
        first = last = self._places[id(pair)]
        while first > 0 and _goes(self._pairs[first - 1]):
            first -= 1
        while last + 1 < len(self._pairs) and _goes(self._pairs[last + 1]):
            last += 1
        part = [clause for one in self._pairs[first : last + 1] for clause in one.old]
        return len(part) >= _A_PART and sum(clause.kind is ClauseKind.HEADING for clause in part) > 1

    def _replaced(self, sentence: Sentence, statement: Statement) -> bool:
        """Whether another statement of the same matter is new, so that a loss may be no less but something wider."""
        dimension, topics = dimension_of_statement(statement), _topics(sentence, statement)
        return any(other is dimension and topics & others for other, others in self._fresh)


def _goes(pair: Pair) -> bool:
    """Whether a pair is of a clause that is gone."""
    return not pair.new


_A_PART, _A_LIST = 12, 8  # clauses


def _is_against(statement: Statement) -> bool:
    """Whether a statement tells of a choice against something that is done."""
    return statement.force is Force.RIGHT and statement.verb is not None and statement.verb.key in _REFUSALS


_REFUSALS = frozenset({"choice.opt_out", "choice.refuse", "choice.manage", "choice.withdraw"})
_CHOSEN = frozenset({Dimension.RIGHTS, Dimension.CONSENT})


def _is_listed(pair: Pair) -> bool:
    """Whether a pair is of an item of a list, on either side."""
    return any(clause.kind is ClauseKind.ITEM for clause in (*pair.old, *pair.new))


def _leads_in(pair: Pair) -> bool:
    """Whether a pair is of the words before a list, on either side."""
    return any(clause.text.rstrip().endswith(":") for clause in (*pair.old, *pair.new))


_MOVES = frozenset({Direction.RELAXES, Direction.TIGHTENS})
_BUT_FOR_WORDS = "But for words that no rule explains, the clause says as much in the other text."
_SAID_ELSEWHERE = Finding(rule="said-elsewhere", direction=Direction.NEUTRAL, dimension=None, reason="The other text says the same.")
_AN_EXAMPLE = replace(_SAID_ELSEWHERE, reason="It only gives an example of what the sentence before it says is done.")
_ONLY_OPENS = replace(_SAID_ELSEWHERE, rule="no-data-practice", reason="The words only open a list, whose items are judged one by one.")
_ONLY_LISTS = replace(_ONLY_OPENS, reason="The words only list a heading of the text.")
_OF_A_NEW_RIGHT = replace(_SAID_ELSEWHERE, rule="lost-promise", reason="It limits only the right that is newly told right before it.")
_OF_WHAT_GOES = replace(_SAID_ELSEWHERE, rule="lost-promise", reason="It limited only what is done no more, as was told right before it.")
_SUCCEEDED = replace(_SAID_ELSEWHERE, rule="successor", reason="A mechanism that holds stands for one that no longer does.")
_OF_ITS_PART = replace(
    _SAID_ELSEWHERE,
    rule="unexplained",
    direction=Direction.UNCLEAR,
    reason="A whole part of the text is gone that promised it too; does what stays speak of the same people?",
)
_SAID_BESIDE = replace(_SAID_ELSEWHERE, reason="The clause, or the one next to it, says as much in the other text.")


def _topics(sentence: Sentence, statement: Statement) -> frozenset[str]:
    """What a statement is about: its recipients, places and particular data."""
    return frozenset(
        term.entry.key
        for term in sentence.terms[statement.first : statement.last]
        if term.entry is not None and term.code in "rfd" and term.entry.key != "data.personal"
    )


_GENERAL = frozenset({"data.personal", "choice.exercise", "act.collect", "act.use", "act.disclose", "act.give"})


def _only_opens(sentence: Sentence) -> bool:
    """Whether a sentence says nothing that the items of the list below it do not say under it: "you have the right to:"."""
    if not sentence.text.rstrip().endswith(":") or len(sentence.statements) != 1:
        return False
    if sentence.force not in {Force.PRACTICE, Force.RIGHT, Force.MENTION}:
        return False
    return all(term.code in "oymwbP,.&E_" or term.key in _GENERAL for term in sentence.terms)


_GIVEN_TO = re.compile(
    r"\b(?:shar|disclos|sell|sold|pass|giv|send|sent|transfer|hand|provid|goe?s?\b)[^.;]*?\b(?:with|to)\s?"
    r"(?:the\s|these\s|following\s|our\s|\w+\s){0,4}\w*:?$",
    re.IGNORECASE,
)  # "we share it with:"


def _only_names(sentence: Sentence) -> bool:
    """Whether a sentence names things of no known kind and says nothing of its own of them."""
    told = all(statement.force is Force.SILENT for statement in sentence.statements)
    return told and not {"_", "A"}.isdisjoint(sentence.signature) and _SAYS_MORE.isdisjoint(sentence.signature)


_SAYS_MORE = frozenset("onmwvxikWDSPUFMpc")
