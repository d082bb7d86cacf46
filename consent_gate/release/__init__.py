"""From a draft to a published version: review, approval, publishing, withdrawal, import; and whether the archive still says the same."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consent_gate.release.deciding import DraftName, approve, claim_editorial, decide
    from consent_gate.release.drafts import Standing, standing_of
    from consent_gate.release.importing import import_versions
    from consent_gate.release.publishing import Published, publish
    from consent_gate.release.reconciling import Repaired, reconcile
    from consent_gate.release.review import ReviewVerdict, Tie
    from consent_gate.release.verify import Discrepancy, verify_archive
    from consent_gate.release.widening import How, widens
    from consent_gate.release.withdraw import withdraw_version

__all__ = [
    "Discrepancy",
    "DraftName",
    "How",
    "Published",
    "Repaired",
    "ReviewVerdict",
    "Standing",
    "Tie",
    "approve",
    "claim_editorial",
    "decide",
    "import_versions",
    "publish",
    "reconcile",
    "standing_of",
    "verify_archive",
    "widens",
    "withdraw_version",
]

_HOME = {
    "Discrepancy": "verify",
    "DraftName": "deciding",
    "How": "widening",
    "Published": "publishing",
    "Repaired": "reconciling",
    "ReviewVerdict": "review",
    "Standing": "drafts",
    "Tie": "review",
    "approve": "deciding",
    "claim_editorial": "deciding",
    "decide": "deciding",
    "import_versions": "importing",
    "publish": "publishing",
    "reconcile": "reconciling",
    "standing_of": "drafts",
    "verify_archive": "verify",
    "widens": "widening",
    "withdraw_version": "withdraw",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for, so that a gate that only checks loads neither the differ nor git."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - needed only here

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
