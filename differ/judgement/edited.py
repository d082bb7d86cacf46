"""Judges sentences that became others: every changed term has to be explained by a rule.

Sentences that are wholly new, or gone, are the business of `new_and_gone`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from differ.judgement.anaphora import named_for_pronouns
from differ.judgement.beside import Said, said_beside
from differ.judgement.kinds import CHOICE
from differ.judgement.last_look import last_look
from differ.judgement.matching import Spot
from differ.judgement.new_and_gone import NewAndGone
from differ.judgement.rules import EDIT_RULES, Edit, finding, take_connecting
from differ.judgement.rules.base import dimension_of_statement
from differ.judgement.rules.law import says_more_of_law
from differ.judgement.rules.rows import says_what_rows_are_of
from differ.judgement.rules.told_otherwise import are_of_a_family
from differ.judgement.rules.witnesses import of_statement
from differ.judgement.rules.wording import in_other_words
from differ.judgement.said_anywhere import is_said_anywhere
from differ.judgement.shifts import Shifts
from differ.judgement.statements import DONE, WHOLE, Force, Sentence, only_leads
from differ.judgement.told_alike import are_told_alike
from differ.model import Direction, Finding, Pair, Words


def edited(edit: Edit, pair: Pair, shifts: Shifts, wholes: NewAndGone) -> list[Finding]:
    """What the rules say of a sentence that became another; `wholes` judges the statements in it that are new, or gone."""
    told = shifts.of_edit(edit)
    if told is not None:
        return told
    if all(map(is_said_anywhere, (edit.old, edit.new))):
        return [_SAYS_NOTHING]
    found = _explained(edit, pair, wholes)
    doubted = any(one.direction is not Direction.NEUTRAL or one.rule == "wording" for one in found)
    if (doubted or not found) and are_told_alike([edit.old], [edit.new]):
        return [replace(in_other_words(edit.old.text, edit.new.text), rule="same-thing-said")]
    return found


def _explained(edit: Edit, pair: Pair, wholes: NewAndGone) -> list[Finding]:
    """What the rules say of the changed terms of a sentence, one by one, and of those that none explains."""
    _set_aside_rights_told_in_a_list(edit, pair, wholes)
    edit.set_aside([spot for spot in (*edit.gone, *edit.came) if says_what_rows_are_of(spot, pair)])
    found = [*_led_otherwise(edit), *_statements(edit, pair, wholes), *named_for_pronouns(edit, pair)]
    found += [one for rule in EDIT_RULES for one in rule(edit)]
    found = [_told_beside(one, pair) for one in _law_told_beside(_without_the_laws(found, wholes), pair)]
    take_connecting(edit, found)
    if edit.gone or edit.came:
        found = [_doubted(one) for one in found]
        found.append(finding("unexplained", Direction.UNCLEAR, None, "No rule explains these words.", gone=edit.gone, came=edit.came))
    if not found and edit.loses:
        found.append(finding("unexplained", Direction.UNCLEAR, None, "What is no longer said may matter.", gone=edit.loses))
    if not found:
        found += last_look(edit)
    if not found and edit.turns_nothing:
        found.append(in_other_words(edit.old.text, edit.new.text))
    return found


_SAYS_NOTHING = finding("no-data-practice", Direction.NEUTRAL, None, "The words speak of no use or protection of personal data.")


def _set_aside_rights_told_in_a_list(edit: Edit, pair: Pair, wholes: NewAndGone) -> None:
    """Takes the rights that only one sentence tells, where items beside it tell them in the other text, and only there."""
    for spots, new in ((edit.gone, False), (edit.came, True)):
        rights = [spot for spot in spots if spot.term.code == CHOICE and spot.place == "H"]
        if rights:
            items = wholes.items_beside(pair, new=new)
            edit.set_aside([spot for spot in rights if _is_told_by(spot, items)])


def _is_told_by(spot: Spot, others: Sequence[Sentence]) -> bool:
    """Whether others tell a right, to the same people and without more conditions."""
    statement = spot.statement
    if statement is None or statement.force is not Force.RIGHT:
        return False
    alone = replace(statement, first=spot.index, last=spot.index + 1, places="H", verb=spot.term)
    return said_beside(spot.sentence, alone, others) is Said.YES


def _statements(edit: Edit, pair: Pair, wholes: NewAndGone) -> list[Finding]:
    """What the rules say of statements that are wholly new, or gone, within a sentence that became another."""
    found = []
    for sentence, spots, new in ((edit.old, edit.gone, False), (edit.new, edit.came, True)):
        for number, statement in enumerate(sentence.statements) if len(sentence.statements) > 1 else ():
            mine = [spot for spot in spots if spot.statement is statement]
            telling = [term for term in sentence.terms[statement.first : statement.last] if term.code not in ",.&|!b"]
            if only_leads(sentence, number) and "H" in statement.places and (len(mine) >= len(telling) or _only_names_a_matter(mine)):
                edit.take(mine)
                continue
            if not statement.sign or len(telling) < 3 or len([s for s in mine if s.term.code not in "&|!b"]) < 0.8 * len(telling):
                continue
            edit.take(mine)
            found.append(wholes.told(sentence, statement, pair, new=new))
    return found


def _only_names_a_matter(spots: Sequence[Spot]) -> bool:
    """Whether words that lead in are of rights, acts or purposes, and of no data or recipient."""
    return all(spot.term.code in "cpagub_&|" for spot in spots)


def _led_otherwise(edit: Edit) -> list[Finding]:
    """What it means that the same words stand under another lead-in or heading."""
    if edit.hunks:
        return []
    old, new = edit.old.force, edit.new.force
    before, after = WHOLE.get(old, 0), WHOLE.get(new, 0)
    if before == after or (old in DONE and new is Force.PERSON):  # what is now only the person's doing lets nobody do more
        return []
    sign = (after > before) - (after < before)
    direction = Direction.UNCLEAR if not before or not after else Direction.RELAXES if sign > 0 else Direction.TIGHTENS
    statement = next((one for one in (*edit.new.statements, *edit.old.statements) if one.sign), None)
    dimension = dimension_of_statement(statement) if statement else None
    words = Words(old=edit.old.text, new=edit.new.text)
    return [
        Finding(
            rule="lead-in",
            direction=direction,
            dimension=dimension,
            words=words,
            reason=f"The same words were {old.value} and are {new.value} under what leads them in.",
            witness=of_statement(edit.new.text, new=True) if direction is Direction.RELAXES else "",
            material=direction is Direction.RELAXES,
        )
    ]


def _without_the_laws(found: Sequence[Finding], wholes: NewAndGone) -> list[Finding]:
    """The findings but for what the law requires, newly told as one more case of what the old text lets be done in that case."""
    told = [one for one in found if one.rule == "law" and one.direction is Direction.RELAXES and not one.words.old]
    if not told or not wholes.told_of_law(told[0].dimension):
        return list(found)
    cases = [one for one in found if one.rule == "condition-or-exception" and one.words.new and _OPENS.fullmatch(one.words.new)]
    return [one for one in found if one not in told and one not in cases]


def _law_told_beside(found: Sequence[Finding], pair: Pair) -> list[Finding]:
    """The findings, a demand of the law that is gone left to a person where the clause speaks of the law as often as before."""
    told = [one for one in found if one.rule == "law" and one.direction is Direction.RELAXES and not one.words.new]
    if not told or not says_more_of_law(pair.new_text, pair.old_text, but_for=told[0].words.old):
        return list(found)
    cases = [
        one
        for one in found
        if one.rule == "condition-or-exception" and one.words.old and not one.words.new and len(one.words.old.split()) < 5
    ]
    return [
        replace(one, direction=Direction.UNCLEAR, reason="The law may be named in other words.", witness="")
        if one in told or one in cases
        else one
        for one in found
    ]


def _told_beside(one: Finding, pair: Pair) -> Finding:
    """A finding that a condition is gone, left to a person where the rest of the clause, or what leads it in, has all its words."""
    if one.rule != "condition-or-exception" or one.direction is not Direction.RELAXES or one.words.new or not one.words.old:
        return one
    before, after = (_words(text) for text in (pair.old_text, _with_lead(pair)))
    telling = [word for word in _words(one.words.old) if word not in _OPENERS]
    if not telling or any(_often(word, after) < _often(word, before) for word in telling):
        return one
    return replace(one, direction=Direction.UNCLEAR, reason="The case may be told beside it.", witness="")


def _with_lead(pair: Pair) -> str:
    first = pair.new[0]
    return " ".join([*first.heading[-1:], first.lead or "", pair.new_text])


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > len("our")]


def _often(word: str, words: Sequence[str]) -> int:
    return sum(other == word or are_of_a_family(word, other) for other in words)


_OPENERS = frozenset("when where your with that this these those from have has will into such they their them".split())
_OPENS = re.compile(r"(?:(?:or|and)\s)?(?:if|when|where)(?:\s(?:otherwise|we|also|it|this|may|is|are))*", re.IGNORECASE)
_MAY_BE_THE_SAME = frozenset({"item", "name"})


def _doubted(one: Finding) -> Finding:
    """A finding on one thing more in a sentence some of whose words no rule explains: unless it is a grave one, they may have said it."""
    if one.rule not in _MAY_BE_THE_SAME or one.direction is not Direction.RELAXES or one.material:
        return one
    return replace(one, direction=Direction.UNCLEAR, reason="It may only stand for the words that no rule explains.", witness="")
