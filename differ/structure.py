"""A finished matching as pairs, and the structural rules that prove a pair harmless without reading its words.

Each rule shows that not one word of meaning differs: the same words elsewhere, in another typography, under another
number, in another form. Whatever is not proven here goes to the judgement.
"""

import re
from collections.abc import Sequence

from differ.matching import Matching
from differ.model import Clause, ClauseKind, Kind, Pair

RULES = {
    "link-target": "The words are the same; only where a link leads has changed, and linked pages are not compared.",
    "typography": "The words are the same; only punctuation, case, quotation marks or invisible characters differ.",
    "renumbered": "The words are the same; only the clause's own number has changed.",
    "moved": "The same words stand in another place, under the same heading and lead-in or ones that limit nothing.",
    "no-deciding-word": "No word that decides what may be done with personal data differs.",
    "same-words-elsewhere": "The same words stand under another heading or lead-in, which may limit them; a person has to look.",
    "form": "The same words stand in another form: a list as prose, prose as a list, a paragraph cut in two.",
}
"""The structural rules, each with its reason; `no-deciding-word` is what a judgement without any finding says."""

_SCOPES = re.compile(
    r"\b(?:not|no|never|only|without|except|unless|if|when|children|minors?|kids|teens?|residents?|employees?|applicants?|candidates?|"
    r"california|colorado|virginia|nevada|texas|eu|eea|europe(?:an)?|uk|united|u_s|states?|brazil|canada|japan|korea|china|india|"
    r"australia|switzerland|country|countries|region(?:al)?|jurisdictions?|local|specific|additional|supplement\w*|business(?:es)?|enterprise|"
    r"product|app|service|mobile|site|website|platform|users?|visitors?|customers?|members?|subscribers?|for)\b"
)
_SCRAP = 2  # words
_WORD = re.compile(r"[^\W_]|[%$€£¥§]|~~")
_FULL_SENTENCE = re.compile(r"\w.*[.!?]['\"”’)]*$", re.DOTALL)


def pairs_of(matching: Matching) -> tuple[Pair, ...]:
    """The pairs of a matching, in the new text's order, each removed clause after what it stood after."""
    return _Pairing(matching).pairs()


class _Pairing:
    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.in_order = frozenset(matching.anchors())
        self.old_heads = _heads(matching.old)
        self.new_heads = _heads(matching.new)

    def pairs(self) -> tuple[Pair, ...]:
        m = self.matching
        placed: list[tuple[tuple[int, int, int], Pair]] = [((j, 0, 0), self._pair(i, j)) for i, j in m.pairs()]
        added = _runs([clause for _, clause in m.open_new()])
        placed += [((run[0].ordinal, 0, 0), Pair(kind=Kind.ADDED, old=(), new=run, proof=_wordless(run))) for run in added]
        after = -1
        gone = {run[0].ordinal: run for run in _runs([clause for _, clause in m.open_old()])}
        for i in range(len(m.old)):
            if i in m.to_new and (i, m.to_new[i]) in self.in_order:
                after = m.to_new[i]
            elif i in gone:
                placed.append(((after, 1, i), Pair(kind=Kind.REMOVED, old=gone[i], new=(), proof=_wordless(gone[i]))))
        placed.sort(key=lambda one: one[0])
        return tuple(pair for _, pair in placed)

    def _pair(self, i: int, j: int) -> Pair:
        m = self.matching
        old = tuple(m.old[k] for k in sorted([i, *m.more_old.get(j, ())]))
        new = tuple(m.new[k] for k in sorted([j, *m.more_new.get(i, ())]))
        moved = (i, j) not in self.in_order
        if len(old) > 1 or len(new) > 1:
            kind = Kind.MERGED if len(old) > 1 else Kind.SPLIT
            return Pair(kind=kind, old=old, new=new, moved=moved, proof=_same_form(old, new))
        one, other = old[0], new[0]
        if one.key != other.key:
            return Pair(kind=Kind.REWORDED, old=old, new=new, moved=moved)
        if moved:
            return Pair(kind=Kind.MOVED, old=old, new=new, moved=True, proof="moved" if self._same_context(i, j) else "")
        proof = _difference(one, other)
        return Pair(kind=Kind.REWORDED if proof else Kind.KEPT, old=old, new=new, proof=proof)

    def _same_context(self, i: int, j: int) -> bool:
        """Whether a clause that moved says the same where it stands now."""
        m = self.matching
        one, other = m.old[i], m.new[j]
        if one.kind is ClauseKind.HEADING:
            return m.to_new.get(i + 1) == j + 1
        led = (one.lead_ordinal, other.lead_ordinal)
        if led != (None, None):
            return led[0] is not None and led[1] is not None and m.to_new.get(led[0]) == led[1]
        head_old, head_new = self.old_heads[i], self.new_heads[j]
        if head_old is not None and head_new is not None and m.to_new.get(head_old) == head_new:
            return True
        paths = " ".join((*one.heading, *other.heading)).lower()
        same = [title.lower() for title in one.heading] == [title.lower() for title in other.heading]
        return same or (bool(_FULL_SENTENCE.search(one.text)) and not _SCOPES.search(paths))


def _runs(clauses: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """Clauses one by one, save that items of a word or two that stand together in one list are taken together."""
    runs: list[tuple[Clause, ...]] = []
    for clause in clauses:
        last = runs[-1][-1] if runs else None
        if last is not None and last.ordinal + 1 == clause.ordinal and _is_scrap(last) and _is_scrap(clause) and _beside(last, clause):
            runs[-1] = (*runs[-1], clause)
        else:
            runs.append((clause,))
    return runs


def _is_scrap(clause: Clause) -> bool:
    return clause.kind is ClauseKind.ITEM and clause.key.count(" ") < _SCRAP


def _beside(one: Clause, other: Clause) -> bool:
    return (one.heading, one.lead, one.depth) == (other.heading, other.lead, other.depth)


def _wordless(clauses: tuple[Clause, ...]) -> str:
    """Signs without a word among them, such as a dash in a cell, say nothing."""
    return "" if any(_WORD.search(clause.text) for clause in clauses) else "typography"


def _heads(clauses: Sequence[Clause]) -> list[int | None]:
    """The innermost heading each clause stands under, by ordinal."""
    last: dict[str, int] = {}
    heads: list[int | None] = []
    for clause in clauses:
        heads.append(last.get(clause.heading[-1]) if clause.heading else None)
        if clause.kind is ClauseKind.HEADING:
            last[clause.text] = clause.ordinal
    return heads


def _difference(one: Clause, other: Clause) -> str:
    """The rule that explains what differs between clauses of the same words in the same place; "" if nothing does."""
    if one.number != other.number:
        return "renumbered"
    if one.text != other.text:
        return "typography"
    return "link-target" if one.links != other.links else ""


def _same_form(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> str:
    """Whether clauses that were split or merged hold the same words in the same order, save for an `and` in a list."""
    before = [word for clause in old for word in clause.key.split() if word != "and"]
    after = [word for clause in new for word in clause.key.split() if word != "and"]
    return "form" if before == after else ""
