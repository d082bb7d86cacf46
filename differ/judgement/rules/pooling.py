"""Takes what only stands elsewhere in a clause, or only joins what the rules have explained, so that no rule has to weigh it."""

from collections.abc import Sequence

from differ.judgement.kinds import ACT, DATA, LIMITER, NEGATION, WEAK_ACT, WORD, Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, Edit
from differ.judgement.rules.replaced import protects_wherever_said
from differ.judgement.statements import DONE, Force, Sentence
from differ.model import Finding
from differ.vocabulary.stems import stem


def cancel_joined(edit: Edit) -> None:
    """Takes the terms that differ in spaces, hyphens and marks alone."""
    for hunk in edit.hunks:
        if hunk.gone and hunk.came and _letters(hunk.gone) == _letters(hunk.came):
            edit.take([*hunk.gone, *hunk.came])


def cancel_same_thing(edit: Edit) -> None:
    """Takes a thing that both sentences name by one word at places of one sign, though its neighbours make it known data in one of
    them and only "your" thing in the other: "we keep payment records", "your payment records are kept".
    """
    for one in [spot for spot in edit.gone if spot.term.code in _THINGS]:
        same = next((spot for spot in edit.came if _is_the_same_thing(one, spot)), None)
        if same is not None:
            edit.take([one, same])


def cancel_same_deed(edit: Edit) -> None:
    """Takes a verb that both sentences have, though only one of them stands so that it is known for one: "coaches discuss it"."""
    if edit.old.signature.count(NEGATION) != edit.new.signature.count(NEGATION) or LIMITER in edit.old.signature + edit.new.signature:
        return
    for one in [spot for spot in edit.gone if spot.term.code in _DEEDS]:
        same = next((spot for spot in edit.came if _is_the_same_deed(one, spot)), None)
        if same is not None:
            edit.take([one, same])


def _is_the_same_deed(one: Spot, other: Spot) -> bool:
    codes = {one.term.code, other.term.code}
    if codes not in ({WORD, ACT}, {WORD, WEAK_ACT}) or one.place != other.place or _where(one)[1] * _where(other)[1] < 0:
        return False
    if codes == {WORD, ACT} and 0 in {_where(one)[1], _where(other)[1]} and NEGATION in one.sentence.signature:
        return False
    return " " not in one.words + other.words and stem(one.words.lower()) == stem(other.words.lower())


_DEEDS = frozenset({WORD, ACT, WEAK_ACT})


def _is_the_same_thing(one: Spot, other: Spot) -> bool:
    codes = {one.term.code, other.term.code}
    if not codes <= _THINGS or _where(one)[1] != _where(other)[1] or one.place != other.place:
        return False
    if codes == {DATA} and _name(one) == _name(other):
        return True
    yours = any(spot.term.key.startswith(_YOURS) for spot in (one, other))
    return yours and one.term.key.rpartition(":")[2] == other.term.key.rpartition(":")[2]


def _name(spot: Spot) -> str:
    return spot.words.lower().removeprefix("your ")


_THINGS, _YOURS = frozenset({DATA, WORD}), "data.yours:"


def _letters(spots: Sequence[Spot]) -> str:
    text = spots[0].sentence.text[spots[0].term.start : spots[-1].term.end].lower()
    return "".join(char for char in text if char.isalnum())


def pool(edits: Sequence[Edit], gone: Sequence[Sentence], came: Sequence[Sentence]) -> None:
    """Takes the terms that only stand elsewhere in the clause, at a place of the same sign; `gone` and `came` are whole sentences."""
    for edit in edits:
        cancel_joined(edit)
        cancel_same_thing(edit)
        cancel_same_deed(edit)
    left: dict[tuple[str, int], list[tuple[Edit, Spot]]] = {}
    for edit in edits:
        for spot in edit.gone:
            left.setdefault(_where(spot), []).append((edit, spot))
    for edit in edits:
        for spot in list(edit.came):
            there = left.get(_where(spot))
            if there and not (protects_wherever_said(spot.term) and there[0][0] is not edit):
                other, one = there.pop(0)
                other.take([one])
                edit.take([spot])
    elsewhere_new = {(term.key, sign) for sentence in came for term, sign in signed(sentence)}
    for edit in edits:
        elsewhere_old = {(term.key, sign) for sentence in gone if _as_free(sentence, edit.new) for term, sign in signed(sentence)}
        edit.take([spot for spot in edit.gone if _where(spot) in elsewhere_new])
        edit.take([spot for spot in edit.came if _where(spot) in elsewhere_old])


def _as_free(gone: Sentence, new: Sentence) -> bool:
    """Whether what a sentence that is gone tells to be done was done there without a case or consent that the new one does not ask for."""
    practice = any(one.force in DONE for one in gone.statements)
    return not practice or all(term.key in new.keys for term in gone.terms if term.code in _BINDS)


_BINDS = frozenset("ikKlO")


_CONNECTING = frozenset("ilE!&|be")
_DECIDED = frozenset("kKlxiLRW")


def take_connecting(edit: Edit, found: Sequence[Finding]) -> None:
    """Takes what only joins words that a rule has explained to the sentence: the "if" of "if you have agreed"."""
    if not any(one.direction is not NEUTRAL for one in found):
        return
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        left, whole = [*gone, *came], [*hunk.gone, *hunk.came]
        if bool(hunk.gone) == bool(hunk.came) or len(left) == len(whole) or not {spot.term.code for spot in whole} & _DECIDED:
            continue
        plain = [spot for spot in left if spot.term.code == "_"]
        if len(plain) <= 1 and all(spot.term.code in _CONNECTING for spot in left if spot not in plain):
            edit.take(left)


def signed(sentence: Sentence) -> list[tuple[Term, int]]:
    """The terms of a sentence that say something, each with the sign of its place."""
    return [(term, _where(Spot(sentence, index))[1]) for index, term in enumerate(sentence.terms) if term.code not in ",.&|!bPUYF>"]


def _where(spot: Spot) -> tuple[str, int]:
    """What a term says and which way it weighs where it stands; what is ruled out weighs like nothing else."""
    statement = spot.statement
    sign = statement.sign - (statement.force is Force.BAN) if statement else 0
    if statement is not None and spot.place == "H" and statement.force in DONE and protects_wherever_said(spot.term):
        sign = -1
    key = f"{spot.term.key} {_focus(spot)}" if spot.term.code == "l" else spot.term.key
    return key, -sign if spot.place == "x" else sign


_BEHIND_IT = frozenset({"alone", "and nobody else", "and no one else", "and nothing else"})
_FAR = 8  # terms; "only for the purpose of printing" is "only to print"


def _focus(spot: Spot) -> str:
    """What "only" stands before, or "alone" behind."""
    if spot.words.lower() in _BEHIND_IT and spot.index:
        before = (term.key for term in reversed(spot.sentence.terms[: spot.index]) if term.code not in "b,&")
        return next(before, "")
    return next((term.key for term in spot.sentence.terms[spot.index + 1 : spot.index + _FAR] if term.code not in "b,"), "")
