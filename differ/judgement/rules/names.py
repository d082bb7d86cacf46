"""The rule on names: of those that get data, of the organisation, of texts."""

import re
from collections.abc import Sequence

from differ.judgement.kinds import Term
from differ.judgement.matching import Hunk, Spot
from differ.judgement.rules.base import (
    RELAXES,
    UNCLEAR,
    Edit,
    Findings,
    dimension_of,
    dimension_of_statement,
    finding,
    rule,
    towards,
    undecided,
)
from differ.judgement.rules.lists import beside_others
from differ.judgement.statements import Force, Sentence
from differ.model import Dimension
from differ.vocabulary import load
from differ.vocabulary.stems import stem


@rule("name", "We send orders to Northpost.", "We send orders to Northpost and Quickmail.", RELAXES)
def name(edit: Edit) -> Findings:
    """A company newly named among those that get data relaxes, one no longer named tightens; one name in place of another is neutral,
    but a place is left to a person.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        edit.take([s for s in (*gone, *came) if _is_a_name(s)])
        gone, came = ([s for s in side if _is_a_name(s) and not _is_a_form(s)] for side in (gone, came))
        if not gone and not came:
            continue
        if (came or gone) and _lies_there((came or gone)[0]):
            yield finding("name", UNCLEAR, Dimension.TRANSFER, "It may be somewhere else now.", gone=gone, came=came)
            continue
        if gone and came and (gone[0].statement is None or gone[0].statement.force is not Force.IDENTITY):
            yield from _one_for_another(gone, came)
        else:
            yield from _more_or_fewer(hunk, gone, came)


def _one_for_another(gone: list[Spot], came: list[Spot]) -> Findings:
    """What it means that names stand where other names stood."""
    if any(_tells_whom_it_spares(side) for side in (gone, came)):
        yield finding("name", UNCLEAR, dimension_of(came[0]), "Others are spared, or bound, now.", gone=gone, came=came)
    elif (_are_given_it(gone) and _are_given_it(came)) or _are_listed(came):
        yield finding("name", UNCLEAR, dimension_of(came[0]), "Others may get it now.", gone=gone, came=came)


def _more_or_fewer(hunk: Hunk, gone: list[Spot], came: list[Spot]) -> Findings:
    """What it means that names are gone, or have come, or that another is who the organisation is."""
    spot = (came or gone)[0]
    if _of_a_text((came or gone)[-1]) or (not (gone and came) and (_continues_a_name(spot) or _is_part_of_one(hunk))):
        return
    doubt = _what_may_differ(spot, replaced=bool(gone) and bool(came))
    if doubt:
        yield finding("name", UNCLEAR, dimension_of(spot), doubt, gone=gone, came=came)
    elif _is_bound(gone or came) and not (gone and came):
        reason = "One less is bound, or protected, by what is ruled out." if gone else "One more is bound by what is ruled out."
        yield finding("name", towards(1 if gone else -1), dimension_of(spot), reason, gone=gone, came=came)
    elif came and not gone and _tells_which_of_them(came):
        yield finding("name", UNCLEAR, dimension_of(spot), "It may be for what bears that name only.", came=came)
    elif not _moves_nobody(spot, gone, came):
        yield finding(
            "name",
            towards(1 if came else -1) if spot.place != "i" else UNCLEAR,
            dimension_of(spot),
            "A name is added to those concerned." if came else "A name is gone from those concerned.",
            gone=gone,
            came=came,
        )


def _moves_nobody(spot: Spot, gone: list[Spot], came: list[Spot]) -> bool:
    """Whether a name is of nobody who gets or does anything: no practice with data, one of several words, their own, or an example."""
    if spot.statement is None or spot.statement.sign <= 0 or not set(spot.sentence.signature) & set("rad"):
        return True
    if _names_their_own(came or gone) or (gone and not came and not beside_others(gone)) or _is_of_their_own(spot, (came or gone)[-1]):
        return True
    if spot.place == "i" and came and not _is_one_of_several_cases(spot):
        return True
    return spot.place == "e" or any(term.key == "(" for term in spot.sentence.terms[max(0, spot.index - 2) : spot.index])


def _tells_which_of_them(came: Sequence[Spot]) -> bool:
    """Whether names are newly put right before a thing in a promise, a ban or a right, which may hold for what is so called only:
    "we delete your (Acme) letters".
    """
    statement, sentence, last = came[0].statement, came[0].sentence, came[-1]
    offered = statement is not None and (statement.sign < 0 or (statement.actor == "y" and "m" in sentence.signature))
    if statement is None or not offered or came[0].place != "H" or last.index + 1 >= statement.last:
        return False
    following = sentence.terms[last.index + 1]
    if (
        following.code not in _THINGS
        or following.start != last.term.end + 1
        or stem(_first_word(sentence, following)) in load().named_things
    ):
        return False
    before = sentence.terms[came[0].index - 1] if came[0].index else None
    return before is not None and before.code not in ",&|A"


_THINGS = frozenset("_du")


def _first_word(sentence: Sentence, term: Term) -> str:
    return sentence.text[term.start : term.end].lower().split()[0]


def _is_one_of_several_cases(spot: Spot) -> bool:
    """Whether a name stands in a case among others: "when you order from Northpost (or Quickmail)", not "when you ring our (Hull) desk"."""
    statement, sentence = spot.statement, spot.sentence
    near = (Spot(sentence, index) for index in range(statement.first, statement.last)) if statement is not None else ()
    return any(one.place == "i" and one.term.code in "&|nc" for one in near)


def _names_their_own(spots: Sequence[Spot]) -> bool:
    """Whether words written like names are those of the organisation's own things: "the Acme Service", "our Mobile Application"."""
    terms, first = spots[0].sentence.terms, spots[0].index
    behind_us = first > 0 and terms[first - 1].code == "o"
    own = [stem(spot.words.lower()) in load().named_things for spot in spots]
    return own[-1] and (behind_us or all(own) or _OURS_BEFORE.search(spots[0].sentence.text, 0, spots[0].term.start) is not None)


_OURS_BEFORE = re.compile(r"\bour\s[^.;:]{0,40}$", re.IGNORECASE)


def _what_may_differ(spot: Spot, *, replaced: bool) -> str:
    """What a name may tell otherwise, so that a person has to look; or nothing."""
    if spot.statement is not None and (spot.statement.force is Force.IDENTITY or _after_identity(spot)):
        return "Who the organisation or controller is may differ."
    return "Who gets or holds the data may differ." if undecided(spot) and not replaced and _joins_who_acts(spot) else ""


def _tells_whom_it_spares(spots: Sequence[Spot]) -> bool:
    """Whether names stand in an exception, or behind "in" or "of" in a condition: "unless you live in Graz"."""
    spot = spots[0]
    if spot.statement is None or not spot.statement.sign:
        return False
    before = spot.sentence.terms[spot.index - 1].key if spot.index else ""
    return spot.place in "xX" or (spot.place == "i" and before in {"in", "of"})


def _are_listed(spots: Sequence[Spot]) -> bool:
    """Whether names stand in a list behind a colon that follows what is said of those who get data: "Who gets it: Acme, Borg"."""
    terms, first = spots[0].sentence.terms, spots[0].index
    colon = next((index for index in range(first, 0, -1) if terms[index].key in {":", "|"}), 0)
    if not colon or not beside_others(spots) or any(term.code not in "A_,&|." for term in terms[colon + 1 :]):
        return False
    said = spots[0].sentence.text[: terms[colon].start]
    return any(term.code == "r" for term in terms[:colon]) or _WHO_GET_IT.search(said) is not None


_WHO_GET_IT = re.compile(
    r"\b(?:who|that|which)\s(?:may\s|can\s|also\s)?(?:gets?|receives?|obtains?|sees?|views?|uses?|buys?)\b", re.IGNORECASE
)


def _is_bound(spots: Sequence[Spot]) -> bool:
    """Whether names stand in a list of those who may not do something, or to whom it may not be done."""
    statement = spots[0].statement
    return statement is not None and statement.force is Force.BAN and spots[0].place == "H" and beside_others(spots)


_REACHES_OTHERS = frozenset({Dimension.DISCLOSURE, Dimension.TRANSFER})


def _is_of_their_own(first: Spot, last: Spot) -> bool:
    """Whether a name is that of the organisation's own app, shop or service, where data are collected or used: "on the Acme Store"."""
    statement = first.statement
    if statement is None or dimension_of_statement(statement) in _REACHES_OTHERS or "r" in first.sentence.signature:
        return False
    terms = first.sentence.terms
    start = terms[statement.first].start
    ours = _OURS.search(first.sentence.text, start, first.term.start) is not None
    rest = [term for term in terms[last.index + 1 : last.index + 5] if term.code not in "A&|"]
    return ours and bool(rest) and stem(first.sentence.text[rest[0].start : rest[0].end].lower()) in load().named_things


_OURS = re.compile(r"\b(?:our|in|on)\s[^.;:]{0,60}$", re.IGNORECASE)


@rule("who-is-meant", '"We" means the school.', '"We" means the school and its caterers.', UNCLEAR)
def who_is_meant(edit: Edit) -> Findings:
    """Who else is meant by "we" or "you", or no longer is, is left to a person."""
    if not (_WHO_IS_MEANT.search(edit.old.text) and _WHO_IS_MEANT.search(edit.new.text)):
        return
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        spots = [*gone, *came]
        if bool(gone) != bool(came) and any(spot.term.code in "&|" for spot in spots) and any(spot.term.code in "orAy_" for spot in spots):
            edit.take(spots)
            yield finding("who-is-meant", UNCLEAR, Dimension.SCOPE, "More or fewer are meant by the word.", gone=gone, came=came)


_WHO_IS_MEANT = re.compile(
    r"""["“](?:we|us|our|ours|you|your|the\s(?:company|group|bank|school))[,.]?["”][^.;]{0,60}?\b(?:means?|refers?\sto|stands?\sfor|is|are)\b""",
    re.IGNORECASE,
)


def _joins_who_acts(spot: Spot) -> bool:
    """Whether a name is joined to one behind an act and "by", "to" or "with": "is held by Acme and Borg"."""
    statement = spot.statement
    if statement is None or statement.verb is None:
        return False
    before = spot.sentence.terms[statement.first : spot.index]
    return bool(before) and before[-1].code in ",&|" and any(term.key in _BEHIND for term in before)


_BEHIND = frozenset({"by", "to", "with"})


def _are_given_it(spots: Sequence[Spot]) -> bool:
    """Whether names stand in a list of those who get data, and not in brackets as members of a kind that was named."""
    statement = spots[0].statement
    if statement is None or statement.sign <= 0 or statement.verb is None or statement.verb.key not in _GIVES:
        return False
    before = [term.key for term in spots[0].sentence.terms[statement.first : spots[0].index]]
    return beside_others(spots) and spots[0].place == "H" and before.count("(") == before.count(")")


_GIVES = frozenset({"act.disclose", "act.give", "act.sell", "act.transfer"})


def _is_a_name(spot: Spot) -> bool:
    return spot.term.code == "A" and not spot.words[:1].isdigit()


def _is_a_form(spot: Spot) -> bool:
    """Whether a name is no more than the form of a company, which stands behind its name: "Northpost Ltd"."""
    return spot.words.rstrip(".").lower() in _LEGAL_FORMS and spot.sentence.signature[: spot.index].rstrip(",")[-1:] in {"A", "o"}


_LEGAL_FORMS = frozenset(
    "inc ltd llc llp plc corp corporation limited incorporated gmbh ag ab as asa oy bv nv sa srl spa n.a n.v b.v s.a".split()
)


def _lies_there(spot: Spot) -> bool:
    """Whether a name stands behind "in", and tells of a place where something is done with data, or they are."""
    before = spot.sentence.terms[: spot.index]
    behind = next((term for term in reversed(before) if term.code not in "Af,&|" or term.key == ")"), None)
    return behind is not None and behind.key == "in" and spot.statement is not None and spot.statement.force in _AT_A_PLACE


_AT_A_PLACE = frozenset({Force.PRACTICE, Force.LIMITED, Force.MENTION})


def _continues_a_name(spot: Spot) -> bool:
    """Whether a name only makes another longer: the "Road Authority of India"."""
    before = spot.sentence.terms[max(0, spot.index - 2) : spot.index]
    return len(before) == 2 and before[0].code == "A" and before[1].key == "of"


def _is_part_of_one(hunk: Hunk) -> bool:
    """Whether names stand right behind a name that both texts have, as the rest of it: "Quickmail Parcel Express"."""
    spots = hunk.gone or hunk.came
    before = spots[0].sentence.terms[spots[0].index - 1] if spots[0].index else None
    return before is not None and before.code == "A" and all(_is_a_name(spot) for spot in spots)


def _of_a_text(spot: Spot) -> bool:
    """Whether a name is that of a notice or policy ("the Acme Privacy Policy")."""
    return bool(re.match(r"o?P", spot.sentence.signature[spot.index + 1 : spot.index + 3]))


def _after_identity(spot: Spot) -> bool:
    """Whether a name tells who runs or offers a thing."""
    return spot.sentence.signature[: spot.index].rstrip("b_")[-1:] == "J"
