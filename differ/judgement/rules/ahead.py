"""The rule on being told ahead: "in advance", "beforehand" and "before the change" are one promise, however they are put."""

import re
from collections.abc import Iterator, Sequence

from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, RELAXES, Edit, Findings, finding, one_side, rule, towards
from differ.judgement.statements import Force
from differ.model import Dimension


@rule("told-ahead", "We tell guests in advance of any change.", "We tell guests of any change.", RELAXES)
def told_ahead(edit: Edit) -> Findings:
    """That people are told before something happens, no longer said, relaxes; newly said, it tightens; and said in other words it is
    the same.
    """
    edit.set_aside([spot for spot in (*edit.gone, *edit.came) if _only_gives_notice(edit, spot)])
    gone, came = ([spot for spot in side if _is_ahead(spot)] for side in (edit.gone, edit.came))
    if (gone and came) or ((gone or came) and _PRIOR_NOTICE.search((edit.new if gone else edit.old).text)):
        edit.set_aside([*gone, *came, *_of_the_change(edit.gone, gone), *_of_the_change(edit.came, came)])
        if all(edit.is_set_aside(spot) or spot.term.code in "b," for spot in (*edit.all_gone, *edit.all_came)):
            reason = "It is said in other words that people are told ahead."
            yield finding("told-ahead", NEUTRAL, Dimension.NOTICE, reason, gone=gone, came=came)
        return
    spots, effect = (came, 1) if came else (gone, -1)
    if not spots or spots[0].term.code != "K":
        return  # what is done before something else is the business of firmness
    edit.take(spots)
    reason = "People are no longer told ahead." if effect < 0 else "People are now told ahead."
    yield finding("told-ahead", towards(-effect), Dimension.NOTICE, reason, material=True, **one_side(spots, effect))


def _is_ahead(spot: Spot) -> bool:
    """Whether a word says, where people are promised to be told something, that they are told before it happens."""
    statement = spot.statement
    if statement is None or statement.force is not Force.DUTY or statement.verb is None or statement.verb.key not in _TELLS:
        return False
    return spot.term.code in "Kz" and _AHEAD.fullmatch(spot.words) is not None


_TELLS = frozenset({"guard.notify", "act.contact_person"})
_AHEAD = re.compile(r"in advance|beforehand|prior|before|prior to|ahead of", re.IGNORECASE)


_PRIOR_NOTICE = re.compile(r"\b(?:prior|advance)\s(?:written\s)?notice\b", re.IGNORECASE)


def _only_gives_notice(edit: Edit, spot: Spot) -> bool:
    """Whether "give" stands before a notice that both texts promise: "we give you notice"."""
    statement = spot.statement
    if spot.term.key != "act.give" or statement is None or statement.force is not Force.DUTY or statement.verb is None:
        return False
    told = statement.verb.key == "guard.notify" and spot.term.start < statement.verb.start
    return told and any(
        one.force is Force.DUTY and one.verb is not None and one.verb.key == "guard.notify" for one in edit.other_side(spot).statements
    )


def _of_the_change(changed: Sequence[Spot], ahead: Sequence[Spot]) -> Iterator[Spot]:
    """The words right behind one that says "ahead" that only tell of the change: "before (the change takes effect)"."""
    for first in ahead:
        index = first.index + 1
        while index < len(first.sentence.terms) and (
            first.sentence.terms[index].code == "o" or _TELLS_OF_IT.fullmatch(Spot(first.sentence, index).words)
        ):
            spot = Spot(first.sentence, index)
            if spot in changed:
                yield spot
            index += 1


_TELLS_OF_IT = re.compile(
    r"""(?:any\s|the\s|such\s|this\s|our\s)?(?:of|to|any|the|such|in|into|it|they|chang(?:es?|ing)|updat(?:es?|ing)|amend(?:s|ments?|ing)?
    |modif(?:y|ies|ications?)|effect|force|effective|tak(?:es?|ing)|com(?:es?|ing)|becom(?:es?|ing)|go(?:es|ing)?|appl(?:y|ies)|made|making
    |happens?|material|significant|substantial|important|major|live|terms?|polic(?:y|ies)|notice|version)""",
    re.IGNORECASE | re.VERBOSE,
)
