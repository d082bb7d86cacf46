"""The chore of a server: seals what was acknowledged, and keeps a checkpoint in the archive once a day."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from consent_gate import anchoring
from consent_gate.errors import ConsentGateError
from consent_gate.service.metrics import Metrics
from policy_versions.errors import PolicyVersionsError

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def sealer(gate: "Gate", metrics: Metrics | None = None) -> Callable[[], None]:
    """Seals all that waits each time it is called; several servers may do so at once.

    Failures are counted and passed on. Where an older copy of the ledger was restored, it looks whether the gap is on record by now.
    """

    def seal() -> None:
        if gate.blocked:
            gate.look_back()
        try:
            made = anchoring.seal(gate.ledger)
        except ConsentGateError:
            if metrics is not None:
                metrics.sealing_failed()
            raise
        if made is None:
            return
        try:
            archive = gate.archive
        except PolicyVersionsError:  # a product's machine often has the ledger and no archive; the publisher's machine anchors
            return
        anchoring.anchor(gate.ledger, archive, due_only=True)

    return seal
