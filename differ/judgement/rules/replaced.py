"""One thing listed in place of another of its kind: a broader, a narrower, a graver or only another word.

Things that stand where nothing of their kind stood are the business of `items`.
"""

import re

from differ.judgement.kinds import PLACE, Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, RELAXES, UNCLEAR, Edit, Findings, dimension_of, finding, towards
from differ.judgement.statements import DONE, Force
from differ.model import Direction
from differ.vocabulary import Entry, load, phrase

_GRAVER = frozenset(
    {("data.location", "data.precise_location"), ("data.contact", "data.location"), ("data.contact", "data.precise_location")}
)
_QUALIFIES = frozenset({"guard.bind_recipients", "guard.anonymise"})  # protect, wherever they are said


def sign_of(spot: Spot) -> int:
    """1 where more at this place relaxes, -1 where it tightens, 0 where that is not known."""
    statement = spot.statement
    if statement is None:
        return 0
    if statement.force in DONE and (protects_wherever_said(spot.term) or _is_joined_promise(spot)):
        return -1
    if spot.term.code == "s" and statement.force is not Force.DENIAL:
        return -1
    if spot.term.code == "r" and statement.sign > 0 and _is_kept_from_it(spot):
        return -1
    if spot.term.code == "d" and statement.force in DONE and _is_left_out(spot):
        return -1
    return spot.sign


def _is_left_out(spot: Spot) -> bool:
    """Whether data stand behind "without" in what is done, which is done so that they are left out: "shown without names or ages"."""
    before = spot.index - 1
    while before > 0 and spot.sentence.terms[before].code in "d_&|,":
        before -= 1
    if before < 0 or spot.sentence.terms[before].key != "without":
        return False
    return before == 0 or spot.sentence.terms[before - 1].code != "|"  # "with or without names"


def protects_wherever_said(term: Term) -> bool:
    """Whether a term binds those who get the data, or makes it anonymous, and so protects within what is done as well."""
    return term.key in _QUALIFIES


def _is_kept_from_it(spot: Spot) -> bool:
    """Whether a recipient is kept from doing what follows: "settings that keep advertisers from seeing it"."""
    following = spot.sentence.terms[spot.index + 1 : spot.index + 3]
    return len(following) == 2 and following[0].key == "from" and following[1].code in "agc"


def _is_joined_promise(spot: Spot) -> bool:
    """Whether something done for the person is joined to what is done with the data ("we store it and delete it at night")."""
    before = spot.sentence.signature[: spot.index].rstrip("_hzmwb")[-1:]
    return spot.term.code == "p" and before in {",", "&", "!"} and spot.term is not getattr(spot.statement, "verb", None)


def replaced(edit: Edit, gone: list[Spot], came: list[Spot]) -> Findings:
    """Pairs a term gone with one come of the same kind: a broader, a narrower or another of the same."""
    sent = [spot for spot in (*gone, *came) if spot.words.lower() in _SENT and spot.sign > 0]
    if len(sent) == len(_SENT) and gone and came:
        edit.take(sent)
    for one in (spot for spot in gone if spot in edit.gone):
        like = [s for s in came if s in edit.came and (s.term.code == one.term.code or are_handed_on(one, s))]
        match = next((s for s in like if _of_a_whole(one, s)), like[0] if like else None)
        if match is None or one.term.entry is None or match.term.entry is None:
            continue
        weighed = (NEUTRAL, "") if are_handed_on(one, match) else _weighed(one, match, one.term.entry, match.term.entry)
        if weighed is None:
            continue
        edit.take([one, match])
        direction, reason = weighed
        if reason:
            graver = match.term.entry.material if reason == _GENERAL else True
            yield finding("item", direction, dimension_of(match), reason, gone=[one], came=[match], material=graver)


def are_handed_on(one: Spot, other: Spot) -> bool:
    """Whether one says that data are transferred and the other that they are passed on, to the same: "sent to", "transferred to"."""
    if {one.term.key, other.term.key} != {"act.transfer", "act.disclose"} or (other.sign <= 0 and PLACE in other.sentence.signature):
        return False
    if any(_STAYS.search(spot.sentence.text) for spot in (one, other)):
        return False
    return all(spot.term.key != "act.transfer" or _TRANSFERRED.match(spot.words) is not None for spot in (one, other))


_STAYS = re.compile(r"\b(?:within|inside|internal(?:ly)?|among(?:st)?|between)\b", re.IGNORECASE)
_TRANSFERRED = re.compile(r"trans(?:fer|mi)", re.IGNORECASE)
_GENERAL = "A general term stands for a particular one."


def _weighed(one: Spot, match: Spot, old: Entry, new: Entry) -> tuple[Direction, str] | None:
    """Which way it goes that `match` stands for `one`, and why, with no reason where it goes nowhere; nothing where that is not known."""
    sign = sign_of(match)
    if old.key == new.key:
        return _of_one_meaning(one, match, sign)
    if (old.key, new.key) in _GRAVER:
        return towards(_exacter(old, new, sign)), "The data is more exact."
    if (new.key, old.key) in _GRAVER:
        return towards(-_exacter(new, old, sign)), "The data is less exact."
    if one.term.code in "ag" and old.dimension == new.dimension:
        if old.material != new.material and sign:
            graver = "A graver act stands for a lesser one." if new.material else "A lesser act stands for a graver one."
            return towards(1 if new.material else -1), graver  # the graver is a part of the lesser: a ban of it alone rules out less
        if not new.material and not old.material:
            return NEUTRAL, ""
    wider, narrower = _broader(old, new), _broader(new, old)
    if not (wider or narrower) or not sign or _tells_its_own_kind(one if narrower else match):
        return None
    if one.term.code == "d" and narrower and new.key != "data.anonymous" and sign > 0:
        return NEUTRAL, "A narrower term stands for a broader one."
    direction = towards(sign if wider else -sign)
    return direction, "A broader term stands for a narrower one." if wider else "A narrower term stands for a broader one."


def _tells_its_own_kind(spot: Spot) -> bool:
    """Whether a word right before data in general tells which of it is meant, so that it is no broader: "parking information"."""
    if spot.term.key != "data.personal" or " " in spot.words or not spot.index:
        return False
    before = spot.sentence.terms[spot.index - 1]
    return before.code in "_A" and before.end + 1 == spot.term.start


_SENT = frozenset({"send", "send you"})  # what is sent to nobody else goes to the person


def _of_one_meaning(one: Spot, match: Spot, sign: int) -> tuple[Direction, str]:
    """Which way it goes that one word stands for another of the same entry, and why."""
    if one.term.code == "f":
        return _of_places(match, sign)
    if part := _of_a_whole(one, match):
        return towards(part * sign), "The data is more exact." if part > 0 else "The data is less exact."
    if sign < 0 and one.term.code in "dru" and (closer := told_more_closely(one, match)):
        return towards(closer), "It is told more closely what is meant." if closer > 0 else "It is told less closely what is meant."
    if _core(one) == _core(match):
        return NEUTRAL, ""
    loosens = sign * (_is_general(match) - _is_general(one)) > 0 and one.term.code == "d"
    return (RELAXES, _GENERAL) if loosens else (NEUTRAL, "")


def _core(spot: Spot) -> str:
    """What a thing is called without the word that only says it is data: "order details" are the order."""
    return _ONLY_DATA.sub("", spot.words.lower())


_ONLY_DATA = re.compile(r"\s(?:details?|information|data)$")


def _of_places(match: Spot, sign: int) -> tuple[Direction, str]:
    """Which way it goes that another place is named: where data go, or whom a promise is made, and not where to write."""
    statement = match.statement
    undecided = statement is not None and statement.force is Force.MENTION
    written_to = any(term.code == "U" or term.key in _ADDRESSES for term in match.sentence.terms)
    if statement is None or not (sign or undecided) or (written_to and sign <= 0):
        return NEUTRAL, ""
    return (RELAXES if sign > 0 and statement.force in DONE else UNCLEAR), "Another place is named."


_ADDRESSES = frozenset({"pointer.reach", "guard.respond", "guard.officer"})


def _of_a_whole(one: Spot, match: Spot) -> int:
    """1 where the whole stands for a part of it ("address", "postcode"), -1 where a part stands for the whole."""
    parts = load().parts
    old, new = (phrase(spot.words.lower()) for spot in (one, match))
    return int(old in parts.get(new, ())) - int(new in parts.get(old, ()))


def told_more_closely(one: Spot, match: Spot) -> int:
    """1 where the same thing has one word more before it, so that less of it is meant ("mental health"), -1 where one less."""
    old, new = one.words.lower(), match.words.lower()
    return int(new.endswith(f" {old}")) - int(old.endswith(f" {new}"))


def _exacter(coarse: Entry, exact: Entry, sign: int) -> int:
    """Which way it goes that data is told more exactly: where it is ruled out or promised, less of it is."""
    return abs(sign) if coarse.key in load().ancestors(exact.key) else sign


def _broader(old: Entry, new: Entry) -> bool:
    """Whether the new term takes in the old one; data that is no longer anonymous takes in all."""
    if "data.anonymous" in {old.key, new.key}:
        return old.key == "data.anonymous"
    return new.key in load().ancestors(old.key)


def _is_general(spot: Spot) -> bool:
    """Whether a term names a whole kind of data and not one of the kind."""
    return spot.words.lower().endswith(("data", "information", "details", "records", "history", "files", "profile"))
