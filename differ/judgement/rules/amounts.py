"""Rules on times, ages, fees and other amounts."""

import re

from differ.judgement.changes_told import TELLS
from differ.judgement.matching import Spot
from differ.judgement.rules.base import RELAXES, TIGHTENS, UNCLEAR, Edit, Findings, dimension_of_statement, finding, rule, towards
from differ.judgement.rules.period_starts import ends_later
from differ.judgement.statements import Force, Statement
from differ.model import Dimension

_TIME = "qtTX"
_AHEAD = re.compile(r"['’]?\s+(?:in advance|beforehand|ahead)\b", re.IGNORECASE)


def _keys(statement: Statement, spot: Spot) -> set[str]:
    return {term.key for term in spot.sentence.terms[statement.first : statement.last]}


def _role(spot: Spot) -> tuple[int, Dimension]:
    """1 where a greater amount relaxes, -1 where it tightens, 0 where that is not known; and of what."""
    statement = spot.statement
    if statement is None:
        return 0, Dimension.RETENTION
    keys = _keys(statement, spot)
    measure = spot.term.key.split(":")[0]
    if measure == "age":
        return (-1 if statement.sign < 0 or "act.collect" in keys else 0), Dimension.SCOPE
    if measure == "money":
        return int(statement.force is Force.RIGHT or "copy" in keys), Dimension.RIGHTS
    if measure == "share":
        return 0, Dimension.SECURITY
    return _role_of_time(spot, statement, keys)


def _role_of_time(spot: Spot, statement: Statement, keys: set[str]) -> tuple[int, Dimension]:
    following = spot.sentence.terms[spot.index + 1 : spot.index + 2]
    ahead = statement.sign < 0 and _AHEAD.match(spot.sentence.text, spot.term.end) is not None
    if ahead or (following and following[0].key in TELLS):
        return -1, Dimension.NOTICE
    if keys & TELLS and ("intensifier.firm" in keys or "bound.at_least" in keys) and "bound.at_most" not in keys:
        return -1, Dimension.NOTICE
    if keys & {"act.retain", "guard.delete", "open_time.as_long_as_needed", "guard.anonymise", "choice.erase"}:
        return 1, Dimension.RETENTION
    if statement.force is Force.DUTY:
        return 1, dimension_of_statement(statement)
    if statement.force is Force.RIGHT and statement.actor == "y":
        return -1, Dimension.RIGHTS
    if _is_a_span(spot, statement):
        return 1, Dimension.RETENTION
    return 0, dimension_of_statement(statement)


def _is_a_span(spot: Spot, statement: Statement) -> bool:
    """Whether a time is how long a practice goes on ("for 45 days"), or all that stands behind a label ("Routes: two years")."""
    terms = spot.sentence.terms
    before = terms[spot.index - 1] if spot.index else None
    if statement.sign > 0 and before is not None and before.key == "for":
        return True
    rest = "".join(term.code for term in terms[spot.index + 1 :]).strip(",.")
    label = before is not None and before.key in {":", "|"}
    return label and not rest and statement.verb is None and TELLS.isdisjoint(term.key for term in terms)


def _amount(spot: Spot) -> float | None:
    return float(spot.term.key.split(":")[1]) if spot.term.code == "q" else None


@rule("amount", "We keep logs for 30 days.", "We keep logs for two years.", RELAXES)
def amount(edit: Edit) -> Findings:
    """A longer time of keeping, a later answer, a shorter notice, a lower age of protection or a higher fee relaxes; the converse
    tightens.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        old, new = [s for s in gone if s.term.code == "q"], [s for s in came if s.term.code == "q"]
        if len(old) != len(new):
            continue
        for one, other in zip(old, new, strict=True):
            if all(_REPORTS.search(spot.sentence.text) for spot in (one, other)):
                edit.set_aside([one, other])
                continue
            edit.take([one, other])
            yield from _compared(one, other)


def _compared(one: Spot, other: Spot) -> Findings:
    before, after = _amount(one), _amount(other)
    if one.term.key.split(":")[0] != other.term.key.split(":")[0] or before is None or after is None:
        yield finding("amount", UNCLEAR, None, "The two amounts cannot be compared.", gone=[one], came=[other])
        return
    if abs(before - after) <= 0.03 * max(before, after):
        return
    weight, dimension = _role(other)
    statement = other.statement
    told = set(other.sentence.signature) & set("adrgcpusk") or one.term.key.startswith("age")
    if not weight and (statement is None or statement.force in {Force.SILENT, Force.COVERAGE, Force.PERSON}) and not told:
        return
    if not weight and one.term.key.startswith("time") and any(term.key == "|" for term in other.sentence.terms):
        weight, dimension = 1, Dimension.RETENTION
    direction = towards(weight * (1 if after > before else -1)) if weight else UNCLEAR
    reason = {RELAXES: "The amount moved against the person.", TIGHTENS: "The amount moved in the person's favour."}.get(
        direction, "What the amount bounds cannot be told."
    )
    witness = f"It may now be {other.words} where it was {one.words}." if direction is RELAXES else ""
    yield finding("amount", direction, dimension, reason, gone=[one], came=[other], witness=witness, material=True)


_REPORTS = re.compile(r"\b(?:median|mean|average)\b(?=.*\b(?:respon|repl|answer|request|compl(?:y|ied)))", re.IGNORECASE | re.DOTALL)
"""How long answers took so far, which is no time that is promised."""


@rule("limit-of-time", "We keep letters for one year.", "We keep letters for as long as necessary.", RELAXES)
def limit_of_time(edit: Edit) -> Findings:
    """A fixed time that gives way to "as long as needed", to no limit or to a longer one on some ground relaxes; a fixed time set
    for the first time tightens.
    """
    gone, came = [s for s in edit.gone if s.term.code in _TIME], [s for s in edit.came if s.term.code in _TIME]
    if not gone and not came:
        return
    edit.take([*gone, *came])
    ages = [s for s in (*gone, *came) if s.term.key.startswith("age:")]
    if ages and not any(term.key.startswith("age:") for term in (edit.old if came else edit.new).terms):
        yield from _for_some_ages(ages[0], new=bool(came))
        return
    statement = (came or gone)[0].statement
    if statement is not None and statement.force not in {Force.SILENT, Force.COVERAGE, Force.PERSON}:
        yield from _bounded_otherwise(edit, statement, gone, came)


_RANK = {"q": 0, "t": 2, "X": 2, "T": 3}  # the higher, the longer; no time told is 1, "at once" -1


def _bounded_otherwise(edit: Edit, statement: Statement, gone: list[Spot], came: list[Spot]) -> Findings:
    """What it means that other limits of time stand in a statement, or none where some stood, or the reverse."""
    spot = (came or gone)[0]
    old, new = max((_RANK[s.term.code] for s in gone), default=1), max((_RANK[s.term.code] for s in came), default=1)
    if statement.force is Force.RIGHT and _is_theirs(statement) and "T" in {s.term.code for s in (*gone, *came)} and old != new:
        reason = "For how long the choice of the person holds differs."
        yield finding("limit-of-time", towards(old - new), Dimension.RIGHTS, reason, gone=gone, came=came, material=True)
        return
    if not gone and any(_at_once(s) for s in edit.all_gone):
        old = -1
    if not came and any(_at_once(s) for s in edit.all_came):
        new = -1
    if old == new:
        return
    if statement.sign > 0 and any(_WHILE_IT_LASTS.match(s.sentence.text, s.term.start) for s in (*gone, *came)) and not (gone and came):
        reason = "Until what ends it is done may differ."
        yield finding("limit-of-time", UNCLEAR, dimension_of_statement(statement), reason, gone=gone, came=came)
        return
    if _bounds_a_case(spot, statement) and bool(gone) != bool(came):
        reason = "It bounds the case in which something is done or promised."
        yield finding("limit-of-time", UNCLEAR, dimension_of_statement(statement), reason, gone=gone, came=came)
        return
    if statement.force is Force.RIGHT and {s.term.code for s in [*gone, *came]} == {"q"}:
        answered = any(term.key == "guard.respond" for term in spot.sentence.terms[max(0, spot.index - 3) : spot.index])
        yield finding(
            "limit-of-time",
            RELAXES if bool(came) != answered else TIGHTENS,
            Dimension.RIGHTS,
            "A time within which the right is answered is set, or gone."
            if answered
            else "A limit of time stands on the right, or is gone from it.",
            gone=gone,
            came=came,
        )
        return
    if statement.sign > 0 and all(_HOW_OFTEN.match(s.words) for s in (*gone, *came)) and not _is_kept(statement):
        yield finding("limit-of-time", UNCLEAR, dimension_of_statement(statement), "How often it is done differs.", gone=gone, came=came)
        return
    weight, dimension = (1, Dimension.RETENTION) if {s.term.code for s in [*gone, *came]} - {"q"} else _role(spot)
    if _is_the_longer_of_two(edit, spot):
        yield finding("limit-of-time", UNCLEAR, dimension, "A shorter time stands beside it in both texts.", gone=gone, came=came)
        return
    if not weight:
        yield finding("limit-of-time", UNCLEAR, dimension, "What the amount bounds cannot be told.", gone=gone, came=came)
        return
    if len({s.term.code for s in [*gone, *came]} | {"q"}) == 1 and ends_later(spot, edit.other_side(spot)):
        old, new = new, old
    direction = RELAXES if new > old else TIGHTENS
    reason = "A limit of time is gone or wider." if direction is RELAXES else "A limit of time is set or narrower."
    yield finding("limit-of-time", direction, dimension, reason, gone=gone, came=came, material=True)


def _is_the_longer_of_two(edit: Edit, spot: Spot) -> bool:
    """Whether a time is new, or gone, beside a shorter one that both texts tell: "after a month (a year for deeds)"."""
    amount = _amount(spot)
    if amount is None or not spot.term.key.startswith("time:") or spot.statement is None:
        return False
    changed = {one.term for one in (*edit.all_gone, *edit.all_came)}
    beside = [term for term in spot.sentence.terms[spot.statement.first : spot.statement.last] if term.code == "q" and term not in changed]
    return any(term.key.startswith("time:") and float(term.key.split(":")[1]) < amount for term in beside)


def _bounds_a_case(spot: Spot, statement: Statement) -> bool:
    """Whether a time tells which case is meant, and not how long something is done: "if it is down for a week, we tell you"."""
    if spot.place != "i" or statement.verb is None:
        return False
    return statement.sign < 0 or spot.term.start < statement.verb.start


_WHILE_IT_LASTS = re.compile(
    r"(?:for\s)?as\slong\sas\s(?!\w*\s?(?:is\s)?(?:reasonably\s)?(?:necessary|needed|required|possible)\b)(?!we\b)", re.IGNORECASE
)


def _is_theirs(statement: Statement) -> bool:
    """Whether a right is told as what the person does or chooses: "guests who object stay off it for good"."""
    return statement.actor == "y" or (statement.verb is not None and statement.verb.key in _REFUSES)


_REFUSES = frozenset({"choice.opt_out", "choice.object", "choice.refuse", "choice.restrict"})
_HOW_OFTEN = re.compile(r"(?:every|each|once|twice|per)\b|\w+ly\b", re.IGNORECASE)


def _is_kept(statement: Statement) -> bool:
    return statement.verb is not None and statement.verb.key == "act.retain"


def _for_some_ages(spot: Spot, *, new: bool) -> Findings:
    """What it does that something is said of people of some age only, or no longer of them only."""
    statement = spot.statement
    if statement is None or not statement.sign:
        return
    told = [spot]
    reason = "It is now for people of some age only." if new else "It is no longer for people of some age only."
    direction = towards(-statement.sign * (1 if new else -1)) if statement.sign < 0 else UNCLEAR
    yield finding(
        "limit-of-time",
        direction,
        Dimension.SCOPE,
        reason,
        gone=[] if new else told,
        came=told if new else [],
        material=direction is RELAXES,
    )


_PROMPT = re.compile(r"immediate|straight|at once|instant|right away|on the spot", re.IGNORECASE)


def _at_once(spot: Spot) -> bool:
    """Whether a word says that no time passes at all, which is less than any time that is named."""
    return spot.term.code == "z" and _PROMPT.match(spot.words) is not None


_BOUNDED = re.compile(r"q|Bi")  # an amount, or "at least until …"


@rule("bound", "We delete logs after 60 days.", "We delete logs after at most 60 days.", TIGHTENS)
def bound(edit: Edit) -> Findings:
    """A ceiling put on a time the organisation takes tightens; a ceiling taken off or made a floor relaxes."""
    gone, came = [s for s in edit.gone if s.term.code == "B"], [s for s in edit.came if s.term.code == "B"]
    if not gone and not came:
        return
    edit.take([*gone, *came])
    spot = (came or gone)[0]
    statement = spot.statement
    if statement is None or not statement.sign or not _BOUNDED.search(spot.sentence.signature):
        return
    score = {"bound.at_most": -1, "bound.at_least": 1}
    effect = sum(score[s.term.key] for s in came) - sum(score[s.term.key] for s in gone)
    notice = not TELLS.isdisjoint(_keys(statement, spot))
    if not effect or notice or (_bounds_a_case(spot, statement) and bool(gone) != bool(came)):
        return
    yield finding("bound", towards(effect), dimension_of_statement(statement), "The bound of a time differs.", gone=gone, came=came)
