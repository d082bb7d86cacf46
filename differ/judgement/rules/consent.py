"""Rules on permission: consent asked, consent assumed, other grounds in its stead."""

import re
from collections.abc import Sequence

from differ.judgement.kinds import Term
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, RELAXES, UNCLEAR, Edit, Findings, finding, one_side, rule, towards
from differ.judgement.statements import Force, Sentence, Statement
from differ.model import Dimension
from differ.vocabulary.stems import stem

_NEAR = 3  # terms between what makes consent strong ("explicit") and the consent


def _sides(edit: Edit, codes: str) -> tuple[list[Spot], list[Spot]]:
    """What is gone and what has come of some kinds, that no rule has explained yet."""
    return [s for s in edit.gone if s.term.code in codes], [s for s in edit.came if s.term.code in codes]


@rule("consent-condition", "We share your file with your consent.", "We share your file.", RELAXES)
def consent_condition(edit: Edit) -> Findings:
    """A practice that no longer needs the person's consent relaxes, and one that newly needs it tightens; in a ban, consent newly
    named as a way round it relaxes.
    """
    gone, came = _sides(edit, "k")
    if gone and came:
        return
    for spots, effect in ((came, 1), (gone, -1)):
        for spot in spots:
            statement = spot.statement
            force = statement.force if statement else Force.SILENT
            if statement is not None and (is_withdrawn(spot.sentence, statement) or _tells_a_time(spot)):
                edit.take([spot])
                continue
            if force in {Force.MENTION, Force.SILENT, Force.PERSON, Force.COVERAGE, Force.DEFINITION}:
                continue
            weight = 1 if force is Force.BAN else -1
            edit.take([spot])
            direction = towards(weight * effect)
            reason = (
                "It takes less of the person's permission than before."
                if direction is RELAXES
                else "It takes more of the person's permission than before."
            )
            side = one_side([spot], effect)
            yield finding(
                "consent-condition",
                direction,
                Dimension.CONSENT,
                reason,
                witness="It may now be done without asking the person first." if direction is RELAXES else "",
                material=True,
                **side,
            )


def _tells_a_time(spot: Spot) -> bool:
    """Whether it is told when consent is given, and not that it is needed: "as told at the time of consent"."""
    return _AT_THE_TIME.search(spot.sentence.text, 0, spot.term.start) is not None


_AT_THE_TIME = re.compile(r"\b(?:time|point|moment|date)\sof\s(?:your\s|their\s|the\s)?$", re.IGNORECASE)


def is_withdrawn(sentence: Sentence, statement: Statement) -> bool:
    """Whether a consent in a statement is what the person may take back, and so nothing on which it depends."""
    if statement.force is not Force.RIGHT or statement.verb is None:
        return False
    offered = {term.key for term in sentence.terms[statement.first : statement.last] if term.code == "c"}
    return statement.verb.key == _WITHDRAW or (statement.verb.key == _EXERCISE and _WITHDRAW in offered)


_WITHDRAW, _EXERCISE = "choice.withdraw", "choice.exercise"  # "the right to withdraw"


@rule("without-consent", "We do not rent your address without your consent.", "We do not rent your address.", towards(-1))
def without_consent(edit: Edit) -> Findings:
    """The words "without your consent", put into a ban, leave a way round it and relax; taken out, they make it whole."""
    gone, came = _sides(edit, "W")
    if gone and came:
        return
    for spots, effect in ((came, 1), (gone, -1)):
        for spot in spots:
            statement = spot.statement
            if statement is None or statement.force not in {Force.BAN, Force.PRACTICE, Force.LIMITED, Force.DUTY, Force.CONSENT}:
                continue
            edit.take([spot])
            if any(other.term.code == "n" for other in (edit.all_came if effect > 0 else edit.all_gone)):
                continue
            direction = towards(effect)
            reason = (
                "The act is possible where the person has not agreed."
                if direction is RELAXES
                else "The act is no longer possible in either way."
            )
            side = one_side([spot], effect)
            yield finding("without-consent", direction, Dimension.CONSENT, reason, material=True, **side)


@rule("weaker-consent", "We use scans only with your explicit consent.", "We use scans only with your consent.", RELAXES)
def weaker_consent(edit: Edit) -> Findings:
    """Consent that need no longer be explicit, prior or written relaxes; consent that must be so tightens."""
    for code in "kW":
        gone, came = _sides(edit, code)
        if not (gone and came):
            continue
        gone, came = [*gone, *_beside(edit.gone, gone)], [*came, *_beside(edit.came, came)]
        old, new = ({part for spot in side for part in strengths(spot.sentence, spot.term)} for side in (gone, came))
        edit.take([*gone, *came])
        if code == "W":
            old, new = old - _BEFOREHAND, new - _BEFOREHAND
        if old == new:
            if code == "W":
                reason = "What is not done without consent is done after it, however that is called."
                yield finding("weaker-consent", NEUTRAL, Dimension.CONSENT, reason, gone=gone, came=came)
            continue
        direction = RELAXES if new < old else towards(-1) if new > old else UNCLEAR
        yield finding(
            "weaker-consent",
            direction,
            Dimension.CONSENT,
            "The kind of consent that is needed differs.",
            gone=gone,
            came=came,
            material=True,
        )
    for spots, effect in ((_sides(edit, "K")[1], -1), (_sides(edit, "K")[0], 1)):
        for spot in spots:
            edit.take([spot])
            if (
                spot.statement is None
                or spot.statement.force in {Force.SILENT, Force.MENTION, Force.PERSON}
                or not set(spot.sentence.signature[max(0, spot.index - _NEAR) : spot.index + 1 + _NEAR]) & set("kWp")
            ):
                continue
            side = one_side([spot], -effect)
            yield finding(
                "weaker-consent", towards(effect), Dimension.CONSENT, "The kind of consent that is needed differs.", material=True, **side
            )


def strengths(sentence: Sentence, term: Term) -> frozenset[str]:
    """What a term says that consent has to be: explicit, prior, written."""
    if term.code != "K":
        return frozenset(term.key.split(":")[1:])
    said = sentence.text[term.start : term.end].lower()
    return frozenset({_SAME_STRENGTH.get(said) or stem(said.split()[0])})


_BEFOREHAND = frozenset({"prior"})  # what is not done without consent is not done before it
_SAME_STRENGTH = {"in writing": "written", "in advance": "prior", "beforehand": "prior"}


def _beside(side: Sequence[Spot], consents: Sequence[Spot]) -> list[Spot]:
    """What else of one text says what a consent has to be: "agreed in writing"."""
    return [spot for spot in side if spot.term.code == "K" and any(abs(spot.index - one.index) <= _NEAR for one in consents)]


_ASSUMED = {
    "D": "Use or silence counts as agreement.",
    "I": "The organisation's own interest or contract stands where the person might have been asked.",
    "N": "It happens without the person being told.",
}


@rule("consent-assumed", "We film guests to count them.", "We film guests on the basis of our legitimate interests to count them.", RELAXES)
def consent_assumed(edit: Edit) -> Findings:
    """Agreement taken from use, silence or a preset choice, or replaced by the organisation's own interest, relaxes; the reverse
    tightens.
    """
    for code, reason in _ASSUMED.items():
        gone, came = _sides(edit, code)
        if gone and came:
            edit.take([*gone, *came])
            continue
        for spots, effect in ((came, 1), (gone, -1)):
            if not spots:
                continue
            statement = spots[0].statement
            if statement is None or (statement.force is Force.RIGHT and code == "I"):
                continue
            edit.take(spots)
            side = one_side(spots, effect)
            yield finding(
                "consent-assumed", towards(effect), Dimension.NOTICE if code == "N" else Dimension.CONSENT, reason, material=True, **side
            )


@rule(
    "choice-by-default", "Sharing your trips with friends is off by default.", "Sharing your trips with friends is on by default.", RELAXES
)
def choice_by_default(edit: Edit) -> Findings:
    """What happens unless the person acts against it, where it needed their act or did not happen, relaxes; a way out put to what
    happened anyway tightens.
    """
    on_gone, on_came = _sides(edit, "O")
    off_gone, off_came = _sides(edit, "V")
    asked_gone = [s for s in edit.gone if s.term.code in "kV"]
    asked_came = [s for s in edit.came if s.term.code in "kV"]
    if not (on_gone or on_came or off_gone or off_came):
        return
    edit.take([*on_gone, *on_came, *off_gone, *off_came])
    if on_gone and on_came:
        return
    spots = [*on_came, *on_gone, *off_came, *off_gone]
    statement = spots[0].statement
    banned = statement is not None and statement.force is Force.BAN
    opted = any(s.term.key in {"choice.opt_in", "choice.ask"} for s in edit.gone) or bool(asked_gone)
    opted_now = any(s.term.key in {"choice.opt_in", "choice.ask"} for s in edit.came) or bool(asked_came)
    if on_came:
        sign = 1 if banned or opted or off_gone else -1
    elif on_gone:
        banned_now = any(one.force is Force.BAN for one in edit.new.statements)
        sign = -1 if banned or banned_now or opted_now or off_came else 1
    else:
        sign = -1 if off_came else 1
    yield finding(
        "choice-by-default",
        towards(sign),
        Dimension.CONSENT,
        "What happens when the person does nothing differs.",
        gone=[*on_gone, *off_gone],
        came=[*on_came, *off_came],
        material=True,
    )
