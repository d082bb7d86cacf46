"""Which clauses reviewers tied to a permission or promise, read from the review.yaml that each version was published with.

Only confirmed decisions count. A review that cannot be read ties nothing: the clauses are then found by where they
stand. Writing and judging reviews is the release's business.
"""

from collections.abc import Iterable

from differ.model import Comparison
from policy_versions.errors import PolicyFileError
from policy_versions.names import MAX_FILE_BYTES, REVIEW_FILE
from policy_versions.strict_yaml import load_strict


def tied_changes(review: bytes | None, subject_of: str) -> frozenset[str]:
    """The ids of the changes that a review confirmed and tied to `subject_of`."""
    if not review:
        return frozenset()
    try:
        top = load_strict(review, path=REVIEW_FILE, max_bytes=MAX_FILE_BYTES).value
    except PolicyFileError:
        return frozenset()
    decisions = top.get("decisions") if isinstance(top, dict) else None
    standing: dict[str, frozenset[str]] = {}
    for decision in decisions if isinstance(decisions, list) else []:
        if not isinstance(decision, dict):
            continue
        ties = decision.get("ties")
        ids = frozenset(str(tie.get("id")) for tie in ties if isinstance(tie, dict)) if isinstance(ties, list) else frozenset()
        standing[str(decision.get("change"))] = ids if decision.get("verdict") == "confirmed" else frozenset()
    return frozenset(change for change, ids in standing.items() if subject_of in ids)


def tied_clauses(comparison: Comparison, changes: Iterable[str]) -> frozenset[str]:
    """The keys of the clauses, old and new, that these changes of one step are about."""
    wanted = frozenset(changes)
    return frozenset(clause.key for change in comparison.changes if change.id in wanted for clause in (*change.old, *change.new))
