"""The ledger: what was collected, answered and published, append-only, on SQLite or PostgreSQL. The only SQL there is."""

from consent_gate.ledger.ledger import Ledger

__all__ = ["Ledger"]
