"""Judges each pair of clauses: sentence by sentence, over the whole of both documents.

Two lanes: whole sentences, new or gone, are looked for in the other document; sentences that changed have every
changed term explained by a rule. It relaxes if either lane says so; it is neutral or tightens only if nothing is
left unexplained.
"""

from collections.abc import Iterable, Sequence

from differ.judgement.context import Side
from differ.judgement.coverage import Coverage
from differ.judgement.matching import pair_sentences
from differ.judgement.names import organisation_names, renamed
from differ.judgement.rules import EDIT_RULES, STATEMENT_RULES, Edit, finding, pool, signed, unexplained
from differ.judgement.statements import Reader, Sentence
from differ.model import Clause, ClauseKind, Direction, Document, Finding, Judgement, Kind, Pair

_NEUTRAL = Judgement(direction=Direction.NEUTRAL)
_TELLING_HEADINGS = frozenset({"amount", "ban-and-permission", "only"})


def judge(pairs: Sequence[Pair], old: Document, new: Document) -> Sequence[Judgement]:
    """One judgement for each pair, in their order; pairs kept or proved alike by their structure are neutral."""
    return Bench(pairs, old, new).judge(pairs)


class Bench:
    """Two documents as the judgement reads them."""

    def __init__(self, pairs: Sequence[Pair], old: Document, new: Document) -> None:
        names = renamed(pairs)
        called = organisation_names(old.clauses) | organisation_names(new.clauses)
        called |= {after for before, after in names.items() if before in called}
        self.old = Side(Reader(called, {name: name for name in names}))
        self.new = Side(Reader(called, {after: before for before, after in names.items()}))
        self.said_before = Coverage(old, self.old)
        self.said_after = Coverage(new, self.new)

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement for each pair."""
        return [_NEUTRAL if pair.kind is Kind.KEPT or pair.proof else self.pair(pair) for pair in pairs]

    def pair(self, pair: Pair) -> Judgement:
        """The judgement of one changed pair."""
        headings = all(clause.kind is ClauseKind.HEADING for clause in (*pair.old, *pair.new))
        if headings and not (pair.old and pair.new):
            return _NEUTRAL
        same, gone, came = pair_sentences(self.old.all_sentences(pair.old), self.new.all_sentences(pair.new))
        edits = [Edit(before, after) for before, after in same]
        pool(edits, gone, came)
        found = [one for edit in edits for one in self.edited(edit)]
        for sentence in gone:
            if not _held(sentence, self.new.all_sentences(pair.new)):
                found += self.whole(sentence, pair.old[0], new=False)
        for sentence in came:
            if not _held(sentence, self.old.all_sentences(pair.old)):
                found += self.whole(sentence, pair.new[0], new=True)
        if headings:
            found = [one for one in found if one.rule in _TELLING_HEADINGS]
        return _joined(found)

    def edited(self, edit: Edit) -> list[Finding]:
        """What the rules say of a sentence that became another."""
        found = self._statements(edit)
        found += [one for rule in EDIT_RULES for one in rule(edit)]
        if edit.gone or edit.came:
            found.append(finding("unexplained", Direction.UNCLEAR, None, "No rule explains these words.", gone=edit.gone, came=edit.came))
        return found

    def _statements(self, edit: Edit) -> list[Finding]:
        """What the rules say of statements that are wholly new, or gone, within a sentence that became another."""
        found = []
        for sentence, spots, new in ((edit.old, edit.gone, False), (edit.new, edit.came, True)):
            for statement in sentence.statements if len(sentence.statements) > 1 else ():
                mine = [spot for spot in spots if spot.statement is statement]
                telling = [term for term in sentence.terms[statement.first : statement.last] if term.code not in ",.&|!b"]
                if not statement.sign or len(telling) < 3 or len([s for s in mine if s.term.code not in "&|!b"]) < 0.8 * len(telling):
                    continue
                edit.take(mine)
                found += [one for rule in STATEMENT_RULES if (one := rule(sentence, statement, new=new)) is not None]
        return found

    def whole(self, sentence: Sentence, clause: Clause, *, new: bool) -> list[Finding]:
        """What the rules say of a sentence that is new, or gone."""
        elsewhere = (self.said_before if new else self.said_after).find(sentence, clause)
        found = []
        for statement in sentence.statements:
            if elsewhere is not None and statement.sign:
                found.append(
                    Finding(rule="said-elsewhere", direction=Direction.NEUTRAL, dimension=None, reason="The other text says the same.")
                )
                continue
            told = next((one for rule in STATEMENT_RULES if (one := rule(sentence, statement, new=new)) is not None), None)
            found.append(told or unexplained(sentence, statement, new=new))
        return found


def _held(sentence: Sentence, others: Sequence[Sentence]) -> bool:
    """Whether the clause beside it says all that a sentence says, cut in another way."""
    mine = {(term.key, sign) for term, sign in signed(sentence)}
    theirs = {(term.key, sign) for other in others for term, sign in signed(other)}
    return bool(mine) and mine <= theirs


def _joined(found: Iterable[Finding]) -> Judgement:
    findings = tuple(found)
    said = {one.direction for one in findings}
    if Direction.MIXED in said or {Direction.RELAXES, Direction.TIGHTENS} <= said:
        direction = Direction.MIXED
    else:
        order = (Direction.RELAXES, Direction.UNCLEAR, Direction.TIGHTENS, Direction.NEUTRAL)
        direction = next((one for one in order if one in said), Direction.NEUTRAL)
    telling = [one for one in findings if one.direction is not Direction.NEUTRAL]
    dimensions = tuple(dict.fromkeys(one.dimension for one in telling if one.dimension is not None))
    return Judgement(
        direction=direction, dimensions=dimensions, material=any(one.material for one in telling), findings=tuple(dict.fromkeys(findings))
    )
