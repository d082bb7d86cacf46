"""The rule on what and whom a policy covers, where a sentence on it is edited.

A sentence on it that is new or gone whole is the business of `whole`.
"""

import re
from collections.abc import Sequence

from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import UNCLEAR, Edit, Findings, finding, rule, towards
from differ.judgement.rules.lists import of_several
from differ.judgement.statements import Force
from differ.model import Dimension


@rule("coverage", "This notice covers our shops and our app.", "This notice covers our shops.", towards(1), one_way=True)
def coverage(edit: Edit) -> Findings:
    """What is no longer among the things and people a policy covers may be unprotected; what is newly named among them is neutral, but
    a place named where none was may shut out those elsewhere, as may one of several that is gone.
    """
    came_in, gone_from = _places(edit.all_came), _places(edit.all_gone)
    if came_in and not any(term.code == "f" for term in edit.old.terms):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for those there only.", came=came_in, material=True)
    elif gone_from and not came_in and any(term.code == "f" for term in edit.new.terms):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may no longer be for those there.", gone=gone_from, material=True)
    if _WHERE_IT_STANDS.search(edit.new.text) and not _WHERE_IT_STANDS.search(edit.old.text):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for what links to it only.", came=edit.all_came, material=True)
    elif any(_swapped(hunk) for hunk in edit.hunks):
        yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for those elsewhere.", gone=gone_from, came=came_in, material=True)
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if _said_more_closely(hunk) and came:
            edit.take(came)
            yield finding("coverage", UNCLEAR, Dimension.SCOPE, "It may be for a part of that only.", came=came)
        telling = [spot for spot in gone if spot.term.code not in "&|b,PUY>"]
        if (
            came
            or not telling
            or not of_several(gone)
            or any(spot.statement is None or spot.statement.force is not Force.COVERAGE for spot in gone)
        ):
            continue
        edit.take(gone)
        known = any(spot.term.code in "dru" for spot in telling)
        yield finding(
            "coverage", UNCLEAR if known else towards(1), Dimension.SCOPE, "Less is said to be covered.", gone=gone, material=True
        )


def _places(spots: Sequence[Spot]) -> list[Spot]:
    return [spot for spot in spots if spot.term.code == "f" and spot.statement and spot.statement.force is Force.COVERAGE]


def _swapped(hunk: Hunk) -> bool:
    """Whether one place stands for another, and nothing else does, among what a policy covers."""
    return len(_places(hunk.gone)) == len(hunk.gone) == len(_places(hunk.came)) == len(hunk.came) == 1


def _said_more_closely(hunk: Hunk) -> bool:
    """Whether unknown words are put, and to no list, to what a policy covers: "what we sell online"."""
    return (
        not hunk.gone
        and all(spot.term.code == "_" and spot.statement is not None and spot.statement.force is Force.COVERAGE for spot in hunk.came)
        and all(spot.words.lower() not in {"web", "internet"} for spot in hunk.came)
        and not of_several(hunk.came)
    )


_WHERE_IT_STANDS = re.compile(
    r"\b(?:that|which)\s(?:links?|refers?)\sto\s(?:this|the)\s|"
    r"\b(?:where|on\swhich|in\swhich)\s(?:this|the)\s(?:\w+\s){1,2}(?:is|are)\s(?:posted|displayed|linked|published|shown)\b",
    re.IGNORECASE,
)
