"""Gives both sides of a changed pair in the cut in which all ways of cutting the same into sentences and lists are alike.

How sentences are cut and joined is the business of `recutting`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from differ.judgement.clause_words import LIMITS
from differ.judgement.context import Side, unnumbered
from differ.judgement.recutting import recut
from differ.judgement.statements import Sentence
from differ.judgement.tabled import told_by_a_table
from differ.model import Clause, ClauseKind
from differ.sentences import sentences

_LONGEST = 2_500  # characters of a side that are cut anew


@dataclass(frozen=True, slots=True)
class Cut:
    """A side of a changed pair, cut anew."""

    text: str
    sentences: tuple[Sentence, ...]
    is_anew: bool  # whether it is cut otherwise than it stands


def in_another_cut(side: Side, clauses: Sequence[Clause]) -> Cut | None:
    """The clauses cut anew; nothing where they are no prose, and no list with what leads it in."""
    text = _as_prose(clauses)
    if text is None or len(text) > _LONGEST:
        return None
    inherited, led = side.inherited(clauses[0]) if len(clauses) == 1 else (None, False)
    stands = tuple(sentences(text))
    cut = recut(stands)
    read = [side.reader.sentence(one, None if place else inherited, led=led) for place, one in enumerate(cut)]
    return Cut(" ".join(cut), tuple(read), cut != stands or len(clauses) > 1)


def reaches_otherwise(old: str, new: str) -> bool:
    """Whether a condition or limit may reach less far in one of two texts, as a comma before "and" tells: "ink, and pens if you ask"."""
    return any(LIMITS.search(text) for text in (old, new)) and len(_PARTED.findall(old)) != len(_PARTED.findall(new))


_PARTED = re.compile(r",\s(?:and|or|but)\s", re.IGNORECASE)


def same_actor(old: str, new: str) -> bool:
    """Whether two sentences that begin with a pronoun begin with one of the same person: not "it wipes it" and "we wipe it"."""
    persons = [_PERSONS.get(text.split(" ", 1)[0].lower(), "") for text in (old, new)]
    return persons[0] == persons[1] or "" in persons


_PERSONS = {"we": "we", "you": "you", "it": "it", "they": "it"}


def _as_prose(clauses: Sequence[Clause]) -> str | None:
    """Paragraphs as one text; a list as the sentence that it makes with its lead-in."""
    if all(clause.kind is ClauseKind.PARAGRAPH for clause in clauses) or len(clauses) == 1:
        return " ".join(unnumbered(clause) for clause in clauses) if clauses[0].kind in _PROSE else None
    if any(clause.kind is ClauseKind.ROW for clause in clauses):
        return told_by_a_table(clauses)
    first, *items = clauses
    if not first.text.rstrip().endswith(":") or any(item.lead_ordinal != first.ordinal for item in items):
        return None
    told = [unnumbered(item).strip() for item in items]
    if any(_OF_ITS_OWN.search(one) for one in told):
        return None
    joined = ", ".join(_JOINING.sub("", one.rstrip(" .;,")) for one in told)
    lead = _ARE_DONE.match(first.text.strip())
    if lead is not None:
        return f"{joined[:1].upper()}{joined[1:].rstrip('.')} {lead['told']}."
    return f"{_FOLLOWING.sub('', first.text.rstrip().rstrip(':').rstrip())} {joined}."


_PROSE = frozenset({ClauseKind.PARAGRAPH, ClauseKind.ITEM})
_OF_ITS_OWN = re.compile(r"[.!?:]\s|\|")
_JOINING = re.compile(r"[;,]?\s(?:and|or)$")
_ARE_DONE = re.compile(
    r"the\sfollowing(?:\s(?:personal\s)?(?:information|data|details|things))?\s(?P<told>(?:is|are|may\sbe|will\sbe)\s[^.:;]+):$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r",?\s(?:the\sfollowing(?:\s(?:information|data|details|things|purposes|reasons|people|companies|ways))?|as\sfollows)$", re.IGNORECASE
)
