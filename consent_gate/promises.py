"""Which wordings of a promise bind toward a person's data. Pure."""

from collections.abc import Iterable, Iterator

from consent_gate.asking import Standing, standing_answer
from consent_gate.editions import consequence_of, weakenings
from consent_gate.model import AnswerKind, BoundWording
from consent_gate.rule import NOT_KNOWN
from policy_versions.model import Consequence, LocalText, Version, Weakened


def bound(standing: Standing, promise_id: str) -> Iterator[BoundWording]:
    """The wording in force, and each since the oldest of the records whose weakening the person has not accepted (or been told of).

    Where nothing is recorded, every wording since the first version is taken.
    """
    history = standing.rules.history
    number = standing.in_force
    if not number:
        return
    version = history.version(number)
    promise = version.policy.promise(promise_id)
    if promise is not None:
        yield _wording(standing.policy, promise_id, version, promise.text, promise.clause, None)
    oldest = _oldest(record.version for record in standing.records)
    for weakening, weakened in weakenings(history):
        if weakened.id != promise_id or not oldest < weakening.number <= number or _released(standing, weakening, weakened):
            continue
        before = history.before(weakening.number)
        held = before.policy.promise(promise_id) if before else None
        text, clause = (weakened.text, weakened.clause) if held is None else (held.text, held.clause)
        if before is not None and text is not None:
            yield _wording(standing.policy, promise_id, before, text, clause, weakening.number)


def _oldest(versions: Iterable[int]) -> int:
    return min(versions, default=NOT_KNOWN)


def _released(standing: Standing, weakening: Version, weakened: Weakened) -> bool:
    """Whether the person accepted the weakening, or was told of one that takes no more."""
    if consequence_of(standing.rules.history, weakening, weakened) is Consequence.NOTICE:
        return standing.told >= weakening.number
    return standing_answer(standing.answers, weakened.id, weakening.number) is AnswerKind.GIVEN


def _wording(policy: str, promise: str, version: Version, text: LocalText, clause: str | None, weakened_by: int | None) -> BoundWording:
    return BoundWording(
        policy=policy,
        promise=promise,
        version=version.number,
        text=text.in_language(version.policy.language),
        clause=clause,
        in_force=weakened_by is None,
        weakened_by=weakened_by,
    )
