"""When a decision on a flagged change may stand, and what confirming it writes into policy.yaml.

A confirmed change of the prose is tied to a permission that the draft adds, widens or reopens, or to a promise it
weakens; a tie to one that does none of these is refused. Storing the decision is left to `deciding`.
"""

from dataclasses import replace

from consent_gate.release.errors import DecisionRefusedError
from consent_gate.release.flags import Flag, FlagKind
from consent_gate.release.review import ReviewDecision, ReviewVerdict, Tie
from consent_gate.release.widening import How, shown
from differ.model import Change, Direction
from policy_versions.model import Dimension, LocalText, Policy, Weakened

_NEEDS_NO_TIE = frozenset({FlagKind.CONTROLLER, FlagKind.CONSEQUENCE, FlagKind.LANGUAGE})


def why_refused(decision: ReviewDecision, flag: Flag, old: Policy, new: Policy) -> str | None:
    """What is wrong with a decision on `flag` as the draft's policy.yaml stands; None where it may stand."""
    match decision.verdict:
        case ReviewVerdict.OVERRIDDEN | ReviewVerdict.SENT_BACK if not decision.reason.strip():
            return f"the decision on `{flag.id}` gives no reason"
        case ReviewVerdict.CONFIRMED if flag.kind is FlagKind.BY_LAW and not decision.reason.strip():
            return f"`{flag.ties[0].id}` rests on the law from now on and the decision gives no reason"
        case ReviewVerdict.CONFIRMED:
            return _why_ties_refused(decision, flag, old, new)
        case _:
            return None


def _why_ties_refused(decision: ReviewDecision, flag: Flag, old: Policy, new: Policy) -> str | None:
    needs_tie = flag.kind not in _NEEDS_NO_TIE and flag.direction not in (Direction.TIGHTENS, Direction.NEUTRAL)
    if needs_tie and not decision.ties:
        return f"the decision on `{flag.id}` ties it to no permission and no promise"
    done = shown(old, new)
    for tie in decision.ties:
        if tie.how not in done.get(tie.id, frozenset()):
            return f"the draft {_DOES_NOT[tie.how]} `{tie.id}`, to which `{flag.id}` is tied"
    return None


_DOES_NOT = {
    How.ADDS: "does not add",
    How.WIDENS: "does not widen",
    How.REOPENS: "does not reopen",
    How.WEAKENS: "does not list under `weakened`",
}


def with_ties(ties: tuple[Tie, ...], flag: Flag, old: Policy, new: Policy) -> Policy:
    """The draft's policy with the ids that `ties` reopen or weaken written into its lists.

    Raises:
        DecisionRefusedError: a tie names what cannot be reopened or weakened.
    """
    for tie in ties:
        if tie.how is How.REOPENS and tie.id not in new.reopens:
            if old.permission(tie.id) is None or new.permission(tie.id) is None:
                raise DecisionRefusedError(
                    f"`{tie.id}` cannot be reopened: it is not a permission of both the draft and the version before",
                    hint="tie the change to a permission that the draft adds, widens or reopens, or to a promise that it weakens",
                )
            new = replace(new, reopens=(*new.reopens, tie.id))
        if tie.how is How.WEAKENS and all(weak.id != tie.id for weak in new.weakened):
            new = replace(new, weakened=(*new.weakened, _weakened(tie.id, flag, old, new)))
    return new


def _weakened(promise_id: str, flag: Flag, old: Policy, new: Policy) -> Weakened:
    if old.promise(promise_id) is not None:
        return Weakened(id=promise_id)
    if old.permission(promise_id) is not None or new.permission(promise_id) is not None:
        raise DecisionRefusedError(f"`{promise_id}` is a permission, no promise", hint="tie the change to it as adds, widens or reopens")
    change = flag.change
    if change is None or not change.old:
        raise DecisionRefusedError(
            f"the version before holds no promise `{promise_id}` and this change takes no words away that could be one",
            hint="tie the change to a permission, or to a promise of the version before",
        )
    return Weakened(
        id=promise_id,
        text=LocalText.of(_old_words(change)),
        clause="/".join(change.old[0].heading) or None,
        dimension=flag.dimensions[0] if flag.dimensions else Dimension.SCOPE,
    )


def _old_words(change: Change) -> str:
    return " ".join(clause.text for clause in change.old)
