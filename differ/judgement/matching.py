"""Pairs the sentences of a changed clause, old with new, and cuts each pair into the runs of terms that differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from differ.judgement.channels import channels
from differ.judgement.kinds import Term
from differ.judgement.particulars import particulars
from differ.judgement.statements import Force, Sentence, Statement

_LIKE, _AT_ALL = 0.45, 0.3
_SAME_ACT = 0.12  # what the same verb with the same force adds
_IGNORED = frozenset(",.")


@dataclass(frozen=True, slots=True)
class Spot:
    """A term where it stands."""

    sentence: Sentence
    index: int

    @property
    def term(self) -> Term:
        """The term itself."""
        return self.sentence.terms[self.index]

    @property
    def statement(self) -> Statement | None:
        """The statement it is part of."""
        return self.sentence.statement_of(self.index)

    @property
    def place(self) -> str:
        """Its place in the statement: H host, i condition, x exception, e example."""
        statement = self.statement
        return statement.places[self.index - statement.first] if statement else "H"

    @property
    def sign(self) -> int:
        """1 where more at this place relaxes, -1 where it tightens, 0 where that is not known."""
        statement = self.statement
        if statement is None or self.place == "i":
            return 0
        return -statement.sign if self.place == "x" else statement.sign

    @property
    def words(self) -> str:
        """As written."""
        return self.sentence.text[self.term.start : self.term.end]


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of terms that differ between two sentences: those gone and those come."""

    gone: tuple[Spot, ...]
    came: tuple[Spot, ...]


def likeness(one: Sentence, other: Sentence) -> float:
    """How much of the two sentences is the same, from 0 to 1."""
    if one.text == other.text:
        return 1.0
    if not one.keys or not other.keys:
        return 0.0
    shared = 2 * len(one.keys & other.keys) / (len(one.keys) + len(other.keys))
    return shared + _SAME_ACT if shared and _deed(one) is not None and _deed(one) == _deed(other) else shared


def _deed(sentence: Sentence) -> tuple[Force, str] | None:
    """The force and verb of a sentence of one statement."""
    signed = [statement for statement in sentence.statements if statement.sign]
    if len(signed) != 1 or signed[0].verb is None:
        return None
    return signed[0].force, signed[0].verb.key


def pair_sentences(
    old: Sequence[Sentence], new: Sequence[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """The sentences that became one another, the old ones left over, and the new ones left over."""
    rest_old, rest_new = _without_equal(old, new)
    threshold = 0.3 if len(old) == len(new) == 1 else _LIKE
    scored = []
    for i, one in enumerate(rest_old):
        for j, other in enumerate(rest_new):
            score = likeness(one, other)
            if score >= threshold:
                scored.append((-round(score, 6), abs(i - j), i + j, min(one.text, other.text), i, j))
    scored.sort()
    pairs, used_old, used_new = [], set[int](), set[int]()
    for *_, i, j in scored:
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((i, j))
    pairs += _of_one_deed(rest_old, rest_new, used_old, used_new)
    pairs.sort()
    return (
        [(rest_old[i], rest_new[j]) for i, j in pairs],
        [s for i, s in enumerate(rest_old) if i not in used_old],
        [s for j, s in enumerate(rest_new) if j not in used_new],
    )


def _of_one_deed(old: Sequence[Sentence], new: Sequence[Sentence], used_old: set[int], used_new: set[int]) -> Sequence[tuple[int, int]]:
    """The sentences left over that, alone on their side, do one thing with one force, and share enough to be one in other words."""
    left_old, left_new = (_alone(side, used) for side, used in ((old, used_old), (new, used_new)))
    found = [(left_old[deed], left_new[deed]) for deed in left_old if deed in left_new]
    found = [(i, j) for i, j in found if likeness(old[i], new[j]) >= _AT_ALL]
    used_old.update(i for i, _ in found)
    used_new.update(j for _, j in found)
    return found


def _alone(sentences: Sequence[Sentence], used: set[int]) -> dict[tuple[Force, str], int]:
    """The sentences not paired yet by their deed, but for deeds that several do."""
    deeds = [(deed, index) for index, one in enumerate(sentences) if index not in used and (deed := _deed(one)) is not None]
    often = Counter(deed for deed, _ in deeds)
    return {deed: index for deed, index in deeds if often[deed] == 1}


def _without_equal(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    shared = Counter(identity(s) for s in old) & Counter(identity(s) for s in new)
    return _less(old, shared), _less(new, shared)


def identity(sentence: Sentence) -> tuple[str, ...]:
    """What a sentence says, the same for sentences that are read alike."""
    statements = tuple(f"{s.force}{s.places}" for s in sentence.statements)
    keys = (term.key for term in sentence.terms if term.code not in _IGNORED)
    told = (*particulars(sentence.text), *_ruled_out(sentence), *_reached(sentence))
    return (*keys, *statements, *told) if sentence.terms else (sentence.text,)


def _ruled_out(sentence: Sentence) -> list[str]:
    """The words for things in what is ruled out, of which one more may leave less ruled out: "no (personalised) advertising"."""
    bans = [statement for statement in sentence.statements if statement.force is Force.BAN]
    terms = [term for statement in bans for term in sentence.terms[statement.first : statement.last] if term.code in "dru"]
    return [sentence.text[term.start : term.end].lower() for term in terms]


def _reached(sentence: Sentence) -> list[str]:
    """The channels through which a right is used, or people are told."""
    protects = any(one.force in {Force.RIGHT, Force.DUTY} for one in sentence.statements)
    return sorted(channels(sentence.text)) if protects else []


def _less(found: Sequence[Sentence], shared: Counter[tuple[str, ...]]) -> list[Sentence]:
    left = Counter(shared)
    kept = []
    for sentence in found:
        key = identity(sentence)
        if left[key] > 0:
            left[key] -= 1
        else:
            kept.append(sentence)
    return kept


def hunks(old: Sentence, new: Sentence) -> list[Hunk]:
    """The runs of terms that differ, the same whichever side is called old."""
    gone = [i for i, term in enumerate(old.terms) if term.code not in _IGNORED]
    came = [j for j, term in enumerate(new.terms) if term.code not in _IGNORED]
    a, b = [old.terms[i].key for i in gone], [new.terms[j].key for j in came]
    swapped = b < a
    matcher = SequenceMatcher(None, b, a, autojunk=False) if swapped else SequenceMatcher(None, a, b, autojunk=False)
    found = []
    for tag, *ends in matcher.get_opcodes():
        if tag == "equal":
            continue
        i1, i2, j1, j2 = (*ends[2:], *ends[:2]) if swapped else ends
        found.append(Hunk(tuple(Spot(old, i) for i in gone[i1:i2]), tuple(Spot(new, j) for j in came[j1:j2])))
    return found
