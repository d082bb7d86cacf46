"""One thing listed in place of another of its kind: a broader, a narrower, a graver or only another word.

Things that stand where nothing of their kind stood are the business of `items`.
"""

from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, RELAXES, TIGHTENS, Edit, Findings, dimension_of, finding, towards
from differ.judgement.statements import Force
from differ.vocabulary import load

_GRAVER = frozenset(
    {("data.location", "data.precise_location"), ("data.contact", "data.location"), ("data.contact", "data.precise_location")}
)
_QUALIFIES = frozenset({"guard.bind_recipients", "guard.anonymise"})  # protect, wherever they are said


def sign_of(spot: Spot) -> int:
    """1 where more at this place relaxes, -1 where it tightens, 0 where that is not known."""
    statement = spot.statement
    if statement is None:
        return 0
    if statement.force in {Force.PRACTICE, Force.LIMITED} and (spot.term.key in _QUALIFIES or _is_joined_promise(spot)):
        return -1
    if spot.term.code == "s" and statement.force is not Force.DENIAL:
        return -1
    return spot.sign


def _is_joined_promise(spot: Spot) -> bool:
    """Whether something done for the person is joined to what is done with the data ("we store it and delete it at night")."""
    before = spot.sentence.signature[: spot.index].rstrip("_hzmwb")[-1:]
    return spot.term.code == "p" and before in {",", "&", "!"} and spot.term is not getattr(spot.statement, "verb", None)


def replaced(edit: Edit, gone: list[Spot], came: list[Spot]) -> Findings:
    """Pairs a term gone with one come of the same kind: a broader, a narrower or another of the same."""
    for one in gone:
        match = next((s for s in came if s in edit.came and s.term.code == one.term.code), None)
        if match is None or one.term.entry is None or match.term.entry is None:
            continue
        old, new = one.term.entry, match.term.entry
        if old.key == new.key:
            edit.take([one, match])
            sign = sign_of(match) * (_is_general(match) - _is_general(one))
            if sign > 0 and one.term.code == "d":
                yield finding(
                    "item",
                    RELAXES,
                    dimension_of(match),
                    "A general term stands for a particular one.",
                    gone=[one],
                    came=[match],
                    material=new.material,
                )
            continue
        words = load()
        if (old.key, new.key) in _GRAVER or (new.key, old.key) in _GRAVER:
            edit.take([one, match])
            graver = (old.key, new.key) in _GRAVER
            yield finding(
                "item",
                towards(sign_of(match) if graver else -sign_of(match)),
                dimension_of(match),
                "The data is more exact." if graver else "The data is less exact.",
                gone=[one],
                came=[match],
                material=True,
            )
            continue
        wider, narrower = new.key in words.ancestors(old.key), old.key in words.ancestors(new.key)
        if "data.anonymous" in {old.key, new.key}:
            wider, narrower = old.key == "data.anonymous", new.key == "data.anonymous"
        sign = sign_of(match)
        if one.term.code in "ag" and old.dimension == new.dimension and old.material != new.material and sign:
            edit.take([one, match])
            direction = towards(sign if new.material else -sign)
            yield finding(
                "item",
                direction,
                dimension_of(match),
                "A graver act stands for a lesser one." if new.material else "A lesser act stands for a graver one.",
                gone=[one],
                came=[match],
                material=True,
            )
            continue
        if one.term.code in "ag" and old.dimension == new.dimension and not new.material and not old.material:
            edit.take([one, match])
            continue
        if not (wider or narrower) or not sign:
            continue
        edit.take([one, match])
        direction = towards(sign if wider else -sign)
        if one.term.code == "d" and narrower and new.key != "data.anonymous" and direction is TIGHTENS and sign > 0:
            direction = NEUTRAL
        yield finding(
            "item",
            direction,
            dimension_of(match),
            "A broader term stands for a narrower one." if wider else "A narrower term stands for a broader one.",
            gone=[one],
            came=[match],
            material=True,
        )


def _is_general(spot: Spot) -> bool:
    """Whether a term names a whole kind of data and not one of the kind."""
    return spot.words.lower().endswith(("data", "information", "details", "records"))
