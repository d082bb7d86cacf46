"""The chore of a server: seals what was acknowledged, and keeps a checkpoint in the archive once a day."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from consent_gate import anchoring
from policy_versions.errors import PolicyVersionsError

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def sealer(gate: "Gate") -> Callable[[], None]:
    """Seals all that is queued each time it is called; several servers may do so at once."""

    def seal() -> None:
        if anchoring.seal(gate.ledger) is None:
            return
        try:
            archive = gate.archive
        except PolicyVersionsError:  # a product's machine often has the ledger and no archive; the publisher's machine anchors
            return
        anchoring.anchor(gate.ledger, archive, due_only=True)

    return seal
