"""What a rule is, and what it is given: an edit of a sentence whose changed terms it explains.

A rule is a function with a one-sentence docstring and an example; it yields findings and takes away the changed terms
that it explains. Terms that no rule takes make the edit unclear.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypedDict, TypeVar

from differ.judgement.matching import Hunk, Spot, hunks
from differ.judgement.statements import Force, Sentence, Statement
from differ.model import Dimension, Direction, Finding, Words

RELAXES, TIGHTENS, NEUTRAL, UNCLEAR = Direction.RELAXES, Direction.TIGHTENS, Direction.NEUTRAL, Direction.UNCLEAR


class Example(NamedTuple):
    """Two texts and the direction from the first to the second."""

    old: str
    new: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what a lawyer would say of it, and an example that runs."""

    name: str
    text: str
    example: Example
    one_way: bool = False  # swapping old and new does not swap the direction


RULES: dict[str, Rule] = {}


F = TypeVar("F", bound=Callable[..., object])


def rule(name: str, old: str, new: str, direction: Direction, *, one_way: bool = False) -> Callable[[F], F]:
    """Names a rule; its docstring is its text."""

    def named(function: F) -> F:
        text = " ".join((function.__doc__ or "").split())
        RULES[name] = Rule(name, text, Example(old, new, direction), one_way)
        return function

    return named


_TURNING = frozenset("nmwvxlikKWqtTXLROVNDSGHQBhzacp")


def towards(sign: int) -> Direction:
    """The direction of a sign: above 0 relaxes, below tightens."""
    return RELAXES if sign > 0 else TIGHTENS if sign < 0 else NEUTRAL


class Edit:
    """A sentence that became another, and those of its changed terms that no rule has explained yet."""

    def __init__(self, old: Sentence, new: Sentence) -> None:
        self.old = old
        self.new = new
        self.hunks: Sequence[Hunk] = hunks(old, new)
        self.gone: list[Spot] = [spot for hunk in self.hunks for spot in hunk.gone]
        self.came: list[Spot] = [spot for hunk in self.hunks for spot in hunk.came]
        self._form: set[Spot] = set()
        self.all_gone = tuple(self.gone)
        self.all_came = tuple(self.came)

    def take(self, spots: Sequence[Spot]) -> None:
        """Marks changed terms as explained."""
        for spot in spots:
            for side in (self.gone, self.came):
                if spot in side:
                    side.remove(spot)

    def set_aside(self, spots: Sequence[Spot]) -> None:
        """Marks changed terms as proved to say no more than their sentence says without them."""
        self.take(spots)
        self._form.update(spots)

    def is_set_aside(self, spot: Spot) -> bool:
        """Whether a changed term was proved to say no more than its sentence says without it."""
        return spot in self._form

    @property
    def turns_nothing(self) -> bool:
        """Whether no word that can turn what a sentence says is new or gone, but for those proved to say no more."""
        gone, came = (
            sorted(spot.term.key for spot in side if spot.term.code in _TURNING and spot not in self._form)
            for side in (self.all_gone, self.all_came)
        )
        return gone == came

    @property
    def loses(self) -> list[Spot]:
        """The particular data, recipients, rights, promises and the like that only the old words name."""
        kept = {spot.term.key for spot in self.all_came}
        return [
            spot
            for spot in self.all_gone
            if spot.term.code in "rcpsk"
            and spot.term.key not in kept
            and spot not in self._form
            and (spot.sign < 0 or (spot.place == "i" and spot.term.code in "pk"))
        ]

    def hunk_of(self, spot: Spot) -> Hunk:
        """The run of changed terms in which one of them stands."""
        return next(hunk for hunk in self.hunks if spot in hunk.gone or spot in hunk.came)

    def other_side(self, spot: Spot) -> Sentence:
        """The sentence in which a term does not stand: the new one for a term of the old, and the reverse."""
        return self.new if spot.sentence is self.old else self.old

    def left(self, hunk: Hunk) -> tuple[list[Spot], list[Spot]]:
        """What of a hunk is not explained yet."""
        return [spot for spot in hunk.gone if spot in self.gone], [spot for spot in hunk.came if spot in self.came]


def undecided(spot: Spot) -> bool:
    """Whether a term stands in words about data of which nobody can tell what they do, so that nothing there moves nothing for certain."""
    return spot.statement is not None and spot.statement.force is Force.MENTION


def is_a_choice_lost(edit: Edit, spot: Spot) -> bool:
    """Whether a word is gone from what the person may do, so that they may be able to do less."""
    statement = spot.statement
    if statement is None or statement.actor != "y" or statement.force not in _OWN or spot.place != "H" or spot not in edit.gone:
        return False
    return spot.term.code in "agpc_rd" and all("m" in one.signature and "n" not in one.signature for one in (edit.old, edit.new))


_OWN = frozenset({Force.PERSON, Force.SILENT})


def words(spots: Sequence[Spot]) -> str:
    """The words of some terms as written, a run of neighbours in one piece."""
    if not spots:
        return ""
    sentence = spots[0].sentence
    pieces: list[list[int]] = []
    last = -2
    for spot in spots:
        if spot.sentence is sentence and 0 < spot.index - last <= 2 and pieces:
            pieces[-1][1] = spot.term.end
        else:
            pieces.append([spot.term.start, spot.term.end])
        last = spot.index
    return " … ".join(sentence.text[start:end] for start, end in pieces)


class Sides(TypedDict, total=False):
    """The terms a finding rests on, on the side they stand."""

    gone: Sequence[Spot]
    came: Sequence[Spot]


def one_side(spots: Sequence[Spot], effect: int) -> Sides:
    """Terms that are new (`effect` above 0) or gone (below)."""
    return Sides(came=spots) if effect > 0 else Sides(gone=spots)


def finding(
    name: str,
    direction: Direction,
    dimension: Dimension | None,
    reason: str,
    *,
    gone: Sequence[Spot] = (),
    came: Sequence[Spot] = (),
    witness: str = "",
    material: bool = False,
) -> Finding:
    """A finding of a named rule; of one that relaxes and has no witness of its own, the words before and after are the witness."""
    rests_on = Words(old=words(gone), new=words(came))
    return Finding(
        rule=name,
        direction=direction,
        dimension=dimension,
        words=rests_on,
        reason=reason,
        witness=witness or (as_it_reads(rests_on) if direction is RELAXES else ""),
        material=material and direction is not NEUTRAL,
    )


def as_it_reads(said: Words) -> str:
    """The plainest witness: what the words are now, and what they were."""
    if said.old and said.new:
        return f"It now says “{said.new}” where it said “{said.old}”."
    return f"It now says “{said.new}”." if said.new else f"It no longer says “{said.old}”." if said.old else ""


Findings = Iterator[Finding]


def dimension_of(spot: Spot) -> Dimension:
    """The dimension that a changed term moves where it stands."""
    return _dimension(spot.term.entry.dimension if spot.term.entry else "", spot.term.code, spot.statement)


_BY_CODE = {
    "r": Dimension.DISCLOSURE, "u": Dimension.PURPOSE, "f": Dimension.TRANSFER, "s": Dimension.SECURITY, "k": Dimension.CONSENT,
    "K": Dimension.CONSENT, "W": Dimension.CONSENT, "D": Dimension.CONSENT, "O": Dimension.CONSENT, "I": Dimension.CONSENT,
    "t": Dimension.RETENTION, "T": Dimension.RETENTION, "X": Dimension.RETENTION, "S": Dimension.SCOPE, "Q": Dimension.SCOPE,
    "N": Dimension.NOTICE, "c": Dimension.RIGHTS, "G": Dimension.SECURITY,
}  # fmt: skip


def _dimension(named: str, code: str, statement: Statement | None) -> Dimension:
    if named:
        return Dimension(named)
    if code in _BY_CODE:
        return _BY_CODE[code]
    return dimension_of_statement(statement) if statement else Dimension.SCOPE


def dimension_of_statement(statement: Statement) -> Dimension:
    """What a statement is about, by its verb, else by its force."""
    if statement.verb and statement.verb.entry and statement.verb.entry.dimension:
        return Dimension(statement.verb.entry.dimension)
    return _BY_FORCE.get(statement.force.value, Dimension.COLLECTION)


_BY_FORCE = {
    "right": Dimension.RIGHTS, "denial": Dimension.RIGHTS, "exclusion": Dimension.SCOPE, "coverage": Dimension.SCOPE,
    "deemed consent": Dimension.CONSENT, "disclaimer": Dimension.SECURITY, "consent": Dimension.CONSENT,
    "duty": Dimension.SECURITY, "ban": Dimension.PURPOSE,
}  # fmt: skip
