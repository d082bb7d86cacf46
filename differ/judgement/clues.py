"""What the force of a statement is told from: its terms and words, its verb, and whether that is denied.

What these say is read by `acts`, `assent`, `promises`, `rights`, `silences` and `telling`, which force that makes by `forces`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from differ.judgement import kinds as t
from differ.judgement.kinds import Term
from differ.judgement.lifting import lifts_a_ban

_DENIED_LIST = re.compile(r"[,_&]*o[mwvh]*n_[du_]+(?:[,|]{1,2}[du_]*)+$")  # "we do not place tags, pixels or …"
_DENIED_ASIDE = re.compile(
    r"\b(?:that|which|who)\s(?:\w+\s){0,3}?(?:not|never)\b[^,;.:]*\s(?P<rest>(?:is|are|was|were|will|shall|may|can|must)\s[^,;.:]*)$",
    re.IGNORECASE,
)
_AFTER_THE_VERB = re.compile(r".[b&|]?[adr]?[b&|]?n")
_NEITHER_NOR = re.compile(r"neither\s[^.;:]*?\bnor\s[^,.;:]*$", re.IGNORECASE)
_TO_NOBODY = re.compile(
    r"[^,;:.]*?\b(?:to|with|for|by|from|among)\s(?:neither|nobody|no[\s-]one|none)\b(?!\s(?:but|other|else|except|save)\b)", re.IGNORECASE
)  # "we show it to nobody"


@dataclass(frozen=True)
class Clue:
    """What the force of one statement is told from."""

    text: str
    codes: str  # of the whole sentence
    found: Sequence[Term]
    start: int
    main: int  # where the main clause begins
    end: int
    actor: str
    verb: int | None

    @cached_property
    def body(self) -> str:
        """The kinds of the main clause's terms."""
        return self.codes[self.main : self.end]

    @cached_property
    def terms(self) -> Sequence[Term]:
        """The main clause's terms."""
        return self.found[self.main : self.end]

    @cached_property
    def first(self) -> Term:
        """The first that says something."""
        return next((term for term in self.terms if term.code not in ",b_&"), self.found[self.main])

    @cached_property
    def key(self) -> str:
        """What its verb means, or nothing."""
        entry = self.found[self.verb].entry if self.verb is not None else None
        return entry.key if entry else ""

    @cached_property
    def before_verb(self) -> str:
        """The kinds of the terms before its verb."""
        return self.codes[self.main : self.verb] if self.verb is not None else ""

    @cached_property
    def negated(self) -> bool:
        """Whether its verb is denied."""
        if self.verb is None or lifts_a_ban(self.text, self.found[self.main].start, self.found[self.verb].start):
            return False
        first = self._after_a_relative_clause
        near = self.codes[max(first, self.verb - 5) : self.verb]
        if t.NEGATION in near or re.search(r"^[^,&|!ix]*n[^,&|!ix]*$", self.codes[first : self.verb]):
            return True
        if _DENIED_LIST.match(self.before_verb) or self._is_of_neither:
            return True
        if self.codes[self.verb] == t.CHOICE:
            return False  # "you may ask us not to …" refuses nothing
        if t.NEGATION in self.codes[self.verb : self.end] and _TO_NOBODY.match(
            self.text[self.found[self.verb].start : self.found[self.end - 1].end]
        ):
            return True
        return bool(_AFTER_THE_VERB.match(self.codes[self.verb : min(self.end, self.verb + 5)]))

    @property
    def _is_of_neither(self) -> bool:
        """Whether its subject is neither of several: "neither the club nor any of its sponsors will read it"."""
        if self.codes[self.main] != t.NEGATION or self.verb is None:
            return False
        return _NEITHER_NOR.match(self.text, self.found[self.main].start, self.found[self.verb].start) is not None

    @property
    def _after_a_relative_clause(self) -> int:
        """Where the main clause goes on after "that have not been used", which only tells what is meant."""
        if self.verb is None:
            return self.main
        aside = _DENIED_ASIDE.search(self.text, self.found[self.main].start, self.found[self.verb].start)
        if aside is None:
            return self.main
        return next(index for index in range(self.main, self.verb + 1) if self.found[index].start >= aside.start("rest"))

    def has(self, letters: str) -> bool:
        """Whether the main clause has a term of one of these kinds."""
        return not set(letters).isdisjoint(self.body)

    def is_before(self, letters: str) -> bool:
        """Whether its verb stands right before a term of one of these kinds."""
        return self.verb is not None and self.codes[self.verb + 1 : min(self.end, self.verb + 2)] in set(letters)

    def says(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Where the words of the main clause first match a pattern."""
        return pattern.search(self.text, self.found[self.main].start, self.found[self.end - 1].end)

    def verb_reads(self, pattern: re.Pattern[str]) -> bool:
        """Whether its words match a pattern from the verb on."""
        return self.verb is not None and pattern.match(self.text, self.found[self.verb].start) is not None

    def verb_goes_on(self, pattern: re.Pattern[str]) -> bool:
        """Whether its words match a pattern right behind the verb."""
        return self.verb is not None and pattern.match(self.text, self.found[self.verb].end) is not None
