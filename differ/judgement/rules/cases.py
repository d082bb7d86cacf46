"""The rule on words of no known kind that tell the case more closely in which something is done, promised or offered.

Such words within what is done itself are the business of `unknown_words`; whole conditions, that of `conditions`.
"""

from collections.abc import Sequence

from differ.judgement.kinds import CHOICE, NEGATION
from differ.judgement.matching import Spot
from differ.judgement.rules.base import NEUTRAL, TIGHTENS, Edit, Findings, dimension_of_statement, finding, one_side, rule
from differ.judgement.rules.lists import is_a_part
from differ.model import Finding
from differ.vocabulary.stems import stem


@rule("closer-case", "If you join our club, we note your age.", "If you join our rowing club, we note your age.", NEUTRAL, one_way=True)
def closer_case(edit: Edit) -> Sequence[Finding]:
    """A word of no known kind that tells more closely in which case something is done leaves fewer such cases, and one gone from
    the case of a promise, a ban or a right leaves more; neither lets more be done.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        if bool(gone) == bool(came):
            continue
        spots, sign = (came, 1) if came else (gone, -1)
        whole = spots == [*hunk.gone, *hunk.came]
        if _is_of_a_case(spots, sign) and ((whole and _tells_closer(spots)) or _tells_by_whom(edit, spots)):
            edit.take(spots)
    return ()


@rule("fewer-cases", "If you swim, row or dive, we note it.", "If you swim or dive, we note it.", TIGHTENS, one_way=True)
def fewer_cases(edit: Edit) -> Findings:
    """One of several cases of no known kind in which something is done, no longer told, leaves fewer; one more in which something is
    promised, more.
    """
    for hunk in edit.hunks:
        spots, sign = (hunk.came, -1) if hunk.came else (hunk.gone, 1)
        gone, came = edit.left(hunk)
        if (hunk.gone and hunk.came) or not _are_one_case(spots, sign) or not (gone or came):
            continue
        edit.take([*gone, *came])
        dimension = dimension_of_statement(statement) if (statement := spots[0].statement) else None
        yield finding("fewer-cases", TIGHTENS, dimension, "It is done in fewer cases, or promised in more.", **one_side(spots, -sign))


def _are_one_case(spots: Sequence[Spot], sign: int) -> bool:
    """Whether the words are one of several cases joined by "or" in a plain condition of a statement of that sign."""
    statement = spots[0].statement
    if statement is None or statement.known is not None or statement.sign != sign or not is_a_part(spots):
        return False
    if any(spot.place != "i" or spot.statement is not statement or spot.term.code not in _A_CASE for spot in spots):
        return False
    within = _condition(spots[0])
    return any(spot.term.code == "|" for spot in within) and not any(_turns(spot) or spot.term.code == "&" for spot in within)


_A_CASE = frozenset("_Ad|g")


def _is_of_a_case(spots: Sequence[Spot], sign: int) -> bool:
    """Whether all the words stand in the same plain condition of a statement of that sign, one that holds where its words do."""
    statement = spots[0].statement
    if statement is None or statement.known is not None or statement.sign != sign:
        return False
    if any(spot.place != "i" or spot.statement is not statement or spot.term.code not in _PLAIN for spot in spots):
        return False
    return not any(_turns(spot) for spot in _condition(spots[0]))


def _condition(spot: Spot) -> Sequence[Spot]:
    """The terms of the condition in which a term stands."""
    statement = spot.statement
    if statement is None:
        return ()
    first = last = spot.index - statement.first
    while first and statement.places[first - 1] == "i":
        first -= 1
    while last + 1 < len(statement.places) and statement.places[last + 1] == "i":
        last += 1
    return [Spot(spot.sentence, index) for index in range(statement.first + first, statement.first + last + 1)]


def _turns(spot: Spot) -> bool:
    """Whether a condition holds in fewer cases the wider what stands with a term of it is: "if you have no key", "if you refuse"."""
    return spot.term.code in {NEGATION, CHOICE} or stem(spot.words.lower()) in _FAILS


_PLAIN, _WHO = frozenset("_Aoy"), frozenset("oy")
_FAILS = frozenset(
    stem(word) for word in "fail lack miss decline refuse stop cease forbid prohibit prevent deny reject forget neglect".split()
)
_SHIFTS = frozenset("former past previous prospective future potential would-be ex no-longer alleged fake suspected".split())


def _tells_closer(spots: Sequence[Spot]) -> bool:
    """Whether the words only narrow what the word right behind them says, which both texts have, or how something is done."""
    if any(spot.term.code in _WHO or spot.words.lower() in _SHIFTS or spot.words.lower().endswith(("'s", "s'")) for spot in spots):
        return False
    sentence, last = spots[0].sentence, spots[-1]
    before = sentence.terms[spots[0].index - 1] if spots[0].index else None
    if before is not None and (before.code in ",&|" or sentence.text[before.start : before.end].endswith("'s")):
        return False
    if len(spots) == 1 and last.words.lower().endswith("ly"):
        return True
    following = sentence.terms[last.index + 1 : last.index + 2]
    return bool(following) and following[0].code in _NAMED and following[0].start == last.term.end + 1


def _tells_by_whom(edit: Edit, spots: Sequence[Spot]) -> bool:
    """Whether the one word is who acts in the case, and the other text has nobody else there: "if (we) read it", "if it is read"."""
    others = edit.all_came if spots[0] in edit.all_gone else edit.all_gone
    return len(spots) == 1 and spots[0].term.code in _WHO and not any(spot.term.code in "oyrA" for spot in others)


_NAMED = frozenset("_ydruA")
