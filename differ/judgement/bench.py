"""Judges each pair of clauses: sentence by sentence, over the whole of both documents.

Two lanes: whole sentences, new or gone, are looked for in the other document; sentences that changed have every
changed term explained by a rule. It relaxes if either lane says so; it is neutral or tightens only if nothing is
left unexplained.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from differ.deciding import deciding_words, turned_words
from differ.judgement.beside import Said, said_beside
from differ.judgement.context import Side
from differ.judgement.coverage import Coverage
from differ.judgement.definitions import Shift, Uses, defined, definition, excluded, shift
from differ.judgement.matching import Spot, pair_sentences
from differ.judgement.names import organisation_names, renamed
from differ.judgement.neighbours import is_a_way, takes_back
from differ.judgement.reader import Reader
from differ.judgement.rules import EDIT_RULES, STATEMENT_RULES, Edit, finding, pool, signed, take_connecting, unexplained
from differ.judgement.rules.base import dimension_of_statement
from differ.judgement.rules.references import turned
from differ.judgement.rules.routes import lost_way
from differ.judgement.rules.transfers import has_successor
from differ.judgement.rules.witnesses import of_statement
from differ.judgement.sections import numbered_sections
from differ.judgement.statements import WHOLE, Force, Sentence, Statement, only_leads
from differ.judgement.unread import unread
from differ.model import ClauseKind, Dimension, Direction, Document, Finding, Judgement, Kind, Pair, Words
from differ.sentences import sentences

_NEUTRAL = Judgement(direction=Direction.NEUTRAL)
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
        self.uses = Uses(new.clauses, self.new)
        self.shifts: dict[str, Shift] = {}
        self.said_before = Coverage(old, self.old)
        self.said_after = Coverage(new, self.new)
        self.pairs = pairs
        self.places = {id(pair): place for place, pair in enumerate(pairs)}
        self.defined_before, self.defined_after = (frozenset(_definitions(document)) for document in (old, new))
        self.words = sorted(self.defined_before | self.defined_after)
        self.cases = [None if pair.kind is Kind.KEPT or pair.proof else self._case(pair) for pair in pairs]
        self.fresh = [
            (dimension_of_statement(statement), _topics(sentence, statement))
            for case in self.cases
            for sentence in (case.came if case else ())
            for statement in sentence.statements
            if statement.force in {Force.PRACTICE, Force.LIMITED}
        ]

    def _case(self, pair: Pair) -> Case:
        same, gone, came = pair_sentences(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new))
        return Case(pair, tuple(same), tuple(gone), tuple(came))

    def judge(self) -> list[Judgement]:
        """One judgement for each pair."""
        found = [_NEUTRAL if case is None else self.judged(case) for case in self.cases]
        if not self.shifts:
            return found
        return [
            self._rescoped(pair) or judgement if case is None and pair.kind is Kind.KEPT else judgement
            for pair, case, judgement in zip(self.pairs, self.cases, found, strict=True)
        ]

    def _rescoped(self, pair: Pair) -> Judgement | None:
        """The judgement of kept words whose meaning a changed definition moved."""
        found = []
        for clause in pair.new:
            for word, moved in self.shifts.items():
                signs = self.uses.in_clause(word, clause)
                if signs and moved.effect:
                    found += list(definition(moved, signs, Words(new=clause.text)))
        return replace(_joined(found), kind=Kind.RESCOPED) if found else None

    def _defined(self, edit: Edit) -> list[Finding] | None:
        """What the rules say of an edited definition; nothing where the sentence defines no word."""
        moved = shift(edit)
        if moved is None:
            return None
        return self._shifted(moved, Words(old=edit.old.text, new=edit.new.text))

    def _shifted(self, moved: Shift, words: Words) -> list[Finding]:
        self.shifts[moved.word] = moved
        return list(definition(moved, self.uses.signs(moved.word), words))

    def judged(self, case: Case) -> Judgement:
        """The judgement of one changed pair."""
        pair = case.pair
        if case.headings and not (pair.old and pair.new):
            return _NEUTRAL
        elsewhere = list(turned(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new), dict(case.same)))
        if not case.same and not case.gone and not case.came:
            return _joined(elsewhere or self._limited(pair) or [self._in_other_words(pair)])
        edits = [Edit(before, after) for before, after in case.same]
        pool(edits, case.gone, case.came)
        found = [*elsewhere, *(one for edit in edits for one in self._edited(edit, pair))]
        for sentence in case.gone:
            if not _held(sentence, self.new.all_sentences(pair.new)) and not has_successor(sentence, case.came):
                found += self._whole(sentence, pair, new=False)
        for sentence in case.came:
            if not _held(sentence, self.old.all_sentences(pair.old)):
                found += self._listed(sentence, pair) or self._whole(sentence, pair, new=True)
        if case.headings:
            asks = any(clause.text.rstrip().endswith("?") for clause in pair.new)
            told = [one for one in found if one.rule in _TELLING_HEADINGS]
            found = (
                [replace(one, direction=Direction.UNCLEAR) for one in found if one.direction is not Direction.NEUTRAL]
                if asks and not told
                else told
            )
        if found and all(one.rule == "wording" for one in found):
            found = [self._in_other_words(pair)]
        return _joined(found)

    def _limited(self, pair: Pair) -> list[Finding]:
        """That promises of clauses that became one stand below a heading now for some people, places or products only."""
        if pair.kind is not Kind.MERGED:
            return []
        return [
            self._told(sentence, statement, pair, new=False)
            for clause in pair.old
            if self.said_after.narrower(pair.new[0], clause, strictly=False)
            for sentence in self.old.sentences(clause)
            for statement in sentence.statements
            if statement.sign < 0
        ]

    def _in_other_words(self, pair: Pair) -> Finding:
        """That a pair says the same in other words: proved where no deciding word differs but in words that are read alike."""
        rest = unread(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new))
        if deciding_words(*rest) or turned_words(pair.old_text, pair.new_text):
            return _in_other_words(pair.old_text, pair.new_text)
        return replace(_in_other_words(pair.old_text, pair.new_text), rule="same-reading")

    def _edited(self, edit: Edit, pair: Pair) -> list[Finding]:
        """What the rules say of a sentence that became another."""
        told = self._defined(edit)
        if told is not None:
            return told
        found = [*_led_otherwise(edit), *self._statements(edit, pair)]
        found += [one for rule in EDIT_RULES for one in rule(edit)]
        take_connecting(edit, found)
        if edit.gone or edit.came:
            found = [_doubted(one) for one in found]
            found.append(finding("unexplained", Direction.UNCLEAR, None, "No rule explains these words.", gone=edit.gone, came=edit.came))
        if not found and edit.loses:
            found.append(finding("unexplained", Direction.UNCLEAR, None, "What is no longer said may matter.", gone=edit.loses))
        if not found and edit.turns_nothing:
            found.append(_in_other_words(edit.old.text, edit.new.text))
        return found

    def _statements(self, edit: Edit, pair: Pair) -> list[Finding]:
        """What the rules say of statements that are wholly new, or gone, within a sentence that became another."""
        found = []
        for sentence, spots, new in ((edit.old, edit.gone, False), (edit.new, edit.came, True)):
            for number, statement in enumerate(sentence.statements) if len(sentence.statements) > 1 else ():
                mine = [spot for spot in spots if spot.statement is statement]
                telling = [term for term in sentence.terms[statement.first : statement.last] if term.code not in ",.&|!b"]
                if only_leads(sentence, number) and "H" in statement.places and (len(mine) >= len(telling) or _only_names_a_matter(mine)):
                    edit.take(mine)
                    continue
                if not statement.sign or len(telling) < 3 or len([s for s in mine if s.term.code not in "&|!b"]) < 0.8 * len(telling):
                    continue
                edit.take(mine)
                found.append(self._told(sentence, statement, pair, new=new))
        return found

    def _whole(self, sentence: Sentence, pair: Pair, *, new: bool) -> list[Finding]:
        """What the rules say of a sentence that is new, or gone."""
        clause = pair.new[0] if new else pair.old[0]
        word = defined(sentence.text)
        if word in (self.defined_before if new else self.defined_after):
            return self._shifted(Shift(word, 0), Words(new=sentence.text) if new else Words(old=sentence.text))
        word = excluded(sentence, self.words)
        if word:
            return self._shifted(Shift(word, -1 if new else 1), Words(new=sentence.text) if new else Words(old=sentence.text))
        elsewhere = (self.said_before if new else self.said_after).find(sentence, clause, strictly=new)
        if elsewhere is not None:
            return [Finding(rule="said-elsewhere", direction=Direction.NEUTRAL, dimension=None, reason="The other text says the same.")]
        told = [
            self._told(sentence, statement, pair, new=new)
            for number, statement in enumerate(sentence.statements)
            if not only_leads(sentence, number)
        ]
        return self._behind(sentence, pair, new=new) or told if all(one.rule == "no-data-practice" for one in told) else told

    def _behind(self, sentence: Sentence, pair: Pair, *, new: bool) -> list[Finding]:
        """What a sentence that speaks of no data does to the one that it stands behind."""
        around = (self.new if new else self.old).all_sentences(pair.new if new else pair.old)
        index = next((index for index, one in enumerate(around) if one is sentence), 0)
        if not index:
            return []
        if new:
            doubted = unexplained(sentence, sentence.statements[0], new=True) if takes_back(sentence, around[index - 1]) else None
            return [replace(doubted, reason="It may take back a part of what is promised right before it.")] if doubted else []
        return [lost_way(sentence)] if is_a_way(sentence, around[index - 1]) else []

    def _listed(self, sentence: Sentence, pair: Pair) -> list[Finding]:
        """What it means that a thing of no known kind is new in a list or table right below a heading that says what is done."""
        clause = pair.new[0]
        if pair.old or clause.kind not in {ClauseKind.ITEM, ClauseKind.ROW} or clause.lead or not _only_names(sentence):
            return []
        force, led = self.new.inherited(clause)
        if force is not Force.PRACTICE or led or self.said_before.find(sentence, clause, strictly=True) is not None:
            return []
        return [self._told(sentence, replace(sentence.statements[0], force=force, last=sentence.statements[-1].last), pair, new=True)]

    def _told(self, sentence: Sentence, statement: Statement, pair: Pair, *, new: bool) -> Finding:
        if statement.known is not None:
            statement = replace(statement, force=statement.known, known=None)
        told = next((one for rule in STATEMENT_RULES if (one := rule(sentence, statement, new=new)) is not None), None)
        if told is None:
            return unexplained(sentence, statement, new=new)
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

    def _beside(self, pair: Pair, *, new: bool) -> Iterator[Sentence]:
        """The sentences of the other text in the clause that a statement came into or is gone from, and in those next to it.

        Not those below a heading that limits them to some people, places or products.
        """
        at = self.places[id(pair)]
        clause, there = (pair.new[0], self.said_before) if new else (pair.old[0], self.said_after)
        for near in self.pairs[max(0, at - 1) : at + 2]:
            for beside in near.old if new else near.new:
                if not there.narrower(beside, clause, strictly=new):
                    yield from there.side.sentences(beside)

    def _replaced(self, sentence: Sentence, statement: Statement) -> bool:
        """Whether another statement of the same matter is new, so that a loss may be no less but something wider."""
        dimension, topics = dimension_of_statement(statement), _topics(sentence, statement)
        return any(other is dimension and topics & others for other, others in self.fresh)


_MOVES = frozenset({Direction.RELAXES, Direction.TIGHTENS})
_BUT_FOR_WORDS = "But for words that no rule explains, the clause says as much in the other text."
_SAID_BESIDE = Finding(
    rule="said-elsewhere",
    direction=Direction.NEUTRAL,
    dimension=None,
    reason="The clause, or the one next to it, says as much in the other text.",
)
_MAY_BE_THE_SAME = frozenset({"item", "name"})


def _doubted(one: Finding) -> Finding:
    """A finding on one thing more in a sentence some of whose words no rule explains: unless it is a grave one, they may have said it."""
    if one.rule not in _MAY_BE_THE_SAME or one.direction is not Direction.RELAXES or one.material:
        return one
    return replace(one, direction=Direction.UNCLEAR, reason="It may only stand for the words that no rule explains.", witness="")


_DEFINES = re.compile(r"mean|refer|includ|[“\"]|\bis (?:any|every)thing")


def _definitions(document: Document) -> list[str]:
    """The words a document defines."""
    return [
        word
        for clause in document.clauses
        if clause.kind is not ClauseKind.HEADING and _DEFINES.search(clause.text)
        for text in sentences(clause.text)
        if (word := defined(text))
    ]


def _only_names_a_matter(spots: Sequence[Spot]) -> bool:
    """Whether words that lead in are of rights, acts or purposes, and of no data or recipient."""
    return all(spot.term.code in "cpagub_&|" for spot in spots)


def _led_otherwise(edit: Edit) -> list[Finding]:
    """What it means that the same words stand under another lead-in or heading."""
    if edit.hunks:
        return []
    old, new = edit.old.force, edit.new.force
    before, after = WHOLE.get(old, 0), WHOLE.get(new, 0)
    if before == after:
        return []
    sign = (after > before) - (after < before)
    direction = Direction.UNCLEAR if not before or not after else Direction.RELAXES if sign > 0 else Direction.TIGHTENS
    statement = next((one for one in (*edit.new.statements, *edit.old.statements) if one.sign), None)
    dimension = dimension_of_statement(statement) if statement else None
    words = Words(old=edit.old.text, new=edit.new.text)
    return [
        Finding(
            rule="lead-in",
            direction=direction,
            dimension=dimension,
            words=words,
            reason=f"The same words were {old.value} and are {new.value} under what leads them in.",
            witness=of_statement(edit.new.text, new=True) if direction is Direction.RELAXES else "",
            material=direction is Direction.RELAXES,
        )
    ]


def _topics(sentence: Sentence, statement: Statement) -> frozenset[str]:
    """What a statement is about: its recipients, places and particular data."""
    return frozenset(
        term.entry.key
        for term in sentence.terms[statement.first : statement.last]
        if term.entry is not None and term.code in "rfd" and term.entry.key != "data.personal"
    )


def _in_other_words(old: str, new: str) -> Finding:
    words = Words(old=old, new=new)
    return Finding(rule="wording", direction=Direction.NEUTRAL, dimension=None, words=words, reason="The same in other words.")


def _only_names(sentence: Sentence) -> bool:
    """Whether a sentence names things of no known kind and says nothing of its own of them."""
    told = all(statement.force is Force.SILENT for statement in sentence.statements)
    return told and not {"_", "A"}.isdisjoint(sentence.signature) and _SAYS_MORE.isdisjoint(sentence.signature)


_SAYS_MORE = frozenset("onmwvxikWDSPUFMpc")


def _held(sentence: Sentence, others: Sequence[Sentence]) -> bool:
    """Whether the clause beside it says all that a sentence says, cut in another way."""
    mine = {(term.key, sign) for term, sign in signed(sentence)}
    theirs = {(term.key, sign) for other in others for term, sign in signed(other)}
    return bool(mine) and mine <= theirs


def _joined(found: Iterable[Finding]) -> Judgement:
    findings = tuple(dict.fromkeys(found))
    said = {one.direction for one in findings}
    if Direction.MIXED in said or {Direction.RELAXES, Direction.TIGHTENS} <= said:
        direction = Direction.MIXED
    else:
        order = (Direction.RELAXES, Direction.UNCLEAR, Direction.TIGHTENS, Direction.NEUTRAL)
        direction = next((one for one in order if one in said), Direction.NEUTRAL)
    telling = [one for one in findings if one.direction is not Direction.NEUTRAL]
    dimensions: tuple[Dimension, ...] = tuple(dict.fromkeys(one.dimension for one in telling if one.dimension is not None))
    return Judgement(direction=direction, dimensions=dimensions, material=any(one.material for one in telling), findings=findings)
