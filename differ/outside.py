"""A judge from outside (a language model, say): it may only add suspicion, never clear it, and all of it is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from differ.errors import JudgementError
from differ.model import Asked, Change, Clause, Direction, Finding, Words, side

_ALREADY_FLAGGED = (Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR)


def consult(
    judge: Callable[[Mapping[str, Any]], Mapping[str, Any]], changes: tuple[Change, ...]
) -> tuple[tuple[Change, ...], tuple[Asked, ...]]:
    """Ask the judge about every change; what the rules cleared and it suspects becomes `unclear`.

    Raises:
        JudgementError: an answer has no `suspicious` that is true or false.
    """
    asked: list[Asked] = []
    after: list[Change] = []
    for change in changes:
        question = _question(change)
        answer = judge(question)
        if not isinstance(answer.get("suspicious"), bool):
            raise JudgementError(
                f"the judge's answer on `{change.id}` does not say whether the change is suspicious",
                hint='let the judge answer {"suspicious": true or false, "reason": "…"}',
            )
        asked.append(Asked(change=change.id, question=question, answer=dict(answer)))
        after.append(_suspect(change, answer) if answer["suspicious"] else change)
    return tuple(after), tuple(asked)


def _question(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "kind": change.kind.value,
        "old": _side(change.old),
        "new": _side(change.new),
        "direction": change.direction.value,
        "findings": [finding.to_dict() for finding in change.findings],
    }


def _side(clauses: tuple[Clause, ...]) -> dict[str, Any] | None:
    """One side, with the words that lead it in: an item says little without them."""
    told = side(clauses)
    return {**told, "lead": clauses[0].lead} if told else None


def _suspect(change: Change, answer: Mapping[str, Any]) -> Change:
    finding = Finding(
        rule="outside-judge",
        direction=Direction.UNCLEAR,
        dimension=None,
        words=Words(old="\n".join(c.text for c in change.old), new="\n".join(c.text for c in change.new)),
        reason=str(answer.get("reason") or "The judge suspects that this change relaxes."),
        witness=str(answer.get("witness") or ""),
    )
    direction = change.direction if change.direction in _ALREADY_FLAGGED else Direction.UNCLEAR
    return replace(change, direction=direction, findings=(*change.findings, finding))
