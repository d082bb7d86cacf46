"""Gives a clause its sentences as read, with the force of the lead-in or heading it stands under."""

from collections.abc import Sequence

from differ.judgement.statements import Force, Reader, Sentence
from differ.model import Clause, ClauseKind
from differ.sentences import sentences

_HEADING_FORCES = frozenset({Force.PRACTICE, Force.LIMITED, Force.BAN, Force.DUTY, Force.RIGHT, Force.EXCLUSION, Force.MENTION})


class Side:
    """One document as the judgement reads it."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._clauses: dict[int, tuple[Sentence, ...]] = {}
        self._forces: dict[tuple[str, bool], Force | None] = {}

    def sentences(self, clause: Clause) -> tuple[Sentence, ...]:
        """The sentences of a clause."""
        known = self._clauses.get(clause.ordinal)
        if known is None:
            inherited = self.inherited(clause)
            known = tuple(self.reader.sentence(text, inherited) for text in sentences(clause.text))
            self._clauses[clause.ordinal] = known
        return known

    def all_sentences(self, clauses: Sequence[Clause]) -> tuple[Sentence, ...]:
        """The sentences of several clauses, in order."""
        return tuple(sentence for clause in clauses for sentence in self.sentences(clause))

    def inherited(self, clause: Clause) -> Force | None:
        """What the lead-in says, else, for a row, its columns, else the innermost heading that says anything."""
        if clause.kind is ClauseKind.HEADING:
            return None
        if clause.lead:
            found = self._of(sentences(clause.lead)[-1], heading=False)
            if found is not None:
                return found
        if clause.columns:
            found = self._of(" , ".join(clause.columns), heading=True)
            if found is not None:
                return found
        for heading in reversed(clause.heading):
            found = self._of(heading, heading=True)
            if found is not None:
                return found
        return None

    def _of(self, text: str, *, heading: bool) -> Force | None:
        known = self._forces.get((text, heading), Force.SILENT)
        if known is Force.SILENT:
            force = self.reader.sentence(text).force
            if force is Force.MENTION:
                force = Force.PRACTICE
            known = force if force in _HEADING_FORCES else None
            self._forces[text, heading] = known
        return known
