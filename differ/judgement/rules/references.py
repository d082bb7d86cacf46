"""The rule on words that point elsewhere: to a section by its number, to what was said before by "this" or "the above"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from differ.judgement.matching import Spot, identity
from differ.judgement.rules.base import UNCLEAR, Edit, Findings, as_it_reads, dimension_of, dimension_of_statement, finding, rule, towards
from differ.judgement.statements import Sentence
from differ.model import Direction, Finding, Words


@rule(
    "reference",
    "We note your visits. We film the pool. None of this is used for advertising.",
    "We note your visits. None of this is used for advertising. We film the pool.",
    towards(1),
)
def reference(edit: Edit) -> Findings:
    """A promise of "all of this" that now stands behind fewer things relaxes; whatever else points to another section or another
    sentence than before is left to a person.
    """
    for hunk in edit.hunks:
        gone, came = edit.left(hunk)
        gone, came = [s for s in gone if _leads_to_a_section(s)], [s for s in came if _leads_to_a_section(s)]
        if gone and came:
            edit.take([*gone, *came])
            statement = came[0].statement
            if statement is not None and statement.sign:
                yield finding(
                    "reference", UNCLEAR, dimension_of(came[0]), "It points to another section than before.", gone=gone, came=came
                )


def _leads_to_a_section(spot: Spot) -> bool:
    return spot.term.key.startswith("section:")


_ALL_BEFORE = re.compile(
    r"\b(?:(?:none|all|any) of (?:this|these|that|those|the (?:above|foregoing))|(?:the|as) (?:above|foregoing)"
    r"|(?:these|those|such) (?:measures|safeguards|limits|rules|promises))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^\W*(?:(?:this|these|that|those|such|it|they|the same)\b)"
    r"|\b(?:this|these|those|such) (?:information|data|details|records|partners|providers|companies|purposes)\b",
    re.IGNORECASE,
)


_NONE = re.compile(r"\W*none of\b", re.IGNORECASE)  # whatever is done of it, it is ruled out


def turned(old: Sequence[Sentence], new: Sequence[Sentence], became: Mapping[Sentence, Sentence]) -> Iterator[Finding]:
    """What it means that sentences that stay, and point to what stands before them, stand behind others of the old sentences now."""
    if min(len(old), len(new)) < 2:
        return
    names = {identity(after): identity(before) for before, after in became.items()}
    before = [identity(sentence) for sentence in old]
    after = [names.get(identity(sentence), identity(sentence)) for sentence in new]
    both = frozenset(before) & frozenset(after)
    for index, sentence in enumerate(new):
        if not index or before.count(after[index]) != 1 or after.count(after[index]) != 1:
            continue
        stood = before.index(after[index])
        statement = next((one for one in sentence.statements if one.sign), None)
        sign = -1 if _NONE.match(sentence.text) else statement.sign if statement else 0
        direction = _direction(sentence.text, before[:stood], after[:index], both, sign)
        if direction is not None:
            words = Words(old=old[stood].text, new=sentence.text)
            yield Finding(
                rule="reference",
                direction=direction,
                dimension=dimension_of_statement(statement) if statement else None,
                words=words,
                reason="What it points to stands no longer before it, or something else does.",
                witness=as_it_reads(words) if direction is Direction.RELAXES else "",
                material=direction is Direction.RELAXES,
            )


_Identity = tuple[str, ...]


def _direction(
    text: str, stood: Sequence[_Identity], stands: Sequence[_Identity], both: frozenset[_Identity], sign: int
) -> Direction | None:
    """Which way it goes that a sentence stands behind others of those in `both` texts than it stood behind; nothing where it does not."""
    if _ALL_BEFORE.search(text):
        old, new = both.intersection(stood), both.intersection(stands)
        if old == new:
            return None
        return UNCLEAR if not sign else towards(sign) if new > old else towards(-sign) if new < old else UNCLEAR
    moved = bool(stood) and stood[-1] != stands[-1] and stood[-1] in both and stands[-1] in both
    return UNCLEAR if moved and _BEFORE.search(text) else None
