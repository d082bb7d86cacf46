"""The statements of a sentence: who is bound, and with what force.

A statement is a stretch of a sentence with one force: a practice of the organisation, a ban, a duty, a right of the
person, and so on. Its terms each stand at a place: the host clause itself, a condition, an exception or an example.
How they are read from a text is the business of `reader`; what a change of them means is for the rules to say.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from differ.judgement.kinds import Term, signature


class Force(StrEnum):
    """What a statement does."""

    PRACTICE = "practice"  # the organisation, or one it hands data to, does or may do something with data
    LIMITED = "limited practice"  # as a practice, and says that it is only this
    BAN = "ban"  # something is not done with data
    DUTY = "duty"  # something is done for the people: told, deleted, protected
    RIGHT = "right"  # the person may ask for, choose or refuse something
    DENIAL = "denial"  # a right or duty is said not to exist
    EXCLUSION = "exclusion"  # people, data or products are outside the policy or a definition
    COVERAGE = "coverage"  # what the policy is for
    DEEMED = "deemed consent"  # silence or use is taken as agreement
    DISCLAIMER = "disclaimer"  # no promise is made
    CONSENT = "consent"  # consent is named as the basis
    DEFINITION = "definition"
    IDENTITY = "identity"  # who the organisation or controller is
    PERSON = "person"  # what the person does or must do
    MENTION = "mention"  # data, recipients or purposes are named, and nothing is said of them
    SILENT = "silent"  # nothing about personal data


WHOLE = {
    Force.PRACTICE: 1, Force.LIMITED: 1, Force.DENIAL: 1, Force.EXCLUSION: 1, Force.DEEMED: 1, Force.DISCLAIMER: 1,
    Force.BAN: -1, Force.DUTY: -1, Force.RIGHT: -1, Force.CONSENT: -1,
}  # fmt: skip
"""1 where the statement, newly made, relaxes; -1 where it tightens; absent where it does neither."""

DONE = frozenset({Force.PRACTICE, Force.LIMITED})
"""The forces of what is done with data, or may be."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of a sentence's terms with one force."""

    force: Force
    first: int  # of its terms in the sentence
    last: int  # exclusive
    places: str  # a letter a term: H host, i condition, x exception, e example
    verb: Term | None
    actor: str  # the kind of who acts, or ""
    known: Force | None = None  # where the force is a guess, what is known without it
    unread: bool = False  # it is silent only in that no rule can tell what it says

    @property
    def sign(self) -> int:
        """1 where more of the same relaxes, -1 where it tightens, 0 where neither is known."""
        return WHOLE.get(self.force, 0)


@dataclass(frozen=True)
class Sentence:
    """A sentence as read."""

    text: str
    terms: tuple[Term, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def signature(self) -> str:
        """The kinds of its terms."""
        return signature(self.terms)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """For each term, the number of its statement, or -1."""
        found = [-1] * len(self.terms)
        for number, statement in enumerate(self.statements):
            found[statement.first : statement.last] = [number] * (statement.last - statement.first)
        return tuple(found)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What it says, as a set of keys, without marks and connecting words."""
        return frozenset(term.key for term in self.terms if term.code not in ",.&|!b")

    @property
    def force(self) -> Force:
        """The force of the statement that weighs most."""
        signed = [s.force for s in self.statements if s.sign]
        if signed:
            return signed[0]
        return self.statements[0].force if self.statements else Force.SILENT

    def statement_of(self, index: int) -> Statement | None:
        """The statement a term belongs to."""
        owner = self.owners[index]
        return self.statements[owner] if owner >= 0 else None


_NAMES = frozenset("_A.,b")
_SAYS = frozenset("oymwvnxlkWDOV")  # who acts, force, limits and consent


def only_leads(sentence: Sentence, number: int) -> bool:
    """Whether a statement only leads another in: words before a colon that name a matter, or a condition without its main clause."""
    statement = sentence.statements[number]
    others = sentence.statements[number + 1 :]
    if not others:
        return False
    if "H" not in statement.places and "x" not in statement.places.lower():
        return any(other.sign or other.force is Force.PERSON for other in others)
    codes = sentence.signature[statement.first : statement.last]
    if not number and sentence.terms[statement.last - 1].key == "|":
        return _NAMES.issuperset(codes)  # the first cell of a row, which names what the others tell of
    if number or sentence.terms[statement.last - 1].key != ":":
        return False
    if others[0].force is statement.force and "E" in codes and others[0].verb is None:
        return True  # "we note the following data: your name": the list tells what is noted
    if not _SAYS.isdisjoint(codes):
        return False
    return any(other.sign for other in others) or len(codes.strip(",.&|b")) == 1
