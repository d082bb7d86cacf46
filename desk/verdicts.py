"""A reviewer's decision in words: what it says, by whom, through what people hear of it, and why."""

from consent_gate.release import Tie
from consent_gate.release.review import ReviewDecision
from desk import words
from desk.moments import said
from desk.redline import plain


def decided(decision: ReviewDecision) -> str:
    """A decision as Markdown."""
    lines = [words.DECIDED_BY.format(verdict=words.VERDICTS[decision.verdict], actor=plain(decision.actor.id), time=said(decision.time))]
    if decision.ties:
        lines.append(f"{words.TIED}: {plain(', '.join(map(tied, decision.ties)))}")
    if decision.reason:
        lines.append(f"{words.REASON}: {plain(decision.reason)}")
    return "  \n".join(lines)


def tied(tie: Tie) -> str:
    """What a decision is tied to, in short."""
    return f"{words.HOWS[tie.how]} {tie.id}"
