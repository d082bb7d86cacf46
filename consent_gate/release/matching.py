"""Whether archive and ledger belong together, told quickly enough for every page: `verify` looks closer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def unknown_policies(gate: "Gate") -> tuple[str, ...]:
    """Policies with published versions in the archive of which the ledger knows none.

    The ledger was lost, is another archive's, or the first publish was cut off.
    """
    known = frozenset(gate.ledger.policies())
    return tuple(slug for slug in gate.archive.published() if slug not in known)
